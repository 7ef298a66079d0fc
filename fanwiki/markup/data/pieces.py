"""Pieces that several data blocks are made of: names that lead to pages, icons, points, empty lists."""

from collections.abc import Iterable
from typing import Final

from fanwiki.domain.dates import PartialDate, in_words
from fanwiki.domain.entities import State
from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.domain.vocabulary import Certainty
from fanwiki.markup.html import element, escape, external_link
from fanwiki.markup.world import LinkState, World

_GLYPHS: Final = {
    "heart": "♥",
    "cross": "✝",
    "skull": "☠",
    "half": "◐",
    "biohazard": "☣",
    "search": "⌕",
    "question": "?",
}
_PLAIN_GLYPH: Final = "●"
_AS_TEXT: Final = "\ufe0e"
"""Asks for the plain form of a character that also has a coloured one."""


def page_link(page: PageId, name: str, world: World) -> str:
    """A name that leads to its page, where the viewpoint knows one."""
    target = world.page(page)
    shown = escape(name or target.title)
    if target.state is not LinkState.FOUND:
        return shown
    return element("a", shown, class_="wikilink", href=target.href)


def icon(state: State) -> str:
    """A state's sign, which has the colour of the element around it."""
    return element("span", sign(state), class_="icon", data_icon=state.icon, aria_hidden="true")


def sign(state: State) -> str:
    """A state's sign as a plain character."""
    glyph = _GLYPHS.get(state.icon, _PLAIN_GLYPH)
    return glyph if glyph.isascii() else glyph + _AS_TEXT


def certainty(value: Certainty | None) -> str:
    """How certain something is, in words; empty for what is confirmed."""
    if value in (None, Certainty.CONFIRMED):
        return ""
    return " " + element("span", escape(f"({value})"), class_="certainty")


def point(episode: EpisodeId | None, world: World) -> str:
    """An episode as a point, for instance `S1E06`."""
    return "" if episode is None else element("span", escape(world.point(episode)), class_="point")


def time(date: PartialDate) -> str:
    """A date, in words for readers and as it was entered for programs."""
    return element("time", escape(in_words(date)), datetime=date)


def address(url: str, name: str) -> str:
    """A name that leads out of the wiki, or the name alone if there is no address that may be followed."""
    return external_link(url, escape(name))


def nothing(text: str) -> str:
    """The sentence that stands where there is no data."""
    return element("p", escape(text), class_="nothing") + "\n"


def table(name: str, caption: str, columns: Iterable[str], rows: Iterable[str]) -> str:
    """A table with its caption. `columns` are texts, `rows` are `tr` elements; both may be wide, so it scrolls."""
    heads = "".join(element("th", escape(column), scope="col") for column in columns)
    return scrolling(name, caption, f"<thead>\n<tr>{heads}</tr>\n</thead>\n<tbody>\n{''.join(rows)}</tbody>\n")


def scrolling(name: str, caption: str, inner: str) -> str:
    """A table, given its rows, in a box that scrolls sideways and can be reached by keyboard."""
    whole = f"<table>\n{element('caption', escape(caption))}\n{inner}</table>"
    label = escape(caption)
    return f'<div class="data {name}" role="group" aria-label="{label}" tabindex="0">\n{whole}\n</div>\n'


def row(head: str, *cells: str, since: str = "") -> str:
    """A row whose first cell names it. `since` says from where on it is seen, as `World.since` has it."""
    inner = f'<th scope="row">{head}</th>' + "".join(f"<td>{cell}</td>" for cell in cells)
    return element("tr", inner, data_from=since or None) + "\n"
