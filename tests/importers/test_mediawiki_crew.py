"""Several processes convert the pages of a dump, and nobody can tell: the wiki is the same, or is left as it was."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from fanwiki.domain.errors import WikiError
from fanwiki.importers.mediawiki import crew
from fanwiki.importers.mediawiki.importing import MediaWikiImport
from fanwiki.importers.options import ImportOptions
from fanwiki.wiki import Wiki
from fanwiki.wiki.checking import check
from tests.importers.dumps import dump, imported, page

PAGES = [
    page("Template:Hi", "Hello {{{1|you}}}!", namespace=10),
    page("Long", "a roof " * 40_000, namespace=0),
    *(
        page(f"Page {n}", f"once {n}", f"''Page'' {n} of [[Page {n + 1}]] {{{{Hi|{n}}}}}", namespace=0)
        for n in range(90)
    ),
]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "dump.xml").write_bytes(dump(PAGES))
    return tmp_path / "dump.xml"


@pytest.fixture
def wiki(tmp_path: Path) -> Iterator[Wiki]:
    opened = Wiki.create(tmp_path / "roof.fanwiki")
    yield opened
    opened.close()


def contents(wiki: Wiki) -> list[tuple[str, str, list[str], list[str]]]:
    with wiki.view().together() as view:
        return [
            (
                each.title,
                view.text(each.id).body,
                [link.title for link in view.links(each.id).outgoing if link.target is not None],
                [view.revision_text(revision.id) for revision in view.history(each.id)],
            )
            for each in view.pages()
        ]


def test_several_processes_make_the_same_wiki(wiki: Wiki, source: Path, tmp_path: Path) -> None:
    other = Wiki.create(tmp_path / "other.fanwiki")
    alone = imported(other, source, ImportOptions(processes=0))
    together = imported(wiki, source, ImportOptions(processes=2))
    assert contents(wiki) == contents(other)
    assert together == alone
    assert not check(wiki.path)
    other.close()


def test_a_process_that_ends_before_its_time_changes_nothing(
    wiki: Wiki, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "_CHILD", "import sys; sys.stdin.buffer.read(5)")
    with pytest.raises(WikiError, match="ended before its time"):
        imported(wiki, source, ImportOptions(processes=2))
    assert wiki.view().pages() == ()
    assert not check(wiki.path)


def test_the_processes_are_gone_when_an_import_is_cancelled(
    wiki: Wiki, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[subprocess.Popen[bytes]] = []
    begin = crew._begin

    def noted() -> "subprocess.Popen[bytes]":
        begun.append(begin())
        return begun[-1]

    monkeypatch.setattr(crew, "_begin", noted)
    steps = MediaWikiImport(wiki, source, ImportOptions(processes=2)).run()
    for step in steps:
        if step.what == "taking in the pages":
            break
    steps.close()
    assert [each.poll() is None for each in begun] == [False, False]
    assert wiki.view().pages() == ()
