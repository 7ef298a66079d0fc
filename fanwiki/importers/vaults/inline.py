"""The text of Markdown notes, link by link: what is code, HTML or a formula stays, and the rest becomes our dialect."""

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote

from fanwiki.importers.vaults import book as books
from fanwiki.importers.vaults.book import NOTE_SUFFIXES, Book
from fanwiki.importers.vaults.notes import Converted
from fanwiki.markup.rewrite import after_tag, code_ends, text_regions
from fanwiki.markup.syntax.target import is_image

_SPECIAL: Final = re.compile(
    r"\\[!-/:-@\[-`{-~]|`+|%%|<|!?\[\[|!?\[|\^\[|\{\{|\|\|+|==(?=[^\s=])|\$\$?(?=\S)|(?<![^\s(])#(?=[^\s#])"
    r"|(?<!\S)\^(?=[\w-]+[ \t]*$)",
    re.MULTILINE,
)
_WIKILINK: Final = re.compile(r"\[\[(?P<target>[^\[\]|\n]*?)(?:\\?\|(?P<label>[^\[\]\n]*))?\]\]")
_GOAL: Final = re.compile(
    r"""\(\s*(?:<(?P<angle>[^<>\n]*)>|(?P<plain>(?:[^\s()\\]|\\.|\([^\s()]*\))*))"""
    r"""(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*\)"""
)
_REFERENCE: Final = re.compile(r"\[(?P<name>[^\[\]\n]*)\]")
_DEFINITION: Final = re.compile(r"^ {0,3}\[(?P<name>[^\[\]^][^\[\]]*)\]:[ \t]*<?(?P<goal>[^\s<>]+)>?", re.MULTILINE)
_TAG: Final = re.compile(r"#([^\W\d_][\w/-]*|[\w/-]*[^\W\d][\w/-]*)")
_MARKED: Final = re.compile(r"==(?P<text>[^=\n]+?)==(?!=)")
_FORMULA: Final = re.compile(r"\$\$[^$]+\$\$|\$(?=\S)[^$\n]*?(?<=\S)\$(?!\d)")
_SCHEME: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+:|//")
_CROSS_VAULT: Final = re.compile(r"dendron://[^/]*/")
_SIZE: Final = re.compile(r"(?P<width>\d{1,5})(?:x\d{1,5})?")
_BRACKET: Final = re.compile(r"\\.|[\[\]]", re.DOTALL)
_LONGEST_LABEL: Final = 4000
_DEEPEST_LABEL: Final = 20


@dataclass(frozen=True)
class Style:
    """How the notes of a program are written. With `relative` a link is a path from its note; otherwise it is looked up
    as Obsidian does, or `by_title`. `signs` are the marks that Obsidian adds to Markdown: tags, comments, highlights,
    block ids. In Dendron the label stands first and a link without one shows a title; in Logseq a tag is a link.
    """

    relative: bool = False
    signs: bool = True
    by_title: bool = False
    label_first: bool = False
    tag_links: bool = False


