"""Writes `pages.xml`, which a MediaWiki takes at Special:Import (export schema 0.11), and a folder with the files that
its pages show, for importImages.php.
"""

import hashlib
from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Final
from xml.sax.saxutils import escape, quoteattr

from fanwiki import __version__
from fanwiki.domain.bundle import CARD
from fanwiki.domain.entities import Media, Name, Page, Redirect
from fanwiki.domain.progress import Progress
from fanwiki.domain.vocabulary import PageKind
from fanwiki.exporters import ceiling
from fanwiki.exporters.export import Export, with_suffix
from fanwiki.exporters.file_names import FileNames, safe_name
from fanwiki.exporters.markdown.canon import json_text
from fanwiki.exporters.mediawiki.infoboxes import PageFacts, template_page
from fanwiki.exporters.mediawiki.inline import foreign
from fanwiki.exporters.mediawiki.writer import WikitextWriter
from fanwiki.exporters.report import ExportReport
from fanwiki.exporters.selection import is_everything, reader, withheld
from fanwiki.exporters.write import BundleWriter, Written, in_words
from fanwiki.wiki import View, Wiki

PAGES: Final = "pages.xml"
_SPACES: Final = {
    -2: "Media", -1: "Special", 0: "", 1: "Talk", 2: "User", 3: "User talk", 4: "Project", 5: "Project talk", 6: "File",
    7: "File talk", 8: "MediaWiki", 9: "MediaWiki talk", 10: "Template", 11: "Template talk", 12: "Help",
    13: "Help talk", 14: "Category", 15: "Category talk",
}  # fmt: skip
_NUMBERS: Final = {PageKind.TEMPLATE: 10, PageKind.CATEGORY: 14}
_NO_TIME: Final = "2001-01-01T00:00:00Z"
"""When a page was written is not for readers."""
_NOT_XML: Final = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF), "\ufffd")


@dataclass(frozen=True)
class MediaWikiOptions:
    """`as_of` is the ceiling, as `View.viewpoint_at` reads it; None for all there is. `include_unreviewed` lets prose
    that nobody has reviewed through a ceiling. `zip` makes one archive instead of a folder. `history` brings what the
    texts once were along, without a ceiling alone.
    """

    as_of: str | None = None
    include_unreviewed: bool = False
    zip: bool = False
    history: bool = False


@dataclass(frozen=True)
class _State:
    """One revision as the dump has it."""

    time: str
    author: str
    comment: str
    text: str


class MediaWikiExport(Export):
    """One dump with its files."""

    def __init__(self, wiki: Wiki, out: Path, options: MediaWikiOptions | None = None) -> None:
        self._options = options or MediaWikiOptions()
        super().__init__(wiki, with_suffix(out, ".zip") if self._options.zip else out)
        self._page_number = 0
        self._revision_number = 0
        self._used: dict[str, dict[str, None]] = {}

    def _written(self) -> Generator[Progress, None, ExportReport]:
        options = self._options
        with ExitStack() as stack:
            writer = stack.enter_context(BundleWriter(self._out, zipped=options.zip))
            yield Progress(0, 1, "reading the wiki")
            frozen = stack.enter_context(self._wiki.snapshot())
            everything = stack.enter_context(frozen.view().gathered())
            whole = is_everything(options.as_of)
            view = everything
            if not whole:
                unreviewed = options.include_unreviewed
                view = everything.seen_from(reader(everything, options.as_of, include_unreviewed=unreviewed))
            pages = view.pages()
            yield from self._pages(view, pages, writer)
            yield Progress(len(pages), len(pages), "files")
            names = FileNames()
            for media in view.facts(Media):
                found = view.media_content(media.name)
                if found is not None:
                    stem, dot, ending = safe_name(media.name).rpartition(".")
                    name = names.free("files", stem or ending, dot + ending if stem else "", media.id)
                    writer.add(f"files/{name}{dot + ending if stem else ''}", found[1])
            card = {"format": "fanwiki-mediawiki", "program": __version__, "wiki": view.uuid(), "title": view.title()}
            writer.add(CARD, json_text(card))
            if not whole:
                yield Progress(len(pages), len(pages), "looking for what is revealed later")
                ceiling.check(everything, view, writer, own=_own_words())
            writer.finish()
            return ExportReport(
                pages=len(pages),
                files=len(writer.paths) + 1,
                bytes=writer.bytes,
                rendered=0,
                reused=0,
                withheld=() if whole else withheld(everything, view),
                manifest=writer.manifest,
            )

    def _pages(self, view: View, pages: tuple[Page, ...], writer: BundleWriter) -> Iterator[Progress]:
        place = writer.folder.path / PAGES
        titles = {foreign(page.title) for page in pages}
        # Whether a claim is out of date must not hang on the day of the export.
        day = date.min
        with in_words(self._out), place.open("wb") as file:
            file.write(_head(view.title()).encode())
            for done, page in enumerate(pages):
                yield Progress(done, len(pages), page.title)
                self._put(file, foreign(page.title), _NUMBERS.get(page.kind, 0), list(self._states(view, page, day)))
            for way, target, heading in _ways(view, pages):
                title = foreign(way)
                if title not in titles:
                    titles.add(title)
                    where = f"{foreign(target.title)}#{heading}" if heading else foreign(target.title)
                    text = f"#REDIRECT [[{':' if target.kind is PageKind.CATEGORY else ''}{where}]]"
                    space = _NUMBERS.get(target.kind, 0) if title.partition(":")[0] in _SPACES.values() else 0
                    self._put(file, title, space, [_State(_NO_TIME, "", "", text)], foreign(target.title))
            for name, fields in self._used.items():
                if f"Template:{name}" not in titles:
                    self._put(file, f"Template:{name}", 10, [_State(_NO_TIME, "", "", template_page(fields))])
            file.write(b"</mediawiki>\n")
        digest = hashlib.sha256()
        with place.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
        writer.take(Written(PAGES, digest.hexdigest(), place.stat().st_size))

    def _states(self, view: View, page: Page, day: date) -> Iterator[_State]:
        def wikitext(text: str) -> str:
            facts = PageFacts(view, page, day, self._used)
            return WikitextWriter(facts, is_template=page.kind is PageKind.TEMPLATE).page(text)

        if not view.author:
            yield _State(_NO_TIME, "", "", wikitext(view.readable_text(page.id)))
            return
        history = view.history(page.id)
        for revision in reversed(history if self._options.history else history[:1]):
            text = view.revision_text(revision.id)
            yield _State(_time(revision.time), revision.author, revision.summary, wikitext(text))

    def _put(self, file: IO[bytes], title: str, space: int, states: Iterable[_State], redirect: str = "") -> None:
        self._page_number += 1
        lines = [f"<title>{_text(title)}</title>", f"<ns>{space}</ns>", f"<id>{self._page_number}</id>"]
        if redirect:
            lines.append(f"<redirect title={quoteattr(redirect.translate(_NOT_XML))} />")
        parent = 0
        for state in states:
            self._revision_number += 1
            lines += _revision(state, self._revision_number, parent)
            parent = self._revision_number
        inner = "\n    ".join(lines)
        file.write(f"  <page>\n    {inner}\n  </page>\n".encode())


