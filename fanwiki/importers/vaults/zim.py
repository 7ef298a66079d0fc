"""Pages of Zim: texts with a header, in folders, with a markup of Zim's own."""

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

from fanwiki.importers.plain import escaped, line_escaped
from fanwiki.importers.plain import label as as_label
from fanwiki.importers.vaults import book as books
from fanwiki.importers.vaults.book import Book
from fanwiki.importers.vaults.notes import Converted, Head, categorised, category, keyed
from fanwiki.markup.syntax.target import is_image

_HEADER: Final = re.compile(r"(?:[A-Za-z-]+: [^\n]*\n)+\n?")
_HEADING: Final = re.compile(r"(?P<sign>={2,6}) (?P<text>.+?) =*\s*")
_ITEM: Final = re.compile(r"(?P<tabs>\t*)(?:(?P<bullet>\*)|(?P<box>\[[ *x><]\])|(?P<number>\w{1,3})[.)]) (?P<text>.*)")
_INLINE: Final = re.compile(
    r"(?P<code>''(?P<coded>.+?)'')|\[\[(?P<link>[^\[\]\n]+)\]\]|\{\{(?P<image>[^{}\n]+)\}\}|(?P<url>\w+://[^\s<>]+)"
    r"|\*\*(?P<bold>\S.*?)\*\*|//(?P<italic>[^\s/].*?)//|__(?P<mark>\S.*?)__|~~(?P<strike>\S.*?)~~"
    r"|_\{(?P<low>[^{}]+)\}|\^\{(?P<high>[^{}]+)\}|(?<!\S)@(?P<tag>\w[\w-]*)"
)
_TAGS: Final = {"bold": "**", "italic": "*", "strike": "~~"}
_HTML: Final = {"mark": "mark", "low": "sub", "high": "sup"}
_BOXES: Final = {"[ ]": "[ ]", "[*]": "[x]", "[x]": "[ ] ✗", "[>]": "[ ] →", "[<]": "[ ] ←"}


@dataclass(frozen=True)
class ZimReader:
    """Reads the pages of a notebook."""

    suffixes = (".txt",)

    def head(self, path: PurePosixPath, text: str) -> Head | None:
        """What the first reading keeps of a page; None for a text that is no page."""
        if not text.startswith("Content-Type: text/x-zim-wiki"):
            return None
        names = tuple(part.replace("_", " ") for part in (*path.parent.parts, path.stem))
        found = (_HEADING.fullmatch(line) for line in text.split("\n") if line.startswith("=="))
        return Head(path, names[-1], names[:-1], names, headings=keyed(each["text"] for each in found if each))

    def convert(self, head: Head, text: str, book: Book) -> Converted:
        """The page as one of ours."""
        writer = _Writer(head, book)
        writer.made.text = writer.page(_HEADER.sub("", text, count=1))
        writer.made.categories = [name for tag in writer.made.categories if (name := category(tag))]
        writer.made.text = categorised(writer.made.text, writer.made.categories)
        return writer.made


