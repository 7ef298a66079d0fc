"""Find and replace within the page."""

from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QPalette, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QLineEdit, QPushButton, QTextEdit, QToolButton, QWidget

from fanwiki.ui.editor.text_editor import TextEditor

_MOST_MARKED: Final = 1_000


class FindBar(QWidget):
    """Hidden until `open_find` or `open_replace`; Esc closes it. What is found is marked throughout the text."""

    def __init__(self, editor: TextEditor, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self._editor = editor
        self._wanted = self._field("findField", self.tr("Find"))
        self._other = self._field("replaceField", self.tr("Replace with"))
        self._case = QCheckBox(self.tr("Match &case"), self)
        self._count = QLabel(self)
        self._count.setObjectName("findCount")
        self._count.setMinimumWidth(self._count.fontMetrics().horizontalAdvance("0000 / 0000"))
        self._replace_one = QPushButton(self.tr("&Replace"), self)
        self._replace_all = QPushButton(self.tr("Replace &all"), self)
        self._replacing = (self._other, self._replace_one, self._replace_all)
        self._lay_out()
        self._wanted.textChanged.connect(self._on_wanted_changed)
        self._case.toggled.connect(self._on_wanted_changed)
        self._wanted.returnPressed.connect(self.find_next)
        self._other.returnPressed.connect(self.replace)
        self._replace_one.clicked.connect(self.replace)
        self._replace_all.clicked.connect(self.replace_all)
        editor.textChanged.connect(self._mark)
        self.hide()

    def open_find(self) -> None:
        """Opens the bar, with what is selected as what is wanted."""
        self._open(replacing=False)

    def open_replace(self) -> None:
        self._open(replacing=not self._editor.isReadOnly())

    def find_next(self) -> None:
        """Goes to the next place, from the end of the text on to its beginning."""
        self._find(self._flags())

    def find_previous(self) -> None:
        self._find(self._flags() | QTextDocument.FindFlag.FindBackward)

    def replace(self) -> None:
        """Replaces the place that is selected, and goes to the next one."""
        cursor = self._editor.textCursor()
        if self._is_wanted(cursor.selectedText()) and not self._editor.isReadOnly():
            cursor.insertText(self._other.text())
            self._editor.setTextCursor(cursor)
        self.find_next()

    def replace_all(self) -> None:
        """Replaces every place, as one step of undo."""
        if self._editor.isReadOnly():
            return
        edit = QTextCursor(self._editor.document())
        edit.beginEditBlock()
        count = 0
        found = self._first()
        while not found.isNull():
            found.insertText(self._other.text())
            count += 1
            found = self._editor.document().find(self._wanted.text(), found, self._flags())
        edit.endEditBlock()
        self._count.setText(self.tr("{0} replaced").format(count))

    def close_bar(self) -> None:
        self.hide()
        self._editor.setExtraSelections([])
        self._editor.setFocus()

    def event(self, event: QEvent) -> bool:
        """Takes Esc for itself before a shortcut of the window does."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.close_bar()
                return True
        return super().event(event)

    def _open(self, *, replacing: bool) -> None:
        for widget in self._replacing:
            widget.setVisible(replacing)
        selected = self._editor.textCursor().selectedText()
        if selected and "\u2029" not in selected:
            self._wanted.setText(selected)
        self.show()
        self._wanted.setFocus()
        self._wanted.selectAll()
        self._mark()

    def _find(self, flags: QTextDocument.FindFlag) -> None:
        wanted = self._wanted.text()
        if not wanted:
            self.open_find()
            return
        document = self._editor.document()
        found = document.find(wanted, self._editor.textCursor(), flags)
        if found.isNull():
            start = QTextCursor(document)
            if flags & QTextDocument.FindFlag.FindBackward:
                start.movePosition(QTextCursor.MoveOperation.End)
            found = document.find(wanted, start, flags)
        if not found.isNull():
            self._editor.setTextCursor(found)
        self._mark()

    def _on_wanted_changed(self) -> None:
        """Goes to the first place from where the selection begins, as one types."""
        cursor = self._editor.textCursor()
        cursor.setPosition(cursor.selectionStart())
        self._editor.setTextCursor(cursor)
        if self._wanted.text():
            self._find(self._flags())
        else:
            self._mark()

    def _mark(self) -> None:
        """Marks every place, and says which one is selected of how many."""
        if not self.isVisible():
            return
        shape = QTextCharFormat()
        colour = self.palette().color(QPalette.ColorRole.Highlight)
        colour.setAlphaF(0.3)
        shape.setBackground(colour)
        marks: list[QTextEdit.ExtraSelection] = []
        place, current = 0, self._editor.textCursor().selectionStart()
        wanted = self._wanted.text()
        found = self._first()
        while not found.isNull() and len(marks) < _MOST_MARKED:
            mark = QTextEdit.ExtraSelection()
            mark.cursor, mark.format = found, shape
            marks.append(mark)
            place = len(marks) if found.selectionStart() == current else place
            found = self._editor.document().find(wanted, found, self._flags())
        self._editor.setExtraSelections(marks)
        self._count.setText(self._counted(place, len(marks)) if wanted else "")

    def _first(self) -> QTextCursor:
        """The first place in the text; a null cursor for none."""
        wanted = self._wanted.text()
        return self._editor.document().find(wanted, 0, self._flags()) if wanted else QTextCursor()

    def _counted(self, place: int, count: int) -> str:
        if count == 0:
            return self.tr("not found")
        return f"{place} / {count}" if place else str(count)

    def _is_wanted(self, selected: str) -> bool:
        wanted = self._wanted.text()
        return selected == wanted or (not self._case.isChecked() and selected.casefold() == wanted.casefold() != "")

    def _flags(self) -> QTextDocument.FindFlag:
        return QTextDocument.FindFlag.FindCaseSensitively if self._case.isChecked() else QTextDocument.FindFlag(0)

    def _field(self, name: str, label: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setObjectName(name)
        field.setAccessibleName(label)
        field.setPlaceholderText(label)
        field.setClearButtonEnabled(True)
        return field

    def _tool(self, arrow: Qt.ArrowType, label: str) -> QToolButton:
        button = QToolButton(self)
        button.setArrowType(arrow)
        button.setAccessibleName(label)
        button.setToolTip(label)
        button.setAutoRaise(True)
        return button

    def _lay_out(self) -> None:
        previous = self._tool(Qt.ArrowType.UpArrow, self.tr("Previous place"))
        following = self._tool(Qt.ArrowType.DownArrow, self.tr("Next place"))
        close = QPushButton(self.tr("Close"), self)
        previous.clicked.connect(self.find_previous)
        following.clicked.connect(self.find_next)
        close.clicked.connect(self.close_bar)
        layout = QGridLayout(self)
        layout.setContentsMargins(12, 6, 8, 6)
        for column, widget in enumerate((self._wanted, previous, following, self._count, self._case, close)):
            layout.addWidget(widget, 0, column)
        layout.addWidget(self._other, 1, 0)
        layout.addWidget(self._replace_one, 1, 1, 1, 2)
        layout.addWidget(self._replace_all, 1, 3)
        layout.setColumnStretch(0, 1)
