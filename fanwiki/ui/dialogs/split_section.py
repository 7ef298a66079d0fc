"""A section that becomes a page: how it is called, from where on it is known, and what stays in its place."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from fanwiki.domain.errors import InvalidEdit
from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.ui.dialogs.form import FormDialog
from fanwiki.ui.panels.points import PointField
from fanwiki.ui.plain import PlainLabel
from fanwiki.wiki import View
from fanwiki.wiki.splitting import introduction, section_at


@dataclass(frozen=True)
class SplitAsked:
    """What is to be split off: the section at a line, from 0, of a page's text."""

    page: PageId
    line: int
    title: str
    introduced_at: EpisodeId | None
    lead: bool


Submit = Callable[[SplitAsked, "SplitSectionDialog"], None]


class SplitSectionDialog(FormDialog):
    """Asks about the section at a line of a page. Raises InvalidEdit where there is none."""

    def __init__(self, view: View, page: PageId, line: int, submit: Submit, parent: QWidget) -> None:
        section = section_at(view.text(page).body, line)
        if section is None:
            raise InvalidEdit("the cursor is under no heading: put it into the section that is to be a page")
        point = introduction(view, page)
        super().__init__(parent, "", "")
        self.setObjectName("splitSectionDialog")
        self.setWindowTitle(self.tr("Split section off as a page"))
        self.go.setText(self.tr("Make the page"))
        self._page = page
        self._line = line
        self._submit = submit
        said = self.tr(
            "“{heading}” becomes a page with all that stands under it. Links to it, and to the headings in it, lead to "
            "the new page."
        )
        about = PlainLabel(said.format(heading=section.heading), self)
        about.setWordWrap(True)
        self.form.addRow(about)
        self.title = QLineEdit(section.heading, self)
        self.introduced = PointField(self.tr("known from the start"), self)
        self.introduced.load(view, view.home_show(page))
        self.introduced.set_point(point)
        self.lead = QCheckBox(self.tr("Leave its first &sentence before the link to it"), self)
        self.row(self.tr("&Title:"), self.title)
        self.row(self.tr("&Introduced in:"), self.introduced)
        self.form.addRow("", self.lead)
        if not view.page(page).reviewed and point is not None:
            note = PlainLabel(
                self.tr("Nobody has marked this page as safe yet: choose from where on its new title may be known."),
                self,
            )
            note.setWordWrap(True)
            self.form.addRow(note)
        self.title.selectAll()
        self.title.setFocus()

    def submit(self) -> None:
        title = self.title.text().strip()
        if not title:
            raise InvalidEdit(self.tr("give the page a title"))
        self._submit(SplitAsked(self._page, self._line, title, self.introduced.point(), self.lead.isChecked()), self)
