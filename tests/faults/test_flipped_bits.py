"""A flipped bit that touches what people wrote is seen by `check`."""

import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

from fanwiki.domain.edits import AddFact, SavePage
from fanwiki.domain.entities import Name
from fanwiki.domain.ids import FactId, new_id
from fanwiki.store import schema
from fanwiki.wiki import Wiki
from fanwiki.wiki.checking import check
from tests.building import Builder
from tests.conftest import Tell
from tests.faults.extent import times

CONTENT = [*(name for name in schema.CANONICAL if name != "setting"), "revision"]
FLIPS = times(40, 400)


def lived_in(path: Path) -> None:
    """A wiki with some of everything that a flip could touch, and a history."""
    wiki = Wiki.create(path)
    build = Builder(wiki)
    show, episodes = build.show()
    for number in range(12):
        someone = build.character(
            show, f"Somebody {number}", episodes[number % 3], f"온조 saw [[Somebody {number + 1}]]."
        )
        build.status(someone, "dead", episodes[3])
        for turn in range(6):
            sentences = " ".join(f"In turn {turn} somebody {number} says word {word}." for word in range(30))
            wiki.apply(
                AddFact(Name(FactId(new_id()), someone, f"Alias {turn} of {number}")), SavePage(someone, sentences)
            )
    wiki.close()


def content(path: Path) -> list[list[object]] | str:
    """All that people wrote, as SQLite reads it; what it says if it cannot."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.text_factory = bytes
            return [connection.execute(f'SELECT * FROM "{table}" ORDER BY rowid').fetchall() for table in CONTENT]
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        return str(error)


def test_every_flip_that_touches_content_is_seen(tmp_path: Path, tell: Tell) -> None:
    sound = tmp_path / "sound.fanwiki"
    lived_in(sound)
    assert check(sound) == ()
    assert isinstance(content(sound), list)
    as_saved, before = sound.read_bytes(), content(sound)
    dice = Random(20260201)
    touched = 0
    damaged = tmp_path / "damaged.fanwiki"
    for _ in range(FLIPS):
        # The first 100 bytes are SQLite's header, which says what the file is: another matter, with tests of its own.
        place, bit = dice.randrange(100, len(as_saved)), 1 << dice.randrange(8)
        damaged.write_bytes(as_saved[:place] + bytes([as_saved[place] ^ bit]) + as_saved[place + 1 :])
        if content(damaged) == before:
            continue
        touched += 1
        assert check(damaged), f"bit {bit} of byte {place} was not seen"
        assert damaged.read_bytes()[place] == as_saved[place] ^ bit
    tell(f"{FLIPS} bits flipped, {touched} of them in content, all of these seen")
    assert touched
