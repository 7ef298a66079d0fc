"""A page goes up in another: the edits for it, so that every link to it reaches the page that is kept, what was known
about it is known about that one, and nobody reads a word or learns a fact earlier than before.
"""

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any, Final, cast

from fanwiki.domain import entities
from fanwiki.domain.edits import AddFact, ChangeFact, ChangeSubject, DeletePage, Edit, RemoveFact
from fanwiki.domain.entities import Fact, Page, Redirect, StatusEvent
from fanwiki.domain.errors import InvalidEdit
from fanwiki.domain.ids import FactId, PageId, new_id
from fanwiki.domain.passages import Passage
from fanwiki.domain.points import ALL, TRASH, Locks, latest
from fanwiki.domain.vocabulary import PageKind
from fanwiki.markup import parse
from fanwiki.store import gates, page_rows, pages, texts
from fanwiki.store import links as link_rows
from fanwiki.store.facts import facts
from fanwiki.store.passages import numbers
from fanwiki.store.titles import KnownWay, led, title_keys, ways_by_key
from fanwiki.wiki.covering import covers, missing_point
from fanwiki.wiki.derivation import point_locks, prose_locks
from fanwiki.wiki.moved_links import Place, check_kept, definitions, lead_on, saved, titles_used
from fanwiki.wiki.reading.scene import Scene
from fanwiki.wiki.view import View

_JOINED: Final = (PageKind.ARTICLE, PageKind.CHARACTER, PageKind.PERSON, PageKind.GROUP)
"""Kinds whose pages can go up in others of their kind."""
_OF_ANY_KIND: Final = (entities.Name, Redirect, entities.TalkNote, entities.Favourite)
"""Facts that a page of any kind can have."""

_CLOSING: Final = re.compile(r"(?:\s+#+)?\s*$")
"""What may close the line of a heading."""


def joining_edits(view: View, gone: PageId, kept: PageId, *, heading: str = "") -> tuple[Edit, ...]:
    """The edits that put one page's text after that of another, under a heading if there is one, with its facts,
    and make its title a redirect. Raises InvalidEdit that says why it cannot be.
    """
    with view.scene() as scene:
        return tuple(_Joining(scene, gone, kept, " ".join(heading.split())).edits())


