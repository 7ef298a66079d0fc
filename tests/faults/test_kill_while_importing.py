"""An import killed in the middle leaves the wiki as it was; another one brings everything, and nothing twice."""

import subprocess
import sys
from pathlib import Path

import pytest

from fanwiki.wiki import Wiki
from fanwiki.wiki.checking import check
from tests.importers.dumps import dump, imported, page

PAGES = [page(f"Page {n}", f"Of [[Page {n + 1}]]. " * 20, namespace=0) for n in range(900)]


@pytest.mark.parametrize("processes", [0, 2])
def test_a_killed_import_leaves_the_wiki_as_it_was(wiki: Wiki, tmp_path: Path, processes: int) -> None:
    source = tmp_path / "dump.xml"
    source.write_bytes(dump(PAGES))
    wiki.close()
    command = [sys.executable, "-m", "tests.faults.importing", str(wiki.path), str(source), str(processes)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "writing\n"
        child.kill()
    assert not check(wiki.path)
    opened = Wiki.open(wiki.path)
    assert opened.view().pages() == ()
    assert opened.undo_label() == ""
    assert imported(opened, source).pages == 900
    assert imported(opened, source).pages == 0
    assert len(opened.view().pages()) == 900
    opened.close()
    assert not check(wiki.path)