@dataclass
class Inline:
    """Converts the text of one note."""

    book: Book
    source: PurePosixPath
    style: Style
    made: Converted
    _goals: dict[str, str] = field(default_factory=dict)
    _notes: list[str] = field(default_factory=list)

    def page(self, text: str) -> str:
        """The body of a note."""
        self._goals = {match["name"].casefold(): match["goal"] for match in _DEFINITION.finditer(text)}
        pieces: list[str] = []
        done = 0
        for start, end, cell in text_regions(text):
            if start < done:
                continue
            pieces += (text[done:start], self.region(text[start:end], cell=cell))
            done = end
        pieces.append(text[done:])
        if self._notes:
            pieces.append("\n")
            pieces += [f"\n[^note-{number}]: {note}\n" for number, note in enumerate(self._notes, 1)]
        return "".join(pieces)

    def property_link(self, typed: str) -> str:
        """A link within a property, for a cell of a table; to a picture, the picture."""
        shown = is_image(typed.strip("[]").partition("|")[0])
        return self.region(f"!{typed}" if shown else typed, cell=True)

    def region(self, text: str, *, cell: bool) -> str:  # noqa: C901 - one sign after the other
        """The text of one block, or of a cell of a table."""
        ends = code_ends(text)
        pieces: list[str] = []
        done = position = 0
        while (match := _SPECIAL.search(text, position)) is not None:
            start, mark = match.start(), match[0]
            position = match.end()
            new: tuple[str, int] | None = None
            match mark[0]:
                case "`":
                    position = ends.get(start, position)
                case "<":
                    position = max(after_tag(text, start), position)
                case "%":
                    new, position = self._comment(text, start)
                case "!" | "[":
                    new = self._link(text, start, mark, cell=cell)
                case "{":
                    self.made.kept["placeholders of a template"] += 1
                    new = "\\{{", position
                case "|":
                    new = "\\|" * len(mark), position
                case "$":
                    new = self._formula(text, start)
                case _ if self.style.signs:
                    new = self._sign(text, start, mark, cell=cell)
            if new is not None:
                pieces += (text[done:start], new[0])
                done = position = new[1]
        pieces.append(text[done:])
        return "".join(pieces)

    def _comment(self, text: str, start: int) -> tuple[tuple[str, int] | None, int]:
        closing = text.find("%%", start + 2)
        if self.style.signs and closing >= 0:
            return None, closing + 2
        return (("\\%\\%", start + 2) if not self.style.signs else None), start + 2

    def _formula(self, text: str, start: int) -> tuple[str, int] | None:
        match = _FORMULA.match(text, start)
        if match is None:
            return None
        self.made.kept["formulas"] += 1
        return (match[0], match.end()) if "\n" in match[0] or "`" in match[0] else (f"`{match[0]}`", match.end())

    def _sign(self, text: str, start: int, mark: str, *, cell: bool) -> tuple[str, int] | None:
        match mark:
            case "==":
                found = _MARKED.match(text, start)
                return found and (f"<mark>{self.region(found['text'], cell=cell)}</mark>", found.end())
            case "^[":
                end = _closing(text, start + 1)
                if end is None:
                    return None
                self._notes.append(self.region(text[start + 2 : end - 1], cell=False).replace("\n", " "))
                return f"[^note-{len(self._notes)}]", end
            case "^":
                end = text.find("\n", start)
                end = len(text) if end < 0 else end
                return f"%%{text[start:end].strip()}%%", end
            case _:
                return self._tag(text, start, cell=cell)

    def _tag(self, text: str, start: int, *, cell: bool) -> tuple[str, int] | None:
        if self.style.tag_links and text.startswith("#[[", start):
            return "", start + 1
        tag = _TAG.match(text, start)
        if tag is None:
            return None
        if self.style.tag_links:
            return self._wikilink(tag[1], tag[0], embed=False, cell=cell), tag.end()
        self.made.categories.append(tag[1].strip("/-"))
        return tag[0], tag.end()

    def _link(self, text: str, start: int, mark: str, *, cell: bool) -> tuple[str, int] | None:
        embed = mark.startswith("!")
        if mark.endswith("[["):
            match = _WIKILINK.match(text, start + embed)
            if match is not None:
                target, label = match["target"], match["label"]
                if self.style.label_first and label is not None:
                    target, label = label, target
                return self._wikilink(target, label, embed=embed, cell=cell), match.end()
            return None
        return self._markdown_link(text, start, embed=embed, cell=cell)

    def _wikilink(self, target: str, label: str | None, *, embed: bool, cell: bool) -> str:
        name, _, anchor = _CROSS_VAULT.sub("", target.strip()).partition("#")
        anchor = f"^{anchor.rpartition('^')[2]}" if anchor.rpartition("#")[2].startswith("^") else anchor
        find = self.book.titled if self.style.by_title else self.book.nearest
        found = self.source if not name else find(name, self.source)
        self.made.links += 1
        if found in self.book.pictures or (found is None and is_image(name)):
            self.made.resolved += found is not None
            return self._picture(found, name, label or "", embed=embed, cell=cell)
        if found is None or found not in self.book.titles:
            self._unresolved(name, embed=embed)
            pipe = "\\|" if cell else "|"
            return f"{'!' * embed}[[{target}{'' if label is None else pipe + label}]]"
        self.made.resolved += 1
        typed = name != self.book.titles[found] and not self.style.label_first
        shown = label if label is not None else target.strip() if typed else None
        shown = None if shown is None else self._label(shown, cell=cell)
        return books.link(self.book, found, anchor, shown, self.made, source=self.source, cell=cell, embed=embed)

    def _label(self, text: str, *, cell: bool) -> str:
        """What a link says: a tag in it is none."""
        tags = len(self.made.categories)
        made = self.region(text, cell=cell)
        del self.made.categories[tags:]
        return made

    def _markdown_link(self, text: str, start: int, *, embed: bool, cell: bool) -> tuple[str, int] | None:
        opening = start + embed
        end = _closing(text, opening)
        if end is None or text.startswith("[^", opening):
            return None
        words = text[opening + 1 : end - 1]
        goal = _GOAL.match(text, end)
        if goal is not None:
            return self._to(
                goal["angle"] or goal["plain"] or "", words, text[start : goal.end()], embed, cell
            ), goal.end()
        reference = _REFERENCE.match(text, end)
        named = words if reference is None or not reference["name"] else reference["name"]
        written = self._goals.get(" ".join(named.split()).casefold())
        if written is None or _SCHEME.match(written):
            return None
        end = end if reference is None else reference.end()
        return self._to(written, words, text[start:end], embed, cell), end

    def _to(self, goal: str, words: str, typed: str, embed: bool, cell: bool) -> str:
        """A Markdown link or picture; one that leads to the web stays."""
        inner = words if embed else self._label(words, cell=cell)
        as_typed = typed.replace(f"[{words}]", f"[{inner}]", 1)
        if _SCHEME.match(goal) or not goal:
            if embed and goal:
                self.made.kept["pictures of the web, which are not fetched"] += 1
            return as_typed
        address, _, place = goal.replace("\\", "").partition("#")
        path, anchor = unquote(address.partition("?")[0]), unquote(place)
        self.made.links += 1
        found = self._found(path)
        if found in self.book.pictures or (found is None and is_image(path)):
            self.made.resolved += found is not None
            return self._picture(found, path, words, embed=embed, cell=cell, typed=as_typed)
        if found is None or found not in self.book.titles:
            return self._nowhere(path, inner, as_typed, embed=embed, cell=cell)
        self.made.resolved += 1
        if "![[" in inner:
            self.made.kept["pictures that are links"] += 1
            return f"{inner} {books.link(self.book, found, anchor, None, self.made, source=self.source, cell=cell)}"
        return books.link(self.book, found, anchor, inner, self.made, source=self.source, cell=cell, embed=embed)

    def _found(self, path: str) -> PurePosixPath | None:
        if not path:
            return self.source
        if not self.style.relative:
            return self.book.nearest(path, self.source)
        beside = None if path.startswith("/") else self.book.beside(path, self.source)
        return beside or self.book.at(path.lstrip("/"))

    def _nowhere(self, path: str, inner: str, as_typed: str, *, embed: bool, cell: bool) -> str:
        """A link to a note that is not there is wanted; what else it may be stays as typed."""
        suffix = PurePosixPath(path).suffix.lower()
        name = PurePosixPath(path).stem.strip()
        if path.startswith("..") and self.book.leads_out(path, self.source):
            self.made.kept["links out of the vault"] += 1
            return as_typed
        if suffix in NOTE_SUFFIXES and name and not set("[]|{}#") & set(name) and "[" not in inner:
            pipe = "\\|" if cell else "|"
            return f"[[{name}{pipe}{inner}]]" if inner.strip() else f"[[{name}]]"
        self._unresolved(path, embed=embed)
        return as_typed

    def _unresolved(self, name: str, *, embed: bool) -> None:
        suffix = PurePosixPath(name).suffix.lower()
        if suffix and suffix not in NOTE_SUFFIXES and " " not in suffix and len(suffix) <= 8:
            self.made.kept[f"{'embeds' if embed else 'links'} of {suffix} files"] += 1

    def _picture(
        self, found: PurePosixPath | None, name: str, label: str, *, embed: bool, cell: bool, typed: str = ""
    ) -> str:
        """A picture with its size; of one that is not there the name is what is wanted."""
        parts = [part.strip().rstrip("\\").strip() for part in label.split("|")]
        size = _SIZE.fullmatch(parts[-1])
        width = size["width"] if size is not None else ""
        alt = " ".join(part for part in (parts[:-1] if size else parts) if part)[:_LONGEST_LABEL]
        shown = self.book.pictures[found] if found is not None else self.book.wanted_picture(name)
        if found is None and shown not in self.book.elsewhere:
            self.made.files.add(shown)
        if not embed:
            pipe = "\\|" if cell else "|"
            return typed or f"[[{shown}{pipe}{label or name}]]"
        return books.picture(shown, "" if alt == PurePosixPath(name).name else alt, width, cell=cell)


def _closing(text: str, opening: int) -> int | None:
    """The place after the bracket that closes the one at a place; None if none does within the same block."""
    depth = 0
    for match in _BRACKET.finditer(text, opening, min(len(text), opening + _LONGEST_LABEL)):
        if match[0] == "[":
            depth += 1
            if depth > _DEEPEST_LABEL:
                return None
        elif match[0] == "]":
            depth -= 1
            if depth == 0:
                return match.end()
    return None
