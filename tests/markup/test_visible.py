"""The Markdown that a reader may have holds nothing that is hidden from him."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanwiki.markup import parse, visible_source

KNOWN = {"Known", "roof.png", "Template:Known"}


def shown(text: str, seen: frozenset[str] = frozenset(), *, prose: bool = True) -> str:
    return visible_source(text, seen.__contains__, KNOWN.__contains__, prose_seen=prose)


@pytest.mark.parametrize(
    ("text", "visible"),
    [
        ("one\n\n::: reveal S1E02\ntwo\n:::\n\nthree\n", "one\n\nthree\n"),
        ("one ||S1E02: two|| three", "one  three\n"),
        ("one ||two|| three", "one  three\n"),
        ("one ||S1E02: two", "one\n"),
        ("a %% b %% c\n\n%%\nd\n%%\n\ne", "a  c\n\ne\n"),
        ("- one\n- ||S1E02: two||\n- three\n", "- one\n- \n- three\n"),
        ("x[^n] ||S1E02: y[^m]||\n\n[^n]: note\n[^m]: hidden\n", "x[^n]\n\n[^n]: note\n"),
        (
            "see [[Known]], [[Unknown]], [[Unknown|them]] ![[Unknown]] ![[roof.png]]",
            "see [[Known]], Unknown, them  ![[roof.png]]\n",
        ),
        ("| a |\n|---|\n| \\|\\|S1E02: x\\|\\| |\n", None),
        ("| a |\n|---|\n| ||S1E02: x|| |\n| \\|\\|S1E02: x\\|\\| |\n| c |\n", "| a |\n|---|\n| c |\n"),
        ("a {{Known|b ||S1E02: two|| c}} d", "a {{Known|b  c}} d\n"),
        ("one\n\n{{Known\n|a\n|||S1E02: b||\n}}\n", "one\n\n{{Known\n|a\n\n}}\n"),
        ("one ||S1E02: 2||\n\n{{Known\n|a\n::: reveal S1E02\nx\n:::\n}}\n\nthree", "one\n\nthree\n"),
        ("a {{Unknown|[[Known]]}} b {{Known|[[Unknown|u]]}}", "a  b {{Known|u}}\n"),
    ],
)
def test_what_is_hidden_is_cut_out(text: str, visible: str | None) -> None:
    got = shown(text)
    if visible is not None:
        assert [line.rstrip() for line in got.splitlines()] == [line.rstrip() for line in visible.splitlines()]
    assert "x" not in got or visible is not None


def test_what_has_been_reached_stays_with_its_mark() -> None:
    text = "one\n\n::: reveal S1E02\ntwo ||S1E03: three|| four\n:::\n"
    assert "two  four" in shown(text, frozenset({"S1E02"}))
    assert ":::" in shown(text, frozenset({"S1E02"}))
    assert shown(text, frozenset({"S1E02", "S1E03"})) == text


def test_unreviewed_prose_goes_and_data_stays() -> None:
    text = "secret\n\n{{infobox}}\n\n::: reveal S1E02\nopen\n:::\n\n[ref]: https://example.com/secret\n"
    got = shown(text, frozenset({"S1E02"}), prose=False)
    assert "secret" not in got
    assert "{{infobox}}" in got
    assert "open" in got


_piece = st.sampled_from(
    [
        "||S1E02: hiddenx",
        "||",
        "|| hiddenx ||",
        "text",
        "\n\n",
        "::: reveal S1E02\nhiddenx\n:::",
        "\n",
        "- ",
        "> ",
        "`",
        "%%",
        "[^1]",
        "[^1]: note",
        "| a |\n|---|\n",
        "{{T|",
        "|",
        "}}",
    ]
)


@given(st.lists(_piece, max_size=14))
def test_no_reveal_is_left_however_it_is_written(pieces: list[str]) -> None:
    got = shown("".join(pieces))
    assert all(not passage.reveals or not passage.text for passage in parse(got).passages)
