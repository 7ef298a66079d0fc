"""Notes in Markdown: vaults of Obsidian, and folders with links from file to file."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from fanwiki.importers.plain import escaped, fenced
from fanwiki.importers.vaults.book import Book
from fanwiki.importers.vaults.frontmatter import FrontMatter, Value, split
from fanwiki.importers.vaults.inline import Inline, Style
from fanwiki.importers.vaults.notes import Converted, Head, categorised, category, keyed

_FENCE: Final = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})[ \t]*(?P<word>[\w-]*)")
_HEADING: Final = re.compile(r" {0,3}#{1,6}[ \t]+(?P<text>.*?)(?:[ \t]+#+)?[ \t]*$")
_BLOCK: Final = re.compile(r"(?:^|\s)\^(?P<id>[A-Za-z0-9-]+)[ \t]*$")
_DRESS: Final = re.compile(r"(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)|`|==|~~|<[^<>]*>")
_LINK: Final = re.compile(r"!?\[\[(?:[^\[\]|]*\|)?([^\[\]]*)\]\]|!?\[([^\[\]]*)\]\([^()]*\)")
_IN_PROPERTY: Final = re.compile(r"(\[\[[^\[\]\n]+\]\]|https?://\S+)")
_QUERIES: Final = frozenset(
    {"dataview", "dataviewjs", "tasks", "query", "base", "mermaid", "button", "chart", "kanban"}
)
_TOLD: Final = frozenset({"aliases", "alias", "tags", "tag"})
_LOOKS: Final = frozenset({"cssclass", "cssclasses", "obsidianuimode"})
_FOLDER_PAGES: Final = frozenset({"readme", "index", "_index"})


@dataclass(frozen=True)
class MarkdownReader:
    """Reads notes in a style. With `folder_pages`, README and index are the pages of their folders."""

    style: Style
    folder_pages: bool

    suffixes = (".md", ".markdown")

    def head(self, path: PurePosixPath, text: str) -> Head:
        """What the first reading keeps of a note."""
        front = split(text)
        outline = list(outlined(front.body))
        place = path.parent.parts
        title, branch = path.stem, None
        if self.folder_pages and place and path.stem.casefold() in _FOLDER_PAGES:
            title, branch = place[-1], place
        elif place and place[-1] == path.stem:
            branch = place
        return Head(
            path,
            title,
            place,
            branch or (*place, path.stem),
            tuple(front.words("aliases", "alias")),
            (),
            keyed(text for kind, text, _ in outline if kind == "heading"),
            {text: under for kind, text, under in outline if kind == "block"},
        )

    def convert(
        self, head: Head, text: str, book: Book, dressing: Collection[str] = _LOOKS, *, front: FrontMatter | None = None
    ) -> Converted:
        """The note as a page, without the properties that are `dressing`. `front` is given for a note that was taken
        apart already.
        """
        front = front or split(text)
        made = Converted()
        inline = Inline(book, head.path, self.style, made)
        top = self.properties(front, inline, dressing)
        body = inline.page(front.body)
        for match in re.finditer(r"^ {0,3}(?:`{3,}|~{3,})[ \t]*([\w-]+)", front.body, re.MULTILINE):
            if match[1].lower() in _QUERIES:
                made.kept[f"code blocks of {match[1].lower()}"] += 1
        made.text = f"{top}\n\n{body.lstrip(chr(10))}" if top else body
        tags = (*self.tags(front), *made.categories)
        made.categories = [name for tag in tags if (name := category(tag))]
        made.text = categorised(made.text, made.categories)
        return made

    def tags(self, front: FrontMatter) -> Iterator[str]:
        """Tags and categories. A text may hold several tags, with commas or blanks between them."""
        listed = any(isinstance(front.properties.get(name), list) for name in ("tags", "Tags", "tag"))
        for word in front.words("tags", "tag"):
            yield from [word] if listed else word.split(",") if "," in word else word.split()
        yield from (name for name in front.words("categories", "category") if "[[" not in name)

    def properties(self, front: FrontMatter, inline: Inline, dressing: Collection[str]) -> str:
        """What the properties say beyond names and categories, as a table."""
        if front.wrong:
            inline.made.kept["properties that are no YAML"] += 1
            return fenced(front.source, "yaml")
        rows: list[tuple[str, str]] = []
        for name, value in front.properties.items():
            folded = name.casefold()
            if folded in _TOLD or (folded in ("categories", "category") and "[[" not in str(value)):
                continue
            if folded in dressing:
                inline.made.left_out["properties", "they are about looks or for the program alone"] += 1
            else:
                rows.append((_in_cell(escaped(name)), property_text(value, inline)))
        return property_table(rows)


def property_table(rows: Iterable[tuple[str, str]]) -> str:
    """Properties as a table; empty for none."""
    lines = [f"| {name} | {value} |" for name, value in rows if value]
    return "\n".join(("| Property | Value |", "| --- | --- |", *lines)) if lines else ""


def outlined(body: str) -> Iterator[tuple[str, str, str]]:
    """The headings and the ids of blocks in a note, with the heading that each stands under."""
    fence = ""
    under = ""
    for line in body.split("\n"):
        match = _FENCE.match(line)
        if fence:
            if match is not None and match["fence"].startswith(fence) and not match["word"]:
                fence = ""
            continue
        if match is not None:
            fence = match["fence"]
            continue
        heading = _HEADING.match(line)
        if heading is not None:
            under = visible(heading["text"])
            yield "heading", under, under
        elif "^" in line and (block := _BLOCK.search(line)) is not None:
            yield "block", block["id"], under


def visible(heading: str) -> str:
    """What a heading shows of what is typed, as far as links to it need."""
    plain = _LINK.sub(lambda match: match[1] or match[2] or "", heading)
    return " ".join(_DRESS.sub("", plain).split())


def property_text(value: Value, inline: Inline) -> str:
    """A property in a cell of a table, its links as ours."""
    if isinstance(value, list):
        return ", ".join(text for each in value if (text := property_text(each, inline)))
    if isinstance(value, dict):
        return "; ".join(f"{_in_cell(escaped(name))}: {property_text(each, inline)}" for name, each in value.items())
    parts = _IN_PROPERTY.split(" ".join(value.split()))
    return "".join(
        inline.property_link(part) if part.startswith("[[") else part if number % 2 else _in_cell(escaped(part))
        for number, part in enumerate(parts)
    )


def _in_cell(text: str) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", text)
