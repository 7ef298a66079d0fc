"""Checkers that npm has, fetched the first time and kept in pytest's cache."""

import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest


def file_of_package(config: pytest.Config, package: str, version: str, member: str) -> Path:
    """A file of a package; skips the test that asks for it, in words, where it cannot be had."""
    folder = Path(config.cache.mkdir(package)) if config.cache else None
    if folder is None or shutil.which("npm") is None:
        pytest.skip(f"npm, which fetches {package}, is not installed")
    kept = folder / f"{version}{Path(member).suffix}"
    if not kept.is_file():
        _fetch(folder, f"{package}@{version}", folder / f"{package}-{version}.tgz", member, kept)
    return kept


def _fetch(folder: Path, package: str, archive: Path, member: str, kept: Path) -> None:
    order = ["npm", "pack", "--silent", package]
    done = subprocess.run(order, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode or not archive.is_file():
        pytest.skip(f"{package} cannot be fetched: there is no registry to be reached")
    with tarfile.open(archive) as packed:
        found = packed.extractfile(member)
        assert found is not None
        part = kept.with_suffix(".part")
        part.write_bytes(found.read())
        part.replace(kept)
    archive.unlink()
