"""The trash in the window: what lies in it is restored, or forgotten for good after a backup."""

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer
from shiboken6 import isValid

from fanwiki.domain.changes import Change
from fanwiki.domain.edits import EmptyTrash, RestorePage
from fanwiki.domain.ids import PageId
from fanwiki.ui.backup_work import BackupWork
from fanwiki.ui.dialogs.empty_trash import EmptyTrashDialog
from fanwiki.ui.dialogs.trash import TrashDialog
from fanwiki.ui.main_window import MainWindow
from fanwiki.ui.session import WikiSession
from fanwiki.ui.settings import Settings
from fanwiki.wiki import View
from fanwiki.wiki.emptying import Emptying, due

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
        self._session.look_up(partial(_all_of_it, self._session.author_view()), partial(self._ask, above))

    def _ask(self, above: TrashDialog, goes: tuple[tuple[PageId, ...], Emptying]) -> None:
        if not isValid(above):
            return
        tops, found = goes
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
        self._session.look_up(partial(_due, self._session.author_view(), days), self._empty_those)

    def _empty_those(self, tops: tuple[PageId, ...]) -> None:
        if tops:
            self.empty(tops)

    def _on_emptied(self, change: Change) -> None:
        count = len(change.pages)
        if count == 1:
            self._window.notice.say(self.tr("One page has left the trash for good"))
        else:
            self._window.notice.say(self.tr("{count} pages have left the trash for good").format(count=f"{count:,}"))


def _all_of_it(view: View) -> tuple[tuple[PageId, ...], Emptying]:
    """What lies in the trash, and what would go with it."""
    with view.together() as held:
        tops = tuple(page.id for page, _ in held.trash())
        return tops, held.emptying(tops)


def _due(view: View, days: int) -> tuple[PageId, ...]:
    """What has lain there for so many days, if anything goes with it."""
    with view.together() as held:
        tops = due(held.trash(), days)
        return tops if tops and held.emptying(tops).goes else ()
