"""A vault that opens well in Obsidian: notes with properties, links by their files, reveals as folded callouts. What
data blocks and templates come to stands in the notes; to come back by, there is the Markdown bundle.
"""

import re
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import quote, unquote

from fanwiki import __version__, markup
from fanwiki.domain.bundle import CARD
from fanwiki.domain.entities import Media, Page
from fanwiki.domain.errors import NotFound
from fanwiki.domain.link_titles import without_marks
from fanwiki.domain.progress import Progress
from fanwiki.domain.vocabulary import PageKind
from fanwiki.exporters import ceiling
from fanwiki.exporters.export import Export, with_suffix
from fanwiki.exporters.markdown.canon import json_text
from fanwiki.exporters.markdown.front_matter import front_matter, yaml_text
from fanwiki.exporters.markdown.layout import Layout, lay_out
from fanwiki.exporters.report import ExportReport
from fanwiki.exporters.selection import is_everything, reader, withheld
from fanwiki.exporters.write import BundleWriter
from fanwiki.markup.document import Block
from fanwiki.markup.syntax.target import is_image
from fanwiki.wiki import View, Wiki
from fanwiki.wiki.world import PageWorld

_ADDRESS: Final = "https://wiki.invalid/"
_OWN_LINK: Final = re.compile(r"(?P<embed>!?)\[(?P<label>[^\]]*)\]\(<?https://wiki\.invalid/(?P<title>[^)>\s]*)>?\)")
_POINT: Final = r"(?:[\w-]+:)?S\d{1,4}(?:E\d{1,4})?"
_VEIL: Final = re.compile(rf"\|\|[ \t]*(?:(?P<point>{_POINT})[ \t]*:[ \t]*)?(?P<said>[^|\n]+(?:\|[^|\n]+)*)\|\|")
_TAG: Final = re.compile(r"<[^<>]*>")
_NO_TAG: Final = re.compile(r"[^\w/-]+")
_STYLE: Final = (
    b".spoiler { background: var(--text-normal); color: transparent; border-radius: 3px; }\n"
    b".spoiler:hover { background: transparent; color: inherit; }\n"
)
_WORDS: Final = (
    "tags spoiler span class title From style enabledCssSnippets obsidian snippets fanwiki text normal color"
)


@dataclass(frozen=True)
class ObsidianOptions:
    """`as_of` is the ceiling, as `View.viewpoint_at` reads it; None for all there is. `include_unreviewed` lets prose
    that nobody has reviewed through a ceiling. `zip` makes one archive instead of a folder.
    """

    as_of: str | None = None
    include_unreviewed: bool = False
    zip: bool = False


class ObsidianExport(Export):
    """One vault."""

    def __init__(self, wiki: Wiki, out: Path, options: ObsidianOptions | None = None) -> None:
        self._options = options or ObsidianOptions()
        super().__init__(wiki, with_suffix(out, ".zip") if self._options.zip else out)

    def _written(self) -> Generator[Progress, None, ExportReport]:
        options = self._options
        with ExitStack() as stack:
            writer = stack.enter_context(BundleWriter(self._out, zipped=options.zip))
            yield Progress(0, 1, "reading the wiki")
            frozen = stack.enter_context(self._wiki.snapshot())
            everything = stack.enter_context(frozen.view().gathered())
            view = everything.seen_from(
                reader(everything, options.as_of, include_unreviewed=options.include_unreviewed)
            )
            pages = [page for page in view.pages() if page.kind is not PageKind.TEMPLATE]
            there = {page.id for page in pages}
            media = view.facts(Media)
            layout = lay_out([page for page in pages if page.parent is None or page.parent in there], media)
            notes = _Notes(view, layout)
            for done, page in enumerate(layout.pages):
                yield Progress(done, len(layout.pages), page.title)
                writer.add(notes.path(page), notes.note(page).encode())
            for each in media:
                found = view.media_content(each.name)
                if found is not None:
                    writer.add(layout.media[each.id], found[1])
            writer.add(".obsidian/snippets/fanwiki.css", _STYLE)
            writer.add(".obsidian/appearance.json", json_text({"enabledCssSnippets": ["fanwiki"]}))
            card = {"format": "fanwiki-obsidian", "program": __version__, "wiki": view.uuid(), "title": view.title()}
            writer.add(CARD, json_text(card))
            whole = is_everything(options.as_of)
            if not whole:
                ceiling.check(
                    everything, view, writer, own=(_WORDS, "uuid kind aliases categories introduced safe_from")
                )
            writer.finish()
            return ExportReport(
                pages=len(layout.pages),
                files=len(writer.paths) + 1,
                bytes=writer.bytes,
                rendered=0,
                reused=0,
                withheld=() if whole else withheld(everything, view),
                manifest=writer.manifest,
            )


class _Addresses:
    """Addresses of pages in what data blocks come to, on their way to links of a note."""

    def page(self, page: Page, heading: str) -> str:
        return _ADDRESS + quote(f"{page.title}#{heading}" if heading else page.title, safe="#")

    def wanted(self, title: str) -> str:
        return _ADDRESS + quote(title)

    def media(self, media: Media) -> str:
        return _ADDRESS + quote(media.name)


