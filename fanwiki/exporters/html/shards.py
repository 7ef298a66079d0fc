"""The index of what a bundle's texts say, cut into scripts of which a search loads a few.

Under `assets/search` lie words (`words-3.js`: each word whose first two letters fall to it, with where it stands),
texts (`texts-0.js`: the words' surroundings, page after page) and one `parts-0.js` that says how long everything is.
What a page says is indexed in parts: of a bundle without a ceiling, one for each point from which on something of it is
seen.

A page stands in the index under its place among the entries, which no text moves. So a text that changes touches the
few shards of the words that it gained or lost, and those can be written anew from what they were.
"""

import json
import secrets
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Final

from fanwiki.exporters.html.words import Words, words_in

PARTS: Final = "assets/search/parts-0.js"

TIMES: Final = 64
"""A posting is the number of a part times this, and how often the word stands there, which counts up to one less."""

_POSTINGS_OF_A_SHARD: Final = 12_000
_MOST_SHARDS: Final = 256
_WORDS_OF_TEXTS: Final = 12_000
"""Different words that the pages of one shard of texts have, all in all: some hundred thousand letters."""

_MOST_PARTS: Final = 1 << 16
"""Parts of a page that can be told apart while all are gathered."""

_WORDS_AT_ONCE: Final = 2_000
"""Words of one piece of what has been gathered."""

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

Size = int | list[tuple[int, str]]
"""How many different words a page has: one number, or the words of each part with from where on it is seen."""

Row = tuple[int, str, str]
"""A passage: its page's place among the entries, its text, and from where on it is seen."""


@dataclass(frozen=True)
class Passage:
    """Words of a page that its reader sees; `since` as `View.since` has it."""

    words: Words
    since: str


@dataclass(frozen=True)
class Said:
    """What a page says: its passages with from where on they are seen, and the words of each of its parts."""

    passages: tuple[tuple[str, str], ...]
    parts: tuple[tuple[str, Mapping[str, int]], ...]

    @property
    def size(self) -> Size:
        if len(self.parts) == 1 and not self.parts[0][0]:
            return len(self.parts[0][1])
        return [(len(words), since) for since, words in self.parts] or 0


@dataclass(frozen=True)
class Cut:
    """How an index is cut: the number of its shards of words, the entries in each shard of texts, and the numbers that
    each entry has for its parts.
    """

    words: int
    texts: int
    each: int


def said(passages: Iterable[Passage]) -> Said:
    """What a page says in these passages, in their order."""
    shown = [passage for passage in passages if passage.words.text]
    parts: dict[str, Mapping[str, int]] = {}
    for passage in shown:
        parts[passage.since] = _together(parts.get(passage.since, {}), passage.words.counts)
    return Said(tuple((each.words.text, each.since) for each in shown), tuple(parts.items()))


def _together(some: Mapping[str, int], more: Mapping[str, int]) -> Mapping[str, int]:
    """How often each word stands in both, as far as is counted."""
    if not some and max(more.values(), default=0) < TIMES:
        return more
    return {word: min(some.get(word, 0) + more.get(word, 0), TIMES - 1) for word in {**some, **more}}


def shard_of(word: str, count: int) -> int:
    """The shard that a word falls to, by its first two letters: what begins alike lies together."""
    return (ord(word[0]) * 31 + ord(word[1])) % count


def cut_for(sizes: Sequence[Size]) -> Cut:
    """How an index of pages of these sizes is cut."""
    postings = sum(map(_postings, sizes))
    words = texts = each = 1
    while words < _MOST_SHARDS and postings > words * _POSTINGS_OF_A_SHARD:
        words *= 2
    while texts < len(sizes) and postings * texts * 2 <= _WORDS_OF_TEXTS * len(sizes):
        texts *= 2
    while each < max(map(_parts, sizes), default=1):
        each *= 2
    return Cut(words, texts, each)


