"""Fixtures for tests without Qt: a wiki is always a real file."""

import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from fanwiki.importers.sample import create_sample
from fanwiki.wiki import Wiki

Tell = Callable[[str], None]
_TOLD = "told"

EXIT_STATUS = pytest.StashKey[int]()

# An example may take as long as the machine needs. The suite tries the same ones each time, so that what fails fails
# again; `make explore` throws the dice.
settings.register_profile("explore", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("suite", settings.get_profile("explore"), derandomize=True, database=None)
settings.load_profile("suite")


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Tell:
    """Takes one line of figures, of what a test has tried, for the end of the run."""
    return partial(record_property, _TOLD)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = (report for each in terminalreporter.stats.values() for report in each)
    told = [
        line
        for report in reports
        if isinstance(report, pytest.TestReport) and report.when == "call"
        for name, line in report.user_properties
        if name == _TOLD
    ]
    for line in told:
        terminalreporter.write_line(str(line))


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    session.config.stash[EXIT_STATUS] = int(exitstatus)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """All has been reported. Where Qt was loaded the process ends here: after thousands of windows it is left to chance
    in which order the interpreter takes down what Qt and Chromium hold, and now and then it falls over it. That the
    program itself ends cleanly has a test of its own, `tests/ui/test_ending.py`.
    """
    if "PySide6" in sys.modules and EXIT_STATUS in config.stash:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(config.stash[EXIT_STATUS])


@pytest.fixture(scope="session", autouse=True)
def _caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Caches of the program lie in a folder of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("caches")))
        yield


@pytest.fixture
def wiki(tmp_path: Path) -> Iterator[Wiki]:
    """An empty wiki in a file of its own."""
    opened = Wiki.create(tmp_path / "test.fanwiki", author="tester")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The sample wiki, closed. Not to be written to: many tests read it."""
    path = tmp_path_factory.mktemp("sample") / "sample.fanwiki"
    create_sample(path, author="tester").close()
    made = path.read_bytes()
    yield path
    assert path.read_bytes() == made, "a test has written to the sample that all tests share"


@pytest.fixture
def sample(sample_file: Path, tmp_path: Path) -> Iterator[Wiki]:
    """A copy of the sample wiki, open for writing."""
    path = tmp_path / "sample.fanwiki"
    path.write_bytes(sample_file.read_bytes())
    opened = Wiki.open(path, author="tester")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real input beside the project."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("the shared folder with real input is not beside the project")
    return folder
