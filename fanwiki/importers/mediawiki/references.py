"""`<ref>` and `<references>` as footnotes."""

import re
from typing import TYPE_CHECKING, Final

from mwparserfromhell.nodes import Tag

if TYPE_CHECKING:
    from fanwiki.importers.mediawiki.wikitext import Writer

_NOT_LABEL: Final = re.compile(r"[\s\[\]^]+")


def call(tag: Tag, writer: "Writer") -> str:
    """A call of a note, which is defined here unless it is elsewhere."""
    name = _label(tag)
    note = "" if tag.contents is None else writer.blocks(tag.contents.nodes)
    if not name:
        if not note:
            return ""
        name = _free(writer)
    if note and not writer.notes.get(name):
        writer.notes[name] = note
    elif note and writer.notes[name] != note:
        # The same name for two notes: MediaWiki shows the first; here the second is one of its own.
        name = _free(writer)
        writer.notes[name] = note
    else:
        writer.notes.setdefault(name, "")
    return f"[^{name}]"


def definitions(tag: Tag, writer: "Writer") -> None:
    """The notes that stand within `<references>`; where they are called they have been, or will be."""
    for note in [] if tag.contents is None else tag.contents.filter_tags(matches=_is_ref, recursive=False):
        call(note, writer)


def _is_ref(tag: Tag) -> bool:
    return str(tag.tag).strip().lower() == "ref"


def _label(tag: Tag) -> str:
    """The name of a note with its group, as a label."""
    parts = [str(tag.get(key).value).strip().strip("\"'") for key in ("group", "name") if tag.has(key)]
    if not tag.has("name"):
        return ""
    return _NOT_LABEL.sub("-", "-".join(part for part in parts if part)).strip("-")[:90]


def _free(writer: "Writer") -> str:
    number = len(writer.notes) + 1
    while str(number) in writer.notes:
        number += 1
    return str(number)
