"""A file's stamp: the same as long as nobody writes, another after each commit, and none where it cannot be said."""

import shutil
from pathlib import Path

import pytest

from fanwiki.store.standing import stamp
from fanwiki.wiki import Wiki
from tests.building import Builder


def test_each_commit_leaves_another_stamp(wiki: Wiki) -> None:
    build = Builder(wiki)
    seen = {stamp(wiki.path)}
    for number in range(3):
        build.page(f"Page {number}", "Words.")
        assert stamp(wiki.path) not in seen
        seen.add(stamp(wiki.path))
        wiki.view().pages()
        assert stamp(wiki.path) in seen
    assert all(seen)


def test_a_copy_in_the_place_of_a_file_is_another(wiki: Wiki, tmp_path: Path) -> None:
    before = stamp(wiki.path)
    copy = tmp_path / "copy"
    shutil.copy2(wiki.path, copy)
    copy.replace(wiki.path)
    assert stamp(wiki.path) != before


@pytest.mark.parametrize("ending", ["-journal", "-wal"])
def test_a_file_that_somebody_writes_to_has_none(tmp_path: Path, ending: str) -> None:
    file = tmp_path / "a.fanwiki"
    assert stamp(file) == ""
    file.write_bytes(b"x" * 100)
    assert stamp(file)
    file.with_name(file.name + ending).write_bytes(b"")
    assert stamp(file) == ""
