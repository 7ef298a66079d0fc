"""Schema 3: a title that links type is kept once for all of them, and so is where it leads."""

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    op.create_table(
        "typed_title",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_key", sa.Text(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("via", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["target"], ["page.number"], name=op.f("fk_typed_title_target"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_typed_title")),
        sa.UniqueConstraint("title"),
    )
    op.execute(
        "INSERT INTO typed_title (title, title_key, target, via) "
        "SELECT title, title_key, target, via FROM link GROUP BY title"
    )
    op.create_index(op.f("ix_typed_title_title_key"), "typed_title", ["title_key"], unique=False)
    op.create_index(op.f("ix_typed_title_target"), "typed_title", ["target"], unique=False)
    for column in ("passage", "target", "title_key"):
        op.drop_index(op.f(f"ix_link_{column}"), "link")
    op.rename_table("link", "former_link")
    op.create_table(
        "link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("passage", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("typed", sa.Integer(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["passage"], ["passage.id"], name=op.f("fk_link_passage"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["typed"], ["typed_title.id"], name=op.f("fk_link_typed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link")),
    )
    op.execute(
        "INSERT INTO link (id, passage, kind, typed, heading) "
        "SELECT l.id, l.passage, l.kind, t.id, l.heading FROM former_link l JOIN typed_title t ON t.title = l.title "
        "ORDER BY l.id"
    )
    op.drop_table("former_link")
    op.create_index(op.f("ix_link_passage"), "link", ["passage"], unique=False)
    op.create_index(op.f("ix_link_typed"), "link", ["typed"], unique=False)
