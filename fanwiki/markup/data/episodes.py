"""`{{episodes}}`: the episodes seen, by season."""

from collections.abc import Sequence
from itertools import groupby

from fanwiki.domain.ids import PageId
from fanwiki.domain.listing import EpisodeLine
from fanwiki.markup.data.pieces import nothing, page_link, row, table
from fanwiki.markup.html import element, escape
from fanwiki.markup.world import World


def episodes_html(lines: Sequence[EpisodeLine], world: World) -> str:
    """A table for each season, in the order in which the lines come."""
    if not lines:
        return nothing("No episodes have been recorded yet.")
    return "".join(
        _season(title, list(group), world) for title, group in groupby(lines, lambda line: line.season_title)
    )


def _season(title: str, lines: Sequence[EpisodeLine], world: World) -> str:
    return table(
        "episodes",
        title or "Episodes",
        ["Episode", "Title", "Aired", "Length"],
        [_row(line, world) for line in lines],
    )


def _row(line: EpisodeLine, world: World) -> str:
    aired = "" if line.air_date is None else element("time", escape(line.air_date), datetime=line.air_date)
    length = "" if line.runtime is None else f"{line.runtime} min"
    return row(
        escape(line.point), page_link(PageId(line.id), line.title, world), aired, length, since=world.since(line.id)
    )
