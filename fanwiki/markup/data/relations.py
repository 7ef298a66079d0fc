"""`{{relations}}`: how the page's subject stands to others."""

from collections.abc import Sequence

from fanwiki.domain.ids import EpisodeId
from fanwiki.domain.listing import RelationLine
from fanwiki.markup.data.pieces import nothing, page_link, point, row, table
from fanwiki.markup.html import escape, later
from fanwiki.markup.world import World


def relations_html(lines: Sequence[RelationLine], world: World) -> str:
    """A table of relationships; one that has no end reads as going on."""
    if not lines:
        return nothing("No relationships have been recorded yet.")
    return table("relations", "Relationships", ["Relationship", "With", "When"], [_row(line, world) for line in lines])


def _row(line: RelationLine, world: World) -> str:
    fact = line.fact
    learnt = None if fact is None else fact.end_revealed_at
    when = when_html(line.since, line.until, world, learnt)
    since = "" if fact is None else world.since(fact.id)
    return row(escape(line.kind), page_link(line.other, line.other_title, world), when, since=since)


def when_html(
    since: EpisodeId | None, until: EpisodeId | None, world: World, end_learnt: EpisodeId | None = None
) -> str:
    """From when to when a relationship lasts, as far as that is known; `end_learnt` if that is not when it ends."""
    start = "" if since is None else f"from {point(since, world)}"
    end = "" if until is None else later(f"to {point(until, world)}", over_since(until, end_learnt, world))
    return " ".join(part for part in (start, end) if part)


def over_since(until: EpisodeId, end_learnt: EpisodeId | None, world: World) -> str:
    """From where on a relationship is known to be over: it has ended, and the audience has learnt of it."""
    return world.since(until, *(() if end_learnt is None else (end_learnt,)))
