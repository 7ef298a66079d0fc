"""Game of Thrones as a wiki: real characters, episodes and deaths, brought in by edits in one step.

The data has no list of deaths; it says of each scene who is in it, and whether alive. So a character is alive from
the episode of the first scene, and enters the other state where the last scene of an episode says otherwise. Scenes
in flashback and in visions say nothing of the present. Of several characters of one name the first has the fate.
"""

import gzip
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fanwiki.domain.edits import AddFact, AddPage, Edit
from fanwiki.domain.entities import (
    Appearance,
    Character,
    Episode,
    Group,
    Membership,
    Person,
    Portrayal,
    Relationship,
    Season,
    Show,
    StatusEvent,
)
from fanwiki.domain.ids import EpisodeId, FactId, PageId, new_id
from fanwiki.domain.survival import BUILT_IN_STATES
from fanwiki.domain.vocabulary import AppearanceMode, PageKind
from fanwiki.wiki import Wiki

_STATES = {state.word: state.id for state in BUILT_IN_STATES}


@dataclass(frozen=True)
class Thrones:
    """The show, its episodes by their points, its characters by their titles."""

    show: PageId
    episodes: dict[str, EpisodeId]
    characters: dict[str, PageId]


def load(wiki: Wiki, folder: Path) -> Thrones:
    """Puts the whole show into an empty wiki, as one step. `folder` is `data/tv` of the shared folder."""
    people = json.loads((folder / "got-characters.json").read_text(encoding="utf-8"))["characters"]
    with gzip.open(folder / "got-episodes.json.gz", "rt", encoding="utf-8") as file:
        episodes = json.load(file)["episodes"]
    show = PageId(new_id())
    edits: list[Edit] = [AddPage(show, PageKind.SHOW, "Game of Thrones", subject=Show(show, "got"))]
    points = _add_episodes(edits, show, episodes)
    fates = _fates(episodes)
    introduced = {name: fate[0][0] for name, fate in fates.items()}
    characters: dict[str, PageId] = {}
    counted: Counter[str] = Counter()
    for person in people:
        name = person["characterName"]
        plain = name.replace("#", "")
        counted[name] += 1
        title = plain if counted[name] == 1 else f"{plain} ({counted[name]})"
        if any(title.casefold() == known.casefold() for known in characters):
            title = f"{title} (another)"
        id = PageId(new_id())
        characters[title] = id
        edits.append(_character(id, title, show, points.get(introduced.get(name, ""))))
        for point, alive, cause in fates.get(name, ()) if counted[name] == 1 else ():
            state = _STATES["alive" if alive else "dead"]
            edits.append(AddFact(StatusEvent(FactId(new_id()), id, state, at=points[point], cause=cause)))
    wiki.apply(*edits, label="Game of Thrones")
    return Thrones(show, points, characters)


TIES = {
    "parentOf": ("parent", "child"),
    "siblings": ("sibling", "sibling"),
    "marriedEngaged": ("spouse", "spouse"),
    "serves": ("servant", "served by"),
    "guardianOf": ("guardian", "ward"),
    "allies": ("ally", "ally"),
    "killed": ("killer", "killed by"),
}
"""What the data says of two characters, and how it reads from both sides."""


def load_ties(wiki: Wiki, thrones: Thrones, folder: Path) -> None:
    """Adds who has to do with whom, and the houses as groups. Each is known once both are introduced."""
    people = json.loads((folder / "got-characters.json").read_text(encoding="utf-8"))["characters"]
    known = thrones.characters
    edits: list[Edit] = []
    houses: dict[str, PageId] = {}
    told: set[tuple[PageId, PageId, str]] = set()
    for person in people:
        who = known.get(person["characterName"])
        if who is None:
            continue
        for field, (kind, inverse) in TIES.items():
            for other in (known[name] for name in person.get(field, ()) if name in known):
                if kind == inverse and (other, who, kind) in told:
                    continue
                told.add((who, other, kind))
                edits.append(AddFact(Relationship(FactId(new_id()), who, other, kind, inverse)))
        named = person.get("houseName", ())
        for house in [named] if isinstance(named, str) else named:
            if house not in houses:
                id = houses[house] = PageId(new_id())
                title = f"House {house}"
                edits.append(AddPage(id, PageKind.GROUP, title, thrones.show, subject=Group(id)))
            edits.append(AddFact(Membership(FactId(new_id()), houses[house], who)))
    wiki.apply(*edits, label="ties of Game of Thrones")


