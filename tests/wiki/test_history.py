"""What revisions differ in, in text and facts, and how one is brought back."""

import time
import unicodedata
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanwiki.domain.edits import (
    AddFact,
    ChangeFact,
    ChangeSubject,
    DeletePage,
    RemoveFact,
    RenamePage,
    RestorePage,
    RestoreRevision,
    ReviewPage,
    SavePage,
)
from fanwiki.domain.entities import Character, Favourite, Name, Person, Portrayal, ProfileValue, Relationship
from fanwiki.domain.errors import InvalidEdit, NotFound
from fanwiki.domain.history import DiffLine, Fold, Mark, Run, folded
from fanwiki.domain.ids import FactId, PageId, RevisionId, new_id
from fanwiki.store.schema import FACT_TYPES
from fanwiki.wiki import Wiki
from fanwiki.wiki.checking import check
from fanwiki.wiki.comparing import compared
from fanwiki.wiki.reading.revisions import TOLD_BY, revision_named
from tests.building import NOTHING_SEEN, Builder

texts = st.text("ab 온조\n.é́", max_size=60)


@given(texts, texts)
def test_what_is_compared_is_both_texts_and_no_more(old: str, new: str) -> None:
    lines = compared(old, new)
    assert _side(lines, Mark.REMOVED).strip("\n") == old.strip("\n")
    assert _side(lines, Mark.ADDED).strip("\n") == new.strip("\n")


@given(texts)
def test_a_text_is_the_same_as_itself(text: str) -> None:
    assert all(line.mark is Mark.SAME for line in compared(text, text))


def _side(lines: tuple[DiffLine, ...], mark: Mark) -> str:
    """One of the two texts, as the lines tell it."""
    kept = {Mark.SAME, mark}
    numbered = [line for line in lines if (line.old if mark is Mark.REMOVED else line.new) is not None]
    said = ["".join(run.text for run in line.runs if run.mark in kept) for line in numbered]
    numbers = [line.old if mark is Mark.REMOVED else line.new for line in numbered]
    assert numbers == sorted(numbers, key=lambda number: number or 0)
    parts = [f"\n{text}" if place and numbers[place] != numbers[place - 1] else text for place, text in enumerate(said)]
    return "".join(parts)


def test_words_are_compared_and_not_letters() -> None:
    (line,) = compared("The roof is cold.\n", "The roof was very cold.\n")
    assert line.runs == (
        Run(Mark.SAME, "The roof "),
        Run(Mark.REMOVED, "is"),
        Run(Mark.ADDED, "was very"),
        Run(Mark.SAME, " cold."),
    )


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_word_of_hangul_stays_whole(form: str) -> None:
    old, new = (unicodedata.normalize(form, text) for text in ("남온조는 옥상에 있다", "남온조가 옥상에 있다"))  # type: ignore[arg-type]  # one of the four forms
    (line,) = compared(old, new)
    changed = [unicodedata.normalize("NFC", run.text) for run in line.runs if run.mark is not Mark.SAME]
    assert changed == ["남온조는", "남온조가"]


def test_paragraphs_with_nothing_in_common_are_two() -> None:
    marks = [line.mark for line in compared("Alpha beta gamma.\n", "온조 청산 수혁\n")]
    assert marks == [Mark.REMOVED, Mark.ADDED]


def test_what_is_the_same_is_folded() -> None:
    old = "\n".join(f"line {number}" for number in range(20))
    found = folded(compared(old, old.replace("line 10", "line ten")), context=1)
    assert found[0] == Fold(9)
    assert [line.new for line in found if isinstance(line, DiffLine)] == [10, 11, 12]
    assert found[-1] == Fold(8)
    assert folded(compared(old, old)) == (Fold(20),)


def test_long_texts_are_compared_in_time() -> None:
    """The library gives up after a second; what it says then is coarser and still right."""
    old = "\n\n".join(f"Paragraph {number} about the roof and the bell." for number in range(5_000))
    began = time.process_time()
    lines = compared(old, old.replace("bell", "door"))
    assert _side(lines, Mark.ADDED) == old.replace("bell", "door")
    assert time.process_time() - began < 30


def _history(wiki: Wiki, page: PageId) -> list[RevisionId]:
    """The revisions of a page, the oldest first."""
    return [revision.id for revision in reversed(wiki.view().history(page))]


