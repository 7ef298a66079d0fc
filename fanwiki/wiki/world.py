"""The wiki around a page, as the renderer of `markup` asks for it: a view, and a way to write addresses.

Preview and bundle differ in their addresses alone; what may be seen is the view's to say.
"""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from fanwiki.domain.casting import Billing
from fanwiki.domain.claims import LedgerEntry
from fanwiki.domain.entities import Media, Page, Redirect
from fanwiki.domain.errors import UnknownPoint
from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.domain.image_size import HEADER, image_size
from fanwiki.domain.listing import EpisodeLine, Infobox, PortraitLine, QueryAnswer, RelationLine
from fanwiki.domain.points import parse_point
from fanwiki.domain.survival import Board, Status
from fanwiki.domain.vocabulary import PageKind
from fanwiki.markup.world import Embedded, LinkState, LinkTarget, MediaTarget, TemplateText
from fanwiki.markup.world import World as MarkupWorld
from fanwiki.store import media, pages, titles
from fanwiki.store.facts import fact, facts
from fanwiki.wiki.derivation import point_locks, prose_locks
from fanwiki.wiki.reading import articles, asking, canon, locking, shows
from fanwiki.wiki.reading.scene import Scene


class Linker(Protocol):
    """How addresses are written."""

    def page(self, page: Page, heading: str) -> str:
        """The address of a page, or of a heading in it; empty where it has none."""

    def wanted(self, title: str) -> str:
        """The address by which a page that is not there can be made; empty where it cannot."""

    def media(self, media: Media) -> str:
        """The address of a file of the wiki."""


@dataclass(frozen=True)
class PageWorld:
    """The world around `subject`, as one scene has it. `today` decides which claims are stale."""

    scene: Scene
    linker: Linker
    subject: Page
    today: date

    @property
    def author(self) -> bool:
        return self.scene.viewpoint.author

    @property
    def prose_seen(self) -> bool:
        return self.scene.horizon.sees(prose_locks(self.subject, self.scene.orders))

    def sees(self, point: str) -> bool | None:
        if not point:
            return self.author or self.scene.viewpoint.veils
        try:
            self.scene.orders.find(point, self.scene.home_show(self.subject))
        except UnknownPoint:
            return None
        locks = point_locks(point, self.scene.home_show(self.subject), self.scene.orders)
        return self.scene.horizon.sees(locks)

    def since(self, *ids: str) -> str:
        return locking.since(self.scene, ids) if ids else locking.since_prose(self.scene, self.subject)

    def since_point(self, point: str) -> str:
        return locking.since_point(self.scene, point, self.subject)

    def link(self, title: str, heading: str) -> LinkTarget:
        if not title:
            return self._target(self.subject, heading)
        found = titles.find(self.scene.reading, self.scene.horizon, title)
        if found is not None:
            page, way = found
            return self._target(page, heading or self._heading_of(way, page))
        if self.author:
            return LinkTarget(LinkState.WANTED, self.linker.wanted(title), title)
        return LinkTarget(LinkState.HIDDEN)

    def page(self, id: PageId) -> LinkTarget:
        found = pages.page(self.scene.reading, self.scene.horizon, id)
        if found is None:
            return LinkTarget(LinkState.HIDDEN)
        return self._target(found, "")

    def media(self, name: str) -> MediaTarget | None:
        found = facts(self.scene.reading, self.scene.horizon, Media, name=name)
        if not found:
            return None
        size = image_size(media.beginning(self.scene.reading, found[0].sha256, HEADER))
        since = locking.since(self.scene, (found[0].id,))
        return MediaTarget(self.linker.media(found[0]), found[0].alt, size, since)

    def embed(self, title: str) -> Embedded | None:
        found = titles.find(self.scene.reading, self.scene.horizon, title) if title else (self.subject, "")
        if found is None:
            return None
        world: MarkupWorld = PageWorld(self.scene, self.linker, found[0], self.today)
        return Embedded(found[0].id, articles.page_text(self.scene, found[0]).body, world)

    def template(self, title: str) -> TemplateText | None:
        found = titles.find(self.scene.reading, self.scene.horizon, title)
        if found is None or found[0].kind is not PageKind.TEMPLATE:
            return None
        page = found[0]
        text = articles.page_text(self.scene, page)
        if not text.prose_seen:
            return None
        return TemplateText(page.id, page.title, articles.template_text(self.scene, page, text))

    def point(self, episode: EpisodeId) -> str:
        return self.scene.write(episode, self.scene.home_show(self.subject))

    def status(self, name: str) -> Status | None:
        if name:
            found = titles.find(self.scene.reading, self.scene.horizon, name)
            character = None if found is None else found[0]
        else:
            character = self.subject
        if character is None or character.kind is not PageKind.CHARACTER:
            return None
        return canon.status(self.scene, character)

    def board(self, scope: str) -> Board | None:
        show = self._show(scope)
        return None if show is None else canon.board(self.scene, show, _season(scope))

    def cast(self, scope: str) -> tuple[Billing, ...]:
        if not scope and self.subject.kind in (PageKind.CHARACTER, PageKind.PERSON):
            return canon.portrayals_of(self.scene, self.subject)
        show = self._show(scope)
        return () if show is None else canon.cast(self.scene, show, self._season_of(scope))

    def episodes(self, scope: str) -> tuple[EpisodeLine, ...]:
        show = self._show(scope)
        return () if show is None else shows.episode_lines(self.scene, show, self._season_of(scope))

    def infobox(self) -> Infobox | None:
        return articles.infobox(self.scene, self.subject)

    def relations(self) -> tuple[RelationLine, ...]:
        return canon.relations(self.scene, self.subject)

    def claims(self) -> tuple[LedgerEntry, ...]:
        return canon.ledger(self.scene, self.subject.id, self.today)

    def query(self, written: str) -> QueryAnswer:
        return asking.answer(self.scene, written)

    def gallery(self) -> tuple[PortraitLine, ...]:
        return articles.gallery(self.scene, self.subject)

    def _target(self, page: Page, heading: str) -> LinkTarget:
        href = self.linker.page(page, heading)
        return LinkTarget(LinkState.FOUND, href, page.title) if href else LinkTarget(LinkState.HIDDEN)

    def _heading_of(self, way: str, page: Page) -> str:
        """The heading that a redirect leads to; empty for a title or a name."""
        if way == page.id:
            return ""
        redirect = fact(self.scene.reading, self.scene.horizon, Redirect, way)
        if redirect is None or not redirect.heading:
            return ""
        return redirect.heading if articles.has_heading(self.scene, page, redirect.heading) else ""

    def _show(self, scope: str) -> PageId | None:
        """The show that a scope such as `S1` or `aouad:S1` is of; the page's own for an empty one."""
        try:
            code = parse_point(scope).show_code if scope else None
        except UnknownPoint:
            return None
        if code is None:
            return self.scene.show_for(self.subject)
        orders = self.scene.orders.orders
        return next((order.show for order in orders if order.show_code.casefold() == code.casefold()), None)

    def _season_of(self, scope: str) -> int | None:
        """The season a list is about: the one asked for, else that of the page, if it is a season."""
        asked = _season(scope)
        if asked is not None or self.subject.kind is not PageKind.SEASON:
            return asked
        season = pages.subject(self.scene.reading, pages.SUBJECT_OF[PageKind.SEASON], self.subject.id)
        return None if season is None else int(season.number)


def _season(scope: str) -> int | None:
    try:
        return parse_point(scope).season if scope else None
    except UnknownPoint:
        return None
