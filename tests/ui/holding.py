"""Long work that is held in the middle of itself, so that a test may come in between however the machine is."""

from collections.abc import Callable, Generator
from contextlib import closing
from threading import Event
from typing import Any

import pytest

from fanwiki.domain.progress import Progress
from tests.ui.patience import PATIENCE_MS

Steps = Generator[object, None, None]


def hold(patch: pytest.MonkeyPatch, kind: type, name: str = "_run") -> Event:
    """Makes a generator that tells its progress wait, as soon as it has got somewhere, until the event is set."""
    whole: Callable[[Any], Steps] = getattr(kind, name)
    released = Event()

    def held(worker: Any) -> Steps:
        with closing(whole(worker)) as steps:
            for step in steps:
                yield step
                if isinstance(step, Progress) and step.done:
                    assert released.wait(PATIENCE_MS / 1000)

    patch.setattr(kind, name, held)
    return released
