"""The window makes backups while one works, shows what they hold, and opens one beside the wiki."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from fanwiki.domain.edits import SavePage
from fanwiki.ui.backup_work import EVERY_MS, BackupWork
from fanwiki.ui.dialogs.backups import BackupsDialog
from fanwiki.wiki import Wiki
from fanwiki.wiki.backups import back_up_in_turn, backups_of
from tests.ui.driving import PATIENCE_MS, Driven, Driver

pytestmark = pytest.mark.gui


def test_a_backup_is_made_after_a_change_and_not_without(driven: Driven, file: Path) -> None:
    work = driven.find(BackupWork)
    assert not work.timer.isActive()
    driven.go("Class 2-5")
    driven.type("Changed. ")
    driven.do("save_page")
    driven.settle()
    assert work.timer.isActive()
    assert work.timer.interval() == EVERY_MS == 600_000
    work.timer.setInterval(0)
    driven.qtbot.waitUntil(lambda: len(backups_of(file)) == 1, timeout=PATIENCE_MS)
    assert not work.timer.isActive()


def test_what_stands_in_the_way_of_a_backup_is_said(driven: Driven, file: Path) -> None:
    file.with_name(f"{file.stem} backups").write_text("in the way")
    work = driven.find(BackupWork)
    work.timer.start(0)
    driven.qtbot.waitUntil(lambda: "No backup could be made" in driven.window.notice.text, timeout=PATIENCE_MS)


def test_a_backup_is_opened_beside_the_wiki(driver: Driver, file: Path) -> None:
    back_up_in_turn(file, datetime(2026, 1, 1, 12, tzinfo=UTC))
    wiki = Wiki.open(file)
    wiki.apply(SavePage(wiki.view().find("Class 2-5").id, "Spoilt."))
    wiki.close()
    back_up_in_turn(file, datetime(2026, 1, 2, 12, tzinfo=UTC))
    driven = driver.open(file)
    driven.do("restore_backup")
    dialog = driven.dialog(BackupsDialog)
    newest, older = (dialog.list.topLevelItem(row) for row in (0, 1))
    assert newest is not None
    assert older is not None
    driven.qtbot.waitUntil(lambda: "…" not in (newest.text(4), older.text(4)), timeout=PATIENCE_MS)
    assert newest.text(4).startswith("Class 2-5")
    assert int(newest.text(2)) == int(older.text(2)) + 1
    dialog.list.setCurrentItem(older)
    with driven.qtbot.waitSignal(driven.window.ready, timeout=PATIENCE_MS):
        dialog.open_copy.click()
    assert driven.session.wiki.path != file
    assert driven.session.wiki.path.parent == file.parent
    body = driven.session.author_view().text(driven.page("Class 2-5")).body
    assert body
    assert body != "Spoilt."
    present = Wiki.open(file)
    assert present.view().text(present.view().find("Class 2-5").id).body == "Spoilt."
    present.close()
    assert len(backups_of(file)) == 2


def test_without_backups_the_dialog_says_when_there_will_be_one(driven: Driven) -> None:
    driven.do("restore_backup")
    dialog = driven.dialog(BackupsDialog)
    assert not dialog.open_copy.isEnabled()
    dialog.reject()
