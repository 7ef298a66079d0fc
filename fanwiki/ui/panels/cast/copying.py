"""Cast lines as a table of texts, to be pasted elsewhere."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from fanwiki.domain.casting import Billing
from fanwiki.domain.ids import EpisodeId, SourceId
from fanwiki.ui.panels.words import word

_CONTEXT: Final = "CastTable"
_HEADINGS: Final = (
    QT_TRANSLATE_NOOP("CastTable", "Person"),
    QT_TRANSLATE_NOOP("CastTable", "Character"),
    QT_TRANSLATE_NOOP("CastTable", "Role"),
    QT_TRANSLATE_NOOP("CastTable", "Language"),
    QT_TRANSLATE_NOOP("CastTable", "Credited as"),
    QT_TRANSLATE_NOOP("CastTable", "From"),
    QT_TRANSLATE_NOOP("CastTable", "To"),
    QT_TRANSLATE_NOOP("CastTable", "Episodes"),
    QT_TRANSLATE_NOOP("CastTable", "Standing"),
    QT_TRANSLATE_NOOP("CastTable", "Source"),
)


def cast_table(
    lines: Sequence[Billing], write: Callable[[EpisodeId], str], sources: Mapping[SourceId, str]
) -> tuple[list[str], list[list[str]]]:
    """Headings and rows; a column that would be empty but for person and character is left out."""
    headings = [QCoreApplication.translate(_CONTEXT, str(text)) for text in _HEADINGS]
    rows = [
        [
            line.person,
            line.character,
            word(line.portrayal.role),
            line.portrayal.language,
            line.portrayal.credited_as,
            "" if line.first is None else write(line.first),
            "" if line.last is None else write(line.last),
            str(line.episodes) if line.episodes else "",
            word(line.portrayal.standing),
            "" if line.portrayal.source is None else sources.get(line.portrayal.source, ""),
        ]
        for line in lines
    ]
    kept = [place for place in range(len(headings)) if place < 2 or any(row[place] for row in rows)]
    return [headings[place] for place in kept], [[row[place] for place in kept] for row in rows]
