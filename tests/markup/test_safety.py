"""Hostile text: no script, no address that runs something, nothing loaded from elsewhere, and never slow."""

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from fanwiki.markup import parse, render, rewrite_links
from tests.security.payloads import OWASP, PURIFY, SUITES, frames, owasp_payloads, purify_payloads

from .worlds import AUTHOR, NEWCOMER

NAUGHTY = SUITES / "naughty-strings.json"
FORBIDDEN = frozenset(
    (
        *("script", "iframe", "object", "embed", "svg", "math", "form", "button", "select", "textarea", "style"),
        *("link", "meta", "base", "frame", "frameset", "applet", "video", "audio", "source", "track", "template"),
        *("noscript", "title", "html", "body", "head"),
    )
)
ADDRESSES = frozenset({"href", "src", "srcset", "action", "formaction", "xlink:href", "data", "poster", "background"})


class _Inspector(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in FORBIDDEN:
            self.wrong.append(f"<{tag}>")
        if tag == "input" and ("disabled", None) not in attrs:
            self.wrong.append("<input>")
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.wrong.append(f"{tag} {name}")
            if name in ADDRESSES and not _harmless(tag, name, value or ""):
                self.wrong.append(f"{tag} {name}={value}")


def _harmless(tag: str, name: str, value: str) -> bool:
    if name == "src":
        return tag == "img" and value.startswith("media/")
    inside = value.startswith(("#", "new:")) or re.fullmatch(r"[^:]*\.html(#.*)?", value, re.DOTALL) is not None
    return name == "href" and tag == "a" and (inside or value.lower().startswith(("http://", "https://", "mailto:")))


def wrong(html: str) -> list[str]:
    inspector = _Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector.wrong


def _payloads() -> list[str]:
    return purify_payloads() if PURIFY.exists() else []


@pytest.mark.skipif(not PURIFY.exists(), reason="the XSS payloads are not beside this repository")
def test_the_223_payloads_are_found() -> None:
    assert len(_payloads()) == 223


@pytest.mark.parametrize("payload", _payloads(), ids=range(len(_payloads())))
def test_payloads_run_nothing(payload: str) -> None:
    for text in frames(payload):
        for world in (AUTHOR, NEWCOMER):
            assert wrong(render(parse(text), world)) == []


@pytest.mark.skipif(not OWASP.exists(), reason="OWASP's payloads are not beside this repository")
def test_owasps_payloads_run_nothing() -> None:
    payloads = owasp_payloads()
    assert len(payloads) > 80
    for payload in payloads:
        for text in frames(payload):
            assert wrong(render(parse(text), AUTHOR)) == []


@pytest.mark.skipif(not NAUGHTY.exists(), reason="the naughty strings are not beside this repository")
def test_naughty_strings_break_nothing() -> None:
    for text in json.loads(NAUGHTY.read_text(encoding="utf-8")):
        for framed in frames(text):
            document = parse(framed)
            assert wrong(render(document, AUTHOR)) == []
            assert document.passages
            assert rewrite_links(framed, lambda _title: None) == framed


LONG = 30_000
HOSTILE = {
    "openings": "||S1E01: " * LONG,
    "bars": "|" * LONG,
    "veils": "||a " * LONG,
    "brackets": "[" * LONG,
    "links": "[[" * LONG,
    "titles": "[[a" * LONG,
    "embeds": "![[a|b" * LONG,
    "braces": "{{status " * LONG,
    "comments": "%%" * LONG + "a",
    "comment lines": "%% a\n" * (LONG | 1),
    "notes": "[^" * LONG,
    "a note and calls": "[^a" * LONG + "\n\n[^a]: b",
    "colons": ":" * LONG,
    "addresses": "http://" * LONG,
    "hosts": "www._._" * LONG,
    "trailing brackets": "http://a.b/" + ")" * LONG,
    "trailing entities": "http://a.b/" + "&amp;" * LONG,
    "at signs": "a@" * LONG,
    "local parts": "a" * LONG + "@",
    "dots": "a@" + "b." * LONG,
    "reveals": "::: reveal S1\n" * LONG,
    "fences": "```\n:::\n" * LONG,
    "quotes": ">" * LONG,
    "nested lists": "\n".join("  " * depth + "- a" for depth in range(500)),
    "raw tags": "<b>" * LONG,
    "raw openings": "a <b " * LONG,
    "raw comments": "a <!-- " * LONG,
    "ticks": "".join("`" * width + " " for width in range(250)),
    "tables": "|a" * 300 + "\n" + "|-" * 300 + "\n" + "|\n" * 2000,
    "terms": "a\n: b\n" * (LONG // 6),
    "terms apart": "a\n\n: b\n\n" * (LONG // 6),
    "headings": "# a\n" * (LONG // 6),
    "blanks": "a" + " " * LONG + "%%x%%" + " " * LONG + "b",
    "hidden": "a %%x%% " * LONG,
    "callouts": "> [!a]\n\n" * (LONG // 6),
    "html and reveals": "<div>\n::: reveal S1\n" * (LONG // 6),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_long_hostile_text_is_read_in_the_end(name: str) -> None:
    """Quadratic reading of these would take minutes."""
    text = HOSTILE[name]
    document = parse(text)
    assert wrong(render(document, AUTHOR)) == []
    render(document, NEWCOMER)
    assert document.passages
    assert document.headings is not None
    assert rewrite_links(text, lambda _title: None) == text


def test_importing_the_room_loads_no_parser() -> None:
    code = "import sys, fanwiki.markup; print([m for m in ('markdown_it', 'nh3', 'pygments') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_pygments_waits_for_code_with_a_language() -> None:
    code = (
        "import sys; from fanwiki.markup import parse, render; from tests.markup.worlds import AUTHOR;"
        "render(parse('a\\n\\n```\\nb\\n```'), AUTHOR); print('pygments' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    assert done.stdout.strip() == "False"
