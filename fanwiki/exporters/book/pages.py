"""Which pages a book has, in which order, and what each of them says, as XHTML with links from chapter to chapter."""

import re
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from html import escape
from typing import Final
from urllib.parse import quote

from fanwiki.domain.entities import Media, Page
from fanwiki.domain.errors import NotFound
from fanwiki.domain.ids import PageId
from fanwiki.domain.progress import Progress
from fanwiki.domain.vocabulary import PageKind
from fanwiki.exporters.book.xhtml import to_xhtml
from fanwiki.exporters.ceiling import check_files
from fanwiki.exporters.html.bodies import render_body
from fanwiki.exporters.html.layout import media_path
from fanwiki.exporters.html.making import in_words
from fanwiki.exporters.selection import Selection, reader, reader_of_everything, select, withheld
from fanwiki.markup.syntax.heading import anchor
from fanwiki.wiki import View, Wiki

_FRAGMENT: Final = re.compile(r'href="(?P<file>c\d+\.xhtml)#(?P<place>[^"]*)"')
_ID: Final = re.compile(r'\sid="([^"]*)"')
_AFTER: Final = (
    ("Groups", PageKind.GROUP),
    ("Pages", PageKind.ARTICLE),
    ("People", PageKind.PERSON),
    ("Categories", PageKind.CATEGORY),
)


@dataclass(frozen=True)
class BookOptions:
    """`as_of` is the ceiling, as `View.viewpoint_at` reads it; None for all there is. `include_unreviewed` lets prose
    that nobody has reviewed through a ceiling. `page` is the title of the one page that is wanted; empty for all.
    """

    as_of: str | None = None
    include_unreviewed: bool = False
    page: str = ""


@dataclass(frozen=True)
class Chapter:
    """One page. `name` is what its file is called, `html` its text as XHTML below a heading of its own."""

    name: str
    title: str
    html: str


@dataclass(frozen=True)
class Part:
    """Chapters that belong together; `level` 1 is below another part."""

    title: str
    chapters: tuple[Chapter, ...]
    level: int = 0


@dataclass(frozen=True)
class Book:
    """A book as it is before it is bound. `ceiling` says in words how far its reader has come, empty for everything;
    `media` are the files that it shows, by their paths. `withheld` is for the author's eyes.
    """

    title: str
    uuid: str
    ceiling: str
    parts: tuple[Part, ...]
    media: dict[str, tuple[str, bytes]]
    withheld: tuple[tuple[str, str], ...]

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        return tuple(chapter for part in self.parts for chapter in part.chapters)


@dataclass
class _Linker:
    """Addresses within the book."""

    names: dict[PageId, str]
    used: dict[str, Media] = field(default_factory=dict)

    def page(self, page: Page, heading: str) -> str:
        name = self.names.get(page.id)
        if name is None:
            return ""
        return f"{name}.xhtml#{quote(anchor(heading))}" if heading else f"{name}.xhtml"

    def wanted(self, title: str) -> str:  # noqa: ARG002  # the question of every linker
        return ""

    def media(self, media: Media) -> str:
        path = media_path(media)
        self.used[path] = media
        return path


