"""Asks of markdown-it's rules only those that can begin with the letter at hand.

markdown-it asks every rule at every line and at every mark, and nearly all of them look at one letter and say no: that
is half of what reading a page costs. A rule that is not named here is asked everywhere, as before.
"""

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from markdown_it import MarkdownIt
from markdown_it.parser_block import RuleFuncBlockType
from markdown_it.parser_inline import RuleFuncInline2Type, RuleFuncInlineType
from markdown_it.ruler import Rule, Ruler
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

_BLOCKS: Final = {
    "blockquote": ">",
    "comment": "%",
    "data": "{",
    "embed": "!",
    "fence": "`~",
    "footnote": "[",
    "heading": "#",
    "hr": "*-_",
    "html_block": "<",
    "list": "*+-0123456789",
    "noinclude": "<",
    "reference": "[",
    "reveal": ":",
    "template": "{",
}
"""What the first line of a block begins with, by its rule."""

_INTERRUPTING: Final = {**_BLOCKS, "deflist": ":~"}
"""The same for a block that interrupts another."""

_PIPED: Final = "table"
"""The rule of a block whose first line has a pipe in it."""

_INDENTED: Final = "code"
"""The rule of a block that is indented by four."""

_INLINES: Final = {
    "autolink": "<",
    "backticks": "`",
    "comment": "%",
    "data": "{",
    "embed": "!",
    "emphasis": "*_",
    "entity": "&",
    "escape": "\\",
    "footnote_ref": "[",
    "html_inline": "<",
    "image": "!",
    "link": "[",
    "newline": "\n",
    "reveal": "|",
    "strikethrough": "~",
    "template": "{",
    "text": "",
    "wikilink": "[",
}
"""The mark within a text that a rule begins with."""

_PAIRING: Final = frozenset({"balance_pairs", "strikethrough", "emphasis"})
"""The rules for marks that come in pairs, asked once a text has been read."""

Asked = TypeVar("Asked")


def install(md: MarkdownIt) -> None:
    """To be installed last: a rule that is added later is not asked."""
    md.block.ruler = _block_ruler(md.block.ruler)
    md.inline.ruler = _inline_ruler(md.inline.ruler, md)
    md.inline.ruler2 = _pairing_ruler(md.inline.ruler2)


class _Sorted(Ruler[Asked]):
    """Rules as they were, with one for each chain that asks those of the chain."""

    def __init__(self, rules: Ruler[Asked], asking: Callable[[str, Sequence[Rule[Asked]]], Asked]) -> None:
        super().__init__()
        self.__rules__ = rules.__rules__
        active = [rule for rule in self.__rules__ if rule.enabled]
        chains = {"", *(chain for rule in active for chain in rule.alt)}
        self._asking = {
            chain: [asking(chain, [rule for rule in active if not chain or chain in rule.alt])] for chain in chains
        }

    def getRules(self, chainName: str = "") -> list[Asked]:  # noqa: N802, N803  # markdown-it's name
        return self._asking.get(chainName, [])


def _block_ruler(rules: Ruler[RuleFuncBlockType]) -> Ruler[RuleFuncBlockType]:
    def asking(chain: str, rules: Sequence[Rule[RuleFuncBlockType]]) -> RuleFuncBlockType:
        begins = _INTERRUPTING if chain else _BLOCKS
        every = [rule.fn for rule in rules]
        piped = _by_letter([rule for rule in rules if rule.name != _INDENTED], begins)
        usual = _by_letter([rule for rule in rules if rule.name not in (_INDENTED, _PIPED)], begins)

        def ask(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
            start, end = state.bMarks[line] + state.tShift[line], state.eMarks[line]
            if start >= end or state.sCount[line] - state.blkIndent >= 4:
                asked = every
            else:
                letter = state.src[start]
                by_letter = usual if state.src.find("|", start, end) < 0 else piped
                asked = by_letter[letter if letter in by_letter else ""]
            for rule in asked:  # noqa: SIM110  # a generator costs as much as a rule
                if rule(state, line, end_line, silent):
                    return True
            return False

        return ask

    return _Sorted(rules, asking)


def _inline_ruler(rules: Ruler[RuleFuncInlineType], md: MarkdownIt) -> Ruler[RuleFuncInlineType]:
    def asking(_chain: str, rules: Sequence[Rule[RuleFuncInlineType]]) -> RuleFuncInlineType:
        every = [rule.fn for rule in rules]
        by_letter = _by_letter(rules, _INLINES)
        is_mark = md.inline.terminator_re.match
        marks = {mark: by_letter.get(mark, by_letter[""]) for mark in map(chr, range(128)) if is_mark(mark)}

        def ask(state: StateInline, silent: bool) -> bool:
            for rule in marks.get(state.src[state.pos], every):  # noqa: SIM110  # as above
                if rule(state, silent):
                    return True
            return False

        return ask

    return _Sorted(rules, asking)


def _pairing_ruler(rules: Ruler[RuleFuncInline2Type]) -> Ruler[RuleFuncInline2Type]:
    def asking(_chain: str, rules: Sequence[Rule[RuleFuncInline2Type]]) -> RuleFuncInline2Type:
        every = [rule.fn for rule in rules]
        others = [rule.fn for rule in rules if rule.name not in _PAIRING]

        def ask(state: StateInline) -> None:
            paired = state.delimiters or any(meta["delimiters"] for meta in state.tokens_meta if meta)
            for rule in every if paired else others:
                rule(state)

        return ask

    return _Sorted(rules, asking)


def _by_letter(rules: Sequence[Rule[Asked]], begins: dict[str, str]) -> dict[str, list[Asked]]:
    """The rules to ask at each letter, in their order; those for all other letters by the empty one."""
    letters = {"", *"".join(begins.values())}
    return {
        letter: [rule.fn for rule in rules if rule.name not in begins or (letter and letter in begins[rule.name])]
        for letter in letters
    }
