"""Tiddlers, one a file: a header of fields, an empty line, and a text in the markup of TiddlyWiki.

What widgets and macros would make of a text is for TiddlyWiki to say; they are kept as code, where they stand.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Final

from fanwiki.importers.plain import code, escaped, fenced, line_escaped
from fanwiki.importers.vaults import book as books
from fanwiki.importers.vaults.book import Book
from fanwiki.importers.vaults.inline import Inline, Style
from fanwiki.importers.vaults.markdown import property_table
from fanwiki.importers.vaults.notes import Converted, Head, categorised, category

_TAG: Final = re.compile(r"\[\[(?P<long>[^\]]+)\]\]|(?P<short>\S+)")
_WIKITEXT: Final = frozenset({"", "text/vnd.tiddlywiki"})
_MARKDOWN: Final = frozenset({"text/markdown", "text/x-markdown"})
_OWN: Final = frozenset(
    {
        "title",
        "tags",
        "type",
        "created",
        "modified",
        "creator",
        "modifier",
        "revision",
        "bag",
        "list-after",
        "list-before",
    }
)
_WIDGET: Final = r"""</?\$(?:"{3}.*?"{3}|"[^"]*"|'[^']*'|<<[^<>]*>>|\{\{[^{}]*\}\}|[^<>"'])*>"""
_INLINE: Final = re.compile(
    r"(?P<code>``.+?``(?!`)|`[^`\n]+`)"
    rf"|(?P<widget>{_WIDGET})|(?P<macro><<(?:[^<>]|>(?!>)|<(?!<))*>>)|(?P<condition><%.*?%>)"
    r"|\[ext\[(?P<ext>[^\[\]\n]*)\]\]|\[img(?P<size>[^\[\]\n]*)\[(?P<image>[^\[\]\n]*)\]\]"
    r"|\[\[(?P<link>[^\[\]\n]+)\]\]|(?P<filtered>\{\{\{.*?\}\}\}[\w.]*)|\{\{(?P<shown>[^{}\n]*)\}\}"
    r"|(?P<html></?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>|<!--.*?-->)|(?P<url>https?://[^\s<>\[\]{}|\"'`]+)"
    r"|''(?P<bold>.+?)''|//(?P<italic>.+?)//|__(?P<under>.+?)__|\^\^(?P<high>.+?)\^\^|,,(?P<low>.+?),,"
    r"|~~(?P<strike>.+?)~~|~(?P<quiet>[A-Z][a-z]+[A-Z]\w*)|(?P<entity>&\#?\w{1,32};)|(?P<dash>(?<!-)--(?!-))",
    re.DOTALL,
)
_MARKS: Final = {"bold": "**", "italic": "*", "strike": "~~"}
_HTML: Final = {"under": "u", "high": "sup", "low": "sub"}
_LIST: Final = re.compile(r"(?P<signs>[*#>:;]+)(?P<classes>(?:\.[\w-]+)*)\s*(?P<text>.*)")
_FENCE: Final = re.compile(r"```(?P<word>[\w./-]*)\s*")
_PRAGMA: Final = re.compile(r"\\(?:define|procedure|function|widget|rules|import|parameters|whitespace)\b")
_BLOCK_PRAGMA: Final = re.compile(r"\\(?:define|procedure|function|widget)\b[^)\n]*\)?\s*$")


@dataclass(frozen=True)
class TiddlyWikiReader:
    """Reads the tiddlers of a wiki; those that are parts of the program itself are none."""

    suffixes = (".tid",)

    def head(self, path: PurePosixPath, text: str) -> Head | None:
        """What the first reading keeps of a tiddler; None for one of the program."""
        fields, _ = _taken_apart(text)
        title = fields.get("title", path.stem)
        if title.startswith("$:/") or not title.strip():
            return None
        written = _time(fields.get("modified") or fields.get("created", ""))
        return Head(path, title, author=fields.get("modifier") or fields.get("creator", ""), written=written)

    def convert(self, head: Head, text: str, book: Book) -> Converted:
        """The tiddler as a page."""
        fields, body = _taken_apart(text)
        writer = _Writer(head, book)
        kind = fields.get("type", "").strip()
        if kind in _WIKITEXT:
            made = writer.page(body)
        elif kind in _MARKDOWN:
            made = Inline(book, head.path, Style(signs=False, by_title=True), writer.made).page(body)
        elif kind == "text/plain":
            made = fenced(body)
        else:
            writer.made.kept[f"tiddlers of type {kind}"] += 1
            made = fenced(body, kind.rpartition("/")[2].removeprefix("x-"))
        rows = [(escaped(name), writer.inline(value, cell=True)) for name, value in fields.items() if name not in _OWN]
        top = property_table(rows)
        tags = (match["long"] or match["short"] for match in _TAG.finditer(fields.get("tags", "")))
        writer.made.categories = [name for tag in tags if (name := category(tag))]
        writer.made.text = categorised(f"{top}\n\n{made}" if top else made, writer.made.categories)
        return writer.made


