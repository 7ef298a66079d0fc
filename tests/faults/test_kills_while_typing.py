"""A program killed while one types loses a second of it at most, or as much more as the machine itself was late."""

import time
from pathlib import Path
from random import Random

import pytest

from fanwiki.wiki import Wiki
from fanwiki.wiki.checking import check
from fanwiki.wiki.keystrokes import bring_back
from tests.building import Builder
from tests.conftest import Tell
from tests.faults.extent import times
from tests.faults.typist import BEAT_S
from tests.faults.window import typing_window

pytest.importorskip("PySide6")
pytestmark = pytest.mark.gui

KILLS = times(2, 200)
LOSS = 1.0
"""Seconds of typing."""
TITLE = "Class 2-5"


def typed_until_killed(wiki: Path, log: Path, seconds: float) -> tuple[list[tuple[float, str]], float]:
    """What somebody types, with the seconds before the kill, which comes so long after the first character; and how
    late the machine was.
    """
    with typing_window(wiki, TITLE, log) as typist:
        time.sleep(seconds)
        killed = time.monotonic()
        typist.kill()
    lines = (line.split() for line in log.read_text().splitlines())
    return [(killed - float(when), chr(int(letter))) for when, letter in lines], _lateness(log, killed)


def _lateness(log: Path, killed: float) -> float:
    """The longest that a rest and a write took over their time, the one that the kill cut off among them."""
    whole, _, _ = Path(f"{log}.late").read_text().rpartition("\n")
    turns = [tuple(map(float, line.split())) for line in whole.splitlines()]
    last = max((ended for ended, _ in turns), default=killed)
    return max((killed - last - BEAT_S, *(late for _, late in turns)))


def test_a_second_of_typing_is_the_most_that_a_kill_takes(tmp_path: Path, tell: Tell) -> None:
    dice = Random(20260202)
    losses: list[float] = []
    late: list[float] = []
    corrupt = characters = 0
    for number in range(KILLS):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = folder / "test.fanwiki"
        wiki = Wiki.create(path)
        page = Builder(wiki).page(TITLE, "\n\nWhat was there before.")
        wiki.close()
        typed, lateness = typed_until_killed(path, folder / "log", dice.uniform(0.3, 7))
        corrupt += bool(check(path))
        # A lock whose holder was killed locks nobody out.
        wiki = Wiki.open(path)
        bring_back(wiki)
        found = wiki.view().text(page).body.removesuffix("\n\nWhat was there before.")
        wiki.close()
        written = "".join(letter for _, letter in typed)
        # The last character may have been taken and not logged.
        assert written.startswith(found[: len(written)])
        characters += len(written)
        losses.append(max((before for before, _ in typed[len(found) :]), default=0.0))
        late.append(lateness)
    tell(
        f"{KILLS} kills while typing {characters} characters: at most {max(losses):.2f} s lost,"
        f" {sum(losses) / KILLS:.2f} s on average; {corrupt} files corrupt; the machine was {max(late):.2f} s late"
    )
    assert [(loss, more) for loss, more in zip(losses, late, strict=True) if loss > LOSS + more] == []
    assert not corrupt
