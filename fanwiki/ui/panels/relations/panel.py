"""Whom the subject of the current page has to do with: relationships, groups, and the members of a group."""

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from fanwiki.domain.errors import NotFound
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui.panels.panel import ScrolledPanel
from fanwiki.ui.panels.relations.tie_sections import GroupSection, MemberSection, RelationshipSection
from fanwiki.ui.panels.tools import Heading
from fanwiki.ui.session import WikiSession

_RELATED = frozenset({PageKind.CHARACTER, PageKind.GROUP, PageKind.PERSON})


class RelationsPanel(ScrolledPanel):
    """As of the viewpoint: an end that it has not seen reads as going on."""

    concerns: ClassVar[frozenset[str]] = frozenset(
        {"Relationship", "Membership", "Show", "Season", "Episode", "AlternativeOrder"}
    )

    def __init__(self, session: WikiSession, parent: QWidget | None = None) -> None:
        super().__init__(session, 12, parent)
        self.setObjectName("relationsPanel")
        self.setAccessibleName(self.tr("Relations"))
        self.heading = Heading()
        self.members = MemberSection(session)
        self.groups = GroupSection(session)
        self.relationships = RelationshipSection(session)
        self.column.addWidget(self.heading)
        for section in (self.members, self.relationships, self.groups):
            section.page_requested.connect(self.page_requested)
            self.column.addWidget(section)
        self.column.addStretch(1)
        # Lists grow with their rows after the area has been laid out; a bar that comes and goes would cut them off.
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.refresh()

    def read(self) -> None:
        if self.page is None or self.page.kind not in _RELATED:
            self.show_empty(self.tr("Here stands whom a character, a group or a person has to do with."))
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
            self.show_empty(self.tr("This page has been deleted, or the viewpoint has not reached it yet."))
            return
        self.page = page
        self.heading.setText(page.title)
        self.members.setVisible(group)
        self.groups.setVisible(character)
        self.show_column()
