"""What a step of the viewpoint unlocks: what is seen now and was not before, and nothing of what comes later."""

from pathlib import Path

import pytest

from fanwiki.domain.entities import Claim, Name, Portrayal, Redirect, Relationship
from fanwiki.domain.ids import EpisodeId, FactId, PageId
from fanwiki.domain.points import EVERYTHING, Viewpoint
from fanwiki.domain.vocabulary import NameKind, Standing
from fanwiki.wiki import Wiki
from fanwiki.wiki.reading.unlocking import Unlocked
from tests.building import NOTHING_SEEN, Builder, seen


@pytest.fixture
def build(wiki: Wiki) -> Builder:
    return Builder(wiki, same_ids=True)


def tell(build: Builder, upto: int) -> tuple[PageId, list[EpisodeId]]:
    """A small story of four episodes, as far as its first so many tell it."""
    show, ids = build.show(episodes=upto)
    hero, friend = build.character(show, "Hero"), build.character(show, "Friend")
    actor = build.person("Actor")
    build.page("Log", "\n".join(f"::: reveal S1E0{n}\nEntry {n}.\n:::\n" for n in range(1, upto + 1)), reviewed=True)
    end = ids[2] if upto > 2 else None
    build.fact(Relationship(FactId(build.id("tie")), hero, friend, "friend", end=end))
    if upto > 1:
        build.status(hero, "missing", at=ids[1])
        build.fact(Name(FactId(build.id("name")), hero, "Nickname", NameKind.ALIAS, revealed_at=ids[1]))
        build.fact(Redirect(FactId(build.id("way")), "The one", hero, revealed_at=ids[1]))
        build.fact(Portrayal(FactId(build.id("part")), show, actor, hero, first=ids[1], last=end))
        build.fact(Claim(FactId(build.id("old")), hero, "fate", "lost", Standing.RUMOUR, revealed_at=ids[1]))
        build.character(show, "Late", ids[1])
    if upto > 2:
        build.status(hero, "dead", at=ids[2])
    if upto > 3:
        build.status(hero, "alive", at=ids[3])
        build.character(show, "Last", ids[3])
    return show, ids


def said(found: tuple[Unlocked, ...]) -> set[tuple[str, str, str, bool]]:
    return {(each.what, each.title, each.text, each.changed) for each in found}


def test_each_step_tells_what_it_brings_and_what_it_changes(build: Builder) -> None:
    show, ids = tell(build, 4)
    second = said(build.wiki.view(seen(show, ids[1])).unlocked(show))
    assert second == {
        ("page", "Show episode 2", "episode", False),
        ("page", "Late", "character", False),
        ("prose", "Log", "", True),
        ("status", "Hero", "missing", False),
        ("name", "Hero", "Nickname", False),
        ("redirect", "Hero", "The one", False),
        ("portrayal", "Hero", "Actor", False),
        ("claim", "Hero", "fate: lost", False),
    }
    third = said(build.wiki.view(seen(show, ids[2])).unlocked(show))
    assert third == {
        ("page", "Show episode 3", "episode", False),
        ("prose", "Log", "", True),
        ("status", "Hero", "dead", False),
        ("portrayal", "Hero", "Actor", True),
        ("relationship", "Hero", "friend: Friend, until S1E03", True),
    }


def test_the_first_step_brings_the_season(build: Builder) -> None:
    show, ids = tell(build, 4)
    first = said(build.wiki.view(seen(show, ids[0])).unlocked(show))
    assert {("page", "Show season 1", "season", False), ("prose", "Log", "", False)} <= first
    assert ("page", "Hero", "character", False) not in first


def test_who_sees_all_or_has_seen_nothing_unlocks_nothing(build: Builder) -> None:
    show, _ = tell(build, 4)
    assert build.wiki.view(EVERYTHING).unlocked(show) == build.wiki.view(NOTHING_SEEN).unlocked(show) == ()


@pytest.mark.parametrize("upto", [1, 2, 3])
def test_nothing_of_it_depends_on_what_comes_later(build: Builder, tmp_path: Path, upto: int) -> None:
    show, ids = tell(build, 4)
    whole = build.wiki.view(seen(show, ids[upto - 1])).unlocked(show)
    shorter = Wiki.create(tmp_path / "shorter.fanwiki")
    try:
        tell(Builder(shorter, same_ids=True), upto)
        part = shorter.view(seen(show, ids[upto - 1])).unlocked(show)
    finally:
        shorter.close()
    assert said(whole) == said(part)
    assert len(whole) == len(part) > 0


def test_each_show_has_its_own_steps(build: Builder) -> None:
    first, first_ids = build.show("First", "first", 2)
    second, second_ids = build.show("Second", "second", 2)
    both = build.character(first, "Both", first_ids[1])
    build.fact(Name(FactId(build.id("name")), both, "Other name", revealed_at=second_ids[1]))
    view = build.wiki.view(Viewpoint(((first, first_ids[1]), (second, second_ids[1]))))
    assert said(view.unlocked(first)) == {
        ("page", "First episode 2", "episode", False),
        ("page", "Both", "character", False),
        ("name", "Both", "Other name", False),
    }
    assert said(view.unlocked(second)) == {
        ("page", "Second episode 2", "episode", False),
        ("name", "Both", "Other name", False),
    }
