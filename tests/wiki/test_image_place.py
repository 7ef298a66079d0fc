"""A picture keeps its place while it loads: what shows it says how large its file is."""

import hashlib
from io import BytesIO

import pytest
from PIL import Image

from fanwiki.domain import edits
from fanwiki.domain.entities import Media
from fanwiki.domain.ids import FactId, new_id
from fanwiki.domain.points import EVERYTHING
from fanwiki.markup import MediaTarget, parse, render
from fanwiki.markup.images import image_html
from fanwiki.ui.preview.addresses import PreviewLinker
from fanwiki.wiki import Wiki
from tests.building import Builder


@pytest.fixture
def build(wiki: Wiki) -> Builder:
    return Builder(wiki)


def _shown(build: Builder, text: str, name: str, content: bytes, mime: str = "image/png") -> str:
    media = Media(FactId(new_id()), name, hashlib.sha256(content).hexdigest(), mime, "A roof")
    build.wiki.apply(edits.StoreMedia(media, content))
    page = build.page("Page", text)
    with build.wiki.view(EVERYTHING).together() as view:
        return render(parse(text), view.world(page, PreviewLinker())).replace(media.sha256, "sha")


def _png(width: int, height: int) -> bytes:
    written = BytesIO()
    Image.new("RGB", (width, height)).save(written, "PNG")
    return written.getvalue()


@pytest.mark.parametrize(
    ("embed", "sizes"),
    [
        ("![[roof.png]]", 'width="640" height="360"'), ("![[roof.png|320]]", 'width="320" height="180"'),
        ("![Alt](roof.png)", 'width="640" height="360"'),
    ],
)  # fmt: skip
def test_an_image_says_its_shape(build: Builder, embed: str, sizes: str) -> None:
    html = _shown(build, embed + "\n", "roof.png", _png(640, 360))
    assert sizes in html
    assert html.count("<img") == 1


def test_a_file_that_does_not_say_its_size_is_shown_without(build: Builder) -> None:
    html = _shown(build, "![[roof.svg]]\n", "roof.svg", b"<svg/>", "image/svg+xml")
    assert "<img" in html
    assert "width" not in html


def test_a_narrow_picture_keeps_some_height() -> None:
    assert image_html(MediaTarget("a", "b", (9000, 1)), "", width=10) == '<img src="a" alt="b" width="10" height="1">'