def _revision(state: _State, number: int, parent: int) -> list[str]:
    text = state.text.translate(_NOT_XML)
    raw = text.encode()
    sha1 = _base36(int(hashlib.sha1(raw, usedforsecurity=False).hexdigest(), 16))
    author = _text(state.author) or "fanwiki"
    return [
        "<revision>",
        f"  <id>{number}</id>",
        *([f"  <parentid>{parent}</parentid>"] if parent else []),
        f"  <timestamp>{state.time}</timestamp>",
        f"  <contributor>\n        <username>{author}</username>\n        <id>0</id>\n      </contributor>",
        *([f"  <comment>{_text(state.comment)}</comment>"] if state.comment else []),
        f"  <origin>{number}</origin>",
        "  <model>wikitext</model>",
        "  <format>text/x-wiki</format>",
        f'  <text bytes="{len(raw)}" sha1="{sha1}" xml:space="preserve">{escape(text)}</text>',
        f"  <sha1>{sha1}</sha1>",
        "</revision>",
    ]


def _head(title: str) -> str:
    spaces = "\n".join(
        f'      <namespace key="{key}" case="case-sensitive">{name}</namespace>' for key, name in _SPACES.items()
    )
    schema = "http://www.mediawiki.org/xml/export-0.11/"
    return (
        f'<mediawiki xmlns="{schema}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="{schema} http://www.mediawiki.org/xml/export-0.11.xsd" version="0.11" xml:lang="en">\n'
        f"  <siteinfo>\n    <sitename>{_text(title)}</sitename>\n    <dbname>fanwiki</dbname>\n"
        "    <base>https://wiki.invalid/wiki/Main_Page</base>\n"
        f"    <generator>fanwiki {__version__}</generator>\n    <case>case-sensitive</case>\n"
        f"    <namespaces>\n{spaces}\n    </namespaces>\n  </siteinfo>\n"
    )


def _ways(view: View, pages: tuple[Page, ...]) -> Iterator[tuple[str, Page, str]]:
    """Every further title of a page, and the heading that it leads to."""
    by_id = {page.id: page for page in pages}
    for redirect in view.facts(Redirect):
        if redirect.page in by_id:
            yield redirect.title, by_id[redirect.page], redirect.heading if view.author else ""
    for name in view.facts(Name):
        title = " ".join(name.text.split())
        if name.page in by_id and title:
            yield title, by_id[name.page], ""


def _time(written: str) -> str:
    try:
        return datetime.fromisoformat(written).strftime("%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        return _NO_TIME


def _text(text: str) -> str:
    return escape(text.translate(_NOT_XML))


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return digits.rjust(31, "0")


def _own_words() -> Iterator[str]:
    """What the format writes whatever the wiki holds."""
    yield _head("")
    yield from _SPACES.values()
    yield "files pages xml title ns id redirect REDIRECT revision parentid timestamp contributor username comment"
    yield "origin model wikitext format text x wiki bytes sha1 space preserve Infobox actor float right width"
    yield "colspan aliases portrayed by image status name spoiler collapsible collapsed expandtext references"
    yield "gallery nowiki poem syntaxhighlight wikitable PAGENAME class style mediawiki page upper fanwiki"
