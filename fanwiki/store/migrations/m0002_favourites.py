"""Schema 2: favourites, and searches that are kept."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
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
