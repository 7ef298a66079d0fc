"""Bringing another wiki from the window: a preview that changes nothing, the import, and one undo."""

from pathlib import Path

import pytest

from fanwiki.importers.looks import SourceFormat
from fanwiki.ui.dialogs.import_wiki import ImportDialog
from tests.importers.dumps import dump, page
from tests.importers.vaults import written
from tests.ui.driving import PATIENCE_MS, Driven

pytestmark = pytest.mark.gui


@pytest.fixture
def dialog(driven: Driven) -> ImportDialog:
    driven.do("import_wiki")
    return driven.dialog(ImportDialog)


def reported(driven: Driven, dialog: ImportDialog, start: str) -> str:
    """The sum of a report, after the sheet that `start` gives has come."""
    driven.qtbot.waitUntil(lambda: dialog.report_view.summary.text().startswith(start), timeout=PATIENCE_MS)
    driven.qtbot.waitUntil(lambda: not dialog.working, timeout=PATIENCE_MS)
    return dialog.report_view.summary.text()


def titles(driven: Driven) -> set[str]:
    return {found.title for found in driven.session.author_view().pages()}


def test_a_vault_comes_after_a_preview_and_goes_with_one_undo(
    driven: Driven, dialog: ImportDialog, tmp_path: Path
) -> None:
    before = titles(driven)
    vault = written(tmp_path / "vault", {"One note.md": "[[Another]] [[Nobody]]", "deep/Another.md": "", "x.pdf": b"1"})
    dialog.choose(vault)
    assert dialog.chosen is SourceFormat.OBSIDIAN
    assert dialog.media.isVisible()
    assert not dialog.columns.isVisible()
    dialog.look.click()
    assert reported(driven, dialog, "3 pages would") == "3 pages would come. Of 2 links between them 1 lead somewhere."
    assert titles(driven) == before
    groups = [dialog.report_view.list.topLevelItem(place) for place in range(2)]
    assert [group.text(0) for group in groups if group is not None] == ["Would come", "Left out"]
    with driven.qtbot.waitSignal(driven.session.changed, timeout=PATIENCE_MS):
        dialog.go.click()
    assert "One step of undo" in reported(driven, dialog, "3 pages came")
    assert titles(driven) == before | {"One note", "deep", "Another"}
    assert dialog.stop.text() == "Close"
    dialog.stop.click()
    driven.go("One note")
    with driven.qtbot.waitSignal(driven.session.changed, timeout=PATIENCE_MS):
        driven.do("undo_step")
    assert titles(driven) == before


def test_what_is_no_source_is_said_and_what_was_typed_stays(
    driven: Driven, dialog: ImportDialog, tmp_path: Path
) -> None:
    dialog.choose(tmp_path / "nowhere")
    assert dialog.problem.startswith("There is no file or folder")
    assert not dialog.look.isEnabled()
    table = tmp_path / "table.csv"
    table.write_text("Whoever,Shoes\nSu-hyeok,red\n")
    dialog.choose(table)
    assert dialog.problem == ""
    assert dialog.columns.isVisible()
    assert not dialog.media.isVisible()
    dialog.look.click()
    driven.qtbot.waitUntil(lambda: "known to hold names" in dialog.problem, timeout=PATIENCE_MS)
    dialog.columns.setText("Whoever")
    dialog.look.click()
    assert "does not say what a column is" in dialog.problem
    dialog.columns.setText("Whoever=name, Shoes=Boots")
    dialog.look.click()
    reported(driven, dialog, "1 pages would")
    dialog.back.click()
    assert dialog.columns.text() == "Whoever=name, Shoes=Boots"
    dialog.reject()


def test_an_import_that_is_cancelled_leaves_the_wiki_as_it_was(
    driven: Driven, dialog: ImportDialog, tmp_path: Path
) -> None:
    before = titles(driven)
    source = tmp_path / "dump.xml"
    source.write_bytes(dump([page(f"Imported {n}", "[[Text]] " * 50, namespace=0) for n in range(3000)]))
    dialog.choose(source)
    assert dialog.chosen is SourceFormat.MEDIAWIKI
    assert dialog.talk.isVisible()
    dialog.start()
    driven.qtbot.waitUntil(lambda: dialog.bar.value() > 0, timeout=PATIENCE_MS)
    dialog.stop.click()
    driven.qtbot.waitUntil(lambda: not dialog.working, timeout=PATIENCE_MS)
    assert "Cancelled" in dialog.problem
    assert titles(driven) == before
    dialog.reject()
