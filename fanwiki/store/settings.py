"""What a wiki knows of itself: its id, its title."""

from typing import Final

from sqlalchemy import select

from fanwiki.store import schema
from fanwiki.store.store import Reading

EVERY_WIKI_HAS: Final = ("uuid", "title")
"""The settings without which a file is no whole wiki."""


def setting(reading: Reading, name: str) -> str:
    """The value of a setting, empty if it was never set."""
    query = select(schema.setting.c.value).where(schema.setting.c.id == name)
    return str(reading.connection.execute(query).scalar() or "")
