"""What exporting and importing have in common in the window: the choice, the progress and the report are three sheets
of one dialog, and the work is done on a thread of its own.
"""

from collections.abc import Generator
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from fanwiki.domain.progress import Progress
from fanwiki.ui.dialogs.form import without_icons
from fanwiki.ui.plain import PlainLabel
from fanwiki.ui.tasks import LongJob

CHOOSING: Final = 0
WORKING: Final = 1
TOLD: Final = 2
"""The sheets, in their order."""


class WorkDialog(QDialog):
    """A dialog does its work in `_run`, step by step, and hears how it goes by `_on_progressed` and one of the other
    three. Cancelling, and closing while it works, end it after the step that it is at.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._job: LongJob | None = None
        self._sheets = QStackedWidget(self)
        self.buttons = QDialogButtonBox(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.addWidget(self._sheets)
        layout.addWidget(self.buttons)

    @property
    def working(self) -> bool:
        return self._sheets.currentIndex() == WORKING

    def done(self, result: int) -> None:
        self._end_job()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._end_job()
        super().closeEvent(event)

    def _add_sheets(self, choice: QWidget, report: QWidget) -> None:
        for sheet in (choice, self._make_progress(), report):
            self._sheets.addWidget(sheet)

    def _make_progress(self) -> QWidget:
        sheet = QWidget(self)
        self._what = PlainLabel(parent=sheet)
        self.bar = QProgressBar(sheet)
        self.bar.setAccessibleName(self.tr("How far it is"))
        layout = QVBoxLayout(sheet)
        layout.addStretch()
        layout.addWidget(self._what)
        layout.addWidget(self.bar)
        layout.addStretch()
        return sheet

    def _begin_job(self) -> None:
        self._job = LongJob(self._run, self)
        self._job.progressed.connect(self._on_progressed)
        self._job.finished.connect(self._on_finished)
        self._job.cancelled.connect(self._on_cancelled)
        self._job.failed.connect(self._on_failed)
        self._what.setText(self.tr("Starting …"))
        self.bar.setRange(0, 0)
        self._sheets.setCurrentIndex(WORKING)
        self._job.start()

    def _end_job(self) -> None:
        if self._job is not None:
            self._job.shut_down()

    def _add_stop(self) -> None:
        """The button that cancels or, when there is nothing to be cancelled, closes: the last of all."""
        self.stop = self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.stop.clicked.connect(self._on_stop)
        without_icons(self.buttons)

    def _on_stop(self) -> None:
        if self.working and self._job is not None:
            self.stop.setEnabled(False)
            self._job.cancel()
            return
        self.reject()

    def _run(self) -> Generator[object, None, None]:
        raise NotImplementedError

    def _on_progressed(self, progress: Progress) -> None:
        raise NotImplementedError

    def _on_finished(self) -> None:
        raise NotImplementedError

    def _on_cancelled(self) -> None:
        raise NotImplementedError

    def _on_failed(self, error: Exception) -> None:
        raise NotImplementedError