@dataclass
class _Writer:
    head: Head
    book: Book
    made: Converted = field(default_factory=Converted)

    def page(self, text: str) -> str:
        """The text, block by block."""
        lines = text.split("\n")
        made: list[str] = []
        place = 0
        while place < len(lines):
            line = lines[place]
            fence = _FENCE.fullmatch(line)
            if fence is not None or line.startswith("$$$"):
                end = _next(lines, place + 1, "```" if fence else "$$$")
                made.append(fenced("\n".join(lines[place + 1 : end]), fence["word"] if fence else ""))
                place = end + 1
            elif _PRAGMA.match(line):
                end = _next(lines, place + 1, "\\end") if _BLOCK_PRAGMA.match(line) else place
                self.made.kept["definitions of macros and rules"] += 1
                made.append(fenced("\n".join(lines[place : end + 1])))
                place = end + 1
            else:
                taken, block = self._block(lines, place)
                made.append(block)
                place += taken
        return "\n".join(made)

    def _block(self, lines: list[str], place: int) -> tuple[int, str]:
        """How many lines a block has, and what becomes of it."""
        line = lines[place]
        if line.startswith("|") and line.rstrip().endswith(("|", "|h", "|k", "|c", "|f")):
            end = place
            while end < len(lines) and lines[end].startswith("|"):
                end += 1
            return end - place, self._table(lines[place:end])
        if line.startswith("<<<"):
            end = _next(lines, place + 1, "<<<")
            quoted = self.page("\n".join(lines[place + 1 : end])).split("\n")
            cite = line[3:].strip() or (lines[end][3:].strip() if end < len(lines) else "")
            quoted += ["", f"— {self.inline(cite)}"] if cite else []
            return end - place + 1, "\n".join(f"> {each}".rstrip() for each in quoted) + "\n"
        if line.startswith('"""'):
            end = _next(lines, place + 1, '"""')
            return end - place + 1, "\\\n".join(self.inline(each) for each in lines[place + 1 : end])
        heading = re.fullmatch(r"(!{1,6})(?:\.[\w-]+)*\s*(.*)", line)
        if heading is not None:
            return 1, f"{'#' * len(heading[1])} {self.inline(heading[2])}"
        item = _LIST.fullmatch(line)
        if item is not None:
            return 1, self._item(item)
        if re.fullmatch(r"-{3,}", line):
            return 1, "\n---\n"
        whole = line
        taken = 1
        # A widget or macro may go on over several lines.
        while _is_open(whole) and place + taken < len(lines) and taken < 200:
            whole += "\n" + lines[place + taken]
            taken += 1
        return taken, line_escaped(self.inline(whole))

    def _item(self, item: re.Match[str]) -> str:
        signs, text = item["signs"], self.inline(item["text"])
        if signs[-1] == ";":
            return f"\n**{text}**\n" if text else ""
        if set(signs) == {">"}:
            return f"{'> ' * len(signs)}{text}"
        if signs[-1] == ":":
            return f"{'    ' * (len(signs) - 1)}- {text}"
        lead = "".join("   " if sign == "#" else "  " for sign in signs[:-1])
        return f"{lead}{'1.' if signs[-1] == '#' else '-'} {text}"

    def _table(self, lines: list[str]) -> str:
        """A table; cells that are joined with others stay empty."""
        rows: list[tuple[bool, list[str]]] = []
        caption = ""
        for line in lines:
            body, mark = line.rstrip(), ""
            if not body.endswith("|"):
                body, mark = body[:-1], body[-1]
            if mark == "k":
                continue
            cells = _cells(body[1:-1])
            if mark == "c":
                caption = self.inline(" ".join(cells))
                continue
            head = mark == "h" or all(cell.lstrip().startswith("!") for cell in cells)
            shown = ["" if cell.strip() in ("~", "<", ">") else cell.strip() for cell in cells]
            texts = [self.inline(cell.removeprefix("!").strip(), cell=True).replace("\n", " ") for cell in shown]
            rows.append((head, texts))
        if not rows:
            return caption
        width = max(len(cells) for _, cells in rows)
        if not rows[0][0]:
            rows.insert(0, (True, [""] * width))
        written = [f"| {' | '.join((*cells, *[''] * (width - len(cells))))} |" for _, cells in rows]
        table = "\n".join((written[0], f"| {' | '.join(['---'] * width)} |", *written[1:]))
        return f"\n{caption}\n\n{table}" if caption else f"\n{table}"

    def inline(self, text: str, *, cell: bool = False) -> str:
        """The text of a block or a cell."""
        pieces: list[str] = []
        done = 0
        for match in _INLINE.finditer(text):
            pieces += (escaped(text[done : match.start()]), self._sign(match, cell=cell))
            if pieces[-1].startswith("`") and match.start() == done and len(pieces) > 2 and pieces[-3].endswith("`"):
                pieces[-2] = " "  # two codes without a blank would be one
            done = match.end()
        made = "".join((*pieces, escaped(text[done:])))
        return re.sub(r"(?<!\\)\|(?!\])", r"\\|", made) if cell else made

    def _sign(self, match: re.Match[str], *, cell: bool) -> str:  # noqa: C901, PLR0911 - one sign after the other
        kind = match.lastgroup or ""
        typed = match[0]
        if kind in _MARKS:
            inner = match[kind]
            if not inner.strip():
                return escaped(typed)
            lead, tail = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
            return f"{lead}{_MARKS[kind]}{self.inline(inner.strip(), cell=cell)}{_MARKS[kind]}{tail}"
        if kind in _HTML:
            return f"<{_HTML[kind]}>{self.inline(match[kind], cell=cell)}</{_HTML[kind]}>"
        match kind:
            case "widget" | "macro" | "condition" | "filtered":
                self.made.kept[_WORDS[kind]] += 1
                return code(typed)
            case "ext":
                label, _, goal = match["ext"].rpartition("|")
                return f"[{self.inline(label or goal)}](<{goal}>)"
            case "image":
                return self._image(match["image"], match["size"], cell=cell)
            case "link":
                return self._link(match["link"], cell=cell)
            case "shown":
                return self._shown(match["shown"])
            case "quiet":
                return match["quiet"]
            case "dash":
                return "–"
            case _:
                return typed

    def _link(self, typed: str, *, cell: bool) -> str:
        label, _, goal = typed.rpartition("|")
        if re.match(r"[a-z][\w+.-]*:", goal) and self.book.exactly(goal) is None:
            return f"[{self.inline(label or goal)}](<{goal}>)"
        self.made.links += 1
        found = self.book.exactly(goal.strip())
        if found is None:
            if set("[]|{}#") & set(goal) or goal.startswith("$:/"):
                self.made.kept["links to parts of the program"] += 1
                return code(f"[[{typed}]]")
            said = self.inline(label, cell=cell) if label else ""
            return f"[[{goal}{chr(92) * cell}|{said}]]" if said else f"[[{goal}]]"
        self.made.resolved += 1
        shown = self.inline(label, cell=cell) if label else None
        if shown is None and goal != self.book.titles[found]:
            shown = goal
        return books.link(self.book, found, "", shown, self.made, source=self.head.path, cell=cell)

    def _shown(self, typed: str) -> str:
        """`{{Tiddler}}`: another tiddler shown here; with a field or a template it is for TiddlyWiki."""
        found = self.book.exactly(typed.strip())
        if found is None:
            self.made.kept["transclusions of a field or by a template"] += 1
            return code(f"{{{{{typed}}}}}")
        self.made.links += 1
        self.made.resolved += 1
        return books.link(self.book, found, "", None, self.made, source=self.head.path, embed=True)

    def _image(self, typed: str, size: str, *, cell: bool) -> str:
        alt, _, name = typed.rpartition("|")
        width = re.search(r"width=\"?(\d{1,4})", size)
        if "://" in name:
            self.made.kept["pictures of the web, which are not fetched"] += 1
            return f"![{escaped(alt)}](<{name}>)"
        shown = self.book.wanted_picture(name)
        found = next((taken for path, taken in self.book.pictures.items() if path.name == name), None)
        self.made.links += 1
        self.made.resolved += found is not None
        if found is None and shown not in self.book.elsewhere:
            self.made.files.add(shown)
        return books.picture(found or shown, alt, width[1] if width else "", cell=cell)


