"""What the window remembers between two starts: its geometry by QSettings, and as readable JSON what the
user has chosen, the wikis opened lately, and for each wiki (by its uuid) its tabs and viewpoint.

What cannot be read is as if it were not there: a damaged memory must never keep a wiki from opening.
"""

import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Self

from PySide6.QtCore import QByteArray, QSettings

from fanwiki.ui.theme import Theme

_RECENT: Final = 10


@dataclass(frozen=True)
class TabMemory:
    """One tab: its page, and what the tab says of itself."""

    page: str
    state: Mapping[str, Any] = field(default_factory=dict)
    side: int = 0
    front: bool = True
    """Whether it is what its side shows."""


@dataclass(frozen=True)
class SidesMemory:
    """How two sides stood: one above the other or not, the pixels of each, and which was worked in."""

    stacked: bool = False
    sizes: tuple[int, ...] = ()
    active: int = 0


@dataclass(frozen=True)
class WikiMemory:
    """How one wiki was left. `viewpoint` holds pairs of show and episode; None is everything."""

    tabs: tuple[TabMemory, ...] = ()
    viewpoint: tuple[tuple[str, str], ...] | None = None
    unfolded: tuple[tuple[str, str], ...] = ()
    """Nodes of the tree: page id and shelf, each empty for none."""
    sides: SidesMemory = SidesMemory()

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Self:
        """Raises KeyError, TypeError or ValueError for anything else than what `asdict` gives."""
        viewpoint = found["viewpoint"]
        return cls(
            tuple(
                TabMemory(str(tab["page"]), dict(tab["state"]), int(tab.get("side", 0)), bool(tab.get("front", True)))
                for tab in found["tabs"]
            ),
            None if viewpoint is None else tuple((str(show), str(episode)) for show, episode in viewpoint),
            tuple((str(page), str(shelf)) for page, shelf in found["unfolded"]),
            _sides(found.get("sides") or {}),
        )


def _sides(found: Mapping[str, Any]) -> SidesMemory:
    sizes = tuple(int(size) for size in found.get("sizes", ()))
    return SidesMemory(bool(found.get("stacked", False)), sizes, int(found.get("active", 0)))


class Settings:
    """The memory in a folder, by default the user's own. `documents` is where the sample wiki is put."""

    def __init__(self, folder: Path | None = None, documents: Path | None = None) -> None:
        self._folder = folder or _state_folder()
        self._documents = documents
        self._program = self._folder / "window.json"

    @property
    def folder(self) -> Path:
        return self._folder

    @property
    def documents(self) -> Path:
        """Where the user keeps documents."""
        return self._documents or _documents_folder()

    def theme(self) -> Theme:
        with suppress(ValueError):
            return Theme(str(_read(self._program).get("theme", "")))
        return Theme.SYSTEM

    def set_theme(self, theme: Theme) -> None:
        self._set_program("theme", theme.value)

    def author(self) -> str:
        """The name that revisions bear; empty for none."""
        return str(_read(self._program).get("author", ""))

    def set_author(self, name: str) -> None:
        self._set_program("author", name)

    def trash_days(self) -> int:
        """After how many days pages leave the trash by themselves; 0 for never."""
        found = _read(self._program).get("trash_days", 0)
        return max(found, 0) if isinstance(found, int) else 0

    def set_trash_days(self, days: int) -> None:
        self._set_program("trash_days", days)

    def chosen(self, name: str) -> dict[str, Any]:
        """What was kept under a name by `choose`; empty if nothing was."""
        found = _read(self._program).get(name)
        return found if isinstance(found, dict) else {}

    def choose(self, name: str, values: Mapping[str, Any]) -> None:
        self._set_program(name, dict(values))

    def recent(self) -> list[Path]:
        """The wikis opened lately, newest first, as far as they are still there."""
        found = _read(self._program).get("recent", [])
        paths = [Path(each) for each in found if isinstance(each, str)] if isinstance(found, list) else []
        return [path for path in paths if path.is_file()]

    def add_recent(self, path: Path) -> None:
        full = path.absolute()
        kept = [each for each in self.recent() if each != full]
        self._set_program("recent", [str(each) for each in (full, *kept)][:_RECENT])

    def wiki(self, uuid: str) -> WikiMemory:
        """How a wiki was left; an empty memory for one that was never opened."""
        try:
            return WikiMemory.from_json(_read(self._wiki_file(uuid)))
        except (KeyError, TypeError, ValueError):
            return WikiMemory()

    def set_wiki(self, uuid: str, memory: WikiMemory) -> None:
        _write(self._wiki_file(uuid), asdict(memory))

    def words(self, uuid: str) -> frozenset[str]:
        """The words that the user has called right in a wiki."""
        found = _read(self._words_file(uuid)).get("words", [])
        return frozenset(each for each in found if isinstance(each, str)) if isinstance(found, list) else frozenset()

    def set_words(self, uuid: str, words: Iterable[str]) -> None:
        _write(self._words_file(uuid), {"words": sorted(words)})

    def geometry(self) -> tuple[QByteArray, QByteArray] | None:
        """The window's geometry and the state of its docks; None at the first start."""
        settings = self._geometry_settings()
        geometry, docks = settings.value("geometry"), settings.value("docks")
        if not isinstance(geometry, QByteArray) or not isinstance(docks, QByteArray):
            return None
        return geometry, docks

    def set_geometry(self, geometry: QByteArray, docks: QByteArray) -> None:
        settings = self._geometry_settings()
        settings.setValue("geometry", geometry)
        settings.setValue("docks", docks)
        settings.sync()

    def _geometry_settings(self) -> QSettings:
        return QSettings(str(self._folder / "geometry.ini"), QSettings.Format.IniFormat)

    def _wiki_file(self, uuid: str) -> Path:
        """A wiki comes from anybody, so its uuid is no file name before all but letters, digits and - are gone."""
        safe = "".join(letter for letter in uuid if letter.isascii() and (letter.isalnum() or letter == "-"))
        return self._folder / "wikis" / f"{safe or 'unnamed'}.json"

    def _words_file(self, uuid: str) -> Path:
        return self._folder / "words" / self._wiki_file(uuid).name

    def _set_program(self, name: str, value: object) -> None:
        _write(self._program, {**_read(self._program), name: value})


def _state_folder() -> Path:
    from platformdirs import user_state_path  # noqa: PLC0415 - only where no folder is given

    return user_state_path("fanwiki", appauthor=False)


def _documents_folder() -> Path:
    from platformdirs import user_documents_path  # noqa: PLC0415 - on demand

    return user_documents_path()


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(path: Path, value: object) -> None:
    """Puts a file in the place of the old one, whole or not at all; a memory that cannot be kept is let go."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(value, file, ensure_ascii=False, indent=1)
        Path(temporary).replace(path)
