"""Reads the text of each block, with the link references and footnotes that hold at its place.

What is defined under a reveal is known under it alone; and a note calls no other note.
"""

from collections import ChainMap
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from fanwiki.markup.syntax.reveal import SCOPED


def install(md: MarkdownIt) -> None:
    md.core.ruler.at("inline", _inline)


def _inline(state: StateCore) -> None:
    scopes: list[Any] = [state.env]
    for token in state.tokens:
        match token.type:
            case "inline":
                if token.children is None:
                    token.children = []
                state.md.inline.parse(token.content, state.md, scopes[-1], token.children)
            case "reveal_open":
                scopes.append(_within(scopes[-1], token.meta["scope"]))
            case "footnote_open":
                scopes.append({**scopes[-1], "notes": {}})
            case "reveal_close" | "footnote_close":
                scopes.pop()


def _within(outer: Any, scope: dict[str, Any]) -> Any:
    if not scope:
        return outer
    return {**outer, **{name: ChainMap(scope.get(name, {}), outer.get(name, {})) for name in SCOPED}}
