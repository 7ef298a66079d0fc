"""A program that has one schema more than this one."""

import pytest

from fanwiki.store import migrate, schema


@pytest.fixture
def invented(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program has one schema more."""
    module_of = migrate._module_of
    modules = {schema.VERSION + 1: "tests.faults.invented_migration"}
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    monkeypatch.setattr(migrate, "_module_of", lambda number: modules.get(number) or module_of(number))
