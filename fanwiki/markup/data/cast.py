"""`{{cast}}`: who plays whom, as of the viewpoint."""

from collections.abc import Sequence

from fanwiki.domain.casting import Billing
from fanwiki.domain.vocabulary import Standing
from fanwiki.markup.data.pieces import nothing, page_link, point, row, table
from fanwiki.markup.html import element, escape
from fanwiki.markup.world import World


def cast_html(billings: Sequence[Billing], world: World) -> str:
    """A table in the order of billing."""
    if not billings:
        return nothing("No cast has been recorded yet.")
    columns = ["Actor", "Character", "Role"]
    ranged = any(billing.first is not None for billing in billings)
    return table(
        "cast",
        "Cast",
        [*columns, "Episodes"] if ranged else columns,
        [_row(each, ranged, world) for each in billings],
    )


def _row(billing: Billing, ranged: bool, world: World) -> str:
    portrayal = billing.portrayal
    character = page_link(portrayal.character, billing.character, world)
    if portrayal.credited_as and portrayal.credited_as != billing.character:
        character += " " + element("span", escape(f"(credited as {portrayal.credited_as})"), class_="credited-as")
    role = str(portrayal.role) + (f", {portrayal.language}" if portrayal.language else "")
    actor = page_link(portrayal.person, billing.person, world) + standing(portrayal.standing)
    cells = [character, escape(role)]
    if ranged:
        cells.append(_range(billing, world))
    return row(actor, *cells)


def _range(billing: Billing, world: World) -> str:
    first = point(billing.first, world)
    if billing.last is None:
        return f"from {first}" if first else ""
    if billing.first == billing.last:
        return first
    last = point(billing.last, world)
    return f"{first} to {last}" if first else f"to {last}"


def standing(value: Standing) -> str:
    """How far casting is to be believed, in words; empty for what is confirmed."""
    if value is Standing.CONFIRMED:
        return ""
    return " " + element("span", escape(f"({value})"), class_="certainty")
