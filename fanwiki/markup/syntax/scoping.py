"""Reads the text of each block, with the link references and footnotes that hold at its place.

What is defined under a reveal is known under it alone; and a note calls no other note.
"""

from collections import ChainMap
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore, text_join
from markdown_it.token import Token

from fanwiki.markup.syntax.reveal import SCOPED


def install(md: MarkdownIt) -> None:
    md.core.ruler.at("inline", _inline)
    md.core.ruler.at("text_join", _text_join)


def _inline(state: StateCore) -> None:
    scopes: list[Any] = [state.env]
    find_mark = state.md.inline.terminator_re.search
    for token in state.tokens:
        if token.type == "inline":
            if token.children is None:
                token.children = []
            if find_mark(token.content):
                state.md.inline.parse(token.content, state.md, scopes[-1], token.children)
            elif token.content:
                # Most cells and items hold nothing but words.
                token.children.append(Token("text", "", 0, content=token.content))
        elif token.type == "reveal_open":
            scopes.append(_within(scopes[-1], token.meta["scope"]))
        elif token.type == "footnote_open":
            scopes.append({**scopes[-1], "notes": {}})
        elif token.type in ("reveal_close", "footnote_close"):
            scopes.pop()


def _text_join(state: StateCore) -> None:
    """As markdown-it joins texts, where an escape or an entity has parted them."""
    tokens = state.tokens
    state.tokens = [token for token in tokens if "\\" in token.content or "&" in token.content]
    text_join(state)
    state.tokens = tokens


def _within(outer: Any, scope: dict[str, Any]) -> Any:
    if not scope:
        return outer
    return {**outer, **{name: ChainMap(scope.get(name, {}), outer.get(name, {})) for name in SCOPED}}
