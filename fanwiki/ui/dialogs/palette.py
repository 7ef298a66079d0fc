"""The command palette: everything that can be done now, with its keys."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from fanwiki.ui.actions import plain_text
from fanwiki.ui.dialogs.choices import Choice
from fanwiki.ui.dialogs.picker import Picker
from fanwiki.wiki.ranking import rank


class CommandPalette(Picker):
    """Lists the actions that are enabled, and does the one chosen."""

    def __init__(self, actions: Iterable[QAction], parent: QWidget) -> None:
        super().__init__(parent, "commandPalette", self.tr("What would you like to do?"), self.tr("Enter: do it"))
        self._actions = [action for action in actions if action.isEnabled()]
        self._texts = [plain_text(action) for action in self._actions]

    def choices(self, typed: str, limit: int) -> Sequence[tuple[int, Choice]]:
        most = limit if typed else len(self._texts)
        return [(place, self._choice(place)) for place in rank(typed, self._texts, most)]

    def choose(self, place: int, modifiers: Qt.KeyboardModifier) -> None:
        del modifiers
        self._actions[place].trigger()

    def nothing(self, typed: str) -> str:
        return self.tr("Nothing that can be done now is called “{typed}”.").format(typed=typed)

    def _choice(self, place: int) -> Choice:
        action = self._actions[place]
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        return Choice(self._texts[place], action.icon(), keys)
