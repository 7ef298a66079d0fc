"""A part of the profile that lists facts of one kind about the page, with a form to add and change them."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from fanwiki.domain.changes import Change
from fanwiki.domain.edits import AddFact, ChangeFact, Edit, FactType, RemoveFact, label
from fanwiki.domain.entities import Membership, Name, Page, Portrait, ProfileValue, Relationship
from fanwiki.ui import icons
from fanwiki.ui.panels.form import InlineForm
from fanwiki.ui.panels.list_view import PanelTree, Row, RowsModel
from fanwiki.ui.panels.tools import tool_button
from fanwiki.ui.plain import PlainLabel
from fanwiki.ui.session import WikiSession
from fanwiki.wiki import View

SectionFact = Name | ProfileValue | Relationship | Membership | Portrait


class FactForm(InlineForm):
    """The form of a section. A kind of fact says what its fields are."""

    def begin(self, view: View, page: Page, fact: SectionFact | None) -> None:
        """Opens for a fact to be changed, or (None) for a new one. `view` is the author's."""
        raise NotImplementedError

    def edit(self) -> AddFact | ChangeFact | None:
        """What the form asks for; None, with a complaint at the field, for what cannot be meant."""
        raise NotImplementedError

    def edits(self) -> tuple[Edit, ...]:
        """What the form asks for, with what has to go along in the same step; nothing for what cannot be meant."""
        edit = self.edit()
        return () if edit is None else (edit,)


class FittingTree(PanelTree):
    """As high as its rows, for the panel scrolls as a whole."""

    def updateGeometries(self) -> None:
        super().updateGeometries()
        model = self.model()
        if model is None:
            return
        rows = sum(self.rowHeight(model.index(row, 0)) for row in range(model.rowCount()))
        height = rows + self.header().height() + 2 * self.frameWidth()
        if height != self.height():
            self.setFixedHeight(height)


class FactSection(QWidget):
    """A heading with its list; buttons beside the heading, the form below the list."""

    fact_type: FactType

    def __init__(self, session: WikiSession, form: FactForm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = self.title()
        self._session = session
        self._page: Page | None = None
        self._facts: tuple[SectionFact, ...] = ()
        self.form = form
        self.model = RowsModel(self.headings(), self)
        self.tree = FittingTree(title, takes=frozenset({Qt.Key.Key_Delete}))
        self.tree.setModel(self.model)
        self.tree.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.add_action = QAction(icons.icon("add"), self.tr("Add…"), self)
        self.add_action.setIconText(self.add_action.text())
        self.edit_action = QAction(self.tr("Edit"), self)
        self.remove_action = QAction(self.tr("Remove"), self)
        self.add_action.triggered.connect(self._on_add)
        self.edit_action.triggered.connect(self._on_edit)
        self.remove_action.triggered.connect(self._on_remove)
        self._lay_out(title)
        self.tree.selectionModel().currentChanged.connect(self._on_current_changed)
        self.tree.chosen.connect(self._on_chosen)
        self.tree.removal_requested.connect(self._on_remove)
        self.form.submitted.connect(self._on_submitted)
        self.form.cancelled.connect(self._on_form_closed)

    def title(self) -> str:
        """The heading above the list."""
        raise NotImplementedError

    def headings(self) -> Sequence[str]:
        """The headings of the list's columns."""
        raise NotImplementedError

    def purpose(self) -> str:
        """What the section is for, in a sentence: it stands in the place of an empty list."""
        raise NotImplementedError

    def load(self, view: View, page: Page) -> None:
        """Shows a page's facts as the view has them."""
        place = self.tree.place()
        self._page = page
        self._facts = self.read(view, page)
        self.model.set_rows([self.row(fact, view, page) for fact in self._facts])
        self.tree.return_to(place)
        self.tree.setVisible(bool(self._facts))
        self.purpose_label.setVisible(not self._facts)
        self.tree.updateGeometries()
        self._update_actions()

    def read(self, view: View, page: Page) -> tuple[SectionFact, ...]:
        """The facts to list."""
        raise NotImplementedError

    def row(self, fact: SectionFact, view: View, page: Page) -> Row:
        """How a fact is listed."""
        raise NotImplementedError

    def _lay_out(self, title: str) -> None:
        self.purpose_label = PlainLabel(self.purpose())
        self.purpose_label.setWordWrap(True)
        self.purpose_label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        heading = PlainLabel(title)
        font = heading.font()
        font.setBold(True)
        heading.setFont(font)
        top = QHBoxLayout()
        top.setSpacing(2)
        top.addWidget(heading)
        top.addStretch(1)
        for action in (self.add_action, self.edit_action, self.remove_action):
            button = tool_button(action)
            button.setAccessibleName(f"{title}: {action.text()}")
            top.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(top)
        layout.addWidget(self.purpose_label)
        layout.addWidget(self.tree)
        layout.addWidget(self.form)

    def _current(self) -> SectionFact | None:
        index = self.tree.currentIndex()
        return self._facts[index.row()] if index.isValid() else None

    def _stored(self) -> SectionFact | None:
        """The current fact, unless it is a row that waits to be filled in."""
        fact = self._current()
        return fact if fact is not None and fact.id else None

    def _update_actions(self) -> None:
        writable = not self._session.read_only
        chosen = self._current() is not None
        self.add_action.setEnabled(writable)
        self.edit_action.setEnabled(writable and chosen)
        self.remove_action.setEnabled(writable and self._stored() is not None)

    def _on_current_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._update_actions()

    def _on_chosen(self, _index: QModelIndex) -> None:
        self._on_edit()

    def _on_add(self) -> None:
        if self._page is not None and not self._session.read_only:
            self.form.begin(self._session.author_view(), self._page, None)

    def _on_edit(self) -> None:
        fact = self._current()
        if fact is not None and self._page is not None and not self._session.read_only:
            self.form.begin(self._session.author_view(), self._page, fact)

    def _on_remove(self) -> None:
        fact = self._stored()
        if fact is not None and not self._session.read_only:
            self._session.apply(RemoveFact(self.fact_type, fact.id), label=f"remove {fact.noun}", initiator=self)

    def _on_submitted(self) -> None:
        edits = self.form.edits()
        if not edits:
            return
        self.form.set_waiting(True)
        # The last is the fact itself; what goes along is stored before it.
        self._session.apply(
            *edits, label=label(edits[-1]), initiator=self, done=self._on_saved, refused=self.form.refuse
        )

    def _on_saved(self, _change: Change) -> None:
        self.form.close_form()
        self._on_form_closed()

    def _on_form_closed(self) -> None:
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)
