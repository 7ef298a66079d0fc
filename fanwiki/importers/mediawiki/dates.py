"""Dates as people write them in infoboxes, in several languages. What may be two days is none."""

import re
from typing import Final

from fanwiki.domain.dates import PartialDate, partial_date
from fanwiki.domain.errors import InvalidEdit
from fanwiki.domain.names import matching_key

_MONTHS_TEXT: Final = (
    "january januar janvier enero gennaio janeiro januari stycznia января январь tammikuuta ledna",
    "february februar fevrier febrero febbraio fevereiro februari lutego февраля февраль helmikuuta unora",
    "march marz maerz mars marzo marco maart marca марта март maaliskuuta brezna",
    "april avril abril aprile kwietnia апреля апрель huhtikuuta dubna",
    "may mai mayo maggio maio mei maja мая май toukokuuta kvetna",
    "june juni juin junio giugno junho czerwca июня июнь kesakuuta cervna",
    "july juli juillet julio luglio julho lipca июля июль heinakuuta cervence",
    "august aout agosto augustus augusti sierpnia августа август elokuuta srpna",
    "september septembre septiembre settembre setembro wrzesnia сентября сентябрь syyskuuta zari",
    "october oktober octobre octubre ottobre outubro pazdziernika октября октябрь lokakuuta rijna",
    "november novembre noviembre novembro listopada ноября ноябрь marraskuuta listopadu",
    "december dezember decembre diciembre dicembre dezembro grudnia декабря декабрь joulukuuta prosince",
)
_MONTHS: Final = {matching_key(name): number for number, names in enumerate(_MONTHS_TEXT, 1) for name in names.split()}
_SHORTEST: Final = 3
"""Letters by which the name of a month may be cut short: Jan, Sept."""

_WORD: Final = r"(?P<month>[^\W\d_]{3,})\.?"
_SEVERAL: Final = (
    re.compile(r"(?P<year>\d{4})-(?P<m>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(r"(?P<year>\d{4})\s*[年년]\s*(?P<m>\d{1,2})\s*[月월](?:\s*(?P<day>\d{1,2})\s*[日일])?"),
    re.compile(
        r"\{\{[^{}|]*date[^{}|]*\|(?:df=\w+\|)?(?P<year>\d{4})\|(?P<m>\d{1,2})\|(?P<day>\d{1,2})", re.IGNORECASE
    ),
    re.compile(
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?\s+(?:of\s+|de\s+)?{_WORD},?\s+(?:de\s+)?(?P<year>\d{{4}})"
    ),
    re.compile(rf"{_WORD}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})"),
    re.compile(rf"{_WORD},?\s+(?:de\s+)?(?P<year>\d{{4}})"),
    re.compile(r"(?P<day>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<year>\d{4})"),
    re.compile(r"(?P<one>\d{1,2})/(?P<other>\d{1,2})/(?P<year>\d{4})"),
    re.compile(r"\b(?P<year>(?:19|20)\d{2})\b"),
)


def first_date(text: str) -> PartialDate | None:
    """The date that a text tells first; None if it tells none, or one whose day and month cannot be told apart."""
    for pattern in _SEVERAL:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            if "one" in parts:
                return _slashed(int(parts["one"]), int(parts["other"]), int(parts["year"]))
            if "month" in parts and _month(parts["month"]) is None:
                continue
            month = _month(parts["month"]) if "month" in parts else int(parts["m"]) if parts.get("m") else None
            return _date(int(parts["year"]), month, int(parts["day"]) if parts.get("day") else None)
    return None


def is_date_alone(text: str) -> bool:
    """Whether a text tells one date and nothing else."""
    return any(pattern.fullmatch(text.strip(" .")) for pattern in _SEVERAL)


def _month(name: str) -> int | None:
    key = matching_key(name)
    if key in _MONTHS:
        return _MONTHS[key]
    cut = {number for month, number in _MONTHS.items() if len(key) >= _SHORTEST and month.startswith(key)}
    return cut.pop() if len(cut) == 1 else None


def _slashed(one: int, other: int, year: int) -> PartialDate | None:
    """A date of which some write the day first, and some the month."""
    if one == other or other > 12:
        return _date(year, one, other)
    return _date(year, other, one) if one > 12 else None


def _date(year: int, month: int | None, day: int | None) -> PartialDate | None:
    parts = [f"{year:04}", *(f"{each:02}" for each in (month, day) if each is not None)]
    try:
        return partial_date("-".join(parts))
    except InvalidEdit:
        return None
