"""A query and its answer: written above, shown below as the query says, kept under a name."""

from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QCommandLinkButton,
    QCompleter,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from fanwiki.domain.edits import AddFact, ChangeFact, RemoveFact
from fanwiki.domain.entities import SavedQuery
from fanwiki.domain.errors import WikiError
from fanwiki.domain.ids import FactId, new_id
from fanwiki.domain.listing import QueryAnswer
from fanwiki.domain.queries import LayoutName, ViewKind, parse_query, with_layout
from fanwiki.ui.filter_values import FilterValues
from fanwiki.ui.icons import icon
from fanwiki.ui.panels.form_rows import WARNING
from fanwiki.ui.panels.panel import LazyPanel
from fanwiki.ui.plain import PlainLabel
from fanwiki.ui.queries.answer_sheets import BY_TITLE, AnswerSheets
from fanwiki.ui.queries.query_field import QueryField
from fanwiki.ui.session import WikiSession
from fanwiki.wiki import View


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
        self.query = QueryField(FilterValues(session, self).of, self)
        self.query.setAccessibleName(self.tr("Query"))
        self.query.setPlaceholderText(self.tr("kind:character -status:dead in:S1 view:board"))
        self.go = QPushButton(self.tr("As&k"), self)
        self.wrong = PlainLabel(parent=self)
        self.wrong.setObjectName("queryWrong")
        self.wrong.setWordWrap(True)
        self.wrong.setForegroundRole(WARNING)
        self.names = self._make_names()
        self.save = QPushButton(self.tr("&Save"), self)
        self.remove = QPushButton(self.tr("Re&move"), self)
        self.copy = QToolButton(self)
        self.copy.setIcon(icon("copy"))
        self.copy.setAutoRaise(True)
        self.copy.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.copy.setToolTip(self.tr("Copy as a block for a page: {{query …}}"))
        self.copy.setAccessibleName(self.tr("Copy as a block for a page"))
        self.views = self._make_views()
        self.said = PlainLabel(parent=self)
        self.said.setWordWrap(True)
        self.said.setObjectName("querySaid")
        self.sheets = AnswerSheets(session, self)
        self.examples = self._make_examples()
        self.sheets.addWidget(self.examples)
        self._lay_out()
        self.query.asked.connect(self.ask)
        self.query.textEdited.connect(self._update_buttons)
        self.go.clicked.connect(self.ask)
        self.names.editTextChanged.connect(self._update_buttons)
        self.names.activated.connect(self._on_chosen_name)
        self.save.clicked.connect(self._on_save)
        self.remove.clicked.connect(self._on_remove)
        self.copy.clicked.connect(self._on_copy)
        self.views.idClicked.connect(self._on_view)
        self.sheets.sort_requested.connect(self._on_sort)
        self.sheets.page_requested.connect(self.page_requested)

    # --- making -----------------------------------------------------------------------------------------------

    def _make_names(self) -> QComboBox:
        names = QComboBox(self)
        names.setEditable(True)
        names.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        names.setMinimumWidth(180)
        names.setMaximumWidth(320)
        names.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        names.setAccessibleName(self.tr("Name of the query"))
        if (completer := names.completer()) is not None:
            # In the field itself it would make the name of a new query into that of another.
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        if (field := names.lineEdit()) is not None:
            field.setPlaceholderText(self.tr("Name of the query"))
        return names

    def _make_views(self) -> QButtonGroup:
        words = {
            ViewKind.TABLE: self.tr("Table"),
            ViewKind.LIST: self.tr("List"),
            ViewKind.BOARD: self.tr("Board"),
            ViewKind.GALLERY: self.tr("Gallery"),
        }
        views = QButtonGroup(self)
        for number, kind in enumerate(ViewKind):
            button = QToolButton(self)
            button.setText(words[kind])
            button.setCheckable(True)
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setAccessibleName(self.tr("Show as: {view}").format(view=words[kind]))
            views.addButton(button, number)
        return views

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
            button.clicked.connect(partial(self._ask_for, query))
            layout.addWidget(button)
        layout.addStretch()
        return sheet

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.addWidget(self.query, 1)
        above.addWidget(self.go)
        below = QHBoxLayout()
        below.addWidget(self.names)
        below.addWidget(self.save)
        below.addWidget(self.remove)
        below.addWidget(self.copy)
        below.addStretch()
        for button in self.views.buttons():
            below.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(above)
        layout.addWidget(self.wrong)
        layout.addLayout(below)
        layout.addWidget(self.said)
        layout.addWidget(self.sheets, 1)
        self.wrong.hide()

    def show_saved(self, name: str) -> None:
        """Asks a saved query, by its name."""
        self.names.setEditText(name)
        self._on_chosen_name()

    # --- asking -----------------------------------------------------------------------------------------------

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
        self.ask()

    def ask(self) -> None:
        """Has the lane answer what stands in the field."""
        self._asked += 1
        self._update_buttons()
        written = self.query.text().strip()
        if not written:
            self._complain("")
            self.sheets.clear()
            self.sheets.setCurrentWidget(self.examples)
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

    def _ask_for(self, query: str) -> None:
        self.query.setText(query)
        self.ask()

    def _on_viewpoint_changed(self, viewpoint: object) -> None:
        """What stands here is another view's: it goes at once, and not when the answer has come."""
        self._asked += 1
        self.query.forget()
        self._show_nothing("")
        super()._on_viewpoint_changed(viewpoint)

    def _on_answer(self, number: int, found: tuple[QueryAnswer, dict[str, bytes]]) -> None:
        if not isValid(self) or number != self._asked:
            return
        answer, pictures = found
        self._complain(answer.wrong)
        self.views.button(list(ViewKind).index(answer.view)).setChecked(True)
        if not answer.lines:
            self._show_nothing(
                self.tr("This query cannot be answered.")
                if answer.wrong
                else self.tr("No page is like this. Take away a filter or a word.")
            )
            return
        count = len(answer.lines)
        if answer.cut:
            said = self.tr("The first {count} pages; there are more").format(count=count)
        else:
            said = self.tr("One page") if count == 1 else self.tr("{count} pages").format(count=count)
        self.said.setText(f"{said} · {kept}" if (kept := self._kept_as()) else said)
        self.sheets.show_answer(answer, pictures, parse_query(self._written()).sort)

    def _kept_as(self) -> str:
        """Under which name what is asked is kept; empty where it is not, or was changed since."""
        written = self.query.text().strip()
        names = [name for name, each in self._saved.items() if each.query == written]
        return self.tr("saved as “{name}”").format(name=names[0]) if names else ""

    def _complain(self, wrong: str) -> None:
        """Says at the field what is wrong with the query; nothing for nothing."""
        said = wrong[:1].upper() + wrong[1:] + "." if wrong else ""
        self.wrong.setText(said)
        self.wrong.setVisible(bool(said))
        self.query.setAccessibleDescription(said)

    def _show_nothing(self, sentence: str) -> None:
        self.said.clear()
        self.sheets.say(sentence)

    # --- what the user does -----------------------------------------------------------------------------------

    def _written(self) -> str:
        """The query that stands in the field, which may be the name of a saved one."""
        written = self.query.text().strip()
        saved = {name.casefold(): each.query for name, each in self._saved.items()}
        return saved.get(written.casefold(), written)

    def _on_view(self, number: int) -> None:
        """Shows the same pages in another way."""
        kind = list(ViewKind)[number]
        self._ask_for(with_layout(self._written(), LayoutName.VIEW, "" if kind is ViewKind.TABLE else kind))

    def _on_sort(self, by: str) -> None:
        """Sorts by a column; once more, the other way round."""
        turned = (parse_query(self._written()).sort or BY_TITLE) == by
        self._ask_for(with_layout(self._written(), LayoutName.SORT, f"-{by}" if turned else by))

    def _update_buttons(self) -> None:
        name, can = self.names.currentText().strip(), not self.session.read_only
        written = bool(self.query.text().strip())
        self.go.setEnabled(written)
        self.copy.setEnabled(written)
        self.save.setEnabled(can and bool(name) and written)
        self.remove.setEnabled(can and name in self._saved)
        for button in self.views.buttons():
            button.setEnabled(written)

    def _on_chosen_name(self) -> None:
        saved = self._saved.get(self.names.currentText())
        if saved is not None:
            self._ask_for(saved.query)

    def _on_copy(self) -> None:
        """By its name where it has one, so that the page goes along when the query is changed."""
        name, written = self.names.currentText().strip(), self.query.text().strip()
        saved = self._saved.get(name)
        asked = name if saved is not None and saved.query == written else written
        QGuiApplication.clipboard().setText(f"{{{{query {asked}}}}}")
        self.said.setText(self.tr("Copied: put it into the text of a page."))

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
        self._complain(str(error))


def _answer(view: View, written: str) -> tuple[QueryAnswer, dict[str, bytes]]:
    """The answer with the pictures that it shows, by name."""
    with view.together() as held:
        answer = held.answer(written)
        names = {line.portrait for line in answer.lines if line.portrait}
        found = {name: held.media_content(name) for name in names}
        return answer, {name: each[1] for name, each in found.items() if each is not None}
