"""The size of a picture by the beginning of its file, as Pillow writes such files, and from hostile ones."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, features

from fanwiki.domain.image_size import HEADER, image_size
from fanwiki.domain.images import image_type

_KINDS = ("PNG", "JPEG", "GIF", "WEBP", "AVIF")


def _file(kind: str, width: int, height: int, **more: object) -> bytes:
    written = BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(written, kind, **more)
    return written.getvalue()


@pytest.mark.parametrize("kind", _KINDS)
@pytest.mark.parametrize(("width", "height"), [(1, 1), (17, 300), (640, 90)])
def test_the_size_of_each_kind(kind: str, width: int, height: int) -> None:
    if kind == "AVIF" and not features.check("avif"):
        pytest.skip("this Pillow writes no AVIF")
    content = _file(kind, width, height)
    assert image_type(content) is not None
    assert image_size(content) == (width, height)


@pytest.mark.parametrize(("more", "kind"), [({"lossless": True}, "WEBP"), ({"progressive": True}, "JPEG")])
def test_other_ways_to_write_it(more: dict[str, object], kind: str) -> None:
    assert image_size(_file(kind, 50, 70, **more)) == (50, 70)


def test_a_webp_with_transparency() -> None:
    written = BytesIO()
    Image.new("RGBA", (31, 47), (9, 9, 9, 90)).save(written, "WEBP")
    assert image_size(written.getvalue()) == (31, 47)


@pytest.mark.parametrize(("orientation", "size"), [(1, (50, 70)), (3, (50, 70)), (6, (70, 50)), (8, (70, 50))])
def test_a_photo_that_was_taken_sideways(orientation: int, size: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert image_size(_file("JPEG", 50, 70, exif=exif)) == size


def test_a_photo_with_a_thumbnail_and_a_colour_profile() -> None:
    content = _file("JPEG", 640, 480, icc_profile=b"x" * 90_000, comment=b"c" * 9000)
    assert image_size(content[:HEADER]) == (640, 480)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\x89PNG\r\n\x1a\n", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\xff" * 8,
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 8, b"\xff\xd8" + b"\xff" * 9000, b"\xff\xd8" + b"\xff\xe1\0\0" * 99,
        b"GIF89a\0\0\0\0", b"RIFF\0\0\0\0WEBPVP8 ", b"\0\0\0\x0cftypavif" + b"\0\0\0\x08meta" * 9000,
    ],
)  # fmt: skip
def test_what_says_nothing_has_no_size(content: bytes) -> None:
    assert image_size(content) is None


@given(st.sampled_from(_KINDS), st.data())
def test_no_damage_does_harm(kind: str, data: st.DataObject) -> None:
    if kind == "AVIF" and not features.check("avif"):
        return
    content = bytearray(_FILES.setdefault(kind, _file(kind, 9, 5))[: data.draw(st.integers(0, 400))])
    for place in data.draw(st.lists(st.integers(0, 399), max_size=8)):
        if place < len(content):
            content[place] = data.draw(st.integers(0, 255))
    size = image_size(bytes(content))
    assert size is None or 0 < min(size) <= max(size) < 2**16


_FILES: dict[str, bytes] = {}
