"""`{{cast}}`: who plays whom, as of the viewpoint."""

from collections.abc import Sequence

from fanwiki.domain.casting import Billing
from fanwiki.domain.vocabulary import Standing
from fanwiki.markup.data.pieces import nothing, page_link, point, row, table
from fanwiki.markup.html import element, escape, later
from fanwiki.markup.world import World


def cast_html(billings: Sequence[Billing], world: World) -> str:
    """A table in the order of billing; with the show of each line where there are several."""
    if not billings:
        return nothing("No cast has been recorded yet.")
    several = len({each.portrayal.show for each in billings}) > 1
    placed = any(each.first is not None or each.last is not None or each.episodes for each in billings)
    columns = ["Actor", "Character", "Role", *(["Show"] if several else []), *(["Episodes"] if placed else [])]
    rows = [_row(each, world, several=several, placed=placed) for each in billings]
    return table("cast", "Cast", columns, rows)


def _row(billing: Billing, world: World, *, several: bool, placed: bool) -> str:
    portrayal = billing.portrayal
    character = page_link(portrayal.character, billing.character, world)
    if portrayal.credited_as and portrayal.credited_as != billing.character:
        character += " " + element("span", escape(f"(credited as {portrayal.credited_as})"), class_="credited-as")
    role = str(portrayal.role) + (f", {portrayal.language}" if portrayal.language else "")
    actor = page_link(portrayal.person, billing.person, world) + standing(portrayal.standing)
    cells = [character, escape(role)]
    if several:
        cells.append(page_link(portrayal.show, "", world))
    if placed:
        cells.append("<br>".join(part for part in (_range(billing, world), _count(billing)) if part))
    return row(actor, *cells, since=world.since(portrayal.id))


def _range(billing: Billing, world: World) -> str:
    first = point(billing.first, world)
    if billing.last is None:
        return f"from {first}" if first else ""
    if billing.first == billing.last:
        return first
    last = later(f"to {point(billing.last, world)}", world.since(billing.last))
    return f"{first} {last}" if first else last


def _count(billing: Billing) -> str:
    """How many episodes so far, never of how many: that would tell of an end."""
    if not billing.episodes:
        return ""
    return element("span", f"{billing.episodes} episode{'' if billing.episodes == 1 else 's'}", class_="count")


def standing(value: Standing) -> str:
    """How far casting is to be believed, in words; empty for what is confirmed."""
    if value is Standing.CONFIRMED:
        return ""
    return " " + element("span", escape(f"({value})"), class_="certainty")
