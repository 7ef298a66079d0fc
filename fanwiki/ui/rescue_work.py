"""A damaged wiki in the window: what could be read of it is shown for reading, and written out as Markdown."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from fanwiki.domain.errors import WikiError
from fanwiki.ui.main_window import MainWindow
from fanwiki.ui.session import WikiSession
from fanwiki.wiki.rebuilding import forget_copy
from fanwiki.wiki.rescuing import Rescued, rescue


@dataclass(frozen=True)
class RescuedWiki:
    """The damaged file, and the folder with the copy that is open in its place."""

    path: Path
    folder: Path


class RescueWork(QObject):
    """Lives as long as the session does; the copy goes with it."""

    def __init__(self, window: MainWindow, session: WikiSession, rescued: RescuedWiki) -> None:
        super().__init__(session)
        self._window = window
        self._session = session
        self._rescued = rescued
        banner = window.read_only_banner
        banner.say(
            self.tr(
                "“{name}” is damaged. This is what can be read of it, for reading alone; the file is not touched."
            ).format(name=rescued.path.name)
        )
        banner.button.setText(self.tr("Write it out as Markdown…"))
        banner.button.show()
        banner.button.clicked.connect(self.choose_folder)
        session.closing.connect(self._on_closing)

    def choose_folder(self) -> None:
        self._window.prompts.choose_folder(self.tr("An empty folder for what is rescued"), self.write_out)

    def write_out(self, folder: Path) -> None:
        """Writes what can be read of the damaged file itself; into a folder of its own where others lie already."""
        taken = folder.is_dir() and any(folder.iterdir())
        out = folder / f"{self._rescued.path.stem}, rescued" if taken else folder
        self._session.lane.submit(
            partial(rescue, self._rescued.path, out), partial(self._on_written, out), self._on_failed
        )

    def _on_written(self, out: Path, found: Rescued) -> None:
        said = self.tr("{pages} pages, {facts} facts and {files} files are in {folder}.").format(
            pages=f"{found.pages:,}", facts=f"{found.facts:,}", files=f"{found.files:,}", folder=out
        )
        self._window.prompts.tell(said, self.tr("report.md there says what is missing."))

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, WikiError):
            raise error
        self._session.failed.emit(str(error))

    def _on_closing(self) -> None:
        button = self._window.read_only_banner.button
        button.hide()
        button.setText("")
        # After the wiki is closed, which the lane does next.
        self._session.lane.submit(self._session.wiki.close)
        self._session.lane.submit(partial(forget_copy, self._rescued.folder))
