"""HTML from the clipboard: what Markdown can say is kept, text stays text, and nothing hostile comes through."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanwiki.markup import from_html, parse, render
from tests.security.payloads import PURIFY, purify_payloads

from .test_safety import wrong
from .worlds import AUTHOR


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<h2>The <em>roof</em></h2><p>She <b>lives</b>.</p>", "## The *roof*\n\nShe **lives**."),
        ("<p>a <a href='https://example.org/x_(y)'>link</a></p>", "a [link](https://example.org/x_%28y%29)"),
        ("<ul><li>one<ul><li>in</li></ul></li><li>two</li></ul>", "- one\n  - in\n- two"),
        ("<ol start=3><li>three</li><li>four</li></ol>", "3. three\n4. four"),
        ("<blockquote><p>said</p></blockquote>", "> said"),
        ("<pre>a\n```\n<b>c</b></pre>", "````\na\n```\nc\n````"),
        ("<p>use <code>a|b</code></p>", "use `a|b`"),
        ("<p>x <s>gone</s></p>", "x ~~gone~~"),
        ("<b style='font-weight:normal'><p>all <i>of</i> it</p></b>", "all *of* it"),
        ("<p><b>[[Nam-ra]]</b> ||S1E01: x|| {{cast}} %% y %% &lt;b&gt;</p>", None),
        ("<div><span style='color:red'>only text</span></div>", ""),
        ("", ""),
        ("<p><i>1. one</i></p><p># no heading</p><p>- no item</p><p>::: reveal S1E01</p>", None),
    ],
)
def test_what_becomes_of_html(source: str, expected: str | None) -> None:
    found = from_html(source)
    if expected is not None:
        assert found == expected
    else:
        assert _words(render(parse(found), AUTHOR)) == _words(source)


def test_a_table_becomes_one() -> None:
    found = from_html("<table><tr><th>a</th><th>b|c</th></tr><tr><td>1</td><td>2</td></tr></table>")
    assert found == "| a | b\\|c |\n| --- | --- |\n| 1 | 2 |"


@pytest.mark.parametrize(
    "source",
    [
        "<p><i>x</i><img src='https://example.org/track.png' onerror=alert(1)></p>",
        "<p><i>x</i><a href='javascript:alert(1)'>go</a></p>",
        "<p><i>x</i><a href='https://e.org/) <img src=x onerror=alert(1)>'>go</a></p>",
        "<p><i>x</i>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
        "<i>x</i><script>alert(1)</script><style>p{}</style>",
        "<pre>```\n&lt;img src=x onerror=alert(1)&gt;\n```</pre>",
        "<p><code>`&lt;img src=x onerror=alert(1)&gt;`</code></p>",
        "<i>x</i><iframe src='https://example.org'></iframe>",
        "<p><i>x</i>&amp;lt;script&amp;gt;</p>",
    ],
)
def test_nothing_hostile_comes_through(source: str) -> None:
    found = from_html(source)
    shown = render(parse(found), AUTHOR)
    assert wrong(shown) == []
    assert "<img" not in shown
    assert "javascript:" not in found


@pytest.mark.skipif(not PURIFY.exists(), reason="the payloads lie in the shared folder beside the project")
def test_known_payloads_come_to_nothing() -> None:
    for payload in purify_payloads():
        shown = render(parse(from_html(f"<p><b>x</b></p>{payload}")), AUTHOR)
        assert wrong(shown) == [], payload
        assert "<img" not in shown, payload


def test_html_that_is_nested_without_end_is_refused() -> None:
    assert isinstance(from_html("<blockquote>" * 20_000 + "<b>x</b>"), str)


@given(st.text(alphabet="ab1.)#->+=*_`[]|{}%~:<&;!\\\"'가 \n", max_size=30))
def test_text_stays_text(text: str) -> None:
    found = from_html(f"<p><b>x</b> {html.escape(text)}</p><p>{html.escape(text)}</p>")
    shown = _words(render(parse(found), AUTHOR))
    assert shown == _words(f"x {html.escape(text)} {html.escape(text)}")


def _words(source: str) -> list[str]:
    return "".join(html.unescape(re.sub(r"<[^<>]*>", " ", source)).split()).split()
