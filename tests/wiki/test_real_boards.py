"""The boards of real shows, from every viewpoint: who is alive is written down here from the data itself."""

from collections import Counter
from pathlib import Path

import pytest

from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.wiki import View, Wiki
from tests import avengers, thrones
from tests.building import seen

THRONES = {
    # Dies and comes back.
    "Jon Snow": (("S1E01", "alive"), ("S5E10", "dead"), ("S6E02", "alive")),
    # Seen again after death, in visions and flashbacks (S2E10, S6E06), and dead all the same.
    "Eddard Stark": (("S1E01", "alive"), ("S1E09", "dead")),
    "Robb Stark": (("S1E01", "alive"), ("S3E09", "dead")),
    "Khal Drogo": (("S1E01", "alive"), ("S1E10", "dead")),
    # Somebody else wears his face after his death: what the data shows is a man who walks.
    "Walder Frey": (("S1E09", "alive"), ("S6E10", "dead"), ("S7E01", "alive")),
    # Several of one name: the first has what the scenes say of the name, the second is there and nothing is known.
    "White Walker": (
        ("S1E01", "alive"),
        ("S3E01", "dead"),
        ("S4E04", "alive"),
        ("S6E05", "dead"),
        ("S7E05", "alive"),
        ("S8E03", "dead"),
    ),
    "White Walker (2)": (),
    # An office that two men hold one after the other under one name.
    "High Septon": (("S2E06", "dead"), ("S3E08", "alive")),
    # Recast, the one by two actors and the other by three: it is the same character.
    "Beric Dondarrion": (("S1E06", "alive"), ("S8E03", "dead")),
    "Gregor Clegane": (("S1E04", "alive"), ("S8E05", "dead")),
    # Seen in nothing but flashbacks: of the present nothing is known.
    "Young Ned Stark": (),
}
AVENGERS = {
    # By episode: joining, then death and return in turn, five times.
    "Jocasta": "a d a d a d a d a d a",
    "Mar-Vell": "a d a d a d d d d d d",
    "Thor Odinson": "a d a d d d d d d d d",
    "Peter Benjamin Parker": "a d a d a a a a a a a",
    "Clinton Francis Barton": "a d a d a a a a a a a",
    'Henry Jonathan "Hank" Pym': "a d d d d d d d d d d",
    "Janet van Dyne": "a d a a a a a a a a a",
    "William Baker": "a d a a a a a a a a a",
    "Monkey Joe": "a d d d d d d d d d d",
    "Deathcry": "a d a d d d d d d d d",
    "Vance Astrovik": "a a a a a a a a a a a",
    "Vance Astrovik (2)": "a a a a a a a a a a a",
}
WORDS = {"a": "alive", "d": "dead"}


def folder(shared: Path, file: str) -> Path:
    found = shared / "data" / "tv"
    if not (found / file).is_file():
        pytest.skip(f"{file} is not in the shared folder")
    return found


def cells(view: View, show: PageId) -> dict[str, list[str | None]]:
    """What the board says: of each character the state as of each episode, and last the one now."""
    board = view.board(show)
    assert board is not None
    return {
        row.status.name: [None if state is None else state.word for state in (*row.cells, row.status.state)]
        for row in board.rows
    }


def test_game_of_thrones_from_every_viewpoint(wiki: Wiki, shared: Path) -> None:
    loaded = thrones.load(wiki, folder(shared, "got-characters.json"))
    points = list(loaded.episodes)
    told = {name: _as_of_each(points, dict(fate)) for name, fate in THRONES.items()}
    for place, point in enumerate(points, 1):
        with wiki.view(seen(loaded.show, loaded.episodes[point])).together() as view:
            found = cells(view, loaded.show)
        for name, states in told.items():
            begins = next((turn for turn, _state in THRONES[name]), "S1E01")
            if points.index(begins) >= place:
                assert name not in found, (name, point)
            else:
                assert found[name] == [*states[:place], states[place - 1]], (name, point)


def test_the_avengers_from_every_viewpoint(wiki: Wiki, shared: Path) -> None:
    loaded = avengers.load(wiki, folder(shared, avengers.FILE))
    assert len(loaded.characters) == 173
    for place, episode in enumerate(loaded.episodes, 1):
        found = cells(wiki.view(seen(loaded.show, episode)), loaded.show)
        for name, turns in AVENGERS.items():
            states = [WORDS[turn] for turn in turns.split()[:place]]
            assert found[name] == [*states, states[-1]], (name, place)


def test_the_head_count_of_the_avengers(wiki: Wiki, shared: Path) -> None:
    """In the data 69 die, 46 of them come back; 16 of those die again, 8 of whom stay dead; one more dies for good."""
    loaded = avengers.load(wiki, folder(shared, avengers.FILE))
    dead = [_counts(wiki, loaded, episode)["dead"] for episode in loaded.episodes]
    assert dead == [0, 69, 23, 39, 31, 33, 32, 33, 32, 33, 32]
    assert all(sum(_counts(wiki, loaded, episode).values()) == 173 for episode in loaded.episodes)


def _counts(wiki: Wiki, loaded: avengers.Avengers, episode: EpisodeId) -> Counter[str]:
    with wiki.view(seen(loaded.show, episode)).together() as view:
        statuses = view.statuses(view.characters(loaded.show))
    return Counter(status.state.word for status in statuses if status.state is not None)


def _as_of_each(points: list[str], turns: dict[str, str]) -> list[str | None]:
    held: str | None = None
    states: list[str | None] = []
    for point in points:
        held = turns.get(point, held)
        states.append(held)
    return states
