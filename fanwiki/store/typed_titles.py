"""Links as they are typed in passages: each names a row of `typed_title`, which every link shares that types the same.
Where that leads is written in one place, so that to rename a page costs the same however many link to it.
"""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Table, bindparam, delete, exists, func, insert, select, update

from fanwiki.domain.names import title_key
from fanwiki.domain.passages import LinkRef
from fanwiki.store import schema
from fanwiki.store.batches import batches
from fanwiki.store.store import Reading, Writing


def replace_links(writing: Writing, links: Mapping[int, tuple[LinkRef, ...]], left: set[int]) -> set[str]:
    """Gives some passages, by number, these links; answers the keys of the titles that are typed for the first time.
    A link that was there keeps its number, so that the order of the numbers is that of the text. `left` are the numbers
    of the titles that were typed where nothing is any more.
    """
    if not links and not left:
        return set()
    connection, table = writing.connection, schema.link
    old = _links_of(writing, links)
    typed, new = _numbers_of_titles(writing, {link.title for now in links.values() for link in now})
    last = _last(writing, table)
    changed: list[dict[str, Any]] = []
    fresh: list[dict[str, Any]] = []
    gone: list[int] = []
    for passage, now in links.items():
        known, rows = old.get(passage, []), [_link_row(passage, link, typed) for link in now]
        gone += [id for id, _ in known[len(now) :]]
        for (id, was), row in zip(known, rows, strict=False):
            if was != row:
                changed.append({**row, "of_id": id})
        fresh += [{**row, "id": last + n} for n, row in enumerate(rows[len(known) :], len(fresh) + 1)]
    for batch in batches(gone):
        connection.execute(delete(table).where(table.c.id.in_(batch)))
    if changed:
        connection.execute(update(table).where(table.c.id == bindparam("of_id")), changed)
    if fresh:
        connection.execute(insert(table), fresh)
    former = {row["typed"] for known in old.values() for _, row in known}
    _forget_untyped(writing, (left | former) - set(typed.values()))
    return new


def _links_of(reading: Reading, passages: Collection[int]) -> dict[int, list[tuple[int, dict[str, Any]]]]:
    """The links of some passages in their order, each by its number, as `_link_row` has them."""
    table = schema.link
    found: dict[int, list[tuple[int, dict[str, Any]]]] = {}
    for batch in batches(passages):
        query = select(table.c.id, table.c.passage, table.c.kind, table.c.typed, table.c.heading)
        for id, passage, kind, typed, heading in reading.connection.execute(
            query.where(table.c.passage.in_(batch)).order_by(table.c.id)
        ):
            row = {"passage": passage, "kind": kind, "typed": typed, "heading": heading}
            found.setdefault(passage, []).append((id, row))
    return found


def _link_row(passage: int, link: LinkRef, typed: Mapping[str, int]) -> dict[str, Any]:
    return {"passage": passage, "kind": link.kind.value, "typed": typed[link.title], "heading": link.heading}


def _numbers_of_titles(writing: Writing, titles: set[str]) -> tuple[dict[str, int], set[str]]:
    """The numbers of titles as they are typed, and the keys of those that have none until now and lead nowhere yet."""
    table = schema.typed_title
    found: dict[str, int] = {}
    for batch in batches(titles):
        query = select(table.c.title, table.c.id).where(table.c.title.in_(batch))
        found.update((title, id) for title, id in writing.connection.execute(query))
    if len(found) == len(titles):
        return found, set()
    new = {title: id for id, title in enumerate(sorted(titles - found.keys()), _last(writing, table) + 1)}
    keys = {title: title_key(title) for title in new}
    rows = [{"id": id, "title": title, "title_key": keys[title]} for title, id in new.items()]
    writing.connection.execute(insert(table), rows)
    return found | new, set(keys.values())


def typed_in(reading: Reading, passages: Collection[int]) -> set[int]:
    """The numbers of the titles that links in some passages type."""
    table = schema.link
    found: set[int] = set()
    for batch in batches(passages):
        query = select(table.c.typed).where(table.c.passage.in_(batch)).distinct()
        found.update(reading.connection.execute(query).scalars())
    return found


def _forget_untyped(writing: Writing, titles: Collection[int]) -> None:
    """Drops those of some titles that no link types any more."""
    table = schema.typed_title
    for batch in batches(titles):
        typed = exists().where(schema.link.c.typed == table.c.id)
        writing.connection.execute(delete(table).where(table.c.id.in_(batch), ~typed))


def _last(reading: Reading, table: Table) -> int:
    """The highest number of a row."""
    return int(reading.connection.execute(select(func.max(table.c.id))).scalar() or 0)
