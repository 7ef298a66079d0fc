"""JSON as TVmaze's API gives it: a show, perhaps with what was asked to be embedded, its episodes, seasons or cast."""

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
    "running": ShowStatus.RETURNING,
    "ended": ShowStatus.ENDED,
    "in development": ShowStatus.PLANNED,
}
_SLUG: Final = re.compile(r"/episodes/\d+/(?P<slug>[\w-]+?)-(?:\d+x\d+|s\d+-special)\b")


def is_tvmaze(document: Any) -> bool:
    """Whether a document comes from TVmaze."""
    first = document[0] if isinstance(document, list) and document else document
    if not isinstance(first, dict):
        return False
    return "tvmaze.com" in str(first.get("url", "")) or "tvmaze.com" in str(within(first, "person", "url"))


def read_tvmaze(document: Any) -> CanonData:
    """What a document of TVmaze says."""
    data = CanonData()
    if isinstance(document, dict):
        _show(document, data)
        embedded = document.get("_embedded")
        for name in ("seasons", "episodes", "cast"):
            _list(objects_in(within(embedded, name)), data)
    else:
        _list(objects_in(document), data)
    return data


def _show(found: dict[str, Any], data: CanonData) -> None:
    data.show = text_of(found.get("name"))
    data.network = text_of(within(found, "network", "name") or within(found, "webChannel", "name"))
    data.status = _STATUS.get(text_of(found.get("status")).lower())
    data.summary = prose_of(found.get("summary"))


def _list(found: list[dict[str, Any]], data: CanonData) -> None:
    for each in found:
        if "person" in each and "character" in each:
            person = text_of(within(each, "person", "name"))
            character = "self" if each.get("self") is True else text_of(within(each, "character", "name"))
            born = date_of(within(each, "person", "birthday"))
            cast_entry(person, character, data, born=born, role=RoleType.MAIN, voice=each.get("voice") is True)
        elif "episodeOrder" in each:
            number = number_of(each.get("number"))
            if number is not None:
                released = date_of(each.get("premiereDate"))
                data.seasons[number] = SeasonEntry(
                    number, text_of(each.get("name")), released, prose_of(each.get("summary"))
                )
        elif "season" in each:
            _episode(each, data)
        else:
            data.skipped["entries", "they are neither seasons nor episodes nor cast"] += 1


def _episode(found: dict[str, Any], data: CanonData) -> None:
    season, number = number_of(found.get("season")), number_of(found.get("number"))
    if season is None:
        data.skipped["episodes", "the file does not say of which season"] += 1
        return
    special = number is None or found.get("type") == "significant_special"
    data.episodes.append(
        EpisodeEntry(
            0 if special else season,
            None if special else number,
            text_of(found.get("name")),
            date_of(found.get("airdate")),
            number_of(found.get("runtime")),
            prose_of(found.get("summary")),
        )
    )
    if not data.show:
        named = text_of(within(found, "_links", "show", "name"))
        slug = _SLUG.search(str(found.get("url", "")))
        if named:
            data.show = named
        elif slug is not None:
            data.show = slug["slug"].replace("-", " ").title()
            data.warnings.append(f"the show is called “{data.show}” after the addresses of its episodes")
