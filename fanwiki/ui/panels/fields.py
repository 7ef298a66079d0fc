"""Fields that several forms have."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QPlainTextEdit, QWidget

from fanwiki.ui import icons
from fanwiki.ui.plain import plain_tip

AnyList = TypeVar("AnyList", bound=QComboBox)


Choice = tuple[str, str, object]
"""The name of an icon (empty for none), a text, and what it stands for."""


def narrow(field: AnyList, letters: int = 8) -> AnyList:
    """A list to choose from, whose long entries do not widen the panel."""
    field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    field.setMinimumContentsLength(letters)
    return field


def choice_list(name: str, title: str) -> QComboBox:
    """A list to choose from that stands without a label beside it. `name` is its object name."""
    field = QComboBox()
    field.setObjectName(name)
    field.setAccessibleName(title)
    field.setToolTip(plain_tip(title))
    field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return field


def offer(field: QComboBox, nothing: Choice, choices: Sequence[Choice]) -> None:
    """Fills a list anew, without a signal; what was chosen stays chosen where it is still offered."""
    kept = field.currentData()
    field.blockSignals(True)
    field.clear()
    for picture, text, data in (nothing, *choices):
        field.addItem(icons.icon(picture) if picture else QIcon(), text, data)
    field.setCurrentIndex(max(field.findData(kept), 0))
    field.blockSignals(False)


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