_WORDS: Final = {
    "widget": "widgets",
    "macro": "macro calls",
    "condition": "conditions",
    "filtered": "filtered transclusions",
}


def _taken_apart(text: str) -> tuple[dict[str, str], str]:
    """The fields of a tiddler and its text."""
    header, _, body = text.partition("\n\n")
    fields: dict[str, str] = {}
    for line in header.split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            fields[name.strip()] = value.strip()
    return fields, body


def _time(written: str) -> str:
    """`20240708171243370` in ISO 8601; empty for what is no time."""
    try:
        return datetime.strptime(written[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC).isoformat(timespec="seconds")
    except ValueError:
        return ""


def _next(lines: list[str], place: int, mark: str) -> int:
    """The next line that begins with a mark; the end if there is none."""
    return next((at for at in range(place, len(lines)) if lines[at].startswith(mark)), len(lines))


def _is_open(text: str) -> bool:
    """Whether a widget or macro that begins here goes on in the next line."""
    return bool(re.search(r"<(?:<|/?\$)", text)) and (
        text.count("<<") > text.count(">>") or text.count('"""') % 2 == 1 or re.search(r"<\$[^<>]*$", text) is not None
    )


def _cells(row: str) -> list[str]:
    """The cells of a row; the pipe of a link ends none."""
    parts: list[str] = []
    depth = start = 0
    for match in re.finditer(r"\[\[|\[img|\]\]|\{\{|\}\}|\|", row):
        if match[0] == "|":
            if depth == 0:
                parts.append(row[start : match.start()])
                start = match.end()
        else:
            depth = max(depth + (1 if match[0][0] in "[{" else -1), 0)
    return [*parts, row[start:]]
