"""Faults say what they tried: the figures stand at the end of the run."""

from collections.abc import Callable

import pytest

Tell = Callable[[str], None]
_told: list[str] = []


@pytest.fixture
def tell() -> Tell:
    """Takes one line of figures for the end of the run."""
    return _told.append


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in _told:
        terminalreporter.write_line(line)
