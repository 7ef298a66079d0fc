"""What is typed and not saved yet, written down beside the wiki, so that a crash takes a second of it at most.

The file is there while a window writes: each line tells what has changed in one page's text since the line before,
with a checksum, since a crash may cut the last one off. Texts are compared and not revisions: a revision that is
still open gets a new id with every save.
"""

import json
import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from fanwiki.domain.edits import AddPage, Edit, SavePage
from fanwiki.domain.entities import Page
from fanwiki.domain.errors import NotFound, WikiFileError
from fanwiki.domain.ids import PageId, fixed_id
from fanwiki.domain.text_change import TextChange, least_change
from fanwiki.domain.vocabulary import PageKind
from fanwiki.wiki.merging import merged
from fanwiki.wiki.view import View
from fanwiki.wiki.wiki import Wiki

_ENOUGH: Final = 4_000_000
"""Bytes, after which the file begins anew as soon as all is saved."""
_TITLE: Final = "Text that was not saved"


@dataclass(frozen=True)
class TypedText:
    """A page's text as it stands in the editor, and as the wiki has it as far as the editor knows."""

    page: PageId
    saved: str
    text: str


@dataclass(frozen=True)
class BroughtBack:
    """How many pages have text again that was not saved when the program ended, and the titles of the pages that
    hold what could not be put into one with what is there.
    """

    pages: int = 0
    kept_beside: tuple[str, ...] = ()


class KeystrokeJournal:
    """Writes down what is typed in one wiki. One thread alone may use it, while the wiki's lock is held."""

    def __init__(self, wiki: Path) -> None:
        self._path = journal_of(wiki)
        self._known: dict[PageId, TypedText] = {}
        self._size = 0
        self._handle: int | None = None

    def note(self, typed: Sequence[TypedText]) -> None:
        """Writes down how texts stand now, and waits until that is on the disk. Raises WikiFileError."""
        lines = [line for each in typed for line in self._lines(each)]
        if not lines:
            return
        try:
            self._append(b"".join(lines))
            if self._size > _ENOUGH and all(each.saved == each.text for each in self._known.values()):
                self.close()
        except OSError as error:
            self._known.clear()
            raise WikiFileError(f"{self._path} cannot be written: {error.strerror}") from error

    def close(self) -> None:
        """Removes the file: everything in it is saved, or given up."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
        self._known.clear()
        self._size = 0
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _lines(self, now: TypedText) -> Iterator[bytes]:
        """What leads from what is written down of a page to how it stands now."""
        known = self._known.get(now.page)
        if known is None or now.saved not in (known.saved, known.text):
            yield _line({"page": now.page, "whole": now.saved})
            known = TypedText(now.page, now.saved, now.saved)
        elif now.saved != known.saved:
            yield _line({"page": now.page, "saved": True})
        change = least_change(known.text, now.text)
        if change is not None:
            yield _line({"page": now.page, "start": change.start, "end": change.end, "text": change.text})
        self._known[now.page] = now

    def _append(self, lines: bytes) -> None:
        if self._handle is None:
            self._handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0))
        rest = memoryview(lines)
        while rest:
            rest = rest[os.write(self._handle, rest) :]
        os.fsync(self._handle)
        self._size += len(lines)


def journal_of(wiki: Path) -> Path:
    """Where the keystrokes of a wiki are written down."""
    return wiki.with_name(f".{wiki.name}.typing")


def bring_back(wiki: Wiki) -> BroughtBack:
    """Saves what a program that crashed had written down and not saved. Text of a page that was changed since is put
    together with the change, or where that cannot be, kept in a page of its own. Raises WikiError; then all of it is
    still written down.
    """
    path = journal_of(wiki.path)
    try:
        written = path.read_bytes()
    except FileNotFoundError:
        return BroughtBack()
    except OSError as error:
        raise WikiFileError(f"{path} cannot be read, which holds text that was not saved: {error.strerror}") from error
    edits: list[Edit] = []
    beside: list[str] = []
    with wiki.view().together() as view:
        for typed in _unsaved(written):
            edit = _edit(view, typed)
            if edit is None:
                continue
            edits.append(edit)
            if isinstance(edit, AddPage):
                beside.append(edit.title)
    if edits:
        wiki.apply(*edits, label="bring back unsaved text")
    path.unlink(missing_ok=True)
    return BroughtBack(len(edits), tuple(beside))


def take_in(wiki: Wiki, texts: Mapping[PageId, str]) -> None:
    """Makes the texts of a window those of a wiki that was copied from its file, which may hold older ones: those stay
    in the history. Text of a page that is not there gets a page of its own. Raises WikiError.
    """
    with wiki.view().together() as view:
        edits = [edit for page, text in texts.items() if (edit := _taken_in(view, page, text)) is not None]
    if edits:
        wiki.apply(*edits)


def _taken_in(view: View, page: PageId, text: str) -> Edit | None:
    try:
        return None if view.text(page).body == text else SavePage(page, text)
    except NotFound:
        return _beside(view, TypedText(page, "", text))


def _edit(view: View, typed: TypedText) -> Edit | None:
    """What puts a text back; None if the wiki has it."""
    try:
        found = view.text(typed.page)
    except NotFound:
        return _beside(view, typed)
    if typed.text == found.body:
        return None
    together = typed.text if typed.saved == found.body else merged(typed.saved, typed.text, found.body)
    if together == found.body:
        return None
    if together is None:
        return _beside(view, typed)
    return SavePage(typed.page, together, None if found.revision is None else found.revision.id)


def _beside(view: View, typed: TypedText) -> AddPage | None:
    """A page for a text that its own page has no room for, seen by whoever may see that page. The same text has the
    same page: a crash just now may have left it there.
    """
    id = PageId(fixed_id(f"unsaved/{typed.page}/{typed.text}"))
    lying = (page for page, _ in view.trash())
    try:
        of: Page | None = view.page(typed.page)
    except NotFound:
        of = next((page for page in lying if page.id == typed.page), None)
    try:
        view.page(id)
    except NotFound:
        return AddPage(
            id,
            PageKind.ARTICLE,
            f"{_TITLE} {id[:8]}",
            body=typed.text,
            introduced_at=None if of is None else of.introduced_at,
        )
    return None


def _unsaved(written: bytes) -> Iterator[TypedText]:
    """The texts that were not saved, of a journal as far as it can be read."""
    texts: dict[PageId, TypedText] = {}
    for line in _read(written):
        page = PageId(line["page"])
        if "whole" in line:
            texts[page] = TypedText(page, line["whole"], line["whole"])
            continue
        known = texts[page]
        if "saved" in line:
            texts[page] = TypedText(page, known.text, known.text)
        else:
            change = TextChange(line["start"], line["end"], line["text"])
            texts[page] = TypedText(page, known.saved, change.applied(known.text))
    for each in texts.values():
        # A file of SQLite cannot hold NUL; what was typed around it must not be lost for that.
        text = each.text.replace("\0", "\ufffd")
        if text != each.saved:
            yield TypedText(each.page, each.saved, text)


def _line(entry: dict[str, Any]) -> bytes:
    said = json.dumps(entry, ensure_ascii=True).encode()
    return b"%08x %s\n" % (zlib.crc32(said), said)


def _read(written: bytes) -> Iterator[dict[str, Any]]:
    """The lines of a journal up to the first that is not whole: what follows builds on it."""
    for line in written.split(b"\n"):
        checksum, _, said = line.partition(b" ")
        if not said or checksum != b"%08x" % zlib.crc32(said):
            return
        yield json.loads(said)
