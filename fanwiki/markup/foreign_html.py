"""HTML from elsewhere, such as the clipboard, as the wiki's Markdown.

It is cut down first to what Markdown can say: no image (it would be loaded from elsewhere, or point nowhere), no
address but the web's and mail's. Then every letter that means something in our dialect is escaped, so that text
stays text: `[[`, `||` and `<script>` in an article about them become none of these.
"""

import re
from typing import Final

import nh3
from bs4 import Tag
from markdownify import ATX, BACKSLASH, MarkdownConverter

_STRUCTURE: Final = frozenset(
    (
        *("a", "b", "blockquote", "caption", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "li"),
        *("ol", "pre", "s", "strong", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
"""What Markdown has words for. HTML with none of it is but text with a look."""
_BLOCKS: Final = frozenset({"article", "dd", "div", "dl", "dt", "figcaption", "figure", "p", "section", "br", "span"})
_DROPPED: Final = {"script", "style", "title", "head", "template", "noscript", "svg", "math"}
_ATTRIBUTES: Final = {"a": {"href"}, "ol": {"start"}}
_OPENS: Final = re.compile(r"<([a-z][a-z0-9]*)")
_NOT_BOLD: Final = re.compile(r"<b\b[^<>]*font-weight:\s*(?:normal|400)[^<>]*>", re.IGNORECASE)
"""A word processor on the web wraps everything it copies in this."""
_BLANKS: Final = re.compile(r"\s+")
_ESCAPED: Final = re.compile(r"[\\`*\[\]<|~]|(?<!\w)_+|_+(?!\w)|%(?=%)|(?<=%)%|\{(?=\{)|(?<=\{)\{|&(?=#?\w+;)|:(?=::)")
_LINE_START: Final = re.compile(r"^(\s*)(?=#{1,6}(?:\s|$)|[-+](?:\s|$)|-{2,}|=+\s*$|>|:)")
_NUMBERED: Final = re.compile(r"^(\s*\d{1,9})(?=[.)](?:\s|$))")
_IN_ADDRESS: Final = re.compile(r"[\s()<>\[\]{}|\\\"`]|%(?=%)")
_EMPTY_LINES: Final = re.compile(r"\n{3,}")


def from_html(html: str) -> str:
    """The Markdown of HTML; empty for HTML that is but text, or nothing, which is better taken plain."""
    cleaned = nh3.clean(
        _NOT_BOLD.sub("<span>", html),
        tags=_STRUCTURE | _BLOCKS,
        clean_content_tags=_DROPPED,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    if _STRUCTURE.isdisjoint(_OPENS.findall(cleaned)):
        return ""
    try:
        text = _Converter().convert(cleaned)
    except RecursionError:  # nested deeper than anything that a person has written
        return ""
    lines = [line if line.endswith("\\") else line.rstrip() for line in text.split("\n")]
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


class _Converter(MarkdownConverter):
    """Escapes what our dialect reads, and lets no text out of where it stands."""

    def __init__(self) -> None:
        super().__init__(heading_style=ATX, bullets="-", newline_style=BACKSLASH, autolinks=False)

    def escape(self, text: str, parent_tags: set[str]) -> str:
        del parent_tags
        text = _ESCAPED.sub(_behind_backslashes, _BLANKS.sub(" ", text))
        return _NUMBERED.sub(r"\1\\", _LINE_START.sub(r"\1\\", text))

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        href = el.get("href")
        words = _BLANKS.sub(" ", text)
        if not isinstance(href, str) or not words.strip() or "_noformat" in parent_tags:
            return text
        before, after = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
        return f"{before}[{words.strip()}]({_IN_ADDRESS.sub(_percent, href)}){after}"

    def convert_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        del el
        words = _BLANKS.sub(" ", text).strip()
        if not words or "_noformat" in parent_tags:
            return text
        marks = "`" * (_longest_run(words) + 1)
        room = " " if "`" in words else ""
        return f"{marks}{room}{words}{room}{marks}"

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        del text, parent_tags
        content = el.get_text().strip("\n")
        fence = "`" * max(_longest_run(content) + 1, 3)
        return f"\n\n{fence}\n{content}\n{fence}\n\n" if content else ""


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)


def _behind_backslashes(match: re.Match[str]) -> str:
    return "".join(f"\\{letter}" for letter in match[0])


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())
