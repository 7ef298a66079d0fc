"""Whatever is opened in the window reads what it shows, however large the wiki: no dialog, pane, form or menu goes
through all of it in the window's own thread.

Counted are the rows that SQLite gives to that thread, and the steps of its machine there, which see what is looked
through without being given. Both are the same on any computer.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from shutil import copy2
from typing import Any

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget
from sqlalchemy import Engine, event

from fanwiki.domain.edits import AddFact, AddPage, Edit
from fanwiki.domain.entities import (
    Character,
    Claim,
    Episode,
    Group,
    Membership,
    Person,
    Portrayal,
    Relationship,
    Season,
    Show,
    Source,
    StatusEvent,
)
from fanwiki.domain.ids import FactId, PageId, SourceId, new_id
from fanwiki.domain.vocabulary import PageKind, SourceKind, Standing
from fanwiki.ui.panels.claims.panel import ClaimsPanel
from fanwiki.wiki import Wiki
from tests.ui.driving import PATIENCE_MS, Driven, Driver

_SHOWS, _EPISODES, _CHARACTERS = 60, 12, 30
_ROWS = 600
"""More than belongs to any one show, far less than there are pages, or ties, or claims."""
_STEPS = 30_000
"""Fewer than it takes to look at each of the pages."""
_GRAIN = 100
_NOT_OPENING = frozenset(
    {
        "quit_program", "close_wiki", "create_wiki", "open_wiki", "open_sample", "rescue_wiki", "toggle_fullscreen",
        "close_tab", "close_side", "delete_page", "undo_step", "redo_step", "show_findings",
    }
)  # fmt: skip
"""What leaves the wiki or changes it, asks for a file, or has another process begin."""


class Reads:
    """What the window's thread has been given by SQLite, and what steps that took."""

    def __init__(self) -> None:
        self.rows = 0
        self.steps = 0

    def watch(self, connection: Any, _record: object) -> None:
        connection.row_factory = self._row
        connection.set_progress_handler(self._step, _GRAIN)

    def _row(self, _cursor: object, row: object) -> object:
        self.rows += threading.current_thread() is threading.main_thread()
        return row

    def _step(self) -> int:
        self.steps += _GRAIN * (threading.current_thread() is threading.main_thread())
        return 0


