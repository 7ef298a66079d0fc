"""The trash in the window: emptied when one asks for it, after a backup, and by itself only if that is set."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fanwiki.domain.edits import DeletePage, RestorePage
from fanwiki.ui.dialogs.empty_trash import EmptyTrashDialog
from fanwiki.ui.dialogs.settings import SettingsDialog
from fanwiki.ui.dialogs.trash import TrashDialog
from fanwiki.ui.trash_work import WAIT_MS, TrashWork
from fanwiki.wiki import wiki as wiki_module
from fanwiki.wiki.backups import backups_of
from tests.ui.driving import PATIENCE_MS, Driven, Driver

pytestmark = pytest.mark.gui

PAGE = "Class 2-5"


def _delete(driven: Driven) -> None:
    driven.session.apply(DeletePage(driven.page(PAGE)))
    driven.settle()


def _trash(driven: Driven) -> int:
    return len(driven.session.author_view().trash())


def test_the_trash_is_emptied_after_a_question_and_a_backup(driven: Driven, file: Path) -> None:
    _delete(driven)
    driven.do("restore_page")
    driven.settle()
    trash = driven.dialog(TrashDialog)
    trash.empty.click()
    dialog = driven.dialog(EmptyTrashDialog)
    assert [dialog.list.item(row).text() for row in range(dialog.list.count())] == [PAGE]
    dialog.go.click()
    driven.qtbot.waitUntil(lambda: _trash(driven) == 0, timeout=PATIENCE_MS)
    driven.settle()
    assert len(backups_of(file)) == 1
    assert not trash.empty.isEnabled()
    assert "for good" in driven.window.notice.text
    trash.reject()


def test_a_reader_is_told_no_titles(driven: Driven, file: Path) -> None:
    _delete(driven)
    driven.session.set_viewpoint(driven.session.author_view().viewpoint_at("S1E01"))
    driven.do("restore_page")
    driven.settle()
    trash = driven.dialog(TrashDialog)
    assert trash.list.topLevelItemCount() == 0
    assert "for the author" in trash.nothing.text()
    assert not trash.empty.isEnabled()
    trash.reject()


def test_whoever_thinks_better_of_it_keeps_all(driven: Driven, file: Path) -> None:
    _delete(driven)
    driven.do("restore_page")
    driven.settle()
    trash = driven.dialog(TrashDialog)
    trash.empty.click()
    driven.dialog(EmptyTrashDialog).reject()
    trash.reject()
    driven.settle()
    assert _trash(driven) == 1
    assert backups_of(file) == ()


def test_without_a_backup_nothing_goes(driven: Driven, file: Path) -> None:
    _delete(driven)
    file.with_name(f"{file.stem} backups").write_text("in the way")
    driven.find(TrashWork).empty(tuple(page.id for page, _ in driven.session.author_view().trash()))
    driven.qtbot.waitUntil(lambda: "No backup could be made" in driven.window.notice.text, timeout=PATIENCE_MS)
    driven.settle()
    assert _trash(driven) == 1


def test_it_is_emptied_by_itself_only_if_that_is_set(
    driven: Driven, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = driven.find(TrashWork)
    assert work.timer.interval() == WAIT_MS
    with monkeypatch.context() as patch:
        month_ago = (datetime.now(UTC) - timedelta(days=31)).isoformat(timespec="seconds")
        patch.setattr(wiki_module, "_now", lambda: month_ago)
        _delete(driven)
    page = driven.session.author_view().trash()[0][0]
    work.timer.start(0)
    driven.qtbot.waitUntil(lambda: not work.timer.isActive(), timeout=PATIENCE_MS)
    driven.settle()
    assert _trash(driven) == 1
    driven.do("show_settings")
    dialog = driven.dialog(SettingsDialog)
    assert dialog.trash.text() == "Never by itself"
    dialog.trash.setValue(30)
    dialog.reject()
    assert driver.settings.trash_days() == 30
    work.timer.start(0)
    driven.qtbot.waitUntil(lambda: _trash(driven) == 0, timeout=PATIENCE_MS)
    driven.settle()
    driven.session.apply(RestorePage(page.id))
    driven.settle()
    assert "not in the trash" in driven.dismiss()
