"""The tables of a wiki file.

*Canonical* tables hold what people entered; each has a text `id`, and the undo log keeps what was written to
them. *Derived* tables (gate, passage, typed_title, link, passage_index) follow from the canonical ones and are
brought up to date in the same transaction. The record tables take their columns from the records of
`domain.entities`, field by field, so that the two cannot drift apart.
"""

from dataclasses import fields
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

from fanwiki.domain import entities
from fanwiki.domain.dates import PartialDate
from fanwiki.domain.ids import EpisodeId, FactId, OrderId, PageId, RevisionId, SourceId, StateId

VERSION: Final = 3
"""The schema version, kept in the file as `user_version`."""

APPLICATION_ID: Final = 0x46414E57
"""`FANW`, kept in the file as `application_id`."""

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _reference(target: str) -> ForeignKey:
    """Foreign keys are checked when the transaction ends, so that undo may put rows back in any order."""
    return ForeignKey(target, deferrable=True, initially="DEFERRED")


# --- settings, pages and texts -------------------------------------------------------------------------------

setting: Final = Table("setting", metadata, Column("id", Text, primary_key=True), Column("value", Text, nullable=False))

page: Final = Table(
    "page",
    metadata,
    # Derived tables name a page by its number: a link then costs ten bytes and not a hundred.
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("title_key", Text, nullable=False, index=True),
    Column("slug", Text, nullable=False),
    Column("parent", Text, _reference("page.id")),
    Column("position", Float, nullable=False),
    Column("introduced_at", Text, _reference("page.id")),
    Column("reviewed", Boolean, nullable=False),
    Column("safe_from", Text, _reference("page.id")),
    Column("created", Text, nullable=False),
    Column("trashed_at", Text),
    Column("trashed_with", Text),
    sqlite_autoincrement=True,
)
Index("ix_page_parent_kind_position", page.c.parent, page.c.kind, page.c.position, page.c.title)
Index("ix_page_parent_position", page.c.parent, page.c.position)
Index("ix_page_kind_title", page.c.kind, page.c.title)
Index("ix_page_live_title", page.c.title, unique=True, sqlite_where=page.c.trashed_at.is_(None))

page_text: Final = Table(
    "page_text",
    metadata,
    Column("id", Text, _reference("page.id"), primary_key=True),
    Column("body", Text, nullable=False),
)

