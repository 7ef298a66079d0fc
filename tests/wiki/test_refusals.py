"""What the canon will not have, in words; and what looks odd but is legitimate."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from fanwiki.domain.edits import AddFact, AddPage, ChangeFact, ChangeSubject, Edit, IntroducePage, RenamePage
from fanwiki.domain.entities import (
    Appearance,
    Character,
    Claim,
    Fact,
    Group,
    Membership,
    Name,
    Person,
    Portrayal,
    Relationship,
    Show,
    State,
    StatusEvent,
)
from fanwiki.domain.errors import InvalidEdit, WikiError
from fanwiki.domain.ids import EpisodeId, FactId, PageId, SourceId, StateId, new_id
from fanwiki.domain.vocabulary import PageKind, Standing
from fanwiki.wiki import Wiki
from tests.building import Builder


class Canon:
    """Two shows of six episodes; Late is introduced in the fourth of the first, Ann is there from the start."""

    def __init__(self, wiki: Wiki) -> None:
        self.wiki = wiki
        self.build = Builder(wiki)
        self.show, self.episodes = self.build.show()
        self.other, self.others = self.build.show("Other", "other")
        self.late = self.build.character(self.show, "Late", self.episodes[3])
        self.ann = self.build.character(self.show, "Ann")

    def refused(self, fact: Fact) -> str:
        """What is said to a fact that is refused; the wiki is as it was."""
        before = self.wiki.view().counts()
        with pytest.raises(InvalidEdit) as told:
            self.wiki.apply(AddFact(fact))
        assert self.wiki.view().counts() == before
        return str(told.value)

    def dead(self, character: PageId, at: EpisodeId | None, revealed_at: EpisodeId | None = None) -> StatusEvent:
        state = self.build.state("dead").id
        return StatusEvent(FactId(new_id()), character, state, at=at, revealed_at=revealed_at)


@pytest.fixture
def canon(tmp_path: Path) -> Iterator[Canon]:
    wiki = Wiki.create(tmp_path / "refusals.fanwiki")
    yield Canon(wiki)
    wiki.close()


def test_a_status_before_its_character_is_there(canon: Canon) -> None:
    said = canon.refused(canon.dead(canon.late, canon.episodes[1]))
    assert "the moment of a status (show:S1E02) is before “Late” is there" in said
    assert "from show:S1E04 on" in said
    said = canon.refused(canon.dead(canon.late, canon.episodes[0], canon.episodes[2]))
    assert "the point that reveals a status (show:S1E03) is before “Late” is there" in said


def test_a_change_is_checked_as_a_new_status_is(canon: Canon) -> None:
    event = canon.dead(canon.late, canon.episodes[4])
    canon.wiki.apply(AddFact(event))
    with pytest.raises(InvalidEdit, match="is there"):
        canon.wiki.apply(ChangeFact(StatusEvent(event.id, event.character, event.state, at=canon.episodes[0])))
    assert canon.wiki.view().status_events(canon.late) == (event,)


@pytest.mark.parametrize(
    ("at", "revealed_at"),
    [
        pytest.param(None, None, id="from the start"),
        pytest.param(1, 3, id="a backstory told with the introduction"),
        pytest.param(1, 5, id="a backstory told later"),
        pytest.param(5, 4, id="a flash-forward"),
        pytest.param(5, 0, id="a flash-forward seen before he has a name"),
        pytest.param(3, None, id="dead at first sight"),
    ],
)
def test_what_is_legitimate(canon: Canon, at: int | None, revealed_at: int | None) -> None:
    event = canon.dead(
        canon.late,
        None if at is None else canon.episodes[at],
        None if revealed_at is None else canon.episodes[revealed_at],
    )
    canon.wiki.apply(AddFact(event))
    assert canon.wiki.view().status_events(canon.late) == (event,)


def test_a_status_in_a_show_that_the_character_is_not_in(canon: Canon) -> None:
    there = canon.dead(canon.ann, canon.others[1])
    said = canon.refused(there)
    assert "“Ann” is not in “Other”" in said
    canon.wiki.apply(AddFact(Appearance(FactId(new_id()), canon.ann, canon.others[0])))
    canon.wiki.apply(AddFact(there))


def test_an_appearance_brings_a_character_into_a_show(canon: Canon) -> None:
    person = canon.build.person("Somebody")
    assert "is not in" in canon.refused(Portrayal(FactId(new_id()), canon.other, person, canon.ann))
    canon.wiki.apply(AddFact(Appearance(FactId(new_id()), canon.ann, canon.others[0])))
    canon.wiki.apply(AddFact(Portrayal(FactId(new_id()), canon.other, person, canon.ann)))
    canon.wiki.apply(AddFact(canon.dead(canon.ann, canon.others[1])))


def test_a_death_may_be_learnt_of_in_another_show(canon: Canon) -> None:
    canon.wiki.apply(AddFact(canon.dead(canon.late, canon.episodes[0], canon.others[1])))


@pytest.mark.parametrize("colour", ["", "red", "#12345"])
def test_a_state_without_a_colour(canon: Canon, colour: str) -> None:
    assert "write it like #1a7f4b" in canon.refused(State(StateId(new_id()), "cursed", "skull", colour))


def test_an_end_before_its_start(canon: Canon) -> None:
    early, late = canon.episodes[1], canon.episodes[3]
    said = canon.refused(Relationship(FactId(new_id()), canon.ann, canon.late, "friend", start=late, end=early))
    assert "the end (show:S1E02) is before the start (show:S1E04)" in said


def test_an_end_that_is_known_before_its_start_is(canon: Canon) -> None:
    group = PageId(new_id())
    canon.wiki.apply(AddPage(group, PageKind.GROUP, "Roof", subject=Group(group)))
    first, second, third = canon.episodes[:3]
    ids = FactId(new_id())
    tie = Relationship(ids, canon.ann, canon.late, "friend", "", first, first, third, second)
    said = canon.refused(tie)
    assert "the point that reveals the end of a relationship (show:S1E02) is before it is known (show:S1E03)" in said
    said = canon.refused(Membership(ids, group, canon.ann, start=third, end=third, end_revealed_at=second))
    assert "the end of a membership (show:S1E02) is before it is known (show:S1E03)" in said
    canon.wiki.apply(AddFact(Membership(ids, group, canon.ann, start=first, end=second, revealed_at=third)))


def test_a_refusal_names_the_field_that_it_is_about(canon: Canon) -> None:
    early, late = canon.episodes[1], canon.episodes[3]
    person = canon.build.person("Somebody")
    no_episode, nowhere = EpisodeId(canon.build.page("Somewhere")), PageId(new_id())
    ids = FactId(new_id())
    dead = canon.dead(canon.late, early)
    refusals: list[tuple[Fact, str]] = [
        (dead, "at"),
        (canon.dead(canon.late, canon.episodes[0], early), "revealed_at"),
        (canon.dead(canon.ann, no_episode), "at"),
        (canon.dead(canon.ann, canon.others[1]), "at"),
        (canon.dead(person, early), "character"),
        (canon.dead(nowhere, early), "character"),
        (replace(dead, at=late, by_whom=nowhere), "by_whom"),
        (replace(dead, at=late, state=StateId(new_id())), "state"),
        (Relationship(ids, canon.ann, canon.late, "friend", start=late, end=early), "end"),
        (Relationship(ids, canon.ann, canon.late, " "), "kind"),
        (Relationship(ids, canon.ann, nowhere, "friend"), "object"),
        (Relationship(ids, canon.ann, canon.late, "friend", "", early, late, late, early), "end_revealed_at"),
        (Membership(ids, canon.ann, canon.late), "group"),
        (Portrayal(ids, canon.show, person, canon.ann, first=canon.others[0]), "first"),
        (Portrayal(ids, canon.show, person, canon.ann, first=late, last=early), "last"),
        (Portrayal(ids, canon.show, person, canon.ann, revealed_at=no_episode), "revealed_at"),
        (Portrayal(ids, canon.show, canon.ann, canon.ann), "person"),
        (Portrayal(ids, canon.other, person, canon.ann), "character"),
        (Portrayal(ids, canon.show, person, canon.ann, language="no tag"), "language"),
        (Portrayal(ids, canon.show, person, canon.ann, source=SourceId(new_id())), "source"),
        (Name(ids, canon.ann, " "), "text"),
        (Name(ids, canon.ann, "An\0n"), "text"),
        (Claim(ids, canon.show, "", "yes", Standing.ANNOUNCED), "property"),
        (Claim(ids, canon.show, "renewal", "yes", Standing.ANNOUNCED, supersedes=ids), "supersedes"),
        (State(StateId(new_id()), "Dead", "skull", "#123456"), "word"),
        (State(StateId(new_id()), "cursed", "skull", "red"), "colour"),
        (replace(dead, id=FactId(canon.show), at=late), "id"),
    ]
    for fact, field in refusals:
        with pytest.raises(WikiError) as told:
            canon.wiki.apply(AddFact(fact))
        assert (told.value.record, told.value.field) == (type(fact).__name__, field), str(told.value)


def test_a_refused_page_names_its_field_too(canon: Canon) -> None:
    def refused(*asked: Edit) -> tuple[str, str]:
        with pytest.raises(WikiError) as told:
            canon.wiki.apply(*asked)
        return told.value.record, told.value.field

    id = PageId(new_id())
    someone = AddPage(id, PageKind.PERSON, "Ann", subject=Person(id))
    assert refused(someone) == ("Person", "title")
    assert refused(replace(someone, title="A" * 301)) == ("Person", "title")
    assert refused(AddPage(id, PageKind.CHARACTER, "New", subject=Character(id))) == ("Character", "parent")
    assert refused(ChangeSubject(Show(canon.other, "SHOW"))) == ("Show", "code")
    assert refused(RenamePage(canon.ann, "Late")) == ("RenamePage", "title")
    assert refused(IntroducePage(canon.ann, EpisodeId(canon.show))) == ("IntroducePage", "at")


def test_an_introduction_after_a_status_is_known(canon: Canon) -> None:
    event = canon.dead(canon.ann, canon.episodes[0], canon.episodes[2])
    canon.wiki.apply(AddFact(event))
    with pytest.raises(InvalidEdit) as told:
        canon.wiki.apply(IntroducePage(canon.ann, canon.episodes[4]))
    said = "“Ann” cannot be introduced at show:S1E05: a status is known from show:S1E03 on; move that status first"
    assert (str(told.value), told.value.field) == (said, "at")
    canon.wiki.apply(IntroducePage(canon.ann, canon.episodes[2]))
    canon.wiki.apply(IntroducePage(canon.ann, canon.episodes[1]), IntroducePage(canon.ann, None))
    canon.wiki.apply(
        ChangeFact(replace(event, revealed_at=canon.episodes[5])), IntroducePage(canon.ann, canon.episodes[4])
    )
    assert canon.wiki.view().page(canon.ann).introduced_at == canon.episodes[4]
