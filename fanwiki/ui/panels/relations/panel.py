"""Whom the subject of the current page has to do with: relationships, groups, and the members of a group."""

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from fanwiki.domain.entities import Page
from fanwiki.domain.errors import NotFound
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui.panels.panel import EmptyState, Panel
from fanwiki.ui.panels.relations.tie_sections import GroupSection, MemberSection, RelationshipSection
from fanwiki.ui.panels.tools import Heading
from fanwiki.ui.session import WikiSession

_RELATED = frozenset({PageKind.CHARACTER, PageKind.GROUP, PageKind.PERSON})


class RelationsPanel(Panel):
    """As of the viewpoint: an end that it has not seen reads as going on."""

    concerns: ClassVar[frozenset[str]] = frozenset(
        {"Relationship", "Membership", "Show", "Season", "Episode", "AlternativeOrder"}
    )

    def __init__(self, session: WikiSession, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setObjectName("relationsPanel")
        self.setAccessibleName(self.tr("Relations"))
        self.heading = Heading()
        self.members = MemberSection(session)
        self.groups = GroupSection(session)
        self.relationships = RelationshipSection(session)
        self.empty = EmptyState()
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(12)
        layout.addWidget(self.heading)
        for section in (self.members, self.relationships, self.groups):
            section.page_requested.connect(self.page_requested)
            layout.addWidget(section)
        layout.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Lists grow with their rows after the area has been laid out; a bar that comes and goes would cut them off.
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll, 1)
        outer.addWidget(self.empty, 1)
        self.refresh()

    def show_page(self, page: Page | None) -> None:
        turned = self.turns_to(page)
        super().show_page(page)
        if turned:
            self._scroll.verticalScrollBar().setValue(0)

    def refresh(self) -> None:
        if self.page is None or self.page.kind not in _RELATED:
            self._show_empty(self.tr("Here stands whom a character, a group or a person has to do with."))
            return
        group, character = self.page.kind is PageKind.GROUP, self.page.kind is PageKind.CHARACTER
        try:
            with self.session.reading() as view:
                page = view.page(self.page.id)
                self.relationships.load(view, page)
                if group:
                    self.members.load(view, page)
                if character:
                    self.groups.load(view, page)
        except NotFound:
            self._show_empty(self.tr("This page has been deleted, or the viewpoint has not reached it yet."))
            return
        self.page = page
        self.heading.setText(page.title)
        self.members.setVisible(group)
        self.groups.setVisible(character)
        self.empty.hide()
        self._scroll.show()

    def _show_empty(self, sentence: str) -> None:
        self.empty.say(sentence)
        self._scroll.hide()
        self.empty.show()
