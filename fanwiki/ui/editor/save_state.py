"""Whether what was typed is safe, in words."""

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import ClassVar

from PySide6.QtCore import QCoreApplication


class SaveKind(StrEnum):
    SAVED = auto()
    SAVING = auto()
    UNSAVED = auto()
    FAILED = auto()


@dataclass(frozen=True)
class SaveState:
    """`why` says, for FAILED, what stands in the way."""

    SAVED: ClassVar["SaveState"]
    SAVING: ClassVar["SaveState"]
    UNSAVED: ClassVar["SaveState"]

    kind: SaveKind
    why: str = ""

    @classmethod
    def failed(cls, why: str) -> "SaveState":
        return cls(SaveKind.FAILED, why)

    @property
    def words(self) -> str:
        """The state as the window shows it."""
        match self.kind:
            case SaveKind.SAVED:
                return _tr("Saved")
            case SaveKind.SAVING:
                return _tr("Saving…")
            case SaveKind.UNSAVED:
                return _tr("Not saved yet")
            case SaveKind.FAILED:
                return _tr("Not saved: {0}").format(self.why)


SaveState.SAVED = SaveState(SaveKind.SAVED)
SaveState.SAVING = SaveState(SaveKind.SAVING)
SaveState.UNSAVED = SaveState(SaveKind.UNSAVED)


def _tr(text: str) -> str:
    return QCoreApplication.translate("SaveState", text)
