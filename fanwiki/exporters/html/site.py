"""What every page of a bundle is made from: the view, what is selected of it, where it lies, and how it is framed.

The frame of a page (side bar, breadcrumbs) grows with the seasons of one show and the episodes of one season, never
with the number of pages: a bundle must not be quadratic.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from markupsafe import Markup

from fanwiki import markup
from fanwiki.domain.entities import Media, Page
from fanwiki.domain.ids import PageId
from fanwiki.domain.names import title_key
from fanwiki.domain.vocabulary import PageKind
from fanwiki.exporters.html.beside import Besides
from fanwiki.exporters.html.bodies import Body, Contents
from fanwiki.exporters.html.cache import Bodies, RenderedBodies
from fanwiki.exporters.html.layout import HOME, Layout
from fanwiki.exporters.html.linker import BundleLinker, address
from fanwiki.exporters.html.words import Words
from fanwiki.exporters.selection import Selection, ShowPart
from fanwiki.markup.syntax.heading import anchor
from fanwiki.wiki.view import View
from fanwiki.wiki.world import PageWorld

Linking = Callable[[PageId], Sequence[PageId]]

ICON: Final = "assets/icon.svg"
_CARDS_OF_A_SHARD: Final = 128
MOST_SHOWS: Final = 8
"""Shows that the side bar names; of a wiki with more it names the one at hand."""


@dataclass(frozen=True)
class Link:
    """A name that leads somewhere. `lang` is a BCP 47 tag, `note` stands beside it, `since` as `View.since` has it."""

    text: str
    href: str
    current: bool = False
    lang: str = ""
    note: str = ""
    since: str = ""


@dataclass(frozen=True)
class ShowLinks:
    """A show in the side bar; the episodes are those of the season at hand."""

    link: Link
    lists: tuple[Link, ...]
    seasons: tuple[tuple[Link, tuple[Link, ...]], ...]


@dataclass(frozen=True)
class Frame:
    """What stands around a page. `root` leads from it to the root of the bundle."""

    wiki: str
    title: str
    root: str
    main: tuple[Link, ...]
    shows: tuple[ShowLinks, ...]
    crumbs: tuple[Link, ...]
    contents: tuple[Contents, ...]
    ceiling: str
    path: str
    """Where the page itself lies, from the root."""
    url: str
    """Its address on the web, where the bundle has one."""
    hideable: bool
    """Whether its reader may say how far he has come: in a bundle without a ceiling that has episodes."""
    icon: str
    """The picture that stands for the wiki, from the root."""
    style: str
    """The user's own style sheet, from the root; empty if there is none."""
    cards: int
    """In how many scripts the cards of links lie."""
    image: str
    """The address on the web of a picture that stands for the page, where the bundle has one."""


