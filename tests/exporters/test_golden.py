"""The bundle of a small wiki, page by page, as it was when somebody last looked at it and agreed.

FANWIKI_UPDATE_GOLDEN=1 writes it anew; then look at the difference.
"""

import os
from pathlib import Path

import pytest

from fanwiki import __version__
from fanwiki.domain.dates import in_words
from fanwiki.exporters.html import HtmlOptions
from fanwiki.wiki import Wiki
from tests.exporters import small_wiki
from tests.exporters.conftest import files_of, write_bundle

GOLDEN = Path(__file__).with_name("golden")


@pytest.mark.parametrize(("name", "ceiling"), [("all", ""), ("to-1", "S1E01")])
def test_the_bundle_is_the_golden_one(wiki: Wiki, tmp_path: Path, name: str, ceiling: str) -> None:
    small_wiki.fill(wiki)
    write_bundle(wiki, tmp_path / "out", HtmlOptions(as_of=ceiling or None))
    written = {path: _stable(content, wiki) for path, content in files_of(tmp_path / "out").items() if _pinned(path)}
    if os.environ.get("FANWIKI_UPDATE_GOLDEN"):
        _update(GOLDEN / name, written)
    expected = files_of(GOLDEN / name)
    assert sorted(written) == sorted(expected)
    for path, content in written.items():
        assert content.decode() == expected[path].decode(), path


def _pinned(path: str) -> bool:
    """What the wiki decides; the other style sheets and scripts are the same in every bundle."""
    return path.endswith((".html", ".json")) or path in ("assets/titles.js", "assets/states.css")


def _stable(content: bytes, wiki: Wiki) -> bytes:
    """Without what differs from wiki to wiki, from version to version and from day to day."""
    view = wiki.view()
    differing = {
        view.uuid(): b"UUID",
        __version__: b"VERSION",
        view.last_change(): b"DAY",
        in_words(view.last_change()): b"DAY",
    }
    for text, word in differing.items():
        content = content.replace(text.encode(), word)
    return content


def _update(folder: Path, written: dict[str, bytes]) -> None:
    for old in sorted(folder.rglob("*"), reverse=True):
        if old.is_file():
            old.unlink()
    for path, content in written.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
