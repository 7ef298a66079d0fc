"""The pages of a dump, one after the other: export schema 0.3 to 0.11, current or with its history.

Read with the parser of the standard library, and with bounds: a document type is refused, and with it every entity;
nothing may be nested deep or be one endless tag; a text that is far too long is left out and said to be. Memory does
not grow with the dump.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NoReturn
from xml.parsers import expat

from fanwiki.domain.errors import WikiError
from fanwiki.importers.mediawiki.site import Site
from fanwiki.importers.source import ByteStream

_CHUNK: Final = 1 << 20
_SILENT_CHUNKS: Final = 32
"""So many chunks may pass without anything in them that the parser can tell: a tag of 32 MiB is none."""
_DEEPEST: Final = 32
LONGEST_TEXT: Final = 1 << 24
"""Characters that a text may have; MediaWiki's own bound is 2 MiB."""

_KEPT: Final = {
    "siteinfo": {"sitename", "base", "case"},
    "namespaces": {"namespace"},
    "page": {"title", "ns"},
    "revision": {"timestamp", "comment", "text"},
    "contributor": {"username", "ip"},
}
"""The elements whose text is kept, by the element that they stand in."""


@dataclass(frozen=True)
class DumpRevision:
    """One state of a page. `text` is None where it was deleted, or is too long; `time` is ISO 8601 in UTC."""

    time: str
    author: str
    comment: str
    text: str | None
    too_long: bool = False


@dataclass(frozen=True)
class DumpPage:
    """A page as the dump has it; its revisions are the oldest first. `redirect` is what the dump says of it."""

    title: str
    namespace: int | None
    redirect: str | None
    revisions: tuple[DumpRevision, ...]


@dataclass
class _Page:
    title: str = ""
    namespace: int | None = None
    redirect: str | None = None
    revisions: list[DumpRevision] = field(default_factory=list)


@dataclass
class _Revision:
    time: str = ""
    author: str = ""
    comment: str = ""
    text: str | None = None
    deleted: bool = False
    too_long: bool = False


class DumpReader:
    """Reads one dump. `site` is what its head says, and there as soon as the first page is. Without `history` a page
    has its newest revision alone.
    """

    def __init__(self, stream: ByteStream, *, history: bool = False) -> None:
        self.site = Site()
        self._stream = stream
        self._history = history
        self._path: list[str] = []
        self._text: list[str] | None = None
        self._length = 0
        self._head: dict[str, str] = {}
        self._namespaces: dict[int, str] = {}
        self._namespace = 0
        self._page = _Page()
        self._revision = _Revision()
        self._done: list[DumpPage] = []
        self._events = 0
        self._parser = self._new_parser()

    def pages(self) -> Iterator[DumpPage]:
        """Every page. Raises WikiError for what is no dump, or a dump that is damaged, cut off or hostile."""
        silent, seen = 0, 0
        try:
            while chunk := self._stream.read(_CHUNK):
                self._parser.Parse(chunk, False)
                silent = silent + 1 if self._events == seen else 0
                seen = self._events
                if silent > _SILENT_CHUNKS:
                    self._refuse("has a tag without an end")
                yield from self._take()
            self._parser.Parse(b"", True)
            yield from self._take()
        except expat.ExpatError as error:
            raise WikiError(f"the dump is damaged or cut off: {error}; get it again") from error
        except (UnicodeError, LookupError) as error:
            raise WikiError(f"the dump is in an encoding that cannot be read: {error}") from error

    def _new_parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._on_doctype
        parser.EntityDeclHandler = self._on_entity
        parser.StartElementHandler = self._on_start
        parser.EndElementHandler = self._on_end
        parser.CharacterDataHandler = self._on_text
        return parser

    def _take(self) -> Iterator[DumpPage]:
        done, self._done = self._done, []
        yield from done

    def _refuse(self, why: str) -> NoReturn:
        raise WikiError(f"the dump {why}, which no MediaWiki writes; it was not read")

    def _on_doctype(self, *_: object) -> None:
        self._refuse("has a document type")

    def _on_entity(self, *_: object) -> None:
        self._refuse("defines entities")

    def _on_start(self, name: str, attributes: dict[str, str]) -> None:
        self._events += 1
        above = self._path[-1] if self._path else ""
        if not above and name != "mediawiki":
            raise WikiError(f"this is no dump of a MediaWiki: it begins with <{name[:40]}>")
        self._path.append(name)
        if len(self._path) > _DEEPEST:
            self._refuse("is nested too deep")
        if name == "page":
            self._page = _Page()
        elif name == "revision":
            self._revision = _Revision()
        elif name == "redirect" and above == "page":
            self._page.redirect = attributes.get("title")
        if name in _KEPT.get(above, ()):
            self._text, self._length = [], 0
            if name == "namespace":
                self._namespace = _number(attributes.get("key", "")) or 0
            elif name == "text":
                self._revision.deleted = "deleted" in attributes

    def _on_text(self, text: str) -> None:
        self._events += 1
        if self._text is None:
            return
        self._length += len(text)
        if self._length > LONGEST_TEXT:
            self._text.clear()
        else:
            self._text.append(text)

    def _on_end(self, name: str) -> None:
        self._events += 1
        self._path.pop()
        if self._text is not None:
            self._keep(name, "".join(self._text))
            self._text = None
            return
        if name == "siteinfo":
            head = self._head
            self.site = Site.described(
                head.get("sitename", ""), head.get("base", ""), head.get("case", ""), self._namespaces
            )
        elif name == "revision":
            self._end_revision()
        elif name == "page":
            page = self._page
            revisions = tuple(sorted(page.revisions, key=_time))
            self._done.append(DumpPage(page.title, page.namespace, page.redirect, revisions))

    def _keep(self, name: str, text: str) -> None:
        match name:
            case "sitename" | "base" | "case":
                self._head[name] = text.strip()
            case "namespace":
                self._namespaces[self._namespace] = text
            case "title":
                self._page.title = text.strip()
            case "ns":
                self._page.namespace = _number(text)
            case "timestamp":
                self._revision.time = text.strip()
            case "comment":
                self._revision.comment = text.strip()
            case "username" | "ip":
                self._revision.author = text.strip()
            case "text":
                self._revision.too_long = self._length > LONGEST_TEXT
                self._revision.text = None if self._revision.deleted or self._revision.too_long else text

    def _end_revision(self) -> None:
        made = self._revision
        revision = DumpRevision(made.time, made.author, made.comment, made.text, made.too_long)
        if self._history:
            self._page.revisions.append(revision)
        elif not self._page.revisions or self._page.revisions[0].time <= revision.time:
            self._page.revisions = [revision]


def _time(revision: DumpRevision) -> str:
    return revision.time


def _number(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None
