"""Dates, names, claims: the small pure functions."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanwiki.domain.claims import is_stale
from fanwiki.domain.dates import PartialDate, in_words, last_day, partial_date
from fanwiki.domain.entities import Claim
from fanwiki.domain.errors import InvalidEdit
from fanwiki.domain.ids import FactId, PageId
from fanwiki.domain.names import matching_key, slug, title_key
from fanwiki.domain.vocabulary import SourceKind, Standing


@pytest.mark.parametrize(
    ("written", "read"), [("2022", "2022"), ("2024-02", "February 2024"), ("2022-06-06", "6 June 2022")]
)
def test_dates_are_read_in_words(written: str, read: str) -> None:
    assert in_words(partial_date(written)) == read


@pytest.mark.parametrize(
    ("written", "last"), [("2022", (2022, 12, 31)), ("2024-02", (2024, 2, 29)), ("2022-06-06", (2022, 6, 6))]
)
def test_partial_dates(written: str, last: tuple[int, int, int]) -> None:
    assert last_day(partial_date(written)) == date(*last)


@pytest.mark.parametrize("written", ["", "22", "2022-13", "2022-02-30", "June 2022", "2022-6-6", "0000"])
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(InvalidEdit, match="is not a date"):
        partial_date(written)


def test_names_that_differ_in_hyphens_and_diacritics_are_one() -> None:
    assert matching_key("On-jo") == matching_key("Onjo") == matching_key("ON JO")
    assert matching_key("Zoë") == matching_key("Zoe")
    assert matching_key("온조") != matching_key("남온조")


def test_titles_are_found_whatever_their_case_and_spacing() -> None:
    assert title_key("Hyosan_High  School") == title_key("hyosan high school")


@given(st.text())
def test_slugs_can_be_file_names(title: str) -> None:
    name = slug(title)
    assert name
    assert len(name.encode()) <= 80
    assert not set(name) & set('/\\:*?"<>|. ')


def claim(standing: Standing, **dates: str) -> Claim:
    given_dates = {name: PartialDate(text) for name, text in dates.items()}
    return Claim(FactId("c"), PageId("p"), "season 2", "renewed", standing, **given_dates)  # type: ignore[arg-type]  # dates alone


@pytest.mark.parametrize(
    ("asked", "stale"),
    [
        (claim(Standing.CONFIRMED, published="2001"), False),
        (claim(Standing.CONFIRMED, review_by="2023-01-01"), True),
        (claim(Standing.SPECULATION, published="2022-03"), True),
        (claim(Standing.SPECULATION, published="2022-03", checked_on="2023-12"), False),
        (claim(Standing.RUMOUR), False),
        (claim(Standing.SUPERSEDED, published="2022-03"), False),
    ],
)
def test_claims_grow_stale(asked: Claim, stale: bool) -> None:
    assert is_stale(asked, date(2024, 6, 1)) is stale


def test_sources_have_tiers() -> None:
    assert SourceKind.ON_SCREEN_CREDIT.tier == 1
    assert SourceKind.FORUM.tier == len(SourceKind)
