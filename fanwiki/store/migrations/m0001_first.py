"""Schema 1: the first."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:  # noqa: PLR0915 - a migration is one list of statements
    op.create_table(
        "blob",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blob")),
    )
    op.create_table(
        "gate",
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("lock", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("fact", "lock", name=op.f("pk_gate")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "page",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_key", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("position", sa.Float(), nullable=False),
        sa.Column("introduced_at", sa.Text(), nullable=True),
        sa.Column("reviewed", sa.Boolean(), nullable=False),
        sa.Column("safe_from", sa.Text(), nullable=True),
        sa.Column("created", sa.Text(), nullable=False),
        sa.Column("trashed_at", sa.Text(), nullable=True),
        sa.Column("trashed_with", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["introduced_at"],
            ["page.id"],
            name=op.f("fk_page_introduced_at"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["parent"], ["page.id"], name=op.f("fk_page_parent"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["safe_from"], ["page.id"], name=op.f("fk_page_safe_from"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_page")),
        sa.UniqueConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_page_kind_title", "page", ["kind", "title"], unique=False)
    op.create_index("ix_page_live_title", "page", ["title"], unique=True, sqlite_where=sa.text("trashed_at IS NULL"))
    op.create_index("ix_page_parent_position", "page", ["parent", "position"], unique=False)
    op.create_index("ix_page_parent_kind_position", "page", ["parent", "kind", "position", "title"], unique=False)
    op.create_index(op.f("ix_page_title_key"), "page", ["title_key"], unique=False)
    op.create_table(
        "profile_field",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile_field")),
    )
    op.create_index("ix_profile_field_kind", "profile_field", ["kind"], unique=False)
    op.create_table(
        "revision",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("second_parent", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("time", sa.Text(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("encoding", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_revision")),
        sa.UniqueConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_revision_page", "revision", ["page", "number"], unique=False)
    op.create_table(
        "setting",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
    )
    op.create_table(
        "source",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("accessed", sa.Text(), nullable=True),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
    )
    op.create_table(
        "state",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("icon", sa.Text(), nullable=False),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.Column("living", sa.Boolean(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_state")),
    )
    op.create_table(
        "undo_step",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("time", sa.Text(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("rows", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_undo_step")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_undo_step_step"), "undo_step", ["step"], unique=False)
    op.create_table(
        "alternative_order",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("show", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("episodes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["show"],
            ["page.id"],
            name=op.f("fk_alternative_order_show"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alternative_order")),
    )
    op.create_index("ix_alternative_order_show", "alternative_order", ["show"], unique=False)
    op.create_table(
        "appearance",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("character", sa.Text(), nullable=False),
        sa.Column("episode", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("revealed_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["character"],
            ["page.id"],
            name=op.f("fk_appearance_character"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["episode"],
            ["page.id"],
            name=op.f("fk_appearance_episode"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["revealed_at"],
            ["page.id"],
            name=op.f("fk_appearance_revealed_at"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appearance")),
    )
    op.create_index("ix_appearance_character", "appearance", ["character"], unique=False)
    op.create_index("ix_appearance_episode", "appearance", ["episode"], unique=False)
    op.create_table(
        "character",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("species", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["id"], ["page.id"], name=op.f("fk_character_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_character")),
    )
    op.create_table(
        "claim",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("property", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("checked_on", sa.Text(), nullable=True),
        sa.Column("review_by", sa.Text(), nullable=True),
        sa.Column("supersedes", sa.Text(), nullable=True),
        sa.Column("revealed_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["revealed_at"],
            ["page.id"],
            name=op.f("fk_claim_revealed_at"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["source"], ["source.id"], name=op.f("fk_claim_source"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["subject"], ["page.id"], name=op.f("fk_claim_subject"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["supersedes"],
            ["claim.id"],
            name=op.f("fk_claim_supersedes"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
    )
    op.create_index("ix_claim_subject", "claim", ["subject"], unique=False)
    op.create_table(
        "episode",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("season", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("absolute", sa.Integer(), nullable=True),
        sa.Column("air_date", sa.Text(), nullable=True),
        sa.Column("runtime", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["page.id"], name=op.f("fk_episode_id"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(
            ["season"], ["page.id"], name=op.f("fk_episode_season"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_episode")),
    )
    op.create_index("ix_episode_season", "episode", ["season"], unique=False)
    op.create_table(
        "group",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["page.id"], name=op.f("fk_group_id"), initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group")),
    )
    op.create_table(
        "media",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("mime", sa.Text(), nullable=False),
        sa.Column("alt", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("revealed_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["revealed_at"],
            ["page.id"],
            name=op.f("fk_media_revealed_at"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media")),
    )
    op.create_index("ix_media_name", "media", ["name"], unique=False)
    op.create_table(
        "membership",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("group", sa.Text(), nullable=False),
        sa.Column("character", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("start", sa.Text(), nullable=True),
        sa.Column("end", sa.Text(), nullable=True),
        sa.Column("revealed_at", sa.Text(), nullable=True),
        sa.Column("end_revealed_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["character"],
            ["page.id"],
            name=op.f("fk_membership_character"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["end"], ["page.id"], name=op.f("fk_membership_end"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["end_revealed_at"],
            ["page.id"],
            name=op.f("fk_membership_end_revealed_at"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["group"], ["page.id"], name=op.f("fk_membership_group"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["revealed_at"],
            ["page.id"],
            name=op.f("fk_membership_revealed_at"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["start"], ["page.id"], name=op.f("fk_membership_start"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index("ix_membership_character", "membership", ["character"], unique=False)
    op.create_index("ix_membership_group", "membership", ["group"], unique=False)
    op.create_table(
        "name",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("revealed_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["page"], ["page.id"], name=op.f("fk_name_page"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["revealed_at"],
            ["page.id"],
            name=op.f("fk_name_revealed_at"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name")),
    )
    op.create_index("ix_name_page", "name", ["page"], unique=False)
    op.create_table(
        "page_text",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["id"], ["page.id"], name=op.f("fk_page_text_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_text")),
    )
    op.create_table(
        "passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("reveals", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["page"], ["page.number"], name=op.f("fk_passage_page"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_passage_page"), "passage", ["page"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("born", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["page.id"], name=op.f("fk_person_id"), initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_table(
        "portrayal",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("show", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("character", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("billing", sa.Integer(), nullable=False),
        sa.Column("credited_as", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("first", sa.Text(), nullable=True),
        sa.Column("last", sa.Text(), nullable=True),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("revealed_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["character"],
            ["page.id"],
            name=op.f("fk_portrayal_character"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["first"], ["page.id"], name=op.f("fk_portrayal_first"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["last"], ["page.id"], name=op.f("fk_portrayal_last"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["page.id"], name=op.f("fk_portrayal_person"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["revealed_at"],
            ["page.id"],
            name=op.f("fk_portrayal_revealed_at"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["show"], ["page.id"], name=op.f("fk_portrayal_show"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["source"], ["source.id"], name=op.f("fk_portrayal_source"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portrayal")),
    )
    op.create_index("ix_portrayal_character", "portrayal", ["character"], unique=False)
    op.create_index("ix_portrayal_person", "portrayal", ["person"], unique=False)
    op.create_index("ix_portrayal_show", "portrayal", ["show"], unique=False)
    op.create_table(
        "profile_value",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("revealed_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["page"], ["page.id"], name=op.f("fk_profile_value_page"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["revealed_at"],
            ["page.id"],
            name=op.f("fk_profile_value_revealed_at"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile_value")),
    )
    op.create_index("ix_profile_value_page", "profile_value", ["page"], unique=False)
    op.create_table(
        "redirect",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("revealed_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["page"], ["page.id"], name=op.f("fk_redirect_page"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["revealed_at"],
            ["page.id"],
            name=op.f("fk_redirect_revealed_at"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redirect")),
    )
    op.create_index("ix_redirect_page", "redirect", ["page"], unique=False)
    op.create_table(
        "relationship",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("object", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("inverse", sa.Text(), nullable=False),
        sa.Column("start", sa.Text(), nullable=True),
        sa.Column("end", sa.Text(), nullable=True),
        sa.Column("revealed_at", sa.Text(), nullable=True),
        sa.Column("end_revealed_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["end"], ["page.id"], name=op.f("fk_relationship_end"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["end_revealed_at"],
            ["page.id"],
            name=op.f("fk_relationship_end_revealed_at"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["object"],
            ["page.id"],
            name=op.f("fk_relationship_object"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["revealed_at"],
            ["page.id"],
            name=op.f("fk_relationship_revealed_at"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["start"], ["page.id"], name=op.f("fk_relationship_start"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["subject"],
            ["page.id"],
            name=op.f("fk_relationship_subject"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relationship")),
    )
    op.create_index("ix_relationship_object", "relationship", ["object"], unique=False)
    op.create_index("ix_relationship_subject", "relationship", ["subject"], unique=False)
    op.create_table(
        "season",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("show", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("released", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["page.id"], name=op.f("fk_season_id"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(
            ["show"], ["page.id"], name=op.f("fk_season_show"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_season")),
    )
    op.create_index("ix_season_show", "season", ["show"], unique=False)
    op.create_table(
        "status_event",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("character", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("certainty", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=True),
        sa.Column("revealed_at", sa.Text(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("by_whom", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["at"], ["page.id"], name=op.f("fk_status_event_at"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["by_whom"],
            ["page.id"],
            name=op.f("fk_status_event_by_whom"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["character"],
            ["page.id"],
            name=op.f("fk_status_event_character"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["revealed_at"],
            ["page.id"],
            name=op.f("fk_status_event_revealed_at"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["source"],
            ["source.id"],
            name=op.f("fk_status_event_source"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["state"], ["state.id"], name=op.f("fk_status_event_state"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_event")),
    )
    op.create_index("ix_status_event_character", "status_event", ["character"], unique=False)
    op.create_table(
        "favourite",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["page"], ["page.id"], name=op.f("fk_favourite_page"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_favourite")),
    )
    op.create_index("ix_favourite_page", "favourite", ["page"], unique=False)
    op.create_table(
        "saved_query",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("revealed_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["revealed_at"],
            ["page.id"],
            name=op.f("fk_saved_query_revealed_at"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_query")),
    )
    op.create_table(
        "talk_note",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revealed_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["page"], ["page.id"], name=op.f("fk_talk_note_page"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["revealed_at"],
            ["page.id"],
            name=op.f("fk_talk_note_revealed_at"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_note")),
    )
    op.create_index("ix_talk_note_page", "talk_note", ["page"], unique=False)
    op.create_table(
        "title",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("title_key", sa.Text(), nullable=False),
        sa.Column("matching_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["page"], ["page.number"], name=op.f("fk_title_page"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_title")),
    )
    op.create_index(op.f("ix_title_matching_key"), "title", ["matching_key"], unique=False)
    op.create_index(op.f("ix_title_page"), "title", ["page"], unique=False)
    op.create_index(op.f("ix_title_title_key"), "title", ["title_key"], unique=False)
    op.create_table(
        "link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("passage", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_key", sa.Text(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("via", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["passage"], ["passage.id"], name=op.f("fk_link_passage"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["target"], ["page.number"], name=op.f("fk_link_target"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link")),
    )
    op.create_index(op.f("ix_link_passage"), "link", ["passage"], unique=False)
    op.create_index(op.f("ix_link_target"), "link", ["target"], unique=False)
    op.create_index(op.f("ix_link_title_key"), "link", ["title_key"], unique=False)
    op.create_table(
        "portrait",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("media", sa.Text(), nullable=False),
        sa.Column("season", sa.Text(), nullable=True),
        sa.Column("revealed_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["media"], ["media.id"], name=op.f("fk_portrait_media"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["page"], ["page.id"], name=op.f("fk_portrait_page"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["revealed_at"],
            ["page.id"],
            name=op.f("fk_portrait_revealed_at"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["season"], ["page.id"], name=op.f("fk_portrait_season"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portrait")),
    )
    op.create_index("ix_portrait_page", "portrait", ["page"], unique=False)
    op.create_table(
        "show",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("original_title", sa.Text(), nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("order", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["page.id"], name=op.f("fk_show_id"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(
            ["order"],
            ["alternative_order.id"],
            name=op.f("fk_show_order"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_show")),
    )

    op.execute(
        "CREATE VIRTUAL TABLE passage_index USING fts5("
        "prose, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2')"
    )
    op.execute(
        "CREATE VIRTUAL TABLE title_index USING fts5("
        "text, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2')"
    )
