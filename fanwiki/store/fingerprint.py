"""What a state of a wiki is told by without its texts being read: for whoever has made something of it, and asks later
what has changed since.
"""

import hashlib
from typing import Final

from sqlalchemy import select

from fanwiki.domain import entities
from fanwiki.domain.ids import PageId, RevisionId
from fanwiki.store import schema
from fanwiki.store.store import Reading

_AT_ONCE: Final = 1000
_TEXTS_AND_DESK: Final = (
    schema.page_text,
    schema.FACT_TABLES[entities.Favourite],
    schema.FACT_TABLES[entities.TalkNote],
)
"""Tables that the digest leaves out: texts have their heads, and what authors keep at hand or tell each other is shown
to no reader.
"""


def heads(reading: Reading) -> dict[PageId, RevisionId]:
    """The newest revision of every page: a text is another if, and only if, its revision is."""
    table = schema.revision
    rows = reading.connection.execute(select(table.c.page, table.c.id).where(table.c.encoding == "head"))
    return {PageId(page): RevisionId(id) for page, id in rows}


def digest_of_facts(reading: Reading) -> str:
    """Stands for everything that people have entered but the texts of pages and what no reader is shown, in
    hexadecimal.
    """
    digest = hashlib.blake2b(digest_size=16)
    for table in schema.CANONICAL.values():
        if table in _TEXTS_AND_DESK:
            continue
        row = " || ',' || ".join(f'quote("{column.name}")' for column in table.columns)
        rows = reading.connection.exec_driver_sql(f'SELECT {row} FROM "{table.name}"').scalars()
        digest.update(f"{table.name}\0".encode())
        for some in rows.partitions(_AT_ONCE):
            digest.update("\n".join([*some, ""]).encode(errors="surrogatepass"))
    return digest.hexdigest()