@dataclass
class Gathered:
    """What some pages say, by their places among the entries."""

    sizes: dict[int, Size] = field(default_factory=dict)
    postings: dict[str, "array[int]"] = field(default_factory=dict)
    """For each word the parts it stands in, each with how often, in one number: of a large wiki there are millions."""
    spans: dict[int, tuple[Path, int, int]] = field(default_factory=dict)
    """Where the rows of each page wait until they are written: in which file, from which byte on, and how many."""


class Texts:
    """Gathers what the texts of a bundle say. Pages may come in any order; it shows nowhere. What is shown around a
    word is needed once, when all has come, and waits in a file of its own in this folder.
    """

    def __init__(self, folder: Path) -> None:
        self._gathered = Gathered()
        self._postings: defaultdict[str, array[int]] = defaultdict(partial(array, "Q"))
        self._spool = folder / f"texts-{secrets.token_hex(4)}"
        self._file: BinaryIO | None = None

    def add(self, entry: int, page: Said) -> None:
        """Takes in what the page at this place among the entries says."""
        if not page.passages:
            return
        self._gathered.sizes[entry] = page.size
        rows = ",\n".join(to_json((entry, text, since)) for text, since in page.passages).encode()
        if self._file is None:
            self._file = self._spool.open("xb")
        self._gathered.spans[entry] = (self._spool, self._file.tell(), len(rows))
        self._file.write(rows)
        postings = self._postings
        for number, (_, words) in enumerate(page.parts):
            part = (entry * _MOST_PARTS + number) * TIMES
            for word, times in words.items():
                postings[word].append(part + times)

    def gathered(self) -> Iterator[Gathered]:
        """What has been gathered, once no more pages come: piece by piece, and nothing is kept of what was given."""
        self.close()
        yield Gathered(self._gathered.sizes, {}, self._gathered.spans)
        postings = self._postings
        while postings:
            yield Gathered(postings=dict(postings.popitem() for _ in range(min(len(postings), _WORDS_AT_ONCE))))

    def close(self) -> None:
        """No more pages come."""
        if self._file is not None:
            self._file.close()


class Index:
    """The index of a bundle with so many entries, of what has been gathered of its texts."""

    def __init__(self, entries: int) -> None:
        self._sizes: list[Size] = [0] * entries
        self._postings: dict[str, array[int]] = {}
        self._spans: dict[int, tuple[Path, int, int]] = {}

    def add(self, gathered: Gathered) -> None:
        for entry, size in gathered.sizes.items():
            self._sizes[entry] = size
        for word, postings in gathered.postings.items():
            if word in self._postings:
                self._postings[word].extend(postings)
            else:
                self._postings[word] = postings
        self._spans |= gathered.spans

    def files(self) -> Iterator[tuple[str, bytes]]:
        """The files of the index, each path with its content, once every page has come."""
        cut = cut_for(self._sizes)
        yield PARTS, parts_file(self._sizes, cut)
        shards: list[list[str]] = [[] for _ in range(cut.words)]
        for word in self._postings:
            shards[shard_of(word, cut.words)].append(word)
        for number, words in enumerate(shards):
            found = [(word, _numbered(self._postings.pop(word), cut.each)) for word in sorted(words)]
            yield words_path(number), words_file(number, found)
        for number in range(0, len(self._sizes), cut.texts):
            rows = [self._rows(entry) for entry in range(number, number + cut.texts) if entry in self._spans]
            shard = number // cut.texts
            if rows:
                yield texts_path(shard), _script("texts", shard, "[" + ",\n".join(rows) + "]")

    def _rows(self, entry: int) -> str:
        spool, start, length = self._spans[entry]
        with spool.open("rb") as file:
            file.seek(start)
            return file.read(length).decode()


