"""Which keys do what: the usual ones, and those that the user has chosen instead, kept with the settings."""

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence

from fanwiki.ui.actions import Actions
from fanwiki.ui.settings import Settings

_NAME: Final = "keys"
_HELD: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_LAST_LETTER: Final = 0x00FFFFFF
"""Qt counts keys that write something below this, the others from 0x01000000 on."""


class Keys(QObject):
    """Gives the actions their keys. No two actions have the same: who is given keys takes them from the other."""

    def __init__(self, actions: Actions, settings: Settings) -> None:
        super().__init__(actions)
        self._actions = actions
        self._settings = settings
        self._usual = {name: tuple(actions[name].shortcuts()) for name in actions.names()}
        for name, written in settings.chosen(_NAME).items():
            if name not in self._usual or not isinstance(written, list):
                continue
            keys = [QKeySequence(str(each)) for each in written]
            if not any(each.isEmpty() or self.is_typing(each) for each in keys):
                actions.set_keys(name, keys)

    def is_changed(self, name: str) -> bool:
        """Whether an action has other keys than usual."""
        return tuple(self._actions[name].shortcuts()) != self._usual[name]

    def usual(self, name: str) -> tuple[QKeySequence, ...]:
        """The keys that an action has unless others were chosen."""
        return self._usual[name]

    def holder(self, keys: QKeySequence, *, besides: str) -> str:
        """The name of the other action that has these keys; empty if they are free."""
        found = (name for name in self._usual if name != besides and keys in self._actions[name].shortcuts())
        return next(found, "")

    def is_typing(self, keys: QKeySequence) -> bool:
        """Whether keys write something, so that no action may have them."""
        stroke = keys[0]  # type: ignore[index]  # PySide's stubs leave out what it can do
        return not stroke.keyboardModifiers() & _HELD and stroke.key() <= _LAST_LETTER

    def give(self, name: str, keys: Sequence[QKeySequence]) -> None:
        """Gives an action these keys, in the place of those it has."""
        for each in keys:
            if other := self.holder(each, besides=name):
                left = [kept for kept in self._actions[other].shortcuts() if kept != each]
                self._actions.set_keys(other, left)
        self._actions.set_keys(name, keys)
        self._keep()

    def give_usual(self, name: str) -> None:
        self.give(name, self._usual[name])

    def give_all_usual(self) -> None:
        for name, keys in self._usual.items():
            self._actions.set_keys(name, keys)
        self._keep()

    def _keep(self) -> None:
        changed = {name: self._actions[name].shortcuts() for name in self._usual if self.is_changed(name)}
        self._settings.choose(_NAME, {name: [_portable(each) for each in keys] for name, keys in changed.items()})


def words(keys: Iterable[QKeySequence]) -> str:
    """Keys as the desktop writes them."""
    return ", ".join(each.toString(QKeySequence.SequenceFormat.NativeText) for each in keys)


def _portable(keys: QKeySequence) -> str:
    return keys.toString(QKeySequence.SequenceFormat.PortableText)
