"""Faults say what they tried: the figures stand at the end of the run."""

from collections.abc import Callable

import pytest

from fanwiki.store import migrate, schema

Tell = Callable[[str], None]
_told: list[str] = []


@pytest.fixture
def tell() -> Tell:
    """Takes one line of figures for the end of the run."""
    return _told.append


@pytest.fixture
def invented(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program has one schema more."""
    module_of = migrate._module_of
    modules = {schema.VERSION + 1: "tests.faults.invented_migration"}
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    monkeypatch.setattr(migrate, "_module_of", lambda number: modules.get(number) or module_of(number))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in _told:
        terminalreporter.write_line(line)
