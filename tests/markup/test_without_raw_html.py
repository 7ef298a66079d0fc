"""The sanitiser is asked for raw HTML alone: what the renderer writes without any is what it would leave as it is."""

from collections.abc import Sequence
from html.parser import HTMLParser

import nh3
from markdown_it.token import Token

from fanwiki.markup import Document, parse, render
from fanwiki.markup.sanitize import TAGS

from .test_chains import needs_suites, suites
from .worlds import AUTHOR, NEWCOMER

CLEANER = nh3.Cleaner(
    tags={*TAGS, "section", "input"},
    attributes={
        "*": {"class", "id", "role", "tabindex", "title"},
        "a": {"href", "rel"},
        "details": {"open"},
        "img": {"src", "alt", "width", "height", "loading"},
        "input": {"type", "disabled", "checked"},
        "ol": {"start"},
        "th": {"scope"},
    },
    generic_attribute_prefixes={"data-", "aria-"},
    url_schemes={"http", "https", "mailto"},
    url_relative="pass_through",
    link_rel=None,
)
"""Knows what the renderer writes of its own, and no more."""


class _Events(HTMLParser):
    """What a page says, however it is written."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[object] = []
        self._text = ""
        self.feed(html)
        self.close()
        self._note(None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note((tag, sorted((name, value or "") for name, value in attrs)))

    def handle_endtag(self, tag: str) -> None:
        self._note(tag)

    def handle_data(self, data: str) -> None:
        self._text += data

    def _note(self, event: object) -> None:
        self.found += (self._text, event)
        self._text = ""


@needs_suites
def test_what_has_no_raw_html_is_as_a_sanitiser_leaves_it() -> None:
    documents = [document for document in map(parse, suites()) if not _is_raw(document)]
    pages = [render(document, world) for document in documents for world in (NEWCOMER, AUTHOR)]
    assert len(pages) > 1_000
    assert [page for page in pages if _Events(CLEANER.clean(page)).found != _Events(page).found] == []


def _is_raw(document: Document) -> bool:
    return any(_holds_raw(block.tokens) for block in document.blocks) or any(
        _holds_raw(note.tokens) for note in document.notes
    )


def _holds_raw(tokens: Sequence[Token]) -> bool:
    return any(token.type in ("html_block", "html_inline") or _holds_raw(token.children or ()) for token in tokens)
