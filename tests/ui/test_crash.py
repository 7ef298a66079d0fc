"""Errors of ours: written down without a word that people wrote, told once, and the program goes on."""

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMessageLogContext, QtMsgType, QUrl, qInstallMessageHandler
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QMessageBox

from fanwiki import __version__
from fanwiki.ui.crash import QUIET_S, CrashWatch
from fanwiki.ui.crash_report import log_folder, write_report
from tests.ui.driving import Driven

pytestmark = pytest.mark.gui

PAGE = "Class 2-5"
SECRET = "마법" + "xylo" + "quartz"


class Watched:
    """A window that is watched, with a clock of the test's own."""

    def __init__(self, driven: Driven, folder: Path, saved: Callable[[], str] = str) -> None:
        self.driven = driven
        self.folder = folder
        self.now = 1_000.0
        self.watch = CrashWatch(driven.window, saved, folder, clock=self.clock)

    def clock(self) -> float:
        return self.now

    def crash(self, error: Exception) -> None:
        """An error comes up that nobody catches."""
        self.watch.take(type(error), error, error.__traceback__)

    def reports(self) -> list[str]:
        return [path.read_text(encoding="utf-8") for path in sorted(self.folder.glob("*"))]

    def is_told(self) -> bool:
        QApplication.processEvents()
        return isinstance(QApplication.activeModalWidget(), QMessageBox)


@pytest.fixture
def watched(driven: Driven, tmp_path: Path) -> Watched:
    return Watched(driven, tmp_path / "logs")


@pytest.fixture
def installed(watched: Watched) -> Iterator[Watched]:
    """The watch listens to everything, as in the program."""
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    watched.watch.install()
    yield watched
    sys.excepthook, threading.excepthook, sys.unraisablehook = before
    qInstallMessageHandler(watched.watch._before)


def _raised(error: Exception) -> Exception:
    """An error as it comes up: with a trace, and with what somebody wrote in its variables."""
    body = SECRET
    try:
        try:
            raise KeyError(body)
        except KeyError as first:
            raise error from first
    except Exception as raised:
        return raised


def test_a_report_has_where_and_what_and_nothing_that_was_written(watched: Watched) -> None:
    watched.driven.go(PAGE)
    watched.driven.type(SECRET.encode("ascii", "ignore").decode())
    watched.driven.do("save_page")
    watched.driven.settle()
    watched.crash(_raised(ValueError(f"cannot read {SECRET} of {PAGE}")))
    (report,) = watched.reports()
    assert f"fanwiki {__version__}" in report
    assert "builtins.ValueError" in report
    assert "builtins.KeyError" in report
    assert "in _raised" in report
    assert "raise error from first" in report
    assert "action_save_page" in report
    for private in (SECRET, "xyloquartz", PAGE, "cannot read", str(Path.home()), str(watched.folder)):
        assert private not in report
    watched.driven.dismiss()


def test_a_file_that_is_no_code_gives_no_line(watched: Watched, tmp_path: Path) -> None:
    text = tmp_path / f"{SECRET}.md"
    text.write_text(f"# {SECRET}\nraise ValueError\n", encoding="utf-8")
    try:
        exec(compile(f"x = '{SECRET}'\nraise ValueError(x)", str(text), "exec"))
    except ValueError as error:
        watched.crash(error)
    (report,) = watched.reports()
    assert "no file of code" in report
    assert SECRET not in report
    watched.driven.dismiss()


def test_the_user_is_told_what_is_safe_and_goes_on(driven: Driven, tmp_path: Path) -> None:
    watched = Watched(driven, tmp_path / "logs", lambda: "12:34")
    tab = driven.go(PAGE)
    driven.type("Safe. ")
    watched.crash(_raised(ValueError(SECRET)))
    said = driven.dismiss()
    assert "noted beside the wiki" in said
    assert "12:34" in said
    assert str(watched.folder) in said
    assert SECRET not in said
    driven.settle()
    assert "Safe." in driven.session.author_view().text(tab.page_id).body
    driven.type("And on. ")
    driven.do("save_page")
    driven.settle()
    assert "And on." in driven.session.author_view().text(tab.page_id).body


def test_the_same_error_is_told_once_a_minute(watched: Watched) -> None:
    error = _raised(ValueError("first"))
    for _ in range(20):
        watched.crash(error)
    assert len(watched.reports()) == 1
    watched.driven.dismiss()
    watched.crash(error)
    assert not watched.is_told()
    watched.now += QUIET_S
    watched.crash(error)
    watched.driven.dismiss()
    assert len(watched.reports()) == 2


def test_messages_are_not_stacked(watched: Watched) -> None:
    for kind in (ValueError, TypeError, LookupError):
        watched.crash(_raised(kind("x")))
    assert len(watched.reports()) == 3
    watched.driven.dismiss()
    assert not watched.is_told()


def test_the_folder_is_opened(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    watched.crash(_raised(ValueError("x")))
    box = watched.driven.dialog(QMessageBox)
    next(button for button in box.buttons() if button.text() == "Open folder").click()
    assert opened == [QUrl.fromLocalFile(str(watched.folder))]


def test_errors_of_threads_and_destructors_are_told_too(installed: Watched) -> None:
    thread = threading.Thread(target=_raise)
    thread.start()
    thread.join()
    installed.driven.dismiss()

    class Broken:
        def __del__(self) -> None:
            raise LookupError(SECRET)

    del (broken := [Broken()])[:]
    installed.driven.dismiss()
    assert broken == []
    first, second = installed.reports()
    assert "_raise" in first
    assert "__del__" in second
    assert SECRET not in first + second


def _raise() -> None:
    raise ValueError(SECRET)


def test_critical_messages_of_qt_are_reported_by_who_said_them(watched: Watched) -> None:
    heard: list[str] = []
    watched.watch._before = lambda _level, _context, message: heard.append(message)
    context = QMessageLogContext()
    watched.watch.take_message(QtMsgType.QtWarningMsg, context, "QWidget::show: harmless")
    assert watched.reports() == []
    watched.watch.take_message(QtMsgType.QtCriticalMsg, context, f"QFile::open: {SECRET} {PAGE}")
    watched.driven.dismiss()
    watched.watch.take_message(QtMsgType.QtFatalMsg, context, f"{SECRET} is no more")
    assert not watched.is_told()
    critical, fatal = watched.reports()
    assert "Qt: critical, from QFile::open" in critical
    assert "Qt: fatal" in fatal
    assert "test_critical_messages" in critical
    assert SECRET not in critical + fatal
    assert PAGE not in critical
    assert len(heard) == 3


def test_what_ends_the_program_is_no_error(watched: Watched) -> None:
    watched.watch.take(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert watched.reports() == []


def test_without_a_folder_it_is_told_all_the_same(watched: Watched) -> None:
    watched.folder.write_text("in the way")
    watched.crash(_raised(ValueError("x")))
    box = watched.driven.dialog(QMessageBox)
    assert "Open folder" not in [button.text() for button in box.buttons()]
    box.reject()


def test_old_reports_go(tmp_path: Path) -> None:
    for number in range(25):
        write_report(str(number), tmp_path)
    assert sorted(int(path.read_text()) for path in tmp_path.glob("*")) == list(range(5, 25))


def test_reports_lie_with_the_logs_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert "fanwiki" in log_folder().parts
