"""The history in the window: its pane comes to the front by its action, and what it asks for is done."""

from PySide6.QtCore import QObject, Qt

from fanwiki.domain.changes import Change
from fanwiki.domain.entities import Revision
from fanwiki.domain.errors import WikiError
from fanwiki.domain.history import Comparison
from fanwiki.ui.desk import Desk
from fanwiki.ui.dialogs.changes import ChangesDialog
from fanwiki.ui.dialogs.diff import DiffDialog
from fanwiki.ui.main_window import MainWindow
from fanwiki.ui.panels.history.panel import HistoryPanel
from fanwiki.ui.session import WikiSession
from fanwiki.ui.times import when


class HistoryWork(QObject):
    """Restores revisions as edits like any other."""

    def __init__(self, window: MainWindow, session: WikiSession, desk: Desk, panel: HistoryPanel) -> None:
        super().__init__(session)
        self._window = window
        self._session = session
        self._desk = desk
        self._panel = panel
        self._restoring = ""
        panel.restore_requested.connect(self.restore)
        panel.enlarged.connect(self.enlarge)
        window.actions_of_window.connect_all({"show_history": self.show_history, "show_changes": self.show_changes})

    def show_history(self) -> None:
        """Brings the pane to the front, and the keyboard to its list."""
        dock = self._window.docks["history"]
        dock.show()
        dock.raise_()
        tree = self._panel.tree
        taker = tree if tree.isVisibleTo(self._panel) else self._panel.empty.button
        taker.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_changes(self) -> None:
        """Shows what was changed last in the whole wiki."""
        dialog = ChangesDialog(self._session, self._window)
        dialog.page_requested.connect(self._desk.open_page)
        dialog.show()

    def restore(self, revision: Revision, facts: bool) -> None:
        """Gives a page back what it was; what is unsaved of it becomes a revision first."""
        for text in self._desk.texts:
            if text.page_id == revision.page:
                text.flush()
        try:
            edits = self._session.author_view().restoring_edits(revision.id, facts=facts)
        except WikiError as error:
            self._session.failed.emit(str(error))
            return
        self._restoring = when(revision.time)
        self._session.apply(*edits, label=edits[-1].label, done=self._on_restored)

    def enlarge(self, comparison: Comparison) -> None:
        """Shows a comparison in a window of its own."""
        title = self._session.author_view().page(comparison.newer.page).title
        DiffDialog(self.tr("Changes of {title}").format(title=title), comparison, self._window).show()

    def _on_restored(self, _change: Change) -> None:
        self._window.notice.say(self.tr("The page is again as of {time}").format(time=self._restoring), undo=True)
