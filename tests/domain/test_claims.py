"""When a claim wants another look, and how the ledger puts claims side by side."""

from datetime import date

from fanwiki.domain.claims import LedgerEntry, StaleWhy, grouped, is_stale, staleness
from fanwiki.domain.dates import is_before, partial_date
from fanwiki.domain.entities import Claim
from fanwiki.domain.ids import FactId, PageId
from fanwiki.domain.vocabulary import Standing

TODAY = date(2026, 1, 1)


def _claim(
    standing: Standing = Standing.ANNOUNCED, *, value: str = "yes", property: str = "renewal", **days: str
) -> Claim:
    dates = {name: partial_date(day) for name, day in days.items()}
    return Claim(FactId(value), PageId("p"), property, value, standing, **dates)  # type: ignore[arg-type]  # fields of Claim


def test_why_a_claim_is_stale() -> None:
    due = staleness(_claim(review_by="2024-12-31"), TODAY)
    assert due is not None
    assert (due.why, due.since) == (StaleWhy.REVIEW_DUE, "2024-12-31")
    checked = staleness(_claim(published="2021", checked_on="2022"), TODAY)
    assert checked is not None
    assert (checked.why, checked.since) == (StaleWhy.CHECKED_LONG_AGO, "2022")
    published = staleness(_claim(published="2021"), TODAY)
    assert published is not None
    assert published.why is StaleWhy.PUBLISHED_LONG_AGO
    assert staleness(_claim(), TODAY) is None
    assert not is_stale(_claim(Standing.CONFIRMED, published="2001"), TODAY)
    assert not is_stale(_claim(published="2001", review_by="2026-01"), TODAY)


def test_claims_of_one_property_stand_together_the_settled_first() -> None:
    claims = [
        _claim(Standing.CONTRADICTED, value="eight", property="Episodes", published="2025"),
        _claim(Standing.CONFIRMED, value="twelve", property="episodes ", published="2022"),
        _claim(Standing.RUMOUR, value="soon", property="release"),
    ]
    groups = grouped(LedgerEntry(claim, "Season 1", None, stale=False) for claim in claims)
    assert [group.differs for group in groups] == [True, False]
    assert [entry.claim.value for entry in groups[0].entries] == ["twelve", "eight"]


def test_a_date_is_before_another_only_as_far_as_both_are_known() -> None:
    assert is_before(partial_date("2021-12"), partial_date("2022"))
    assert not is_before(partial_date("2022"), partial_date("2022-06"))
    assert not is_before(partial_date("2022-06"), partial_date("2022"))
