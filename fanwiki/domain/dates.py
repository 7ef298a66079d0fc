"""Dates as sources give them: `2022-06-06`, `2022-06` or `2022`. What is not known is not invented."""

import re
from datetime import date, timedelta
from typing import NewType

from fanwiki.domain.errors import InvalidEdit

PartialDate = NewType("PartialDate", str)

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
"""As dates in words name them."""

_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def partial_date(text: str) -> PartialDate:
    """Checks a date of which the day, or month and day, may be missing. Raises InvalidEdit."""
    match = _SHAPE.fullmatch(text.strip())
    try:
        if match is None:
            raise ValueError
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        raise InvalidEdit(f"“{text}” is not a date; write it like 2022-06-06, 2022-06 or 2022") from None
    return PartialDate(text.strip())


def last_day(text: PartialDate) -> date:
    """The latest day that the date may mean: the 31st of December for a mere year."""
    year, month, day = (int(part) if part else None for part in _parts(text))
    assert year is not None
    if day is not None and month is not None:
        return date(year, month, day)
    if month is None or month == 12:
        return date(year, 12, 31)
    return date(year, month + 1, 1) - timedelta(days=1)


def is_before(one: PartialDate, other: PartialDate) -> bool:
    """Whether a date surely lies before another, as far as both are known: 2022 is not before 2022-06."""
    known = min(len(one), len(other))
    return one[:known] < other[:known]


def in_words(text: str) -> str:
    """A date as one reads it: 6 June 2022, June 2022 or 2022. In English, as all that the program adds to pages."""
    year, month, day = _parts(PartialDate(text))
    return " ".join(part for part in (day and str(int(day)), month and MONTHS[int(month) - 1], year) if part)


def _parts(text: PartialDate) -> tuple[str | None, ...]:
    match = _SHAPE.fullmatch(text)
    if match is None:
        raise InvalidEdit(f"“{text}” is not a date; write it like 2022-06-06, 2022-06 or 2022")
    return match.groups()
