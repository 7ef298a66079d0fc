"""Where the files are that come with the program: templates, themes, icons, the sample.

Installed they lie inside the package, in a source tree beside it; whoever needs one asks here and need not know.
"""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def resource(path: str) -> Traversable:
    """A file or folder of `resources/` by its path, such as `site/content.css`. Raises FileNotFoundError."""
    found = _root().joinpath(*path.split("/"))
    if not found.is_file() and not found.is_dir():
        raise FileNotFoundError(f"the program's own file {path} is missing: install it again")
    return found


def _root() -> Traversable:
    installed = files("fanwiki").joinpath("resources")
    return installed if installed.is_dir() else Path(__file__).resolve().parent.parent / "resources"
