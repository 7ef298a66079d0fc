"""An EPUB 3: title page, contents, a chapter for each page, pictures. The same wiki gives the same bytes."""

import zipfile
from collections.abc import Generator, Iterator
from html import escape
from pathlib import Path
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from fanwiki import __version__
from fanwiki.domain.progress import Progress
from fanwiki.exporters.book.pages import Book, BookOptions, Part, make_book
from fanwiki.exporters.export import Export, with_suffix
from fanwiki.exporters.report import ExportReport
from fanwiki.exporters.single_file import new_file
from fanwiki.resources import resource
from fanwiki.wiki import Wiki

_MIMETYPE: Final = b"application/epub+zip"
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
_CONTAINER: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="EPUB/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)
_PAGE: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">\n'
    '<head><title>{title}</title><link rel="stylesheet" type="text/css" href="book.css"/></head>\n'
    "<body>\n{body}\n</body>\n</html>\n"
)


class EpubExport(Export):
    """One book."""

    def __init__(self, wiki: Wiki, out: Path, options: BookOptions | None = None) -> None:
        super().__init__(wiki, with_suffix(out, ".epub"))
        self._options = options or BookOptions()

    def _written(self) -> Generator[Progress, None, ExportReport]:
        with new_file(self._out, b"PK\3\4") as part:
            book = yield from make_book(self._wiki, self._options)
            count = _write(part, book)
            return ExportReport(
                pages=len(book.chapters),
                files=count,
                bytes=part.stat().st_size,
                rendered=len(book.chapters),
                reused=0,
                withheld=book.withheld,
                manifest=str(self._out),
            )


def _write(path: Path, book: Book) -> int:
    """Writes the archive, and answers how many files are in it."""
    entries = [("META-INF/container.xml", _CONTAINER.encode()), *_entries(book)]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", _EARLIEST), _MIMETYPE, zipfile.ZIP_STORED)
        for name, content in entries:
            archive.writestr(zipfile.ZipInfo(name, _EARLIEST), content, zipfile.ZIP_DEFLATED)
    return len(entries) + 1


def _entries(book: Book) -> Iterator[tuple[str, bytes]]:
    yield "EPUB/book.opf", _package(book).encode()
    yield "EPUB/nav.xhtml", _page("Contents", f'<nav epub:type="toc" id="toc"><h1>Contents</h1>{_contents(book)}</nav>')
    yield "EPUB/title.xhtml", _page(book.title, title_page(book))
    yield "EPUB/book.css", resource("book/book.css").read_bytes()
    for chapter in book.chapters:
        heading = f'<h1 class="chapter">{escape(chapter.title)}</h1>'
        yield f"EPUB/{chapter.name}.xhtml", _page(chapter.title, f"{heading}\n{chapter.html}")
    for path, (_, content) in book.media.items():
        yield f"EPUB/{path}", content


def title_page(book: Book) -> str:
    """What stands on the first page."""
    seen = f'<p class="ceiling">For readers who have seen {escape(book.ceiling)}</p>' if book.ceiling else ""
    return f'<section class="title-page"><h1>{escape(book.title)}</h1>{seen}</section>'


def _page(title: str, body: str) -> bytes:
    return _PAGE.format(title=escape(title), body=body).encode()


def _contents(book: Book) -> str:
    """The contents as nested lists: parts, in them parts of a lower level, in them chapters."""
    items: list[str] = []
    for place, part in enumerate(book.parts):
        if part.level:
            continue
        below = []
        for other in book.parts[place + 1 :]:
            if not other.level:
                break
            below.append(_item(other, ""))
        items.append(_item(part, "".join(below)))
    return f"<ol>{''.join(items)}</ol>"


def _item(part: Part, below: str) -> str:
    first, *rest = part.chapters
    own = first.title == part.title
    lines = "".join(_line(each.name, each.title) for each in (rest if own else part.chapters)) + below
    head = f'<a href="{first.name}.xhtml">{escape(part.title)}</a>'
    return f"<li>{head}{f'<ol>{lines}</ol>' if lines else ''}</li>"


def _line(name: str, title: str) -> str:
    return f'<li><a href="{name}.xhtml">{escape(title)}</a></li>'


def _package(book: Book) -> str:
    identity = uuid5(NAMESPACE_URL, f"fanwiki:book:{book.uuid}:{book.ceiling}:{book.title}")
    items = [
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>',
        '<item id="title" href="title.xhtml" media-type="application/xhtml+xml"/>',
        '<item id="style" href="book.css" media-type="text/css"/>',
        *(
            f'<item id="{each.name}" href="{each.name}.xhtml" media-type="application/xhtml+xml"{_svg(each.html)}/>'
            for each in book.chapters
        ),
        *(
            f'<item id="m{number}" href="{path}" media-type="{escape(mime)}"/>'
            for number, (path, (mime, _)) in enumerate(book.media.items())
        ),
    ]
    spine = "".join(f'<itemref idref="{name}"/>' for name in ("title", "nav", *(each.name for each in book.chapters)))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<package xmlns="http://www.idpf.org/2007/opf" version="3.0" '
        'unique-identifier="id"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">urn:uuid:{identity}</dc:identifier><dc:title>{escape(book.title)}</dc:title>'
        f"<dc:language>en</dc:language><dc:creator>fanwiki {__version__}</dc:creator>"
        '<meta property="dcterms:modified">2001-01-01T00:00:00Z</meta></metadata>'
        f"<manifest>{''.join(items)}</manifest><spine>{spine}</spine></package>\n"
    )


def _svg(html: str) -> str:
    return ' properties="svg"' if "<svg" in html else ""
