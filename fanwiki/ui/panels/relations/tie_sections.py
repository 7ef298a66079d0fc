"""The lists of what ties a page to others: its relationships, its groups, or the members of a group."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHeaderView, QWidget

from fanwiki.domain.entities import Membership, Page, Relationship
from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.domain.listing import RelationLine
from fanwiki.ui.panels.fact_section import FactSection, SectionFact
from fanwiki.ui.panels.list_view import Cell, Row
from fanwiki.ui.panels.relations.tie_form import MembershipForm, RelationshipForm, TieForm
from fanwiki.ui.session import WikiSession
from fanwiki.wiki import View


class TieSection(FactSection):
    """Lines that lead to the other page by double click or Ctrl+Enter; Enter edits. `page_requested` has its id."""

    page_requested = Signal(object)
    fact_class: type[Relationship] | type[Membership]

    def __init__(self, session: WikiSession, form: TieForm, parent: QWidget | None = None) -> None:
        self._lines: dict[str, RelationLine] = {}
        super().__init__(session, form, parent)
        self.open_action = QAction(self.tr("Open page"), self)
        self.open_action.setToolTip(self.tr("Open the page of the selected line (Ctrl+Enter)"))
        self.open_action.setEnabled(False)
        self.open_action.triggered.connect(self._on_open)
        self.tree.addActions([self.open_action, self.edit_action, self.remove_action])
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.tree.doubleClicked.disconnect(self.tree.chosen)
        self.tree.doubleClicked.connect(self._on_opened)
        self.tree.opened.connect(self._on_opened)

    def read(self, view: View, page: Page) -> tuple[SectionFact, ...]:
        lines = [line for line in view.relations(page.id) if isinstance(line.fact, self.fact_class)]
        self._lines = {line.fact.id: line for line in lines if line.fact is not None}
        return tuple(line.fact for line in self._lines.values() if line.fact is not None)

    def row(self, fact: SectionFact, view: View, page: Page) -> Row:
        line = self._lines[fact.id]
        other = Cell(line.other_title, icon=view.page(line.other).kind.value)
        home = view.home_show(page.id)
        return Row(fact.id, (Cell(line.kind, self._when(line, view, home)), other))

    def _when(self, line: RelationLine, view: View, home: PageId | None) -> str:
        def write(point: EpisodeId) -> str:
            return view.point(point, home)

        if line.since is not None and line.until is not None:
            return f"{write(line.since)} – {write(line.until)}"
        if line.since is not None:
            return self.tr("since {point}").format(point=write(line.since))
        if line.until is not None:
            return self.tr("until {point}").format(point=write(line.until))
        return ""

    def _update_actions(self) -> None:
        super()._update_actions()
        self.open_action.setEnabled(self._current() is not None)

    def _on_open(self) -> None:
        fact = self._current()
        if fact is not None:
            self.page_requested.emit(self._lines[fact.id].other)

    def _on_opened(self, _index: QModelIndex) -> None:
        self._on_open()


class RelationshipSection(TieSection):
    """Relationships in both directions, each in the words of this side."""

    fact_type = "Relationship"
    fact_class = Relationship
    form: RelationshipForm

    def __init__(self, session: WikiSession, parent: QWidget | None = None) -> None:
        super().__init__(session, RelationshipForm(session), parent)
        self.setObjectName("relationshipSection")

    def title(self) -> str:
        return self.tr("Relations")

    def purpose(self) -> str:
        return self.tr("Who is what to whom: parents, friends, enemies, and from when to when.")

    def headings(self) -> Sequence[str]:
        return (self.tr("Kind"), self.tr("With"))


class MembershipSection(TieSection):
    """Memberships seen from one of their sides: the groups of a character, or the members of a group."""

    fact_type = "Membership"
    fact_class = Membership
    form: MembershipForm

    def __init__(self, session: WikiSession, parent: QWidget | None = None) -> None:
        form = MembershipForm(session)
        super().__init__(session, form, parent)
        form.name_other(self.other())

    def other(self) -> str:
        """What the page on the other side is."""
        raise NotImplementedError

    def headings(self) -> Sequence[str]:
        return (self.tr("Role"), self.other())


class GroupSection(MembershipSection):
    """The groups that a character belongs to."""

    def __init__(self, session: WikiSession, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setObjectName("groupSection")

    def other(self) -> str:
        return self.tr("Group")

    def title(self) -> str:
        return self.tr("Groups")

    def purpose(self) -> str:
        return self.tr("The groups that the character belongs to, as what, and from when to when.")


class MemberSection(MembershipSection):
    """The members of a group."""

    def __init__(self, session: WikiSession, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setObjectName("memberSection")

    def other(self) -> str:
        return self.tr("Character")

    def title(self) -> str:
        return self.tr("Members")

    def purpose(self) -> str:
        return self.tr("Who belongs to the group, as what, and from when to when.")
