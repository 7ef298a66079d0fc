"""What was typed and not saved comes back after a crash, whatever has happened to its page since."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanwiki.domain.edits import DeletePage, SavePage
from fanwiki.domain.entities import Page
from fanwiki.domain.ids import PageId
from fanwiki.domain.vocabulary import PageKind
from fanwiki.wiki import Wiki
from fanwiki.wiki.keystrokes import BroughtBack, KeystrokeJournal, TypedText, bring_back, journal_of
from tests.building import Builder


def typed(wiki: Wiki, page: PageId, *texts: str) -> KeystrokeJournal:
    """A journal of someone who typed these texts one after the other, and whose program then crashed."""
    journal = KeystrokeJournal(wiki.path)
    saved = wiki.view().text(page).body
    for text in texts:
        journal.note([TypedText(page, saved, text)])
    return journal


def beside(wiki: Wiki, page: PageId) -> list[Page]:
    return [each for each in wiki.view().pages(PageKind.ARTICLE) if each.id != page]


def test_unsaved_text_comes_back_once(wiki: Wiki) -> None:
    page = Builder(wiki).page("Nam-ra", "one\n")
    typed(wiki, page, "one\nt", "one\ntwo 온조 🧟", "one\ntwo 온조 🧟 three")
    assert bring_back(wiki) == BroughtBack(1)
    assert wiki.view().text(page).body == "one\ntwo 온조 🧟 three"
    assert not journal_of(wiki.path).exists()
    assert bring_back(wiki) == BroughtBack()


def test_a_clean_close_leaves_nothing_beside_the_wiki(wiki: Wiki) -> None:
    page = Builder(wiki).page("Nam-ra", "one")
    journal = typed(wiki, page, "one two")
    assert journal_of(wiki.path).exists()
    journal.close()
    assert not journal_of(wiki.path).exists()


def test_what_was_saved_is_not_brought_back_over_what_came_later(wiki: Wiki) -> None:
    page = Builder(wiki).page("Nam-ra", "one")
    journal = typed(wiki, page, "one two")
    wiki.apply(SavePage(page, "one two"))
    journal.note([TypedText(page, "one two", "one two")])
    wiki.apply(SavePage(page, "something else"))
    assert bring_back(wiki) == BroughtBack()
    assert wiki.view().text(page).body == "something else"


def test_a_save_whose_answer_never_came_is_no_loss_and_no_conflict(wiki: Wiki) -> None:
    page = Builder(wiki).page("Nam-ra", "one")
    typed(wiki, page, "one two")
    wiki.apply(SavePage(page, "one two"))
    assert bring_back(wiki) == BroughtBack()


def test_a_page_that_was_changed_elsewhere_gets_both(wiki: Wiki) -> None:
    page = Builder(wiki).page("Nam-ra", "first\nmiddle\nlast\n")
    typed(wiki, page, "first, mine\nmiddle\nlast\n")
    wiki.apply(SavePage(page, "first\nmiddle\nlast, theirs\n"))
    assert bring_back(wiki) == BroughtBack(1)
    assert wiki.view().text(page).body == "first, mine\nmiddle\nlast, theirs\n"


def test_what_cannot_be_put_together_is_kept_beside_as_hidden_as_its_page(wiki: Wiki) -> None:
    build = Builder(wiki)
    show, episodes = build.show()
    page = build.character(show, "Nam-ra", episodes[2], "first")
    typed(wiki, page, "mine")
    wiki.apply(SavePage(page, "theirs"))
    journal = journal_of(wiki.path).read_bytes()
    found = bring_back(wiki)
    assert wiki.view().text(page).body == "theirs"
    (kept,) = beside(wiki, page)
    assert found == BroughtBack(1, (kept.title,))
    assert wiki.view().text(kept.id).body == "mine"
    assert kept.introduced_at == episodes[2]
    # A crash between the save and the removal of the journal brings nothing twice.
    journal_of(wiki.path).write_bytes(journal)
    assert bring_back(wiki) == BroughtBack()


def test_text_of_a_page_in_the_trash_is_kept_beside(wiki: Wiki) -> None:
    page = Builder(wiki).page("Nam-ra", "first")
    typed(wiki, page, "mine")
    wiki.apply(DeletePage(page))
    assert bring_back(wiki).pages == 1
    (kept,) = beside(wiki, page)
    assert wiki.view().text(kept.id).body == "mine"


def test_a_character_that_no_file_can_hold_does_not_keep_a_wiki_from_opening(wiki: Wiki) -> None:
    page = Builder(wiki).page("Nam-ra", "first")
    typed(wiki, page, "fi\0rst")
    assert bring_back(wiki).pages == 1
    assert wiki.view().text(page).body == "fi\ufffdrst"


@pytest.mark.parametrize("lost", [1, 5, 40])
def test_a_line_that_was_cut_off_takes_no_other_with_it(wiki: Wiki, lost: int) -> None:
    page = Builder(wiki).page("Nam-ra", "one")
    typed(wiki, page, "one two", "one two three")
    path = journal_of(wiki.path)
    path.write_bytes(path.read_bytes()[:-lost])
    bring_back(wiki)
    assert wiki.view().text(page).body == ("one two three" if lost == 1 else "one two")


def test_a_journal_that_has_grown_begins_anew_when_all_is_saved(wiki: Wiki) -> None:
    page = Builder(wiki).page("Nam-ra", "")
    journal = typed(wiki, page, "x" * 5_000_000)
    assert journal_of(wiki.path).stat().st_size > 5_000_000
    journal.note([TypedText(page, "x" * 5_000_000, "x" * 5_000_000)])
    assert not journal_of(wiki.path).exists()
    journal.note([TypedText(page, "x", "xy")])
    assert bring_back(wiki).pages == 1


PIECES = st.text(alphabet="ab\n조🧟\r", max_size=12)


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(st.tuples(PIECES, st.booleans()), max_size=8))
def test_the_last_text_written_down_is_what_comes_back(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, bool]]
) -> None:
    path: Path = tmp_path_factory.mktemp("typed") / "test.fanwiki"
    wiki = Wiki.create(path)
    page = Builder(wiki).page("Nam-ra", "begin")
    journal = KeystrokeJournal(path)
    saved = text = "begin"
    for text, save in steps:
        if save:
            wiki.apply(SavePage(page, text))
            saved = text
        journal.note([TypedText(page, saved, text)])
    bring_back(wiki)
    assert wiki.view().text(page).body == text
    wiki.close()
