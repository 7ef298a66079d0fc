"""What all tests of the window share. Without a display; a warning of Qt's fails the test that drew it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")
# As root, and without a graphics card; the program itself never turns the sandbox off.
os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--no-sandbox --disable-gpu")

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.driving import Driven, Driver
from tests.ui.patience import PatientBot

QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)

_HERE = Path(__file__).parent
_OF_THE_PLATFORM = (
    # The offscreen platform has no window manager and no graphics card.
    "This plugin does not support",
    "^QRhi",
    "^Failed to create RHI",
    "^GPUInfo not initialized",
    # Said by the first test of a process, where no language is set.
    "^Detected locale",
    "^(libGL|MESA|libEGL)",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if _HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            item.add_marker(pytest.mark.qt_log_ignore(*_OF_THE_PLATFORM))


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


@pytest.fixture(autouse=True)
def _palette(qapp: QApplication) -> Iterator[None]:
    """Whatever a test makes the application wear, the next one finds it as before."""
    before = qapp.palette()
    yield
    if qapp.palette() != before:
        qapp.setPalette(before)


@pytest.fixture
def driver(qtbot: QtBot, tmp_path: Path) -> Iterator[Driver]:
    """Opens windows that remember things in a folder of the test's own, and closes them at its end."""
    driving = Driver(qtbot, tmp_path)
    yield driving
    driving.close_all()


@pytest.fixture
def file(sample_file: Path, tmp_path: Path) -> Path:
    """A copy of the sample, closed."""
    path = tmp_path / "Sample.fanwiki"
    path.write_bytes(sample_file.read_bytes())
    return path


@pytest.fixture
def driven(driver: Driver, file: Path) -> Driven:
    """The window, open on a copy of the sample."""
    return driver.open(file)
