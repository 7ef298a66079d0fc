"""A check names what is wrong, however wrong it is."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from fanwiki.wiki import Wiki
from fanwiki.wiki.checking import Part, check
from tests.building import Builder


@pytest.fixture
def file(wiki: Wiki) -> Path:
    """A small wiki, closed."""
    build = Builder(wiki)
    show, episodes = build.show()
    someone = build.character(show, "Nam-ra", episodes[0], "She waits.")
    build.status(someone, "dead", episodes[2])
    wiki.close()
    return wiki.path


@pytest.mark.parametrize(
    ("damage", "part", "said"),
    [
        ("UPDATE passage_index_config SET v = 0", Part.FILE, "fts5"),
        ("DELETE FROM page_text", Part.HISTORY, "revisions are not what was saved"),
        ("UPDATE status_event SET certainty = 'confirmad'", Part.FILE, "confirmad"),
        ("UPDATE page SET title = x'ff00' WHERE kind = 'show'", Part.FILE, "bytes"),
        ("ALTER TABLE alternative_order RENAME COLUMN name TO nbme", Part.FILE, "no such column"),
        ("DELETE FROM page WHERE kind = 'episode'", Part.FILE, "refers to a page that is not there"),
    ],
)
def test_damage_is_named_and_not_stumbled_over(file: Path, damage: str, part: Part, said: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(damage)
        connection.commit()
    faults = check(file)
    assert any(fault.part is part and said in fault.message for fault in faults), faults
