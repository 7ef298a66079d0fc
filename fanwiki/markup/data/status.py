"""`{{status}}`: whether a character is alive, as a sign, a word, and how certain it is."""

from fanwiki.domain.entities import State
from fanwiki.domain.survival import Status
from fanwiki.markup.data.pieces import certainty, icon, page_link, point
from fanwiki.markup.data.state_styles import colour_key
from fanwiki.markup.html import element, escape
from fanwiki.markup.world import World


def status_html(status: Status) -> str:
    """Sign, word and certainty, as they stand in a sentence."""
    if status.state is None:
        return element("span", "not known", class_="status")
    return state_html(status.state, certainty(status.certainty))


def state_html(state: State, more: str = "") -> str:
    """Sign and word of a state, and more HTML behind them."""
    return element("span", f"{icon(state)} {escape(state.word)}{more}", class_="status", data_colour=colour_key(state))


def status_line_html(status: Status, world: World) -> str:
    """The same as a line of its own, with the name, since when, and why."""
    inner = f"{page_link(status.character, status.name, world)}: {status_html(status)}"
    if status.since is not None:
        inner += f", since {point(status.since, world)}"
    if status.cause:
        inner += f" ({escape(status.cause)})"
    return element("p", inner, class_="data status-line") + "\n"
