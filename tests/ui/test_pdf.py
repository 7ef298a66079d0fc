"""A PDF of the wiki: printed whole, in the window and without one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fanwiki.exporters.book.pages import BookOptions
from fanwiki.ui.pdf import PdfExport
from fanwiki.wiki import Wiki

pytestmark = pytest.mark.gui


@pytest.mark.usefixtures("qtbot")
def test_a_pdf_of_one_page(sample: Wiki, tmp_path: Path) -> None:
    export = PdfExport(sample, tmp_path / "page", BookOptions(page="Choi Nam-ra", as_of="S1E03"))
    for _ in export.run():
        pass
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF-")
    assert export.report.pages == 1
    assert [path.name for path in tmp_path.glob("*.pdf")] == ["page.pdf"]


@pytest.mark.usefixtures("qtbot")
def test_an_export_that_is_cancelled_leaves_nothing_of_the_engine_behind(
    sample: Wiki, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    steps = PdfExport(sample, tmp_path / "page", BookOptions(page="Choi Nam-ra")).run()
    assert "printing" in (step.what for step in steps)
    steps.close()
    assert not list(tmp_path.glob("*page*"))
    assert "Release of profile" not in capfd.readouterr().err


def test_a_pdf_without_a_window(sample_file: Path, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "fanwiki",
        "export",
        str(sample_file),
        str(tmp_path / "all.pdf"),
        "--format",
        "pdf",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=dict(os.environ))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "all.pdf").stat().st_size > 100_000
