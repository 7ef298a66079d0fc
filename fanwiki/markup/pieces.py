"""Reads a page in pieces that can be read again one by one.

A piece is what one block rule takes from the lines of the page; of a list of the page it is one item, of a table its
head or one row, so that a long one costs no more than a short one. What a piece is depends on its own lines, on a few
lines after it, and on the list or table that it may go on with: never on anything else before it. What its text means
depends on link references and footnotes of the page as well; the labels it asks for are noted.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from itertools import chain
from typing import Any, Final

from markdown_it.common.utils import mdTrim
from markdown_it.parser_block import RuleFuncBlockType
from markdown_it.rules_block import StateBlock, list_block
from markdown_it.rules_block.list import skipBulletListMarker, skipOrderedListMarker
from markdown_it.rules_block.table import MAX_AUTOCOMPLETED_CELLS, escapedSplit, getLine
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from fanwiki.markup.document import Note
from fanwiki.markup.folding import fold
from fanwiki.markup.parser import name_images, piecewise
from fanwiki.markup.passages import Said, read_said
from fanwiki.markup.syntax.braces import braces_at
from fanwiki.markup.syntax.heading import Wanted, headings
from fanwiki.markup.syntax.lines import starts_code

GiveNoteId = Callable[[str], int]
Definition = Mapping[str, str]
"""A link reference as the parser has it: `href` and `title`."""


@dataclass(frozen=True)
class RunningList:
    """A list that the next piece may go on with."""

    ordered: bool
    marker: str


@dataclass(frozen=True)
class RunningTable:
    """A table that the next piece may go on with. `missing` counts the cells that its rows have left out so far."""

    aligns: tuple[str, ...]
    missing: int


Running = RunningList | RunningTable


@dataclass(frozen=True, eq=False)
class Content:
    """What a piece says. Token lines count from the first line of the piece.

    `size` is the number of lines that its rule took; `ended` whether the last of them ends in a line feed. For a
    piece that goes on with a list or table `entered` says which; `leaves` what the next one may go on with. Of a list
    or table `frame` is the opening token, which `tokens` leave out. `tight` and `spaced` are for items alone: whether
    no empty line parts its blocks, and whether it ends in one. `defined` and `labelled` are what it defines for the
    whole page, by label; `note_ids` all notes that it defines, with their labels, in order.
    `far` says that what the piece is depends on all lines up to an empty one: a reference looks for the end of its
    title, what may be the text of an underlined heading for the line under it, and braces for those that close them.
    """

    size: int
    ended: bool
    entered: Running | None
    leaves: Running | None
    frame: Token | None
    tokens: tuple[Token, ...]
    notes: tuple[Note, ...] = ()
    tight: bool = True
    spaced: bool = False
    defined: Mapping[str, Definition] = field(default_factory=dict)
    labelled: Mapping[str, int] = field(default_factory=dict)
    note_ids: tuple[tuple[str, int], ...] = ()
    far: bool = False
    asked: frozenset[str] = frozenset()
    headings: tuple[Wanted, ...] = ()
    anchors: tuple[str, ...] = ()

    @cached_property
    def calls_notes(self) -> bool:
        """Whether a footnote is called anywhere in it, whoever may see it."""
        return _calls_notes(self.tokens)

    @cached_property
    def said(self) -> Said:
        """What it says by itself, for the passages of the page."""
        return read_said(self.tokens)

    @cached_property
    def loose_tokens(self) -> tuple[Token, ...]:
        """The tokens of an item in a list that is not tight."""
        if not self.tight:
            return self.tokens
        return tuple(token.copy(hidden=False) if token.hidden and token.level == 2 else token for token in self.tokens)


@dataclass(frozen=True, eq=False)
class Piece:
    """Some lines of the page up to the next piece: those its rule took, and the empty ones after them."""

    lines: tuple[str, ...]
    content: Content

    @property
    def leaves(self) -> Running | None:
        """What the next piece goes on with, if it is its kind: an empty line in between ends it."""
        return self.content.leaves if len(self.lines) == self.content.size else None


@dataclass(frozen=True)
class Raw:
    """A piece whose text has not been read yet."""

    content: Content
    source: str
    tokens: list[Token]


EMPTY: Final = Content(0, True, None, None, None, ())
"""What empty lines at the start of a page say."""


def is_empty(line: str) -> bool:
    return not line.strip(" \t")


class _State(StateBlock):
    """Notes what `tight` was before a list puts it back, which is all a list tells of an item's looseness."""

    def __init__(self, source: str) -> None:
        self._tight = self.was_tight = False
        super().__init__(source, piecewise(), {}, [])

    @property
    def tight(self) -> bool:
        return self._tight

    @tight.setter
    def tight(self, tight: bool) -> None:
        self.was_tight, self._tight = self._tight, tight


