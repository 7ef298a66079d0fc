"""The search of a bundle: scripts that a page opened from a folder can load, and of which a search loads only a few.

`assets/titles.js` has every page with its names; it is loaded first. What the texts say lies in two sets of shards
under `assets/search`: words (`words-3.js`, an index as MiniSearch writes it, holding the words whose first two letters
fall to it) and passages (`texts-0.js`, the words' surroundings, page after page). A word that is typed thus needs one
shard of the first kind, the results on the screen a few of the second, however many pages there are.

Everything is read through the bundle's View: what its reader has not reached is in no shard, no length and no count.
"""

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fanwiki.domain.entities import Name
from fanwiki.domain.ids import PageId
from fanwiki.domain.vocabulary import PageKind
from fanwiki.exporters.html.linker import address
from fanwiki.exporters.html.site import Site, shown_title

TITLES: Final = "assets/titles.js"

_CJK: Final = "\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
_WORDS: Final = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+(?:[-'’][^\W_{_CJK}]+)*")
_PARTS: Final = re.compile(r"[-'’]")
_POSTINGS_OF_A_SHARD: Final = 12_000
_LETTERS_OF_A_SHARD: Final = 100_000
_MOST_SHARDS: Final = 256


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
    """Words of a page, by its place among the entries."""

    entry: int
    text: str
    since: str


def search_files(site: Site) -> Iterator[tuple[str, bytes]]:
    """The files of the search, each path with its content."""
    entries, ids = _entries(site)
    texts = list(_passages(site, ids))
    shards = _word_shards(texts)
    chunks = _chunks(texts)
    head = {"words": len(shards), "texts": [chunk[0].entry for chunk in chunks]}
    lines = ",\n".join(_json(_row(entry)) for entry in entries)
    yield TITLES, f"window.fanwikiTitles = [\n{lines}\n];\nwindow.fanwikiShards = {_json(head)};\n".encode()
    for number, shard in enumerate(shards):
        yield f"assets/search/words-{number}.js", _script("words", number, shard)
    for number, chunk in enumerate(chunks):
        rows = [[each.entry, each.text, each.since] for each in chunk]
        yield f"assets/search/texts-{number}.js", _script("texts", number, rows)


def folded(text: str) -> str:
    """Text as it is compared: small letters without their marks."""
    letters = unicodedata.normalize("NFKD", text).lower()
    plain = "".join(letter for letter in letters if not unicodedata.category(letter).startswith("M"))
    return unicodedata.normalize("NFC", plain)


def words_of(text: str) -> Iterator[str]:
    """The words that a text is found by: those of two letters or more, On-jo as `on`, `jo` and `onjo`; of Chinese,
    Japanese and Korean every two syllables that stand together, since names bear particles without a space.
    """
    for match in _WORDS.finditer(folded(text)):
        whole = match[0]
        if re.match(rf"[{_CJK}]", whole):
            yield from (whole[place : place + 2] for place in range(len(whole) - 1))
            continue
        parts = _PARTS.split(whole)
        yield from (part for part in parts if len(part) > 1)
        if len(parts) > 1:
            yield "".join(parts)


def shard_of(word: str, count: int) -> int:
    """The shard that a word falls to, by its first two letters: what begins alike lies together."""
    return (ord(word[0]) * 31 + ord(word[1])) % count


def _entries(site: Site) -> tuple[list[Entry], dict[PageId, int]]:
    """Every page by the address of its file, and its place among them."""
    pages = {id: page for id, page in site.pages.items() if page.kind is not PageKind.TEMPLATE}
    names = names_of(site)
    found: list[tuple[Entry, PageId | None]] = []
    for id, page in pages.items():
        title = shown_title(page)
        named = tuple((text, since) for text, since in names.get(id, {}).items() if text != title)
        path = address("", site.layout.pages[id])
        found.append((Entry(path, title, str(page.kind), named, site.view.since(id)), id))
    for category in site.selection.categories:
        if category.page is None:
            path = address("", site.layout.categories[category.key])
            found.append((Entry(path, category.name, "category"), None))
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


def _passages(site: Site, ids: Mapping[PageId, int]) -> Iterator[Passage]:
    """The passages of all pages, in the order of the entries."""
    for id, place in ids.items():
        for prose in site.view.prose(id):
            yield Passage(place, " ".join(prose.text.split()), prose.since)


def _chunks(texts: Sequence[Passage]) -> list[list[Passage]]:
    """The passages in shards of a size; those of one page stay together."""
    found: list[list[Passage]] = []
    size = _LETTERS_OF_A_SHARD
    for passage in texts:
        if size >= _LETTERS_OF_A_SHARD and not (found and found[-1][-1].entry == passage.entry):
            found.append([])
            size = 0
        found[-1].append(passage)
        size += len(passage.text)
    return found


def _word_shards(texts: Sequence[Passage]) -> list[dict[str, object]]:
    counts = [Counter(words_of(passage.text)) for passage in texts]
    postings = sum(map(len, counts))
    number = 1
    while number < _MOST_SHARDS and postings > number * _POSTINGS_OF_A_SHARD:
        number *= 2
    found: list[dict[str, dict[int, int]]] = [defaultdict(dict) for _ in range(number)]
    for place, count in enumerate(counts):
        for word, times in count.items():
            found[shard_of(word, number)][word][place] = times
    average = postings / len(texts) if texts else 0
    return [_mini_search(shard, texts, counts, average) for shard in found]


def _mini_search(
    index: Mapping[str, Mapping[int, int]], texts: Sequence[Passage], counts: Sequence[Counter[str]], average: float
) -> dict[str, object]:
    """An index as `MiniSearch.loadJS` reads it (its second format): for each word the passages with their counts.

    Passages are numbered anew, so that a shard knows of those alone that it finds.
    """
    places = sorted({place for found in index.values() for place in found})
    short = {place: str(number) for number, place in enumerate(places)}
    return {
        "documentCount": len(texts),
        "nextId": len(places),
        "documentIds": {short[place]: place for place in places},
        "fieldIds": {"text": 0},
        "fieldLength": {short[place]: [len(counts[place])] for place in places},
        "averageFieldLength": [round(average, 3)],
        "storedFields": {short[place]: _stored(texts[place]) for place in places},
        "dirtCount": 0,
        "index": [[word, {"0": {short[p]: times for p, times in index[word].items()}}] for word in sorted(index)],
        "serializationVersion": 2,
    }


def _stored(passage: Passage) -> dict[str, object]:
    return {"page": passage.entry, **({"from": passage.since} if passage.since else {})}


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
