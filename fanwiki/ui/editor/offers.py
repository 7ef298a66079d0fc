"""What may be offered while one types, read from the wiki as the chosen viewpoint sees it: nothing that is revealed
later is ever offered. The reading is for the lane; what comes of it is ranked at every key.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Final

from fanwiki import markup
from fanwiki.domain.entities import Media, Page
from fanwiki.domain.errors import NotFound
from fanwiki.domain.ids import PageId
from fanwiki.domain.link_titles import in_link
from fanwiki.domain.points import PointName
from fanwiki.domain.vocabulary import PageKind
from fanwiki.markup.block_names import ASKING, PLAIN, SCOPED
from fanwiki.ui.dialogs.choices import Choice
from fanwiki.ui.editor.completing import Kind
from fanwiki.wiki import View
from fanwiki.wiki.ranking import Ranking

_PREFIXED: Final = {PageKind.CATEGORY: "Category:", PageKind.TEMPLATE: "Template:"}
_MOST_POINTS: Final = 500
"""Episodes after which no other show's are offered; whoever means one types its point."""

_Title = tuple[str, PageId, PageKind, bool]


@dataclass(frozen=True)
class Offer:
    """A line of the popup, and the text that it puts in."""

    choice: Choice
    inserted: str


class Shelf:
    """Offers of one kind, in the order in which they stand before anything has been typed; behind them those of
    another shelf.
    """

    def __init__(self, offers: Iterable[Offer] = ()) -> None:
        self._offers = tuple(offers)
        self._behind: Shelf | None = None
        self._ranking = Ranking([offer.choice.text for offer in self._offers])

    def before(self, behind: "Shelf") -> "Shelf":
        """The same, with another shelf behind it."""
        made = copy(self)
        made._behind = behind
        return made

    def best(self, typed: str, limit: int) -> list[Offer]:
        found = [self._offers[place] for place in self._ranking.best(typed, limit)]
        if self._behind is None or len(found) == limit:
            return found
        return found + self._behind.best(typed, limit - len(found))


Stock = Mapping[Kind, Shelf]


@dataclass(frozen=True)
class TitleShelves:
    """All pages, and the characters among them, by every way to name them."""

    pages: Shelf
    characters: Shelf


def shelves_of(titles: Sequence[_Title]) -> TitleShelves:
    """What is offered of titles, given as a view has them."""
    characters = [each for each in titles if each[2] is PageKind.CHARACTER]
    return TitleShelves(Shelf(_titles(titles)), Shelf(_titles(characters)))


def read_stock(view: View, page: PageId) -> Stock:
    """Everything that may be offered on a page but for titles, which stand behind what else may be embedded, and
    headings.
    """
    with view.together() as held:
        points, scopes = _points(held, page)
        templates = _templates(held.pages(PageKind.TEMPLATE))
        return {
            Kind.EMBED: Shelf(_media(held)),
            Kind.CATEGORY: Shelf(_categories(held)),
            Kind.BLOCK: Shelf([*_plain(sorted(PLAIN | SCOPED | ASKING), "data"), *templates]),
            Kind.POINT: Shelf(points),
            Kind.SCOPE: Shelf(scopes),
        }


def read_headings(view: View, title: str) -> Shelf:
    """The headings of the page that a title leads to, as far as they are seen; none if it leads nowhere."""
    try:
        with view.together() as held:
            text = held.readable_text(held.find(title).id)
    except NotFound:
        return Shelf()
    return headings_of(text)


def headings_of(text: str) -> Shelf:
    return Shelf(_plain(dict.fromkeys(heading.text for heading in markup.parse(text).headings), "heading"))


def _plain(texts: Iterable[str], icon: str) -> Iterator[Offer]:
    return (Offer(Choice(text, icon), text) for text in texts)


def _titles(titles: Sequence[_Title]) -> Iterator[Offer]:
    """A title once, though it may lead to several pages; beside a further name stands the page that it leads to."""
    own = {page: text for text, page, _, is_own in titles if is_own}
    seen: set[str] = set()
    for text, page, kind, is_own in titles:
        if text in seen:
            continue
        seen.add(text)
        # Without the colon, a link to a category's page would put this page into it.
        inserted = in_link(f":{text}" if text.startswith(_PREFIXED[PageKind.CATEGORY]) else text)
        yield Offer(Choice(text, kind.value, "" if is_own else own.get(page, "")), inserted)


def _categories(view: View) -> Iterator[Offer]:
    for name in sorted(view.all_categories(), key=str.casefold):
        yield Offer(Choice(name, "category"), in_link(name))


def _templates(templates: Iterable[Page]) -> Iterator[Offer]:
    for page in templates:
        name = page.title.removeprefix(_PREFIXED[page.kind])
        yield Offer(Choice(name, page.kind.value, page.kind.value), name)


def _media(view: View) -> Iterator[Offer]:
    for media in sorted(view.facts(Media), key=lambda each: each.name.casefold()):
        yield Offer(Choice(media.name, "image", media.alt), media.name)


def _points(view: View, page: PageId) -> tuple[list[Offer], list[Offer]]:
    """The points that are seen, and the seasons, those of the page's own show first. Of many shows, those of some."""
    try:
        home = view.home_show(page)
    except NotFound:
        home = None
    points: list[Offer] = []
    scopes: list[Offer] = []
    entries = sorted(view.shows(), key=lambda entry: entry.page.id != home)
    for entry in entries:
        if len(points) >= _MOST_POINTS:
            break
        show = entry.page.id
        for line in view.episodes(show):
            point = view.point(line.id, home)
            points.append(Offer(Choice(f"{point}  {line.title}", "episode"), point))
        code = None if show == home or len(entries) == 1 else entry.show.code
        for season_page, season in view.seasons(show):
            scope = str(PointName(season.number, None, code))
            scopes.append(Offer(Choice(f"{scope}  {season_page.title}", "season"), scope))
    return points, scopes