class Window:
    """Some lines of the page in which pieces are read. `whole` if the page ends where they end."""

    def __init__(self, lines: Sequence[str], *, whole: bool) -> None:
        self._lines = lines
        self._whole = whole
        self._state = _State("\n".join(lines) if whole else "\n".join((*lines, "")))

    @property
    def size(self) -> int:
        return len(self._lines)

    def read(self, line: int, running: Running | None, give_note_id: GiveNoteId) -> Raw:
        """The piece that begins on a line, which is not empty. `running` may go on with it."""
        state = self._state
        given: list[tuple[str, int]] = []

        def give(label: str) -> int:
            given.append((label, give_note_id(label)))
            return given[-1][1]

        state.line, state.tokens = line, []
        state.env = {"give_note_id": give}
        entered = running if running is not None and _goes_on(state, line, running) else None
        if entered is None:
            _read_any(state, line)
        elif isinstance(entered, RunningList):
            list_block(state, line, state.lineMax, False)
        else:
            entered = _read_row(state, line, entered)
        raw = self._raw(line, running if entered is not None else None, entered)
        return Raw(replace(raw.content, note_ids=tuple(given)), raw.source, raw.tokens) if given else raw

    def is_settled(self, line: int, raw: Raw, comment_follows: Callable[[], bool]) -> bool:
        """Whether lines after the window cannot change what has been read from it. `comment_follows` says whether any
        of them holds a `%%`.
        """
        if self._whole:
            return True
        end = line + raw.content.size
        following = next((n for n in range(end, len(self._lines)) if not is_empty(self._lines[n])), None)
        if following is None or following + LOOKAHEAD > len(self._lines):
            return False
        if raw.content.far and not any(is_empty(each) for each in self._lines[following:]):
            return False
        return not (self._awaits_comment(line, following + LOOKAHEAD) and comment_follows())

    def _awaits_comment(self, first: int, last: int) -> bool:
        for number in range(last - 1, first - 1, -1):
            begin = self._lines[number].find("%%")
            if begin >= 0:
                closed = self._lines[number].find("%%", begin + 2) >= 0
                return not closed and not any("%%" in each for each in self._lines[number + 1 :])
        return False

    def _raw(self, line: int, entered: Running | None, went_on: Running | None) -> Raw:
        state = self._state
        tokens = state.tokens
        for token in tokens:
            if token.map is not None:
                token.map = [token.map[0] - line, token.map[1] - line]
        end = state.line
        env = state.env
        content = Content(
            size=end - line,
            ended=not self._whole or end < len(self._lines),
            entered=entered,
            leaves=_leaves(tokens, went_on),
            frame=None,
            tokens=(),
            defined={
                label: {"href": each["href"], "title": each["title"]}
                for label, each in env.get("references", {}).items()
            },
            labelled=dict(env.get("notes", {})),
            far=bool(env.get("references"))
            or (bool(tokens) and tokens[0].type in _BEHIND_UNDERLINE)
            or any(map(_awaits_braces, self._lines[line : end + 1])),
        )
        if tokens and tokens[0].type in _FRAMES:
            spaced = end - line > 1 and is_empty(self._lines[end - 1])
            content = replace(content, frame=tokens[0], tight=state.was_tight, spaced=spaced)
        return Raw(content, "\n".join(self._lines[line:end]), tokens)


LOOKAHEAD: Final = 3
"""Lines that a rule looks at to see whether its block goes on, from the first that is not empty: a table may begin
there with its second, a definition list with its third.
"""

_BEHIND_UNDERLINE: Final = ("data", "embed", "dl_open")
"""What is read where a line is not the text of an underlined heading."""

_LISTS: Final = ("bullet_list_open", "ordered_list_open")
_FRAMES: Final = (*_LISTS, "table_open")


@cache
def _rules() -> tuple[RuleFuncBlockType, ...]:
    return tuple(piecewise().block.ruler.getRules(""))


def _awaits_braces(line: str) -> bool:
    """Whether the use of a template may begin in a line that ends in a later one."""
    begin = line.find("{{")
    return begin >= 0 and braces_at(line, begin) is None


def _read_any(state: _State, line: int) -> None:
    for rule in _rules():
        if rule(state, line, state.lineMax, False):
            return


def _goes_on(state: _State, line: int, running: Running) -> bool:
    """Whether a line goes on with a list or table of the page, as its rule would say."""
    if starts_code(state, line):
        return False
    kind, chain = ("list", "list") if isinstance(running, RunningList) else ("table", "blockquote")
    before, state.parentType = state.parentType, kind
    ends = any(rule(state, line, state.lineMax, True) for rule in piecewise().block.ruler.getRules(chain))
    state.parentType = before
    if ends:
        return False
    if isinstance(running, RunningTable):
        return running.missing + len(running.aligns) - len(_cells(state, line)) <= MAX_AUTOCOMPLETED_CELLS
    skip = skipOrderedListMarker if running.ordered else skipBulletListMarker
    after = skip(state, line)
    return after >= 0 and state.src[after - 1] == running.marker


