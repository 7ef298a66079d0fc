"""What one types becomes revisions: one for what is written in one go, ended by a summary or by going elsewhere."""

from pathlib import Path

import pytest

from fanwiki.domain.edits import RenamePage
from fanwiki.ui.dialogs.line import LineDialog
from tests.ui.driving import Driven, Driver

pytestmark = pytest.mark.gui

PAGE, OTHER = "Class 2-5", "Jonas virus"


def _revisions(driven: Driven, title: str = PAGE) -> list[str]:
    return [revision.summary for revision in driven.session.author_view().history(driven.page(title))]


def _save(driven: Driven, text: str) -> None:
    driven.type(text)
    driven.do("save_page")
    driven.settle()


def _describe(driven: Driven, summary: str) -> None:
    driven.do("describe_save")
    dialog = driven.dialog(LineDialog)
    dialog.line.setText(summary)
    dialog.go.click()
    driven.settle()


def test_what_is_typed_in_one_go_is_one_revision(driven: Driven) -> None:
    driven.go(PAGE)
    before = len(_revisions(driven))
    for text in ("One. ", "Two. ", "Three. "):
        _save(driven, text)
    assert len(_revisions(driven)) == before + 1


def test_another_page_ends_the_revision_though_all_was_saved(driven: Driven) -> None:
    driven.go(PAGE)
    before = len(_revisions(driven))
    _save(driven, "One. ")
    driven.go(OTHER, new_tab=True)
    driven.settle()
    driven.go(PAGE)
    _save(driven, "Two. ")
    assert len(_revisions(driven)) == before + 2


def test_another_page_ends_what_is_not_saved_yet(driven: Driven) -> None:
    driven.go(PAGE)
    before = len(_revisions(driven))
    driven.type("One. ")
    driven.go(OTHER, new_tab=True)
    driven.settle()
    driven.go(PAGE)
    driven.type("Two. ")
    driven.go(OTHER)
    driven.settle()
    assert len(_revisions(driven)) == before + 2


def test_a_summary_ends_the_revision_and_names_it(driven: Driven) -> None:
    driven.go(PAGE)
    before = _revisions(driven)
    _save(driven, "One. ")
    driven.type("And more. ")
    _describe(driven, "  who was  there ")
    _save(driven, "Two. ")
    assert _revisions(driven) == ["", "who was there", *before]


def test_a_summary_comes_to_what_is_saved_already(driven: Driven) -> None:
    driven.go(PAGE)
    before = _revisions(driven)
    _save(driven, "One. ")
    _describe(driven, "the roof")
    assert _revisions(driven) == ["the roof", *before]
    _describe(driven, "again")
    assert "has not been changed" in driven.window.notice.text
    assert _revisions(driven) == ["the roof", *before]


def test_a_summary_waits_for_a_save_under_way(driven: Driven) -> None:
    driven.go(PAGE)
    before = _revisions(driven)
    driven.type("One. ")
    driven.do("save_page")
    driven.type("Two. ")
    assert driven.tab.end_revision("both")
    driven.settle()
    driven.qtbot.waitUntil(lambda: not driven.tab.has_unsaved)
    driven.settle()
    assert _revisions(driven) == ["both", *before]
    assert "One. Two. " in driven.session.author_view().text(driven.page(PAGE)).body


def test_what_was_done_before_a_restart_is_undone_after_it(driver: Driver, file: Path) -> None:
    driven = driver.open(file)
    page = driven.page(PAGE)
    driven.session.apply(RenamePage(page, "Class of the roof"))
    driven.settle()
    driver.close(driven)
    again = driver.open(file)
    again.window.tree.setFocus()
    again.do("undo_step")
    again.settle()
    assert again.session.author_view().page(page).title == PAGE
