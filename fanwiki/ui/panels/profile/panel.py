"""The profile of the current page's subject: its data, its names, its typed profile, and whom it has to do with."""

from typing import ClassVar

from PySide6.QtWidgets import QFrame, QWidget

from fanwiki.domain.casting import Billing
from fanwiki.domain.entities import Page
from fanwiki.domain.errors import NotFound
from fanwiki.domain.listing import Field, Infobox
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui.panels.link_rows import LinkRows
from fanwiki.ui.panels.panel import ScrolledPanel
from fanwiki.ui.panels.profile.names_section import NamesSection
from fanwiki.ui.panels.profile.portraits_section import PortraitsSection
from fanwiki.ui.panels.profile.subject_form import SubjectForm
from fanwiki.ui.panels.profile.values_section import ValuesSection
from fanwiki.ui.panels.tools import Heading
from fanwiki.ui.panels.words import doubt, word
from fanwiki.ui.plain import PlainLabel
from fanwiki.ui.session import WikiSession


class ProfilePanel(ScrolledPanel):
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
        super().__init__(session, 8, parent)
        self.setObjectName("profilePanel")
        self.setAccessibleName(self.tr("Profile"))
        self.heading = Heading()
        self.kind = PlainLabel()
        self.subject_form = SubjectForm(session)
        self.links = LinkRows()
        self.links.label_width = self.fontMetrics().horizontalAdvance(self.tr("Original title"))
        self.subject_form.rows.label_width = self.links.label_width
        self.links.page_requested.connect(self.page_requested)
        self.names = NamesSection(session)
        self.values = ValuesSection(session)
        self.portraits = PortraitsSection(session)
        for part in (
            *(self.heading, self.kind, self.links, self.subject_form),
            *(_line(), self.names, _line(), self.values, _line(), self.portraits),
        ):
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.refresh()

    def show_page(self, page: Page | None) -> None:
        if self.turns_to(page):
            self.subject_form.commit()
        super().show_page(page)

    def read(self) -> None:
        if self.page is None:
            self.show_empty(self.tr("Here stand the data and names of what the page is about."))
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
            self.show_empty(self.tr("This page has been deleted, or the viewpoint has not reached it yet."))
            return
        if subject is None or box is None:
            self.show_empty(
                self.tr("This page has no profile: shows, seasons, episodes, characters, people and groups have one.")
            )
            return
        self.page = page
        self.heading.setText(page.title)
        self.kind.setText(word(page.kind))
        self._show_links(box, cast)
        self.subject_form.load(page, subject, home)
        self.show_column()

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
