"""A ZIM file for Kiwix: the HTML bundle in one file, with an index for its search."""

import io
import os
import re
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageDraw

from fanwiki import __version__
from fanwiki.domain.errors import WikiError
from fanwiki.domain.progress import Progress
from fanwiki.exporters.export import Export, with_suffix
from fanwiki.exporters.html import HtmlExport, HtmlOptions
from fanwiki.exporters.html.layout import HOME
from fanwiki.exporters.manifest import CARD, MANIFEST
from fanwiki.exporters.report import ExportReport
from fanwiki.exporters.single_file import new_file
from fanwiki.wiki import Wiki

_BEGINNING: Final = b"ZIM\x04"
_TITLE: Final = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_TYPES: Final = {
    ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".json": "application/json",
    ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp",
    ".avif": "image/avif", ".xml": "application/xml",
}  # fmt: skip
_ICON: Final = 48
_LONGEST_TITLE: Final = 30


class ZimExport(Export):
    """One archive. It needs libzim, which is not there everywhere."""

    def __init__(self, wiki: Wiki, out: Path, options: HtmlOptions | None = None) -> None:
        super().__init__(wiki, with_suffix(out, ".zim"))
        self._options = replace(options or HtmlOptions(), zip=False)

    def _written(self) -> Generator[Progress, None, ExportReport]:
        try:
            from libzim import writer  # noqa: PLC0415 - an optional dependency, for this format alone
        except ImportError as error:
            raise WikiError("a ZIM file needs libzim: install it with `pip install fanwiki[zim]`") from error
        with new_file(self._out, _BEGINNING) as part, tempfile.TemporaryDirectory(prefix="fanwiki-") as folder:
            bundle = Path(folder) / "bundle"
            export = HtmlExport(self._wiki, bundle, self._options)
            with closing(export.run()) as steps:
                yield from steps
            files = sorted(path for path in bundle.rglob("*") if path.is_file())
            title = self._wiki.view().title()
            count = 0
            with _quiet(), writer.Creator(part).config_indexing(True, "eng").set_mainpath(HOME) as creator:
                for done, file in enumerate(files):
                    path = file.relative_to(bundle).as_posix()
                    if path in (MANIFEST, CARD):
                        continue
                    if done % 50 == 0:
                        yield Progress(done, len(files), "packing")
                    creator.add_item(_item(writer, path, file.read_bytes()))
                    count += 1
                creator.add_illustration(_ICON, _icon())
                for name, value in _metadata(title).items():
                    creator.add_metadata(name, value)
            size = part.stat().st_size
        return replace(export.report, files=count, bytes=size, manifest=str(self._out))


@contextmanager
def _quiet() -> Iterator[None]:
    """What libzim prints while it works is for nobody: standard output belongs to the command."""
    sys.stdout.flush()
    kept = os.dup(1)
    try:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


def _metadata(title: str) -> dict[str, str]:
    return {
        "Title": title[:_LONGEST_TITLE],
        "Description": "A fan wiki",
        "Language": "eng",
        "Creator": "fanwiki",
        "Publisher": "fanwiki",
        "Name": "fanwiki",
        # The day of the export tells of nothing in the wiki, and a file without a date is refused.
        "Date": "2001-01-01",
        "Scraper": f"fanwiki {__version__}",
    }


def _item(writer: Any, path: str, content: bytes) -> Any:
    """A file of the bundle as libzim wants it."""
    mime = _TYPES.get(Path(path).suffix, "application/octet-stream")
    found = _TITLE.search(content.decode("utf-8", "replace")) if mime == "text/html" else None
    title = "" if found is None else unescape(found[1]).strip()
    front = {writer.Hint.FRONT_ARTICLE: mime == "text/html" and not path.startswith("also/")}
    return _class(writer.Item, writer.StringProvider)(path, title, mime, content, front)


def _class(item: type[Any], provider: Callable[[bytes], Any]) -> type[Any]:
    class File(item):  # type: ignore[misc]  # the base is loaded when it is needed
        """One file, held in memory while it is taken in."""

        def __init__(self, path: str, title: str, mime: str, content: bytes, hints: dict[Any, bool]) -> None:
            super().__init__()
            self._said = (path, title, mime, content, hints)

        def get_path(self) -> str:
            return self._said[0]

        def get_title(self) -> str:
            return self._said[1]

        def get_mimetype(self) -> str:
            return self._said[2]

        def get_contentprovider(self) -> Any:
            return provider(self._said[3])

        def get_hints(self) -> dict[Any, bool]:
            return self._said[4]

    return File


def _icon() -> bytes:
    """A square with a page on it."""
    image = Image.new("RGB", (_ICON, _ICON), "#0c6350")
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((11, 7, 37, 41), 3, fill="#fbfaf6")
    for line in range(15, 36, 6):
        draw.line((16, line, 32, line), fill="#0c6350", width=2)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()
