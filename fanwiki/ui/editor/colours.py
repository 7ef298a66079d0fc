"""How each part of the text looks in the editor, from the palette, so that it can be read in light and dark."""

from collections.abc import Mapping
from functools import cache
from itertools import islice
from typing import Final

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette, QTextCharFormat

from fanwiki.ui.editor.spans import Part

_HUES: Final[Mapping[Part, int]] = {
    Part.HEADING1: 215,
    Part.HEADING2: 215,
    Part.HEADING3: 215,
    Part.LINK: 205,
    Part.EMBED: 175,
    Part.CATEGORY: 265,
    Part.ADDRESS: 205,
    Part.REVEAL: 335,
    Part.VEIL: 335,
    Part.DATA: 145,
    Part.CALLOUT: 35,
    Part.CODE: 25,
    Part.FENCE: 25,
    Part.RAW: 290,
    Part.NOTE: 175,
}
_MUTED: Final = frozenset({Part.MARK, Part.COMMENT, Part.QUOTE, Part.STRUCK})
_SIZES: Final = {Part.HEADING1: 1.35, Part.HEADING2: 1.2, Part.HEADING3: 1.08}
_BOLD: Final = frozenset({Part.HEADING1, Part.HEADING2, Part.HEADING3, Part.BOLD, Part.CALLOUT, Part.REVEAL})
_ITALIC: Final = frozenset({Part.ITALIC, Part.COMMENT})
_FIXED: Final = frozenset({Part.CODE, Part.FENCE, Part.DATA, Part.RAW, Part.TABLE})
_TINTED: Final = frozenset({Part.REVEAL, Part.VEIL, Part.CODE, Part.FENCE})

_EVENLY_WIDE: Final = (
    *("Sarasa Mono K", "Sarasa Mono J", "Sarasa Mono SC", "D2Coding", "NanumGothicCoding"),
    *("Noto Sans Mono CJK KR", "Noto Sans Mono CJK JP", "Noto Sans Mono CJK SC", "MS Gothic", "BatangChe", "GulimChe"),
)
"""Fonts in which Hangul, kana and ideographs are just twice as wide as other letters."""


def is_dark(palette: QPalette) -> bool:
    return palette.color(QPalette.ColorRole.Base).lightness() < 128


def formats(palette: QPalette, font: QFont) -> dict[Part, QTextCharFormat]:
    """A format for each part."""
    fixed = [*_evenly_wide(), *QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).families()]
    return {part: _format(part, palette, font, fixed) for part in Part}


def _format(part: Part, palette: QPalette, font: QFont, fixed: list[str]) -> QTextCharFormat:
    dark = is_dark(palette)
    shape = QTextCharFormat()
    if part in _HUES:
        shape.setForeground(_hued(_HUES[part], dark))
    elif part in _MUTED:
        shape.setForeground(_between(palette, 0.62))
    if part in _TINTED:
        shape.setBackground(_tint(_HUES[part], dark))
    if part in _BOLD:
        shape.setFontWeight(QFont.Weight.Bold)
    if part in _ITALIC:
        shape.setFontItalic(True)
    if part is Part.STRUCK:
        shape.setFontStrikeOut(True)
    if part in _FIXED:
        shape.setFontFamilies(fixed)
    if part in _SIZES:
        shape.setFontPointSize(font.pointSizeF() * _SIZES[part])
    return shape


@cache
def _evenly_wide() -> tuple[str, ...]:
    """The first of those fonts that is there: without one, the columns of a table with wide letters are not in line.
    To ask for them all takes longer than to colour a page.
    """
    return tuple(islice(filter(QFontDatabase.hasFamily, _EVENLY_WIDE), 1))


def _hued(hue: int, dark: bool) -> QColor:
    """A colour that stands off the paper by 4.5 to 1 at least."""
    if dark:
        return QColor.fromHsl(hue, 150, 185)
    greenish = 90 < hue < 190  # which the eye takes for lighter
    return QColor.fromHsl(hue, 200, 62 if greenish else 82)


def _tint(hue: int, dark: bool) -> QColor:
    colour = QColor.fromHsl(hue, 160, 150 if dark else 120)
    colour.setAlphaF(0.13 if dark else 0.08)
    return colour


def _between(palette: QPalette, part: float) -> QColor:
    """A colour between paper and ink; 1 is ink."""
    ink, paper = palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Base)
    return QColor.fromRgbF(
        *(
            paper_part * (1 - part) + ink_part * part
            for ink_part, paper_part in (
                (ink.redF(), paper.redF()),
                (ink.greenF(), paper.greenF()),
                (ink.blueF(), paper.blueF()),
            )
        )
    )
