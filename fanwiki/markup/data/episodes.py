"""`{{episodes}}`: the episodes seen, by season. What is not known of any of them has no column."""

from collections.abc import Sequence
from itertools import groupby

from fanwiki.domain.ids import PageId
from fanwiki.domain.listing import EpisodeLine
from fanwiki.markup.data.pieces import nothing, page_link, row, table, time
from fanwiki.markup.html import escape
from fanwiki.markup.world import World


def episodes_html(lines: Sequence[EpisodeLine], world: World) -> str:
    """A table for each season, in the order in which the lines come."""
    if not lines:
        return nothing("No episodes have been recorded yet.")
    return "".join(
        _season(title, list(group), world) for title, group in groupby(lines, lambda line: line.season_title)
    )


def _season(title: str, lines: Sequence[EpisodeLine], world: World) -> str:
    further = {
        "Aired": [_aired(line) for line in lines],
        "Length": [_length(line) for line in lines],
    }
    known = {head: cells for head, cells in further.items() if any(cells)}
    rows = [_row(line, cells, world) for line, *cells in zip(lines, *known.values(), strict=True)]
    return table("episodes", title or "Episodes", ["Episode", "Title", *known], rows)


def _row(line: EpisodeLine, further: Sequence[str], world: World) -> str:
    title = page_link(PageId(line.id), line.title, world)
    return row(escape(line.point), title, *further, since=world.since(line.id))


def _aired(line: EpisodeLine) -> str:
    return "" if line.air_date is None else time(line.air_date)


def _length(line: EpisodeLine) -> str:
    return "" if line.runtime is None else f"{line.runtime} min"
