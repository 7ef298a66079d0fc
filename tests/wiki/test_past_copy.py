"""A wiki as it stood at some moment, as a copy that is sound."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fanwiki.domain.edits import (
    AddFact,
    AddPage,
    ChangeFact,
    ChangeSubject,
    DeletePage,
    KeepRevision,
    MovePage,
    RemoveFact,
    RenamePage,
    SavePage,
)
from fanwiki.domain.entities import Character, ProfileValue, State
from fanwiki.domain.errors import InvalidEdit, NotFound, WikiFileError
from fanwiki.domain.ids import FactId, PageId, StateId, new_id
from fanwiki.domain.vocabulary import PageKind
from fanwiki.wiki import Wiki
from fanwiki.wiki import wiki as wiki_module
from fanwiki.wiki.checking import check
from fanwiki.wiki.past_copy import copy_as_of, copy_beside, moment
from tests.building import Builder

START = datetime(2026, 1, 1, 12, tzinfo=UTC)


class Clock:
    """The time of each change is what the test says."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.now = START
        patch.setattr(wiki_module, "_now", self.stamp)

    def stamp(self) -> str:
        return self.now.isoformat(timespec="seconds")

    def pass_day(self) -> None:
        self.now += timedelta(days=1)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def _opened(wiki: Wiki, when: datetime, folder: Path) -> Wiki:
    """The copy as of a moment, open; its check finds nothing."""
    out = folder / f"{when.timestamp():.0f}.fanwiki"
    copy_as_of(wiki.path, when, out)
    assert check(out) == ()
    return Wiki.open(out, read_only=True)


def test_texts_facts_and_tree_are_as_they_stood(wiki: Wiki, tmp_path: Path, clock: Clock) -> None:
    build = Builder(wiki)
    show, points = build.show()
    page = build.character(show, "Nam-ra", body="She is [[Quiet]].")
    other = build.page("Quiet", "A page that goes.")
    age = ProfileValue(FactId(new_id()), page, "Age", "17")
    infected = build.status(page, "infected", points[2])
    wiki.apply(AddFact(age))
    clock.pass_day()
    middle = clock.now
    wiki.apply(SavePage(page, "She is [[Loud]]."), ChangeFact(ProfileValue(age.id, page, "Age", "18")))
    clock.pass_day()
    state = State(StateId(new_id()), "asleep", "question", "#123456")
    wiki.apply(RemoveFact("StatusEvent", infected.id), AddFact(state), ChangeSubject(Character(page, "human")))
    wiki.apply(RenamePage(page, "Choi Nam-ra"), DeletePage(other))
    fresh = build.page("Fresh", "New text")
    wiki.apply(MovePage(fresh, show))

    first = _opened(wiki, START, tmp_path).view()
    assert first.text(page).body == "She is [[Quiet]]."
    assert first.page(page).title == "Nam-ra"
    assert first.facts(ProfileValue, page=page) == (age,)
    assert first.status_events(page) == (infected,)
    assert first.subject(page) == Character(page)
    assert first.text(other).body == "A page that goes."
    assert [found.title for found, _ in first.trash()] == []
    assert "asleep" not in {each.word for each in first.states()}
    assert [link.target for link in first.links(page).outgoing] == [other]
    with pytest.raises(NotFound):
        first.find("Fresh")
    assert first.search("Loud") == ()
    assert len(first.history(page)) < len(wiki.view().history(page))

    second = _opened(wiki, middle, tmp_path).view()
    assert second.text(page).body == "She is [[Loud]]."
    assert second.facts(ProfileValue, page=page)[0].value == "18"
    assert second.status_events(page) == (infected,)

    now = _opened(wiki, clock.now, tmp_path).view()
    assert now.counts() == wiki.view().counts()
    assert now.page(page).title == "Choi Nam-ra"


def test_of_what_was_imported_nothing_is_left_before_the_import(wiki: Wiki, tmp_path: Path, clock: Clock) -> None:
    build = Builder(wiki)
    build.page("Here from the start")
    clock.pass_day()
    page = PageId(new_id())
    wiki.apply(
        AddPage(page, PageKind.ARTICLE, "Imported", body="second"),
        KeepRevision(page, "first", "somebody", "2015-01-01T00:00:00+00:00"),
        KeepRevision(page, "second", "somebody", "2016-01-01T00:00:00+00:00"),
    )
    past = _opened(wiki, START, tmp_path)
    assert [found.title for found in past.view().pages()] == ["Here from the start"]


def test_a_history_of_many_revisions_is_cut_where_it_stood(wiki: Wiki, tmp_path: Path, clock: Clock) -> None:
    page = Builder(wiki).page("Diary", "text 0")
    moments = [clock.now]
    for number in range(1, 70):
        clock.pass_day()
        wiki.apply(SavePage(page, f"text {number} " + "word " * number))
        moments.append(clock.now)
    for number in (0, 31, 32, 33, 68, 69):
        view = _opened(wiki, moments[number], tmp_path).view()
        history = view.history(page)
        assert len(history) == number + 1
        said = [view.revision_text(each.id).split()[1] for each in reversed(history)]
        assert said == [str(each) for each in range(number + 1)]


def test_what_was_undone_is_as_if_it_had_not_been(wiki: Wiki, tmp_path: Path, clock: Clock) -> None:
    page = Builder(wiki).page("Diary", "text")
    clock.pass_day()
    wiki.apply(RenamePage(page, "Journal", redirect=False))
    between = clock.now
    clock.pass_day()
    wiki.undo()
    assert _opened(wiki, between, tmp_path).view().page(page).title == "Diary"


def test_before_its_beginning_there_is_no_wiki(wiki: Wiki, tmp_path: Path, clock: Clock) -> None:
    Builder(wiki).page("Diary", "text")
    clock.pass_day()
    with pytest.raises(WikiFileError, match="no pages from before"):
        copy_as_of(wiki.path, START - timedelta(days=1), tmp_path / "never.fanwiki")
    assert not (tmp_path / "never.fanwiki").exists()


def test_the_wiki_itself_is_not_touched_and_a_copy_beside_has_a_free_name(wiki: Wiki, clock: Clock) -> None:
    page = Builder(wiki).page("Diary", "one")
    clock.pass_day()
    wiki.apply(SavePage(page, "two"))
    before = wiki.path.read_bytes()
    one, other = copy_beside(wiki.path, START), copy_beside(wiki.path, START)
    assert one != other
    assert {one.parent, other.parent} == {wiki.path.parent}
    assert wiki.path.read_bytes() == before


def test_moments_as_people_write_them() -> None:
    assert moment("2026-01-31").astimezone().strftime("%Y-%m-%d %H:%M:%S") == "2026-01-31 23:59:59"
    assert moment(" 2026-01-31 18:00 ").astimezone().strftime("%H:%M") == "18:00"
    assert moment("2026-01-31T18:00:00+00:00") == datetime(2026, 1, 31, 18, tzinfo=UTC)
    for wrong in ("", "yesterday", "2026-13-01", "2026-01-31 25:00"):
        with pytest.raises(InvalidEdit):
            moment(wrong)
