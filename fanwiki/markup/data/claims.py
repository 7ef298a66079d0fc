"""`{{claims}}`: what is claimed about the page's subject, by whom, and how far it is to be believed."""

from collections.abc import Sequence

from fanwiki.domain.claims import LedgerEntry
from fanwiki.domain.entities import Claim, Source
from fanwiki.markup.data.pieces import address, nothing, row, table
from fanwiki.markup.html import element, escape
from fanwiki.markup.world import World


def claims_html(entries: Sequence[LedgerEntry], world: World) -> str:
    """A table of claims, each with its standing as a badge, its date and its source."""
    if not entries:
        return nothing("No claims have been recorded yet.")
    return table("claims", "Claims", ["Claim", "Standing", "Date", "Source"], [_row(entry, world) for entry in entries])


def _row(entry: LedgerEntry, world: World) -> str:
    claim = entry.claim
    badge = element("span", escape(claim.standing), class_="badge", data_standing=claim.standing)
    if entry.stale:
        badge += " " + element("span", "needs another look", class_="badge", data_standing="stale")
    said = f"{escape(claim.property)}: {escape(claim.value)}"
    return row(said, badge, _dates(claim), _source(entry.source), since=world.since(claim.id))


def _dates(claim: Claim) -> str:
    dates = [("", claim.published), ("checked ", claim.checked_on)]
    return ", ".join(
        f"{word}{element('time', escape(date), datetime=date)}" for word, date in dates if date is not None
    )


def _source(source: Source | None) -> str:
    if source is None:
        return "no source"
    shown = address(source.url, source.title or source.url)
    return f"{shown}, {escape(source.publisher)}" if source.publisher else shown
