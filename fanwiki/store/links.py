"""Links between pages: where they lead, and which of them a reader may follow."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select, update

from fanwiki.domain.ids import PageId
from fanwiki.domain.names import title_key
from fanwiki.domain.points import Horizon
from fanwiki.domain.vocabulary import LinkKind, PageKind
from fanwiki.store import schema
from fanwiki.store.batches import batches
from fanwiki.store.gates import seen
from fanwiki.store.passages import PASSAGE_KEY, passage_seen
from fanwiki.store.store import Reading, Writing
from fanwiki.store.titles import KnownWay, led, ways_by_key


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link between two pages, or to a title that leads nowhere."""

    kind: LinkKind
    source: PageId
    title: str
    heading: str
    target: PageId | None


def resolve_links(writing: Writing, keys: Collection[str], fresh: Collection[int]) -> None:
    """Looks up anew where links lead: those with one of these title keys, and those with one of these numbers.

    A link is resolved as the author would: what a reader may follow is decided when he reads.
    """
    table, connection = schema.link, writing.connection
    known: set[tuple[str, str]] = set()
    for batch in batches(keys):
        query = select(table.c.title_key, table.c.title).where(table.c.title_key.in_(batch))
        known.update((key, title) for key, title in connection.execute(query.distinct()))
    new: list[tuple[int, str, str]] = []
    for numbers in batches(fresh):
        numbered = select(table.c.id, table.c.title_key, table.c.title).where(table.c.id.in_(numbers))
        new += [(id, key, title) for id, key, title in connection.execute(numbered) if (key, title) not in known]
    ways = ways_by_key(writing, {key for key, _ in known} | {key for _, key, _ in new})
    said = [{"of_key": key, "of_title": title, **_target(ways.get(key, ()), title)} for key, title in sorted(known)]
    if said:
        of_title = (table.c.title_key == bindparam("of_key"), table.c.title == bindparam("of_title"))
        connection.execute(update(table).where(*of_title), said)
    led = [{"of_id": id, **target} for id, key, title in new if (target := _target(ways.get(key, ()), title))["target"]]
    if led:
        connection.execute(update(table).where(table.c.id == bindparam("of_id")), led)


def links(
    reading: Reading,
    horizon: Horizon,
    *,
    source: PageId | None = None,
    target: PageId | None = None,
    keys: Collection[str] | None = None,
    sources: Collection[PageId] | None = None,
    kinds: Collection[LinkKind] | None = None,
) -> list[FoundLink]:
    """The links that stand in passages the horizon sees, of one page or some, or to one page. A target that is not
    seen, or only by a name not yet revealed, reads as a title that leads nowhere.
    """
    link, passage, page, to = schema.link, schema.passage, schema.page, schema.page.alias("to_page")
    reached = seen(horizon, to.c.id) & seen(horizon, link.c.via)
    query = (
        select(link.c.kind, page.c.id, link.c.title, link.c.heading, to.c.id)
        .join(passage, passage.c.id == link.c.passage)
        .join(page, page.c.number == passage.c.page)
        .outerjoin(to, (to.c.number == link.c.target) & reached)
        .where(passage_seen(horizon))
        .order_by(page.c.title, passage.c.ordinal, link.c.id)
    )
    if source is not None:
        query = query.where(page.c.id == source)
    if sources is not None:
        query = query.where(page.c.id.in_(sources))
    if kinds is not None:
        query = query.where(link.c.kind.in_([kind.value for kind in kinds]))
    if target is not None:
        query = query.where(to.c.id == target)
    if keys is not None:
        query = query.where(link.c.title_key.in_(keys))
    return [FoundLink(LinkKind(kind), *rest) for kind, *rest in reading.connection.execute(query)]


def typed(
    reading: Reading, horizon: Horizon, *, of: Collection[PageId] | None = None, kind: LinkKind | None = None
) -> Iterator[tuple[PageId, str]]:
    """Every page with each title that a passage of it, which the horizon sees, links to; if asked, of some pages alone,
    or links of one kind.
    """
    link, passage, page = schema.link, schema.passage, schema.page
    query = (
        select(page.c.id, link.c.title)
        .join(passage, passage.c.id == link.c.passage)
        .join(page, page.c.number == passage.c.page)
        .where(passage_seen(horizon))
    )
    if of is not None:
        query = query.where(page.c.id.in_(of))
    if kind is not None:
        query = query.where(link.c.kind == kind.value)
    for source, title in reading.connection.execute(query):
        yield PageId(source), title


