"""Asks for the moment at which the wiki shall be looked at."""

from datetime import UTC, datetime

from PySide6.QtCore import QDateTime, Signal
from PySide6.QtWidgets import QDateTimeEdit, QLabel, QWidget

from fanwiki.ui.dialogs.form import FormDialog


class PastDialog(FormDialog):
    """`moment_chosen` carries a datetime in UTC."""

    moment_chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, self.tr("The wiki as it stood"), self.tr("Open a copy"))
        self.setObjectName("pastDialog")
        self.moment = QDateTimeEdit(QDateTime.currentDateTime().addDays(-1), self)
        self.moment.setCalendarPopup(True)
        self.moment.setMaximumDateTime(QDateTime.currentDateTime())
        self.row(self.tr("&As it stood on:"), self.moment)
        said = QLabel(
            self.tr(
                "A copy with the texts, facts and tree of that moment is made beside the wiki, which stays as it is. "
                "Steps that were undone are left out, and what was emptied from the trash is gone."
            )
        )
        said.setWordWrap(True)
        self.form.addRow(said)

    def submit(self) -> None:
        chosen = datetime.fromtimestamp(self.moment.dateTime().toSecsSinceEpoch(), UTC)
        self.moment_chosen.emit(chosen)
        self.accept()
