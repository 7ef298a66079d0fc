"""A portrait that is revealed later is in no bundle that ends before: not its file, its name, its words."""

from pathlib import Path

import pytest

from fanwiki.domain.edits import StoreMedia
from fanwiki.domain.entities import Portrait, Season
from fanwiki.domain.ids import FactId, PageId, new_id
from fanwiki.domain.images import new_picture
from fanwiki.exporters.html import HtmlOptions
from fanwiki.wiki import Wiki
from tests.building import Builder
from tests.exporters.conftest import files_of, write_bundle

BEGINNING = b"\x89PNG\r\n\x1a\n"


def write(wiki: Wiki) -> None:
    """A character with a portrait from the start, and one of the first season that the fourth episode reveals."""
    build = Builder(wiki)
    show, ids = build.show()
    hero = build.character(show, "Hero", body="{{infobox}}\n\n{{gallery}}\n")
    ((season, _),) = wiki.view().seasons(show)
    assert isinstance(wiki.view().subject(season.id), Season)
    for word, of, point in (("before", None, None), ("after", PageId(season.id), ids[3])):
        content = BEGINNING + f"picture {word}".encode()
        media = new_picture(f"{word}.png", content, f"as she looks {word}")
        wiki.apply(StoreMedia(media, content))
        build.fact(Portrait(FactId(new_id()), hero, media.id, of, point))


@pytest.mark.parametrize(("ceiling", "told"), [("S1E03", False), ("S1E04", True), (None, True)])
def test_a_portrait_is_in_a_bundle_from_its_point_on(
    wiki: Wiki, tmp_path: Path, ceiling: str | None, *, told: bool
) -> None:
    write(wiki)
    write_bundle(wiki, tmp_path / "out", HtmlOptions(as_of=ceiling))
    files = files_of(tmp_path / "out")
    everything = b"\n".join(files.values())
    pictures = [content for path, content in files.items() if path.endswith(".png")]
    assert BEGINNING + b"picture before" in pictures
    assert (BEGINNING + b"picture after" in pictures) == told
    assert (b"as she looks after" in everything) == told
    assert b"as she looks before" in everything
    page = next(content for path, content in files.items() if path.endswith("hero.html"))
    box = page.partition(b"infobox")[2].partition(b"<table>")[0]
    assert (b"as she looks after" in box) == told
    # In a bundle for all the earlier one waits beside it, for a reader who has not come so far.
    assert (b"as she looks before" in box) == (not told or ceiling is None)
    assert (b"hidden" in box) == (ceiling is None)
