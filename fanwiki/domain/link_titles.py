"""How a title stands in a link. `[[…]]` has uses of its own for six characters; a title that has them in it is written
with their names, as HTML has them: a link to `C#` is `[[C&num;]]`.
"""

import re
from typing import Final

_NAMES: Final = {"#": "num", "[": "lbrack", "]": "rbrack", "|": "verbar", "{": "lbrace", "}": "rbrace"}
_LETTERS: Final = {name: letter for letter, name in _NAMES.items()}
_WRITTEN: Final = re.compile(rf"&(?P<plain>(?:amp;)*)(?P<name>{'|'.join(_LETTERS)});")
_LOOK_ALIKES: Final = str.maketrans("#[]|{}<>", "＃［］｜｛｝＜＞")


def in_link(title: str) -> str:
    """A title as it stands in a link. One that has such a name in it already is told from it by `amp;`."""
    plain = _WRITTEN.sub(r"&amp;\g<plain>\g<name>;", title) if "&" in title else title
    return "".join(f"&{_NAMES[letter]};" if letter in _NAMES else letter for letter in plain)


def of_link(written: str) -> str:
    """The title that stands in a link."""
    return _WRITTEN.sub(_read, written) if "&" in written else written


def without_marks(title: str) -> str:
    """A title for programs whose links cannot name these characters at all: with others that look alike."""
    return title.translate(_LOOK_ALIKES)


def _read(match: re.Match[str]) -> str:
    if match["plain"]:
        return f"&{match['plain'].removeprefix('amp;')}{match['name']};"
    return _LETTERS[match["name"]]
