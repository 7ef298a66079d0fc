"""The bytes of images and other files, kept once for each content, and which files a reader may have.

A file without a reveal of its own is seen once anything that shows it is: a portrait, a passage with the picture in
it, a field of a profile. One that nothing shows is its author's: its name may tell as much as the picture.
"""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.dialects.sqlite import insert

from fanwiki.domain import entities
from fanwiki.domain.entities import Media
from fanwiki.domain.ids import PageId
from fanwiki.domain.names import title_key
from fanwiki.domain.points import NEVER, Horizon
from fanwiki.domain.vocabulary import FieldType, LinkKind
from fanwiki.store import schema
from fanwiki.store.batches import batches
from fanwiki.store.gates import seen
from fanwiki.store.passages import PASSAGE_KEY, passage_seen
from fanwiki.store.store import Reading, Writing

_IN_TEXT = (LinkKind.IMAGE.value, LinkKind.EMBED.value)


def store_content(writing: Writing, sha256: str, content: bytes) -> None:
    """Keeps bytes under their hash. They stay when the edit is undone: no undo may have to bring bytes back."""
    values = {"sha256": sha256, "content": content}
    writing.connection.execute(insert(schema.blob).on_conflict_do_nothing(), values)


def content(reading: Reading, sha256: str) -> bytes | None:
    found = reading.connection.execute(select(schema.blob.c.content).where(schema.blob.c.sha256 == sha256)).scalar()
    return None if found is None else bytes(found)


def beginning(reading: Reading, sha256: str, count: int) -> bytes:
    """The first `count` bytes, or all if there are fewer; none of a content that is not there."""
    found = select(func.substr(schema.blob.c.content, 1, count)).where(schema.blob.c.sha256 == sha256)
    return bytes(reading.connection.execute(found).scalar() or b"")


def shown(reading: Reading, horizon: Horizon, found: Sequence[Media]) -> list[Media]:
    """Those of some files, whose own reveals the horizon has reached, that it may have."""
    if horizon.default == NEVER:
        return list(found)
    asked = [media for media in found if media.revealed_at is None]
    as_portrait = _as_portraits(reading, horizon, [media.id for media in asked])
    names = {media.name for media in asked}
    by_name = _in_texts(reading, horizon, names) | _in_profiles(reading, horizon, names)
    return [
        media for media in found if media.revealed_at is not None or media.id in as_portrait or media.name in by_name
    ]


def places(reading: Reading, horizon: Horizon) -> list[tuple[str, PageId, str]]:
    """What shows the files of the wiki, as far as the horizon sees: a file's name, the page, and the key of the
    passage, portrait or value that has it there.
    """
    found = schema.FACT_TABLES[Media]
    portrait, value = schema.FACT_TABLES[entities.Portrait], schema.FACT_TABLES[entities.ProfileValue]
    field, link, typed = schema.FACT_TABLES[entities.ProfileField], schema.link, schema.typed_title
    passage, page = schema.passage, schema.page
    queries = (
        select(typed.c.title, page.c.id, PASSAGE_KEY)
        .join(link, link.c.typed == typed.c.id)
        .join(passage, passage.c.id == link.c.passage)
        .join(page, page.c.number == passage.c.page)
        .join(found, found.c.name == typed.c.title)
        .where(link.c.kind.in_(_IN_TEXT), passage_seen(horizon)),
        select(found.c.name, portrait.c.page, portrait.c.id)
        .join(found, found.c.id == portrait.c.media)
        .where(seen(horizon, portrait.c.id)),
        select(value.c.value, value.c.page, value.c.id)
        .join(page, page.c.id == value.c.page)
        .join(field, (field.c.name == value.c.field) & (field.c.kind == page.c.kind))
        .join(found, found.c.name == value.c.value)
        .where(field.c.type == FieldType.IMAGE.value, seen(horizon, value.c.id)),
    )
    rows = [row for query in queries for row in reading.connection.execute(query)]
    return [(name, PageId(of), key) for name, of, key in rows]


def _as_portraits(reading: Reading, horizon: Horizon, ids: Sequence[str]) -> set[str]:
    portrait = schema.FACT_TABLES[entities.Portrait]
    used: set[str] = set()
    for batch in batches(ids):
        query = select(portrait.c.media).where(portrait.c.media.in_(batch), seen(horizon, portrait.c.id))
        used.update(reading.connection.execute(query).scalars())
    return used


def _in_texts(reading: Reading, horizon: Horizon, names: set[str]) -> set[str]:
    link, typed, passage = schema.link, schema.typed_title, schema.passage
    used: set[str] = set()
    for batch in batches({title_key(name) for name in names}):
        query = (
            select(typed.c.title)
            .join(link, link.c.typed == typed.c.id)
            .join(passage, passage.c.id == link.c.passage)
            .where(typed.c.title_key.in_(batch), link.c.kind.in_(_IN_TEXT), passage_seen(horizon))
        )
        used.update(reading.connection.execute(query.distinct()).scalars())
    return used


def _in_profiles(reading: Reading, horizon: Horizon, names: set[str]) -> set[str]:
    value, field = schema.FACT_TABLES[entities.ProfileValue], schema.FACT_TABLES[entities.ProfileField]
    page = schema.page
    used: set[str] = set()
    for batch in batches(names):
        query = (
            select(value.c.value)
            .join(page, page.c.id == value.c.page)
            .join(field, (field.c.name == value.c.field) & (field.c.kind == page.c.kind))
            .where(value.c.value.in_(batch), field.c.type == FieldType.IMAGE.value, seen(horizon, value.c.id))
        )
        used.update(reading.connection.execute(query).scalars())
    return used
