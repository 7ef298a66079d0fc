"""The export dialog: every format with the choices that it has, and nothing but these."""

import json
from pathlib import Path

import pytest

from fanwiki.exporters.verify import verify
from fanwiki.ui.dialogs.export import ExportDialog
from fanwiki.ui.dialogs.export_formats import FORMATS
from tests.ui.driving import PATIENCE_MS, Driven

pytestmark = pytest.mark.gui


def choose(dialog: ExportDialog, format: str) -> None:
    dialog.format.setCurrentIndex(dialog.format.findData(format))


def finish(driven: Driven, dialog: ExportDialog) -> None:
    dialog.start()
    driven.qtbot.waitUntil(lambda: bool(dialog.summary.text() or dialog.problem), timeout=PATIENCE_MS * 6)
    assert dialog.problem == ""


def test_each_format_has_its_choices(driven: Driven) -> None:
    driven.do("export_html")
    dialog = driven.dialog(ExportDialog)
    shown = {}
    for format in FORMATS:
        choose(dialog, format.format)
        rows = {
            "zip": dialog.zipped, "recent": dialog.recent, "history": dialog.history, "page": dialog.page,
            "css": dialog.style_sheet,
        }  # fmt: skip
        shown[format.format] = {name for name, row in rows.items() if row.isVisible()}
        assert Path(dialog.folder.text()).name.endswith(format.ending)
    assert shown == {format.format: set(format.options) for format in FORMATS}
    choose(dialog, "markdown")
    dialog.as_of.setEditText("S1E06")
    assert not dialog.history.isEnabled()
    dialog.folder.setText("/tmp/a place of my own")
    choose(dialog, "epub")
    assert dialog.folder.text() == "/tmp/a place of my own"
    dialog.reject()


def test_a_point_that_there_is_not_is_said_and_nothing_begins(driven: Driven) -> None:
    driven.do("export_html")
    dialog = driven.dialog(ExportDialog)
    dialog.as_of.setEditText("S9E99")
    dialog.start()
    assert "S9E99" in dialog.problem
    assert not dialog.working
    dialog.reject()


@pytest.mark.parametrize("format", ["markdown", "mediawiki", "epub", "pdf"])
def test_an_export_in_another_format(driven: Driven, tmp_path: Path, format: str) -> None:
    driven.do("export_html")
    dialog = driven.dialog(ExportDialog)
    choose(dialog, format)
    dialog.folder.setText(str(tmp_path / "out"))
    dialog.as_of.setEditText("S1E06")
    if format == "pdf":
        dialog.page.setText("Choi Nam-ra")
    finish(driven, dialog)
    assert not dialog.open_browser.isVisible()
    if format in ("epub", "pdf"):
        assert (tmp_path / f"out.{format}").stat().st_size > 1000
        assert f"out.{format}" in dialog.summary.text()
    else:
        assert verify(tmp_path / "out") == ()
        assert json.loads((tmp_path / "out/fanwiki.json").read_text())["format"] == f"fanwiki-{format}"
    assert dialog.withheld.toPlainText()
    dialog.reject()


def test_a_page_that_is_not_there_is_said(driven: Driven, tmp_path: Path) -> None:
    driven.do("export_html")
    dialog = driven.dialog(ExportDialog)
    choose(dialog, "epub")
    dialog.folder.setText(str(tmp_path / "out"))
    dialog.page.setText("Nobody")
    dialog.start()
    driven.qtbot.waitUntil(lambda: bool(dialog.problem), timeout=PATIENCE_MS)
    assert "there is no page “Nobody”" in dialog.problem
    assert list(tmp_path.glob("out*")) == []
    dialog.reject()
