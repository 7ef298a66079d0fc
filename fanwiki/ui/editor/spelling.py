"""Which words of a line are misspelt. The dictionaries are hunspell's, by pyenchant, if both are there; names that are
titles in the wiki, and words that its writer has added, are never misspelt.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, Protocol

from fanwiki.ui.editor.spans import COMMENT, PLAIN, Part, read_line

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_HANGUL: Final = re.compile(r"[\uac00-\ud7a3]")
_IDEOGRAPH: Final = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_TOUCHED: Final = re.compile(r"[\d_@/\\]")
_NO_PROSE: Final = frozenset(
    {
        Part.CODE, Part.FENCE, Part.LINK, Part.EMBED, Part.CATEGORY, Part.ADDRESS, Part.REVEAL, Part.DATA, Part.RAW,
        Part.NOTE, Part.CALLOUT,
    }
)  # fmt: skip
_KOREAN: Final = "ko"
_MOST: Final = 6
_LINES_KEPT: Final = 4_000

Range = tuple[int, int]
"""Characters of a line: from, and up to, not including."""


class Speller(Protocol):
    """One dictionary."""

    def check(self, word: str) -> bool: ...

    def suggest(self, word: str) -> Sequence[str]: ...


def languages() -> tuple[str, ...]:
    """The dictionaries that are installed, such as `en_US`; none without pyenchant."""
    try:
        import enchant  # noqa: PLC0415  # optional, and slow to import
    except ImportError:
        return ()
    return tuple(sorted(set(enchant.list_languages())))


@lru_cache(maxsize=4)
def open_speller(language: str) -> Speller:
    """The dictionary of one of the `languages`."""
    import enchant  # noqa: PLC0415  # optional, and slow to import

    speller: Speller = enchant.Dict(language)
    return speller


def best_language(wanted: str, there: Sequence[str]) -> str:
    """The language wanted, or the same of another country, or English, or any; empty if there is none."""
    alike = [each for each in there if wanted and each.partition("_")[0] == wanted.partition("_")[0]]
    english = [each for each in there if each.startswith("en")]
    return next(iter([each for each in there if each == wanted] + alike + english + list(there)), "")


def names_in(titles: Iterable[str]) -> frozenset[str]:
    """The words that titles are made of, as `Spelling` asks for them."""
    return frozenset(found.casefold() for title in titles for found in _WORD.findall(title))


def words_in(line: str, state: int) -> list[Range]:
    """The words of a line that are prose. `state` is what `spans.read_line` gave for the line before."""
    if state not in (PLAIN, COMMENT):
        return []
    apart = [span for span in read_line(line, state)[0] if span.part in _NO_PROSE]
    found = []
    for match in _WORD.finditer(line):
        start, end = match.span()
        touched = _TOUCHED.match(line[start - 1 : start]) or _TOUCHED.match(line[end : end + 1])
        if not touched and not any(span.start < end and start < span.end for span in apart):
            found.append((start, end))
    return found


class Spelling:
    """Checks lines with one dictionary. `names` and `own` are casefolded words that are right."""

    def __init__(self, speller: Speller, language: str, names: frozenset[str], own: frozenset[str]) -> None:
        self._speller = speller
        self._korean = language.startswith(_KOREAN)
        self._right = names | own
        self._lines: dict[tuple[str, int], tuple[Range, ...]] = {}
        self._words: dict[str, bool] = {}

    def marks(self, line: str, state: int) -> tuple[Range, ...]:
        """What was found when the line was checked; nothing before."""
        return self._lines.get((line, state), ())

    def check(self, line: str, state: int) -> None:
        """Finds what is misspelt in a line, for `marks`."""
        if (line, state) in self._lines:
            return
        if len(self._lines) >= _LINES_KEPT:
            self._lines.clear()
        wrong = [(start, end) for start, end in words_in(line, state) if not self.is_right(line[start:end])]
        self._lines[line, state] = tuple(wrong)

    def is_right(self, word: str) -> bool:
        """Words in letters that the dictionary does not have are right, and so are abbreviations in capitals."""
        if word not in self._words:
            self._words[word] = self._is_right(word)
        return self._words[word]

    def suggest(self, word: str) -> list[str]:
        """Some words that may be meant, best first."""
        return list(self._speller.suggest(word))[:_MOST]

    def _is_right(self, word: str) -> bool:
        folded = word.replace("’", "'").casefold()
        hangul = bool(_HANGUL.search(word))
        if (
            (len(word) < 2 and not hangul)
            or word.isupper()
            or folded in self._right
            or folded.removesuffix("'s") in self._right
        ):
            return True
        if _IDEOGRAPH.search(word) or hangul is not self._korean:
            return True
        return self._speller.check(word.replace("’", "'"))
