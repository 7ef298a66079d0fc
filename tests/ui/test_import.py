"""Bringing another wiki from the window: a preview that changes nothing, the import, and one undo."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox

from fanwiki.domain.entities import ProfileValue
from fanwiki.importers.looks import SourceFormat
from fanwiki.ui.dialogs.import_wiki import ImportDialog
from fanwiki.wiki.backups import backups_of
from tests.importers.dumps import dump, page
from tests.importers.vaults import written
from tests.ui.driving import PATIENCE_MS, Driven
from tests.ui.holding import hold

DEFINITION = '<infobox><data source="status"><label>Status</label></data></infobox>'

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
    assert backups_of(driven.session.wiki.path) == ()
    groups = [dialog.report_view.list.topLevelItem(place) for place in range(2)]
    assert [group.text(0) for group in groups if group is not None] == ["Would come", "Left out"]
    with driven.qtbot.waitSignal(driven.session.changed, timeout=PATIENCE_MS):
        dialog.go.click()
    assert "One step of undo" in reported(driven, dialog, "3 pages came")
    assert len(backups_of(driven.session.wiki.path)) == 1
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
    driven: Driven, dialog: ImportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = hold(monkeypatch, ImportDialog)
    before = titles(driven)
    source = tmp_path / "dump.xml"
    source.write_bytes(dump([page(f"Imported {n}", "[[Text]] " * 50, namespace=0) for n in range(300)]))
    dialog.choose(source)
    assert dialog.chosen is SourceFormat.MEDIAWIKI
    assert dialog.talk.isVisible()
    dialog.start()
    driven.qtbot.waitUntil(lambda: dialog.bar.value() > 0, timeout=PATIENCE_MS)
    dialog.stop.click()
    released.set()
    driven.qtbot.waitUntil(lambda: not dialog.working, timeout=PATIENCE_MS)
    assert "Cancelled" in dialog.problem
    assert titles(driven) == before
    dialog.reject()


def test_what_becomes_of_a_field_can_be_chosen_and_is_kept(
    driven: Driven, dialog: ImportDialog, tmp_path: Path
) -> None:
    source = tmp_path / "dump.xml"
    box = "{{Infobox character|status=Alive|codename=The Fox|likes=Cake}}\nShe is."
    source.write_bytes(
        dump([page("Template:Infobox character", DEFINITION, namespace=10), page("Fox Girl", box, namespace=0)])
    )
    dialog.choose(source)
    dialog.look.click()
    reported(driven, dialog, "2 pages would")
    pickers = {
        picker.accessibleName().removeprefix("What becomes of Infobox character: "): picker
        for picker in dialog.report_view.findChildren(QComboBox)
    }
    assert {name: picker.currentText() for name, picker in pickers.items()} == {
        "codename": "profile", "likes": "profile", "status": "status",
    }  # fmt: skip
    pickers["codename"].setCurrentText("aliases")
    pickers["likes"].setCurrentText("how the box looks")
    dialog.go.click()
    reported(driven, dialog, "2 pages came")
    view = driven.session.author_view()
    assert view.infobox_fields() == ("Infobox character|codename=aliases", "Infobox character|likes=how the box looks")
    assert view.find("The Fox").title == "Fox Girl"
    assert not view.facts(ProfileValue, page=view.find("Fox Girl").id)
    dialog.reject()
