"""What comes from the clipboard or is dropped, as what goes into the text."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QMimeData
from PySide6.QtGui import QImage

from fanwiki import markup
from fanwiki.ui.editor.tables import Table, from_spreadsheet, has_cells, is_rule, read_table

_ADDRESS: Final = re.compile(r"(?:https?://|mailto:)[^\s<>]+", re.IGNORECASE)
_LONGEST_HTML: Final = 400_000
"""Characters of HTML that are read at once: what is longer would hold up the window, and comes plain."""
_IMAGES: Final = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".bmp"})
_ONLY_IMAGE: Final = re.compile(r"\s*(?:<(?!img\b)[^<>]*>\s*)*<img\b[^<>]*>\s*(?:<[^<>]*>\s*)*", re.IGNORECASE)
_FENCE: Final = re.compile(r"\s*(?:`{3,}|~{3,})")


@dataclass(frozen=True)
class GivenImage:
    """An image that is to come into the wiki: a file, or the bytes of one under a name (empty for none)."""

    name: str
    source: Path | bytes


def images_in(source: QMimeData) -> list[GivenImage]:
    """The images that were dropped or copied; none if there is text with them that is wanted rather."""
    files = [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]
    images = [GivenImage(file.name, file) for file in files if file.suffix.lower() in _IMAGES]
    if images:
        return images
    bare = not source.hasText() or _ADDRESS.fullmatch(source.text().strip()) is not None
    if source.hasImage() and bare and (not source.hasHtml() or _ONLY_IMAGE.fullmatch(_body(source.html()))):
        image = source.imageData()
        if isinstance(image, QImage) and not image.isNull():
            return [GivenImage("", _png(image))]
    return []


def pasted(source: QMimeData) -> Table | str:
    """The table or the Markdown of what was copied, or its plain text."""
    plain = plain_text(source)
    html = source.html() if source.hasHtml() else ""
    if (not html or "<table" in html.lower()) and (table := from_spreadsheet(plain)) is not None:
        return table
    if html and len(html) <= _LONGEST_HTML and (found := markup.from_html(html)):
        return _with_tables_in_line(found)
    return plain


def plain_text(source: QMimeData) -> str:
    return as_lines(source.text()) if source.hasText() else ""


def as_lines(text: str) -> str:
    """Text with its lines as the editor has them."""
    return text.replace("\r\n", "\n").replace("\0", "")


def link_of(selected: str, text: str) -> str:
    """The link that an address makes of what is selected; empty if it makes none."""
    address = text.strip()
    if not selected.strip() or "\u2029" in selected or "](" in selected or "[[" in selected:
        return ""
    if _ADDRESS.fullmatch(address) is None or _ADDRESS.fullmatch(selected.strip()):
        return ""
    words = re.sub(r"[\[\]]", r"\\\g<0>", selected.strip())
    before, after = selected[: len(selected) - len(selected.lstrip())], selected[len(selected.rstrip()) :]
    return f"{before}[{words}]({address.replace('(', '%28').replace(')', '%29')}){after}"


def _with_tables_in_line(text: str) -> str:
    lines, result, fenced = text.split("\n"), list[str](), False
    place = 0
    while place < len(lines):
        fenced ^= _FENCE.match(lines[place]) is not None
        end = place
        while not fenced and end < len(lines) and has_cells(lines[end]):
            end += 1
        table = read_table(lines[place:end]) if end > place + 1 and is_rule(lines[place + 1]) else None
        result += lines[place : place + 1] if table is None else table.lines()
        place = place + 1 if table is None else end
    return "\n".join(result)


def _body(html: str) -> str:
    """What stands in the body of HTML, comments left out."""
    inside = re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL)
    return re.sub(r".*<body[^<>]*>|</body>.*", "", inside, flags=re.DOTALL | re.IGNORECASE)


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, PySide takes text
    return bytes(buffer.data().data())
