"""What a file says of a show, whichever site it comes from."""

import html
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from fanwiki.domain.dates import PartialDate, partial_date
from fanwiki.domain.errors import InvalidEdit
from fanwiki.domain.vocabulary import RoleType, ShowStatus
from fanwiki.importers.plain import escaped

_PARAGRAPH: Final = re.compile(r"</p>|<br\s*/?>", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]*>")
_IN_ROLE: Final = re.compile(r"\s*\((?P<word>[^()]*)\)")
_VOICE: Final = re.compile(r"\bvoice\b", re.IGNORECASE)
_LONGEST: Final = 200


@dataclass(frozen=True)
class EpisodeEntry:
    """An episode; `number` is None for a special that has none."""

    season: int
    number: int | None
    title: str
    air_date: PartialDate | None = None
    runtime: int | None = None
    summary: str = ""


@dataclass(frozen=True)
class SeasonEntry:
    number: int
    title: str = ""
    released: PartialDate | None = None
    summary: str = ""


@dataclass(frozen=True)
class CastEntry:
    """Somebody who plays somebody, throughout or in one episode, given by its season and number."""

    person: str
    character: str
    role: RoleType = RoleType.MAIN
    born: PartialDate | None = None
    episode: tuple[int, int] | None = None


@dataclass
class CanonData:
    """Everything of one file. `show` is the show's title, empty if the file does not say it."""

    show: str = ""
    original_title: str = ""
    network: str = ""
    status: ShowStatus | None = None
    summary: str = ""
    seasons: dict[int, SeasonEntry] = field(default_factory=dict)
    episodes: list[EpisodeEntry] = field(default_factory=list)
    cast: list[CastEntry] = field(default_factory=list)
    skipped: Counter[tuple[str, str]] = field(default_factory=Counter)
    warnings: list[str] = field(default_factory=list)


def text_of(value: Any) -> str:
    """A text on one line; empty for what is none."""
    return " ".join(value.split())[:_LONGEST] if isinstance(value, str) else ""


def number_of(value: Any) -> int | None:
    """A number from 0 on; None for what is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 100_000 else None


def date_of(value: Any) -> PartialDate | None:
    """A date; None for what is none."""
    try:
        return partial_date(value) if isinstance(value, str) else None
    except InvalidEdit:
        return None


def prose_of(value: Any) -> str:
    """A summary, in HTML or plain, as Markdown."""
    if not isinstance(value, str):
        return ""
    paragraphs = (html.unescape(_TAG.sub("", part)) for part in _PARAGRAPH.split(value))
    return "\n\n".join(escaped(" ".join(each.split())) for each in paragraphs if each.strip())


def objects_in(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; none for what is no list."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def within(found: Any, *names: str) -> Any:
    """What stands at the end of some names; None where one of them is not there."""
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def cast_entry(
    person: str, character: str, data: CanonData, *, born: PartialDate | None = None, role: RoleType = RoleType.MAIN,
    voice: bool = False, episode: tuple[int, int] | None = None,
) -> None:  # fmt: skip
    """Adds a line of a cast, with the remarks that stand behind a character's name, as `(voice)`, as what they mean."""
    words = " ".join(match["word"] for match in _IN_ROLE.finditer(character))
    name = text_of(_IN_ROLE.sub("", character))
    if not person or not name:
        data.skipped["cast", "the file does not say who plays whom"] += 1
    elif name.casefold() in ("self", "himself", "herself", "themselves", person.casefold()):
        data.skipped["cast", "they appear as themselves"] += 1
    else:
        voiced = voice or _VOICE.search(words) is not None
        data.cast.append(CastEntry(person, name, RoleType.VOICE if voiced else role, born, episode))
