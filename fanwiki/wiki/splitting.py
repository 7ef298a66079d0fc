"""A section becomes a page of its own: the edits for it, so that every link still leads to what it led to, and nobody
reads a word of it, its title included, earlier than before.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from fanwiki.domain.edits import AddPage, ChangeFact, Edit
from fanwiki.domain.entities import Page, Redirect
from fanwiki.domain.errors import InvalidEdit
from fanwiki.domain.ids import EpisodeId, PageId, new_id
from fanwiki.domain.points import ALL, UNREVIEWED, Locks, latest
from fanwiki.domain.vocabulary import PageKind
from fanwiki.markup import Heading, parse
from fanwiki.store import pages, texts, titles
from fanwiki.store.facts import facts
from fanwiki.store.gates import read_locks
from fanwiki.wiki.covering import covers, missing_point, point_at
from fanwiki.wiki.derivation import prose_locks
from fanwiki.wiki.moved_links import Moved, Place, check_kept, lead_on, saved, titles_used, with_definitions, written
from fanwiki.wiki.reading.scene import Scene
from fanwiki.wiki.view import View

_BELOW: Final = (PageKind.ARTICLE, PageKind.GROUP, PageKind.SHOW)
"""What a page can stand below."""
_CATEGORIES: Final = re.compile(r"\s*(?:\[\[\s*category\s*:[^\]]*\]\]\s*)*", re.IGNORECASE)
_SENTENCE_END: Final = re.compile(r"[.!?](?=\s)|。")
_PAIRED: Final = ("||", "`", "%%", "*", "_", "~~", '"')
_ENCLOSING: Final = (("[", "]"), ("{", "}"), ("(", ")"), ("<", ">"))


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it: the lines `first` up to, not including, `last`, from 0; `body` begins on the
    line `begin`.
    """

    heading: str
    first: int
    begin: int
    last: int


def section_at(body: str, line: int) -> Section | None:
    """The innermost section that a line, from 0, stands in; None above the first heading. Headings in lists, quotes and
    reveals begin no section.
    """
    heads = [block for block in parse(body).blocks if block.tokens and block.tokens[0].type == "heading_open"]
    above = [block for block in heads if block.first_line <= line]
    if not above:
        return None
    head = above[-1]
    level = head.tokens[0].tag
    after = (block.first_line for block in heads if block.first_line > head.first_line and block.tokens[0].tag <= level)
    lines = body.split("\n")
    last = next(after, len(lines))
    # Categories at the end are the page's, and so are empty lines.
    while last > head.first_line + 1 and _CATEGORIES.fullmatch(lines[last - 1]):
        last -= 1
    span = head.tokens[0].map
    begin = head.first_line + 1 if span is None else span[1]
    return Section(head.tokens[0].meta["text"], head.first_line, min(begin, last), last)


def introduction(view: View, page: PageId) -> EpisodeId | None:
    """The first point at which a page made of a section of this one may be known: of a page that nobody has reviewed
    the last of its show. Raises InvalidEdit where no point alone would do.
    """
    with view.scene() as scene:
        return _introduction(scene, scene.page(page))


def splitting_edits(
    view: View, page: PageId, line: int, title: str, introduced_at: EpisodeId | None, *, lead: bool = False
) -> tuple[Edit, ...]:
    """The edits that make the section at a line of a page's text a page. `introduced_at` must hide its title as long as
    the heading was hidden; with `lead`, its first sentence stays where it was. Raises InvalidEdit.
    """
    with view.scene() as scene:
        return tuple(_Split(scene, page, line, " ".join(title.split()), introduced_at, lead).edits())