def make_book(wiki: Wiki, options: BookOptions) -> Generator[Progress, None, Book]:
    """Makes the book from a snapshot of the wiki. Raises UnknownPoint and NotFound, and WikiError where it would give
    away what is beyond its ceiling.
    """
    with ExitStack() as stack:
        yield Progress(0, 1, "reading the wiki")
        frozen = stack.enter_context(wiki.snapshot())
        everything = stack.enter_context(frozen.view().gathered())
        viewpoint = reader(everything, options.as_of, include_unreviewed=options.include_unreviewed)
        view = everything.seen_from(viewpoint)
        selection = select(view)
        plan = _plan(view, selection, options.page)
        names = {page.id: f"c{number}" for number, page in enumerate((p for _, _, ps in plan for p in ps), 1)}
        linker = _Linker(names)
        parts: list[Part] = []
        for title, level, pages in plan:
            chapters: list[Chapter] = []
            for page in pages:
                yield Progress(len(chapters) + sum(len(part.chapters) for part in parts), len(names), page.title)
                chapters.append(_chapter(view, page, linker, selection.day))
            parts.append(Part(title, tuple(chapters), level))
        media = {path: (found.mime, _content(view, found)) for path, found in sorted(linker.used.items())}
        ceiling = "" if viewpoint == reader_of_everything(view.orders()) else in_words(view)
        lost = withheld(everything, view) if ceiling else ()
        title = options.page and view.find(options.page).title
        book = Book(title or view.title(), view.uuid(), ceiling, _mended(parts), media, lost)
        yield Progress(len(names), len(names), "binding")
        if book.ceiling:
            check_files(everything, view, files_of(book))
        return book


def _plan(view: View, selection: Selection, wanted: str) -> list[tuple[str, int, list[Page]]]:
    """The parts with their pages: shows with seasons and characters, then what belongs to none."""
    if wanted:
        page = view.find(wanted)
        return [(page.title, 0, [page])]
    by_id = selection.by_id()
    plan: list[tuple[str, int, list[Page]]] = []
    done: set[PageId] = set()
    for show in selection.shows:
        plan.append((show.page.title, 0, [show.page]))
        for season, _ in show.seasons:
            episodes = [by_id[PageId(line.id)] for line in show.episodes if line.season == season.id]
            plan.append((season.title, 1, [season, *episodes]))
        characters = [page for page in view.characters(show.page.id) if page.id in by_id]
        plan.append(("Characters", 1, characters))
        done.update(page.id for _, _, pages in plan for page in pages)
    rest = [page for page in by_id.values() if page.id not in done]
    for title, kind in _AFTER:
        plan.append((title, 0, sorted((page for page in rest if page.kind is kind), key=_by_title)))
    return [part for part in plan if part[2]]


def _chapter(view: View, page: Page, linker: _Linker, day: date) -> Chapter:
    world = view.world(page.id, linker, day)
    body = render_body(view.bodies([page.id])[page.id], page.kind, world)
    sections = "".join(f'<h2 id="{escape(place)}">{escape(title)}</h2>{html}' for place, title, html in body.sections)
    title = page.title.removeprefix("Category:")
    return Chapter(linker.names[page.id], title, to_xhtml(f"{body.box}{body.text}{sections}"))


def _mended(parts: list[Part]) -> tuple[Part, ...]:
    """The parts with links to places that are there: others lead to the beginning of their chapter."""
    places = {f"{each.name}.xhtml": set(_ID.findall(each.html)) for part in parts for each in part.chapters}

    def mended(match: re.Match[str]) -> str:
        there = match["place"] in places.get(match["file"], ())
        return match[0] if there else f'href="{match["file"]}"'

    return tuple(
        Part(part.title, tuple(_with(each, _FRAGMENT.sub(mended, each.html)) for each in part.chapters), part.level)
        for part in parts
    )


def _with(chapter: Chapter, html: str) -> Chapter:
    return Chapter(chapter.name, chapter.title, html)


def _content(view: View, media: Media) -> bytes:
    found = view.media_content(media.name)
    if found is None:
        raise NotFound(f"the file “{media.name}” has no content in this wiki; remove it, or store it again")
    return found[1]


def _by_title(page: Page) -> tuple[str, str]:
    return (page.title.casefold(), page.id)


def files_of(book: Book) -> Iterator[tuple[str, bytes]]:
    """What of a book may be read, for the last look at a ceiling."""
    yield "book.html", f"{book.title} {book.ceiling} {' '.join(part.title for part in book.parts)}".encode()
    for chapter in book.chapters:
        yield f"{chapter.name}.html", f"{escape(chapter.title)} {chapter.html}".encode()
