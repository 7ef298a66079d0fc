"""A wiki of many shows feels like one of few: what the window asks of the file does not grow with it.

Counted are the steps of SQLite's machine in the window's own thread, which are the same on any computer.
"""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import copy2
from typing import Any

import pytest
from sqlalchemy import Engine, event

from fanwiki.domain.edits import AddPage, RenamePage, SavePage
from fanwiki.domain.entities import Character, Episode, Season, Show
from fanwiki.domain.ids import PageId, new_id
from fanwiki.domain.vocabulary import PageKind
from fanwiki.wiki import Wiki
from tests.ui.driving import PATIENCE_MS, Driven, Driver

FEW, MANY = 6, 30
_GRAIN = 10
_ROOM = 1.5
"""Five times the wiki: what grows with it would be far beyond."""


class Steps:
    """How many steps the window's thread has had SQLite take."""

    def __init__(self) -> None:
        self.taken = 0

    def watch(self, connection: Any, _record: object) -> None:
        connection.set_progress_handler(self._count, _GRAIN)

    def _count(self) -> int:
        if threading.current_thread() is threading.main_thread():
            self.taken += _GRAIN
        return 0

    @contextmanager
    def counted(self) -> Iterator[list[int]]:
        """The steps taken in the block, in a list of one that is filled at its end."""
        found: list[int] = []
        before = self.taken
        yield found
        found.append(self.taken - before)


@pytest.fixture
def steps() -> Iterator[Steps]:
    made = Steps()
    event.listen(Engine, "connect", made.watch)
    yield made
    event.remove(Engine, "connect", made.watch)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A wiki of few shows, and one of many."""
    folder = tmp_path_factory.mktemp("large")
    found: list[Path] = []
    for shows in (FEW, MANY):
        found.append(folder / f"{shows}.fanwiki")
        with closing(Wiki.create(found[-1])) as wiki:
            wiki.apply(*(edit for number in range(shows) for edit in _show(number)))
    return found


def _show(number: int) -> Iterator[AddPage]:
    """A show with a season of some episodes, three characters and an article, and an article of no show."""
    show, season = PageId(new_id()), PageId(new_id())
    title = f"Show {number:02}"
    yield AddPage(show, PageKind.SHOW, title, subject=Show(show, f"s{number}"))
    yield AddPage(season, PageKind.SEASON, f"{title} season 1", show, subject=Season(season, show, 1))
    for each in range(1, 7):
        id = PageId(new_id())
        yield AddPage(id, PageKind.EPISODE, f"{title} episode {each}", season, subject=Episode(id, season, each))
    for name in ("Ada", "Bela", "Cid"):
        id = PageId(new_id())
        body = f"Knows [[Ada {number:02}]] of [[{title}]].\n"
        yield AddPage(id, PageKind.CHARACTER, f"{name} {number:02}", show, body, subject=Character(id))
    yield AddPage(PageId(new_id()), PageKind.ARTICLE, f"Article {number:02}", show, body=f"On [[Ada {number:02}]].\n")
    yield AddPage(PageId(new_id()), PageKind.ARTICLE, f"Loose {number:02}")


def _shown(driven: Driven, title: str) -> None:
    """Opens a page and waits until everything that follows has been done."""
    tab = driven.go(title)
    driven.qtbot.waitUntil(
        lambda: tab.preview is not None and tab.preview.is_ready and tab.live.is_complete, timeout=PATIENCE_MS
    )
    driven.settle()


@pytest.fixture
def windows(driver: Driver, steps: Steps, files: list[Path], tmp_path: Path) -> list[Driven]:
    """A window on each of the two wikis; each has shown its first page."""
    assert steps.taken == 0
    made = [driver.open(Path(copy2(file, tmp_path))) for file in files]
    for driven in made:
        _shown(driven, "Show 00")
    return made


def test_a_page_opened_asks_no_more_of_a_large_wiki(windows: list[Driven], steps: Steps) -> None:
    for title in ("Bela 01", "Article 02", "Show 03", "Show 03 episode 2", "Show 02 season 1"):
        taken: list[int] = []
        for driven in windows:
            with steps.counted() as found:
                _shown(driven, title)
            taken += found
        assert taken[0] > 0
        assert taken[1] <= taken[0] * _ROOM, (title, taken)


def test_a_saved_text_asks_no_more_of_a_large_wiki(windows: list[Driven], steps: Steps) -> None:
    taken: list[int] = []
    for driven in windows:
        _shown(driven, "Bela 01")
        with steps.counted() as found:
            driven.session.apply(SavePage(driven.page("Article 02"), "Another text, on [[Cid 02]].\n"))
            driven.settle()
        taken += found
    assert taken[1] <= taken[0] * _ROOM, taken


def test_a_rename_asks_no_more_of_a_large_wiki(windows: list[Driven], steps: Steps) -> None:
    taken: list[int] = []
    for driven in windows:
        _shown(driven, "Bela 01")
        page = driven.page("Article 02")
        with steps.counted() as found:
            driven.session.apply(RenamePage(page, "A new title"))
            driven.settle()
        taken += found
    assert taken[1] <= taken[0] * _ROOM, taken


def test_a_rename_leaves_the_other_pages_of_its_level_alone(windows: list[Driven], steps: Steps) -> None:
    taken: list[int] = []
    for driven in windows:
        _shown(driven, "Loose 01")
        page = driven.page("Loose 02")
        with steps.counted() as found:
            driven.session.apply(RenamePage(page, "A new title"))
            driven.settle()
        taken += found
        assert "A new title" in driven.tree_texts(driven.tree_index("Pages"))
    assert taken[1] <= taken[0] * _ROOM, taken


def test_episodes_of_a_show_are_asked_for_once(windows: list[Driven], steps: Steps) -> None:
    driven = windows[0]
    _shown(driven, "Show 01 episode 1")
    with steps.counted() as first:
        _shown(driven, "Show 02 episode 1")
    with steps.counted() as second:
        _shown(driven, "Show 02 episode 2")
    assert second[0] < first[0]