class Story:
    """A character whose text and facts have all changed once."""

    def __init__(self, wiki: Wiki) -> None:
        self.wiki = wiki
        build = Builder(wiki)
        show, self.points = build.show()
        self.page = build.character(show, "Nam-ra", body="She is quiet.")
        friend, person = build.character(show, "Su-hyeok"), build.person("Cho Yi-hyun")
        self.name = Name(FactId(new_id()), self.page, "반장")
        self.age = ProfileValue(FactId(new_id()), self.page, "Age", "17")
        self.tie = Relationship(FactId(new_id()), self.page, friend, "class president")
        wiki.apply(AddFact(self.name), AddFact(self.age), AddFact(self.tie))
        self.before = _history(wiki, self.page)[-1]
        self.alive = build.status(self.page, "half-zombie", self.points[4])
        wiki.apply(
            AddFact(Portrayal(FactId(new_id()), show, person, self.page)),
            RemoveFact("Name", self.name.id),
            ChangeFact(ProfileValue(self.age.id, self.page, "Age", "18")),
            ChangeSubject(Character(self.page, "human")),
            ReviewPage(self.page, False),
        )
        wiki.apply(RenamePage(self.page, "Choi Nam-ra", redirect=False))
        wiki.apply(SavePage(self.page, "She is loud."))
        self.after = _history(wiki, self.page)[-1]


def test_facts_are_compared_in_words(wiki: Wiki) -> None:
    story = Story(wiki)
    found = wiki.view().compare(story.before, story.after)
    assert found.facts_kept
    assert found.text_changed
    assert {(change.mark, change.noun, change.said) for change in found.facts} == {
        (Mark.CHANGED, "page", "Choi Nam-ra"),
        (Mark.REMOVED, "name", "반장 · kind alias"),
        (Mark.CHANGED, "profile value", "Age: 18"),
        (Mark.ADDED, "status", "half-zombie · certainty confirmed · evidence on-screen · at S1E05"),
        (Mark.ADDED, "portrayal", "Cho Yi-hyun · role main · standing confirmed"),
    }
    fields = {change.said: {f.name: (f.before, f.after) for f in change.fields} for change in found.facts}
    assert fields["Age: 18"] == {"value": ("17", "18")}
    assert fields["Choi Nam-ra"] == {
        "title": ("Nam-ra", "Choi Nam-ra"),
        "species": ("", "human"),
        "reviewed": ("yes", "no"),
    }


def test_the_first_revision_is_compared_with_nothing(wiki: Wiki) -> None:
    page = Builder(wiki).page("Diary", "one\ntwo")
    found = wiki.view().compare(None, _history(wiki, page)[0])
    assert [(line.mark, line.words) for line in found.lines] == [(Mark.ADDED, "one"), (Mark.ADDED, "two")]
    assert found.words(Mark.ADDED) == 2


def test_a_reader_is_told_nothing_of_the_history(wiki: Wiki) -> None:
    story = Story(wiki)
    reader = wiki.view(NOTHING_SEEN)
    assert reader.history(story.page) == ()
    with pytest.raises(NotFound, match="for the author"):
        reader.compare(story.before, story.after)
    with pytest.raises(NotFound, match="for the author"):
        reader.restoring_edits(story.before, facts=True)


def test_revisions_of_two_pages_are_not_compared(wiki: Wiki) -> None:
    build = Builder(wiki)
    one, other = build.page("One"), build.page("Other")
    with pytest.raises(NotFound, match="two pages"):
        wiki.view().compare(_history(wiki, one)[0], _history(wiki, other)[0])
    with pytest.raises(InvalidEdit, match="another page"):
        wiki.apply(RestoreRevision(one, _history(wiki, other)[0]))


def test_a_text_is_restored_as_an_edit_that_can_be_undone(wiki: Wiki) -> None:
    story = Story(wiki)
    wiki.apply(SavePage(story.page, "She is loud. And", closing=False))
    wiki.apply(*wiki.view().restoring_edits(story.before, facts=False))
    view = wiki.view()
    assert view.text(story.page).body == "She is quiet."
    assert view.page(story.page).title == "Choi Nam-ra"
    newest, open_before = view.history(story.page)[:2]
    assert newest.summary.startswith("restored as of ")
    assert view.revision_text(open_before.id) == "She is loud. And"
    assert wiki.undo_label() == "restore revision"
    wiki.undo()
    assert wiki.view().text(story.page).body == "She is loud. And"


