"""Errors of ours, wherever they come up: in a slot, a thread, a destructor, in Qt itself. Each becomes a report in a
folder of logs, texts are saved, the user is told what is safe, and the program goes on.
"""

import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Final

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, QUrl, Signal, qInstallMessageHandler
from PySide6.QtGui import QDesktopServices

from fanwiki.ui.crash_report import error_report, log_folder, qt_report, signature, write_report
from fanwiki.ui.main_window import MainWindow

QUIET_S: Final = 60.0
"""How long the same error is not told again, in seconds."""
_ACTIONS: Final = 12
_LEVELS: Final = {QtMsgType.QtCriticalMsg: "critical", QtMsgType.QtFatalMsg: "fatal"}

QtHandler = Callable[[QtMsgType, QMessageLogContext, str], None]


class CrashWatch(QObject):
    """`saved` says when something was saved last, in words, or is empty. `folder` is where reports go."""

    _happened = Signal(str)

    def __init__(
        self,
        window: MainWindow,
        saved: Callable[[], str],
        folder: Path | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._saved = saved
        self._folder = folder
        self._clock = clock
        self._actions: deque[str] = deque(maxlen=_ACTIONS)
        self._told: dict[str, float] = {}
        self._showing = False
        self._before: QtHandler | None = None
        for action in window.actions_of_window:
            action.triggered.connect(partial(self._note, action.objectName()))
        # An error of another thread is told in this one.
        self._happened.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Listens to everything from now on, for as long as the program runs."""
        sys.excepthook = self.take
        threading.excepthook = self._take_of_thread
        sys.unraisablehook = self._take_unraisable
        self._before = qInstallMessageHandler(self.take_message)

    def take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """An exception that nobody caught."""
        with suppress(Exception):
            traceback.print_exception(kind, error, trace)
        if issubclass(kind, Exception) and self._is_news(signature(kind, trace)):
            self._happened.emit(self._write(error_report(error, trace, tuple(self._actions))))

    def take_message(self, level: QtMsgType, context: QMessageLogContext, message: str) -> None:
        """A message of Qt's; those that tell of no error go where they went before."""
        named = _LEVELS.get(level)
        if named is not None and self._is_news(f"{named} {message}"):
            # After a fatal one Qt ends the program: there is time to write, and none to tell.
            where = self._write(qt_report(named, message, tuple(self._actions)))
            if level is QtMsgType.QtCriticalMsg:
                self._happened.emit(where)
        if self._before is not None:
            self._before(level, context, message)
        else:
            with suppress(Exception):
                sys.stderr.write(f"{message}\n")

    def _take_of_thread(self, happened: threading.ExceptHookArgs) -> None:
        if happened.exc_value is not None:
            self.take(happened.exc_type, happened.exc_value, happened.exc_traceback)

    def _take_unraisable(self, happened: "sys.UnraisableHookArgs") -> None:
        if happened.exc_value is not None:
            self.take(happened.exc_type, happened.exc_value, happened.exc_traceback)

    def _is_news(self, what: str) -> bool:
        now = self._clock()
        news = now - self._told.get(what, -QUIET_S) >= QUIET_S
        if news:
            self._told[what] = now
        return news

    def _write(self, text: str) -> str:
        """The path of the report, empty if it could not be written."""
        try:
            return str(write_report(text, self._folder or log_folder()))
        except OSError:
            return ""

    def _note(self, action: str, _checked: bool = False) -> None:
        self._actions.append(action)

    def _tell(self, report: str) -> None:
        """Saves what can be saved and says what is safe. One message at a time: more of them say no more."""
        with suppress(Exception):
            for tab in self._window.tabs:
                tab.flush()
        if self._showing:
            return
        saved = ""
        with suppress(Exception):
            saved = self._saved()
        self._showing = True
        box = self._window.prompts.tell_bug(saved, report, partial(self._open_folder, report))
        box.finished.connect(self._on_answered)

    def _open_folder(self, report: str) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(report).parent)))

    def _on_answered(self, _result: int) -> None:
        self._showing = False
