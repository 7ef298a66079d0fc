"""The window's composition root: the only place where its objects are built and joined.

The frame is painted first. What the first paint does not need (the store, Markdown, the panels, the web engine) is
imported after it, so this module imports nothing of them at its top.
"""

import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Qt
from PySide6.QtWidgets import QApplication

from fanwiki.ui.actions import PANES, Needs
from fanwiki.ui.collecting import CollectionAtRest
from fanwiki.ui.look import Looks
from fanwiki.ui.main_window import PROGRAM, MainWindow, Sheet
from fanwiki.ui.settings import Settings
from fanwiki.ui.theme import Theme, Themer

if TYPE_CHECKING:
    from fanwiki.domain.errors import DamagedWiki, WikiError
    from fanwiki.ui.desk import Desk
    from fanwiki.ui.focus_mode import FocusMode
    from fanwiki.ui.furnishing import OpenedWiki
    from fanwiki.ui.session import WikiSession
    from fanwiki.ui.tasks import WikiLane

_SAMPLE = "All of Us Are Dead.fanwiki"
_THEMES = {Theme.SYSTEM: "follow_system", Theme.LIGHT: "use_light", Theme.DARK: "use_dark"}

__all__ = ["MainWindow", "main", "open_window"]


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the window until it is closed; the first argument is a wiki to open. Gives the exit status."""
    arguments = list(sys.argv if argv is None else [PROGRAM, *argv])
    prepare_environment()
    application = QApplication(arguments)
    rest = application.arguments()[1:]
    window = open_window(Path(rest[0]) if rest else None)
    window.ready.connect(CollectionAtRest(application).settle)
    watch_for_crashes(window)
    return application.exec()


def watch_for_crashes(window: MainWindow) -> None:
    """From now on, errors of ours are written down and told."""
    from fanwiki.ui.crash import CrashWatch  # noqa: PLC0415 - the frame is painted first

    CrashWatch(window, partial(_last_saved, window)).install()


def prepare_environment() -> None:
    """What must be settled before there is an application object."""
    if os.environ.get("QT_IM_MODULE", "").startswith("fcitx"):
        # Qt's wheel has no fcitx plugin; fcitx answers to ibus too.
        os.environ["QT_IM_MODULE"] = "ibus"
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    QCoreApplication.setApplicationName(PROGRAM)


def open_window(path: Path | None, settings: Settings | None = None) -> MainWindow:
    """Builds the window in a running QApplication and shows it, with a wiki or on the welcome page.

    It comes back as soon as the frame stands; the wiki follows after the first paint, then `ready` is emitted.
    """
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise RuntimeError("open_window needs a QApplication")
    window = MainWindow()
    Program(application, window, settings or Settings(), path)
    window.show()
    return window


class Program(QObject):
    """One window through its life: which wiki is open in it, and how the window looks."""

    def __init__(self, application: QApplication, window: MainWindow, settings: Settings, path: Path | None) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._wanted = path
        self._desk: Desk | None = None
        self._session: WikiSession | None = None
        self._joined = False
        self._opening = False
        self._closing = False
        self._looks = Looks(settings, self)
        self._focus: FocusMode | None = None
        self._themer = _themer(application, settings.theme())
        self._kept = settings.geometry()
        if self._kept is not None:
            window.restoreGeometry(self._kept[0])
        if path is not None:
            window.show_opening(path.stem)
            self._restore_docks()
        window.actions_of_window[_THEMES[self._themer.theme]].setChecked(True)
        window.first_painted.connect(self._on_first_painted)
        window.welcome.recent_requested.connect(self.open_wiki)
        window.wiki_requested.connect(self.open_wiki)
        window.wiki_moved.connect(self._go_on_with)
        window.set_close_guard(self.may_close)

    @property
    def desk(self) -> "Desk | None":
        return self._desk

    @property
    def session(self) -> "WikiSession | None":
        """The wiki that is open; None on the welcome page and until it has come."""
        return self._session

    # --- wikis ----------------------------------------------------------------------------------------------

    def open_wiki(self, path: Path, *, read_only: bool = False) -> None:
        """Opens a wiki in the place of the one that is open."""
        self._open(path, "read" if read_only else "open")

    def create_wiki(self, path: Path) -> None:
        """Makes a new, empty wiki and opens it."""
        self._open(path, "create")

    def rescue_wiki(self, path: Path) -> None:
        """Opens whatever can be read of a damaged wiki; the file is not touched."""
        self._open(path, "rescue")

    def open_sample(self) -> None:
        """Opens the user's copy of the sample wiki, which is made the first time."""
        path = self._settings.documents / _SAMPLE
        if path.exists():
            self.open_wiki(path)
        else:
            self._open(path, "sample")

    def _go_on_with(self, path: Path) -> None:
        """The wiki was saved under another name, with what could not be saved under its own."""
        if self._session is not None:
            self._close_session()
        self.open_wiki(path)

    def close_wiki(self) -> bool:
        """Closes the wiki and shows the welcome page. False if a text could not be saved and the user decides."""
        if self._opening or not self._let_go():
            return False
        self._show_welcome()
        return True

    def may_close(self) -> bool:
        """Whether the window may close now: every text is safe, and the file let go of."""
        if self._opening:
            # The lane is just reading the file; the window closes as soon as it has come.
            self._closing = True
            return False
        if self._focus is not None:
            # What it hides would be missing at the next start.
            self._focus.leave()
        working = self._window.sheet is not Sheet.WELCOME
        docks = self._window.saveState() if working else (self._kept[1] if self._kept else self._window.saveState())
        if not self._let_go():
            return False
        self._settings.set_geometry(self._window.saveGeometry(), docks)
        return True

    def _open(self, path: Path, how: str) -> None:
        if self._opening or not self._let_go():
            return
        from fanwiki.ui.tasks import WikiLane  # noqa: PLC0415 - after the first paint

        self._opening = True
        self._window.show_opening(path.stem)
        self._restore_docks()
        lane = WikiLane(self)
        lane.submit(partial(_make, how, path), partial(self._on_opened, lane), partial(self._on_refused, lane, path))

    def _on_opened(self, lane: "WikiLane", opened: "OpenedWiki") -> None:
        from fanwiki.domain.errors import DamagedWiki  # noqa: PLC0415 - after the first paint
        from fanwiki.ui import furnishing  # noqa: PLC0415 - after the first paint

        self._opening = False
        wiki = opened.wiki
        self._session = furnishing.make_session(wiki, lane, self)
        if self._closing:
            self._window.close()
            return
        wiki.author = self._settings.author()
        if opened.rescued is None:
            self._settings.add_recent(wiki.path)
        if not self._joined:
            self._joined = True
            furnishing.join_window(self._window, self._looks)
        try:
            furnishing.show_tree(self._window, self._session, self._settings)
        except DamagedWiki as error:
            self._give_up(wiki.path, error)
            return
        # The tree is painted before the panels and the editor come. They all ask for the episode orders, which takes as
        # long as a large wiki has many episodes: they are read beside the window.
        lane.submit(wiki.view().orders, partial(self._furnish, opened), partial(self._on_unordered, opened))

    def _on_unordered(self, opened: "OpenedWiki", error: Exception) -> None:
        from fanwiki.domain.errors import DamagedWiki  # noqa: PLC0415 - after the first paint

        if not isinstance(error, DamagedWiki):
            raise error
        if self._session is not None and self._session.wiki is opened.wiki:
            self._give_up(opened.wiki.path, error)

    def _furnish(self, opened: "OpenedWiki", _orders: object) -> None:
        if self._session is None or self._session.wiki is not opened.wiki or self._desk is not None:
            return
        from fanwiki.domain.errors import DamagedWiki  # noqa: PLC0415 - after the first paint
        from fanwiki.ui import furnishing  # noqa: PLC0415 - after the first paint

        try:
            self._desk = furnishing.furnish(self._window, self._session, self._settings, self._looks)
        except DamagedWiki as error:
            self._give_up(opened.wiki.path, error)
            return
        furnishing.tell_rescued(self._window, self._session, opened.rescued)
        furnishing.tell_brought_back(self._window, opened.brought_back)
        self._window.ready.emit()

    def _on_refused(self, lane: "WikiLane", path: Path, error: Exception) -> None:
        from fanwiki.domain.errors import DamagedWiki, WikiError, WikiLocked  # noqa: PLC0415 - after the first paint

        lane.shut_down()
        lane.deleteLater()
        self._opening = False
        self._show_welcome()
        if self._closing:
            self._window.close()
            return
        if not isinstance(error, WikiError):
            raise error
        why = _sentence(error)
        if isinstance(error, WikiLocked):
            self._window.prompts.ask_read_only(why, partial(self.open_wiki, path, read_only=True))
            return
        if isinstance(error, DamagedWiki):
            self._window.prompts.ask_rescue(why, partial(self.rescue_wiki, path))
            return
        self._window.prompts.tell_error(
            why, safe=self.tr("The file was not changed."), do=self.tr("Choose another wiki, or make a new one.")
        )

    def _give_up(self, path: Path, error: "DamagedWiki") -> None:
        """A wiki that could be opened turns out to be damaged when it is read."""
        self._close_session()
        self._show_welcome()
        self._window.prompts.ask_rescue(_sentence(error), partial(self.rescue_wiki, path))

    def _let_go(self) -> bool:
        """Saves all there is and closes the wiki. False if a text could not be saved; the user is asked then."""
        session = self._session
        if session is None:
            return True
        if self._focus is not None:
            self._focus.leave()
        texts = () if self._desk is None else self._desk.texts
        for text in texts:
            text.flush()
        while session.lane.busy:
            session.lane.wait()
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        unsaved = [text for text in texts if text.has_unsaved]
        if unsaved and not session.read_only:
            why = next((text.save_state.why for text in unsaved if text.save_state.why), "")
            titles = [text.title for text in unsaved]
            self._window.prompts.ask_close_unsaved(titles, why or self.tr("it was changed elsewhere"), self._lose)
            return False
        self._close_session()
        return True

    def _lose(self) -> None:
        """The user gives up what could not be saved."""
        self._close_session()
        self._show_welcome()

    def _close_session(self) -> None:
        assert self._session is not None
        if self._desk is not None:
            self._desk.remember()
        self._desk = None
        from fanwiki.ui import furnishing  # noqa: PLC0415 - after the first paint

        furnishing.clear(self._window)
        self._session.close()
        self._session.lane.deleteLater()
        self._session.deleteLater()
        self._session = None

    def _show_welcome(self) -> None:
        window = self._window
        window.show_title()
        window.welcome.show_recent(self._settings.recent())
        window.welcome.set_icons()
        window.show_sheet(Sheet.WELCOME)
        window.actions_of_window.set_there(Needs.NOTHING)
        window.ready.emit()

    # --- the window -----------------------------------------------------------------------------------------

    def _on_first_painted(self) -> None:
        """Now that something is seen: the rest."""
        from fanwiki.ui.focus_mode import FocusMode  # noqa: PLC0415 - after the first paint
        from fanwiki.ui.help_work import HelpWork  # noqa: PLC0415 - after the first paint
        from fanwiki.ui.icons import program_icon  # noqa: PLC0415 - after the first paint

        window = self._window
        HelpWork(window, self._settings)
        self._focus = FocusMode(window)
        _join_program(self, window)
        window.setWindowIcon(program_icon())
        window.actions_of_window.set_icons()
        window.actions_of_window.recent_menu.aboutToShow.connect(self._on_recent_menu)
        if self._wanted is None:
            self._show_welcome()
        else:
            self.open_wiki(self._wanted)

    def _restore_docks(self) -> None:
        self._window.show_panes(None if self._kept is None else self._kept[1])

    def _on_recent_menu(self) -> None:
        menu = self._window.actions_of_window.recent_menu
        menu.clear()
        for number, path in enumerate(self._settings.recent(), 1):
            action = menu.addAction(f"&{number % 10} {path.stem}".replace("&&", "&"))
            action.setObjectName(f"action_open_recent{number}")
            action.setToolTip(str(path))
            action.triggered.connect(partial(self._open_recent, path))
        if menu.isEmpty():
            menu.addAction(self.tr("No wiki has been opened yet")).setEnabled(False)

    def _open_recent(self, path: Path, _checked: bool = False) -> None:
        self.open_wiki(path)

    def choose_wiki(self) -> None:
        self._window.prompts.choose_wiki(self.open_wiki)

    def choose_damaged_wiki(self) -> None:
        self._window.prompts.choose_wiki(self.rescue_wiki)

    def choose_new_wiki(self) -> None:
        self._window.prompts.choose_new_wiki(self.create_wiki)

    def follow_system(self) -> None:
        self._wear(Theme.SYSTEM)

    def use_light(self) -> None:
        self._wear(Theme.LIGHT)

    def use_dark(self) -> None:
        self._wear(Theme.DARK)

    def _wear(self, theme: Theme) -> None:
        self._themer.choose(theme)
        self._settings.set_theme(theme)
        self._window.actions_of_window[_THEMES[theme]].setChecked(True)

    def show_settings(self) -> None:
        from fanwiki.ui.dialogs.settings import SettingsDialog  # noqa: PLC0415 - on demand

        settings = self._settings
        dialog = SettingsDialog(
            self._looks, self._themer.theme, settings.author(), self._window, trash_days=settings.trash_days()
        )
        dialog.trash_days_chosen.connect(settings.set_trash_days)
        dialog.theme_chosen.connect(self._wear)
        dialog.author_named.connect(self._name_author)
        dialog.open()

    def _name_author(self, name: str) -> None:
        self._settings.set_author(name)
        if self._session is not None:
            self._session.wiki.author = name