def test_facts_are_restored_with_the_text_and_undone_together(wiki: Wiki) -> None:
    story = Story(wiki)
    wiki.apply(*wiki.view().restoring_edits(story.before, facts=True), label="restore revision")
    view = wiki.view()
    assert view.text(story.page).body == "She is quiet."
    assert view.facts(Name, page=story.page) == (story.name,)
    assert view.facts(ProfileValue, page=story.page) == (story.age,)
    assert view.status_events(story.page) == ()
    assert view.portrayals_of(story.page) == ()
    assert view.subject(story.page) == Character(story.page)
    assert (view.page(story.page).title, view.page(story.page).reviewed) == ("Nam-ra", True)
    (newest, *_) = view.history(story.page)
    assert view.compare(story.before, newest.id).facts[1:] == ()
    wiki.undo()
    back = wiki.view()
    assert back.page(story.page).title == "Choi Nam-ra"
    assert back.status_events(story.page) == (story.alive,)
    assert back.subject(story.page) == Character(story.page, "human")
    wiki.close()
    assert check(wiki.path) == ()


def test_a_deleted_page_comes_back_with_its_facts(wiki: Wiki) -> None:
    story = Story(wiki)
    before = wiki.view().history(story.page)
    wiki.apply(DeletePage(story.page))
    assert wiki.view().history(story.page) == before
    wiki.apply(RestorePage(story.page), *wiki.view().restoring_edits(story.before, facts=True))
    assert wiki.view().facts(Name, page=story.page) == (story.name,)
    assert wiki.view().text(story.page).body == "She is quiet."


def test_restoring_what_refers_to_nothing_any_more_is_refused_whole(wiki: Wiki) -> None:
    build = Builder(wiki)
    show, _ = build.show()
    page, friend = build.character(show, "One", body="first"), build.character(show, "Other")
    tie = Relationship(FactId(new_id()), page, friend, "friend")
    wiki.apply(AddFact(tie))
    with_tie = _history(wiki, page)[-1]
    wiki.apply(RemoveFact("Relationship", tie.id), SavePage(page, "second"), DeletePage(friend))
    with pytest.raises(NotFound):
        wiki.apply(*wiki.view().restoring_edits(with_tie, facts=True))
    assert wiki.view().text(page).body == "second"


def test_a_revision_is_called_by_how_its_id_begins(wiki: Wiki) -> None:
    page = Builder(wiki).page("Diary", "one")
    wiki.apply(SavePage(page, "two"))
    history = wiki.view().history(page)
    assert revision_named(history, history[1].id[:8]) == history[1]
    for wrong in ("", "x", "nothing"):
        with pytest.raises(NotFound):
            revision_named(history, wrong)


def test_people_born_are_compared_as_the_page(wiki: Wiki) -> None:
    build = Builder(wiki)
    person = build.person("Cho Yi-hyun")
    first = _history(wiki, person)[-1]
    wiki.apply(ChangeSubject(Person(person, born=None)), ReviewPage(person, True))
    (change,) = wiki.view().compare(first, _history(wiki, person)[-1]).facts
    assert [(f.name, f.before, f.after) for f in change.fields] == [("reviewed", "no", "yes")]


def test_a_page_that_became_a_favourite_is_compared_like_any(wiki: Wiki) -> None:
    page = Builder(wiki).page("Diary", "one")
    first = _history(wiki, page)[-1]
    wiki.apply(AddFact(Favourite(FactId(new_id()), page)), SavePage(page, "two"))
    (change,) = wiki.view().compare(first, _history(wiki, page)[-1]).facts
    assert (change.mark, change.noun, change.said) == (Mark.ADDED, "favourite", "")


def test_every_fact_of_a_page_can_be_said() -> None:
    own = {"page", "character", "subject", "show", "group", "person"}
    of_pages = {name for name, record in FACT_TYPES.items() if own & {field.name for field in fields(record)}}
    assert of_pages <= TOLD_BY.keys()