def changed_files(read: "Mapping[str, bytes]", entry: int, page: Said) -> dict[str, bytes] | None:
    """The files of an index that are others once the page at this place says this; `read` has the files as they are.
    None where the whole index is to be cut anew.
    """
    known = parts_of(read[PARTS])
    cut, sizes = known
    sizes[entry] = page.size
    if cut_for(sizes) != cut:
        return None
    place = texts_path(entry // cut.texts)
    rows = rows_of(read[place]) if place in read else []
    former = said(Passage(words_in(text), since) for number, text, since in rows if number == entry)
    kept = [row for row in rows if row[0] != entry]
    kept += [(entry, text, since) for text, since in page.passages]
    kept.sort(key=_entry)
    if not kept:
        return None
    found = {PARTS: parts_file(sizes, cut), place: texts_file(entry // cut.texts, kept)}
    before, after = _by_word(former, entry, cut), _by_word(page, entry, cut)
    gained = {word: after.get(word, []) for word in {*before, *after} if before.get(word) != after.get(word)}
    for number in {shard_of(word, cut.words) for word in gained}:
        index = dict(words_of_shard(read[words_path(number)]))
        for word, postings in gained.items():
            if shard_of(word, cut.words) != number:
                continue
            others = [each for each in index.pop(word, []) if each // TIMES // cut.each != entry]
            if others or postings:
                index[word] = sorted([*others, *postings])
        found[words_path(number)] = words_file(number, sorted(index.items()))
    return found


def words_path(number: int) -> str:
    return f"assets/search/words-{number}.js"


def texts_path(number: int) -> str:
    return f"assets/search/texts-{number}.js"


def words_file(number: int, words: Sequence[tuple[str, Sequence[int]]]) -> bytes:
    """A shard of words, in their order, each with its postings in theirs."""
    return _script("words", number, "[" + ",\n".join(map(to_json, words)) + "]")


def texts_file(number: int, rows: Iterable[Row]) -> bytes:
    return _script("texts", number, "[" + ",\n".join(map(to_json, rows)) + "]")


def parts_file(sizes: Sequence[Size], cut: Cut) -> bytes:
    """How the index is cut, how many parts there are with how many words on the average, and what each page has."""
    count = sum(map(_parts, sizes))
    average = round(sum(map(_postings, sizes)) / count, 3) if count else 0
    head = {"words": cut.words, "texts": cut.texts, "each": cut.each, "count": count, "average": average}
    return _script("parts", 0, to_json({**head, "sizes": sizes}))


def parts_of(content: bytes) -> tuple[Cut, list[Size]]:
    """What `parts_file` has written."""
    read = _read(content)
    sizes = [size if isinstance(size, int) else [(length, since) for length, since in size] for size in read["sizes"]]
    return Cut(read["words"], read["texts"], read["each"]), sizes


def rows_of(content: bytes) -> list[Row]:
    """What `texts_file` has written."""
    return [(entry, text, since) for entry, text, since in _read(content)]


def words_of_shard(content: bytes) -> list[tuple[str, list[int]]]:
    """What `words_file` has written."""
    return [(word, postings) for word, postings in _read(content)]


def to_json(value: object) -> str:
    return _ENCODER.encode(value)


def _script(kind: str, number: int, value: str) -> bytes:
    return f'window.fanwikiShard("{kind}", {number}, {value});\n'.encode()


def _read(content: bytes) -> Any:
    """The value that `_script` has written."""
    text = content.decode()
    return json.loads(text[text.index(", ", text.index(", ") + 2) + 2 : text.rindex(");")])


def _by_word(page: Said, entry: int, cut: Cut) -> dict[str, list[int]]:
    """The postings of each word of a page."""
    found: dict[str, list[int]] = {}
    for number, (_, words) in enumerate(page.parts):
        for word, times in words.items():
            found.setdefault(word, []).append((entry * cut.each + number) * TIMES + times)
    return found


def _numbered(postings: "array[int]", each: int) -> list[int]:
    """Postings in their order, with so many numbers for the parts of each entry."""
    high, low = _MOST_PARTS * TIMES, each * TIMES
    return [posting // high * low + posting % high for posting in sorted(postings)]


def _postings(size: Size) -> int:
    return size if isinstance(size, int) else sum(length for length, _ in size)


def _parts(size: Size) -> int:
    return bool(size) if isinstance(size, int) else len(size)


def _entry(row: Row) -> int:
    return row[0]
