"""How a state looks on the board: its colour, made readable on the ground it stands on, and its cells as pictures."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPalette, QPen, QPixmap

from fanwiki.ui import icons

CONTRAST: Final = 4.5
"""The least contrast of a state's icon to its ground (WCAG AA for text)."""
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


def luminance(colour: QColor) -> float:
    """Relative luminance after WCAG 2, from 0 to 1."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _channels(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(first: QColor, second: QColor) -> float:
    """The contrast of two colours after WCAG 2, from 1 to 21."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def blend(colour: QColor, ground: QColor, share: float) -> QColor:
    """So much of a colour over a ground; `share` from 0 to 1."""
    mixed = [
        share * ours + (1 - share) * theirs for ours, theirs in zip(_channels(colour), _channels(ground), strict=True)
    ]
    return QColor.fromRgbF(*mixed)


def tint(colour: str, ground: QColor) -> QColor:
    """The ground of the cells of a state with this colour."""
    return blend(QColor(colour), ground, _TINT if luminance(ground) > 0.5 else _TINT_DARK)


def readable(colour: str, ground: QColor) -> QColor:
    """A colour, lightened or darkened as far as it must be to be read on a ground."""
    wanted = QColor(colour if QColor.isValidColorName(colour) else "#808080")
    end = QColor(Qt.GlobalColor.black if luminance(ground) > 0.18 else Qt.GlobalColor.white)
    for step in range(20):
        made = blend(end, wanted, step / 20)
        if contrast(made, ground) >= CONTRAST:
            return made
    return end


def _channels(colour: QColor) -> tuple[float, float, float]:
    return colour.redF(), colour.greenF(), colour.blueF()


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
