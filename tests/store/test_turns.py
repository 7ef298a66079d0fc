"""Reading and ending a change in turn: a change that waits for one reader keeps no other from reading."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from fanwiki.domain.edits import RenameWiki
from fanwiki.store.turns import Turns
from fanwiki.wiki import Wiki

_PATIENCE_S = 30.0


@pytest.fixture
def worker() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(max_workers=2) as made:
        yield made


class _Held:
    """Something that a thread of its own is inside of, until it is let go."""

    def __init__(self, worker: ThreadPoolExecutor, inside: Callable[[Event, Event], None]) -> None:
        self.begun, self.go = Event(), Event()
        self._future: Future[None] = worker.submit(inside, self.begun, self.go)
        assert self.begun.wait(_PATIENCE_S)

    def end(self) -> None:
        self.go.set()
        self._future.result(_PATIENCE_S)


def _wait_until_awaited(turns: Turns) -> None:
    pause = Event()
    for _ in range(10_000):
        if turns.awaited:
            return
        pause.wait(_PATIENCE_S / 10_000)
    raise AssertionError("no change is waiting for those who read")


def test_others_read_while_a_change_waits_for_one_who_reads(worker: ThreadPoolExecutor) -> None:
    turns, said = Turns(), list[str]()

    def read(begun: Event, go: Event) -> None:
        with turns.reading():
            begun.set()
            assert go.wait(_PATIENCE_S)
            said.append("read")

    def end() -> None:
        with turns.ending():
            said.append("ended")

    reader = _Held(worker, read)
    ended = worker.submit(end)
    _wait_until_awaited(turns)
    with turns.reading(), turns.reading():
        said.append("read meanwhile")
    reader.end()
    ended.result(_PATIENCE_S)
    assert said == ["read meanwhile", "read", "ended"]
    assert not turns.awaited


def test_nobody_begins_to_read_while_a_change_ends(worker: ThreadPoolExecutor) -> None:
    turns, said = Turns(), list[str]()

    def end(begun: Event, go: Event) -> None:
        with turns.ending():
            begun.set()
            assert go.wait(_PATIENCE_S)
            said.append("ended")

    def read() -> None:
        with turns.reading():
            said.append("read")

    change = _Held(worker, end)
    reading = worker.submit(read)
    change.end()
    reading.result(_PATIENCE_S)
    assert said == ["ended", "read"]


def test_whoever_reads_may_end_a_change_in_it() -> None:
    """To refuse it is SQLite's business, which says why."""
    turns = Turns()
    with turns.reading(), turns.ending():
        pass
    with turns.reading():
        assert not turns.awaited


def test_a_wiki_is_read_while_a_save_waits_for_a_long_reading(tmp_path: Path, worker: ThreadPoolExecutor) -> None:
    with closing(Wiki.create(tmp_path / "Wiki.fanwiki", title="Before")) as wiki:

        def read(begun: Event, go: Event) -> None:
            with wiki.view().together() as view:
                begun.set()
                assert go.wait(_PATIENCE_S)
                assert view.title() == "Before"

        reader = _Held(worker, read)
        saved = worker.submit(wiki.apply, RenameWiki("After"))
        turns = wiki._store._turns
        _wait_until_awaited(turns)
        assert wiki.view().title() == "Before"
        reader.end()
        saved.result(_PATIENCE_S)
        assert wiki.view().title() == "After"
