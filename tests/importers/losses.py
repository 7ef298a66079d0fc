"""Which words of a dump's articles are in no page of ours, and why: each has a cause, or is lost."""

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from fanwiki.importers.mediawiki.dump import DumpReader
from fanwiki.importers.mediawiki.survey import redirect_of, title_of
from fanwiki.importers.source import open_source
from fanwiki.wiki import Wiki
from tests.importers.words import page_words, source_words

FILE_NAME: Final = "of the name of a file that a field shows: the namespace, and how wide it is"
PREFIX: Final = "of a link whose label is empty: what the pipe trick leaves away"
JOINED: Final = "joined to the word before it, as a superscript is"
NO_CAUSE: Final = "lost"

_FILE: Final = re.compile(r"=[ \t]*(?P<words>(?:File|Image):[^\n]*)", re.IGNORECASE)
_EMPTY_LABEL: Final = re.compile(r"\[\[(?P<words>[^\[\]|]*)\|\s*\]\]")
_SUPERSCRIPT: Final = re.compile(r"<su[bp]>", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass
class Losses:
    """Words of all articles, and those that are missing, by their cause; `lost` names them that have none."""

    words: int = 0
    causes: Counter[str] = field(default_factory=Counter)
    lost: dict[str, list[str]] = field(default_factory=dict)

    @property
    def kept(self) -> float:
        """The share of the words that are there."""
        return 1 - self.causes.total() / self.words

    def __str__(self) -> str:
        causes = "; ".join(f"{count} {cause}" for cause, count in sorted(self.causes.items()))
        return f"{self.words} words, {self.kept:.4%} kept; {causes or 'none missing'}"


def losses(wiki: Wiki, source: Path) -> Losses:
    """Compares each article of a dump with its page."""
    found = Losses()
    with wiki.view().together() as view, open_source(source) as opened:
        ids = {each.title: each.id for each in view.pages()}
        reader = DumpReader(opened)
        for each in reader.pages():
            namespace, title = title_of(each, reader.site)
            if namespace != 0 or redirect_of(each, reader.site) is not None:
                continue
            text = each.revisions[-1].text or ""
            said, there = source_words(text, reader.site), page_words(view, ids[title])
            found.words += said.total()
            for word, count in (said - there).items():
                cause = _cause(word, text, there)
                found.causes[cause] += count
                if cause == NO_CAUSE:
                    found.lost.setdefault(title, []).append(word)
    return found


def _cause(word: str, text: str, there: Counter[str]) -> str:
    for cause, pattern in ((FILE_NAME, _FILE), (PREFIX, _EMPTY_LABEL)):
        if any(word in _words(match["words"]) for match in pattern.finditer(text)):
            return cause
    if _SUPERSCRIPT.search(text) and any(word in other for other in there if other != word):
        return JOINED
    return NO_CAUSE


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}
