"""Whatever is saved, and in whatever order: what follows from the texts is what follows from them read anew, and what
a save has not changed stays where it is.
"""

import os
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from fanwiki.domain.edits import DeletePage, Edit, IntroducePage, RenamePage, RestorePage, ReviewPage, SavePage
from fanwiki.domain.errors import NotFound, UndoConflict, WikiError
from fanwiki.domain.ids import EpisodeId, PageId, new_id
from fanwiki.domain.passages import Passage
from fanwiki.markup import PassageReader
from fanwiki.store.passages import counterparts
from fanwiki.store.store import Reading, Store
from fanwiki.wiki import Wiki
from fanwiki.wiki.checking import check
from fanwiki.wiki.derivation import derive, whole
from tests.building import Builder

SEQUENCES = int(os.environ.get("SAVE_SEQUENCES", "12"))

BLOCKS = (
    "Plain prose with words.", "A link to [[Roof]] and one to [[Bell|a bell]].", "[[Nowhere]]", "[[Roof]] [[Roof]]",
    "||S1E02: a veil with [[Bell]]||", "||S1E02: another||", "||S1E05: late [[Roof]]||", "||nameless veil||",
    "||S9E09: at no point||", "::: reveal S1E03\nHidden 온조 words\n\nmore\n:::", "[[Category:Places]]",
    "- one\n- two\n- three", "| a | b |\n| - | - |\n| 1 | [[Bell]] |", "call[^n] and ||S1E04: call[^n]||",
    "[^n]: the note [[Roof]]", "# Title", "![[Roof]]", "{{Korean|[[Bell]]}}", "%%", "```", "",
)  # fmt: skip

blocks = st.sampled_from(BLOCKS)
places = st.integers(0, 30)
Step = Callable[["Writers"], None]


@cache
def small_wiki() -> tuple[bytes, list[PageId], list[EpisodeId]]:
    """A wiki file with a show, two of its pages, and its episodes."""
    with TemporaryDirectory() as folder:
        wiki = Wiki.create(Path(folder) / "small.fanwiki")
        build = Builder(wiki)
        show, points = build.show()
        pages = [build.character(show, title) for title in ("Roof", "Bell")]
        wiki.close()
        return wiki.path.read_bytes(), pages, points


class Writers:
    """A small wiki whose texts are lists of blocks."""

    def __init__(self, path: Path) -> None:
        file, self.pages, self.points = small_wiki()
        path.write_bytes(file)
        self.wiki = Wiki.open(path)
        self.texts = {page: [""] for page in self.pages}

    def page(self, number: int) -> PageId:
        return self.pages[number % len(self.pages)]

    def save(self, *pages: PageId) -> None:
        self.apply(*(SavePage(page, "\n\n".join(self.texts[page]), closing=len(pages) > 1) for page in pages))

    def apply(self, *asked: Edit) -> None:
        """What the wiki refuses, in the trash or for its title, changes nothing."""
        with suppress(WikiError):
            list(self.wiki.following(self.wiki.apply(*asked)))

    def step_back(self, step: Callable[[], object]) -> None:
        with suppress(UndoConflict):
            step()


def put(page: int, place: int, block: str) -> Step:
    def step(writers: Writers) -> None:
        held = writers.texts[writers.page(page)]
        held.insert(place % (len(held) + 1), block)
        writers.save(writers.page(page))

    return step


def drop(page: int, place: int) -> Step:
    def step(writers: Writers) -> None:
        held = writers.texts[writers.page(page)]
        if held:
            del held[place % len(held)]
        writers.save(writers.page(page))

    return step


def both(block: str, other: str) -> Step:
    def step(writers: Writers) -> None:
        for page, each in zip(writers.pages, (block, other), strict=True):
            writers.texts[page].append(each)
        writers.save(*writers.pages)

    return step


def fail(page: int, block: str) -> Step:
    """A save in a transaction that comes to nothing."""

    def step(writers: Writers) -> None:
        with pytest.raises(NotFound):
            writers.wiki.apply(SavePage(writers.page(page), block), DeletePage(PageId(new_id())))

    return step


