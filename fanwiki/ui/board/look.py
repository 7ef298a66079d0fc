"""How a state looks on the board: its colour, made readable on the ground it stands on, and its cells as pictures."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPalette, QPen, QPixmap

from fanwiki.domain import colours
from fanwiki.ui import icons

_TINT: Final = 0.16
_TINT_DARK: Final = 0.24
_QUIET: Final = 0.42


@dataclass(frozen=True)
class Face:
    """What a cell shows. `begins`: an event lies in this very episode; `doubtful`: it is not confirmed."""

    icon: str
    colour: str
    begins: bool
    doubtful: bool


class Faces:
    """Draws cells once each, and again when palette, size or screen change."""

    def __init__(self) -> None:
        self._made: dict[tuple[Face, int, int], QPixmap] = {}
        self._worn: tuple[int, float] = (0, 0.0)

    def picture(self, face: Face, size: QSize, palette: QPalette, scale: float) -> QPixmap:
        """The cell as a picture of `size` in logical pixels; `scale` is the screen's."""
        worn = (palette.cacheKey(), scale)
        if worn != self._worn:
            self._made = {}
            self._worn = worn
        key = (face, size.width(), size.height())
        if key not in self._made:
            self._made[key] = _draw(face, size, palette, scale)
        return self._made[key]


def blend(colour: QColor, ground: QColor, share: float) -> QColor:
    """So much of a colour over a ground; `share` from 0 to 1."""
    return QColor(colours.blend(colour.name(), ground.name(), share))


def tint(colour: str, ground: QColor) -> QColor:
    """The ground of the cells of a state with this colour."""
    shown = QColor(colour if QColor.isValidColorName(colour) else "#808080")
    return blend(shown, ground, _TINT if colours.luminance(ground.name()) > 0.5 else _TINT_DARK)


def readable(colour: str, ground: QColor) -> QColor:
    """A colour, lightened or darkened as far as it must be to be read on a ground."""
    return QColor(colours.readable(colour, ground.name()))


def _draw(face: Face, size: QSize, palette: QPalette, scale: float) -> QPixmap:
    base = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Base)
    ground = tint(face.colour, base)
    ink = readable(face.colour, ground)
    pixmap = QPixmap(size * scale)
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    band = QRectF(0, 2, size.width(), size.height() - 4)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    if face.begins:
        # The band begins here: round on the left, straight on to the right.
        painter.drawRoundedRect(band.adjusted(1.5, 0, 0, 0), 5, 5)
        painter.drawRect(band.adjusted(size.width() / 2, 0, 0, 0))
    else:
        painter.drawRect(band)
    if face.doubtful:
        painter.setBrush(QBrush(blend(ink, ground, 0.35), Qt.BrushStyle.BDiagPattern))
        painter.drawRect(band.adjusted(6 if face.begins else 0, 0, 0, 0))
    painter.setOpacity(1.0 if face.begins else _QUIET)
    side = min(16 if face.begins else 12, size.height() - 6)
    place = QRect((size.width() - side) // 2, (size.height() - side) // 2, side, side)
    if face.begins and face.doubtful:
        painter.setPen(QPen(ink, 1.2, Qt.PenStyle.DotLine))
        painter.setBrush(ground)
        painter.drawEllipse(QRectF(place).adjusted(-2.5, -2.5, 2.5, 2.5))
    icons.icon(face.icon, ink.name()).paint(painter, place)
    painter.end()
    return pixmap
