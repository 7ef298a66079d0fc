"""What follows from a change, brought up to date in its own transaction: the ways to name a page, passages, links,
full text and locks. Edits, undo and redo all end here, so none of them can forget it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, TypeVar

from fanwiki.domain.entities import Fact, Name, Page, Redirect
from fanwiki.domain.errors import UnknownPoint
from fanwiki.domain.ids import PageId
from fanwiki.domain.passages import Passage
from fanwiki.domain.points import UNPLACED, UNREVIEWED, VEILED, WITH_TRASH, EpisodeOrders, Locks, latest
from fanwiki.domain.vocabulary import PageKind
from fanwiki.markup import PassageReader, parse, template_title
from fanwiki.store import gates, links, page_rows, passages, schema, texts, titles
from fanwiki.store.facts import facts_among
from fanwiki.store.passages import PageRead, StoredPassage
from fanwiki.store.records import to_record
from fanwiki.store.store import RowChange, Writing
from fanwiki.store.titles import Way

_Naming = TypeVar("_Naming", Name, Redirect)

Said = Mapping[str, Sequence[Passage]]
"""The passages of texts, by the text: exactly those that `markup.parse` finds."""

NOTHING_READ: Final[Said] = MappingProxyType({})

_SUBJECT_TABLES = {table.name: kind.__name__ for kind, table in schema.SUBJECT_TABLES.items()}
_FACT_TABLES = {table.name: kind for kind, table in schema.FACT_TABLES.items()}
_AT_ONCE = 4
"""Texts that one change touches while somebody writes."""

_NAMING = {schema.FACT_TABLES[kind].name for kind in (Name, Redirect)}
_LOCKING = {"parent", "introduced_at", "reviewed", "safe_from", "trashed_at"}
_SEALED = {"title", "introduced_at", "reviewed", "safe_from"}
"""What a page's revision holds of its row."""


@dataclass
class Touched:
    """What a transaction wrote, sorted by what follows from it."""

    texts: set[PageId] = field(default_factory=set)
    former: dict[PageId, str] = field(default_factory=dict)
    """The texts that were changed, as they were before."""
    titles: set[PageId] = field(default_factory=set)
    locked: set[PageId] = field(default_factory=set)
    """Pages that are new, or introduced, reviewed, trashed or placed otherwise."""
    pages: set[PageId] = field(default_factory=set)
    facts: dict[str, Fact] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    subjects: set[PageId] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    sealed: set[PageId] = field(default_factory=set)
    """Pages of whose row something has changed that a revision holds."""
    wiki: bool = False


def touched(writing: Writing, after: int = 0) -> Touched:
    """Sorts what a transaction wrote, after so many changes."""
    found = Touched()
    changes = writing.changes[after:]
    for change in changes:
        _sort(change, found)
    for table_name, ids in _changed_facts(changes).items():
        record = _FACT_TABLES[table_name]
        found.kinds.add(record.__name__)
        live = {fact.id: fact for fact in facts_among(writing, WITH_TRASH, record, "id", ids)}
        found.facts.update(live)
        found.gone.update(ids - live.keys())
        for fact in live.values():
            found.subjects.update(fact.touches()[:1])
            if isinstance(fact, Name | Redirect):
                found.titles.add(fact.page)
    return found


def whole(writing: Writing) -> Touched:
    """Everything there is, as if all of it had just been written."""
    everything = set(page_rows.all_ids(writing))
    facts: dict[str, Fact] = {fact.id: fact for fact in gates.facts_touching(writing, None)}
    return Touched(texts=everything, titles=everything, locked=everything, facts=facts)


def derive(writing: Writing, found: Touched, reader: PassageReader, said: Said = NOTHING_READ) -> None:
    """Brings everything that follows up to date. `said` is what has been read of texts already."""
    present = passages.numbers(writing, found.texts | found.titles)
    fresh = passages.replace_passages(writing, _read(writing, present, found, reader, said))
    keys = _new_titles(writing, present, found.titles)
    keys |= titles.title_keys(writing, found.locked)
    links.resolve_links(writing, keys | fresh.titles)
    _new_locks(writing, found, fresh.passages)


