"""Fields that several forms have."""

from collections.abc import Iterable
from typing import TypeVar

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QPlainTextEdit, QWidget

AnyList = TypeVar("AnyList", bound=QComboBox)


def narrow(field: AnyList) -> AnyList:
    """A list to choose from, whose long entries do not widen the panel."""
    field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    field.setMinimumContentsLength(8)
    return field


class ShortText(QPlainTextEdit):
    """Two lines of text. Tab leads on, as it does from every field."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * 2 + 14)


class WordField(QLineEdit):
    """A line that completes words used before."""

    def __init__(self, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = QStringListModel(self)
        self.setPlaceholderText(placeholder)
        completer = QCompleter(self._words, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(completer)

    def offer(self, words: Iterable[str]) -> None:
        """Completes other words from now on, each once, in the order given."""
        self._words.setStringList(list(dict.fromkeys(word for word in words if word)))

    def offered(self) -> list[str]:
        return self._words.stringList()

    def typed(self) -> str:
        """The text in the field, without needless blanks."""
        return " ".join(self.text().split())
