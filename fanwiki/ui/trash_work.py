"""The trash in the window: what lies in it is restored, or forgotten for good after a backup."""

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer

from fanwiki.domain.changes import Change
from fanwiki.domain.edits import EmptyTrash, RestorePage
from fanwiki.domain.ids import PageId
from fanwiki.ui.backup_work import BackupWork
from fanwiki.ui.dialogs.empty_trash import EmptyTrashDialog
from fanwiki.ui.dialogs.trash import TrashDialog
from fanwiki.ui.main_window import MainWindow
from fanwiki.ui.session import WikiSession
from fanwiki.ui.settings import Settings
from fanwiki.wiki.emptying import due

WAIT_MS: Final = 60_000
"""From the opening of a wiki until what has lain in its trash for too long goes, if the settings say so."""


class TrashWork(QObject):
    """Lives as long as the session does."""

    def __init__(self, window: MainWindow, session: WikiSession, backups: BackupWork, settings: Settings) -> None:
        super().__init__(session)
        self._window = window
        self._session = session
        self._backups = backups
        self._settings = settings
        self.timer = QTimer(self, singleShot=True, interval=WAIT_MS)
        self.timer.timeout.connect(self._empty_what_is_due)
        if not session.read_only:
            self.timer.start()
        window.actions_of_window.connect_all({"restore_page": self.show_trash})

    def show_trash(self) -> None:
        dialog = TrashDialog(self._session, self._window)
        dialog.restore_requested.connect(self._restore)
        dialog.empty_requested.connect(partial(self._ask_to_empty, dialog))
        dialog.open()

    def _restore(self, page: PageId) -> None:
        self._session.apply(RestorePage(page))

    def _ask_to_empty(self, above: TrashDialog) -> None:
        with self._session.author_view().together() as view:
            tops = tuple(page.id for page, _ in view.trash())
            found = view.emptying(tops)
        dialog = EmptyTrashDialog(found, tops, above)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.confirmed.connect(self.empty)
        dialog.open()

    def empty(self, tops: tuple[PageId, ...]) -> None:
        """Forgets pages for good, once there is a backup."""
        self._backups.do_after_backup(partial(self._session.apply, EmptyTrash(tops), done=self._on_emptied))

    def _empty_what_is_due(self) -> None:
        days = self._settings.trash_days()
        if not days:
            return
        with self._session.author_view().together() as view:
            tops = due(view.trash(), days)
            goes = bool(tops) and bool(view.emptying(tops).goes)
        if goes:
            self.empty(tops)

    def _on_emptied(self, change: Change) -> None:
        count = len(change.pages)
        if count == 1:
            self._window.notice.say(self.tr("One page has left the trash for good"))
        else:
            self._window.notice.say(self.tr("{count} pages have left the trash for good").format(count=f"{count:,}"))
