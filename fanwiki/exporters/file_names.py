"""Names of files that every system takes and people recognise.

A name is the title in NFC without what some system forbids, at most 80 bytes long, no device of Windows, and no two in
a folder differ in case or Unicode form alone. Of several pages that would have one name the first by title and id has
it; the others bear the beginning of their ids, so that a page which is not there moves no other.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

_PORTS: Final = frozenset(f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³")
DEVICES: Final = _PORTS | {"con", "prn", "aux", "nul", "conin", "conout", "conin$", "conout$", "clock$"}
"""Names, in lower case, that Windows keeps for itself, with any ending."""

_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*#\[\]{}\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+')
_LONGEST: Final = 80
_SUFFIX: Final = 8


def safe_name(title: str) -> str:
    """A title as the name of a file or folder, without an ending."""
    plain = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", title))
    short = shortened(plain, _LONGEST).strip(". ")
    # Format controls, such as those that turn the direction of writing, deceive whoever reads a name.
    shown = "".join(letter for letter in short if unicodedata.category(letter) not in ("Cf", "Cn", "Co"))
    # Windows takes what stands before the first dot for the device.
    begin, dot, rest = shown.partition(".")
    doubtful = begin.strip().casefold() in DEVICES or not shown.strip(". ")
    return f"{begin}_{dot}{rest}" if doubtful else shown


def shortened(text: str, most: int) -> str:
    """The beginning of a text in so many bytes of UTF-8, with no letter cut from its marks."""
    if len(text.encode()) <= most:
        return text
    short = text.encode()[:most].decode(errors="ignore")
    while short and unicodedata.combining(text[len(short)]):
        short = short[:-1]
    return short


@dataclass
class FileNames:
    """Hands out names, folder by folder, that no other file has."""

    _taken: set[str] = field(default_factory=set)

    def keep(self, folder: str, name: str) -> None:
        """No file or folder gets this name."""
        self._taken.add(_key(folder, name))

    def free(self, folder: str, title: str, ending: str, id: str) -> str:
        """The name, without its ending, of a file that may have a folder of the same name beside it."""
        stem = found = safe_name(title)
        length = _SUFFIX
        while not self._is_free(folder, found, ending):
            found = f"{stem} ~{id[:length]}"
            length += 1
        self._taken |= {_key(folder, found), _key(folder, found + ending)}
        return found

    def _is_free(self, folder: str, stem: str, ending: str) -> bool:
        return not {_key(folder, stem), _key(folder, stem + ending)} & self._taken


def _key(folder: str, name: str) -> str:
    return unicodedata.normalize("NFKC", f"{folder}/{name}").casefold()