def typed_as(reading: Reading, keys: Collection[str]) -> dict[str, set[str]]:
    """How links type the titles with these keys, by key."""
    query = select(schema.link.c.title_key, schema.link.c.title).where(schema.link.c.title_key.in_(keys)).distinct()
    found: dict[str, set[str]] = {}
    for key, title in reading.connection.execute(query):
        found.setdefault(key, set()).add(title)
    return found


def passages_typing(reading: Reading, titles: Collection[str]) -> dict[PageId, set[str]]:
    """The live pages whose texts link by these titles just as they are typed, each with the keys of the passages that
    do.
    """
    link, passage, page = schema.link, schema.passage, schema.page
    query = (
        select(page.c.id, PASSAGE_KEY)
        .join(passage, passage.c.page == page.c.number)
        .join(link, link.c.passage == passage.c.id)
        .where(link.c.title_key.in_({title_key(title) for title in titles}), link.c.title.in_(titles))
        .where(page.c.trashed_at.is_(None))
        .order_by(page.c.number)
    )
    found: dict[PageId, set[str]] = {}
    for id, key in reading.connection.execute(query):
        found.setdefault(PageId(id), set()).add(key)
    return found


def categories(reading: Reading, horizon: Horizon) -> list[str]:
    """Every category that any seen passage names, with its prefix; of several spellings the first in the alphabet."""
    link, passage = schema.link, schema.passage
    spelled = func.min(link.c.title)
    query = (
        select(spelled)
        .join(passage, passage.c.id == link.c.passage)
        .where(link.c.kind == LinkKind.CATEGORY.value, passage_seen(horizon))
        .group_by(link.c.title_key)
        .order_by(spelled)
    )
    return list(reading.connection.execute(query).scalars())


def category_members(reading: Reading, horizon: Horizon, category: str) -> list[PageId]:
    """The pages whose seen prose puts them into a category, given with its `Category:` prefix."""
    link, passage, page = schema.link, schema.passage, schema.page
    query = (
        select(page.c.id)
        .join(passage, passage.c.page == page.c.number)
        .join(link, link.c.passage == passage.c.id)
        .where(link.c.kind == LinkKind.CATEGORY.value, link.c.title_key == title_key(category), passage_seen(horizon))
        .order_by(page.c.title)
        .distinct()
    )
    return list(reading.connection.execute(query).scalars())


def categorised(
    reading: Reading, horizon: Horizon, of: Collection[PageId] | None = None
) -> list[tuple[str, PageId, str]]:
    """Every category as it is typed, with its prefix, with each page in it, or each of some, and the key of the passage
    that says so.
    """
    link, passage, page = schema.link, schema.passage, schema.page
    query = (
        select(link.c.title, page.c.id, PASSAGE_KEY)
        .join(passage, passage.c.id == link.c.passage)
        .join(page, page.c.number == passage.c.page)
        .where(link.c.kind == LinkKind.CATEGORY.value, passage_seen(horizon))
    )
    asked = [query] if of is None else [query.where(page.c.id.in_(batch)) for batch in batches(of)]
    return [(title, PageId(id), key) for each in asked for title, id, key in reading.connection.execute(each)]


def uses_of_templates(reading: Reading, horizon: Horizon) -> dict[PageId, list[tuple[PageId, str]]]:
    """The pages that use each template, each with the key of the passage that does; no page for one without a use."""
    link, passage, page, template = schema.link, schema.passage, schema.page, schema.page.alias("template")
    query = (
        select(template.c.id, page.c.id, PASSAGE_KEY)
        .select_from(template)
        .outerjoin(link, (link.c.target == template.c.number) & (link.c.kind == LinkKind.EMBED.value))
        .outerjoin(passage, (passage.c.id == link.c.passage) & passage_seen(horizon))
        .outerjoin(page, page.c.number == passage.c.page)
        .where(template.c.kind == PageKind.TEMPLATE.value)
    )
    found: dict[PageId, list[tuple[PageId, str]]] = {}
    for of, user, key in reading.connection.execute(query):
        uses = found.setdefault(PageId(of), [])
        if user is not None:
            uses.append((PageId(user), key))
    return found


def _target(ways: Sequence[KnownWay], typed: str) -> dict[str, Any]:
    """Where a typed title leads, as the columns of a link."""
    way = led(ways, typed)
    return {"target": None, "via": None} if way is None else {"target": way.page, "via": way.fact}