def name_anew(writing: Writing, found: Touched) -> None:
    """Brings the ways to name pages up to date, and where links lead: in the middle of a transaction, for an edit that
    goes by them.
    """
    keys = _new_titles(writing, passages.numbers(writing, found.titles), found.titles)
    links.resolve_links(writing, keys | titles.title_keys(writing, found.locked))


def forget(writing: Writing, page: PageId) -> None:
    """Forgets everything derived of a page whose row is about to go."""
    number = passages.numbers(writing, [page])[page]
    links.resolve_links(writing, titles.replace_titles(writing, {number: ()}))
    passages.replace_passages(writing, [PageRead(page, number, ())])


def _sort(change: RowChange, found: Touched) -> None:
    if change.table == schema.page.name:
        _sort_page(change, found)
    elif change.table == schema.page_text.name:
        found.texts.add(PageId(change.id))
        if change.before is not None:
            found.former.setdefault(PageId(change.id), change.before["body"])
    elif change.table == schema.setting.name:
        found.wiki = True
    elif change.table in _SUBJECT_TABLES:
        found.subjects.add(PageId(change.id))
        found.pages.add(PageId(change.id))
        found.kinds.add(_SUBJECT_TABLES[change.table])
    elif change.table in _FACT_TABLES and change.before is not None:
        _sort_former(change, found)


def _sort_page(change: RowChange, found: Touched) -> None:
    columns = {**(change.before or {}), **(change.after or {})}
    page = PageId(change.id)
    found.pages.add(page)
    if change.before is None or change.after is None:
        found.titles.add(page)
        found.locked.add(page)
    if "title" in columns:
        found.titles.add(page)
    if _LOCKING & columns.keys():
        found.locked.add(page)
    if _SEALED & columns.keys():
        found.sealed.add(page)


def _sort_former(change: RowChange, found: Touched) -> None:
    """A fact that was removed, or moved from one page to another, concerns the page it was about."""
    for column in ("page", "character", "subject"):
        former = (change.before or {}).get(column)
        if former is not None:
            found.subjects.add(PageId(former))
            if change.table in _NAMING:
                found.titles.add(PageId(former))


