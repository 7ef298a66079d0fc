"""A parser that asks only the rules that can begin at a letter reads every text as one that asks them all."""

import json
from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt
from markdown_it.rules_core import text_join

from fanwiki.markup.parser import dialect, normalised, piecewise, unsorted
from fanwiki.markup.syntax import piecewise as piecewise_rule
from tests.security.payloads import OWASP, PURIFY, owasp_payloads, purify_payloads

from .test_conformance import COMMONMARK, GFM
from .test_properties import texts
from .test_safety import NAUGHTY


@cache
def _asking_all() -> tuple[MarkdownIt, MarkdownIt]:
    """What `dialect` and `piecewise` would be."""
    whole, by_pieces = unsorted(), unsorted()
    piecewise_rule.install(by_pieces)
    for each in (whole, by_pieces):
        each.core.ruler.at("text_join", text_join)
    return whole, by_pieces


def _differs(text: str) -> bool:
    source = normalised(text)
    return any(
        repr(asking_all.parse(source)) != repr(sorted_.parse(source))
        for asking_all, sorted_ in zip(_asking_all(), (dialect(), piecewise()), strict=True)
    )


@settings(max_examples=400, deadline=None)
@given(texts)
def test_every_text_is_read_as_by_all_rules(text: str) -> None:
    assert not _differs(text)


@pytest.mark.skipif(
    not all(suite.exists() for suite in (COMMONMARK, GFM, NAUGHTY, PURIFY, OWASP)),
    reason="the suites are not beside this repository",
)
def test_the_suites_are_read_as_by_all_rules() -> None:
    assert [text for text in _suites() if _differs(text)] == []


def _suites() -> Iterator[str]:
    yield from (each["markdown"] for each in json.loads(COMMONMARK.read_text(encoding="utf-8")))
    yield from GFM.read_text(encoding="utf-8").split("\n.\n")
    yield from json.loads(NAUGHTY.read_text(encoding="utf-8"))
    yield from purify_payloads()
    yield from owasp_payloads()
