"""A disk of one megabyte that is full: what was saved stays, what was refused is refused in words, and once there is
room the same save works.
"""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from fanwiki.domain.edits import SavePage
from fanwiki.domain.errors import WikiError
from fanwiki.wiki import Wiki
from fanwiki.wiki.checking import check
from tests.building import Builder
from tests.conftest import Tell


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MiB in memory."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"nothing may be mounted here: {mounted.stderr.strip()}")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_loses_nothing(small_disk: Path, tell: Tell) -> None:
    path = small_disk / "test.fanwiki"
    wiki = Wiki.create(path)
    page = Builder(wiki).page("Diary", "The beginning.")
    saved, number = "The beginning.", 0
    refused = ""
    while not refused:
        number += 1
        # Words that no compression makes small.
        text = " ".join(f"{each * number * 7919:x}" for each in range(4_000))
        try:
            wiki.apply(SavePage(page, text))
            saved = text
        except WikiError as error:
            refused = str(error)
    assert "disk" in refused or "space" in refused, refused
    assert wiki.view().text(page).body == saved
    assert check(path) == ()
    wiki.close()
    subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)
    again = Wiki.open(path)
    again.apply(SavePage(page, text))
    assert again.view().text(page).body == text
    again.close()
    assert check(path) == ()
    tell(f"a full disk of 1 MiB: {number - 1} saves kept, the next refused in words, 0 lost, 0 corrupt")
