"""How text is shown to its writer: font, size, width, line height, zoom, where the preview stands, and whether
misspelt words are marked and links show cards. One look for all tabs, kept with the settings.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Final, Self

from PySide6.QtCore import QObject, Signal

from fanwiki.ui.settings import Settings

_ZOOMS: Final = (0.5, 0.67, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
POINTS: Final = (6, 48)
MEASURES: Final = (40, 200)
SPACINGS: Final = (1.0, 2.0)
_NAME: Final = "look"


class Preview(StrEnum):
    """Where the preview stands in split mode. FITTING is beside the text where there is room, else below."""

    FITTING = "fitting"
    BESIDE = "beside"
    BELOW = "below"


@dataclass(frozen=True)
class Look:
    """`family` is empty and `points` 0 for a font as the window has it. `measure` is counted in average letters,
    `spacing` is the line height in those of the font, `zoom` enlarges editor and preview together.
    """

    family: str = ""
    points: int = 0
    measure: int = 84
    spacing: float = 1.2
    preview: Preview = Preview.FITTING
    zoom: float = 1.0
    spelling: bool = True
    language: str = ""
    """Of the dictionary, such as `en_GB`; empty for the system's."""
    cards: bool = True
    """Whether a link shows the card of its page when the pointer rests on it."""

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Self:
        """What `asdict` gave; raises KeyError, TypeError or ValueError for anything else."""
        points = int(found["points"])
        return cls(
            str(found["family"]),
            int(_within(points, POINTS)) if points else 0,
            int(_within(int(found["measure"]), MEASURES)),
            _within(float(found["spacing"]), SPACINGS),
            Preview(found["preview"]),
            _within(float(found["zoom"]), (_ZOOMS[0], _ZOOMS[-1])),
            bool(found.get("spelling", True)),
            str(found.get("language", "")),
            bool(found.get("cards", True)),
        )


class Looks(QObject):
    """The look that is chosen; `changed` carries it when it is another."""

    changed = Signal(object)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._look: Look | None = None

    @property
    def look(self) -> Look:
        if self._look is None:
            try:
                self._look = Look.from_json(self._settings.chosen(_NAME))
            except (KeyError, TypeError, ValueError):
                self._look = Look()
        return self._look

    def choose(self, look: Look) -> None:
        """Shows texts in a look from now on, and at the next start."""
        if look == self.look:
            return
        self._look = look
        self._settings.choose(_NAME, asdict(look))
        self.changed.emit(look)

    def zoom_in(self) -> None:
        now = self.look.zoom
        self._zoom(next((zoom for zoom in _ZOOMS if zoom > now), now))

    def zoom_out(self) -> None:
        now = self.look.zoom
        self._zoom(next((zoom for zoom in reversed(_ZOOMS) if zoom < now), now))

    def reset_zoom(self) -> None:
        self._zoom(1.0)

    def _zoom(self, factor: float) -> None:
        self.choose(replace(self.look, zoom=factor))


def _within(number: float, limits: tuple[float, float]) -> float:
    return max(limits[0], min(number, limits[1]))
