"""Vouching that a page's prose gives nothing away before a point."""

from collections.abc import Callable

from PySide6.QtWidgets import QRadioButton, QVBoxLayout, QWidget

from fanwiki.domain.edits import ReviewPage
from fanwiki.domain.entities import Page
from fanwiki.domain.errors import InvalidEdit
from fanwiki.ui.dialogs.form import FormDialog
from fanwiki.ui.panels.points import PointField
from fanwiki.ui.plain import PlainLabel
from fanwiki.wiki import View

Submit = Callable[[ReviewPage, "ReviewDialog"], None]


class ReviewDialog(FormDialog):
    """Safe from the start, safe from an episode, or not reviewed."""

    def __init__(self, view: View, page: Page, submit: Submit, parent: QWidget) -> None:
        super().__init__(parent, "", "")
        self.setObjectName("reviewDialog")
        self.setWindowTitle(self.tr("Mark as safe"))
        self.go.setText(self.tr("Save"))
        self._page = page
        self._submit = submit
        question = PlainLabel(self.tr("From where on does “{title}” give nothing away?").format(title=page.title), self)
        question.setWordWrap(True)
        self.from_start = QRadioButton(self.tr("From the &start"), self)
        self.from_point = QRadioButton(self.tr("Once this &episode has been seen:"), self)
        self.unreviewed = QRadioButton(
            self.tr("&Not reviewed: left out for readers who have not seen everything"), self
        )
        self.point = PointField(self.tr("such as S1E06"), self)
        self.point.setAccessibleName(self.tr("Safe from"))
        self.point.load(view, view.home_show(page.id))
        self.point.set_point(page.safe_from)
        choices = QVBoxLayout()
        for widget in (question, self.from_start, self.from_point, self.point, self.unreviewed):
            choices.addWidget(widget)
        self.form.addRow(choices)
        chosen = self.unreviewed
        if page.reviewed:
            chosen = self.from_start if page.safe_from is None else self.from_point
        chosen.setChecked(True)
        self.point.setEnabled(self.from_point.isChecked())
        self.from_point.toggled.connect(self.point.setEnabled)

    def submit(self) -> None:
        point = self.point.point() if self.from_point.isChecked() else None
        if self.from_point.isChecked() and point is None:
            raise InvalidEdit(self.tr("choose the episode"))
        self._submit(ReviewPage(self._page.id, not self.unreviewed.isChecked(), point), self)
