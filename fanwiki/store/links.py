"""Links between pages: where they lead, and which of them a reader may follow."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select, update

from fanwiki.domain.ids import PageId
from fanwiki.domain.points import Horizon
from fanwiki.domain.vocabulary import LinkKind, PageKind
from fanwiki.store import schema
from fanwiki.store.batches import batches
from fanwiki.store.gates import seen
from fanwiki.store.passages import PASSAGE_KEY, passage_seen
from fanwiki.store.rows import rows_among
from fanwiki.store.store import Reading, Writing
from fanwiki.store.titles import led, ways_by_key


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link between two pages, or to a title that leads nowhere."""

    kind: LinkKind
    source: PageId
    title: str
    heading: str
    target: PageId | None


def resolve_links(writing: Writing, keys: Collection[str]) -> None:
    """Looks up anew where links lead that type a title with one of these keys.

    A link is resolved as the author would: what a reader may follow is decided when he reads.
    """
    typed, connection = schema.typed_title, writing.connection
    known = list(rows_among(connection, typed, "title_key", keys))
    ways = ways_by_key(writing, {row["title_key"] for row in known})
    changed: list[dict[str, Any]] = []
    for row in known:
        way = led(ways.get(row["title_key"], ()), row["title"])
        target, via = (None, None) if way is None else (way.page, way.fact)
        if (row["target"], row["via"]) != (target, via):
            changed.append({"of_id": row["id"], "target": target, "via": via})
    if changed:
        connection.execute(update(typed).where(typed.c.id == bindparam("of_id")), changed)


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
    link, typed, passage, page = schema.link, schema.typed_title, schema.passage, schema.page
    to = schema.page.alias("to_page")
    reached = seen(horizon, to.c.id) & seen(horizon, typed.c.via)
    query = (
        select(link.c.kind, page.c.id, typed.c.title, link.c.heading, to.c.id)
        .join(typed, typed.c.id == link.c.typed)
        .join(passage, passage.c.id == link.c.passage)
        .join(page, page.c.number == passage.c.page)
        .outerjoin(to, (to.c.number == typed.c.target) & reached)
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
        query = query.where(typed.c.title_key.in_(keys))
    return [FoundLink(LinkKind(kind), *rest) for kind, *rest in reading.connection.execute(query)]


def typed(
    reading: Reading, horizon: Horizon, *, of: Collection[PageId] | None = None, kind: LinkKind | None = None
) -> Iterator[tuple[PageId, str]]:
    """Every page with each title that a passage of it, which the horizon sees, links to; if asked, of some pages alone,
    or links of one kind.
    """
    link, typed, passage, page = schema.link, schema.typed_title, schema.passage, schema.page
    query = (
        select(page.c.id, typed.c.title)
        .select_from(link)
        .join(typed, typed.c.id == link.c.typed)
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
    found: dict[str, set[str]] = {}
    for row in rows_among(reading.connection, schema.typed_title, "title_key", keys):
        found.setdefault(row["title_key"], set()).add(row["title"])
    return found


def pages_typing(reading: Reading, titles: Collection[str]) -> list[PageId]:
    """The live pages whose texts link by these titles just as they are typed, in the order in which they were made."""
    link, typed, passage, page = schema.link, schema.typed_title, schema.passage, schema.page
    numbers = (
        select(passage.c.page)
        .join(link, link.c.passage == passage.c.id)
        .join(typed, typed.c.id == link.c.typed)
        .where(typed.c.title.in_(titles))
    )
    query = select(page.c.id).where(page.c.number.in_(numbers), page.c.trashed_at.is_(None)).order_by(page.c.number)
    return list(reading.connection.execute(query).scalars())


def passages_typing(
    reading: Reading, titles: Collection[str], of: Collection[PageId] | None = None
) -> dict[PageId, set[str]]:
    """The live pages whose texts link by these titles just as they are typed, each with the keys of the passages that
    do; if asked, of some pages alone.
    """
    link, typed, passage, page = schema.link, schema.typed_title, schema.passage, schema.page
    query = (
        select(page.c.id, PASSAGE_KEY)
        .join(passage, passage.c.page == page.c.number)
        .join(link, link.c.passage == passage.c.id)
        .join(typed, typed.c.id == link.c.typed)
        .where(page.c.trashed_at.is_(None))
        .order_by(page.c.number)
    )
    if of is None:
        query = query.where(typed.c.title.in_(titles))
    else:
        # What is not a bare column leads SQLite to the few pages first, and not to all that link there.
        query = query.where(page.c.id.in_(of), (typed.c.title + "").in_(titles))
    found: dict[PageId, set[str]] = {}
    for id, key in reading.connection.execute(query):
        found.setdefault(PageId(id), set()).add(key)
    return found


def categories(reading: Reading, horizon: Horizon) -> list[str]:
    """Every category that any seen passage names, with its prefix; of several spellings the first in the alphabet."""
    link, typed, passage = schema.link, schema.typed_title, schema.passage
    spelled = func.min(typed.c.title)
    query = (
        select(spelled)
        .join(link, link.c.typed == typed.c.id)
        .join(passage, passage.c.id == link.c.passage)
        .where(link.c.kind == LinkKind.CATEGORY.value, passage_seen(horizon))
        .group_by(typed.c.title_key)
        .order_by(spelled)
    )
    return list(reading.connection.execute(query).scalars())


def category_members(reading: Reading, horizon: Horizon, keys: Collection[str]) -> list[tuple[str, PageId, str]]:
    """The pages whose seen prose puts them into a category by titles with these keys: the key of the title, the page,
    and the key of the passage that says so.
    """
    link, typed, passage, page = schema.link, schema.typed_title, schema.passage, schema.page
    query = (
        select(typed.c.title_key, page.c.id, PASSAGE_KEY)
        .join(link, link.c.typed == typed.c.id)
        .join(passage, passage.c.id == link.c.passage)
        .join(page, page.c.number == passage.c.page)
        .where(link.c.kind == LinkKind.CATEGORY.value, typed.c.title_key.in_(keys), passage_seen(horizon))
    )
    return [(key, PageId(id), passage) for key, id, passage in reading.connection.execute(query)]


def categorised(
    reading: Reading, horizon: Horizon, of: Collection[PageId] | None = None
) -> list[tuple[str, PageId, str]]:
    """Every category as it is typed, with its prefix, with each page in it, or each of some, and the key of the passage
    that says so.
    """
    link, typed, passage, page = schema.link, schema.typed_title, schema.passage, schema.page
    query = (
        select(typed.c.title, page.c.id, PASSAGE_KEY)
        .join(link, link.c.typed == typed.c.id)
        .join(passage, passage.c.id == link.c.passage)
        .join(page, page.c.number == passage.c.page)
        .where(link.c.kind == LinkKind.CATEGORY.value, passage_seen(horizon))
    )
    asked = [query] if of is None else [query.where(page.c.id.in_(batch)) for batch in batches(of)]
    return [(title, PageId(id), key) for each in asked for title, id, key in reading.connection.execute(each)]


def uses_of_templates(reading: Reading, horizon: Horizon) -> dict[PageId, list[tuple[PageId, str]]]:
    """The pages that use each template, each with the key of the passage that does; no page for one without a use."""
    link, typed, passage, page = schema.link, schema.typed_title, schema.passage, schema.page
    template = schema.page.alias("template")
    query = (
        select(template.c.id, page.c.id, PASSAGE_KEY)
        .select_from(template)
        .outerjoin(typed, typed.c.target == template.c.number)
        .outerjoin(link, (link.c.typed == typed.c.id) & (link.c.kind == LinkKind.EMBED.value))
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
