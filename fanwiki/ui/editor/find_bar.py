"""Find and replace within the page."""

from bisect import bisect_left
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPalette, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QTextEdit,
    QToolButton,
    QWidget,
)

from fanwiki.ui.editor.finding import Finder, Place, Search, UnfitPattern
from fanwiki.ui.editor.text_editor import TextEditor
from fanwiki.ui.plain import PlainLabel, plain_tip

_MOST_MARKED: Final = 1_000
_REST_MS: Final = 200
"""After typing in the text, before the places are counted anew."""


class FindBar(QWidget):
    """Hidden until `open_find` or `open_replace`; Esc closes it. What is found is marked throughout the text."""

    def __init__(self, editor: TextEditor, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self._editor = editor
        self._within: QTextCursor | None = None
        self._wanted = self._field("findField", self.tr("Find"))
        self._other = self._field("replaceField", self.tr("Replace with"))
        self._case = self._box("matchCase", self.tr("Match &case"))
        self._words = self._box("wholeWords", self.tr("&Whole words"))
        self._expression = self._box("regularExpression", self.tr("Regular e&xpression"))
        self._selection = self._box("inSelection", self.tr("In &selection"))
        self._count = PlainLabel(parent=self)
        self._count.setObjectName("findCount")
        self._count.setMinimumWidth(self._count.fontMetrics().horizontalAdvance("0000 / 0000"))
        self._wrong = PlainLabel(parent=self)
        self._wrong.setObjectName("findError")
        self._wrong.setWordWrap(True)
        self._replace_one = QPushButton(self.tr("&Replace"), self)
        self._replace_all = QPushButton(self.tr("Replace &all"), self)
        self._replacing = (self._other, self._replace_one, self._replace_all)
        self._lay_out()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._mark)
        self._wanted.textChanged.connect(self._on_wanted_changed)
        for box in (self._case, self._words, self._expression):
            box.toggled.connect(self._on_wanted_changed)
        self._selection.toggled.connect(self._on_selection_toggled)
        self._wanted.returnPressed.connect(self.find_next)
        self._other.returnPressed.connect(self.replace)
        self._replace_one.clicked.connect(self.replace)
        self._replace_all.clicked.connect(self.replace_all)
        editor.typed.connect(self._on_typed)
        self.hide()

    def open_find(self) -> None:
        """Opens the bar, with what is selected as what is wanted; of several lines, as where it is wanted."""
        self._open(replacing=False)

    def open_replace(self) -> None:
        self._open(replacing=not self._editor.isReadOnly())

    def find_next(self) -> None:
        """Goes to the next place, from the end of the text on to its beginning."""
        self._go(1)

    def find_previous(self) -> None:
        self._go(-1)

    def replace(self) -> None:
        """Replaces the place that is selected, and goes to the next one."""
        cursor = self._editor.textCursor()
        here = Place(cursor.selectionStart(), cursor.selectionEnd())
        finder = self._finder()
        if finder is not None and cursor.hasSelection() and not self._editor.isReadOnly():
            try:
                text = finder.replacement_at(self._editor.text(), here, self._other.text())
            except UnfitPattern as error:
                self._say(str(error))
                return
            if text is not None:
                cursor.insertText(text)
                self._editor.setTextCursor(cursor)
        self.find_next()

    def replace_all(self) -> None:
        """Replaces every place, as one step of undo."""
        finder = self._finder()
        if finder is None or self._editor.isReadOnly():
            return
        try:
            text, count = finder.replaced(self._editor.text(), self._other.text(), self._range())
        except UnfitPattern as error:
            self._say(str(error))
            return
        self._editor.take_over(text)
        self._mark()
        self._rest.stop()
        self._count.setText(self.tr("{0} replaced").format(f"{count:,}"))

    def close_bar(self) -> None:
        self.hide()
        self._rest.stop()
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
        if "\u2029" in selected:
            self._selection.setChecked(False)
            self._selection.setChecked(True)
        elif selected:
            self._wanted.setText(selected)
        self.show()
        self._wanted.setFocus()
        self._wanted.selectAll()
        self._mark()

    def _go(self, step: int) -> None:
        """Selects the next place of all, or the one before."""
        if not self._wanted.text():
            self.open_find()
            return
        places = self._places()
        if places:
            cursor = self._editor.textCursor()
            starts = [place.start for place in places]
            if step > 0:
                found = bisect_left(starts, cursor.selectionEnd())
            else:
                found = bisect_left(starts, cursor.selectionStart()) - 1
            self._select(places[found % len(places)])
        self._show(places)

    def _select(self, place: Place) -> None:
        cursor = self._editor.textCursor()
        cursor.setPosition(place.start)
        cursor.setPosition(place.end, QTextCursor.MoveMode.KeepAnchor)
        self._editor.setTextCursor(cursor)

    def _on_wanted_changed(self) -> None:
        """Goes to the first place from where the selection begins, as one types."""
        places = self._places()
        if places:
            start = self._editor.textCursor().selectionStart()
            found = bisect_left([place.start for place in places], start)
            self._select(places[found % len(places)])
        else:
            cursor = self._editor.textCursor()
            cursor.setPosition(cursor.selectionStart())
            self._editor.setTextCursor(cursor)
        self._show(places)

    def _on_selection_toggled(self, wanted: bool) -> None:
        cursor = self._editor.textCursor()
        self._within = QTextCursor(cursor) if wanted and cursor.hasSelection() else None
        if self._within is not None:
            self._within.setKeepPositionOnInsert(False)
        self._mark()

    def _on_typed(self) -> None:
        if self.isVisible():
            self._rest.start()

    def _mark(self) -> None:
        if self.isVisible():
            self._show(self._places())

    def _finder(self) -> Finder | None:
        """The search that the fields ask for; None for none, and what is wrong with it is said."""
        self._say("")
        search = Search(
            self._wanted.text(), self._case.isChecked(), self._words.isChecked(), self._expression.isChecked()
        )
        if not search.wanted:
            return None
        try:
            return Finder(search)
        except UnfitPattern as error:
            self._say(str(error))
            return None

    def _places(self) -> list[Place]:
        finder = self._finder()
        if finder is None:
            return []
        try:
            return finder.places(self._editor.text(), self._range())
        except UnfitPattern as error:
            self._say(str(error))
            return []

    def _range(self) -> Place | None:
        within = self._within
        return None if within is None else Place(within.selectionStart(), within.selectionEnd())

    def _show(self, places: list[Place]) -> None:
        """Marks places, and says which one is selected of how many."""
        if not self.isVisible():
            return
        shape = QTextCharFormat()
        colour = self.palette().color(QPalette.ColorRole.Highlight)
        colour.setAlphaF(0.3)
        shape.setBackground(colour)
        marks: list[QTextEdit.ExtraSelection] = []
        for place in places[:_MOST_MARKED]:
            mark = QTextEdit.ExtraSelection()
            mark.cursor, mark.format = QTextCursor(self._editor.document()), shape
            mark.cursor.setPosition(place.start)
            mark.cursor.setPosition(place.end, QTextCursor.MoveMode.KeepAnchor)
            marks.append(mark)
        self._editor.setExtraSelections(marks)
        cursor = self._editor.textCursor()
        here = Place(cursor.selectionStart(), cursor.selectionEnd())
        number = bisect_left([place.start for place in places], here.start)
        at = number + 1 if number < len(places) and places[number] == here else 0
        self._count.setText(self._counted(at, len(places)) if self._wanted.text() and not self._wrong.text() else "")

    def _counted(self, place: int, count: int) -> str:
        if count == 0:
            return self.tr("not found")
        return f"{place:,} / {count:,}" if place else f"{count:,}"

    def _say(self, wrong: str) -> None:
        self._wrong.setText(wrong)
        self._wrong.setVisible(bool(wrong))

    def _field(self, name: str, label: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setObjectName(name)
        field.setAccessibleName(label)
        field.setPlaceholderText(label)
        field.setClearButtonEnabled(True)
        return field

    def _box(self, name: str, label: str) -> QCheckBox:
        box = QCheckBox(label, self)
        box.setObjectName(name)
        return box

    def _tool(self, arrow: Qt.ArrowType, label: str) -> QToolButton:
        button = QToolButton(self)
        button.setArrowType(arrow)
        button.setAccessibleName(label)
        button.setToolTip(plain_tip(label))
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
        for column, widget in enumerate((self._wanted, previous, following, self._count, close)):
            layout.addWidget(widget, 0, column)
        layout.addWidget(self._other, 1, 0)
        layout.addWidget(self._replace_one, 1, 1, 1, 2)
        layout.addWidget(self._replace_all, 1, 3)
        boxes = QHBoxLayout()
        boxes.setSpacing(16)
        for box in (self._case, self._words, self._expression, self._selection):
            boxes.addWidget(box)
        boxes.addStretch()
        layout.addLayout(boxes, 2, 0, 1, 5)
        layout.addWidget(self._wrong, 3, 0, 1, 5)
        self._wrong.hide()
        layout.setColumnStretch(0, 1)
