"""The search of a bundle: scripts that a page opened from a folder can load, and of which a search loads only a few.

`assets/titles.js` has every page with its names; it is loaded first. What the texts say lies in two sets of shards
under `assets/search`: words (`words-3.js`, an index as MiniSearch writes it, holding the words whose first two letters
fall to it) and passages (`texts-0.js`, the words' surroundings, page after page). A word that is typed thus needs one
shard of the first kind, the results on the screen a few of the second, however many pages there are.

Everything is what the bundle's View shows: what its reader has not reached is in no shard, no length and no count.
"""

import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fanwiki.domain.entities import Name
from fanwiki.domain.ids import PageId
from fanwiki.exporters.html.linker import address
from fanwiki.exporters.html.site import Site, shown_title
from fanwiki.exporters.html.words import Words

TITLES: Final = "assets/titles.js"

_POSTINGS_OF_A_SHARD: Final = 12_000
_LETTERS_OF_A_SHARD: Final = 100_000
_MOST_SHARDS: Final = 256
_TIMES: Final = 24
"""Bits of a posting that say how often its word stands in a passage."""
_MOST_TIMES: Final = (1 << _TIMES) - 1


@dataclass(frozen=True)
class Entry:
    """A page of the index: where it lies, what it is, and its further names. `since` as `View.since` has it."""

    href: str
    title: str
    kind: str
    names: tuple[tuple[str, str], ...] = ()
    """Each name with from where on it is seen."""
    since: str = ""


@dataclass(frozen=True)
class Passage:
    """Words of a page that its reader sees; `since` as `View.since` has it."""

    words: Words
    since: str


@dataclass(frozen=True)
class _Place:
    """Where a passage stands: its page's place among the entries, and its own in the page."""

    entry: int
    ordinal: int
    text: str
    since: str


