"""What the user does to the vocabularies of the wiki: its states, and the profile fields of its pages."""

from PySide6.QtCore import QObject

from fanwiki.domain.errors import NotFound
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui.dialogs.profile_fields import ProfileFieldsDialog
from fanwiki.ui.dialogs.states import StatesDialog
from fanwiki.ui.main_window import MainWindow
from fanwiki.ui.session import WikiSession


class VocabularyWork(QObject):
    """Lives as long as the session does."""

    def __init__(self, window: MainWindow, session: WikiSession) -> None:
        super().__init__(session)
        self._window = window
        self._session = session
        window.actions_of_window.connect_all({"edit_states": self.edit_states, "edit_fields": self.edit_fields})

    def edit_states(self) -> None:
        StatesDialog(self._session, self._window).open()

    def edit_fields(self) -> None:
        """Opens at the kind of the page in front."""
        ProfileFieldsDialog(self._session, self._window, self._kind()).open()

    def _kind(self) -> PageKind:
        tab = self._window.tabs.current
        if tab is None:
            return PageKind.CHARACTER
        try:
            return self._session.view().page(tab.page_id).kind
        except NotFound:
            return PageKind.CHARACTER
