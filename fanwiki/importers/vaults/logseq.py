"""Notes of Logseq: outlines in Markdown, whose properties are lines of `key:: value`, whose blocks have ids that others
refer to, and whose journal has a page a day.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote

from fanwiki.importers.vaults.book import Book
from fanwiki.importers.vaults.files import VaultFiles
from fanwiki.importers.vaults.frontmatter import FrontMatter, Value, split
from fanwiki.importers.vaults.inline import Style
from fanwiki.importers.vaults.markdown import MarkdownReader, outlined
from fanwiki.importers.vaults.notes import Converted, Head, keyed

_PROPERTY: Final = re.compile(r"(?P<lead>[ \t]*(?:- )?)(?P<key>[A-Za-z][\w/-]*):: ?(?P<value>.*)")
_ID: Final = re.compile(r"[ \t]*id:: (?P<id>[0-9a-f-]{36})[ \t]*")
_EMBED: Final = re.compile(r"\{\{embed\s+(?:\(\((?P<block>[0-9a-f-]{36})\)\)|(?P<page>\[\[[^\[\]]+\]\]))\s*\}\}")
_REFERENCE: Final = re.compile(r"\(\((?P<block>[0-9a-f-]{36})\)\)")
_TASK: Final = re.compile(r"^(?P<lead>[ \t]*- )(?P<word>TODO|DOING|NOW|LATER|WAITING|DONE) ", re.MULTILINE)
_DAY: Final = re.compile(r"(\d{4})[_-](\d{2})[_-](\d{2})")
_FORMAT: Final = re.compile(r':journal/page-title-format\s+"([^"]*)"')
_PARTS: Final = re.compile(r"yyyy|yy|MMMM|MMM|MM|M|do|dd|d|EEEE|EEE|E")
_DRESSING: Final = frozenset({"id", "collapsed", "logseq.order-list-type", "title", "filters", "icon", "public"})
_LONGEST_QUOTE: Final = 80


@dataclass
class LogseqReader:
    """Reads the notes of a graph. `title_format` is how a day of the journal is written as a title; `_blocks` has those
    that may be referred to, with the title of their page and what they say.
    """

    title_format: str = "MMM do, yyyy"
    suffixes = (".md", ".markdown")
    _blocks: dict[str, tuple[str, str]] = field(default_factory=dict)
    _markdown: MarkdownReader = field(
        default_factory=lambda: MarkdownReader(Style(by_title=True, tag_links=True), folder_pages=False)
    )

    def head(self, path: PurePosixPath, text: str) -> Head | None:
        """What the first reading keeps of a note; None for what Logseq keeps for itself."""
        if path.parts[0] == "logseq":
            return None
        front = self._taken_apart(text)
        title = front.text("title") or self._named(path)
        for id, said in _blocks(text):
            self._blocks[id] = (title, said)
        parts = tuple(title.split("/"))
        journal = path.parts[0] == "journals"
        headings = keyed(text for kind, text, _ in outlined(front.body) if kind == "heading")
        place = ("Journals",) if journal else parts[:-1]
        aliases = tuple(_plain(each) for each in front.words("alias", "aliases"))
        return Head(path, title, place, None if journal else parts, aliases, (), headings)

    def convert(self, head: Head, text: str, book: Book) -> Converted:
        """The note as a page."""
        front = self._taken_apart(text)
        body = _TASK.sub(_box, self._referred(front.body))
        lines = [line for line in body.split("\n") if not _is_dressing(line)]
        taken = FrontMatter("\n".join(lines), front.properties)
        made = self._markdown.convert(head, text, book, _DRESSING, front=taken)
        if len(lines) < body.count("\n") + 1:
            made.left_out["properties", "they are about looks or for the program alone"] += 1
        return made

    def _taken_apart(self, text: str) -> FrontMatter:
        """The properties of the page, which are the lines of its first block, and what stands below them."""
        front = split(text)
        if front.properties or front.wrong:
            return front
        lines = text.split("\n")
        properties: dict[str, Value] = {}
        for count, line in enumerate(lines):
            match = _PROPERTY.fullmatch(line)
            if match is None or (match["lead"].strip() and count):
                break
            key, value = match["key"], match["value"].strip()
            listed = key.casefold() in ("tags", "alias", "aliases", "tag")
            properties[key] = [_plain(each) for each in value.split(",")] if listed else value
        return FrontMatter("\n".join(lines[len(properties) :]), properties)

    def _referred(self, text: str) -> str:
        """References to blocks as links to their pages, which say what the blocks say."""

        def embedded(match: re.Match[str]) -> str:
            return f"!{match['page']}" if match["page"] else self._link(match["block"])

        return _REFERENCE.sub(lambda match: self._link(match["block"]), _EMBED.sub(embedded, text))

    def _link(self, block: str) -> str:
        title, said = self._blocks.get(block, ("", ""))
        return f"[[{title}|{said or title}]]" if title else f"(({block}))"

    def _named(self, path: PurePosixPath) -> str:
        day = _DAY.fullmatch(path.stem)
        if path.parts[0] == "journals" and day is not None:
            try:
                return _written(date(int(day[1]), int(day[2]), int(day[3])), self.title_format)
            except ValueError:
                return path.stem
        return unquote(path.stem.replace("___", "/"))


def title_format(files: VaultFiles) -> str:
    """How the graph writes the days of its journal."""
    settings = PurePosixPath("logseq/config.edn")
    found = _FORMAT.search(files.text(settings) or "") if settings in files.sizes else None
    return found[1] if found is not None else "MMM do, yyyy"


def _written(day: date, form: str) -> str:
    suffix = "th" if 10 < day.day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    words = {
        "yyyy": f"{day:%Y}", "yy": f"{day:%y}", "MMMM": f"{day:%B}", "MMM": f"{day:%b}", "MM": f"{day:%m}",
        "M": str(day.month), "do": f"{day.day}{suffix}", "dd": f"{day:%d}", "d": str(day.day),
        "EEEE": f"{day:%A}", "EEE": f"{day:%a}", "E": f"{day:%a}",
    }  # fmt: skip
    return _PARTS.sub(lambda match: words[match[0]], form)


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """The blocks that have ids, with the first words of what they say."""
    said = ""
    for line in text.split("\n"):
        match = _ID.fullmatch(line)
        if match is not None:
            yield match["id"], said
        elif line.lstrip().startswith("- "):
            plain = re.sub(r"[\[\]|#{}]|\(\([0-9a-f-]*\)\)", "", line.strip()[2:])
            said = plain.strip()[:_LONGEST_QUOTE]


def _is_dressing(line: str) -> bool:
    match = _PROPERTY.fullmatch(line)
    return match is not None and not match["lead"].strip() and match["key"] in _DRESSING


def _box(match: re.Match[str]) -> str:
    return f"{match['lead']}[{'x' if match['word'] == 'DONE' else ' '}] "


def _plain(value: str) -> str:
    return value.strip().removeprefix("#").removeprefix("[[").removesuffix("]]").strip()
