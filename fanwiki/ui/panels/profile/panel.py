"""The profile of the current page's subject: its data, its names, its typed profile, and whom it has to do with."""

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from fanwiki.domain.casting import Billing
from fanwiki.domain.entities import Page
from fanwiki.domain.errors import NotFound
from fanwiki.domain.listing import Field, Infobox
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui.panels.link_rows import LinkRows
from fanwiki.ui.panels.panel import EmptyState, Panel
from fanwiki.ui.panels.profile.names_section import NamesSection
from fanwiki.ui.panels.profile.portraits_section import PortraitsSection
from fanwiki.ui.panels.profile.subject_form import SubjectForm
from fanwiki.ui.panels.profile.values_section import ValuesSection
from fanwiki.ui.panels.tools import Heading
from fanwiki.ui.panels.words import doubt, word
from fanwiki.ui.session import WikiSession


class ProfilePanel(Panel):
    """What an infobox shows, to be edited where it stands."""

    concerns: ClassVar[frozenset[str]] = frozenset(
        {
            "Name",
            "ProfileValue",
            "Portrait",
            "Media",
            "ProfileField",
            "Portrayal",
            "StatusEvent",
            "State",
            "Show",
            "Season",
            "Episode",
            "Character",
            "Person",
            "Group",
            "AlternativeOrder",
        }
    )

    def __init__(self, session: WikiSession, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setObjectName("profilePanel")
        self.setAccessibleName(self.tr("Profile"))
        self.heading = Heading()
        self.kind = QLabel()
        self.subject_form = SubjectForm(session)
        self.links = LinkRows()
        self.links.label_width = self.fontMetrics().horizontalAdvance(self.tr("Original title"))
        self.subject_form.rows.label_width = self.links.label_width
        self.links.page_requested.connect(self.page_requested)
        self.names = NamesSection(session)
        self.values = ValuesSection(session)
        self.portraits = PortraitsSection(session)
        self.empty = EmptyState()
        self._inside = QWidget()
        layout = QVBoxLayout(self._inside)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self.heading)
        layout.addWidget(self.kind)
        layout.addWidget(self.links)
        layout.addWidget(self.subject_form)
        layout.addWidget(_line())
        layout.addWidget(self.names)
        layout.addWidget(_line())
        layout.addWidget(self.values)
        layout.addWidget(_line())
        layout.addWidget(self.portraits)
        layout.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll, 1)
        outer.addWidget(self.empty, 1)
        self.refresh()

    def show_page(self, page: Page | None) -> None:
        turned = self.turns_to(page)
        if turned:
            self.subject_form.commit()
        super().show_page(page)
        if turned:
            self._scroll.verticalScrollBar().setValue(0)

    def refresh(self) -> None:
        if self.page is None:
            self._show_empty(self.tr("Here stand the data and names of what the page is about."))
            return
        try:
            with self.session.reading() as view:
                page = view.page(self.page.id)
                subject, box, home = view.subject(page.id), view.infobox(page.id), view.home_show(page.id)
                cast = view.portrayals_of(page.id) if page.kind is PageKind.CHARACTER else ()
                self.names.load(view, page)
                self.values.load(view, page)
                self.portraits.load(view, page)
        except NotFound:
            self._show_empty(self.tr("This page has been deleted, or the viewpoint has not reached it yet."))
            return
        if subject is None or box is None:
            self._show_empty(
                self.tr("This page has no profile: shows, seasons, episodes, characters, people and groups have one.")
            )
            return
        self.page = page
        self.heading.setText(page.title)
        self.kind.setText(word(page.kind))
        self._show_links(box, cast)
        self.subject_form.load(page, subject, home)
        self.empty.hide()
        self._scroll.show()

    def _show_empty(self, sentence: str) -> None:
        self.empty.say(sentence)
        self._scroll.hide()
        self.empty.show()

    def _show_links(self, box: Infobox, cast: tuple[Billing, ...]) -> None:
        """What the data say that is not edited here: the status, and the fields that lead to pages."""
        shown = [field for field in box.fields if any(page is not None for _text, page in field.values)]
        shown = [field for field in shown if field.label != "First seen"]
        if cast:
            people = dict.fromkeys((line.person, line.portrayal.person) for line in cast)
            shown.append(Field(self.tr("Played by"), tuple(people)))
        status = box.status
        if status is not None and status.state is not None:
            certainty = doubt(status.certainty)
            text = f"{status.state.word}, {certainty}" if certainty else status.state.word
            shown.append(Field(self.tr("Status"), ((text, None),)))
        self.links.load(shown)


def _line() -> QFrame:
    line = QFrame()
    line.setFrameShape(QFrame.Shape.HLine)
    line.setFrameShadow(QFrame.Shadow.Sunken)
    return line
