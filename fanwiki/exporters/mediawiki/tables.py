"""Tables as wikitext, one cell a line."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fanwiki.exporters.mediawiki.writer import WikitextWriter

Token = Any


def table(inner: Sequence[Token], writer: "WikitextWriter") -> str:
    """A table, given what stands in it. A head without words is none."""
    lines = ['{| class="wikitable"']
    for row in _rows(inner):
        cells = [(token, writer.inline(text.children or (), " ")) for token, text in row]
        if all(token.type == "th_open" and not said for token, said in cells):
            continue
        lines += ["|-"] if len(lines) > 1 else []
        lines += [f"{'!' if token.type == 'th_open' else '|'} {_in_cell(said)}".rstrip() for token, said in cells]
    return "\n".join([*lines, "|}"])


def _rows(tokens: Sequence[Token]) -> list[list[tuple[Token, Token]]]:
    found: list[list[tuple[Token, Token]]] = []
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "tr_open":
            found.append([])
        elif token.type in ("th_open", "td_open") and following is not None:
            found[-1].append((token, following))
        elif token.type == "reveal":
            found += _rows(token.children or ())
    return found


def _in_cell(said: str) -> str:
    """The text of a cell. Outside of links and templates its pipes would begin another."""
    made: list[str] = []
    depth = 0
    for place, sign in enumerate(said):
        pair = said[place : place + 2]
        depth += pair in ("[[", "{{")
        depth -= pair in ("]]", "}}")
        inside = depth > 0 or said[max(place - 8, 0) : place].endswith("<nowiki>")
        made.append("<nowiki>|</nowiki>" if sign == "|" and not inside else sign)
    return "".join(made)
