"""Colours that are read on every ground, whatever colour a user picks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanwiki.domain.colours import AA, blend, contrast, is_colour, luminance, readable
from fanwiki.domain.survival import BUILT_IN_STATES
from fanwiki.markup.data.state_styles import DARK, LIGHT

any_colour = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_black_and_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert luminance("#000000") == 0
    assert blend("#000000", "#ffffff", 0.5) == "#808080"


@given(any_colour, st.sampled_from([LIGHT, DARK]))
def test_every_colour_can_be_read(colour: str, grounds: tuple[str, ...]) -> None:
    shade = readable(colour, *grounds, tinted=0.09)
    for ground in grounds:
        assert contrast(shade, ground) >= AA
        assert contrast(shade, blend(shade, ground, 0.09)) >= AA


@given(any_colour, any_colour)
def test_on_any_one_ground(colour: str, ground: str) -> None:
    assert contrast(readable(colour, ground), ground) >= AA


@given(any_colour)
def test_what_is_read_already_stays_as_it_is(colour: str) -> None:
    if all(contrast(colour, ground) >= AA for ground in LIGHT):
        assert readable(colour, *LIGHT) == colour


def test_the_state_of_the_dead_on_dark() -> None:
    dead = next(state for state in BUILT_IN_STATES if state.word == "dead")
    assert contrast(dead.colour, DARK[0]) < AA
    assert contrast(readable(dead.colour, *DARK), DARK[0]) >= AA


@pytest.mark.parametrize("text", ["", "red", "#12345", "#1234567", "#12345g", "}body{"])
def test_what_is_no_colour(text: str) -> None:
    assert not is_colour(text)
    assert readable(text, "#ffffff") == readable("#808080", "#ffffff")
    with pytest.raises(ValueError, match="no colour"):
        luminance(text)
