"""`> [!note] Title`: a callout. `-` after the kind folds it, `+` unfolds it. GitHub's alerts are the same."""

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_MARK: Final = re.compile(r"\[!(?P<kind>[\w-]{1,40})\](?P<fold>[-+]?)[ \t]*(?P<title>[^\n]*)(?:\n|\Z)")


def install(md: MarkdownIt) -> None:
    md.core.ruler.after("block", "callout", _callouts)


def _callouts(state: StateCore) -> None:
    """Turns block quotes that begin with a mark into callouts, before their text is read."""
    if "[!" not in state.src or not any(token.type == "blockquote_open" for token in state.tokens):
        return
    tokens: list[Token] = []
    open_quotes: list[bool] = []
    skip = 0
    for index, token in enumerate(state.tokens):
        if skip:
            skip -= 1
            continue
        if token.type == "blockquote_close":
            if open_quotes.pop():
                token.type = "callout_close"
            tokens.append(token)
            continue
        tokens.append(token)
        if token.type != "blockquote_open":
            continue
        match = _mark(state.tokens, index)
        open_quotes.append(match is not None)
        if match is not None:
            skip = _open(tokens, token, state.tokens[index + 1 : index + 4], match)
    state.tokens = tokens


def _mark(tokens: list[Token], index: int) -> re.Match[str] | None:
    if index + 2 >= len(tokens) or tokens[index + 1].type != "paragraph_open":
        return None
    return _MARK.match(tokens[index + 2].content)


def _open(tokens: list[Token], quote: Token, paragraph: list[Token], match: re.Match[str]) -> int:
    """Writes the callout's title and cuts the mark off its first paragraph. Answers how many tokens are dealt with."""
    inline = paragraph[1]
    quote.type = "callout_open"
    quote.meta = {
        "kind": match["kind"].casefold(),
        "fold": match["fold"],
        "typed": bool(match["title"].strip()),
    }
    opening = Token("callout_title_open", "p", 1, level=quote.level + 1, meta=quote.meta)
    title = Token("inline", "", 0, level=quote.level + 2, content=match["title"].strip(), children=[])
    title.map = None if inline.map is None else [inline.map[0], inline.map[0] + 1]
    tokens += [opening, title, Token("callout_title_close", "p", -1, level=quote.level + 1)]
    rest = inline.content[match.end() :]
    if not rest.strip():
        return 3
    inline.content = rest
    if inline.map is not None:
        inline.map = [inline.map[0] + 1, inline.map[1]]
    return 0
