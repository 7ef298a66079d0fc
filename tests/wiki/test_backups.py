"""Backups are sound when they are made, and the newest of each day and week stays."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fanwiki.domain.errors import WikiError, WikiFileError
from fanwiki.wiki import Wiki
from fanwiki.wiki.backups import Backup, back_up_in_turn, backup, backups_of, folder_of, superfluous
from tests.building import Builder


def test_a_backup_is_the_wiki_and_compact(wiki: Wiki, tmp_path: Path) -> None:
    Builder(wiki).page("Diary", "온조 wrote this.")
    out = tmp_path / "copy.fanwiki"
    backup(wiki.path, out)
    copy = Wiki.open(out, read_only=True)
    assert copy.view().text(copy.view().find("Diary").id).body == "온조 wrote this."
    copy.close()
    with pytest.raises(WikiFileError, match="exists already"):
        backup(wiki.path, out)


def test_no_backup_is_made_of_a_damaged_wiki_and_none_goes(wiki: Wiki, tmp_path: Path) -> None:
    Builder(wiki).page("Diary", "first")
    good = back_up_in_turn(wiki.path, datetime(2026, 1, 1, tzinfo=UTC))
    wiki.close()
    connection = sqlite3.connect(wiki.path)
    connection.execute("UPDATE page_text SET body = 'forged'")
    connection.commit()
    connection.close()
    with pytest.raises(WikiError, match="not sound"):
        back_up_in_turn(wiki.path, datetime(2026, 1, 2, tzinfo=UTC))
    assert backups_of(wiki.path) == (good,)
    assert [each.name for each in folder_of(wiki.path).iterdir()] == [good.path.name]


def test_each_day_and_week_keeps_its_newest() -> None:
    newest = datetime(2026, 6, 1, 12, tzinfo=UTC)
    made = [newest - timedelta(hours=6 * step) for step in range(4 * 120)]
    backups = [Backup(Path(f"{each}"), each) for each in made]
    gone = superfluous(backups)
    kept = [each.made for each in backups if each not in gone]
    assert kept[0] == newest
    today, before = kept[:4], kept[4:]
    assert today == made[:4]
    assert len({each.date() for each in before}) == len(before)
    days = sorted({each.date() for each in kept}, reverse=True)
    assert len(days) == 12 + 10 - len({each.isocalendar()[:2] for each in days[:12]})


def test_within_a_day_each_hour_keeps_its_newest() -> None:
    newest = datetime(2026, 6, 1, 12, 55, tzinfo=UTC)
    made = [newest - timedelta(minutes=10 * step) for step in range(6 * 48)]
    backups = [Backup(Path(f"{each}"), each) for each in made]
    gone = superfluous(backups)
    kept = [each.made for each in backups if each not in gone]
    assert kept[:24] == [newest - timedelta(hours=hour) for hour in range(24)]
    assert [f"{each:%m-%d}" for each in kept[24:]] == ["05-30"]


def test_two_backups_in_one_second_are_two(wiki: Wiki) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    one, other = back_up_in_turn(wiki.path, now), back_up_in_turn(wiki.path, now)
    assert other.made - one.made == timedelta(seconds=1)
    assert other.path.is_file()


def test_what_cannot_be_written_is_said_and_nothing_is_left(wiki: Wiki, tmp_path: Path) -> None:
    with pytest.raises(WikiFileError, match=r"cannot be written|cannot be opened"):
        backup(wiki.path, tmp_path / "no such folder" / "copy.fanwiki")
    assert not list(tmp_path.glob("**/*.part"))
