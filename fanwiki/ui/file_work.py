"""The file of the open wiki: whether it is still there, what is said when it is not, and how all is saved elsewhere."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from fanwiki.domain.errors import WikiError
from fanwiki.domain.ids import PageId
from fanwiki.ui.editor.page_text import PageTexts
from fanwiki.ui.main_window import MainWindow
from fanwiki.ui.session import WikiSession
from fanwiki.wiki import Wiki
from fanwiki.wiki.keystrokes import take_in

_SETTLE_MS: Final = 300
"""A file that another program replaces is gone for a moment."""


class FileWork(QObject):
    """Lives as long as the session does. The system tells when something happens to the file or in its folder; what has
    become of it is looked at on the lane, since a disk on a network may not answer. `looked` comes after each look.
    """

    looked = Signal()

    def __init__(self, window: MainWindow, session: WikiSession, texts: PageTexts) -> None:
        super().__init__(session)
        self._window = window
        self._session = session
        self._texts = texts
        self._trouble = ""
        path = session.wiki.path
        self._watcher = QFileSystemWatcher([str(path), str(path.parent)], self)
        self._settling = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._watcher.fileChanged.connect(self._on_something_happened)
        self._watcher.directoryChanged.connect(self._on_something_happened)
        self._settling.timeout.connect(self._look)
        window.file_banner.button.clicked.connect(self.save_as)
        session.closing.connect(self._stop)

    def save_as(self) -> None:
        """Asks for a new name, and goes on there with all that is in the window."""
        self._window.prompts.choose_new_wiki(self._save_as, self._session.wiki.path.name)

    def _stop(self) -> None:
        self._settling.stop()
        self._watcher.removePaths([*self._watcher.files(), *self._watcher.directories()])
        self._window.file_banner.button.clicked.disconnect(self.save_as)

    def _on_something_happened(self, _path: str) -> None:
        # The first of several is enough: the timer is not begun anew.
        if not self._settling.isActive():
            self._settling.start()

    def _look(self) -> None:
        if not self._session.lane.ended:
            self._session.read(self._session.wiki.trouble_with_file, self._tell)

    def _tell(self, trouble: str) -> None:
        path = str(self._session.wiki.path)
        if path not in self._watcher.files() and Path(path).exists():
            self._watcher.addPath(path)
        if trouble != self._trouble:
            self._trouble = trouble
            self._show(trouble)
        self.looked.emit()

    def _show(self, trouble: str) -> None:
        if not trouble:
            self._window.file_banner.say("")
            for text in self._texts:
                text.save()
            return
        said = trouble[:1].upper() + trouble[1:]
        self._window.file_banner.say(self.tr("{what}. What you write stays in this window.").format(what=said))

    def _save_as(self, target: Path) -> None:
        # All of them: what another program wrote over the file may hold older ones.
        shown = {text.page_id: text.document.text() for text in self._texts if text.has_unsaved or not text.gone}
        job = partial(_copied, self._session.wiki, target, shown)
        self._session.lane.submit(job, self._window.wiki_moved.emit, self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, WikiError):
            raise error
        self._window.prompts.tell_error(
            str(error)[:1].upper() + str(error)[1:] + ".",
            safe=self.tr("What you have written is still in the window."),
            do=self.tr("Choose another name or another folder."),
        )


def _copied(wiki: Wiki, target: Path, shown: Mapping[PageId, str]) -> Path:
    """Makes a wiki of what is open, with the texts as the window has them. For the lane."""
    wiki.copy_to(target)
    copy = Wiki.open(target, author=wiki.author)
    try:
        take_in(copy, shown)
    finally:
        copy.close()
    return target