def change(page: int, what: str, point: int) -> Step:
    def step(writers: Writers) -> None:
        id, at = writers.page(page), writers.points[point % len(writers.points)]
        match what:
            case "rename":
                writers.apply(RenamePage(id, f"Renamed {point}"))
            case "introduce":
                writers.apply(IntroducePage(id, at))
            case "review":
                writers.apply(ReviewPage(id, point % 3 > 0, at))
            case "delete":
                writers.apply(DeletePage(id))
            case "restore":
                writers.apply(RestorePage(id))
            case "lose an episode":
                writers.apply(DeletePage(PageId(at)))
            case "undo":
                writers.step_back(writers.wiki.undo)
            case _:
                writers.step_back(writers.wiki.redo)

    return step


CHANGES = ("rename", "introduce", "review", "delete", "restore", "lose an episode", "undo", "redo")
saves = st.one_of(st.builds(put, places, places, blocks), st.builds(drop, places, places))
steps = st.one_of(
    saves,
    saves,
    saves,
    st.builds(both, blocks, blocks),
    st.builds(fail, places, blocks),
    st.builds(change, places, st.sampled_from(CHANGES), places),
)


@settings(max_examples=SEQUENCES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(steps, min_size=3, max_size=14))
def test_what_follows_from_saves_is_what_follows_from_the_texts(asked: list[Step]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "saved.fanwiki"
        writers = Writers(path)
        for step in asked:
            step(writers)
        writers.wiki.close()
        assert check(path) == ()
        store = Store(path, writable=True)
        with store.writing() as writing:
            kept = indexed_words(writing)
            derive(writing, whole(writing), PassageReader())
            assert kept == indexed_words(writing)
        store.close()


def indexed_words(reading: Reading) -> Counter[tuple[object, ...]]:
    """Every word in the full text: of which passage, and where in it."""
    reading.connection.execute(
        text("CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5vocab(main, passage_index, instance)")
    )
    query = (
        "SELECT p.id, s.ordinal, w.term, w.offset FROM words w LEFT JOIN passage s ON s.id = w.doc "
        "LEFT JOIN page p ON p.number = s.page"
    )
    return Counter(tuple(row) for row in reading.connection.execute(text(query)))


def rows(wiki: Wiki, query: str) -> list[tuple[object, ...]]:
    store = Store(wiki.path, writable=False)
    with store.reading() as reading:
        found = [tuple(row) for row in reading.connection.execute(text(query))]
    store.close()
    return found


def test_a_save_writes_what_it_changes(wiki: Wiki) -> None:
    build = Builder(wiki)
    show, _ = build.show()
    veils = [f"||S1E0{n}: veil {n} with [[Link {n}]]||" for n in range(1, 7)]
    page = build.character(show, "Roof", body="\n\n".join(["See [[One]] and [[Two]].", *veils]))
    before = rows(wiki, "SELECT id, reveals FROM passage ORDER BY ordinal")
    links = "SELECT l.id, t.title FROM link l JOIN typed_title t ON t.id = l.typed ORDER BY l.id"
    before_links = rows(wiki, links)
    wiki.apply(SavePage(page, "\n\n".join(["See [[One]] and [[Three]].", *veils[:2], "||S1E03: new||", *veils[2:]])))
    after = rows(wiki, "SELECT id, reveals FROM passage ORDER BY ordinal")
    assert [each for each in after if each in before] == before
    assert len(after) == len(before) + 1
    after_links = rows(wiki, links)
    assert [id for id, _ in after_links] == [id for id, _ in before_links]
    assert [title for _, title in after_links][:2] == ["One", "Three"]
    view = wiki.view()
    assert [hit.title for hit in view.search("new")] == ["Roof"]
    assert check(wiki.path) == ()


def test_passages_find_their_counterparts() -> None:
    def of(*said: str) -> list[Passage]:
        return [Passage(tuple(reveals), reveals + words, ()) for reveals, words in (each.split(":") for each in said)]

    assert counterparts([], of(":prose")) == [None]
    assert counterparts(of(":prose"), of(":other")) == [0]
    assert counterparts(of(":p", "a:1", "b:2"), of(":p", "b:2", "a:1")) == [0, 2, 1]
    assert counterparts(of(":p", "a:1", "a:2", "a:3"), of(":p", "a:2", "a:x", "a:3")) == [0, 2, 1, 3]
    assert counterparts(of(":p", "a:1", "a:1"), of(":p", "a:1", "b:1", "a:1")) == [0, 1, None, 2]
    assert counterparts(of(":p", "a:1", "a:1"), of(":p")) == [0]
