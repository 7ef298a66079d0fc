"""A style sheet of the user's own, which comes after those of the program in every page of a bundle.

It may name nothing outside itself: a page of a bundle loads nothing from anywhere, and a style sheet that asked for
something would be refused by the pages' policy, or worse, lead to a host that is told who reads.
"""

import re
from pathlib import Path
from typing import Final

from fanwiki.domain.errors import WikiError

LARGEST: Final = 2**20
"""Bytes; pictures that a style sheet needs stand in it."""

_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_ESCAPE: Final = re.compile(r"\\(?:([0-9a-fA-F]{1,6})[ \t\r\n\f]?|(.))", re.DOTALL)
_OWN_PICTURE: Final = re.compile(r"""url\(\s*(?:"data:[^"\n]*"|'data:[^'\n]*'|data:[^\s"'()]*)\s*\)""", re.IGNORECASE)
_OUTSIDE: Final = re.compile(r"@import|\b(?:url|src|image|image-set)\(|[a-z][a-z0-9+.-]*://|[\"'(]\s*//", re.IGNORECASE)


def user_style(file: Path) -> bytes:
    """The content of a style sheet. Raises WikiError in words if it cannot be read or leads outside."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise WikiError(f"the style sheet {file} cannot be read: {error.strerror or error}") from error
    if len(content) > LARGEST:
        raise WikiError(f"the style sheet {file.name} is larger than {LARGEST >> 20} MiB; make it smaller")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WikiError(f"the style sheet {file.name} is no text in UTF-8; save it as such") from None
    for number, line in enumerate(_plain(text).split("\n"), 1):
        found = _OUTSIDE.search(line)
        if found is not None:
            raise WikiError(
                f"line {number} of the style sheet {file.name} leads outside it (“{found[0]}”): take it out, or put a "
                "picture into the style sheet itself as url(data:…)"
            )
    return text.encode()


def _plain(text: str) -> str:
    """A style sheet without comments, escapes and the pictures that it holds itself, line by line as it was."""
    return _OWN_PICTURE.sub(_lines_alone, _ESCAPE.sub(_letter, _COMMENT.sub(_lines_alone, text)))


def _lines_alone(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _letter(match: re.Match[str]) -> str:
    if match[1] is None:
        return str(match[2])
    number = int(match[1], 16)
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"
