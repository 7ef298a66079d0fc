"""A migration that there is not, from schema 1 to a schema 2: a column, a table with rows of what was there, a table
that is built anew, and one that goes.
"""

import sqlalchemy as sa
from alembic.operations import Operations

from fanwiki.store import migrate, schema


def invent() -> None:
    """The program of this process has a second schema from now on."""
    module_of = migrate._module_of
    schema.VERSION = 2  # type: ignore[misc]  # a constant, of a program that there is not yet
    migrate._module_of = lambda number: __name__ if number == 2 else module_of(number)


def upgrade(op: Operations) -> None:
    op.add_column("page", sa.Column("mood", sa.Text(), nullable=False, server_default="calm"))
    op.create_table("mood", sa.Column("page", sa.Text(), primary_key=True), sa.Column("word", sa.Text()))
    op.execute("INSERT INTO mood (page, word) SELECT id, upper(title) FROM page")
    op.create_index("ix_mood_word", "mood", ["word"])
    with op.batch_alter_table("talk_note", recreate="always") as batch:
        batch.add_column(sa.Column("mood", sa.Text(), nullable=True))
    op.create_table("scratch", sa.Column("id", sa.Text(), primary_key=True))
    op.execute("INSERT INTO scratch SELECT id FROM revision")
    op.drop_table("scratch")
