"""Icons by the name of what they stand for, drawn from a font in the colour the palette has at that moment.

Icons of the desktop's theme are absent on many machines; a font is always there and follows light and dark. It is
the one qtawesome ships, read only when the first icon is painted: qtawesome itself loads all its fonts at once, which
costs more than the whole first paint.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QIcon,
    QIconEngine,
    QImageReader,
    QPainter,
    QPalette,
    QPixmap,
)

from fanwiki.domain.colours import readable
from fanwiki.resources import resource

GLYPHS: Final[Mapping[str, str]] = {
    # kinds of pages, shelves of the tree
    "show": "television-classic",
    "season": "filmstrip-box-multiple",
    "episode": "play-circle-outline",
    "character": "account-star-outline",
    "person": "account-outline",
    "group": "account-group-outline",
    "article": "file-document-outline",
    "category": "tag-outline",
    "template": "puzzle-outline",
    "characters": "drama-masks",
    "people": "account-multiple-outline",
    "pages": "bookshelf",
    "categories": "tag-outline",
    "templates": "puzzle-outline",
    "star": "star-outline",
    # states of characters, by State.icon
    "heart": "heart",
    "cross": "grave-stone",
    "skull": "skull-outline",
    "half": "heart-half-full",
    "biohazard": "biohazard",
    "search": "magnify",
    "question": "help-circle-outline",
    # how characters are in an episode
    "voice": "microphone",
    "flashback": "history",
    "mentioned": "comment-quote-outline",
    "body": "coffin",
    # standings of claims
    "confirmed": "check-decagram-outline",
    "announced": "bullhorn-outline",
    "rumour": "ear-hearing",
    "speculation": "thought-bubble-outline",
    "contradicted": "close-circle-outline",
    "superseded": "archive-arrow-down-outline",
    # what is done
    "new": "plus",
    "new-page": "file-plus-outline",
    "new-wiki": "folder-plus-outline",
    "open": "folder-open-outline",
    "sample": "movie-open-outline",
    "recent": "clock-outline",
    "save": "content-save-outline",
    "export": "export-variant",
    "import": "import",
    "close": "close",
    "quit": "exit-to-app",
    "undo": "undo",
    "redo": "redo",
    "cut": "content-cut",
    "copy": "content-copy",
    "paste": "content-paste",
    "bold": "format-bold",
    "italic": "format-italic",
    "link": "link-variant",
    "heading": "format-header-1",
    "find": "magnify",
    "replace": "find-replace",
    "edit": "pencil-outline",
    "split": "view-split-vertical",
    "read": "book-open-page-variant-outline",
    "zoom-in": "magnify-plus-outline",
    "zoom-out": "magnify-minus-outline",
    "theme": "theme-light-dark",
    "light": "weather-sunny",
    "dark": "weather-night",
    "panes": "dock-left",
    "fullscreen": "fullscreen",
    "back": "arrow-left",
    "forward": "arrow-right",
    "up": "arrow-up",
    "down": "arrow-down",
    "home": "home-outline",
    "previous": "skip-previous-outline",
    "next": "skip-next-outline",
    "switch": "file-link-outline",
    "commands": "console-line",
    "rename": "rename-box",
    "delete": "delete-outline",
    "restore": "delete-restore",
    "safe": "shield-check-outline",
    "add": "plus",
    "add-person": "account-plus-outline",
    "eye": "eye-outline",
    "hidden": "eye-off-outline",
    "locked": "lock-outline",
    "unlocked": "lock-open-variant-outline",
    "info": "information-outline",
    "warning": "alert-outline",
    "check": "check",
    "clock": "clock-outline",
    "history": "history",
    "help": "help-circle-outline",
    "keyboard": "keyboard-outline",
    "outline": "format-list-bulleted",
    "backlinks": "link",
    "profile": "badge-account-horizontal-outline",
    "status": "heart-pulse",
    "cast": "drama-masks",
    "claims": "scale-balance",
    "relations": "graph-outline",
    "findings": "clipboard-check-outline",
    "error": "alert-circle-outline",
    "fit": "fit-to-page-outline",
    "arrange": "refresh",
    "external": "open-in-new",
    "source": "book-outline",
    "more": "dots-horizontal",
    "menu": "menu-down",
    "table": "table",
    "image": "image-outline",
    "data": "code-braces",
}
"""Our names, and what the font calls their glyphs."""

STATE_ICONS: Final = ("heart", "cross", "skull", "half", "biohazard", "search", "question")
"""The icons that a state may have: those that pages and bundles draw too."""

_FONT: Final = "materialdesignicons6-webfont"
_SIGNS: Final = (16, 32, 64, 128)


def icon(name: str, colour: str = "") -> QIcon:
    """The icon of that name, in the palette's text colour or in a colour of its own (`#rrggbb`), of which it has the
    shade that is read on the palette's ground.

    An unknown name gives a question mark, since a wiki may name icons that this version does not have.
    """
    return QIcon(_GlyphEngine(name if name in GLYPHS else "question", colour))


def program_icon() -> QIcon:
    """The sign of the program, which its bundles wear too."""
    made = QIcon()
    for size in _SIGNS:
        read = QBuffer()
        read.setData(resource("site/icon.svg").read_bytes())
        read.open(QBuffer.OpenModeFlag.ReadOnly)
        reader = QImageReader(read, b"svg")
        reader.setScaledSize(QSize(size, size))
        made.addPixmap(QPixmap.fromImage(reader.read()))
    return made


class _GlyphEngine(QIconEngine):
    """Draws one glyph each time it is asked, so that it has the palette's colour of that moment."""

    def __init__(self, name: str, colour: str) -> None:
        super().__init__()
        self._name = name
        self._colour = colour

    def clone(self) -> QIconEngine:
        return _GlyphEngine(self._name, self._colour)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        family, glyphs = _font()
        font = QFont(family)
        font.setPixelSize(max(round(min(rect.width(), rect.height()) * 0.95), 1))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.setFont(font)
        painter.setPen(self._pen(mode))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, glyphs[GLYPHS[self._name]])
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, _scale: float) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def _pen(self, mode: QIcon.Mode) -> QColor:
        palette = QGuiApplication.palette()
        if mode == QIcon.Mode.Disabled:
            return palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
        if mode == QIcon.Mode.Selected:
            return palette.color(QPalette.ColorRole.HighlightedText)
        if not self._colour:
            return palette.color(QPalette.ColorRole.Text)
        grounds = (palette.color(role).name() for role in (QPalette.ColorRole.Base, QPalette.ColorRole.Button))
        return QColor(readable(self._colour, *grounds))


@cache
def _font() -> tuple[str, Mapping[str, str]]:
    """The font's family, and its glyphs by its own names. Read once."""
    found = find_spec("qtawesome")
    if found is None or found.origin is None:
        raise RuntimeError("qtawesome, which brings the icons, is not installed")
    folder = Path(found.origin).parent / "fonts"
    font = QFontDatabase.addApplicationFont(str(next(folder.glob(f"{_FONT}-[0-9]*.ttf"))))
    names = json.loads(next(folder.glob(f"{_FONT}-charmap-*.json")).read_text(encoding="utf-8"))
    glyphs = {name: chr(int(names[name], 16)) for name in set(GLYPHS.values())}
    return QFontDatabase.applicationFontFamilies(font)[0], glyphs
