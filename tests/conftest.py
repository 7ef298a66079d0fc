"""Fixtures for tests without Qt: a wiki is always a real file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fanwiki.importers.sample import create_sample
from fanwiki.wiki import Wiki


@pytest.fixture(scope="session", autouse=True)
def _caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Caches of the program lie in a folder of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("caches")))
        yield


@pytest.fixture
def wiki(tmp_path: Path) -> Iterator[Wiki]:
    """An empty wiki in a file of its own."""
    opened = Wiki.create(tmp_path / "test.fanwiki", author="tester")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample wiki, closed. Not to be written to."""
    path = tmp_path_factory.mktemp("sample") / "sample.fanwiki"
    create_sample(path, author="tester").close()
    return path


@pytest.fixture
def sample(sample_file: Path, tmp_path: Path) -> Iterator[Wiki]:
    """A copy of the sample wiki, open for writing."""
    path = tmp_path / "sample.fanwiki"
    path.write_bytes(sample_file.read_bytes())
    opened = Wiki.open(path, author="tester")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real input beside the project."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("the shared folder with real input is not beside the project")
    return folder
