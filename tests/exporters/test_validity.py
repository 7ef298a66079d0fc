"""Every page of a bundle by the Nu HTML checker of the W3C, and the program's style sheets with them.

The checker comes from the npm registry and is kept in pytest's cache; FANWIKI_VNU may name a copy of `vnu.jar`.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

from tests.exporters.from_npm import file_of_package

VERSION = "26.9.27"
_EXPECTED: Final = (
    # The checker knows no origin of a file, and so takes nothing beside it for its own; a browser shows that it loads.
    "Content Security Policy",
    # A block under a reveal is a section whether or not its author gave it a heading.
    "Section lacks heading",
)


@pytest.fixture(scope="module")
def checker(pytestconfig: pytest.Config) -> Path:
    if shutil.which("java") is None:
        pytest.skip("java, which runs the Nu checker, is not installed")
    named = os.environ.get("FANWIKI_VNU")
    return Path(named) if named else file_of_package(pytestconfig, "vnu-jar", VERSION, "package/build/dist/vnu.jar")


def _complaints(checker: Path, kind: str, files: list[Path]) -> list[str]:
    order = ["java", "-Xss8m", "-jar", str(checker), "--format", "json", f"--skip-non-{kind}", *map(str, files)]
    done = subprocess.run(order, capture_output=True, text=True, timeout=300, check=False)
    found = json.loads(done.stderr)["messages"]
    return [
        f"{Path(each.get('url', '')).name}:{each.get('lastLine', 0)}: {each['message']}"
        for each in found
        if not any(words in each["message"] for words in _EXPECTED)
    ]


def test_no_page_of_any_kind_has_an_error_or_a_warning(
    checker: Path, bundle: Path, bundle_to_six: Path, bundle_of_all: Path
) -> None:
    pages = [page for folder in (bundle, bundle_to_six, bundle_of_all) for page in sorted(folder.rglob("*.html"))]
    assert len(pages) > 150
    assert _complaints(checker, "html", pages) == []


def test_no_style_sheet_has_one(checker: Path, bundle: Path) -> None:
    assert _complaints(checker, "css", sorted(bundle.rglob("*.css"))) == []


def test_the_checker_complains_where_it_should(checker: Path, tmp_path: Path) -> None:
    (tmp_path / "wrong.html").write_text("<!DOCTYPE html><html lang=en><title>a</title><p><div id=a></div><p id=a>")
    assert any("Duplicate ID" in each for each in _complaints(checker, "html", [tmp_path / "wrong.html"]))
