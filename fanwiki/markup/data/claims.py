"""`{{claims}}`: what is claimed about the page's subject, by whom, and how far it is to be believed."""

from collections.abc import Sequence

from fanwiki.domain.claims import LedgerEntry
from fanwiki.domain.entities import Claim, Source
from fanwiki.domain.vocabulary import Standing
from fanwiki.markup.data.pieces import address, nothing, row, table, time
from fanwiki.markup.html import earlier, either, element, escape
from fanwiki.markup.world import World


def claims_html(entries: Sequence[LedgerEntry], world: World) -> str:
    """A table of claims, each with its standing as a badge, its date and its source."""
    if not entries:
        return nothing("No claims have been recorded yet.")
    rows = [_row(entry, _superseded_since(entry.claim, entries, world), world) for entry in entries]
    return table("claims", "Claims", ["Claim", "Standing", "Date", "Source"], rows)


def _superseded_since(claim: Claim, entries: Sequence[LedgerEntry], world: World) -> str:
    """From where on a claim is known to be superseded, as `World.since` has it."""
    if claim.standing is not Standing.SUPERSEDED:
        return ""
    return either(world.since(entry.claim.id) for entry in entries if entry.claim.supersedes == claim.id)


def _row(entry: LedgerEntry, superseded_since: str, world: World) -> str:
    claim = entry.claim
    badge = _badge(claim.standing, data_from=superseded_since or None)
    if superseded_since:
        before = Standing.SPECULATION
        badge += earlier(escape(before), superseded_since, class_="badge", data_standing=before)
    if entry.stale:
        badge += " " + element("span", "needs another look", class_="badge", data_standing="stale")
    said = f"{escape(claim.property)}: {escape(claim.value)}"
    return row(said, badge, _dates(claim), _source(entry.source), since=world.since(claim.id))


def _badge(standing: Standing, **values: str | None) -> str:
    return element("span", escape(standing), class_="badge", data_standing=standing, **values)


def _dates(claim: Claim) -> str:
    dates = [("", claim.published), ("checked ", claim.checked_on)]
    return ", ".join(f"{word}{time(date)}" for word, date in dates if date is not None)


def _source(source: Source | None) -> str:
    if source is None:
        return "no source"
    shown = address(source.url, source.title or source.url)
    return f"{shown}, {escape(source.publisher)}" if source.publisher else shown
