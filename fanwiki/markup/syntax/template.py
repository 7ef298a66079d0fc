"""`{{Template name|argument|key=value}}`: a template of the wiki's own, in a sentence or as a block.

Alone on its lines it is a block, unless it begins an item of a list. A use may span lines, but no empty one, so that
what is typed further down never changes a block above it. The names of our data blocks stay theirs. What is not
well-formed stays as typed.
"""

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from fanwiki.markup.folding import fold
from fanwiki.markup.syntax.braces import Braces, Pieces, braces_at, source_of
from fanwiki.markup.syntax.datablock import is_data
from fanwiki.markup.syntax.lines import in_container, line_text, starts_code
from fanwiki.markup.syntax.target import one_line

TEMPLATE: Final = "Template:"
"""Stands before the title of a template's page; where it is used it may be left out."""

PAGE_NAME: Final = "PAGENAME"
"""`{{PAGENAME}}` is the title of the page that is read."""

USES: Final = frozenset({"template", "template_inline"})
"""The types of a use's tokens. Their children are what the arguments say, each read as a text of its own."""

_NAME: Final = re.compile(r"[^\[\]{}|<>#\\\x00-\x1f]{1,255}")
_PREFIX: Final = re.compile(r"template[ \t]*:", re.IGNORECASE)
_KEY: Final = re.compile(r"\s*(?P<key>\w[\w .-]{0,99})=")
_WORDS: Final = re.compile(r"(?:[^\W_]|[ ,;])*")
_NO_NOTES: Final = -1_000_000
"""What is written as a footnote in an argument is none of the page's: its number is none that a page has."""
_ONLY_HERE: Final = re.compile(r"</?(?:noinclude|includeonly)>", re.IGNORECASE)


def install(md: MarkdownIt) -> None:
    alt: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("html_block", "noinclude", _noinclude, alt)
    md.block.ruler.after("data", "template", _block, alt)
    md.inline.ruler.after("data", "template", _inline)


def template_title(name: str) -> str | None:
    """The title of the page that a typed name means, with its prefix; None if it cannot be a name."""
    typed = one_line(name)
    prefix = _PREFIX.match(typed)
    bare = typed if prefix is None else typed[prefix.end() :].strip()
    return TEMPLATE + bare if _NAME.fullmatch(bare) else None


def without_prefix(title: str) -> str:
    """A template's title as it is used."""
    prefix = _PREFIX.match(title)
    return title if prefix is None else title[prefix.end() :].strip()


def read_use(text: str, position: int) -> Braces | None:
    """The use of a template that begins at a position; None if there is none."""
    braces = braces_at(text, position)
    if braces is None or braces.count != 2 or not braces.parts[0]:
        return None
    name = braces.parts[0][0]
    if not isinstance(name, str) or len(braces.parts[0]) > 1 or template_title(name) is None or is_data(name):
        return None
    return braces


def title_of(use: Braces) -> str:
    """The title of the template that is used, with its prefix; empty for `{{PAGENAME}}`."""
    name = source_of(use.parts[0])
    if name.strip() == PAGE_NAME and len(use.parts) == 1:
        return ""
    return template_title(name) or ""


def arguments(use: Braces) -> list[tuple[str, Pieces]]:
    """The arguments by their keys; those without one are numbered from 1."""
    found: list[tuple[str, Pieces]] = []
    number = 0
    for part in use.parts[1:]:
        key = _KEY.match(part[0]) if part and isinstance(part[0], str) else None
        if key is None:
            number += 1
            found.append((str(number), part))
        else:
            found.append((key["key"].strip(), (str(part[0])[key.end() :], *part[1:])))
    return found


def _meta(use: Braces) -> dict[str, str]:
    return {"title": title_of(use), "source": use.source}


def _said(md: MarkdownIt, use: Braces) -> list[Token]:
    """What the arguments of a use say, for what is read off a page without a world."""
    tokens: list[Token] = []
    for _key, pieces in arguments(use):
        text = source_of(pieces).strip()
        if _WORDS.fullmatch(text):
            tokens += _plain(text)
        else:
            tokens += fold(md.parse(text, {"note_count": _NO_NOTES}), text)[0]
    return tokens


def _plain(text: str) -> list[Token]:
    """The text of a paragraph in which there is no Markdown: most arguments are that."""
    if not text:
        return []
    inner = [Token("text", "", 0, content=text)]
    return [Token("inline", "", 0, content=text, children=inner)]


def _block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    if starts_code(state, start_line) or not line_text(state, start_line).startswith("{{"):
        return False
    if not silent and state.tokens and state.tokens[-1].type == "list_item_open":
        return False
    last = _last_line(state, start_line, end_line)
    if last is None:
        return False
    if silent:
        return True
    use = read_use(_text(state, start_line, last + 1), 0)
    assert use is not None
    token = state.push("template", "", 0)
    token.block = True
    token.map = [start_line, last + 1]
    token.meta = _meta(use)
    token.children = _said(state.md, use)
    state.line = last + 1
    return True


def _last_line(state: StateBlock, start_line: int, end_line: int) -> int | None:
    """The line on which the use ends that begins this line, if it ends there.

    Where one use ends does not hang on the lines before it, so that one reading serves all lines that follow: many
    lines with braces that are never closed would take long otherwise.
    """
    source, known = state.env.get("uses", ("", {}))
    if source is not state.src:
        known = {}
        state.env["uses"] = (state.src, known)
    place = _place(state, start_line, end_line)
    if place in known:
        last: int | None = known[place]
        return last
    stop = start_line
    while stop < end_line and not state.isEmpty(stop) and (stop == start_line or in_container(state, stop)):
        stop += 1
    lines = [line_text(state, line) for line in range(start_line, stop)]
    text = "\n".join(lines)
    offset = 0
    for line, content in enumerate(lines, start_line):
        if content.startswith("{{"):
            use = read_use(text, offset)
            ends = None if use is None else line + text.count("\n", offset, use.end)
            if use is not None and text[use.end : use.end + 1] not in ("", "\n"):
                ends = None
            known[_place(state, line, end_line)] = ends
        offset += len(content) + 1
    found: int | None = known[place]
    return found


def _place(state: StateBlock, line: int, end_line: int) -> tuple[int, ...]:
    """What tells apart the ways in which one line can be read: where it begins within the blocks around it."""
    return line, state.bMarks[line] + state.tShift[line], end_line, state.blkIndent


def _text(state: StateBlock, start_line: int, end_line: int) -> str:
    return "\n".join(line_text(state, line) for line in range(start_line, end_line))


def _inline(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("{{", state.pos):
        return False
    use = read_use(state.src, state.pos)
    if use is None or use.end > state.posMax:
        return False
    if not silent:
        token = state.push("template_inline", "", 0)
        token.meta = _meta(use)
        token.children = _said(state.md, use)
    state.pos = use.end
    return True


def _noinclude(state: StateBlock, start_line: int, _end_line: int, silent: bool) -> bool:
    """The marks of what a template keeps to its own page, each alone on a line: not seen, and no raw HTML."""
    if starts_code(state, start_line) or _ONLY_HERE.fullmatch(line_text(state, start_line)) is None:
        return False
    if not silent:
        state.push("comment", "", 0).map = [start_line, start_line + 1]
        state.line = start_line + 1
    return True
