"""The whole way through the program, as a fan walks it: write, see, keep, close, open again, export."""

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from fanwiki.cli.program import run
from fanwiki.ui.panels.status.panel import StatusPanel
from tests.ui.driving import PATIENCE_MS, Driven, Driver
from tests.ui.writing import write

pytestmark = pytest.mark.gui


def _preview_text(driven: Driven) -> str:
    preview = driven.tab.preview
    assert preview is not None
    answers: list[str] = []
    preview.ask("document.getElementById('page').textContent", answers.append)
    driven.qtbot.waitUntil(lambda: bool(answers), timeout=PATIENCE_MS)
    return answers[0]


def _wait_for_preview(driven: Driven, text: str) -> None:
    driven.qtbot.waitUntil(lambda: driven.tab.preview is not None and driven.tab.preview.is_ready, timeout=PATIENCE_MS)
    driven.qtbot.waitUntil(lambda: text in _preview_text(driven), timeout=PATIENCE_MS)


def _status_by_command(file: Path, capsys: pytest.CaptureFixture[str], character: str) -> dict[str, Any]:
    capsys.readouterr()
    assert run(["status", str(file), "--json"]) == 0
    rows: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return next(row for row in rows if row["character"] == character)


def test_the_whole_way(driver: Driver, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    driven = driver.open(file)

    # A page is written, and its preview follows.
    tab = driven.go("Nam On-jo")
    _wait_for_preview(driven, "alive")
    tab.editor.moveCursor(tab.editor.textCursor().MoveOperation.End)
    write(tab.editor, "\n\nShe **lights** 불 on the [[roof]].")
    _wait_for_preview(driven, "She lights 불 on the roof.")
    tab.flush()
    driven.settle()

    # A status is set in the panel; panel, preview and command line agree.
    panel = driven.find(StatusPanel, "statusPanel")
    onjo = driven.page("Nam On-jo")
    driven.qtbot.waitUntil(lambda: panel.tree.current_key() == onjo, timeout=PATIENCE_MS)
    QTest.keyClick(panel.tree, Qt.Key.Key_Return)
    panel.form.state_field.setCurrentText("missing")
    QTest.keyClick(panel.form.cause_field, Qt.Key.Key_Return)
    driven.settle()
    _wait_for_preview(driven, "missing")
    assert _status_by_command(file, capsys, "Nam On-jo")["state"] == "missing"
    driven.session.undo()
    driven.settle()
    _wait_for_preview(driven, "alive")
    assert _status_by_command(file, capsys, "Nam On-jo")["state"] == "alive"

    # A rename brings the links along, and is undone with them.
    linking = driven.page("Choi Nam-ra")
    old = driven.session.author_view().text(linking).body
    assert "[[Lee Su-hyeok]]" in old
    index = driven.tree_index("All of Us Are Dead", "Characters", "Lee Su-hyeok")
    assert driven.window.tree.model().setData(index, "Lee Soo-hyeok")
    driven.settle()
    assert "[[Lee Soo-hyeok]]" in driven.session.author_view().text(linking).body
    assert "Lee Soo-hyeok" in driven.tree_texts(driven.tree_index("All of Us Are Dead", "Characters"))
    driven.session.undo()
    driven.settle()
    assert driven.session.author_view().text(linking).body == old

    # It is all there after closing and opening again.
    driver.close(driven)
    again = driver.open(file)
    assert again.tab.page_id == onjo
    assert again.tab.editor.toPlainText().endswith("She **lights** 불 on the [[roof]].")

    # A bundle with a ceiling holds what its reader may know.
    driver.close(again)
    assert run(["export", str(file), str(tmp_path / "bundle"), "--as-of", "S1E01"]) == 0
    page = (tmp_path / "bundle" / "characters" / "nam-on-jo.html").read_text(encoding="utf-8")
    assert "lights" in page
    assert run(["verify", str(tmp_path / "bundle")]) == 0
