"""A field over a list: type a few letters, choose with the arrows. The quick switcher and the command palette."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPaintEvent, QPalette, QStandardItemModel
from PySide6.QtWidgets import QDialog, QLineEdit, QListView, QVBoxLayout, QWidget

from fanwiki.ui.dialogs.choices import PLACE, Choice, ChoiceDelegate, choice_item
from fanwiki.ui.plain import PlainLabel

_MOST: Final = 60
_STEPS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}


class Picker(QDialog):
    """Shows what `choices` gives for what is typed, and calls `choose` with the place chosen and the keys held."""

    def __init__(self, parent: QWidget, name: str, prompt: str, hint: str) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(prompt)
        self.setModal(True)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(prompt)
        self.field.setAccessibleName(prompt)
        self.field.setMinimumHeight(34)
        self.field.installEventFilter(self)
        self.list = QListView(self)
        self.list.setAccessibleName(prompt)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setItemDelegate(ChoiceDelegate(self.list))
        self._model = QStandardItemModel(self)
        self.list.setModel(self._model)
        foot = PlainLabel(hint, self)
        foot.setForegroundRole(foot.palette().ColorRole.PlaceholderText)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        layout.addWidget(foot)
        self.field.textChanged.connect(self._on_typed)
        self.list.clicked.connect(self._on_clicked)

    def choices(self, typed: str, limit: int) -> Sequence[tuple[int, Choice]]:
        """What fits, best first, each with its place among all there is."""
        raise NotImplementedError

    def choose(self, place: int, modifiers: Qt.KeyboardModifier) -> None:
        """One was chosen."""
        raise NotImplementedError

    def nothing(self, typed: str) -> str:
        """What is said where nothing fits; empty to say nothing."""
        raise NotImplementedError

    def make_new(self, typed: str) -> bool:
        """Shift+Enter: something new is wanted by this name. False where that makes no sense."""
        del typed
        return False

    @property
    def texts(self) -> list[str]:
        """What the list offers."""
        items = [self._model.item(row) for row in range(self._model.rowCount())]
        return [item.text() for item in items if item.isEnabled()]

    @property
    def said(self) -> str:
        """What stands in the list where it offers nothing."""
        return self._model.item(0).text() if self._model.rowCount() and not self.texts else ""

    def refresh(self) -> None:
        """Shows anew what fits; a line that somebody has gone to stays the chosen one."""
        row = self.list.currentIndex().row()
        gone_to = self.texts[row] if row > 0 else None
        self._on_typed(self.field.text())
        if gone_to in self.texts:
            self.list.setCurrentIndex(self._model.index(self.texts.index(gone_to), 0))

    def show_over(self) -> None:
        """Comes up in the upper middle of the window."""
        parent = self.parentWidget()
        assert parent is not None
        width = min(620, parent.width() - 40)
        self.resize(width, min(460, parent.height() - 80))
        corner = parent.mapToGlobal(parent.rect().topLeft())
        self.move(corner.x() + (parent.width() - width) // 2, corner.y() + 70)
        self._on_typed("")
        self.open()
        self.field.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        """It has no frame of the desktop's, and must not run into what is behind it."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            return self._on_key(event)
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                if self.make_new(self.field.text().strip()):
                    self.accept()
                return True
            self._pick(self.list.currentIndex(), event.modifiers())
            return True
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or not self._model.rowCount():
            return False
        last = self._model.rowCount() - 1
        row = self.list.currentIndex().row() + step
        row = row % (last + 1) if abs(step) == 1 else max(0, min(last, row))
        self.list.setCurrentIndex(self._model.index(row, 0))
        return True

    def _on_typed(self, typed: str) -> None:
        self._model.clear()
        self.list.setAccessibleDescription("")
        for place, choice in self.choices(typed.strip(), _MOST):
            self._model.appendRow(choice_item(choice, place))
        if not self._model.rowCount() and (sentence := self.nothing(typed.strip())):
            said = choice_item(Choice(sentence, QIcon()), -1)
            said.setEnabled(False)
            self._model.appendRow(said)
            self.list.setAccessibleDescription(sentence)
        self.list.setCurrentIndex(self._model.index(0, 0))

    def _on_clicked(self, index: QModelIndex) -> None:
        self._pick(index, Qt.KeyboardModifier.NoModifier)

    def _pick(self, index: QModelIndex, modifiers: Qt.KeyboardModifier) -> None:
        if not index.isValid() or not index.flags() & Qt.ItemFlag.ItemIsEnabled:
            return
        place = int(index.data(PLACE))
        self.accept()
        self.choose(place, modifiers)