class Texts:
    """What the texts of a bundle say. Pages may come in any order; it shows nowhere."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._entries, self._ids = _entries(site)
        self._places: list[_Place] = []
        self._lengths: list[int] = []
        self._postings: dict[str, array[int]] = defaultdict(_numbers)
        """For each word the passages it stands in, by their number as they came, each with how often it does, in one
        number: of a large wiki there are millions."""

    def add(self, page: PageId, passages: Sequence[Passage]) -> None:
        """Takes in the passages of a page, in their order."""
        entry = self._ids.get(page)
        if entry is None:
            return
        postings = self._postings
        for ordinal, passage in enumerate(passages):
            number = len(self._places)
            self._places.append(_Place(entry, ordinal, passage.words.text, passage.since))
            self._lengths.append(len(passage.words.counts))
            high = number << _TIMES
            for word, times in passage.words.counts.items():
                postings[word].append(high | min(times, _MOST_TIMES))

    def files(self) -> Iterator[tuple[str, bytes]]:
        """The files of the search, each path with its content, once every page has come."""
        order = sorted(range(len(self._places)), key=self._place)
        places = [self._places[number] for number in order]
        lengths = [self._lengths[number] for number in order]
        chunks = _chunks(places)
        shards = _shards(self._postings, sum(lengths))
        head = {"words": len(shards), "texts": [chunk[0].entry for chunk in chunks]}
        lines = ",\n".join(_json(_row(entry)) for entry in self._entries)
        yield TITLES, f"window.fanwikiTitles = [\n{lines}\n];\nwindow.fanwikiShards = {_json(head)};\n".encode()
        now = [0] * len(order)
        for place, former in enumerate(order):
            now[former] = place
        for number, words in enumerate(shards):
            index = {word: _found(self._postings[word], now) for word in words}
            yield f"assets/search/words-{number}.js", _script("words", number, _mini_search(index, places, lengths))
        for number, chunk in enumerate(chunks):
            rows = [[each.entry, each.text, each.since] for each in chunk]
            yield f"assets/search/texts-{number}.js", _script("texts", number, rows)

    def _place(self, number: int) -> tuple[int, int]:
        place = self._places[number]
        return place.entry, place.ordinal


def shard_of(word: str, count: int) -> int:
    """The shard that a word falls to, by its first two letters: what begins alike lies together."""
    return (ord(word[0]) * 31 + ord(word[1])) % count


def _entries(site: Site) -> tuple[list[Entry], dict[PageId, int]]:
    """Every page by the address of its file, and its place among them."""
    names = names_of(site)
    found: list[tuple[Entry, PageId | None]] = []
    for id, page in site.pages.items():
        title = shown_title(page)
        named = tuple((text, since) for text, since in names.get(id, {}).items() if text != title)
        path = address("", site.layout.pages[id])
        found.append((Entry(path, title, str(page.kind), named, site.view.since(id)), id))
    for category in site.selection.categories:
        if category.page is None:
            path = address("", site.layout.categories[category.key])
            found.append((Entry(path, category.name, "category", since=category.since), None))
    found.sort(key=lambda each: each[0].href)
    return [entry for entry, _ in found], {id: place for place, (_, id) in enumerate(found) if id is not None}


def names_of(site: Site) -> Mapping[PageId, dict[str, str]]:
    """The names and redirects of each page, each text once, with from where on it is seen."""
    facts = [(fact.text, site.view.since(fact.id), fact.page) for fact in site.view.facts(Name)]
    facts += [(each.title, site.view.since(each.id), each.page) for each in site.selection.redirects]
    found: dict[PageId, dict[str, str]] = defaultdict(dict)
    for text, since, page in sorted(facts):
        found[page].setdefault(text, since)
    return found


def _chunks(places: Sequence[_Place]) -> list[list[_Place]]:
    """The passages in shards of a size; those of one page stay together."""
    found: list[list[_Place]] = []
    size = _LETTERS_OF_A_SHARD
    for place in places:
        if size >= _LETTERS_OF_A_SHARD and not (found and found[-1][-1].entry == place.entry):
            found.append([])
            size = 0
        found[-1].append(place)
        size += len(place.text)
    return found


def _shards(words: Iterable[str], postings: int) -> list[list[str]]:
    """The words in as many shards as their postings ask for, each shard in order."""
    number = 1
    while number < _MOST_SHARDS and postings > number * _POSTINGS_OF_A_SHARD:
        number *= 2
    found: list[list[str]] = [[] for _ in range(number)]
    for word in sorted(words):
        found[shard_of(word, number)].append(word)
    return found


def _numbers() -> "array[int]":
    return array("Q")


def _found(postings: Sequence[int], now: Sequence[int]) -> dict[int, int]:
    """The passages that a word stands in, in their order, with how often."""
    return dict(sorted((now[each >> _TIMES], each & _MOST_TIMES) for each in postings))


def _mini_search(
    index: Mapping[str, Mapping[int, int]], places: Sequence[_Place], lengths: Sequence[int]
) -> dict[str, object]:
    """An index as `MiniSearch.loadJS` reads it (its second format): for each word the passages with their counts.

    Passages are numbered anew, so that a shard knows of those alone that it finds.
    """
    used = sorted({place for found in index.values() for place in found})
    short = {place: str(number) for number, place in enumerate(used)}
    average = sum(lengths) / len(places) if places else 0
    return {
        "documentCount": len(places),
        "nextId": len(used),
        "documentIds": {short[place]: place for place in used},
        "fieldIds": {"text": 0},
        "fieldLength": {short[place]: [lengths[place]] for place in used},
        "averageFieldLength": [round(average, 3)],
        "storedFields": {short[place]: _stored(places[place]) for place in used},
        "dirtCount": 0,
        "index": [[word, {"0": {short[p]: times for p, times in found.items()}}] for word, found in index.items()],
        "serializationVersion": 2,
    }


def _stored(place: _Place) -> dict[str, object]:
    return {"page": place.entry, **({"from": place.since} if place.since else {})}


def _row(entry: Entry) -> list[object]:
    """An entry without what it has not, from the end."""
    row: list[object] = [entry.href, entry.title, entry.kind, [list(name) for name in entry.names], entry.since]
    while len(row) > 3 and not row[-1]:
        row.pop()
    return row


def _script(kind: str, number: int, value: object) -> bytes:
    return f"window.fanwikiShard({_json(kind)}, {number}, {_json(value)});\n".encode()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
