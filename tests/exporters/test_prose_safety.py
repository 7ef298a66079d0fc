"""`safe_from`, reveals and veils hold in the same way in what is rendered, read, searched and exported."""

from pathlib import Path

import pytest

from fanwiki.domain.edits import AddPage, ReviewPage
from fanwiki.domain.entities import Media, Page
from fanwiki.domain.ids import EpisodeId, PageId, new_id
from fanwiki.domain.points import Viewpoint
from fanwiki.domain.vocabulary import PageKind
from fanwiki.exporters.html import HtmlOptions
from fanwiki.wiki import Wiki
from tests.building import NOTHING_SEEN, Builder, seen
from tests.exporters.conftest import files_of, write_bundle

BODY = """
Plainword stands here, with ||S1E03: veiledword|| and ||hiddenword|| in it.

::: reveal S1E04
Revealedword, and ||S1E05: nestedword|| too.
:::

::: reveal S9E99
Neverword.
:::
"""
SAFE_FROM = 2
FIRST_SEEN = {"plainword": 2, "veiledword": 3, "revealedword": 4, "nestedword": 5}
"""From which episode on each word may be read; the others are for the author."""
WORDS = (*FIRST_SEEN, "hiddenword", "neverword")


class _Linker:
    def page(self, page: Page, heading: str) -> str:
        return f"{page.id}#{heading}"

    def wanted(self, title: str) -> str:
        return title

    def media(self, media: Media) -> str:
        return media.name


@pytest.fixture
def build(wiki: Wiki) -> Builder:
    return Builder(wiki)


def write(build: Builder) -> tuple[PageId, PageId, list[EpisodeId]]:
    """A page with prose of every kind, its show, and the episodes."""
    show, ids = build.show()
    page = PageId(new_id())
    build.wiki.apply(AddPage(page, PageKind.ARTICLE, "Page", show, BODY, reviewed=True, safe_from=ids[SAFE_FROM - 1]))
    return page, show, ids


def due(position: int, *, reviewed: bool = True) -> set[str]:
    words = {word for word, point in FIRST_SEEN.items() if point <= position}
    return words if reviewed else words - {"plainword"}


def read(build: Builder, page: PageId, viewpoint: Viewpoint) -> list[set[str]]:
    """The words that a reader gets: of the preview, of the source, and by searching for them."""
    view = build.wiki.view(viewpoint)
    html, source = view.html(page, _Linker()).casefold(), view.readable_text(page).casefold()
    return [
        {word for word in WORDS if word in html},
        {word for word in WORDS if word in source},
        {word for word in WORDS if view.search(word)},
    ]


def test_each_word_is_read_from_its_point_on(build: Builder) -> None:
    page, show, ids = write(build)
    assert read(build, page, NOTHING_SEEN) == [set(), set(), set()]
    for position, point in enumerate(ids, 1):
        assert read(build, page, seen(show, point)) == [due(position)] * 3, f"after episode {position}"


def test_a_page_that_nobody_reviewed_gives_its_reveals_alone(build: Builder) -> None:
    page, show, ids = write(build)
    build.wiki.apply(ReviewPage(page, reviewed=False))
    for position, point in enumerate(ids, 1):
        found = read(build, page, seen(show, point))
        # A veil within prose is read with the prose around it, so no page shows it without; the search may find it.
        for words in found:
            assert words <= due(position, reviewed=False), f"after episode {position}"
        assert ("revealedword" in found[0]) == (position >= 4)


@pytest.mark.parametrize("position", [1, 2, 3, 4, 5])
def test_a_bundle_holds_what_its_ceiling_allows(build: Builder, tmp_path: Path, position: int) -> None:
    write(build)
    write_bundle(build.wiki, tmp_path / "out", HtmlOptions(as_of=f"S1E0{position}"))
    text = "\n".join(content.decode(errors="replace") for content in files_of(tmp_path / "out").values()).casefold()
    assert {word for word in WORDS if word in text} == due(position)


def test_unreviewed_prose_comes_into_a_bundle_on_request_alone(build: Builder, tmp_path: Path) -> None:
    page, _, _ = write(build)
    build.wiki.apply(ReviewPage(page, reviewed=False))
    for include in (False, True):
        out = tmp_path / str(include)
        write_bundle(build.wiki, out, HtmlOptions(as_of="S1E01", include_unreviewed=include))
        text = "\n".join(content.decode(errors="replace") for content in files_of(out).values()).casefold()
        assert {word for word in WORDS if word in text} == ({"plainword"} if include else set())