@pytest.fixture
def reads() -> Iterator[Reads]:
    made = Reads()
    event.listen(Engine, "connect", made.watch)
    yield made
    event.remove(Engine, "connect", made.watch)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wiki of some 3,000 pages, and of as many facts of each kind that forms and panes show."""
    path = tmp_path_factory.mktemp("opening") / "large.fanwiki"
    with closing(Wiki.create(path)) as wiki:
        state = wiki.view().states()[0].id
        before = PageId("")
        for number in range(_SHOWS):
            edits = list(_show(number))
            cast = [each.id for each in edits if isinstance(each, AddPage) and each.kind is PageKind.CHARACTER]
            edits += [AddFact(StatusEvent(FactId(new_id()), each, state)) for each in cast]
            # A tie to the show before, so that ties are not each within one show.
            edits += [AddFact(Relationship(FactId(new_id()), cast[0], before, "friend"))] if before else []
            wiki.apply(*edits)
            before = cast[0]
    return path


def _show(number: int) -> Iterator[Edit]:
    show, season, group, source = (new_id() for _ in range(4))
    title = f"Show {number:02}"
    yield AddPage(PageId(show), PageKind.SHOW, title, subject=Show(PageId(show), f"s{number}"))
    yield AddPage(
        PageId(season),
        PageKind.SEASON,
        f"{title} season 1",
        PageId(show),
        subject=Season(PageId(season), PageId(show), 1),
    )
    yield AddPage(PageId(group), PageKind.GROUP, f"Group {number:02}", subject=Group(PageId(group)))
    yield AddPage(PageId(new_id()), PageKind.TEMPLATE, f"Card {number:02}", body="{{{title}}}")
    yield AddFact(Source(SourceId(source), SourceKind.ARTICLE, f"Source {number:02}"))
    for each in range(1, _EPISODES + 1):
        id = PageId(new_id())
        yield AddPage(
            id, PageKind.EPISODE, f"{title} episode {each}", PageId(season), subject=Episode(id, PageId(season), each)
        )
    last = PageId("")
    for each in range(_CHARACTERS):
        id, person = PageId(new_id()), PageId(new_id())
        name = f"{number:02} {each:02}"
        yield AddPage(id, PageKind.CHARACTER, f"Ann {name}", PageId(show), f"Of [[{title}]].\n", Character(id))
        if each < 3:
            yield AddPage(person, PageKind.PERSON, f"Actor {name}", subject=Person(person))
            yield AddFact(Portrayal(FactId(new_id()), PageId(show), person, id))
        yield AddFact(Membership(FactId(new_id()), PageId(group), id))
        yield AddFact(
            Claim(FactId(new_id()), id, f"renewal {name}", "yes", Standing.ANNOUNCED, source=SourceId(source))
        )
        if last:
            yield AddFact(Relationship(FactId(new_id()), id, last, f"friend {each}"))
        last = id


class Opening:
    """Opens things and keeps account of what that read."""

    def __init__(self, driven: Driven, reads: Reads) -> None:
        self._driven = driven
        self._reads = reads
        self.too_much: dict[str, tuple[int, int]] = {}

    def go(self, title: str) -> None:
        self.of(title, lambda: self._driven.go(title))

    def of(self, what: str, open_it: Callable[[], object]) -> None:
        rows, steps = self._reads.rows, self._reads.steps
        open_it()
        self._settle()
        found = (self._reads.rows - rows, self._reads.steps - steps)
        if found[0] > _ROWS or found[1] > _STEPS:
            self.too_much[what] = found
        self._dismiss()

    def _settle(self) -> None:
        self._driven.settle()
        self._driven.qtbot.waitUntil(lambda: self._driven.desk.at_rest, timeout=PATIENCE_MS)

    def _dismiss(self) -> None:
        while (shown := QApplication.activePopupWidget() or QApplication.activeModalWidget()) is not None:
            if isinstance(shown, QDialog):
                shown.reject()
            else:
                shown.close()
            QApplication.processEvents()
        self._settle()


@pytest.fixture
def opening(driver: Driver, reads: Reads, file: Path, tmp_path: Path) -> Iterator[tuple[Driven, Opening]]:
    driven = driver.open(Path(copy2(file, tmp_path)))
    yield driven, (made := Opening(driven, reads))
    assert made.too_much == {}


def test_an_action_that_opens_something(opening: tuple[Driven, Opening]) -> None:
    driven, made = opening
    for title in ("Show 07", "Show 07 episode 3", "Ann 07 03", "Actor 07 02", "Group 07"):
        made.go(title)
    actions = driven.window.actions_of_window
    for name in sorted(set(actions.names()) - _NOT_OPENING):
        if actions[name].isEnabled():
            made.of(name, actions[name].trigger)
            if driven.window.tabs.current is None:
                driven.go("Ann 07 03")
    made.of("show_findings", actions["show_findings"].trigger)


def test_a_pane_with_its_forms_and_a_menu(opening: tuple[Driven, Opening]) -> None:
    driven, made = opening
    made.go("Ann 07 03")
    for name, dock in driven.window.docks.items():
        if name == "findings":
            continue
        made.of(f"pane {name}", lambda dock=dock: (dock.show(), dock.raise_()))  # type: ignore[misc]  # mypy cannot infer it
        for action in _that_open(dock):
            made.of(f"{name}: {action.text()}", action.trigger)
    made.of("claims of the whole wiki", driven.find(ClaimsPanel).wiki_button.click)
    for menu in driven.window.menuBar().findChildren(QMenu):
        made.of(f"menu {menu.title()}", menu.aboutToShow.emit)


def _that_open(dock: QWidget) -> list[QAction]:
    return [
        action
        for action in dock.findChildren(QAction)
        if action.isEnabled() and action.isVisible() and (action.text().endswith("…") or action.text() == "Edit")
    ]
