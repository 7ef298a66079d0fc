"""Pages that go up in others: asked for in the window, planned and done on the lane, told in the notice."""

from functools import partial

from PySide6.QtCore import QObject

from fanwiki.domain.changes import Change
from fanwiki.domain.edits import Edit
from fanwiki.domain.errors import WikiError
from fanwiki.domain.ids import PageId
from fanwiki.ui.dialogs.merge_page import MergeAsked, MergePageDialog
from fanwiki.ui.main_window import MainWindow
from fanwiki.ui.page_work import PageWork
from fanwiki.ui.session import WikiSession
from fanwiki.wiki.joining import joining_edits


class MergeWork(QObject):
    """Lives as long as the session does; `pages` knows the page at hand."""

    def __init__(self, window: MainWindow, session: WikiSession, pages: PageWork) -> None:
        super().__init__(session)
        self._window = window
        self._session = session
        self._pages = pages
        window.actions_of_window.connect_all({"merge_page": self.merge_page})

    def merge_page(self) -> None:
        """Asks into which page the one at hand goes, once what is typed has been saved."""
        page = self._pages.target()
        if page is None:
            return
        for tab in self._window.tabs:
            tab.flush()
        self._session.lane.submit(int, partial(self._ask, page))

    def _ask(self, page: PageId, _saved: int) -> None:
        MergePageDialog(self._session, page, self._plan, self._window).open()

    def _plan(self, asked: MergeAsked, dialog: MergePageDialog) -> None:
        view = self._session.author_view()
        planning = partial(joining_edits, view, asked.gone, asked.kept, heading=asked.heading)
        self._session.lane.submit(planning, partial(self._apply, asked, dialog), partial(_refuse, dialog))

    def _apply(self, asked: MergeAsked, dialog: MergePageDialog, edits: tuple[Edit, ...]) -> None:
        done = partial(self._on_done, asked.kept, dialog)
        self._session.apply(*edits, label=self.tr("merge page"), done=done, refused=dialog.refuse)

    def _on_done(self, kept: PageId, dialog: MergePageDialog, change: Change) -> None:
        del change
        dialog.accept()
        title = self._session.author_view().page(kept).title
        self._pages.page_made.emit(kept)
        self._window.notice.say(self.tr("Merged into “{title}”").format(title=title), undo=True)


def _refuse(dialog: MergePageDialog, error: Exception) -> None:
    if not isinstance(error, WikiError):
        raise error
    dialog.refuse(error)
