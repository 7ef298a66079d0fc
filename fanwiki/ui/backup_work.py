"""Backups by the window: made while one works, and opened again when something has gone wrong."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer

from fanwiki.domain.errors import Unwanted, WikiError
from fanwiki.ui.dialogs.backups import BackupsDialog
from fanwiki.ui.dialogs.past import PastDialog
from fanwiki.ui.main_window import MainWindow
from fanwiki.ui.session import WikiSession
from fanwiki.ui.tasks import WikiLane
from fanwiki.wiki import backups, past_copy
from fanwiki.wiki.backups import Backup

EVERY_MS: Final = 10 * 60_000
"""From the first change since the last backup to the next one."""


class BackupWork(QObject):
    """Lives as long as the session does. Backups are made on a thread of their own, so that saves go on."""

    def __init__(self, window: MainWindow, session: WikiSession) -> None:
        super().__init__(session)
        self._window = window
        self._session = session
        self._lane = WikiLane(self, "backups")
        self.timer = QTimer(self, singleShot=True, interval=EVERY_MS)
        self.timer.timeout.connect(self._back_up)
        session.changed.connect(self._on_changed)
        session.closing.connect(self._lane.shut_down)
        window.actions_of_window.connect_all({"restore_backup": self.restore_backup, "open_past": self.open_past})

    def restore_backup(self) -> None:
        """Shows the backups there are, and what each holds."""
        dialog = BackupsDialog(self._session.wiki.path, self._lane, self._window)
        dialog.copy_requested.connect(self._copy)
        dialog.open()

    def open_past(self) -> None:
        """Asks for a moment, and opens a copy of the wiki as it stood then."""
        dialog = PastDialog(self._window)
        dialog.moment_chosen.connect(self._open_past)
        dialog.open()

    def do_after_backup(self, work: Callable[[], object]) -> None:
        """Makes a backup and then does something that takes much with it; nothing, if no backup can be made."""
        self._lane.submit(self._make, partial(_go_on, work), self._on_failed)

    def _on_changed(self) -> None:
        if not self.timer.isActive():
            self.timer.start()

    def _back_up(self) -> None:
        self._lane.submit(self._make, failed=self._on_failed)

    def _make(self) -> Backup:
        return backups.back_up_in_turn(self._session.wiki, going_on=self._goes_on)

    def _goes_on(self) -> bool:
        """A wiki that is being closed does not wait for its backup: it was made ten minutes ago, or comes next time."""
        return not self._lane.ended

    def _open_past(self, moment: datetime) -> None:
        self._window.notice.say(self.tr("A copy of the wiki as it stood is being made …"))
        job = partial(past_copy.copy_beside, self._session.wiki.path, moment)
        self._lane.submit(job, self._window.wiki_requested.emit, self._on_past_failed)

    def _on_past_failed(self, error: Exception) -> None:
        if not isinstance(error, WikiError):
            raise error
        self._session.failed.emit(str(error))

    def _copy(self, backup: Backup) -> None:
        job = partial(backups.copy_beside, backup, self._session.wiki.path)
        self._lane.submit(job, self._window.wiki_requested.emit, self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, Unwanted):
            return
        if not isinstance(error, WikiError):
            raise error
        said = self.tr("No backup could be made: {why}").format(why=error)
        self._window.notice.say(said)


def _go_on(work: Callable[[], object], _backup: Backup) -> None:
    work()
