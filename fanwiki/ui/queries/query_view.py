"""A query and its answer: written above, shown below as the query says, kept under a name."""

from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QIcon, QPixmap, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QComboBox,
    QCommandLinkButton,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from fanwiki.domain.edits import AddFact, ChangeFact, RemoveFact
from fanwiki.domain.entities import SavedQuery
from fanwiki.domain.errors import WikiError
from fanwiki.domain.ids import FactId, new_id
from fanwiki.domain.listing import QueryAnswer, QueryLine
from fanwiki.domain.queries import Column, ViewKind
from fanwiki.ui.icons import icon
from fanwiki.ui.panels.list_view import KEY_ROLE, PanelTree
from fanwiki.ui.panels.panel import LazyPanel
from fanwiki.ui.panels.words import doubt
from fanwiki.ui.plain import PlainLabel
from fanwiki.ui.session import WikiSession
from fanwiki.wiki import View

_PAGE: Final = Qt.ItemDataRole.UserRole + 2
_PICTURE: Final = 96


class QueryView(LazyPanel):
    """Asks on the lane, as the chosen viewpoint sees the wiki; asks again when something has changed."""

    concerns: ClassVar[frozenset[str]] = frozenset(
        {"SavedQuery", "StatusEvent", "State", "Name", "Appearance", "Portrayal", "Portrait", "Season", "Episode"}
    )
    concerns_texts: ClassVar[bool] = True

    def __init__(self, session: WikiSession, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setObjectName("queryView")
        self.setAccessibleName(self.tr("Saved queries"))
        self._asked = 0
        self._saved: dict[str, SavedQuery] = {}
        self.names = QComboBox(self)
        self.names.setEditable(True)
        self.names.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.names.setMinimumWidth(200)
        self.names.setAccessibleName(self.tr("Name of the query"))
        if (field := self.names.lineEdit()) is not None:
            field.setPlaceholderText(self.tr("Name of the query"))
        self.query = QLineEdit(self)
        self.query.setAccessibleName(self.tr("Query"))
        self.query.setPlaceholderText(self.tr("kind:character -status:dead in:S1 view:board"))
        self.query.setClearButtonEnabled(True)
        self.save = QPushButton(self.tr("&Save"), self)
        self.remove = QPushButton(self.tr("Re&move"), self)
        self.said = PlainLabel()
        self.said.setWordWrap(True)
        self.said.setObjectName("querySaid")
        self.model = QStandardItemModel(self)
        self.tree = PanelTree(self.tr("What the query asks for"))
        self.tree.setObjectName("queryResults")
        self.tree.setModel(self.model)
        self.gallery = QListView(self)
        self.gallery.setObjectName("queryGallery")
        self.gallery.setAccessibleName(self.tr("What the query asks for, as pictures"))
        self.gallery.setViewMode(QListView.ViewMode.IconMode)
        self.gallery.setIconSize(QSize(_PICTURE, _PICTURE))
        self.gallery.setGridSize(QSize(_PICTURE + 40, _PICTURE + 40))
        self.gallery.setResizeMode(QListView.ResizeMode.Adjust)
        self.gallery.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.gallery.setModel(self.model)
        self._sheets = QStackedWidget(self)
        self._sheets.addWidget(self.tree)
        self._sheets.addWidget(self.gallery)
        self.examples = self._make_examples()
        self._sheets.addWidget(self.examples)
        self._lay_out()
        self.query.returnPressed.connect(self.ask)
        self.query.textEdited.connect(self._update_buttons)
        self.names.editTextChanged.connect(self._update_buttons)
        self.names.activated.connect(self._on_chosen_name)
        self.save.clicked.connect(self._on_save)
        self.remove.clicked.connect(self._on_remove)
        self.tree.chosen.connect(self._on_chosen)
        self.gallery.activated.connect(self._on_chosen)

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.addWidget(self.names)
        above.addWidget(self.query, 1)
        above.addWidget(self.save)
        above.addWidget(self.remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(above)
        layout.addWidget(self.said)
        layout.addWidget(self._sheets, 1)

    def _make_examples(self) -> QWidget:
        """What can be asked, for whoever has not asked anything yet."""
        examples = {
            "kind:character view:board": self.tr("Who is alive: all characters by their status"),
            "kind:character status:dead columns:status,since": self.tr("Who has died, and when"),
            "kind:character view:gallery": self.tr("All characters with their portraits"),
            "kind:episode view:list": self.tr("All episodes"),
        }
        sheet = QWidget(self)
        layout = QVBoxLayout(sheet)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(2)
        for query, words in examples.items():
            button = QCommandLinkButton(words, query, sheet)
            button.setIcon(icon("find"))
            button.clicked.connect(partial(self._ask_example, query))
            layout.addWidget(button)
        layout.addStretch()
        return sheet

    def _ask_example(self, query: str) -> None:
        self.query.setText(query)
        self._update_buttons()
        self.ask()

    def read(self) -> None:
        """Reads the saved queries, and asks again what stands in the field."""
        name = self.names.currentText()
        self._saved = {each.name: each for each in self.session.view().facts(SavedQuery)}
        self.names.blockSignals(True)
        self.names.clear()
        self.names.addItems(sorted(self._saved, key=str.casefold))
        self.names.setCurrentIndex(self.names.findText(name))
        self.names.setEditText(name)
        self.names.blockSignals(False)
        self._update_buttons()
        self.ask()

    def ask(self) -> None:
        """Has the lane answer what stands in the field."""
        self._asked += 1
        written = self.query.text().strip()
        if not written:
            self.model.clear()
            self._sheets.setCurrentWidget(self.examples)
            self.said.setText(
                self.tr(
                    "Write which pages you want to see: words, kind:, status:, in:, category:, by:; with view:table, "
                    "list, board or gallery, columns: and sort:. A page shows the same by {{query …}}."
                )
            )
            return
        if not self.session.lane.ended:
            job = partial(_answer, self.session.view(), written)
            self.session.read(job, partial(self._on_answer, self._asked))

    def _on_answer(self, number: int, found: tuple[QueryAnswer, dict[str, bytes]]) -> None:
        if not isValid(self) or number != self._asked:
            return
        answer, pictures = found
        if answer.wrong:
            self.model.clear()
            self._sheets.setCurrentWidget(self.tree)
            self.said.setText(answer.wrong[:1].upper() + answer.wrong[1:] + ".")
            return
        self.said.setText(self.tr("{count} pages").format(count=len(answer.lines)))
        self._sheets.setCurrentWidget(self.gallery if answer.view is ViewKind.GALLERY else self.tree)
        self.model.clear()
        columns = answer.columns if answer.view is ViewKind.TABLE else ()
        self.model.setHorizontalHeaderLabels([self.tr("Page"), *(each.value.capitalize() for each in columns)])
        self.tree.setRootIsDecorated(answer.view is ViewKind.BOARD)
        groups: dict[str, QStandardItem] = {}
        with self.session.reading() as view:
            for line in answer.lines:
                row = [self._item(line, pictures)]
                row += [QStandardItem(_text(line, each, view)) for each in columns]
                above = self.model.invisibleRootItem()
                if answer.view is ViewKind.BOARD:
                    above = self._group(groups, line)
                above.appendRow(row)
        for word, group in groups.items():
            group.setText(f"{word} ({group.rowCount()})")
        self.tree.expandAll()
        for column in range(self.model.columnCount()):
            self.tree.resizeColumnToContents(column)

    def _item(self, line: QueryLine, pictures: dict[str, bytes]) -> QStandardItem:
        glyph = icon(line.kind.value)
        if line.portrait in pictures:
            picture = QPixmap()
            if picture.loadFromData(pictures[line.portrait]):
                glyph = QIcon(picture)
        item = QStandardItem(glyph, line.title)
        item.setData(line.page, KEY_ROLE)
        item.setData(line.page, _PAGE)
        return item

    def _group(self, groups: dict[str, QStandardItem], line: QueryLine) -> QStandardItem:
        """The group of a board that a page stands in: that of its status."""
        known = line.status is not None and line.status.state is not None
        word = line.status.state.word if known and line.status and line.status.state else self.tr("not known")
        if word not in groups:
            groups[word] = QStandardItem(word)
            groups[word].setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.model.appendRow(groups[word])
        return groups[word]

    def _update_buttons(self) -> None:
        name, can = self.names.currentText().strip(), not self.session.read_only
        self.save.setEnabled(can and bool(name and self.query.text().strip()))
        self.remove.setEnabled(can and name in self._saved)

    def _on_chosen_name(self) -> None:
        saved = self._saved.get(self.names.currentText())
        if saved is not None:
            self.query.setText(saved.query)
            self._update_buttons()
            self.ask()

    def _on_save(self) -> None:
        """Keeps the query under its name; one that is there already is changed."""
        name, written = self.names.currentText().strip(), self.query.text().strip()
        known = self._saved.get(name)
        if known is None:
            edit: AddFact | ChangeFact = AddFact(SavedQuery(FactId(new_id()), name, written))
        else:
            edit = ChangeFact(SavedQuery(known.id, name, written, known.revealed_at))
        self.session.apply(edit, refused=self._on_refused)

    def _on_remove(self) -> None:
        known = self._saved.get(self.names.currentText().strip())
        if known is not None:
            self.session.apply(RemoveFact("SavedQuery", known.id), refused=self._on_refused)

    def _on_refused(self, error: WikiError) -> None:
        self.said.setText(str(error)[:1].upper() + str(error)[1:] + ".")

    def _on_chosen(self, index: QModelIndex) -> None:
        page = index.siblingAtColumn(0).data(_PAGE)
        if page is not None:
            self.page_requested.emit(page)


def _answer(view: View, written: str) -> tuple[QueryAnswer, dict[str, bytes]]:
    """The answer with the pictures that it shows, by name."""
    with view.together() as held:
        answer = held.answer(written)
        names = {line.portrait for line in answer.lines if line.portrait}
        found = {name: held.media_content(name) for name in names}
        return answer, {name: each[1] for name, each in found.items() if each is not None}


def _text(line: QueryLine, column: Column, view: View) -> str:
    match column:
        case Column.KIND:
            return line.kind
        case Column.STATUS:
            if line.status is None or line.status.state is None:
                return ""
            doubted = doubt(line.status.certainty)
            return line.status.state.word + (f" ({doubted})" if doubted else "")
        case Column.SINCE:
            return "" if line.status is None or line.status.since is None else view.point(line.status.since)
        case Column.CATEGORIES:
            return ", ".join(line.categories)
        case _:
            return ", ".join(line.names)
