"""A page that goes up in another: in which one, and how its text is put there."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QLineEdit, QRadioButton, QWidget

from fanwiki.domain.errors import InvalidEdit
from fanwiki.domain.ids import PageId
from fanwiki.ui.dialogs.form import FormDialog
from fanwiki.ui.panels.page_field import PageField
from fanwiki.ui.plain import PlainLabel
from fanwiki.ui.session import WikiSession
from fanwiki.wiki.reading.choosing import Wanted


@dataclass(frozen=True)
class MergeAsked:
    """What is to be merged: the page `gone` into `kept`, under a heading unless that is empty."""

    gone: PageId
    kept: PageId
    heading: str


Submit = Callable[[MergeAsked, "MergePageDialog"], None]


class MergePageDialog(FormDialog):
    """Asks into which page another goes."""

    def __init__(self, session: WikiSession, gone: PageId, submit: Submit, parent: QWidget) -> None:
        super().__init__(parent, "", "")
        self.setObjectName("mergePageDialog")
        self.setWindowTitle(self.tr("Merge page"))
        self.go.setText(self.tr("Merge"))
        self._gone = gone
        self._submit = submit
        title = session.author_view().page(gone).title
        said = self.tr(
            "“{title}” goes up in another page. Its text, names and facts go there, every link to it leads there, and "
            "the page itself goes to the trash."
        )
        about = PlainLabel(said.format(title=title), self)
        about.setWordWrap(True)
        self.form.addRow(about)
        self.kept = PageField(session, self.tr("the title of a page"), self)
        self.kept.ask_for(Wanted(without=gone))
        self.below = QRadioButton(self.tr("Its text &after that of the page"), self)
        self.under = QRadioButton(self.tr("Its text under a &heading:"), self)
        self.heading = QLineEdit(title, self)
        self.heading.setAccessibleName(self.tr("Heading"))
        self.row(self.tr("&Into:"), self.kept)
        for widget in (self.below, self.under, self.heading):
            self.form.addRow("", widget)
        self.under.toggled.connect(self.heading.setEnabled)
        self.under.setChecked(True)
        self.kept.setFocus()

    def submit(self) -> None:
        kept = self.kept.page()
        if kept is None:
            raise InvalidEdit(self.tr("choose the page that is kept"))
        heading = self.heading.text().strip() if self.under.isChecked() else ""
        if self.under.isChecked() and not heading:
            raise InvalidEdit(self.tr("write the heading, or choose to have the text after that of the page"))
        self._submit(MergeAsked(self._gone, kept, heading), self)
