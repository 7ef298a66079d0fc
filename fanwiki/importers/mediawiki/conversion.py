"""What there is to convert of one page, and what it comes to: small enough to be sent between processes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fanwiki.domain.passages import Passage
from fanwiki.domain.vocabulary import PageKind
from fanwiki.importers.mediawiki.templates import Fate
from fanwiki.importers.mediawiki.wikitext import Converted, Converter
from fanwiki.importers.plain import fenced
from fanwiki.markup import parse

_WITHOUT_SUBJECT: Final = frozenset({PageKind.ARTICLE, PageKind.CATEGORY})


@dataclass(frozen=True)
class Wikitext:
    """The texts of a page, the oldest first."""

    title: str
    kind: PageKind
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Conversion:
    """The same texts as Markdown, and the passages of the newest, if they have been read."""

    texts: tuple[Converted, ...]
    passages: Sequence[Passage] = ()


def converted(converter: Converter, page: Wikitext) -> Conversion:
    """The texts of a page as Markdown."""
    return Conversion(tuple(_converted(converter, page.title, page.kind, text) for text in page.texts))


def converted_and_read(converter: Converter, page: Wikitext) -> Conversion:
    """The same, with the passages of the newest."""
    made = converted(converter, page).texts
    return Conversion(made, parse(made[-1].text).passages)


def _converted(converter: Converter, title: str, kind: PageKind, text: str) -> Converted:
    if kind is not PageKind.TEMPLATE:
        return converter.page(title, text, has_subject=kind not in _WITHOUT_SUBJECT)
    if converter.book.fate(title.removeprefix("Template:")) is Fate.OWN:
        return converter.template(title, text)
    made = Converted(f"{fenced(text, 'wikitext')}\n" if text.strip() else "")
    made.kept["template whose page is wikitext"] += 1
    return made
