"""Recent changes of the whole wiki, and the wiki as it stood."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from fanwiki.domain.edits import DeletePage, SavePage
from fanwiki.ui.dialogs.changes import ChangesDialog
from fanwiki.ui.dialogs.past import PastDialog
from fanwiki.wiki import Wiki
from fanwiki.wiki import wiki as wiki_module
from tests.building import NOTHING_SEEN, Builder
from tests.ui.driving import PATIENCE_MS, Driven, Driver
from tests.ui.panel_desk import everything_said, texts

pytestmark = pytest.mark.gui


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A wiki of two authors, last changed on the second of three days."""
    days = iter(range(1, 100))
    monkeypatch.setattr(wiki_module, "_now", lambda: datetime(2026, 1, next(days), 12, tzinfo=UTC).isoformat())
    wiki = Wiki.create(tmp_path / "Diary.fanwiki", author="Mira")
    build = Builder(wiki)
    show, _ = build.show(episodes=0)
    build.character(show, "Nam-ra", body="She is quiet.")
    page = build.page("Diary", "The roof is cold.")
    wiki.author = "Jun"
    wiki.apply(SavePage(page, "The roof was cold.", summary="tense"))
    wiki.apply(DeletePage(build.page("Gone", "words")))
    wiki.close()
    monkeypatch.undo()
    return wiki.path


@pytest.fixture
def diary(driver: Driver, path: Path) -> Driven:
    return driver.open(path)


def _dialog(diary: Driven) -> ChangesDialog:
    diary.do("show_changes")
    dialog = diary.find(ChangesDialog)
    diary.settle()
    return dialog


def test_every_revision_is_listed_newest_first_with_what_it_changed(diary: Driven) -> None:
    dialog = _dialog(diary)
    assert texts(dialog.tree) == ["Gone (in the trash)", "Diary", "Diary", "Nam-ra", "Show"]
    assert "tense" in everything_said(dialog.tree)
    assert not dialog.open_button.isEnabled()
    dialog.tree.setCurrentIndex(dialog.model.index(1, 0))
    diary.settle()
    assert "iswas" in dialog.diff.text.toPlainText()
    dialog.open_button.click()
    assert diary.tab.title == "Diary"


def test_changes_are_filtered(diary: Driven) -> None:
    dialog = _dialog(diary)
    dialog.author_filter.setCurrentIndex(dialog.author_filter.findData("Jun"))
    assert texts(dialog.tree) == ["Gone (in the trash)", "Diary"]
    dialog.author_filter.setCurrentIndex(0)
    dialog.kind_filter.setCurrentIndex(dialog.kind_filter.findData("character"))
    assert texts(dialog.tree) == ["Nam-ra"]
    dialog.kind_filter.setCurrentIndex(0)
    dialog.show_filter.setCurrentIndex(dialog.show_filter.findData("Show"))
    assert texts(dialog.tree) == ["Nam-ra", "Show"]


def test_the_list_follows_what_is_done(diary: Driven) -> None:
    dialog = _dialog(diary)
    diary.session.apply(SavePage(diary.page("Diary"), "Nobody came."))
    diary.settle()
    assert texts(dialog.tree)[0] == "Diary"
    assert dialog.model.rowCount() == 6


def test_a_reader_is_told_nothing_of_it(diary: Driven) -> None:
    dialog = _dialog(diary)
    diary.session.set_viewpoint(NOTHING_SEEN)
    diary.settle()
    assert dialog.model.rowCount() == 0
    assert dialog.diff.text.toPlainText() == ""
    assert dialog.author_filter.count() == 1
    assert "for the author" in dialog.empty.text()


def test_the_wiki_is_opened_as_it_stood(diary: Driven, path: Path) -> None:
    diary.do("open_past")
    dialog = diary.dialog(PastDialog)
    # Whatever day that is here: east of the Gulf it is the next.
    moment = datetime(2026, 1, 4, 20, tzinfo=UTC).astimezone().replace(tzinfo=None)
    dialog.moment.setDateTime(moment)  # type: ignore[arg-type]  # PySide takes it
    with diary.qtbot.waitSignal(diary.window.ready, timeout=PATIENCE_MS):
        dialog.go.click()
    assert diary.session.wiki.path != path
    assert f"as it stood on {moment:%Y-%m-%d}" in diary.session.wiki.path.name
    assert diary.session.author_view().text(diary.page("Diary")).body == "The roof is cold."


def test_a_moment_before_the_wiki_is_refused_in_words(diary: Driven, path: Path) -> None:
    diary.do("open_past")
    dialog = diary.dialog(PastDialog)
    dialog.moment.setDateTime(datetime(2001, 1, 1))  # type: ignore[arg-type]  # noqa: DTZ001 - PySide takes local time
    dialog.go.click()
    assert "no pages from before" in diary.dismiss()
    assert diary.session.wiki.path == path
