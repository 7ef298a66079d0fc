"""The wiki's data as HTML: one file per data block, each a pure function of what the world returns.

An empty answer means that there is nothing for this reader: no such character, no show, no subject.
"""

from collections.abc import Callable, Mapping
from typing import Final

from fanwiki.markup.data.board import board_html
from fanwiki.markup.data.cast import cast_html
from fanwiki.markup.data.claims import claims_html
from fanwiki.markup.data.episodes import episodes_html
from fanwiki.markup.data.gallery import gallery_html
from fanwiki.markup.data.infobox import infobox_html
from fanwiki.markup.data.query import query_html
from fanwiki.markup.data.relations import relations_html
from fanwiki.markup.data.status import status_html, status_line_html
from fanwiki.markup.html import element, escape
from fanwiki.markup.world import World

__all__ = ["block_html", "inline_html"]


def block_html(name: str, argument: str, world: World) -> str:
    """A data block that stands alone. `name` is one of `syntax.datablock`."""
    return _BLOCKS[name](argument, world)


def inline_html(name: str, world: World) -> str:
    """The status of a character within a sentence."""
    status = world.status(name)
    return _unknown_character(name, world, "span") if status is None else status_html(status)


def _unknown_character(name: str, world: World, tag: str = "p") -> str:
    if not name:
        return _note("This page is about no character whose status could be shown.", world, tag)
    return _note(f"There is no character “{name}” in this wiki.", world, tag)


def _note(text: str, world: World, tag: str = "p") -> str:
    """What is wrong, for the author; nothing for a reader."""
    if not world.author:
        return ""
    return element(tag, escape(text), class_="author-note", role="note") + ("\n" if tag == "p" else "")


def _status(name: str, world: World) -> str:
    status = world.status(name)
    return _unknown_character(name, world) if status is None else status_line_html(status, world)


def _board(scope: str, world: World) -> str:
    board = world.board(scope)
    if board is None:
        return _note("There is no such show or season here to list the survivors of.", world)
    return board_html(board, world)


def _infobox(_argument: str, world: World) -> str:
    box = world.infobox()
    return _note("This page has no subject to show a box for.", world) if box is None else infobox_html(box, world)


def _query(written: str, world: World) -> str:
    answer = world.query(written)
    return _note(f"This query cannot be read: {answer.wrong}.", world) if answer.wrong else query_html(answer, world)


_BLOCKS: Final[Mapping[str, Callable[[str, World], str]]] = {
    "status": _status,
    "survivors": _board,
    "cast": lambda scope, world: cast_html(world.cast(scope), world),
    "episodes": lambda scope, world: episodes_html(world.episodes(scope), world),
    "infobox": _infobox,
    "relations": lambda _argument, world: relations_html(world.relations(), world),
    "claims": lambda _argument, world: claims_html(world.claims(), world),
    "query": _query,
    "gallery": lambda _argument, world: gallery_html(world.gallery(), world),
}
