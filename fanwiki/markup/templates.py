"""The wiki's own templates: what a use of one comes to, as Markdown.

A template is written as in MediaWiki: `{{{1}}}` and `{{{name|default}}}` are its parameters, `{{#if:…}}`, `{{#ifeq:…}}`
and `{{#switch:…}}` choose, and it may use other templates. What comes out is Markdown, which goes the way of all
Markdown, through the parser and the sanitiser; so nothing an argument holds can do more than the page itself could.

What the reader has not reached is cut out of the template (by the world) and of the arguments before they are put
together. Nothing that is put together afterwards can show it, and no condition can be decided by it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fanwiki.domain.names import title_key
from fanwiki.markup.scene import Allowance, shows
from fanwiki.markup.syntax.braces import Braces, Pieces, read_braces, source_of
from fanwiki.markup.syntax.datablock import is_data
from fanwiki.markup.syntax.template import PAGE_NAME, arguments, template_title, without_prefix
from fanwiki.markup.tidying import HIDDEN, tidy_source
from fanwiki.markup.visible import visible_part
from fanwiki.markup.world import World

DEEPEST_USE: Final = 8
"""Templates that may be used within one another."""

_DEEPEST_CALL: Final = 100
"""Braces of any kind that may be read within one another, over all templates at work."""

_FUNCTION: Final = re.compile(r"\s*#(?P<name>[a-z]+)[ \t]*:", re.IGNORECASE)
_QUOTE: Final = re.compile(r"(?: {0,3}>)+[ \t]?")
_NOINCLUDE: Final = re.compile(r"<noinclude>.*?(?:</noinclude>|\Z)", re.IGNORECASE | re.DOTALL)
_INCLUDEONLY: Final = re.compile(r"</?includeonly>", re.IGNORECASE)


@dataclass(frozen=True)
class Notice:
    """Something that went wrong. `title` is that of a template that is not there; a cycle is told to readers too."""

    text: str
    title: str = ""
    for_readers: bool = False


@dataclass(frozen=True)
class Expansion:
    """The Markdown that a use comes to, and what went wrong on the way."""

    text: str
    notices: tuple[Notice, ...]


def expand(source: str, world: World, allowance: Allowance) -> Expansion:
    """What a use, as it is typed on the page of `world`, comes to. It takes no more steps than it draws of the
    allowance.
    """
    use = read_braces(source)[0]
    assert isinstance(use, Braces)
    expander = _Expander(world, allowance)
    try:
        text = expander.use_on_page(use)
    except _Refused as refused:
        text = ""
        expander.notices[Notice(f"“{without_prefix(source_of(use.parts[0]).strip())}” is not shown: {refused}.")] = None
    return Expansion(tidy_source(text).strip(), tuple(expander.notices))


class _Refused(Exception):
    """A use is too large or too deep; the message says which."""


@dataclass(frozen=True)
class _Frame:
    """A text at work. `arguments` is None for the page itself, which has no parameters; `trail` holds the keys of the
    templates around, itself last.
    """

    arguments: Mapping[str, str] | None = None
    trail: tuple[str, ...] = ()


class _Expander:
    def __init__(self, world: World, allowance: Allowance) -> None:
        self.notices: dict[Notice, None] = {}
        self._world = world
        self._allowance = allowance
        self._depth = 0

    def use_on_page(self, use: Braces) -> str:
        """A use on the page itself, whose arguments are first rid of what the reader has not reached."""
        if self._world.author:
            return self._braces(use, _Frame(), shown=True)
        title = template_title(source_of(use.parts[0]))
        if title is None or len(use.parts) == 1:
            return self._braces(use, _Frame(), shown=True)
        given = {
            key: self._text(read_braces(self._seen(source_of(pieces))), _Frame(), shown=False).strip()
            for key, pieces in arguments(use)
        }
        return self._template(title, given, _Frame())

    def _seen(self, argument: str) -> str:
        return visible_part(argument, lambda point: shows(self._world, point))

    def _text(self, pieces: Pieces, frame: _Frame, *, shown: bool) -> str:
        """The text of some pieces. A parameter that is not given is left as typed for the author where it is `shown`,
        and is empty in conditions and arguments.
        """
        parts: list[str] = []
        for piece in pieces:
            text = piece if isinstance(piece, str) else self._braces(piece, frame, shown=shown)
            if "\n" in text and not isinstance(piece, str) and (quote := _quotation(parts)):
                text = text.replace("\n", f"\n{quote}")
                self._draw(len(text))
            parts.append(text)
        return "".join(parts)

    def _braces(self, braces: Braces, frame: _Frame, *, shown: bool) -> str:
        self._depth += 1
        if self._depth > _DEEPEST_CALL:
            raise _Refused("braces stand too deep within one another")
        if braces.count == 3:
            text = self._parameter(braces, frame, shown=shown)
        else:
            text = self._double(braces, frame, shown=shown)
        self._depth -= 1
        return text

    def _parameter(self, braces: Braces, frame: _Frame, *, shown: bool) -> str:
        if frame.arguments is None:
            return braces.source
        value = frame.arguments.get(self._text(braces.parts[0], frame, shown=False).strip())
        if value is None and len(braces.parts) > 1:
            return self._text(braces.parts[1], frame, shown=shown)
        if value is None:
            return braces.source if shown and self._world.author else ""
        self._draw(len(value))
        return value

    def _double(self, braces: Braces, frame: _Frame, *, shown: bool) -> str:
        head = braces.parts[0]
        function = _FUNCTION.match(head[0]) if head and isinstance(head[0], str) else None
        if function is not None:
            subject = (str(head[0])[function.end() :], *head[1:])
            match function["name"].lower():
                case "if":
                    return self._choice(bool(self._condition(subject, frame)), braces.parts[1:3], frame, shown=shown)
                case "ifeq" if len(braces.parts) > 1:
                    same = self._condition(subject, frame) == self._condition(braces.parts[1], frame)
                    return self._choice(same, braces.parts[2:4], frame, shown=shown)
                case "switch":
                    chosen = self._switch(self._condition(subject, frame), braces.parts[1:], frame)
                    return self._text(chosen, frame, shown=shown).strip()
        name = self._text(head, frame, shown=False).strip()
        if len(braces.parts) == 1 and name == PAGE_NAME:
            title = self._world.link("", "").title
            self._draw(len(title))
            return title
        if len(braces.parts) == 1 and is_data(name):
            return f"{{{{{name}}}}}"
        wanted = None if is_data(name) else template_title(name)
        if wanted is None:
            inner = "|".join(self._text(part, frame, shown=shown) for part in braces.parts)
            return f"{{{{{inner}}}}}"
        given = {key: self._text(pieces, frame, shown=False).strip() for key, pieces in arguments(braces)}
        return self._template(wanted, given, frame)

    def _template(self, title: str, given: Mapping[str, str], frame: _Frame) -> str:
        template = self._world.template(title)
        if template is None:
            self.notices[Notice("", title)] = None
            return HIDDEN
        name = without_prefix(template.title)
        if template.key in frame.trail:
            self.notices[Notice(f"The template “{name}” uses itself; it is not shown again.", for_readers=True)] = None
            return HIDDEN
        if len(frame.trail) >= DEEPEST_USE:
            raise _Refused(f"templates are used {DEEPEST_USE} deep at most")
        self._draw(len(template.text))
        body = _INCLUDEONLY.sub("", _NOINCLUDE.sub("", template.text)).strip()
        return self._text(read_braces(body), _Frame(given, (*frame.trail, template.key)), shown=True)

    def _condition(self, pieces: Pieces, frame: _Frame) -> str:
        return self._text(pieces, frame, shown=False).replace(HIDDEN, "").strip()

    def _choice(self, first: bool, branches: tuple[Pieces, ...], frame: _Frame, *, shown: bool) -> str:
        chosen = branches[0 if first else 1 :][:1]
        return self._text(chosen[0], frame, shown=shown).strip() if chosen else ""

    def _switch(self, subject: str, cases: tuple[Pieces, ...], frame: _Frame) -> Pieces:
        """The case of a subject. A case without `=` shares the next one's; the last without is for all others."""
        met = False
        otherwise: Pieces = ()
        for number, case in enumerate(cases):
            parted = _at_equals(case)
            if parted is None and number == len(cases) - 1:
                return case
            key = self._condition(case if parted is None else parted[0], frame)
            met = met or key == subject
            if parted is None:
                continue
            if met:
                return parted[1]
            if title_key(key) == "#default":
                otherwise = parted[1]
        return otherwise

    def _draw(self, characters: int) -> None:
        if characters >= self._allowance.left:
            raise _Refused("this page shows too much of others already")
        self._allowance.left -= characters + 1


def _quotation(parts: Sequence[str]) -> str:
    """The marks of a quotation or callout that a line begins with, if it has nothing else yet: what comes next belongs
    into it with all its lines.
    """
    _, line_feed, line = parts[-1].rpartition("\n") if parts else ("", "", "")
    return line if (line_feed or len(parts) == 1) and _QUOTE.fullmatch(line) else ""


def _at_equals(pieces: Pieces) -> tuple[Pieces, Pieces] | None:
    """What stands before and after the first `=` that is in no braces."""
    for number, piece in enumerate(pieces):
        if isinstance(piece, str) and "=" in piece:
            before, _, after = piece.partition("=")
            return (*pieces[:number], before), (after, *pieces[number + 1 :])
    return None