class _Notes:
    """Writes the notes of one vault."""

    def __init__(self, view: View, layout: Layout) -> None:
        self._view = view
        self._layout = layout
        names: dict[str, int] = {}
        for path in layout.files.values():
            key = PurePosixPath(path).stem.casefold()
            names[key] = names.get(key, 0) + 1
        self._names: Mapping[str, int] = names

    def path(self, page: Page) -> str:
        """Where a note lies: below the root of the vault, in folders like the tree."""
        return self._layout.files[page.id].removeprefix("pages/")

    def note(self, page: Page) -> str:
        """A note with its properties."""
        said = front_matter(self._view, page)
        said["tags"] = [_NO_TAG.sub("-", name).strip("-") for name in said.get("categories", ())]
        box = self._view.infobox(page.id)
        for field in () if box is None else box.fields:
            values = [self._value(text, target) for text, target in field.values]
            said.setdefault(field.label.casefold(), values[0] if len(values) == 1 else values)
        if box is not None and box.status is not None and box.status.state is not None:
            said["status"] = box.status.state.word
        text = self._view.readable_text(page.id)
        world = self._view.world(page.id, _Addresses(), date.min)
        body = "\n\n".join(part for part in self._parts(text, world) if part)
        properties = yaml_text({name: value for name, value in said.items() if value})
        return f"---\n{properties}---\n\n{body}\n"

    def _parts(self, text: str, world: PageWorld) -> Iterator[str]:
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        document = markup.parse(text)
        blocks = sorted(
            (*document.blocks, *(note.block for note in document.notes if note.block is not None)), key=_by_line
        )
        end = 0
        for block in blocks:
            if block.first_line < end:
                continue
            end = block.last_line
            yield self._block(block, "\n".join(lines[block.first_line : block.last_line]).rstrip(), world)

    def _block(self, block: Block, source: str, world: PageWorld) -> str:
        token: Any = block.tokens[0]
        match token.type:
            case "reveal" if token.meta["form"] == "block":
                inner = "\n".join(source.split("\n")[1:]).rstrip()
                inner = "\n\n".join(self._parts(inner.removesuffix(":::").rstrip(":").rstrip(), world))
                point = token.meta["point"]
                lines = [f"> [!spoiler]- {f'From {point}' if point else 'Spoiler'}", *inner.split("\n")]
                return "\n".join([lines[0], *(f"> {line}".rstrip() for line in lines[1:])])
            case "data" if token.meta["name"] == "infobox":
                return ""
            case "data" | "template":
                return self._come_to(source, world)
            case "fence" | "code_block" | "comment" | "html_block":
                return source
            case _:
                for use in _uses(block.tokens):
                    source = source.replace(use, self._come_to(use, world))
                return self._text(source)

    def _come_to(self, source: str, world: PageWorld) -> str:
        """What a data block or a template shows, as Markdown."""
        html = markup.render(markup.parse(source), world)
        plain = " ".join(unescape(_TAG.sub("", html)).split())
        return _OWN_LINK.sub(self._own_link, markup.from_html(html) or plain)

    def _text(self, source: str) -> str:
        linked = markup.relink(source, self._link)
        return "\n".join(line for line in _without_veils(linked).split("\n") if line.strip() or not source.strip())

    def _link(self, title: str, heading: str, label: str | None, embedded: bool) -> str | None:
        if title.startswith("Category:") and not embedded:
            return "" if label is None else label
        if embedded and is_image(title):
            return None
        title = title.removeprefix(":")
        try:
            page = self._view.find(title) if title else None
        except NotFound:
            return None
        if page is None or page.id not in self._layout.files:
            return None
        place = f"#{heading}" if heading else ""
        target = f"{self._target(page)}{place}"
        if embedded:
            return f"![[{target}]]"
        shown = label or f"{without_marks(title)}{place}"
        return f"[[{target}]]" if shown == target else f"[[{target}|{shown}]]"

    def _target(self, page: Page) -> str:
        """How a link names a note: by its name, or by its whole path where others are called alike."""
        path = PurePosixPath(self.path(page))
        return path.stem if self._names[path.stem.casefold()] == 1 else path.with_suffix("").as_posix()

    def _own_link(self, match: re.Match[str]) -> str:
        title, _, heading = unquote(match["title"]).partition("#")
        if match["embed"]:
            return f"![[{title}]]"
        return self._link(title, heading, match["label"], embedded=False) or match["label"]

    def _value(self, text: str, target: Any) -> str:
        page = None if target is None else self._view.page(target)
        return text if page is None or page.id not in self._layout.files else f"[[{self._target(page)}|{text}]]"


def _uses(tokens: Iterable[Any]) -> Iterator[str]:
    """The templates that are used within some text, as typed."""
    for token in tokens:
        if token.type == "template_inline":
            yield str(token.meta["source"])
        else:
            yield from _uses(token.children or ())


def _without_veils(text: str) -> str:
    """A text whose veils are spans for Obsidian; in code and links, bars are bars."""
    if "||" not in text:
        return text
    shown, reached = "", 0
    for first, last, _ in (*markup.plain_spans(text), (len(text), len(text), False)):
        shown += text[reached:first].replace("|", "\0") + text[first:last]
        reached = last
    pieces: list[str] = []
    done = 0
    for match in _VEIL.finditer(shown):
        title = f"from {match['point']}" if match["point"] else "spoiler"
        said = text[slice(*match.span("said"))].strip()
        pieces += (text[done : match.start()], f'<span class="spoiler" title="{title}">{said}</span>')
        done = match.end()
    return "".join((*pieces, text[done:]))


def _by_line(block: Block) -> tuple[int, int]:
    return (block.first_line, -block.last_line)
