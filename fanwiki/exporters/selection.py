"""Selection: who the bundle is for, and what of the wiki that reader sees.

Everything is read through one View. What follows from it (names of files, lists, counts) follows from what that
View shows, so that a page which is not there yet moves nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from fanwiki.domain.dates import last_day
from fanwiki.domain.entities import Media, Name, Page, Redirect, Season
from fanwiki.domain.ids import PageId
from fanwiki.domain.listing import EpisodeLine
from fanwiki.domain.names import title_key
from fanwiki.domain.network import Network
from fanwiki.domain.points import EpisodeOrders, Viewpoint
from fanwiki.domain.vocabulary import PageKind
from fanwiki.markup.html import either
from fanwiki.wiki.reading.changes import SeenChange
from fanwiki.wiki.reading.showing import Place
from fanwiki.wiki.reading.shows import ShowEntry
from fanwiki.wiki.view import View

MOST_CHANGES: Final = 100
"""Pages that the list of recent changes names."""


@dataclass(frozen=True)
class Category:
    """A category with its members by title; `page` is its own page, if it has one. `since` says from where on the
    category is there, `members_since` from where on a page is in it, where that is not from the start.
    """

    key: str
    name: str
    page: Page | None
    members: tuple[Page, ...]
    since: str = ""
    members_since: Mapping[PageId, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ShowPart:
    """A show with its seasons, all of its episodes that are seen, and who has to do with whom in it."""

    entry: ShowEntry
    seasons: tuple[tuple[Page, Season], ...]
    episodes: tuple[EpisodeLine, ...]
    graph: Network
    pictures: tuple[tuple[Media, str], ...] = ()
    """Its portraits, each with from where on it is seen; the last that is seen stands for the show."""

    @property
    def page(self) -> Page:
        return self.entry.page


@dataclass(frozen=True)
class Selection:
    """Everything that has a page in the bundle, as the reader sees it. Templates have none: they are their author's
    tools, and a reader meets what they come to.

    `pages` are by title and without those of categories. `names` and `categories_of` are by page. `day` is the newest
    date that a claim bears: the day by which claims are judged to be out of date, since the day of the export must not
    show in the bundle.
    """

    title: str
    uuid: str
    pages: tuple[Page, ...]
    shows: tuple[ShowPart, ...]
    categories: tuple[Category, ...]
    names: Mapping[PageId, tuple[Name, ...]]
    redirects: tuple[Redirect, ...]
    categories_of: Mapping[PageId, tuple[Category, ...]]
    day: date
    pictures: tuple[tuple[Media, tuple[Place, ...]], ...]
    """The files of the wiki by name, each with the pages that show it to the reader."""
    changed: str
    """The day of the last change that the reader may hear of, such as `2022-06-06`; empty if there is none."""
    changes: tuple[SeenChange, ...] = ()
    """The last changes, if they are wanted."""

    @property
    def icon(self) -> Media | None:
        """The picture that stands for the wiki: of its first show with one that everybody may see, the last such."""
        open_to_all = [[media for media, since in show.pictures if not since] for show in self.shows]
        return next((found[-1] for found in open_to_all if found), None)

    def by_id(self) -> dict[PageId, Page]:
        """Every page, those of categories too."""
        own = [category.page for category in self.categories if category.page is not None]
        return {page.id: page for page in (*self.pages, *own)}


def reader(view: View, as_of: str | None, *, include_unreviewed: bool) -> Viewpoint:
    """The viewpoint of the reader a bundle is made for; `view` may be any view of the wiki. Raises UnknownPoint.

    Without a ceiling that is someone who has seen the last episode of every show: he sees every reveal and all
    prose, and veils that a click opens, but is not the author: no red links, no remarks for the author, no drafts
    of facts.
    """
    if as_of is None or is_everything(as_of):
        return reader_of_everything(view.orders())
    return replace(view.viewpoint_at(as_of), unreviewed=include_unreviewed)


def is_everything(as_of: str | None) -> bool:
    """Whether no ceiling is asked for."""
    return as_of is None or as_of.strip().casefold() == "everything"


def reader_of_everything(orders: EpisodeOrders) -> Viewpoint:
    """Someone who has seen the last episode of every show."""
    seen = tuple((order.show, order.episodes[-1].id) for order in orders.orders if order.episodes)
    return Viewpoint(seen, unreviewed=True, veils=True)


def select(view: View, *, changes: bool = False) -> Selection:
    """What the view shows, with the last changes if they are wanted."""
    pages = [page for page in view.pages() if page.kind is not PageKind.TEMPLATE]
    there = {page.id for page in pages}
    redirects = [redirect for redirect in view.facts(Redirect) if redirect.page in there]
    categories = _categories(view, [page for page in pages if page.kind is PageKind.CATEGORY], pages)
    # Where two pages are of one category, since their titles differ in case alone, the second is a page like others.
    of_categories = {category.page.id for category in categories if category.page is not None}
    of: dict[PageId, list[Category]] = defaultdict(list)
    for category in categories:
        for member in category.members:
            of[member.id].append(category)
    names: dict[PageId, list[Name]] = defaultdict(list)
    for name in view.facts(Name):
        names[name.page].append(name)
    return Selection(
        view.title(),
        view.uuid(),
        tuple(page for page in pages if page.id not in of_categories),
        tuple(_show_part(view, entry) for entry in view.shows()),
        categories,
        {page: tuple(found) for page, found in names.items()},
        tuple(sorted(redirects, key=lambda redirect: (redirect.title, redirect.id))),
        {page: tuple(found) for page, found in of.items()},
        _day(view),
        _pictures(view, there),
        view.last_change(),
        view.seen_changes(MOST_CHANGES) if changes else (),
    )


def with_changes(selection: Selection, view: View, *, wanted: bool) -> Selection:
    """A selection of the same facts, after some texts have changed."""
    changes = view.seen_changes(MOST_CHANGES) if wanted else ()
    return replace(selection, changed=view.last_change(), changes=changes)


def _show_part(view: View, entry: ShowEntry) -> ShowPart:
    show = entry.page.id
    pictures = tuple((media, view.since(portrait.id, media.id)) for portrait, media in view.portraits(show))
    return ShowPart(entry, view.seasons(show), view.episodes(show), view.graph(show), pictures)


def withheld(everything: View, view: View) -> tuple[tuple[str, str], ...]:
    """What the author has and the reader does not get: pages, and the prose of pages, with the reason."""
    there = {page.id for page in view.pages()}
    found: list[tuple[str, str]] = []
    for page in everything.pages():
        if page.id not in there:
            found.append((page.title, "is not introduced yet"))
            continue
        if view.prose_seen(page) or not view.text(page.id).body.strip():
            continue
        if not page.reviewed:
            found.append((page.title, "nobody has reviewed its prose"))
        else:
            assert page.safe_from is not None
            found.append((page.title, f"its prose is safe from {everything.point(page.safe_from)} on"))
    return tuple(found)


def _categories(view: View, own: Iterable[Page], pages: Iterable[Page]) -> tuple[Category, ...]:
    by_id = {page.id: page for page in pages}
    names: dict[str, str] = {}
    members: dict[str, dict[PageId, Page]] = {}
    since: dict[str, dict[PageId, str]] = {}
    for name, places in view.category_places().items():
        found = {place.page: place.since for place in places if place.page in by_id}
        if found:
            key = title_key(name)
            names[key] = name
            members[key] = {id: by_id[id] for id in found}
            since[key] = {id: written for id, written in found.items() if written}
    page_of: dict[str, Page] = {}
    for page in own:
        name = category_name(page)
        if page_of.setdefault(title_key(name), page) is page:
            names[title_key(name)] = name
    return tuple(
        Category(
            key,
            names[key],
            page_of.get(key),
            tuple(sorted(members.get(key, {}).values(), key=_by_title)),
            _category_since(view, page_of.get(key), members.get(key, {}), since.get(key, {})),
            since.get(key, {}),
        )
        for key in sorted(names, key=lambda key: (names[key].casefold(), key))
    )


def _category_since(view: View, page: Page | None, members: Iterable[PageId], since: Mapping[PageId, str]) -> str:
    """A category is there once its own page is, or a page that is in it."""
    own = [] if page is None else [view.since(page.id)]
    return either([*own, *(since.get(id, "") for id in members)])


def category_name(page: Page) -> str:
    """The name of a category by its page: its title without the prefix."""
    return page.title.split(":", 1)[-1].strip()


def _pictures(view: View, there: Collection[PageId]) -> tuple[tuple[Media, tuple[Place, ...]], ...]:
    places = view.picture_places()
    found = [
        (media, tuple(place for place in places.get(media.name, ()) if place.page in there))
        for media in sorted(view.facts(Media), key=_by_name)
    ]
    return tuple(each for each in found if each[1])


def _by_name(media: Media) -> tuple[str, str, str]:
    return (media.name.casefold(), media.name, media.id)


def _by_title(page: Page) -> tuple[str, str, str]:
    return (page.title.casefold(), page.title, page.id)


def _day(view: View) -> date:
    dates = [
        last_day(written)
        for entry in view.claims(today=date.min)
        for written in (entry.claim.published, entry.claim.checked_on)
        if written is not None
    ]
    return max(dates, default=date.min)
