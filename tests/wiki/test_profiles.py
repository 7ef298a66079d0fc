"""Typed profile fields as readers meet them: links, lists, points and pictures obey the viewpoint."""

import hashlib

import pytest

from fanwiki.domain import edits
from fanwiki.domain.entities import Media, Page, ProfileField, ProfileValue
from fanwiki.domain.errors import InvalidEdit
from fanwiki.domain.ids import FactId, PageId, new_id
from fanwiki.domain.images import LARGEST, image_type, new_picture
from fanwiki.domain.points import EVERYTHING, Viewpoint
from fanwiki.domain.vocabulary import FieldType, PageKind
from fanwiki.wiki import Wiki
from tests.building import Builder, seen

PNG = b"\x89PNG\r\n\x1a\n and so on"


class _Linker:
    def page(self, page: Page, heading: str) -> str:
        return f"/{page.title}#{heading}"

    def wanted(self, title: str) -> str:
        return f"new/{title}"

    def media(self, media: Media) -> str:
        return f"media/{media.name}"


@pytest.fixture
def build(wiki: Wiki) -> Builder:
    return Builder(wiki)


def field(build: Builder, name: str, kind: FieldType, page: PageId, value: str) -> None:
    build.fact(ProfileField(FactId(new_id()), PageKind.CHARACTER, name, kind))
    build.fact(ProfileValue(FactId(new_id()), page, name, value))


def box_of(build: Builder, viewpoint: Viewpoint) -> str:
    view = build.wiki.view(viewpoint)
    return view.html(view.find("Hero").id, _Linker())


def test_fields_are_laid_out_by_their_type(build: Builder) -> None:
    show, episodes = build.show()
    hero = build.character(show, "Hero", body="{{infobox}}")
    build.character(show, "Sister", episodes[2])
    badge = new_picture("badge.png", PNG, "a badge")
    build.wiki.apply(edits.StoreMedia(badge, PNG))
    build.wiki.apply(edits.ChangeFact(Media(**{**vars(badge), "revealed_at": episodes[3]})))
    field(build, "Kin", FieldType.LINK, hero, "Sister")
    field(build, "Likes", FieldType.LIST, hero, "tea, rain,music")
    field(build, "Bitten", FieldType.POINT, hero, "S1E05")
    field(build, "Badge", FieldType.IMAGE, hero, "badge.png")
    whole = box_of(build, EVERYTHING)
    assert '<a class="wikilink" href="/Sister#">Sister</a>' in whole
    assert "tea<br>rain<br>music" in whole
    assert '<a class="wikilink" href="/Show episode 5#">S1E05</a>' in whole
    assert '<img src="media/badge.png" alt="a badge">' in whole
    first, third = box_of(build, seen(show, episodes[0])), box_of(build, seen(show, episodes[2]))
    assert "href" not in first
    assert "<td>Sister</td>" in first
    assert '<a class="wikilink" href="/Sister#">Sister</a>' in third
    for box in (first, third):
        assert not {"Bitten", "S1E05", "Badge", "badge.png", "a badge"} & {word for word in _words() if word in box}
    assert "a badge" in box_of(build, seen(show, episodes[3]))
    assert "S1E05" in box_of(build, seen(show, episodes[4]))


def _words() -> set[str]:
    return {"Bitten", "S1E05", "Badge", "badge.png", "a badge"}


@pytest.mark.parametrize(
    ("beginning", "mime"),
    [
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"\x00\x00\x00\x20ftypavif", "image/avif"),
        (b"<svg onload=", None),
        (b"", None),
    ],
)
def test_a_picture_is_what_its_content_says(beginning: bytes, mime: str | None) -> None:
    assert image_type(beginning + b" rest") == mime


def test_files_that_are_not_what_they_say_are_refused(build: Builder) -> None:
    large = PNG + bytes(LARGEST)
    with pytest.raises(InvalidEdit, match="too large"):
        new_picture("large.png", large, "")
    with pytest.raises(InvalidEdit, match="no picture"):
        new_picture("story.png", b"Once upon a time", "")
    for content, why in ((b"text", "not what it says"), (large, "too large")):
        media = Media(FactId(new_id()), "x.png", hashlib.sha256(content).hexdigest(), "image/png")
        with pytest.raises(InvalidEdit, match=why):
            build.wiki.apply(edits.StoreMedia(media, content))
    assert build.wiki.view().facts(Media) == ()
