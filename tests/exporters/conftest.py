"""Bundles for the tests of this folder, each written once."""

import re
from pathlib import Path

import pytest

from fanwiki.exporters.html import HtmlExport, HtmlOptions
from fanwiki.exporters.report import ExportReport
from fanwiki.wiki import Wiki
from tests.exporters import small_wiki


def write_bundle(wiki: Wiki, out: Path, options: HtmlOptions | None = None) -> ExportReport:
    """Exports to the end."""
    export = HtmlExport(wiki, out, options)
    steps = list(export.run())
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    return export.report


@pytest.fixture(scope="session")
def bundle(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample as a bundle without a ceiling. Not to be written to."""
    return _of_sample(sample_file, tmp_path_factory.mktemp("bundle") / "all", HtmlOptions())


@pytest.fixture(scope="session")
def bundle_to_six(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample as a bundle that ends with S1E06. Not to be written to."""
    return _of_sample(sample_file, tmp_path_factory.mktemp("bundle") / "six", HtmlOptions(as_of="S1E06"))


@pytest.fixture(scope="session")
def bundle_of_all(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small wiki with pictures, redirects and recent changes. Not to be written to."""
    folder = tmp_path_factory.mktemp("small")
    wiki = Wiki.create(folder / "small.fanwiki")
    small_wiki.fill(wiki)
    write_bundle(wiki, folder / "out", HtmlOptions(recent=True))
    wiki.close()
    return folder / "out"


def _of_sample(file: Path, out: Path, options: HtmlOptions) -> Path:
    wiki = Wiki.open(file, read_only=True)
    try:
        write_bundle(wiki, out, options)
    finally:
        wiki.close()
    return out


def files_of(bundle: Path) -> dict[str, bytes]:
    """Every file of a bundle by its path."""
    found = sorted(path for path in bundle.rglob("*") if path.is_file())
    return {path.relative_to(bundle).as_posix(): path.read_bytes() for path in found}


def leftovers(folder: Path) -> list[Path]:
    """What an export that did not come to its end has left in a folder."""
    return [path for path in folder.iterdir() if re.search(r"\.(?:part|old|zip)-", path.name)]
