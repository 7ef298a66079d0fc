"""The colours of states in HTML: of the state and not of its icon, and nothing but colours."""

import re

import pytest

from fanwiki.domain.entities import State
from fanwiki.domain.ids import StateId
from fanwiki.markup.data.state_styles import DARK, LIGHT, colour_key, state_styles
from fanwiki.resources import resource


def _state(colour: str) -> State:
    return State(StateId(colour), colour, "heart", colour)


def test_each_colour_has_one_rule_with_a_shade_for_each_theme() -> None:
    sheet = state_styles([_state("#8A2B2B"), _state("#1a7f4b"), _state("#8a2b2b")])
    rules = re.findall(r'\[data-colour="(\w+)"\] \{ --state: light-dark\(#\w{6}, #\w{6}\); \}\n', sheet)
    assert rules == ["1a7f4b", "8a2b2b"]
    assert len(sheet.splitlines()) == 2


@pytest.mark.parametrize("colour", ["", "red", '"] * { display: none }'])
def test_what_is_no_colour_is_not_written(colour: str) -> None:
    assert colour_key(_state(colour)) is None
    assert state_styles([_state(colour)]) == ""


def test_the_grounds_are_those_of_the_style_sheet() -> None:
    sheet = resource("site/content.css").read_text("utf-8")
    found = [
        re.search(rf"--{name}: light-dark\((#\w+), (#\w+)\)", sheet)
        for name in ("card", "paper", "sunken", "accent-wash")
    ]
    assert tuple(each[1] for each in found if each) == LIGHT
    assert tuple(each[2] for each in found if each) == DARK
