"""The Avengers of the comics as a wiki: a hundred and seventy-three of them, with up to five deaths and returns each.

The data says of each in turn whether there was a first death, a return from it, a second death, and so on. So the show
has eleven episodes: in the first everybody is there, and of the others each brings one such turn. Some have no name in
the data, and are called as their page is; two have the same.
"""

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from fanwiki.domain.edits import AddFact, AddPage, Edit
from fanwiki.domain.entities import Character, Episode, Season, Show, StatusEvent
from fanwiki.domain.ids import EpisodeId, FactId, PageId, new_id
from fanwiki.domain.survival import BUILT_IN_STATES
from fanwiki.domain.vocabulary import PageKind
from fanwiki.wiki import Wiki

FILE: Final = "avengers-deaths.csv"
_TURNS: Final = [f"{turn}{number}" for number in range(1, 6) for turn in ("Death", "Return")]
_STATES: Final = {state.word: state.id for state in BUILT_IN_STATES}


@dataclass(frozen=True)
class Avengers:
    """The show, its episodes in order, its characters by their titles."""

    show: PageId
    episodes: list[EpisodeId]
    characters: dict[str, PageId]


def load(wiki: Wiki, folder: Path) -> Avengers:
    """Puts the whole show into an empty wiki, as one step. `folder` is `data/tv` of the shared folder."""
    with (folder / FILE).open(encoding="latin-1", newline="") as file:
        rows = list(csv.DictReader(file))
    show, season = PageId(new_id()), PageId(new_id())
    edits: list[Edit] = [
        AddPage(show, PageKind.SHOW, "The Avengers", subject=Show(show, "avengers")),
        AddPage(season, PageKind.SEASON, "The comics", show, subject=Season(season, show, 1)),
    ]
    episodes: list[EpisodeId] = []
    for number, title in enumerate(["Joining", *_TURNS], 1):
        id = PageId(new_id())
        edits.append(AddPage(id, PageKind.EPISODE, title, season, subject=Episode(id, season, number)))
        episodes.append(EpisodeId(id))
    characters: dict[str, PageId] = {}
    counted: Counter[str] = Counter()
    for row in rows:
        name = row["Name/Alias"].strip() or _name_in(row["URL"])
        counted[name] += 1
        title = name if counted[name] == 1 else f"{name} ({counted[name]})"
        id = characters[title] = PageId(new_id())
        edits.append(AddPage(id, PageKind.CHARACTER, title, show, subject=Character(id)))
        edits.append(_event(id, "alive", episodes[0]))
        for turn, at in zip(_TURNS, episodes[1:], strict=True):
            if row[turn] == "YES":
                edits.append(_event(id, "dead" if turn.startswith("Death") else "alive", at))
    wiki.apply(*edits, label="The Avengers")
    return Avengers(show, episodes, characters)


def _event(character: PageId, state: str, at: EpisodeId) -> AddFact:
    return AddFact(StatusEvent(FactId(new_id()), character, _STATES[state], at=at))


def _name_in(address: str) -> str:
    """`Monkey Joe` of `…/Monkey_Joe_(Earth-616)#`."""
    return unquote(address.rpartition("/")[2].partition("_(Earth")[0]).replace("_", " ")
