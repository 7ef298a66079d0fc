"""`{{survivors}}`: the survivor board, characters by episode, the last column being now."""

from fanwiki.domain.entities import State
from fanwiki.domain.ids import PageId
from fanwiki.domain.survival import Board, BoardRow
from fanwiki.markup.data.pieces import icon, nothing, page_link, scrolling
from fanwiki.markup.data.state_styles import colour_key
from fanwiki.markup.data.status import status_html
from fanwiki.markup.html import element, escape
from fanwiki.markup.world import World


def board_html(board: Board, world: World) -> str:
    """A table with a row for each character. Each cell says its state in words for those who do not see the sign."""
    if not board.rows:
        return nothing("No survivors have been recorded yet.")
    heads = ['<th scope="col" class="sticky">Character</th>']
    heads += [
        f'<th scope="col">{page_link(PageId(episode), world.point(episode), world)}</th>' for episode in board.episodes
    ]
    heads.append('<th scope="col" class="now">Now</th>')
    rows = "".join(_row(row, world) for row in board.rows)
    return scrolling("board", "Survivors", f"<thead>\n<tr>{''.join(heads)}</tr>\n</thead>\n<tbody>\n{rows}</tbody>\n")


def _row(row: BoardRow, world: World) -> str:
    name = page_link(row.status.character, row.status.name, world)
    cells = "".join(_cell(state) for state in row.cells)
    return f'<tr><th scope="row" class="sticky">{name}</th>{cells}<td class="now">{status_html(row.status)}</td></tr>\n'


def _cell(state: State | None) -> str:
    if state is None:
        return '<td><span class="visually-hidden">not known</span></td>'
    word = element("span", escape(state.word), class_="visually-hidden")
    return element("td", f"{icon(state)}{word}", title=state.word, data_colour=colour_key(state))
