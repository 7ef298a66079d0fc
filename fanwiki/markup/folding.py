"""Turns markdown-it's flat stream into one where what a reveal hides are the children of one token, and lifts the
definitions of footnotes out of the text.
"""

from collections.abc import Sequence
from typing import Final

from markdown_it.token import Token

from fanwiki.markup.document import Note
from fanwiki.markup.syntax.reveal import points_in, row_points

_FOLDED: Final = frozenset({"reveal_open", "footnote_open", "html_block"})
"""Tokens that a page is folded for, beside texts with pipes."""


def fold(tokens: Sequence[Token], source: str) -> tuple[list[Token], list[Note]]:
    """The folded tokens and the notes of a page whose normalised text is `source`."""
    if "||" not in source and not any(token.type in _FOLDED or "||" in token.content for token in tokens):
        return list(tokens), []
    folder = _Folder(source.split("\n") if "||" in source else [])
    for token in tokens:
        folder.take(token)
    return folder.levels[0], folder.notes


class _Folder:
    """Holds what is open: each reveal or note, and the tokens within it so far; the outermost level is the page."""

    def __init__(self, lines: list[str]) -> None:
        self.notes: list[Note] = []
        self.levels: list[list[Token]] = [[]]
        self._lines = lines
        self._open: list[Token] = []
        self._row_reveals = 0

    def take(self, token: Token) -> None:
        match token.type:
            case "reveal_open" | "footnote_open":
                self._begin(token)
            case "reveal_close":
                _close(self._open, self.levels)
            case "footnote_close":
                self._lift_note()
            case "tr_open" if self._lines:
                self._begin_row(token)
            case "tr_close" if self._lines:
                self.levels[-1].append(token)
                for _ in range(self._row_reveals):
                    _close(self._open, self.levels)
            case "html_block":
                self.levels[-1].append(_veiled_html(token))
            case "inline" if "||" in token.content:
                token.children = fold_inline(token.children or [])
                self.levels[-1].append(token)
            case _:
                self.levels[-1].append(token)

    def _begin(self, token: Token) -> None:
        self._open.append(token)
        self.levels.append([])

    def _begin_row(self, token: Token) -> None:
        assert token.map is not None
        points = row_points(self._lines[token.map[0]])
        self._row_reveals = len(points)
        for point in points:
            self._begin(_reveal(point, "row", token.map))
        self.levels[-1].append(token)

    def _lift_note(self) -> None:
        opening, inner = self._open.pop(), self.levels.pop()
        reveals = tuple(each.meta["point"] for each in self._open if each.type == "reveal_open")
        self.notes.append(Note(opening.meta["note"], reveals, tuple(inner)))


def fold_inline(tokens: Sequence[Token]) -> list[Token]:
    """The same for the text of one block."""
    open_tokens: list[Token] = []
    levels: list[list[Token]] = [[]]
    for token in tokens:
        if token.type == "reveal_open":
            open_tokens.append(token)
            levels.append([])
        elif token.type == "reveal_close":
            _close(open_tokens, levels)
        else:
            if token.type == "image" and token.children:
                token.children = fold_inline(token.children)
            levels[-1].append(token)
    return levels[0]


def _close(open_tokens: list[Token], levels: list[list[Token]]) -> None:
    opening = open_tokens.pop()
    opening.type, opening.nesting, opening.children = "reveal", 0, levels.pop()
    opening.meta = {"point": opening.meta["point"], "form": opening.meta["form"]}
    levels[-1].append(opening)


def _reveal(point: str, form: str, lines: list[int] | None) -> Token:
    return Token("reveal_open", "", 1, map=lines, meta={"point": point, "form": form})


def _veiled_html(token: Token) -> Token:
    """Raw HTML cannot be veiled in part: one that holds reveals is put under all of them."""
    for point in points_in(token.content):
        outer = _reveal(point, "raw", token.map)
        outer.type, outer.nesting, outer.children = "reveal", 0, [token]
        token = outer
    return token