class _Split:
    """One section on its way to a page."""

    def __init__(
        self, scene: Scene, page: PageId, line: int, title: str, introduced_at: EpisodeId | None, lead: bool
    ) -> None:
        self._scene = scene
        self._page = scene.page(page)
        self._body = texts.body(scene.reading, page)
        section = section_at(self._body, line)
        if section is None:
            raise InvalidEdit("the cursor is under no heading: put it into the section that is to be a page")
        self._section = section
        self._title = title
        self._at = introduced_at
        self._lead = lead
        self._parent = _parent(scene, self._page)

    def edits(self) -> Iterator[Edit]:
        """The new page, the old one, the redirects and the texts that link to the section."""
        self._check()
        lines = self._body.split("\n")
        section = self._section
        moving = "\n".join(lines[section.begin : section.last]).strip("\n")
        rest = lines[section.last :]
        gap = [""] if rest and rest[0].strip() else []
        staying = "\n".join([*lines[: section.begin], "", self._stub(moving), *gap, *rest])
        moving, staying = with_definitions(moving, staying), with_definitions(staying, moving)
        sources = titles_used(self._scene.reading, self._page.id)
        mine = sources.pop(self._page.id, frozenset()) | {""}
        moving = self._led_on(moving, mine, self._seen_from_new) + "\n"
        staying = self._led_on(staying.rstrip("\n") + "\n", mine, self._place)
        check_kept((self._body,), mine, moving, staying)
        summary = f"section “{section.heading}” split off"
        new = PageId(new_id())
        yield AddPage(
            new, PageKind.ARTICLE, self._title, self._parent, moving, None, self._at, self._page.reviewed,
            self._page.safe_from,
        )  # fmt: skip
        yield saved(self._scene.reading, self._page.id, staying, summary)
        for redirect, heading in self._redirects():
            yield ChangeFact(replace(redirect, page=new, heading=heading))
        bodies = texts.bodies(self._scene.reading, sources)
        for source, typed in sources.items():
            body = bodies[source]
            changed = self._led_on(body, typed, self._place)
            if changed != body:
                yield saved(self._scene.reading, source, changed, summary)

    def _redirects(self) -> Iterator[tuple[Redirect, str]]:
        """The redirects that lead into the section, with the heading of the new page that they lead to."""
        for redirect in facts(self._scene.reading, ALL, Redirect, page=self._page.id):
            place = self._place(redirect.heading) if redirect.heading else None
            if place is not None:
                yield redirect, place[1]

    def _led_on(self, text: str, typed: frozenset[str], moved: Moved) -> str:
        """A text with its links to headings of the old page, which go by these titles. One by a redirect that goes
        along must not go with it where its own heading stays.
        """
        along = {redirect.id for redirect, _ in self._redirects()}
        found = {title: titles.find(self._scene.reading, ALL, title) for title in typed if title}
        gone = frozenset(title for title, way in found.items() if way is not None and way[1] in along)
        return lead_on(lead_on(text, typed - gone, moved), gone, self._wherever)

    def _check(self) -> None:
        if self._page.kind in (PageKind.TEMPLATE, PageKind.CATEGORY):
            raise InvalidEdit(f"“{self._page.title}” is a {self._page.kind}, of which no page can be made")
        found = titles.find(self._scene.reading, ALL, self._title)
        if found is not None:
            raise InvalidEdit(
                f"links to “{self._title}” lead to “{found[0].title}”: choose another title", field="title"
            )
        now = latest(self._scene.orders.locks([self._at]), _locks(self._scene, self._parent))
        if not covers(now, _needed(self._scene, self._page)):
            raise InvalidEdit("the new page would be known before its section could be read", field="introduced_at")

    def _place(self, heading: str) -> Place | None:
        """Where a heading of the old page is on the new one; None for one that stays, or never was."""
        line = self._line_of(heading)
        if line is None or not self._section.first <= line < self._section.last:
            return None
        return self._title, "" if line == self._section.first else heading

    def _wherever(self, heading: str) -> Place:
        """Where a heading is, on the new page or on the old one."""
        return self._place(heading) or (self._page.title, heading)

    def _seen_from_new(self, heading: str) -> Place | None:
        """Where a link in the moved text leads that led to a heading of the old page."""
        if self._line_of(heading) is None:
            return None
        return self._wherever(heading)

    def _line_of(self, heading: str) -> int | None:
        """The line of the first heading of this text: it is the one that links lead to."""
        return next((each.line for each in self._headings if each.text.casefold() == heading.casefold()), None)

    @cached_property
    def _headings(self) -> tuple[Heading, ...]:
        return parse(self._body).headings

    def _stub(self, moving: str) -> str:
        """What stays under the heading: a link, which says no more than the heading does."""
        label = None if self._title == self._section.heading else self._section.heading or self._page.title
        link = f"→ {written((self._title, ''), label, embedded=False)}"
        lead = first_sentence(moving) if self._lead else ""
        return f"{lead} {link}".strip()


def first_sentence(text: str) -> str:
    """The first sentence of a text that begins with a paragraph; all of the paragraph where a cut would break a link,
    a reveal or other marks, and nothing where the text begins with something else.
    """
    blocks = parse(text).blocks
    if not blocks or blocks[0].tokens[0].type != "paragraph_open":
        return ""
    paragraph = " ".join(text.split("\n")[blocks[0].first_line : blocks[0].last_line]).strip()
    end = _SENTENCE_END.search(paragraph)
    sentence = paragraph if end is None else paragraph[: end.end()]
    whole = all(sentence.count(mark) % 2 == 0 for mark in _PAIRED)
    whole = whole and all(sentence.count(begin) == sentence.count(end) for begin, end in _ENCLOSING)
    return sentence if whole else paragraph


def _introduction(scene: Scene, page: Page) -> EpisodeId | None:
    parent = _parent(scene, page)
    home = scene.home_show(page)
    if not page.reviewed and home is not None and (last := point_at(scene.orders, home)) is not None:
        return last
    return missing_point(_locks(scene, parent), _needed(scene, page), scene.orders, "the title of the new page")


def _needed(scene: Scene, page: Page) -> Locks:
    """What must have been seen to read the headings of a page. That it is unreviewed goes along with the text."""
    needed = latest(_locks(scene, page.id), prose_locks(page, scene.orders))
    return {lock: position for lock, position in needed.items() if lock != UNREVIEWED}


def _locks(scene: Scene, page: PageId | None) -> Locks:
    return {} if page is None else read_locks(scene.reading, [page]).get(page, {})


def _parent(scene: Scene, page: Page) -> PageId | None:
    """What a page made of a section stands below: the old page where it can, else the next above it that can."""
    line = [*pages.ancestors(scene.reading, scene.horizon, page.id), page]
    return next((each.id for each in reversed(line) if each.kind in _BELOW), None)
