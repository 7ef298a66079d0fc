"""`{{query kind:character view:board}}`: the pages that a query asks for, as table, list, board or gallery."""

from collections.abc import Sequence
from typing import Final

from fanwiki.domain.entities import State
from fanwiki.domain.listing import QueryAnswer, QueryLine
from fanwiki.domain.queries import Column, ViewKind
from fanwiki.markup.data.pieces import nothing, page_link, point, row, scrolling, table
from fanwiki.markup.data.status import state_html, status_html
from fanwiki.markup.html import element, escape
from fanwiki.markup.images import image_html
from fanwiki.markup.world import World

_HEADS: Final = {
    Column.KIND: "Kind",
    Column.STATUS: "Status",
    Column.SINCE: "Since",
    Column.CATEGORIES: "Categories",
    Column.NAMES: "Names",
}
_NO_STATUS: Final = "not known"


def query_html(answer: QueryAnswer, world: World) -> str:
    """Who is in the answer and who is not is known where all is that decides it: so it is seen whole or not at all."""
    if not answer.lines:
        return nothing("There is nothing that this asks for.")
    match answer.view:
        case ViewKind.LIST:
            inner = _list(answer.lines, world)
        case ViewKind.BOARD:
            inner = _board(answer.lines, world)
        case ViewKind.GALLERY:
            inner = _gallery(answer.lines, world)
        case _:
            inner = _table(answer, world)
    if answer.cut:
        inner += nothing(f"There are more: these are the first {len(answer.lines)}.")
    since = world.since(*answer.facts) if answer.facts else ""
    return element("div", f"\n{inner}", class_="query", data_from=since or None) + "\n"


def _table(answer: QueryAnswer, world: World) -> str:
    heads = ["Page", *(_HEADS[column] for column in answer.columns)]
    rows = [
        row(page_link(line.page, line.title, world), *(_cell(line, column, world) for column in answer.columns))
        for line in answer.lines
    ]
    return table("query", "Pages", heads, rows)


def _cell(line: QueryLine, column: Column, world: World) -> str:
    match column:
        case Column.KIND:
            return escape(line.kind)
        case Column.STATUS:
            return "" if line.status is None else status_html(line.status)
        case Column.SINCE:
            return "" if line.status is None else point(line.status.since, world)
        case Column.CATEGORIES:
            return escape(", ".join(line.categories))
        case _:
            return escape(", ".join(line.names))


def _list(lines: Sequence[QueryLine], world: World) -> str:
    items = "".join(element("li", page_link(line.page, line.title, world)) + "\n" for line in lines)
    return f'<ul class="data query-list">\n{items}</ul>\n'


def _board(lines: Sequence[QueryLine], world: World) -> str:
    """A column for each state, in the order in which they are met."""
    columns: dict[State | None, list[QueryLine]] = {}
    for line in lines:
        columns.setdefault(None if line.status is None else line.status.state, []).append(line)
    heads = "".join(
        element("th", f"{_NO_STATUS if state is None else state_html(state)} ({len(each)})", scope="col")
        for state, each in columns.items()
    )
    cells = "".join(element("td", _list(each, world)) for each in columns.values())
    rows = f"<thead>\n<tr>{heads}</tr>\n</thead>\n<tbody>\n<tr>{cells}</tr>\n</tbody>\n"
    return scrolling("query-board", "Pages by status", rows)


def _gallery(lines: Sequence[QueryLine], world: World) -> str:
    figures: list[str] = []
    for line in lines:
        media = world.media(line.portrait) if line.portrait else None
        picture = "" if media is None else image_html(media, media.alt or line.title, lazy=True)
        caption = element("figcaption", page_link(line.page, line.title, world))
        figures.append(element("li", element("figure", picture + caption)) + "\n")
    return f'<ul class="data gallery">\n{"".join(figures)}</ul>\n'