revision: Final = Table(
    "revision",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("page", Text, nullable=False),
    Column("parent", Text),
    Column("second_parent", Text),
    Column("author", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("time", Text, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("size", Integer, nullable=False),
    # 'head': the body is the page's current text; 'zlib': it is here, compressed; 'delta': it is made of the next one.
    Column("encoding", Text, nullable=False),
    Column("body", LargeBinary),
    Column("facts", LargeBinary, nullable=False),
    Column("hash", Text, nullable=False),
    sqlite_autoincrement=True,
)
Index("ix_revision_page", revision.c.page, revision.c.number)

undo_step: Final = Table(
    "undo_step",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("step", Text, nullable=False, index=True),
    Column("label", Text, nullable=False),
    Column("time", Text, nullable=False),
    Column("undone", Boolean, nullable=False),
    Column("rows", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)

blob: Final = Table(
    "blob",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

# --- records -------------------------------------------------------------------------------------------------

_REFERENCES: Final[dict[object, str]] = {
    PageId: "page.id",
    EpisodeId: "page.id",
    StateId: "state.id",
    SourceId: "source.id",
    OrderId: "alternative_order.id",
}
_TYPES: Final[dict[object, type[Any]]] = {
    str: Text,
    int: Integer,
    float: Float,
    bool: Boolean,
    PartialDate: Text,
    FactId: Text,
    RevisionId: Text,
    tuple: Text,
}
_FACT_REFERENCES: Final = {(entities.Claim, "supersedes"): "claim.id", (entities.Portrait, "media"): "media.id"}


def _record_table(record: type[Any], name: str, *indexed: str) -> Table:
    hints = get_type_hints(record)
    columns: list[Column[Any]] = []
    for field in fields(record):
        kind, nullable = _plain(hints[field.name])
        target = _REFERENCES.get(kind) or _FACT_REFERENCES.get((record, field.name))
        key = field.name == "id"
        own_id = key and target in (None, f"{name}.id")
        references = () if target is None or own_id else (_reference(target),)
        column_type = Text if target is not None else _TYPES.get(kind, Text)
        columns.append(Column(field.name, column_type, *references, primary_key=key, nullable=nullable and not key))
    table = Table(name, metadata, *columns)
    for column in indexed:
        Index(f"ix_{name}_{column}", table.c[column])
    return table


def _plain(hint: object) -> tuple[object, bool]:
    """The type behind `X | None`, and whether None is allowed. Vocabularies are text, tuples are JSON text."""
    if get_origin(hint) in (Union, UnionType):
        (kind,) = (part for part in get_args(hint) if part is not NoneType)
        return _plain(kind)[0], True
    if get_origin(hint) is tuple:
        return tuple, False
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return str, False
    return hint, False


SUBJECT_TABLES: Final[dict[type[Any], Table]] = {
    entities.Show: _record_table(entities.Show, "show"),
    entities.Season: _record_table(entities.Season, "season", "show"),
    entities.Episode: _record_table(entities.Episode, "episode", "season"),
    entities.Character: _record_table(entities.Character, "character"),
    entities.Person: _record_table(entities.Person, "person"),
    entities.Group: _record_table(entities.Group, "group"),
}

FACT_TABLES: Final[dict[type[Any], Table]] = {
    entities.Name: _record_table(entities.Name, "name", "page"),
    entities.Redirect: _record_table(entities.Redirect, "redirect", "page"),
    entities.Portrayal: _record_table(entities.Portrayal, "portrayal", "show", "person", "character"),
    entities.Appearance: _record_table(entities.Appearance, "appearance", "character", "episode"),
    entities.Relationship: _record_table(entities.Relationship, "relationship", "subject", "object"),
    entities.Membership: _record_table(entities.Membership, "membership", "group", "character"),
    entities.State: _record_table(entities.State, "state"),
    entities.StatusEvent: _record_table(entities.StatusEvent, "status_event", "character"),
    entities.Source: _record_table(entities.Source, "source"),
    entities.Claim: _record_table(entities.Claim, "claim", "subject"),
    entities.ProfileField: _record_table(entities.ProfileField, "profile_field", "kind"),
    entities.ProfileValue: _record_table(entities.ProfileValue, "profile_value", "page"),
    entities.Media: _record_table(entities.Media, "media", "name"),
    entities.Portrait: _record_table(entities.Portrait, "portrait", "page"),
    entities.TalkNote: _record_table(entities.TalkNote, "talk_note", "page"),
    entities.AlternativeOrder: _record_table(entities.AlternativeOrder, "alternative_order", "show"),
    entities.Favourite: _record_table(entities.Favourite, "favourite", "page"),
    entities.SavedQuery: _record_table(entities.SavedQuery, "saved_query"),
}

FACT_TYPES: Final[dict[str, type[Any]]] = {record.__name__: record for record in FACT_TABLES}

# --- derived -------------------------------------------------------------------------------------------------

# One row for each way to reach a page by a typed title.
title: Final = Table(
    "title",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("page", Integer, ForeignKey("page.number", ondelete="CASCADE"), nullable=False, index=True),
    # The fact behind it (a name or a redirect), or the page's own id.
    Column("fact", Text, nullable=False),
    # 0 the page's title, 1 a redirect, 2 a name: the first that fits wins.
    Column("rank", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("title_key", Text, nullable=False, index=True),
    Column("matching_key", Text, nullable=False, index=True),
)

# The locks of every page, fact, passage and title that has any, under `domain.points.Locks`.
gate: Final = Table(
    "gate",
    metadata,
    Column("fact", Text, primary_key=True),
    Column("lock", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    sqlite_with_rowid=False,
)

passage: Final = Table(
    "passage",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("page", Integer, ForeignKey("page.number", ondelete="CASCADE"), nullable=False, index=True),
    Column("ordinal", Integer, nullable=False),
    # The written points this passage is revealed by, as a JSON list; '[]' for plain prose.
    Column("reveals", Text, nullable=False),
    sqlite_autoincrement=True,
)

# A title as links type it, and where it leads: one row however many links there are, so that a page which everybody
# links to is renamed at once. There is none without a link.
typed_title: Final = Table(
    "typed_title",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("title", Text, nullable=False, unique=True),
    Column("title_key", Text, nullable=False, index=True),
    Column("target", Integer, ForeignKey("page.number", ondelete="SET NULL"), index=True),
    # The name or redirect by which the target was found, or its own id: a link must not outrun it.
    Column("via", Text),
)

link: Final = Table(
    "link",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("passage", Integer, ForeignKey("passage.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("typed", Integer, ForeignKey("typed_title.id"), nullable=False, index=True),
    Column("heading", Text, nullable=False),
)

PASSAGE_INDEX: Final = (
    "CREATE VIRTUAL TABLE passage_index USING fts5("
    "prose, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2')"
)
TITLE_INDEX: Final = (
    "CREATE VIRTUAL TABLE title_index USING fts5("
    "text, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2')"
)

CANONICAL: Final[dict[str, Table]] = {
    table.name: table for table in (setting, page, page_text, *SUBJECT_TABLES.values(), *FACT_TABLES.values())
}
"""The tables whose rows people make; the undo log speaks of these by name."""
