"""The specifications: strict CommonMark whole, and of GitHub's extensions what the wiki's Markdown has."""

import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from fanwiki.markup import commonmark, parse, render

from .worlds import NEWCOMER

SUITES = Path(__file__).parents[2].parent / "shared" / "suites"
COMMONMARK = SUITES / "commonmark-0.31.json"
GFM = SUITES / "gfm-extensions.txt"

_EXAMPLE = re.compile(r"^`{32} example([^\n]*)\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)


def _examples() -> list[dict[str, Any]]:
    if not COMMONMARK.exists():
        return []
    loaded: list[dict[str, Any]] = json.loads(COMMONMARK.read_text(encoding="utf-8"))
    return loaded


@pytest.mark.skipif(not COMMONMARK.exists(), reason="the CommonMark examples are not beside this repository")
def test_all_652_examples_of_commonmark_pass_in_strict_mode() -> None:
    examples = _examples()
    failed = [each["example"] for each in examples if commonmark(each["markdown"]) != each["html"]]
    assert (len(examples), failed) == (652, [])


@pytest.mark.parametrize("example", _examples(), ids=lambda example: f"{example['example']}")
def test_the_wikis_markdown_reads_every_commonmark_example(example: dict[str, Any]) -> None:
    """The words of an example that holds none of our syntax, raw HTML or images are those of CommonMark."""
    source, html = example["markdown"], example["html"]
    if re.search(r"<[a-zA-Z/!?]|!\[|\[\^|%%|\|\||~|^[:~] |www\.|://|@|\[\[|^#* *\[[ x]\]", source, re.MULTILINE):
        return
    assert _words(render(parse(source), NEWCOMER)) == _words(html)


def _words(html: str) -> str:
    return "".join(unescape(re.sub(r"<[^<>]*>", "", html)).split())


def _gfm() -> list[tuple[str, str]]:
    if not GFM.exists():
        return []
    text = GFM.read_text(encoding="utf-8")
    return [(_imageless(source.replace("→", "\t")), _imageless(html)) for _kind, source, html in _EXAMPLE.findall(text)]


def _imageless(text: str) -> str:
    """Without lines that show an image of the network: here that is a link, since nothing is loaded."""
    return "".join(line for line in text.splitlines(keepends=True) if "![http" not in line and "<img" not in line)


OTHERWISE = {
    "<IGNORE>": "the example only asks that nothing breaks",
    "<xmp>": "raw HTML goes through the allow-list of sanitize.py, which lets less through than GitHub's filter",
    "fnref": "footnotes have addresses of their own here; fixtures/footnote.txt has them",
}
"""What marks an example of GitHub's that is not compared, and why."""


class _Outline(HTMLParser):
    """HTML as a list of tags and words, without the classes and labels that each renderer adds in its own way."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = [f"{name}={value or ''}" for name, value in attrs if name in ("href", "start", "checked")]
        self.parts.append(f"<{' '.join([tag, *kept])}>")

    def handle_endtag(self, tag: str) -> None:
        if tag != "input":
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.parts += data.split()


def outline(html: str) -> list[str]:
    reader = _Outline()
    reader.feed(html)
    reader.close()
    return reader.parts


@pytest.mark.skipif(not GFM.exists(), reason="GitHub's examples are not beside this repository")
def test_githubs_examples_are_found() -> None:
    assert len(_gfm()) > 20


@pytest.mark.parametrize(("source", "html"), _gfm(), ids=range(len(_gfm())))
def test_githubs_extensions(source: str, html: str) -> None:
    rendered = render(parse(source), NEWCOMER)
    if any(mark in source + html for mark in OTHERWISE):
        return
    assert outline(rendered) == outline(html)