class _Joining:
    """One page on its way into another."""

    def __init__(self, scene: Scene, gone: PageId, kept: PageId, heading: str) -> None:
        self._scene = scene
        self._reading = scene.reading
        self._gone = scene.page(gone)
        self._kept = scene.page(kept)
        self._headings: dict[str, str] = {}
        """The headings of the page that goes that the other has too, case aside, and what they are called then."""
        locks = gates.read_locks(scene.reading, [gone, kept])
        self._gone_locks: Locks = locks.get(gone, {})
        self._kept_locks: Locks = locks.get(kept, {})
        self._text = texts.body(self._reading, gone)
        self._heading = heading if self._text.strip() else ""
        self._name_headings()

    def _name_headings(self) -> None:
        open_ones = parse(texts.body(self._reading, self._kept.id)).headings
        taken = {each.text.casefold() for each in open_ones if not each.reveals}
        if self._heading.casefold() in taken:
            raise InvalidEdit(f"“{self._kept.title}” has a heading “{self._heading}”: choose another", field="heading")
        if self._heading:
            taken.add(self._heading.casefold())
        for each in parse(self._text).headings:
            if each.text.casefold() in taken:
                self._headings[each.text.casefold()] = f"{each.text} ({self._gone.title})"

    def edits(self) -> Iterator[Edit]:
        """The facts, the data, the texts, then the page itself and the redirect in its place."""
        self._check()
        yield from self._facts()
        yield from self._subject()
        yield from self._texts()
        yield DeletePage(self._gone.id)
        point = missing_point(self._kept_locks, self._gone_locks, self._scene.orders, f"“{self._gone.title}”")
        yield AddFact(Redirect(FactId(new_id()), self._gone.title, self._kept.id, self._heading, point))

    def _check(self) -> None:
        gone, kept = self._gone, self._kept
        if gone.id == kept.id:
            raise InvalidEdit("choose another page: this one cannot go up in itself")
        alike = gone.kind is kept.kind and gone.kind in _JOINED
        if not alike and gone.kind is not PageKind.ARTICLE:
            raise InvalidEdit(f"“{gone.title}” is a {gone.kind}: it can go up in no {kept.kind}")
        if kept.kind in (PageKind.TEMPLATE, PageKind.CATEGORY):
            raise InvalidEdit(f"“{kept.title}” is a {kept.kind}: no page can go up in it")
        above = pages.ancestors(self._reading, ALL, kept.id)
        if any(page.id == gone.id for page in above):
            raise InvalidEdit(f"“{kept.title}” stands below “{gone.title}”: move it first")
        if pages.with_children(self._reading, ALL, [gone.id]):
            raise InvalidEdit(f"pages stand below “{gone.title}”: move them first")
        rivals = [each for each in page_rows.redirects_from(self._reading, gone.title) if each.page != gone.id]
        if rivals:
            other = pages.titles(self._reading, ALL, [each.page for each in rivals])
            named = " and ".join(f"“{title}”" for title in other.values()) or "a page in the trash"
            raise InvalidEdit(f"{named} has a redirect “{gone.title}” too: remove it first")
        self._check_lead()

    def _check_lead(self) -> None:
        """Raises InvalidEdit if a link by some title would not lead on: a title counts for more than a redirect, and
        one that is typed in another case may mean several pages then.
        """
        number = numbers(self._reading, [self._kept.id])[self._kept.id]

        def after_all(way: KnownWay) -> KnownWay:
            """How a page is named once the one that goes is a redirect, and its names are those of the one kept."""
            moves = way.id == self._gone.id
            return way._replace(id=self._kept.id, page=number, rank=max(way.rank, 1)) if moves else way

        keys = title_keys(self._reading, [self._gone.id])
        now = ways_by_key(self._reading, keys)
        for key, typed in link_rows.typed_as(self._reading, keys).items():
            later = [after_all(way) for way in now.get(key, ())]
            for said in sorted(typed):
                before, after = led(now.get(key, ()), said), led(later, said)
                wanted = None if before is None else after_all(before).id
                if wanted is not None and (after is None or after.id != wanted):
                    lead = pages.titles(self._reading, ALL, [wanted])[wanted]
                    raise InvalidEdit(f"links by “{said}” would not lead to “{lead}” any more: write the title there")

    # --- facts ----------------------------------------------------------------------------------------------

    def _facts(self) -> Iterator[Edit]:
        touching = {fact.id: fact for fact in gates.facts_touching(self._reading, [self._gone.id])}
        by_whom = facts(self._reading, ALL, StatusEvent, by_whom=self._gone.id)
        touching.update((fact.id, fact) for fact in by_whom)
        own = set(map(_without_id, gates.facts_touching(self._reading, [self._kept.id])))
        locks = gates.read_locks(self._reading, list(touching))
        for fact in touching.values():
            before = locks.get(fact.id, {})
            # What is about a page in the trash rests with it.
            if TRASH not in before:
                yield self._moved(fact, before, own)

    def _moved(self, fact: Fact, before: Locks, own: set[Fact]) -> Edit:
        if self._gone.kind is not self._kept.kind and not isinstance(fact, _OF_ANY_KIND):
            raise InvalidEdit(f"“{self._gone.title}” has a {fact.noun}, which a {self._kept.kind} cannot take over")
        if {self._gone.id, self._kept.id} <= {getattr(fact, field.name) for field in fields(fact)}:
            raise InvalidEdit(f"a {fact.noun} joins the two pages: remove it first")
        named = {field.name: self._kept.id for field in fields(fact) if getattr(fact, field.name) == self._gone.id}
        if isinstance(fact, Redirect) and fact.heading.casefold() in self._headings:
            named["heading"] = cast("PageId", self._headings[fact.heading.casefold()])
        moved = replace(fact, **cast("dict[str, Any]", named))
        if _without_id(moved) in own:
            return RemoveFact(cast("Any", type(fact).__name__), FactId(fact.id))
        if isinstance(fact, StatusEvent) and fact.by_whom == self._gone.id:
            before = latest(before, self._gone_locks)
            if not covers(latest(self._locks_of(moved), self._kept_locks), before):
                raise InvalidEdit(
                    f"“{self._gone.title}” brought a {fact.noun} about and is known later than the other page"
                )
            return ChangeFact(moved)
        now = self._locks_of(moved)
        if covers(now, before):
            return ChangeFact(moved)
        if isinstance(moved, entities.Favourite):
            return RemoveFact("Favourite", moved.id)
        what = f"a {fact.noun} of “{self._gone.title}”"
        point = missing_point(
            {}, {key: at for key, at in before.items() if now.get(key, 0) < at}, self._scene.orders, what
        )
        later = replace(moved, **cast("dict[str, Any]", {"revealed_at": point}))
        if not covers(self._locks_of(later), before):
            raise InvalidEdit(f"{what} would be seen too early: change when it is revealed first")
        return ChangeFact(later)

    def _locks_of(self, fact: Fact) -> Locks:
        """What locks a fact that has moved."""
        touched = gates.read_locks(self._reading, fact.touches())
        return latest(self._scene.orders.locks(fact.reveals()), *touched.values())

    def _subject(self) -> Iterator[Edit]:
        """The data beside the page, where the kept page has none."""
        record = pages.SUBJECT_OF.get(self._gone.kind)
        if record is None or self._gone.kind is not self._kept.kind:
            return
        gone = pages.subject(self._reading, record, self._gone.id)
        kept = pages.subject(self._reading, record, self._kept.id)
        changes: dict[str, Any] = {}
        for field in fields(record):
            theirs, ours = getattr(gone, field.name), getattr(kept, field.name)
            if field.name == "id" or not theirs or theirs == ours:
                continue
            if ours or not covers(self._kept_locks, self._gone_locks):
                raise InvalidEdit(
                    f"the {field.name} of “{self._gone.title}” is “{theirs}”: make the two pages alike first"
                )
            changes[field.name] = theirs
        if changes and kept is not None:
            yield ChangeSubject(replace(kept, **changes))

    # --- texts ----------------------------------------------------------------------------------------------

    def _texts(self) -> Iterator[Edit]:
        summary = f"“{self._gone.title}” merged into “{self._kept.title}”"
        sources = titles_used(self._reading, self._gone.id)
        bodies = texts.bodies(self._reading, {*sources, self._kept.id})
        before = bodies[self._kept.id]
        own = sources.pop(self._gone.id, frozenset()) | {""}
        mine = sources.pop(self._kept.id, frozenset())
        bodies[self._kept.id] = self._together(
            lead_on(before, mine, self._place), lead_on(self._text, own, self._place)
        )
        check_kept((before, self._text), own | mine, bodies[self._kept.id])
        for source, titles in sources.items():
            bodies[source] = lead_on(bodies[source], titles, self._place)
        for page, was in texts.bodies(self._reading, bodies).items():
            id = PageId(page)
            if bodies[id] != was:
                yield saved(self._reading, id, bodies[id], summary)

    def _place(self, heading: str) -> Place | None:
        """What a heading that both pages have is called now; the page is found by the title as typed."""
        renamed = self._headings.get(heading.casefold())
        return None if renamed is None else ("", renamed)

    def _together(self, kept: str, gone: str) -> str:
        """The text of both, that of the page that goes under a reveal where it would be read too early else."""
        if not gone.strip():
            return kept
        shared = definitions(kept).keys() & definitions(gone).keys()
        if shared:
            label = sorted(shared)[0]
            raise InvalidEdit(f"both texts define [{label}]: call it otherwise in one of them first")
        added = self._renamed(gone.strip("\n"))
        if self._heading:
            added = f"## {self._heading}\n\n{added}"
        points = self._reveals()
        for point in points:
            colons = ":" * max(
                3, 1 + max((len(each[0]) for each in re.finditer("^ *:{3,}", added, re.MULTILINE)), default=2)
            )
            added = f"{colons} reveal {point}\n{added}\n{colons}"
        text = f"{kept.rstrip()}\n\n{added}\n".lstrip("\n")
        found = {heading.text.casefold() for heading in parse(text).headings}
        wanted = {heading.text.casefold() for heading in parse(self._text).headings} - self._headings.keys()
        if lost := (wanted | {each.casefold() for each in self._headings.values()}) - found:
            raise InvalidEdit(f"the heading “{sorted(lost)[0]}” would be lost: look whether a block is left open")
        return text

    def _renamed(self, body: str) -> str:
        """The text of the page that goes, with its title beside those headings that the kept page has too."""
        lines = body.split("\n")
        for heading in parse(body).headings:
            if heading.text.casefold() in self._headings:
                lines[heading.line] = f"{_CLOSING.sub('', lines[heading.line])} ({self._gone.title})"
        return "\n".join(lines)

    def _reveals(self) -> tuple[str, ...]:
        """The points, none or one, under which the text that is added must stand. Raises InvalidEdit."""
        orders = self._scene.orders
        home_gone, home_kept = self._scene.home_show(self._gone), self._scene.home_show(self._kept)

        def locks(passage: Passage, page: Page, home: PageId | None, *shut: Locks) -> Locks:
            inner = [point_locks(point, home, orders) for point in passage.reveals]
            return latest(*shut, *(inner if inner or len(shut) > 1 else [prose_locks(page, orders)]))

        said = parse(self._text).passages
        before = [locks(passage, self._gone, home_gone, self._gone_locks) for passage in said]
        now = [locks(passage, self._kept, home_kept, self._kept_locks) for passage in said]
        if all(covers(after, earlier) for after, earlier in zip(now, before, strict=True)):
            return ()
        if not self._gone.reviewed:
            raise InvalidEdit(f"“{self._gone.title}” is not marked as safe, and would be read: mark it as safe first")
        needed = latest(self._gone_locks, prose_locks(self._gone, orders))
        point = missing_point(self._kept_locks, needed, orders, f"the text of “{self._gone.title}”")
        shut = latest(self._kept_locks, orders.locks([point]))
        under = [locks(passage, self._kept, home_kept, shut, {}) for passage in said]
        if point is None or not all(covers(after, earlier) for after, earlier in zip(under, before, strict=True)):
            raise InvalidEdit(
                f"the text of “{self._gone.title}” would be read too early: its points are of another show"
            )
        return (self._scene.write(point, home_kept),)


def _without_id(fact: Fact) -> Fact:
    return replace(fact, id=cast("Any", ""))
