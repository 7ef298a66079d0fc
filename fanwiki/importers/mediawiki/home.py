"""The show that what a dump tells of belongs to: one of the wiki's, or a new one, with its seasons and episodes."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from fanwiki.domain.ids import EpisodeId, PageId, new_id
from fanwiki.domain.names import title_key
from fanwiki.domain.points import PointName
from fanwiki.domain.vocabulary import PageKind
from fanwiki.importers.mediawiki.airing import Airing, Planner
from fanwiki.importers.mediawiki.survey import Survey
from fanwiki.wiki import View

_NOT_CODE: Final = re.compile(r"[^a-z0-9]+")


_NONE: Final = PageId("")


@dataclass(frozen=True)
class NewShow:
    """The show that is made of a dump, where the wiki has none for it."""

    id: PageId
    title: str
    code: str


@dataclass(frozen=True)
class Home:
    """`show` is empty where nothing in the dump needs one. `seasons` are all of it by their numbers, `untitled` the
    titles of those that the dump has no page of. `episodes` are those of the wiki and of the dump by the keys of their
    titles and of their points; `taken` are the titles that none of its pages may have.
    """

    show: PageId = _NONE
    new: NewShow | None = None
    airing: Airing = field(default_factory=Airing)
    seasons: Mapping[int, PageId] = field(default_factory=dict)
    untitled: Mapping[int, str] = field(default_factory=dict)
    episodes: Mapping[str, EpisodeId] = field(default_factory=dict)


def home_of(found: Survey, view: View, name: str, there: Collection[str]) -> Home:
    """Chooses the show, and brings the kinds of the pages in line: those that are no episode after all are articles.
    `there` are the titles that the wiki has already.
    """
    if not found.has_canon:
        return Home()
    shows = view.shows()
    show = next((each.page.id for each in shows if title_key(each.page.title) == title_key(name)), None)
    if show is None and len(shows) == 1:
        show = shows[0].page.id
    new = None
    if show is None:
        title = f"{name} (show)" if name in there or name in found.kinds else name
        show = found.pages.get(title) or PageId(new_id())
        new = NewShow(show, title, show_code(name, {each.show.code.casefold() for each in shows}))
    known = {} if new is not None else {season.number: season.id for _, season in view.seasons(show)}
    order = view.orders().of_show(show)
    aired = () if order is None else order.episodes
    numbers = {(each.season, each.number) for each in aired}
    airing = Planner(found.places, name, found.article_at, known, numbers).airing()
    for title in airing.doubtful:
        found.kinds.pop(title, None)
    if not found.has_canon:
        return Home(airing=airing)
    if new is not None:
        found.redirects.pop(new.title, None)
    found.kinds.update(dict.fromkeys(airing.seasons, PageKind.SEASON))
    seasons = dict(known)
    seasons.update((number, found.pages[title]) for title, number in airing.seasons.items())
    untitled = {number: _season_title(number, name, found, there) for number in airing.untitled}
    seasons.update((number, PageId(new_id())) for number in untitled)
    episodes: dict[str, EpisodeId] = {}
    for each in aired:
        _name_episode(episodes, each.id, view.page(PageId(each.id)).title, each.season, each.number)
    for title, (season, number) in airing.episodes.items():
        _name_episode(episodes, EpisodeId(found.pages[title]), title, season, number)
    return Home(show, new, airing, seasons, untitled, episodes)


def _name_episode(names: dict[str, EpisodeId], id: EpisodeId, title: str, season: int, number: int) -> None:
    for name in (title, str(PointName(season, number))):
        names.setdefault(title_key(name), id)


def _season_title(number: int, show: str, found: Survey, there: Collection[str]) -> str:
    """How a season is called that has no page in the dump."""
    plain = f"Season {number}" if number else "Specials"
    is_taken = plain in there or plain in found.pages or plain in found.redirects
    return f"{plain} ({show})" if is_taken else plain


def show_code(name: str, taken: set[str]) -> str:
    """A code for a show that no other has: its first word, or a number after it."""
    words = [word for word in _NOT_CODE.split(name.casefold()) if word and word != "the"]
    code = (words[0] if words else "show")[:12]
    number = 2
    made = code
    while made in taken:
        made, number = f"{code}{number}", number + 1
    return made