@dataclass
class _Writer:
    head: Head
    book: Book
    made: Converted = field(default_factory=Converted)

    def page(self, text: str) -> str:
        """The text, line by line; what stands between lines of `'''` or of a plugin is code."""
        lines: list[str] = []
        fence = ""
        for line in text.split("\n"):
            if fence:
                closes = line.strip() == fence
                lines.append("```" if closes else line)
                fence = "" if closes else fence
            elif line.strip() == "'''":
                fence = "'''"
                lines.append("```")
            elif line.startswith("{{{"):
                fence = "}}}"
                self.made.kept["blocks of a plugin"] += 1
                lines.append("```")
            else:
                lines.append(self._line(line))
        return "\n".join(lines + (["```"] if fence else []))

    def _line(self, line: str) -> str:
        heading = _HEADING.fullmatch(line)
        if heading is not None:
            return f"{'#' * (7 - len(heading['sign']))} {self.inline(heading['text'])}"
        item = _ITEM.fullmatch(line)
        if item is not None:
            sign = "-" if item["bullet"] else f"- {_BOXES[item['box']]}" if item["box"] else f"{item['number']}."
            return f"{'    ' * len(item['tabs'])}{sign} {self.inline(item['text'])}"
        if line.startswith("|") or (set(line) <= set("-") and len(line) >= 5):
            return self.inline(line, cell=True) if line.startswith("|") and "---" not in line else line
        return line_escaped(self.inline(line.strip("\t")))

    def inline(self, text: str, *, cell: bool = False) -> str:
        """The text of a line."""
        pieces: list[str] = []
        done = 0
        for match in _INLINE.finditer(text):
            pieces += (escaped(text[done : match.start()]), self._sign(match, cell=cell))
            done = match.end()
        return "".join((*pieces, escaped(text[done:])))

    def _sign(self, match: re.Match[str], *, cell: bool) -> str:
        kind = match.lastgroup or ""
        for name, mark in _TAGS.items():
            if match[name] is not None:
                return f"{mark}{self.inline(match[name].strip(), cell=cell)}{mark}"
        for name, tag in _HTML.items():
            if match[name] is not None:
                return f"<{tag}>{self.inline(match[name], cell=cell)}</{tag}>"
        if match["code"] is not None:
            return f"`{match['coded']}`"
        if match["link"] is not None:
            return self._link(match["link"], cell=cell)
        if match["image"] is not None:
            return self._image(match["image"], cell=cell)
        if kind == "tag":
            self.made.categories.append(match["tag"])
        return match[0]

    def _link(self, typed: str, *, cell: bool) -> str:
        goal, _, label = typed.partition("|")
        if "://" in goal or goal.startswith("mailto:"):
            return f"[{self.inline(label or goal)}]({goal})"
        name, _, anchor = goal.partition("#")
        self.made.links += 1
        found = self._page(name.strip()) if name else self.head.path
        if found is None or found not in self.book.titles:
            file = self.book.at(_beside(self.head.path, name))
            if file is not None and file in self.book.pictures:
                self.made.resolved += 1
                return books.picture(self.book.pictures[file], label, "", cell=cell)
            title = name.strip(":+ ").rpartition(":")[2].replace("_", " ")
            if not title:
                return escaped(typed)
            said = label or name
            return f"[[{title}]]" if said == title else f"[[{title}{chr(92) * cell}|{as_label(said)}]]"
        self.made.resolved += 1
        shown = label or (name if name != self.book.titles[found] else None)
        return books.link(self.book, found, anchor, shown, self.made, source=self.head.path, cell=cell)

    def _page(self, name: str) -> PurePosixPath | None:
        """The page that a link means: from the top with a colon, below this page with a plus, else beside it or beside
        those above it.
        """
        parts = [part.strip().replace(" ", "_") for part in name.strip(":+").split(":")]
        here = self.head.path.with_suffix("").parts
        if name.startswith("+"):
            starts: list[tuple[str, ...]] = [here]
        elif name.startswith(":"):
            starts = [()]
        else:
            starts = [here[:depth] for depth in range(len(here) - 1, -1, -1)]
        for start in starts:
            found = self.book.at("/".join((*start, *parts)) + ".txt")
            if found is not None:
                return found
        return None

    def _image(self, typed: str, *, cell: bool) -> str:
        name, _, options = typed.partition("?")
        if "://" in name or not is_image(name):
            self.made.kept["objects that are no pictures"] += 1
            return f"`{{{{{typed}}}}}`"
        width = re.search(r"width=(\d{1,4})", options)
        found = self.book.at(_beside(self.head.path, name))
        self.made.links += 1
        self.made.resolved += found is not None
        shown = self.book.wanted_picture(name) if found is None else self.book.pictures.get(found, found.name)
        if found is None:
            self.made.files.add(shown)
        return books.picture(shown, "", width[1] if width else "", cell=cell)


def _beside(page: PurePosixPath, name: str) -> str:
    """The path of an attachment, which lies in the folder of its page."""
    steps = [part for part in name.split("/") if part not in ("", ".")]
    folder = list(page.with_suffix("").parts)
    while steps and steps[0] == ".." and folder:
        steps.pop(0)
        folder.pop()
    return "/".join((*folder, *steps))