def _join_program(program: Program, window: MainWindow) -> None:
    """Joins the actions that are there whichever wiki is open."""
    window.actions_of_window.connect_all(
        {
            "create_wiki": program.choose_new_wiki,
            "open_wiki": program.choose_wiki,
            "open_sample": program.open_sample,
            "rescue_wiki": program.choose_damaged_wiki,
            "close_wiki": program.close_wiki,
            "close_tab": window.tabs.close_current,
            "split_beside": partial(window.split_pages, stacked=False),
            "split_below": partial(window.split_pages, stacked=True),
            "move_tab": window.tabs.move_tab,
            "close_side": window.tabs.close_side,
            "quit_program": window.close,
            "follow_system": program.follow_system,
            "use_light": program.use_light,
            "use_dark": program.use_dark,
            "show_settings": program.show_settings,
            "toggle_panes": window.toggle_panes,
            "toggle_fullscreen": window.toggle_fullscreen,
            "focus_next": window.focus_next_pane,
            "search_wiki": window.search_box.begin,
            **{f"show_{name}": partial(window.raise_pane, name) for name in PANES},
        }
    )


def _themer(application: QApplication, theme: Theme) -> Themer:
    """The application's one themer, wearing a theme."""
    themer = application.findChild(Themer)
    if not isinstance(themer, Themer):
        return Themer(application, theme)
    themer.choose(theme)
    return themer


def _make(how: str, path: Path) -> "OpenedWiki":
    """Opens or makes a wiki, on the lane: what the window needs for it is imported there too, beside the painting."""
    from fanwiki.ui import furnishing  # noqa: PLC0415 - after the first paint

    match how:
        case "open":
            return furnishing.open_wiki(path)
        case "read":
            return furnishing.open_wiki(path, read_only=True)
        case "rescue":
            return furnishing.open_rescued(path)
        case "sample":
            return furnishing.create_sample(path)
        case _:
            return furnishing.create_wiki(path)


def _sentence(error: "WikiError") -> str:
    """What an error says, as a sentence."""
    return str(error)[:1].upper() + str(error)[1:] + "."


def _last_saved(window: MainWindow) -> str:
    """When the newest revision of the open wiki was saved, as one reads it; empty for no wiki, or an empty one."""
    from fanwiki.ui.times import when  # noqa: PLC0415 - only when something went wrong

    program = window.findChild(Program)
    if not isinstance(program, Program) or program.session is None:
        return ""
    newest = program.session.author_view().changes(1)
    return when(newest[0].revision.time) if newest else ""
