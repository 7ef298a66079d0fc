"""Sections that become pages: asked for in the window, planned and done on the lane, told in the notice."""

from functools import partial

from PySide6.QtCore import QObject

from fanwiki.domain.changes import Change
from fanwiki.domain.edits import Edit
from fanwiki.domain.errors import WikiError
from fanwiki.domain.ids import PageId
from fanwiki.ui.dialogs.split_section import SplitAsked, SplitSectionDialog
from fanwiki.ui.main_window import MainWindow
from fanwiki.ui.page_work import PageWork
from fanwiki.ui.session import WikiSession
from fanwiki.wiki.splitting import splitting_edits


class SectionWork(QObject):
    """Lives as long as the session does; `pages` shows the page that is made."""

    def __init__(self, window: MainWindow, session: WikiSession, pages: PageWork) -> None:
        super().__init__(session)
        self._window = window
        self._pages = pages
        self._session = session
        self._dialog: SplitSectionDialog | None = None
        window.actions_of_window.connect_all({"split_section": self.split_section})

    def split_section(self) -> None:
        """Asks about the section that the cursor stands in, once what is typed has been saved."""
        tab = self._window.tabs.current
        if tab is None:
            return
        for each in self._window.tabs:
            each.flush()
        line = tab.editor.textCursor().blockNumber()
        self._session.lane.submit(int, partial(self._ask, tab.page_id, line))

    def _ask(self, page: PageId, line: int, _saved: int) -> None:
        try:
            dialog = SplitSectionDialog(self._session.author_view(), page, line, self._plan, self._window)
        except WikiError as error:
            self._window.notice.say(self.tr("No page was made: {why}").format(why=error))
            return
        self._dialog = dialog
        dialog.open()

    def _plan(self, asked: SplitAsked, dialog: SplitSectionDialog) -> None:
        view = self._session.author_view()
        planning = partial(
            splitting_edits, view, asked.page, asked.line, asked.title, asked.introduced_at, lead=asked.lead
        )
        self._session.lane.submit(planning, self._apply, partial(_refuse, dialog))

    def _apply(self, edits: tuple[Edit, ...]) -> None:
        if self._dialog is not None:
            label = self.tr("split section off")
            self._session.apply(*edits, label=label, done=self._on_done, refused=self._dialog.refuse)

    def _on_done(self, change: Change) -> None:
        if self._dialog is not None:
            self._dialog.accept()
            self._dialog = None
        self._pages.show_made(change)


def _refuse(dialog: SplitSectionDialog, error: Exception) -> None:
    if not isinstance(error, WikiError):
        raise error
    dialog.refuse(error)