def load_cast(wiki: Wiki, loaded: Thrones, folder: Path) -> int:
    """Who plays whom, the recast roles by their seasons, and who is in which episode, as one step. Answers with the
    number of appearances.
    """
    people = json.loads((folder / "got-characters.json").read_text(encoding="utf-8"))["characters"]
    with gzip.open(folder / "got-episodes.json.gz", "rt", encoding="utf-8") as file:
        episodes = json.load(file)["episodes"]
    edits: list[Edit] = []
    actors: dict[str, PageId] = {}
    ends = {each["seasonNum"]: each["episodeNum"] for each in episodes}
    billing = 0
    for person in people:
        character = loaded.characters.get(person["characterName"].replace("#", ""))
        if character is None:
            continue
        for each in person.get("actors") or ([person] if "actorName" in person else []):
            name, billing = each["actorName"], billing + 1
            if name not in actors:
                actors[name] = PageId(new_id())
                title = name if name not in loaded.characters else f"{name} (actor)"
                edits.append(AddPage(actors[name], PageKind.PERSON, title, subject=Person(actors[name])))
            seasons = each.get("seasonsActive", ())
            first = loaded.episodes[f"S{min(seasons)}E01"] if seasons else None
            last = loaded.episodes[f"S{max(seasons)}E{ends[max(seasons)]:02d}"] if seasons else None
            portrayal = Portrayal(
                FactId(new_id()), loaded.show, actors[name], character, billing=billing, first=first, last=last
            )
            edits.append(AddFact(portrayal))
    appearances = [
        AddFact(Appearance(FactId(new_id()), loaded.characters[name], loaded.episodes[point], mode))
        for point, name, mode in sorted(_appearances(episodes))
        if name in loaded.characters
    ]
    wiki.apply(*edits, *appearances, label="Cast of Game of Thrones")
    return len(appearances)


def _appearances(episodes: list[dict[str, Any]]) -> set[tuple[str, str, AppearanceMode]]:
    """Of each episode who is in it, and how: in flashback, as a body where nowhere alive, else on screen."""
    found: set[tuple[str, str, AppearanceMode]] = set()
    for each in episodes:
        point = f"S{each['seasonNum']}E{each['episodeNum']:02d}"
        for scene in each["scenes"]:
            past = scene.get("flashback") or scene.get("greensight")
            for who in scene["characters"]:
                mode = AppearanceMode.ON_SCREEN if who.get("alive", True) else AppearanceMode.BODY
                found.add((point, who["name"].replace("#", ""), AppearanceMode.FLASHBACK if past else mode))
    seen = {(point, name) for point, name, mode in found if mode is AppearanceMode.ON_SCREEN}
    return {each for each in found if each[2] is not AppearanceMode.BODY or each[:2] not in seen}


def _character(id: PageId, title: str, show: PageId, introduced_at: EpisodeId | None) -> AddPage:
    return AddPage(id, PageKind.CHARACTER, title, show, subject=Character(id), introduced_at=introduced_at)


def _add_episodes(edits: list[Edit], show: PageId, episodes: list[dict[str, Any]]) -> dict[str, EpisodeId]:
    points: dict[str, EpisodeId] = {}
    seasons: dict[int, PageId] = {}
    for each in episodes:
        number, id = each["seasonNum"], PageId(new_id())
        if number not in seasons:
            season = seasons[number] = PageId(new_id())
            subject = Season(season, show, number)
            edits.append(AddPage(season, PageKind.SEASON, f"Season {number}", show, subject=subject))
        episode = Episode(id, seasons[number], each["episodeNum"])
        title = f"S{number}E{each['episodeNum']:02d} {each['episodeTitle']}"
        edits.append(AddPage(id, PageKind.EPISODE, title, seasons[number], subject=episode))
        points[title.split(maxsplit=1)[0]] = EpisodeId(id)
    return points


def _fates(episodes: list[dict[str, Any]]) -> dict[str, list[tuple[str, bool, str]]]:
    """Of each name, the points at which it turned alive or dead, and the cause."""
    fates: dict[str, list[tuple[str, bool, str]]] = {}
    for each in episodes:
        point = f"S{each['seasonNum']}E{each['episodeNum']:02d}"
        last: dict[str, tuple[bool, str]] = {}
        for scene in each["scenes"]:
            if any(scene.get(seen_otherwise) for seen_otherwise in ("flashback", "greensight", "warg")):
                continue
            for who in scene["characters"]:
                cause = who.get("mannerOfDeath") or last.get(who["name"], (True, ""))[1]
                last[who["name"]] = (who.get("alive", True), cause)
        for name, (alive, cause) in last.items():
            before = fates.setdefault(name, [])
            if not before or before[-1][1] != alive:
                before.append((point, alive, "" if alive else cause))
    return fates