def _cells(state: StateBlock, line: int) -> list[str]:
    cells = escapedSplit(mdTrim(getLine(state, line)))
    if cells and cells[0] == "":
        cells.pop(0)
    if cells and cells[-1] == "":
        cells.pop()
    return cells


def _read_row(state: StateBlock, line: int, table: RunningTable) -> RunningTable:
    """Reads one row as the rule for tables does, and answers with the table as it goes on."""
    cells = _cells(state, line)
    state.push("tr_open", "tr", 1).map = [line, line + 1]
    for column, align in enumerate(table.aligns):
        opening = state.push("td_open", "td", 1)
        if align:
            opening.attrs = {"style": f"text-align:{align}"}
        inline = state.push("inline", "", 0)
        inline.map = [line, line + 1]
        inline.content = mdTrim(cells[column]) if column < len(cells) else ""
        inline.children = []
        state.push("td_close", "td", -1)
    state.push("tr_close", "tr", -1)
    state.line = line + 1
    return RunningTable(table.aligns, table.missing + len(table.aligns) - len(cells))


def _leaves(tokens: Sequence[Token], went_on: Running | None) -> Running | None:
    if isinstance(went_on, RunningTable) or not tokens:
        return went_on
    if tokens[0].type in _LISTS:
        return RunningList(tokens[0].type == "ordered_list_open", tokens[-1].markup)
    if tokens[0].type == "table_open":
        heads = [token for token in tokens if token.type == "th_open"]
        return RunningTable(tuple(str(head.attrGet("style") or "").removeprefix("text-align:") for head in heads), 0)
    return None


# --- the text of a piece ------------------------------------------------------------------------------------


class _Asked(Mapping[str, Any]):
    """The references or footnotes of the page; notes in `labels` which are asked for, with `prefix` before them."""

    def __init__(self, known: Mapping[str, Any], labels: set[str], prefix: str) -> None:
        self._known = known
        self._labels = labels
        self._prefix = prefix

    def __getitem__(self, label: str) -> Any:
        self._labels.add(self._prefix + label)
        return self._known[label]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


REFERENCE: Final = "["
NOTE: Final = "^"
"""What stands before a label in `Content.asked`."""


@cache
def _text_rules() -> tuple[Callable[[StateCore], None], ...]:
    """What the parser does once the blocks are known."""
    ruler = piecewise().core.ruler
    named = zip(ruler.get_active_rules(), ruler.getRules(""), strict=True)
    return tuple(rule for name, rule in named if name not in ("normalize", "block"))


def read_text(raw: Raw, references: Mapping[str, Definition], notes: Mapping[str, int]) -> Content:
    """The piece with its text read, as the definitions of the page are now. `raw` is used up."""
    asked: set[str] = set()
    env = {"references": _Asked(references, asked, REFERENCE), "notes": _Asked(notes, asked, NOTE)}
    core = StateCore(raw.source, piecewise(), env, raw.tokens)
    for rule in _text_rules():
        rule(core)
    tokens, found_notes = fold(core.tokens, raw.source)
    if "![" in raw.source:
        name_images([*tokens, *chain.from_iterable(note.tokens for note in found_notes)])
    if raw.content.frame is not None:
        tokens = tokens[1:-1]
    wanted = []
    for token, each in headings(tokens):
        token.meta = {"text": each.text, "anchor": each.anchor + each.suffix}
        wanted.append(each)
    return replace(
        raw.content,
        tokens=tuple(tokens),
        notes=tuple(found_notes),
        asked=frozenset(asked),
        headings=tuple(wanted),
        anchors=tuple(each.anchor + each.suffix for each in wanted),
    )


def with_anchors(content: Content, anchors: tuple[str, ...]) -> Content:
    """The same content with other anchors; what is shared with the old one is not touched."""
    return replace(content, anchors=anchors, tokens=_anchored(content.tokens, iter(anchors)))


def _anchored(tokens: Sequence[Token], anchors: Iterator[str]) -> tuple[Token, ...]:
    found = []
    for token in tokens:
        if token.type == "heading_open":
            found.append(token.copy(meta={**token.meta, "anchor": next(anchors)}))
        elif token.type == "reveal" and token.children:
            found.append(token.copy(children=list(_anchored(token.children, anchors))))
        else:
            found.append(token)
    return tuple(found)


def _calls_notes(tokens: Sequence[Token]) -> bool:
    return any(token.type == "footnote_ref" or _calls_notes(token.children or ()) for token in tokens)
