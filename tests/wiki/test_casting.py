"""Who plays whom and who is in which episode: what is counted, what it gives away, and what is refused."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from fanwiki.cli.reading import TitleLinker
from fanwiki.domain.edits import AddFact, AddPage, ChangeFact, DeletePage, MovePage, RemoveFact, RestorePage, SavePage
from fanwiki.domain.entities import Appearance, Fact, Person, Portrayal, Season
from fanwiki.domain.errors import InvalidEdit, WikiError
from fanwiki.domain.ids import EpisodeId, FactId, PageId, SourceId, new_id
from fanwiki.domain.vocabulary import AppearanceMode, PageKind, RoleType
from fanwiki.wiki import Wiki
from tests.building import Builder, seen


@pytest.fixture
def build(wiki: Wiki) -> Builder:
    return Builder(wiki)


def _appears(
    build: Builder, character: PageId, *episodes: EpisodeId, mode: AppearanceMode = AppearanceMode.ON_SCREEN
) -> list[Appearance]:
    found = [Appearance(FactId(new_id()), character, episode, mode) for episode in episodes]
    build.wiki.apply(*(AddFact(each) for each in found))
    return found


def test_episodes_are_counted_in_the_range_as_far_as_they_are_seen(build: Builder) -> None:
    show, episodes = build.show()
    hero, first, second = build.character(show, "Hero"), build.person("First"), build.person("Second")
    build.fact(Portrayal(FactId(new_id()), show, first, hero, billing=1, last=episodes[2]))
    build.fact(Portrayal(FactId(new_id()), show, second, hero, billing=2, first=episodes[3]))
    _appears(build, hero, *episodes[:5])
    _appears(build, hero, episodes[0], mode=AppearanceMode.FLASHBACK)
    _appears(build, hero, episodes[5], mode=AppearanceMode.MENTIONED)
    lines = build.wiki.view().cast(show)
    assert [(line.person, line.episodes, line.first_seen) for line in lines] == [
        ("First", 3, episodes[0]),
        ("Second", 2, episodes[3]),
    ]
    early = build.wiki.view(seen(show, episodes[1])).cast(show)
    assert [(line.person, line.episodes) for line in early] == [("First", 2)]


def test_the_cast_of_a_season_counts_the_episodes_of_that_season(build: Builder) -> None:
    show, first = build.show(episodes=3)
    season = PageId(new_id())
    build.wiki.apply(AddPage(season, PageKind.SEASON, "Second", show, subject=Season(season, show, 2)))
    second = [build.episode(season, number) for number in (1, 2)]
    hero = build.character(show, "Hero")
    build.fact(Portrayal(FactId(new_id()), show, build.person("Actor"), hero))
    _appears(build, hero, first[1], first[2], second[0])
    view = build.wiki.view()
    counted = [[(line.episodes, line.first_seen) for line in view.cast(show, number)] for number in (None, 1, 2)]
    assert counted == [[(3, first[1])], [(2, first[1])], [(1, second[0])]]
    early = build.wiki.view(seen(show, first[1]))
    assert [line.episodes for line in early.cast(show, 1)] == [1]
    page = build.page("Page", "{{cast show:S2}}", reviewed=True)
    assert ">1 episode<" in view.html(page, TitleLinker())


def test_a_count_betrays_no_death(build: Builder) -> None:
    """Of two characters the one dies after the second episode; who has seen two cannot tell which."""
    show, episodes = build.show()
    for name, until in (("Dies", 2), ("Lives", 6)):
        character = build.character(show, name)
        build.fact(Portrayal(FactId(new_id()), show, build.person(f"{name} actor"), character))
        _appears(build, character, *episodes[:until])
    build.status(build.wiki.view().find("Dies").id, "dead", episodes[1], revealed_at=episodes[2])
    for number, point in enumerate(episodes[:2], 1):
        view = build.wiki.view(seen(show, point))
        assert [line.episodes for line in view.cast(show)] == [number, number]
        table = view.appearances(show)
        assert table is not None
        assert [[len(cell) for cell in row.cells] for row in table.rows] == [[1] * number] * 2
        assert str(episodes[5]) not in str(view.cast(show))
    assert [line.episodes for line in build.wiki.view().cast(show)] == [2, 6]


def test_an_appearance_that_is_revealed_later_is_not_counted(build: Builder) -> None:
    show, episodes = build.show()
    hidden = build.character(show, "Hidden")
    build.fact(Portrayal(FactId(new_id()), show, build.person("Actor"), hidden))
    build.fact(Appearance(FactId(new_id()), hidden, episodes[0], revealed_at=episodes[4]))
    assert [line.episodes for line in build.wiki.view(seen(show, episodes[2])).cast(show)] == [0]
    assert build.wiki.view(seen(show, episodes[2])).appearances_of(hidden) == ()
    assert [line.episodes for line in build.wiki.view(seen(show, episodes[4])).cast(show)] == [1]


@dataclass(frozen=True)
class Turn:
    """A random appearance of one of two characters, or a portrayal of it until an episode; numbers are episodes."""

    who: int
    episode: int
    revealed: int | None
    mode: AppearanceMode
    played: bool

    @property
    def due(self) -> int:
        """The episode with which it is known."""
        return (self.revealed or 0) if self.played else max(self.episode, self.revealed or 0)


turns = st.lists(
    st.builds(
        Turn,
        st.integers(0, 1),
        st.integers(1, 4),
        st.one_of(st.none(), st.integers(1, 4)),
        st.sampled_from(AppearanceMode),
        st.booleans(),
    ),
    max_size=8,
)


@settings(
    max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)
@given(turns, st.integers(1, 4))
def test_cast_and_appearances_are_those_of_a_wiki_without_the_rest(found: list[Turn], position: int) -> None:
    """No count, first appearance or range depends on what comes after the episode that was seen."""
    whole = _read(list(enumerate(found)), 4, position)
    part = _read([each for each in enumerate(found) if each[1].due <= position], position, position)
    assert whole == part


def _read(found: list[tuple[int, Turn]], episodes: int, position: int) -> str:
    """What a reader is told by a wiki of so many episodes with these turns, each by its number."""
    with TemporaryDirectory() as folder:
        wiki = Wiki.create(Path(folder) / "random.fanwiki")
        try:
            build = Builder(wiki, same_ids=True)
            show, ids = build.show(episodes=episodes)
            people = [build.character(show, name) for name in ("Ann", "Bo")]
            actors = [PageId(build.id(f"Actor {number}")) for number in range(8)]
            facts = [_fact(build, turn, number, show, ids, people[turn.who]) for number, turn in found]
            wiki.apply(
                *(AddPage(id, PageKind.PERSON, f"Actor {n}", subject=Person(id)) for n, id in enumerate(actors)),
                *(AddFact(fact) for fact in facts),
            )
            view = wiki.view(seen(show, ids[position - 1]))
            said: list[object] = [view.cast(show), view.appearances(show)]
            for id in people:
                said += [view.portrayals_of(id), view.appearances_of(id)]
            return "\n".join(map(str, said))
        finally:
            wiki.close()


def _fact(build: Builder, turn: Turn, number: int, show: PageId, ids: list[EpisodeId], who: PageId) -> Fact:
    id, revealed = FactId(build.id(f"turn {number}")), None if turn.revealed is None else ids[turn.revealed - 1]
    if not turn.played:
        return Appearance(id, who, ids[turn.episode - 1], turn.mode, revealed)
    last = ids[turn.episode - 1] if turn.episode <= len(ids) else None
    person = PageId(build.id(f"Actor {number}"))
    return Portrayal(id, show, person, who, billing=number, last=last, revealed_at=revealed)


def test_the_table_of_appearances(build: Builder) -> None:
    show, episodes = build.show()
    other, others = build.show("Other", "other")
    ann, bo = build.character(show, "Ann"), build.character(show, "Bo")
    guest = build.character(other, "Guest", episodes[2])
    build.character(other, "Elsewhere")
    _appears(build, ann, episodes[1], episodes[0])
    _appears(build, bo, episodes[1], mode=AppearanceMode.VOICE)
    _appears(build, guest, others[0], episodes[2])
    table = build.wiki.view().appearances(show)
    assert table is not None
    modes = {row.name: [[str(each.mode) for each in cell] for cell in row.cells][:3] for row in table.rows}
    assert modes == {
        "Ann": [["on-screen"], ["on-screen"], []],
        "Bo": [[], ["voice"], []],
        "Guest": [[], [], ["on-screen"]],
    }
    assert [each.episode for each in build.wiki.view().appearances_of(ann)] == episodes[:2]
    assert [each.episode for each in build.wiki.view().appearances_of(guest)] == [episodes[2], others[0]]
    assert build.wiki.view().appearances(show, 2) is not None
    assert build.wiki.view().appearances(PageId(new_id())) is None


def test_a_portrayal_in_a_show_that_the_character_is_not_in_is_refused(build: Builder) -> None:
    show, episodes = build.show()
    other, others = build.show("Other", "other")
    hero, actor = build.character(show, "Hero"), build.person("Actor")
    with pytest.raises(InvalidEdit, match="“Hero” is not in “Other”; it belongs to “Show”"):
        build.fact(Portrayal(FactId(new_id()), other, actor, hero))
    with pytest.raises(InvalidEdit, match=r"last episode of a portrayal .* must be an episode of “Show”"):
        build.fact(Portrayal(FactId(new_id()), show, actor, hero, last=others[1]))
    with pytest.raises(InvalidEdit, match="first episode of a portrayal"):
        build.fact(Portrayal(FactId(new_id()), show, actor, hero, first=others[1]))
    with pytest.raises(InvalidEdit, match="before the start"):
        build.fact(Portrayal(FactId(new_id()), show, actor, hero, first=episodes[2], last=episodes[1]))
    with pytest.raises(InvalidEdit, match="no such source"):
        build.fact(Portrayal(FactId(new_id()), show, actor, hero, source=SourceId(new_id())))
    assert build.wiki.view().cast() == ()
    _appears(build, hero, others[0])
    build.fact(Portrayal(FactId(new_id()), other, actor, hero))
    newcomer = build.character(show, "Newcomer", others[0])
    build.fact(Portrayal(FactId(new_id()), other, actor, newcomer))
    _appears(build, newcomer, others[0], episodes[0])


def test_what_stands_already_is_not_refused_again(build: Builder) -> None:
    """Moved to another show, a character keeps its portrayals: they may be changed, undone and restored."""
    show, episodes = build.show()
    other, _ = build.show("Other", "other")
    hero = build.character(show, "Hero")
    line = Portrayal(FactId(new_id()), show, build.person("Actor"), hero, first=episodes[0])
    build.fact(line)
    (appearance,) = _appears(build, hero, episodes[0])
    build.wiki.apply(MovePage(hero, other))
    build.wiki.apply(ChangeFact(Portrayal(line.id, show, line.person, hero, RoleType.GUEST)))
    build.wiki.apply(ChangeFact(Appearance(appearance.id, hero, episodes[0], AppearanceMode.VOICE)))
    build.wiki.apply(RemoveFact("Appearance", appearance.id))
    build.wiki.apply(RemoveFact("Portrayal", line.id))
    build.wiki.undo()
    build.wiki.undo()
    build.wiki.apply(DeletePage(hero))
    build.wiki.apply(RestorePage(hero))
    assert [each.portrayal.role for each in build.wiki.view().cast(show)] == [RoleType.GUEST]
    assert len(build.wiki.view().appearances_of(hero)) == 1
    with pytest.raises(WikiError):
        build.fact(Portrayal(FactId(new_id()), PageId(new_id()), line.person, hero))


def test_a_persons_page_says_the_show_of_each_role(build: Builder) -> None:
    show, episodes = build.show()
    other, _ = build.show("Other", "other")
    actor = build.person("Actor")
    hero = build.character(show, "Hero")
    build.fact(Portrayal(FactId(new_id()), show, actor, hero, RoleType.DUB, language="ko"))
    build.wiki.apply(SavePage(actor, "{{cast}}"))
    _appears(build, hero, *episodes[:2])
    html = build.wiki.view().html(actor, TitleLinker())
    assert "<td>dub, ko</td>" in html
    assert ">2 episodes<" in html
    assert ">Show</th>" not in html
    build.fact(Portrayal(FactId(new_id()), other, actor, build.character(other, "Twin")))
    html = build.wiki.view().html(actor, TitleLinker())
    assert ">Show</th>" in html
    assert ">Other</a>" in html
