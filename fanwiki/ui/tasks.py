"""The wiki lane: one worker thread that does every write and every long read, in the order they were asked for.

The GUI thread never writes and never waits, except to close. This is the only module that knows threads.
"""

import sys
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import Any, Final, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance

Outcome = TypeVar("Outcome")


_TURN_S: Final = 0.0005
"""How long one thread may hold the interpreter while another waits for it, in seconds. With Python's own 5 ms the GUI
thread, which lets go of it with each call into Qt, would wait a tenth of a second for a single repaint.
"""


class WikiLane(QObject):
    """Runs jobs one after the other; what comes of them is told in the GUI thread."""

    idle = Signal()
    _finished = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None, name: str = "wiki-lane") -> None:
        super().__init__(parent)
        sys.setswitchinterval(_TURN_S)
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._waiting = 0
        self._ended = False
        # A job may be done before `submit` is: then too it is told of later, never from within.
        self._finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether a job is running, waiting, or its outcome has not been told yet."""
        return self._waiting > 0

    @property
    def ended(self) -> bool:
        """Whether the lane takes no more jobs: whoever gives one after the other stops then."""
        return self._ended

    def submit(
        self,
        job: Callable[[], Outcome],
        done: Callable[[Outcome], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Runs `job` on the worker, then `done` with its result or `failed` with its error in the GUI thread."""
        self._waiting += 1
        future = self._worker.submit(job)
        future.add_done_callback(_Teller(self._finished, done, failed))

    def wait(self) -> None:
        """Blocks until every job submitted so far has run. Their outcomes are told by the event loop."""
        self._worker.submit(int).result()

    def shut_down(self) -> None:
        """Runs what is waiting, then ends the worker."""
        self._ended = True
        self._worker.shutdown(wait=True)

    def _on_finished(self, future: "Future[Any]", done: Any, failed: Any) -> None:
        self._waiting -= 1
        try:
            error = future.exception()
            if error is None:
                if done is not None:
                    done(future.result())
            elif failed is not None and isinstance(error, Exception):
                failed(error)
            else:
                raise error
        finally:
            if not self.busy:
                self.idle.emit()


class LongJob(QObject):
    """Steps through a generator on a thread of its own, beside the lane: for exports and the like, which work on a
    snapshot. To cancel is to stop stepping; what the generator holds it then lets go of.
    """

    progressed = Signal(object)
    finished = Signal()
    cancelled = Signal()
    failed = Signal(object)

    def __init__(self, steps: Callable[[], Generator[object, None, None]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps = steps
        self._stop = Event()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="long-job")

    def start(self) -> None:
        self._worker.submit(self._run)

    def cancel(self) -> None:
        """Stops at the next step."""
        self._stop.set()

    def shut_down(self) -> None:
        """Cancels, and waits until the generator has let go."""
        self.cancel()
        self._worker.shutdown(wait=True)

    def _run(self) -> None:
        steps = self._steps()
        try:
            for step in steps:
                if self._stop.is_set():
                    steps.close()
                    self.cancelled.emit()
                    return
                self.progressed.emit(step)
            self.finished.emit()
        except Exception as error:
            self.failed.emit(error)


class _Teller:
    """Carries an outcome from the worker's thread to the GUI's."""

    def __init__(self, finished: SignalInstance, done: Any, failed: Any) -> None:
        self._finished = finished
        self._done = done
        self._failed = failed

    def __call__(self, future: "Future[Any]") -> None:
        self._finished.emit(future, self._done, self._failed)
