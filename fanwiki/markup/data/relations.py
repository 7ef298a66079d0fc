"""`{{relations}}`: how the page's subject stands to others."""

from collections.abc import Sequence

from fanwiki.domain.ids import EpisodeId
from fanwiki.domain.listing import RelationLine
from fanwiki.markup.data.pieces import nothing, page_link, point, row, table
from fanwiki.markup.html import escape
from fanwiki.markup.world import World


def relations_html(lines: Sequence[RelationLine], world: World) -> str:
    """A table of relationships; one that has no end reads as going on."""
    if not lines:
        return nothing("No relationships have been recorded yet.")
    return table("relations", "Relationships", ["Relationship", "With", "When"], [_row(line, world) for line in lines])


def _row(line: RelationLine, world: World) -> str:
    when = when_html(line.since, line.until, world)
    return row(escape(line.kind), page_link(line.other, line.other_title, world), when)


def when_html(since: EpisodeId | None, until: EpisodeId | None, world: World) -> str:
    """From when to when a relationship lasts, as far as that is known."""
    start = "" if since is None else f"from {point(since, world)}"
    end = "" if until is None else f"to {point(until, world)}"
    return " ".join(part for part in (start, end) if part)
