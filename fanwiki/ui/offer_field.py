"""A field that offers, in a list below it, what may be meant: the search box, and the field of a query."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

from fanwiki.ui.filter_completion import Completion
from fanwiki.ui.hit_delegate import ASIDE, HitDelegate
from fanwiki.ui.icons import icon

_COMPLETED: Final = Qt.ItemDataRole.UserRole + 4
"""What the field holds once a completion was chosen."""


class OfferField(QLineEdit):
    """Who derives from it fills the list: `begin`, then items, then `show_offers`."""

    def __init__(self, parent: QWidget | None, list_name: str) -> None:
        super().__init__(parent)
        self.setClearButtonEnabled(True)
        self.model = QStandardItemModel(self)
        self.list = QListView()
        self.list.setObjectName(list_name)
        self.list.setAccessibleName(self.tr("What may be meant"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._completer = QCompleter(self.model, self)
        self._completer.setPopup(self.list)
        # The completer gives its list a delegate of its own, so ours comes after.
        self.list.setItemDelegate(HitDelegate(self.list))
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setWidget(self)
        self.list.clicked.connect(self.choose)
        self.list.activated.connect(self.choose)

    @property
    def offered(self) -> list[str]:
        """What the field would hold if one of the completions were chosen."""
        return [item.data(_COMPLETED) for item in self.items() if item.data(_COMPLETED) is not None]

    @property
    def said(self) -> str:
        """What stands in the list that cannot be chosen, such as what is wrong with a filter."""
        return "\n".join(item.text() for item in self.items() if not item.isEnabled() and item.text())

    def items(self) -> list[QStandardItem]:
        """The lines of the list."""
        return [self.model.item(row) for row in range(self.model.rowCount())]

    def forget(self) -> None:
        """What is offered may no longer be so: it goes."""
        self.list.hide()
        self.model.clear()

    def add_completions(self, completions: Iterable[Completion]) -> None:
        for each in completions:
            item = QStandardItem(icon("find"), each.shown)
            item.setData(each.text, _COMPLETED)
            item.setData(each.meaning, ASIDE)
            item.setData(f"{each.shown} {each.meaning}".strip(), Qt.ItemDataRole.AccessibleTextRole)
            self.model.appendRow(item)

    def add_line(self, text: str) -> None:
        """A line that says something and cannot be chosen."""
        item = QStandardItem(QIcon(), text)
        item.setEnabled(False)
        self.model.appendRow(item)

    def show_offers(self, place: QRect, current: int = 0) -> None:
        """Shows the list below a place of the field, no higher than it must be; `current` is the line that Return
        chooses, if it can be chosen, -1 for none.
        """
        self._completer.setMaxVisibleItems(self.model.rowCount())
        self._completer.complete(place)
        screen = (self.screen() or QGuiApplication.primaryScreen()).availableGeometry()
        # Qt takes all lines to be as high as the first.
        wanted = sum(self.list.sizeHintForRow(row) for row in range(self.model.rowCount()))
        wanted += 2 * self.list.frameWidth()
        top = self.mapToGlobal(place.bottomLeft()).y() + 1
        self.list.setGeometry(self.list.x(), top, self.list.width(), min(wanted, screen.bottom() - top))
        chosen = self.model.index(current, 0)
        if chosen.isValid() and self.model.itemFromIndex(chosen).isEnabled():
            self.list.setCurrentIndex(chosen)
        else:
            self.list.setCurrentIndex(QModelIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.on_return(event.modifiers())
            return
        super().keyPressEvent(event)

    def on_return(self, modifiers: Qt.KeyboardModifier) -> None:
        """Return was pressed, with the list or without."""
        raise NotImplementedError

    def choose(self, index: QModelIndex | QPersistentModelIndex) -> None:
        """A line was chosen. A completion comes into the field, and `on_completed` is called."""
        completed = index.data(_COMPLETED)
        if completed is not None:
            self.setText(completed)
            self.on_completed()

    def on_completed(self) -> None:
        """A completion has come into the field."""
        raise NotImplementedError
