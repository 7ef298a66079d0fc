"""The templates of a dump: which become templates of the wiki's own, and what the others come to where they are used.

A template that is prose, links and choices is written in our dialect much as in MediaWiki's, and comes over. One that
makes tables of fragments, or calls what we do not have, is put in place of its use while the page is read, if what it
comes to can be decided; what it says is kept, and its uses are no more.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

import mwparserfromhell
from mwparserfromhell.nodes import Argument, Node, Template
from mwparserfromhell.wikicode import Wikicode

from fanwiki.importers.mediawiki.site import TEMPLATE, Name, Site

_DEEPEST: Final = 12
_LONGEST: Final = 1 << 20
"""Characters that one use of a template may come to."""

_KEPT_IN_ALL: Final = 1 << 26
"""Characters of templates that are kept at hand; those beyond are not put in place of their uses."""

_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_NOINCLUDE: Final = re.compile(r"<noinclude>.*?(?:</noinclude>|\Z)", re.IGNORECASE | re.DOTALL)
_INCLUDEONLY: Final = re.compile(r"</?includeonly\s*/?>", re.IGNORECASE)
_ONLYINCLUDE: Final = re.compile(r"<onlyinclude>(.*?)</onlyinclude>", re.IGNORECASE | re.DOTALL)
_REDIRECT: Final = re.compile(r"\s*#\w+\s*:?\s*\[\[([^\]|#]+)", re.UNICODE)
_FUNCTION: Final = re.compile(r"\s*#?(?P<name>[a-zA-Z]+)\s*:", re.DOTALL)
_OWN_NAME: Final = re.compile(r"[^\[\]{}|<>#\\\x00-\x1f]{1,255}")
_OWN_KEY: Final = re.compile(r"\w[\w .-]{0,99}")
_FRAGMENT: Final = re.compile(
    r"\{\|(?!\|)|\|\}(?!\})|^\s*[|!]|\{\{!+\}\}|<(?:t[drh]|table)\b|</(?:t[drh]|table)>", re.I | re.M
)
_PORTABLE: Final = re.compile(r"<infobox\b", re.IGNORECASE)
"""The definition of an infobox that names its fields in a way of its own."""

_OPEN_DIVISION: Final = re.compile(r"<(/?)(div|center|blockquote|span|ul|ol|dl)\b[^>]*?(/?)>", re.IGNORECASE)
_USED: Final = re.compile(r"\{\{([^|{}\n<\[\]]+)")
_OURS: Final = frozenset({"if", "ifeq", "switch"})
_BLOCK: Final = re.compile(r"\{\||[*#:;]")

DATA_BLOCKS: Final = frozenset(
    {"infobox", "relations", "claims", "gallery", "status", "survivors", "cast", "episodes", "query", "pagename"}
)
"""Names that mean something else in our dialect; the templates of a dump that have them get another name."""


class Fate(Enum):
    """What becomes of a template."""

    OWN = "a template of the wiki's own"
    EXPANDED = "put in place of its uses"
    UNKNOWN = "not in the dump"


class Undecidable(Exception):
    """What a use comes to cannot be known from the dump alone."""


@dataclass
class TemplateBook:
    """The templates of one dump, collected while it is read for the first time."""

    site: Site
    _texts: dict[str, str] = field(default_factory=dict)
    _size: int = 0
    _fates: dict[str, Fate] = field(default_factory=dict)

    def add(self, name: str, text: str) -> None:
        """Keeps a template under its name without the prefix."""
        self._size += len(text)
        self._texts[name] = text if self._size < _KEPT_IN_ALL else ""

    def names(self) -> Iterator[str]:
        yield from self._texts

    def resolve(self, typed: str) -> str:
        """The name of the template that a typed name means, redirects followed as far as they go."""
        name = self._name(typed)
        for _ in range(_DEEPEST):
            redirect = _REDIRECT.match(self._texts.get(name, ""))
            if redirect is None:
                return name
            name = self._name(redirect[1])
        return name

    def text(self, name: str) -> str | None:
        return self._texts.get(name)

    def fate(self, typed: str) -> Fate:
        """What becomes of the template that a typed name means."""
        name = self.resolve(typed)
        text = self._texts.get(name)
        if text is None:
            return Fate.UNKNOWN
        if name not in self._fates:
            self._fates[name] = Fate.EXPANDED  # a template that uses itself is not decided by itself
            self._fates[name] = Fate.OWN if self._is_ours(name, text) else Fate.EXPANDED
        return self._fates[name]

    def _is_ours(self, name: str, text: str) -> bool:
        body = _ONLYINCLUDE.sub("", _INCLUDEONLY.sub("", _NOINCLUDE.sub("", _COMMENT.sub("", text))))
        if name.casefold() in DATA_BLOCKS or not _OWN_NAME.fullmatch(name) or _ONLYINCLUDE.search(text):
            return False
        if not body.strip() or _FRAGMENT.search(body) or _PORTABLE.search(body) or not _balanced(body):
            return False
        return all(
            self._is_ours_within(node) for node in _outermost(mwparserfromhell.parse(body, skip_style_tags=True))
        )

    def _is_ours_within(self, node: Node) -> bool:
        if isinstance(node, Argument):
            name = str(node.name).strip()
            return bool(_OWN_KEY.fullmatch(name)) and (node.default is None or self._all_ours(node.default))
        assert isinstance(node, Template)
        name = str(node.name)
        function = _FUNCTION.match(name)
        if name.strip() == "PAGENAME":
            return True
        if function is not None and "#" in name[: function.end()]:
            rest = mwparserfromhell.parse(name[function.end() :], skip_style_tags=True)
            ours = function["name"].lower() in _OURS and self._all_ours(rest)
            return ours and all(self._all_ours(param.value) for param in node.params)
        if _outermost(node.name) or function is not None or self.fate(name) is not Fate.OWN:
            return False
        return all(self._all_ours(param.value) for param in node.params)

    def _all_ours(self, code: Wikicode) -> bool:
        return all(self._is_ours_within(node) for node in _outermost(code))

    def _name(self, typed: str) -> str:
        name = self.site.read(typed)
        return name.text if name.namespace in (0, TEMPLATE) else self.site.title(name)

    def known(self, name: Name) -> bool:
        return name.text in self._texts


@dataclass(frozen=True)
class Expander:
    """Puts what templates come to in place of their uses, on the page of this title."""

    book: TemplateBook
    title: str
    is_infobox: Callable[[str], bool]

    def page(self, text: str) -> str:
        """The text of a page in which the uses of templates that do not come over are what they come to, where that
        can be decided.
        """
        if not any(self._changes(name.strip()) for name in _USED.findall(text)):
            return text
        parts: list[str] = []
        for piece in _pieces(text):
            if isinstance(piece, str):
                parts.append(piece)
            elif isinstance(piece, Template):
                made = self._use_on_page(piece)
                if _BLOCK.match(made) and parts and not parts[-1].endswith("\n"):
                    made = f"\n{made}"
                parts.append(made)
            else:
                parts.append(str(piece))
        return "".join(parts)

    def _changes(self, name: str) -> bool:
        """Whether a use of a template, by its name, may be put in place of: most pages have none of these."""
        return name == "SITENAME" or ":" in name or self.book.fate(name) is Fate.EXPANDED

    def _use_on_page(self, use: Template) -> str:
        name = str(use.name).strip()
        if name in ("!", "PAGENAME") or self.is_infobox(self.book.resolve(name)):
            return str(use)
        if name == "SITENAME" or _FUNCTION.match(name) or self.book.fate(name) is Fate.EXPANDED:
            try:
                made = self._call(use, {}, 0)
            except (Undecidable, RecursionError):
                made = ""
            if made and (_FUNCTION.match(name) or _says_all(use, made)):
                return made
        inner = "".join(f"|{self.page(str(param))}" for param in use.params)
        return f"{{{{{use.name}{inner}}}}}"

    def _text(self, text: str, given: Mapping[str, str], depth: int) -> str:
        if "{{" not in text:
            return text
        parts: list[str] = []
        for piece in _pieces(text):
            if isinstance(piece, str):
                parts.append(piece)
            elif isinstance(piece, Argument):
                parts.append(self._argument(piece, given, depth))
            else:
                made = self._call(piece, given, depth)
                if _BLOCK.match(made) and parts and not parts[-1].endswith("\n"):
                    made = f"\n{made}"
                parts.append(made)
        made = "".join(parts)
        if len(made) > _LONGEST:
            raise Undecidable
        return made

    def _argument(self, argument: Argument, given: Mapping[str, str], depth: int) -> str:
        value = given.get(self._text(str(argument.name), given, depth).strip())
        if value is not None:
            return value
        return "" if argument.default is None else self._text(str(argument.default), given, depth)

    def _call(self, use: Template, given: Mapping[str, str], depth: int) -> str:
        if depth > _DEEPEST:
            raise Undecidable
        name = str(use.name)
        function = _FUNCTION.match(name)
        if function is not None and "#" not in name[: function.end()] and self.book.fate(name) is not Fate.UNKNOWN:
            function = None
        if function is not None:
            return self._function(function["name"].lower(), name[function.end() :], use, given, depth)
        named = self._text(name, given, depth).strip()
        if named == "!" and not use.params:
            return "|"
        if named in ("PAGENAME", "FULLPAGENAME", "SUBPAGENAME") and not use.params:
            return self.title
        if named == "SITENAME" and not use.params:
            return self.book.site.name
        body = self.book.text(self.book.resolve(named))
        if body is None or _PORTABLE.search(body):
            raise Undecidable
        only = "".join(_ONLYINCLUDE.findall(body))
        body = _INCLUDEONLY.sub("", _NOINCLUDE.sub("", _COMMENT.sub("", only or body)))
        arguments = {
            self._text(str(param.name), given, depth).strip(): self._value(
                param.showkey, str(param.value), given, depth
            )
            for param in use.params
        }
        return self._text(body, arguments, depth + 1)

    def _value(self, named: bool, value: str, given: Mapping[str, str], depth: int) -> str:
        made = self._text(value, given, depth)
        return made.strip() if named else made

    def _function(  # noqa: C901 - a list, one line for each function
        self, name: str, subject: str, use: Template, given: Mapping[str, str], depth: int
    ) -> str:
        def said(place: int) -> str:
            if place >= len(use.params):
                return ""
            return self._text(str(use.params[place]), given, depth + 1).strip()

        tested = self._text(subject, given, depth + 1).strip()
        match name:
            case "if":
                return said(0 if tested else 1)
            case "ifeq":
                return said(1 if tested == said(0) else 2)
            case "switch":
                return self._switch(tested, use, given, depth)
            case "fullurl" | "localurl" | "canonicalurl":
                return self.book.site.address(tested)
            case "lc":
                return tested.lower()
            case "uc":
                return tested.upper()
            case "ucfirst":
                return tested[:1].upper() + tested[1:]
            case "lcfirst":
                return tested[:1].lower() + tested[1:]
        raise Undecidable

    def _switch(self, tested: str, use: Template, given: Mapping[str, str], depth: int) -> str:
        met, otherwise = False, ""
        for number, case in enumerate(use.params):
            value = self._text(str(case.value), given, depth + 1).strip()
            if not case.showkey:
                if number == len(use.params) - 1:
                    return value
                met = met or value == tested
                continue
            key = self._text(str(case.name), given, depth + 1).strip()
            if met or key == tested:
                return value
            if key.casefold() == "#default":
                otherwise = value
        return otherwise


def _balanced(text: str) -> bool:
    """Whether each division that begins in a text ends in it."""
    open_: list[str] = []
    for closes, name, empty in _OPEN_DIVISION.findall(text):
        if empty:
            continue
        if not closes:
            open_.append(name.lower())
        elif not open_ or open_.pop() != name.lower():
            return False
    return not open_


def _outermost(code: Wikicode) -> list[Node]:
    """The uses of templates and parameters in a text that stand within no other."""
    both: Any = (Template, Argument)  # declared as one type, but it serves for isinstance()
    return list(code.ifilter(recursive=code.RECURSE_OTHERS, forcetype=both))


def _pieces(text: str) -> Iterator[str | Template | Argument]:
    """A text, and in it the uses of templates and parameters that stand within no other."""
    position = 0
    for node in _outermost(mwparserfromhell.parse(text, skip_style_tags=True)):
        assert isinstance(node, Template | Argument)
        source = str(node)
        start = text.find(source, position)
        if start < 0:
            continue
        if start > position:
            yield text[position:start]
        yield node
        position = start + len(source)
    if position < len(text):
        yield text[position:]


_WORD: Final = re.compile(r"[^\W_]+")
_DRESS: Final = re.compile(r"(?:\d+(?:px)?|yes|no|left|right|center|none|#?[0-9a-f]{3,6})", re.IGNORECASE)


def _says_all(use: Template, made: str) -> bool:
    """Whether what a use comes to has every word of its arguments in it; sizes, sides and colours are none."""
    said = set(_WORD.findall(made))
    given = {word for param in use.params for word in _WORD.findall(str(param.value))}
    return all(_DRESS.fullmatch(word) for word in given - said)
