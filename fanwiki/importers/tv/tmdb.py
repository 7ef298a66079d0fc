"""JSON as TMDB's API gives it: the details of a show or of a season, and credits, alone or appended to either."""

import re
from typing import Any, Final

from fanwiki.domain.vocabulary import RoleType, ShowStatus
from fanwiki.importers.tv.canon import (
    CanonData,
    EpisodeEntry,
    SeasonEntry,
    cast_entry,
    date_of,
    number_of,
    objects_in,
    prose_of,
    text_of,
    within,
)

_STATUS: Final = {
    "returning series": ShowStatus.RETURNING,
    "ended": ShowStatus.ENDED,
    "canceled": ShowStatus.CANCELLED,
    "cancelled": ShowStatus.CANCELLED,
    "in production": ShowStatus.IN_PRODUCTION,
    "planned": ShowStatus.PLANNED,
    "pilot": ShowStatus.PLANNED,
}
_APPENDED: Final = re.compile(r"season/\d+")


def is_tmdb(document: Any) -> bool:
    """Whether a document comes from TMDB."""
    if not isinstance(document, dict):
        return False
    return bool({"first_air_date", "number_of_seasons", "cast"} & document.keys()) or (
        "season_number" in document and "episodes" in document
    )


def read_tmdb(document: dict[str, Any]) -> CanonData:
    """What a document of TMDB says."""
    data = CanonData()
    if "number_of_seasons" in document or "first_air_date" in document:
        networks = [text_of(each.get("name")) for each in objects_in(document.get("networks"))]
        data.show = text_of(document.get("name"))
        original = text_of(document.get("original_name"))
        data.original_title = original if original != data.show else ""
        data.network = ", ".join(name for name in networks if name)
        data.status = _STATUS.get(text_of(document.get("status")).lower())
        data.summary = prose_of(document.get("overview"))
        for each in objects_in(document.get("seasons")):
            _season(each, data)
    elif "season_number" in document:
        _season(document, data)
    for name, value in document.items():
        if _APPENDED.fullmatch(name) and isinstance(value, dict):
            _season(value, data)
    credits = (within(document, "aggregate_credits", "cast"), within(document, "credits", "cast"), document.get("cast"))
    for each in objects_in(next((found for found in credits if found), [])):
        _credit(each, data, RoleType.MAIN, None)
    return data


def _season(found: dict[str, Any], data: CanonData) -> None:
    number = number_of(found.get("season_number"))
    if number is None:
        return
    title, released = text_of(found.get("name")), date_of(found.get("air_date"))
    data.seasons[number] = SeasonEntry(number, title, released, prose_of(found.get("overview")))
    for each in objects_in(found.get("episodes")):
        episode = number_of(each.get("episode_number"))
        if episode is None:
            data.skipped["episodes", "they have no number"] += 1
            continue
        data.episodes.append(
            EpisodeEntry(
                number,
                episode,
                text_of(each.get("name")),
                date_of(each.get("air_date")),
                number_of(each.get("runtime")),
                prose_of(each.get("overview")),
            )
        )
        for guest in objects_in(each.get("guest_stars")):
            _credit(guest, data, RoleType.GUEST, (number, episode))


def _credit(found: dict[str, Any], data: CanonData, role: RoleType, episode: tuple[int, int] | None) -> None:
    person = text_of(found.get("name"))
    roles = [text_of(each.get("character")) for each in objects_in(found.get("roles"))] or [
        text_of(found.get("character"))
    ]
    for character in dict.fromkeys(part for each in roles for part in each.split(" / ")):
        cast_entry(person, character, data, role=role, episode=episode)
