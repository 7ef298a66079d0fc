"""Looking for what needs care: in 10,000 pages, and after one of them was saved."""

import random
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from itertools import cycle
from pathlib import Path

from fanwiki.domain.edits import AddFact, AddPage, Edit, SavePage
from fanwiki.domain.entities import Character, StatusEvent
from fanwiki.domain.ids import EpisodeId, FactId, PageId, new_id
from fanwiki.domain.survival import BUILT_IN_STATES
from fanwiki.domain.vocabulary import PageKind
from fanwiki.lint.linting import Linting, touched
from fanwiki.wiki import Wiki
from tests.benchmarks.report import Line, line
from tests.building import Builder

PAGES = 10_000
_PARTS = (
    "Ha",
    "Ju",
    "Min",
    "Seo",
    "Yun",
    "Ji",
    "Na",
    "Ra",
    "On",
    "Jo",
    "Su",
    "Hyeok",
    "San",
    "Gwi",
    "Nam",
    "Dae",
    "Woo",
    "Jin",
)
_PARAGRAPH = (
    "The students of [[{0}]] meet {1} and [[{2}|him]] on the roof, where **somebody** has lit a fire again. They wait "
    "until the morning, and the teacher of the school reads from a book, while the city below them burns."
)
_DEAD = next(state.id for state in BUILT_IN_STATES if state.word == "dead")


def measure() -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as folder:
        wiki = Wiki.create(Path(folder) / "large.fanwiki")
        pages = _plant(wiki)
        size = f"{PAGES:,} pages"
        linting = Linting(date.today())
        yield line("lint of everything", size, [_run(each, wiki) for each in (Linting(date.today()), linting)])
        steps = cycle(pages[:200])
        times: list[float] = []
        for _ in range(60):
            page = next(steps)
            change = wiki.apply(SavePage(page, wiki.view().text(page).body + "\n\nOne more line."))
            linting.take_in(touched(change))
            times.append(_run(linting, wiki))
        yield line("lint of a saved page", size, times)
        wiki.close()


def _run(linting: Linting, wiki: Wiki) -> float:
    begun = time.perf_counter()
    for _ in linting.run(wiki.view()):
        pass
    return (time.perf_counter() - begun) * 1000


def _plant(wiki: Wiki) -> list[PageId]:
    """Every third page is a character, introduced somewhere in sixty episodes, and of these every tenth dies."""
    chance = random.Random(7)
    show, episodes = Builder(wiki).show(episodes=60)
    names = [_name(chance, number) for number in range(PAGES)]
    edits: list[Edit] = []
    for number, name in enumerate(names):
        id = PageId(new_id())
        text = "\n\n".join(_PARAGRAPH.format(*chance.choices(names, k=3)) for _ in range(5))
        body = f"Opening words, and his death.\n\n## Story\n\n{text}\n\n[[Category:Students]]\n"
        edits += _page(chance, id, number, name, body, show, episodes)
    wiki.apply(*edits)
    return [edit.id for edit in edits if isinstance(edit, AddPage)]


def _page(
    chance: random.Random, id: PageId, number: int, name: str, body: str, show: PageId, episodes: list[EpisodeId]
) -> list[Edit]:
    safe_from = episodes[5] if number % 50 == 0 else episodes[-1]
    if number % 3:
        return [AddPage(id, PageKind.ARTICLE, name, body=body, reviewed=True, safe_from=safe_from)]
    begins = chance.randrange(40)
    page = AddPage(id, PageKind.CHARACTER, name, show, body, Character(id), episodes[begins], True, safe_from)
    if number % 30:
        return [page]
    return [page, AddFact(StatusEvent(FactId(new_id()), id, _DEAD, at=episodes[begins + chance.randrange(20)]))]


def _name(chance: random.Random, number: int) -> str:
    family, one, other = chance.choices(_PARTS, k=3)
    return f"{family} {one}-{other.lower()} {number}"
