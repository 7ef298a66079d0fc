"""The bytes of images and other files, kept once for each content."""

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from fanwiki.store import schema
from fanwiki.store.store import Reading, Writing


def store_content(writing: Writing, sha256: str, content: bytes) -> None:
    """Keeps bytes under their hash. They stay when the edit is undone: no undo may have to bring bytes back."""
    values = {"sha256": sha256, "content": content}
    writing.connection.execute(insert(schema.blob).on_conflict_do_nothing(), values)


def content(reading: Reading, sha256: str) -> bytes | None:
    found = reading.connection.execute(select(schema.blob.c.content).where(schema.blob.c.sha256 == sha256)).scalar()
    return None if found is None else bytes(found)
