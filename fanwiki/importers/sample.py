"""The sample wiki: plain files that a person can read, as a stream of edits.

`canon/*.yaml` are lists of edits, read in the order of their names; `pages/<Title>.md` are the texts of the pages
they make.
"""

from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml

from fanwiki.resources import resource
from fanwiki.wiki import Wiki


def sample_edits() -> Iterator[dict[str, Any]]:
    """The edits that make the sample, as `Wiki.apply_written` takes them."""
    folder = resource("sample")
    texts = {_title(file): file.read_text(encoding="utf-8") for file in folder.joinpath("pages").iterdir()}
    for file in sorted(folder.joinpath("canon").iterdir(), key=_name):
        for edit in yaml.safe_load(file.read_text(encoding="utf-8")):
            if edit["edit"] == "AddPage" and edit["title"] in texts:
                yield {**edit, "body": texts[edit["title"]]}
            else:
                yield edit


def create_sample(path: Path, *, author: str = "", program: str = "fanwiki") -> Wiki:
    """Makes the sample wiki as a new file and opens it. Raises WikiFileError as `Wiki.create` does."""
    wiki = Wiki.create(path, author=author, program=program)
    try:
        wiki.apply_written(sample_edits(), label="sample wiki", undoable=False)
    except BaseException:
        wiki.close()
        path.unlink(missing_ok=True)
        raise
    return wiki


def _name(file: Traversable) -> str:
    return file.name


def _title(file: Traversable) -> str:
    return file.name.removesuffix(".md")
