"""What the tests of this folder watch with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.security.watching import Canary, Listener


@pytest.fixture
def listener() -> Iterator[Listener]:
    opened = Listener()
    yield opened
    opened.close()


@pytest.fixture
def canary(tmp_path: Path) -> Iterator[Canary]:
    made = Canary(tmp_path)
    yield made
    made.close()
