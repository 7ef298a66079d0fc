"""A wiki that was only ever changed by edits is sound, whatever edits they were."""

import sqlite3
from contextlib import closing

import pytest

from fanwiki.domain import edits
from fanwiki.domain.entities import Character, Portrayal, Relationship
from fanwiki.domain.ids import FactId, PageId, new_id
from fanwiki.wiki import Wiki
from fanwiki.wiki.checking import check
from tests.building import Builder


def test_a_wiki_is_sound_after_every_edit(wiki: Wiki) -> None:
    build = Builder(wiki)
    show, episodes = build.show()
    someone, other = build.character(show, "Someone"), build.character(show, "Other")
    actor = build.person("Actor")
    steps: list[edits.Edit] = [
        edits.SavePage(someone, "typing", closing=False),
        edits.IntroducePage(someone, episodes[1]),
        edits.ReviewPage(someone, reviewed=True, safe_from=episodes[1]),
        edits.RenamePage(someone, "Somebody", redirect=False),
        edits.ChangeSubject(Character(someone, "half-zombie")),
        edits.AddFact(Relationship(FactId(new_id()), someone, other, "friend")),
        edits.AddFact(Portrayal(FactId(new_id()), show, actor, someone)),
        edits.ReorderCast(show, ()),
        edits.MovePage(someone, show, other),
        edits.DeletePage(other),
        edits.RestorePage(other),
        edits.DeletePage(PageId(episodes[4])),
    ]
    for step in steps:
        wiki.apply(step)
        assert check(wiki.path) == (), step
    for _ in steps[1:]:
        wiki.undo()
        assert check(wiki.path) == ()


@pytest.mark.parametrize("name", ["uuid", "title"])
def test_a_setting_that_is_lost_is_told(wiki: Wiki, name: str) -> None:
    wiki.close()
    with closing(sqlite3.connect(wiki.path)) as connection:
        connection.execute("DELETE FROM setting WHERE id = ?", (name,))
        connection.commit()
    assert [fault.message for fault in check(wiki.path)] == [f"its setting “{name}” is not there"]