def _changed_facts(changes: Iterable[RowChange]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for change in changes:
        if change.table in _FACT_TABLES:
            found[change.table].add(change.id)
    return found


def _read(
    writing: Writing, present: dict[str, int], found: Touched, reader: PassageReader, said: Said
) -> list[PageRead]:
    """What the touched texts say. Of many texts, none is remembered to be read again: nobody types them."""
    wanted = [page for page in found.texts if page in present]
    now = texts.bodies(writing, wanted)
    if len(wanted) > _AT_ONCE:
        return [PageRead(page, present[page], said.get(now[page]) or parse(now[page]).passages) for page in wanted]
    former = {page: reader.read(page, found.former[page]) for page in wanted if page in found.former}
    return [
        PageRead(page, present[page], reader.read(page, now[page]), former[page])
        if page in former
        else PageRead(page, present[page], parse(now[page]).passages)
        for page in wanted
    ]


def _new_titles(writing: Writing, present: dict[str, int], changed: Collection[PageId]) -> set[str]:
    redirects, names = _by_page(writing, Redirect, changed), _by_page(writing, Name, changed)
    ways: dict[int, list[Way]] = {}
    for page, row in page_rows.rows(writing, changed).items():
        ways[present[page]] = [
            Way(page, 0, row["title"]),
            *(Way(redirect.id, 1, _as_used(redirect.title, row["kind"])) for redirect in redirects[page]),
            *(Way(name.id, 2, _as_used(name.text, row["kind"])) for name in names[page]),
        ]
    return titles.replace_titles(writing, ways)


def _as_used(name: str, kind: str) -> str:
    """A further name of a page as it is looked up: a template is, by any name, with the prefix of its kind."""
    return name if kind != PageKind.TEMPLATE else template_title(name) or name


def _by_page(writing: Writing, kind: type[_Naming], of_pages: Collection[PageId]) -> dict[PageId, list[_Naming]]:
    found: dict[PageId, list[_Naming]] = defaultdict(list)
    for fact in facts_among(writing, WITH_TRASH, kind, "page", of_pages):
        found[fact.page].append(fact)
    return found


def _new_locks(writing: Writing, found: Touched, fresh: Collection[StoredPassage]) -> None:
    """Locks of what changed, of what stands below it and of what touches it; of all where an order was rewritten."""
    rewritten, grown = _orders_changed(writing)
    if rewritten:
        locked: set[str] = set(page_rows.all_ids(writing)) | found.locked
        facts: dict[str, Fact] = {fact.id: fact for fact in gates.facts_touching(writing, None)}
    else:
        roots = found.locked | (page_rows.parents(writing, found.locked) if grown else set())
        locked = gates.with_descendants(writing, roots)
        facts = {**{fact.id: fact for fact in gates.facts_touching(writing, locked)}, **found.facts}
    about = {page for fact in facts.values() for page in fact.touches()}
    page_locks = gates.page_locks(writing, locked | about)
    gates.write_locks(writing, {id: page_locks[id] for id in locked if id in page_locks})
    gates.write_locks(writing, {id: {} for id in found.gone})
    gates.write_locks(writing, gates.fact_locks(facts.values(), page_locks, writing.orders))
    revealed = passages.with_reveals(writing) if grown else set()
    _new_passage_locks(writing, locked | revealed, fresh)


def _new_passage_locks(writing: Writing, changed: set[str], fresh: Collection[StoredPassage]) -> None:
    """Locks of all passages of the pages that have changed, and of new passages wherever they are."""
    written = passages.passages_of(writing, changed)
    written += [passage for passage in fresh if passage.page not in changed]
    of_pages = {passage.page for passage in written}
    page_locks = gates.page_locks(writing, of_pages)
    rows = gates.page_rows(writing, of_pages)
    shows = gates.home_shows(writing, of_pages)
    locks: dict[str, Locks] = {}
    for passage in written:
        own = [point_locks(point, shows.get(passage.page), writing.orders) for point in passage.reveals]
        if not own:
            own = [prose_locks(to_record(Page, rows[passage.page]), writing.orders)]
        locks[passage.key] = latest(page_locks[passage.page], *own)
    gates.write_locks(writing, locks)


def prose_locks(page: Page, orders: EpisodeOrders) -> Locks:
    """Rule 4: prose is safe from the point its page was reviewed for; unreviewed, it is for the author."""
    return orders.locks([page.safe_from]) if page.reviewed else {UNREVIEWED: 1}


def point_locks(written: str, home: PageId | None, orders: EpisodeOrders) -> Locks:
    """What a point written in a text locks: for good, if it is empty or no show has it."""
    try:
        return orders.locks([orders.find(written, home)])
    except UnknownPoint:
        return {UNPLACED if written.strip() else VEILED: 1}


def _orders_changed(writing: Writing) -> tuple[bool, bool]:
    """Whether points that were there have another position, rank or meaning, and whether there are new ones."""
    before, after = writing.orders_before, writing.orders
    if before is after:
        return False, False
    new = {change.id for change in writing.changes if change.table == schema.page.name and change.before is None}
    if _brings_back(before, after, new):
        return True, True
    kept = {order.show for order in before.orders}
    if [order.show for order in before.orders] != [order.show for order in after.orders if order.show in kept]:
        return True, True
    for order in before.orders:
        now = after.of_show(order.show)
        if now is None or now.episodes[: len(order.episodes)] != order.episodes or now.show_code != order.show_code:
            return True, True
    return False, before != after


def _brings_back(before: EpisodeOrders, after: EpisodeOrders, new: set[str]) -> bool:
    """Whether an episode is a point again that facts may have named while it lay in the trash."""
    episodes = (episode.id for order in after.orders for episode in order.episodes)
    return any(before.of_episode(episode) is None and episode not in new for episode in episodes)