@dataclass(frozen=True)
class Site:
    """A bundle in the making. `ceiling` says in words how far its reader has come, empty for everything."""

    view: View
    selection: Selection
    layout: Layout
    ceiling: str
    base: str
    """Where the bundle will lie on the web, with a slash at its end; empty where nobody has said."""
    besides: Besides
    bodies: Bodies = field(default_factory=RenderedBodies)
    linking: Linking | None = None
    """The pages that link to a page, if somebody knows it better than by asking for those of all."""
    media_used: dict[str, Media] = field(default_factory=dict)
    texts_used: set[PageId] = field(default_factory=set)
    """Pages whose texts are shown or have been looked into for an anchor, beside those that have been written."""
    passages: dict[PageId, tuple[Words, ...]] = field(default_factory=dict)
    """What the pages say that have been written, as `Body` has it."""
    leads: dict[PageId, str] = field(default_factory=dict)
    """Their first paragraphs."""
    _sources: dict[PageId, str] = field(default_factory=dict)
    _anchors: dict[PageId, dict[str, str]] = field(default_factory=dict)
    _listed: dict[tuple[PageId, int], str] = field(default_factory=dict)
    """Items of lists, by the page they lead to and how deep the file lies that they stand in."""

    @cached_property
    def pages(self) -> Mapping[PageId, Page]:
        return self.selection.by_id()

    def read_ahead(self, pages: Iterable[Page]) -> None:
        """Reads the texts of the pages that come next, all at once, and lets go of those before."""
        ids = [page.id for page in pages]
        self.bodies.read_ahead(ids)
        self._sources.clear()
        self._sources.update(self.view.bodies(ids))

    def source(self, page: Page) -> str:
        """The text of a page."""
        known = self._sources.get(page.id)
        return self.view.bodies([page.id])[page.id] if known is None else known

    def body(self, page: Page, world: PageWorld) -> Body:
        """A page's body, for the file that the world has the addresses of."""
        found = self.bodies.body(page.id, self.source(page), page.kind, world)
        self.passages[page.id] = found.passages
        self.texts_used.update(self.bodies.texts)
        self.leads[page.id] = found.lead
        return found

    def backlinks(self, page: PageId) -> Sequence[PageId]:
        """The pages that link to a page, by title."""
        return self._all_backlinks.get(page, ()) if self.linking is None else self.linking(page)

    @cached_property
    def _all_backlinks(self) -> Mapping[PageId, tuple[PageId, ...]]:
        return self.view.backlinks()

    @cached_property
    def show_parts(self) -> Mapping[PageId, ShowPart]:
        return {show.page.id: show for show in self.selection.shows}

    @cached_property
    def graph_pages(self) -> Mapping[PageId, frozenset[PageId]]:
        """The pages in the graph of each show."""
        return {show.page.id: frozenset(node.page for node in show.graph.nodes) for show in self.selection.shows}

    def world(self, page: Page, here: str) -> PageWorld:
        """The world around a page, with addresses for the file `here`."""
        linker = BundleLinker(self.layout, here, self.media_used, self._anchor)
        return self.view.world(page.id, linker, self.selection.day)

    @property
    def hideable(self) -> bool:
        """Whether a reader of the bundle may say how far he has come."""
        return not self.ceiling and any(show.episodes for show in self.selection.shows)

    @property
    def icon(self) -> str:
        """The picture that stands for the wiki: its own, or the program's."""
        return self.layout.icon or ICON

    @property
    def card_shards(self) -> int:
        """In how many scripts the cards of links lie."""
        return max(1, -(-len(self.pages) // _CARDS_OF_A_SHARD))

    def link(self, page: Page, here: str, *, note: str = "", since: str = "") -> Link:
        path = self.layout.pages[page.id]
        return Link(shown_title(page), address(here, path), path == here, note=note, since=since)

    def listed(self, page: PageId, here: str) -> str:
        """A page as an item of a list that links to it, as HTML."""
        place = page, here.count("/")
        if place not in self._listed:
            link = self.link(self.pages[page], here)
            self._listed[place] = Markup('<li><a href="{}">{}</a></li>\n').format(link.href, link.text)
        return self._listed[place]

    def line(self, page: Page) -> tuple[Page, ...]:
        """The pages from the root down to this one, itself included."""
        found = [page]
        while (parent := found[-1].parent) is not None and (above := self.pages.get(parent)) is not None:
            found.append(above)
        return tuple(reversed(found))

    def frame(
        self,
        here: str,
        title: str,
        *,
        page: Page | None = None,
        crumbs: tuple[Link, ...] = (),
        contents: tuple[Contents, ...] = (),
        picture: str = "",
    ) -> Frame:
        """The frame of the file `here`; `page` is the page it shows or belongs to, `picture` the file of one that
        stands for it.
        """
        line = () if page is None else self.line(page)
        home = (Link("Home", address(here, HOME)),) if here != HOME else ()
        above = tuple(self.link(each, here) for each in line if self.layout.pages[each.id] != here)
        main = tuple(Link(text, address(here, path), path == here) for text, path in self.layout.main.items())
        return Frame(
            self.selection.title,
            title,
            "../" * here.count("/"),
            main,
            tuple(self._show_links(show, here, line) for show in self._shows_beside(line)),
            (*home, *above, *crumbs),
            contents if len(contents) > 2 else (),
            self.ceiling,
            here,
            self.base and self.base + address("", "" if here == HOME else here),
            self.hideable,
            self.icon,
            self.layout.style,
            self.card_shards,
            self.base and (picture or self.layout.icon) and self.base + address("", picture or self.layout.icon),
        )

    def _shows_beside(self, line: tuple[Page, ...]) -> tuple[ShowPart, ...]:
        if len(self.selection.shows) <= MOST_SHOWS:
            return self.selection.shows
        at_hand = {page.id for page in line}
        return tuple(show for show in self.selection.shows if show.page.id in at_hand)

    def _show_links(self, show: ShowPart, here: str, line: tuple[Page, ...]) -> ShowLinks:
        at_hand = {page.id for page in line}
        episodes = [self.pages[PageId(each.id)] for each in show.episodes]
        return ShowLinks(
            self.link(show.page, here),
            self.lists(show, here),
            tuple(
                (
                    self.link(season, here),
                    tuple(self.link(each, here) for each in episodes if each.parent == season.id)
                    if season.id in at_hand
                    else (),
                )
                for season, _ in show.seasons
            ),
        )

    def lists(self, show: ShowPart, here: str) -> tuple[Link, ...]:
        """The lists of a show that have a file of their own."""
        files = {"Survivors": self.layout.boards, "Cast": self.layout.casts, "Relationships": self.layout.graphs}
        paths = {text: of[show.page.id] for text, of in files.items() if show.page.id in of}
        return tuple(Link(text, address(here, path), path == here) for text, path in paths.items())

    def graph_of(self, page: Page, here: str) -> Link | None:
        """The graph that a page is in; None if it has no ties."""
        for show in self.selection.shows:
            if page.id in self.graph_pages[show.page.id]:
                return Link(
                    f"Graph of all relationships in {show.page.title}", address(here, self.layout.graphs[show.page.id])
                )
        return None

    def _anchor(self, page: Page, heading: str) -> str:
        """The anchor of a heading that the reader sees, by its text or by the anchor itself."""
        self.texts_used.add(page.id)
        known = self._anchors.get(page.id)
        if known is None:
            known = self._anchors[page.id] = self._headings(page)
        return known.get(title_key(heading)) or known.get(anchor(heading), "")

    def _headings(self, page: Page) -> dict[str, str]:
        world = self.world(page, "")
        found: dict[str, str] = {}
        for heading in markup.parse(self.source(page)).headings:
            seen = all(world.sees(point) is True for point in heading.reveals)
            if seen and (world.prose_seen or heading.reveals):
                found.setdefault(title_key(heading.text), heading.anchor)
                found.setdefault(anchor(heading.text), heading.anchor)
        return found


def shown_title(page: Page) -> str:
    """A page's title as readers see it: categories without their prefix."""
    if page.kind is PageKind.CATEGORY:
        return page.title.split(":", 1)[-1].strip()
    return page.title
