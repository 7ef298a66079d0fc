"""Infoboxes of episodes and seasons: which templates are some, and which place in its show they give a page.

A place is read from what the fields say, and from nothing else: a page whose season or number is not said, or is that
of another page, stays an article with its infobox as typed, and is reported.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from fanwiki.domain.dates import PartialDate
from fanwiki.domain.names import matching_key, title_key
from fanwiki.domain.points import PointName
from fanwiki.domain.vocabulary import PageKind
from fanwiki.importers.mediawiki.dates import first_date, is_date_alone
from fanwiki.importers.mediawiki.wording import linked, plain

_SEASON_NAME: Final = re.compile(
    r"\b(?:season|series|staffel|saison|temporada|stagione|seizoen|sezon|säsong|сезон\w*)\b|シーズン|시즌",
    re.IGNORECASE,
)
_EPISODE_NAME: Final = re.compile(
    r"\b(?:episode|folge|épisode|episodio|episódio|aflevering|odcinek|avsnitt|эпизод\w*|сери[яи])\b|エピソード|에피소드",
    re.IGNORECASE,
)
_BOX: Final = re.compile(r"info ?box|ficha|карточка|基礎情報|정보", re.IGNORECASE)
_NO_BOX: Final = re.compile(
    r"/|\b(?:list|nav|navbox|table|row|link|cite|quote|guide|summary|count|cast)\b", re.IGNORECASE
)


class Said(Enum):
    """What a field says of the place of a page."""

    SEASON = "season"
    EPISODE = "episode"
    AIRED = "air date"
    SHOW = "show"
    ABSOLUTE = "number in the show"
    RUNTIME = "runtime"


_KEYS: Final = {
    Said.SEASON: "season seasonnumber seasonno seasonnum staffel staffelnummer saison temporada stagione seizoen sezon"
    " säsong сезон シーズン 시즌",
    Said.EPISODE: "episode episodenumber episodeno episodenum epnumber epno ep number no num folge folgennummer"
    " folgenummer nummer épisode episodio episódio numero número aflevering odcinek avsnitt эпизод серия номер 話 話数"
    " 에피소드 회차",
    Said.AIRED: "airdate aired originalairdate originalair firstaired broadcast broadcastdate date premiere premiered"
    " released release releasedate erstausstrahlung erstaustrahlung ausstrahlung diffusion premièrediffusion emisión"
    " fechadeemisión estreno exibição estreia trasmissione datatrasmissione primatv uitzending premiera sändning дата"
    " датавыхода премьера 放送日 初放送 방영일 방송일 첫방송",
    Said.SHOW: "show series tvseries serie série serial сериал 番組 프로그램",
    Said.ABSOLUTE: "overall absolute absolutenumber overallnumber seriesnumber totalnumber episodeoverall gesamtnummer",
    Said.RUNTIME: "runtime runningtime duration laufzeit durée duración durata продолжительность",
}
_BY_KEY: Final = {matching_key(key): said for said, keys in _KEYS.items() for key in keys.split()}

_SEASON_FIELD: Final = re.compile(rf"\|\s*(?:{'|'.join(_KEYS[Said.SEASON].split())})[ _]*=", re.IGNORECASE)
_BOTH: Final = re.compile(
    r"\bS(?:eason)?\s*\.?\s*(?P<season>\d{1,3})\s*[,:;/–—-]?\s*E(?:p(?:isode)?)?\s*\.?\s*(?P<episode>\d{1,4})\b"
    r"|\b(?P<season2>\d{1,3})[x×](?P<episode2>\d{1,4})\b",
    re.IGNORECASE,
)
_NOT_NUMBER: Final = re.compile(r"\(.*")
_NUMBERS_TEXT: Final = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
_WORDS: Final = {word: number for number, word in enumerate(_NUMBERS_TEXT.split(), 1)}
_SPECIAL: Final = re.compile(r"\bspecials?\b", re.IGNORECASE)
_MINUTES: Final = re.compile(r"(\d{1,3})\s*(?:min\w*\.?|m|мин\w*|分|분)?", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """Where a page stands in its show: a season, or (with `number`) an episode of one. `season_page` is the title that
    the field of the season links to, `show` what the infobox says it belongs to.
    """

    season: int | None = None
    number: int | None = None
    absolute: int | None = None
    aired: PartialDate | None = None
    runtime: int | None = None
    season_page: str = ""
    show: str = ""


@dataclass(frozen=True)
class Airing:
    """The numbers of the seasons of a dump, and seasons with numbers of its episodes, by their titles. `untitled` are
    seasons of which episodes tell, and that have no page; `doubtful` says why a page is none after all.
    """

    seasons: Mapping[str, int] = field(default_factory=dict)
    episodes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    untitled: tuple[int, ...] = ()
    doubtful: Mapping[str, str] = field(default_factory=dict)


def kind_by_name(template: str) -> PageKind | None:
    """What a page is that has this template as its infobox; None if that is no season and no episode."""
    name = template.replace("_", " ").strip()
    if _NO_BOX.search(name):
        return None
    for pattern, kind in ((_EPISODE_NAME, PageKind.EPISODE), (_SEASON_NAME, PageKind.SEASON)):
        if pattern.fullmatch(name) and name.casefold() != "series":
            return kind
        if _BOX.search(name) and pattern.search(_BOX.sub(" ", name)) and "series" not in name.casefold():
            return kind
    return None


def kind_by_fields(keys: Iterable[str]) -> PageKind | None:
    """What a page is whose infobox has these fields: of an episode are those that say season, number and air date."""
    said = {said_by(key) for key in keys}
    return PageKind.EPISODE if {Said.SEASON, Said.EPISODE, Said.AIRED} <= said else None


def may_have_fields(text: str) -> bool:
    """Whether it is worth looking in a wikitext for an infobox that is known by its fields: most have none of these."""
    return _SEASON_FIELD.search(text) is not None


def said_by(key: str) -> Said | None:
    """What a field says, by its name."""
    return _BY_KEY.get(matching_key(key).replace("_", ""))


def place_of(kind: PageKind, title: str, fields: Iterable[tuple[str, str]]) -> Place:
    """The place that an infobox gives the page of this title, as far as it says one."""
    values: dict[Said, str] = {}
    for key, value in fields:
        said = said_by(key)
        if said is not None and plain(value):
            values.setdefault(said, value)
    words = {said: plain(value) for said, value in values.items()}
    season, number = words.get(Said.SEASON, ""), words.get(Said.EPISODE, "")
    if not season and words.get(Said.SHOW, "").isdecimal():
        season = words.pop(Said.SHOW)  # in Britain a season is a series
    aired = first_date(values.get(Said.AIRED, "")) or first_date(words.get(Said.AIRED, ""))
    show = words.get(Said.SHOW, "").split("\n")[0]
    if kind is PageKind.SEASON:
        return Place(_number(season or number or _season_in(title)), aired=aired, show=show)
    both = next((point for text in (season, number, title) if (point := point_in(text))), None)
    of_season, of_show = (_number(season), _number(number)) if both is None else (both.season, both.episode)
    runtime = _MINUTES.fullmatch(words.get(Said.RUNTIME, ""))
    return Place(
        of_season,
        of_show,
        _number(words.get(Said.ABSOLUTE, "")),
        aired,
        None if runtime is None else int(runtime[1]) or None,
        linked(values[Said.SEASON]) if "[[" in values.get(Said.SEASON, "") else "",
        show,
    )


def point_in(text: str) -> PointName | None:
    """The point that a text names, written as `S1E06`, `1x06` or `Season 1, Episode 6`."""
    match = _BOTH.search(text)
    if match is None:
        return None
    return PointName(int(match["season"] or match["season2"]), int(match["episode"] or match["episode2"]))


def tells_place(key: str, value: str, kind: PageKind, place: Place) -> bool:
    """Whether all that a field says is in the place of its page, so that its profile need not."""
    match said_by(key):
        case Said.SEASON | Said.EPISODE:
            return True
        case Said.AIRED:
            return place.aired is not None and is_date_alone(plain(value))
        case Said.ABSOLUTE:
            return kind is PageKind.EPISODE and place.absolute is not None
        case Said.RUNTIME:
            return kind is PageKind.EPISODE and place.runtime is not None
        case _:
            return False


@dataclass
class Planner:
    """Gives the pages of a dump their places, the first that claims one. `seasons_there` and `episodes_there` are
    those that the wiki has already; `page_of` gives the title of the page that a link leads to, if it may be a season.
    """

    places: Mapping[str, tuple[PageKind, Place]]
    topic: str
    page_of: Callable[[str], str | None]
    seasons_there: Collection[int] = ()
    episodes_there: Collection[tuple[int, int]] = ()
    _seasons: dict[int, str] = field(default_factory=dict)
    _episodes: dict[tuple[int, int], str] = field(default_factory=dict)

    def airing(self) -> Airing:
        """Which pages become seasons and episodes, and which do not."""
        doubtful = self._of_other_shows()
        for title, (kind, place) in self.places.items():
            if title not in doubtful and (why := self._doubt(title, kind, place)):
                doubtful[title] = why
        seasons = {title: number for number, title in self._seasons.items()}
        untitled: list[int] = []
        for number in sorted({number for number, _ in self._episodes} - self._seasons.keys() - {*self.seasons_there}):
            page = self._linked_page(number)
            if page is None or page in seasons:
                untitled.append(number)
            else:
                seasons[page] = number
        episodes = {title: numbers for numbers, title in sorted(self._episodes.items())}
        return Airing(seasons, episodes, tuple(untitled), doubtful)

    def _doubt(self, title: str, kind: PageKind, place: Place) -> str:
        """Why a page gets no place; empty for one that gets it."""
        season, number = place.season, place.number
        if kind is PageKind.SEASON:
            if season is None:
                return "its infobox does not say which season it is"
            if season in self.seasons_there or season in self._seasons:
                return f"there is another page of season {season}"
            self._seasons[season] = title
            return ""
        if season is None or number is None:
            return "its infobox does not say its season and its number"
        if (season, number) in self.episodes_there or (season, number) in self._episodes:
            return f"there is another episode {PointName(season, number)}"
        self._episodes[season, number] = title
        return ""

    def _of_other_shows(self) -> dict[str, str]:
        """The pages that say to belong to another show than most do, or than the one that the wiki is about."""
        names = Counter(title_key(place.show) for _, place in self.places.values() if place.show)
        if len(names) < 2:
            return {}
        (first, most), (_, next_most) = names.most_common(2)
        main = title_key(self.topic)
        if main not in names:
            main = first if most > next_most else ""
        return {
            title: f"it belongs to another show, “{place.show}”"
            for title, (_, place) in self.places.items()
            if place.show and title_key(place.show) != main
        }

    def _linked_page(self, season: int) -> str | None:
        """The page to which the infoboxes of all episodes of a season link as that season."""
        links = {self.places[title][1].season_page for (of, _), title in self._episodes.items() if of == season}
        page = self.page_of(links.pop()) if len(links) == 1 else None
        return None if page is None or page in self.places else page


def _season_in(title: str) -> str:
    """What a title says after or before the word for a season."""
    match = _SEASON_NAME.search(title)
    return "" if match is None else _NOT_NUMBER.sub(" ", title[match.end() :][:12] or title[: match.start()][-5:])


def _number(text: str) -> int | None:
    """The one number that a text tells, in digits or as a word; specials are season 0. None for several, or none."""
    if _SPECIAL.search(text):
        return 0
    said = {int(digits) for digits in re.findall(r"\d{1,4}", text) if not _is_year(int(digits))}
    said |= {_WORDS[word] for word in re.findall(r"[a-z]+", text.casefold()) if word in _WORDS}
    return said.pop() if len(said) == 1 else None


def _is_year(number: int) -> bool:
    return 1900 <= number <= 2100
