"""Checkers that the npm registry has, fetched the first time and kept in pytest's cache."""

import os
import tarfile
import urllib.request
from io import BytesIO
from pathlib import Path

import pytest


def file_of_package(config: pytest.Config, package: str, version: str, member: str) -> Path:
    """A file of a package; skips the test that asks for it, in words, where it cannot be had."""
    cache = getattr(config, "cache", None)
    if cache is None:
        pytest.skip(f"{package} is kept in pytest's cache, which is switched off")
    kept = Path(cache.mkdir(package)) / f"{version}{Path(member).suffix}"
    if not kept.is_file():
        # Two processes of one run may fetch it at the same time.
        part = kept.with_suffix(f".{os.getpid()}")
        part.write_bytes(_fetched(package, version, member))
        part.replace(kept)
    return kept


def _fetched(package: str, version: str, member: str) -> bytes:
    registry = os.environ.get("NPM_CONFIG_REGISTRY", "https://registry.npmjs.org").rstrip("/")
    try:
        with urllib.request.urlopen(f"{registry}/{package}/-/{package}-{version}.tgz", timeout=120) as answer:
            archive = answer.read()
    except OSError as error:
        pytest.skip(f"{package} cannot be fetched: {error}")
    with tarfile.open(fileobj=BytesIO(archive)) as packed:
        found = packed.extractfile(member)
        assert found is not None
        return found.read()
