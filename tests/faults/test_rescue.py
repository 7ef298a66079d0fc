"""Whatever of a damaged file can still be read comes out of it as Markdown, and nothing makes the program fall over."""

import hashlib
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from types import FrameType

import pytest
import yaml

from fanwiki.domain.edits import AddFact, AddPage, Edit, SavePage, StoreMedia
from fanwiki.domain.entities import Character, Media, Name, StatusEvent
from fanwiki.domain.errors import WikiFileError
from fanwiki.domain.ids import FactId, PageId, new_id
from fanwiki.domain.vocabulary import Certainty, PageKind
from fanwiki.wiki import Wiki
from fanwiki.wiki.checking import check
from fanwiki.wiki.rescuing import rescue
from tests.building import Builder
from tests.conftest import Tell
from tests.faults.damage import PAGE, WAYS, overwritten
from tests.faults.extent import times

PAGES = 150
OVERWRITES = 10
ROUNDS = times(3, 60)
DAMAGED = times(60, 1000)
LONGEST = 60
"""Seconds for one file, on a machine that has other things to do: what takes longer hangs."""


def lived_in(path: Path) -> dict[str, str]:
    """A wiki with pages short and long, a history, facts and a file; gives each page's text by its title."""
    dice = Random(7)
    wiki = Wiki.create(path)
    build = Builder(wiki)
    show, episodes = build.show(episodes=8)
    bodies: dict[str, str] = {}
    pages: list[Edit] = []
    further: list[Edit] = []
    dead = build.state("dead").id
    for number in range(PAGES):
        id, title = PageId(new_id()), f"Person number {number}"
        lines = [f"Line {line} of {title}: 온조 waits." for line in range(dice.choice((1, 5, 20, 300)))]
        bodies[title] = "\n".join(lines)
        pages.append(
            AddPage(id, PageKind.CHARACTER, title, show, "An early text.", Character(id), episodes[number % 8])
        )
        further.append(AddFact(Name(FactId(new_id()), id, f"Alias of {number}")))
        further.append(AddFact(StatusEvent(FactId(new_id()), id, dead, Certainty.CONFIRMED, at=episodes[7])))
        further.append(SavePage(id, bodies[title]))
    wiki.apply(*pages)
    wiki.apply(*further)
    content = b"\x89PNG\r\n\x1a\n" + dice.randbytes(30_000)
    media = Media(FactId(new_id()), "Portrait of On-jo.png", hashlib.sha256(content).hexdigest(), "image/png")
    wiki.apply(StoreMedia(media, content))
    wiki.close()
    return bodies


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, dict[str, str]]:
    path = tmp_path_factory.mktemp("sound") / "sound.fanwiki"
    bodies = lived_in(path)
    return path.read_bytes(), bodies


@contextmanager
def bounded() -> Iterator[None]:
    """Fails what does not come to an end."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        pytest.fail(f"this took more than {LONGEST} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(LONGEST)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def rescued_pages(out: Path) -> dict[str, tuple[dict[str, object], str]]:
    """Front matter and text of each file, by title."""
    found = {}
    for file in (out / "pages").glob("*.md"):
        _, head, body = file.read_bytes().decode().split("---\n", 2)
        said = yaml.safe_load(head)
        found[said["title"]] = (said, body)
    return found


def touched(sound: bytes, places: list[int], bodies: dict[str, str]) -> set[str]:
    """The titles of pages of which some page of the file was hit that their entry or their text lies on."""
    hit = {number for place in places for number in (place // PAGE, (place + PAGE - 1) // PAGE)}
    found: set[str] = set()
    for number in sorted(hit):
        # A line may begin on the page before.
        text = sound[max(0, number * PAGE - 100) : (number + 1) * PAGE + 100].decode(errors="ignore")
        found |= {title for title in bodies if f"character{title}" in text or f"of {title}:" in text}
    return found


def test_all_of_a_sound_file_comes_out(sound: tuple[bytes, dict[str, str]], tmp_path: Path) -> None:
    content, bodies = sound
    path = tmp_path / "sound.fanwiki"
    path.write_bytes(content)
    told = rescue(path, tmp_path / "out")
    assert not told.missing
    assert (told.pages, told.files, told.raw) == (PAGES + 10, 1, 0)
    pages = rescued_pages(tmp_path / "out")
    assert {title: body for title, (_, body) in pages.items() if title in bodies} == bodies
    head, _ = pages["Person number 3"]
    assert head["aliases"] == ["Alias of 3"]
    assert head["introduced_at"] == "Show episode 4"
    assert {"type": "StatusEvent", "character": "Person number 3", "state": "dead"}.items() <= head["facts"][1].items()  # type: ignore[index]  # YAML
    assert path.read_bytes() == content
    with pytest.raises(WikiFileError, match="not empty"):
        rescue(path, tmp_path / "out")


def test_pages_that_were_not_hit_come_out(sound: tuple[bytes, dict[str, str]], tmp_path: Path, tell: Tell) -> None:
    content, bodies = sound
    dice = Random(20260203)
    whole = wanted = raw = facts = 0
    for number in range(ROUNDS):
        places = [dice.randrange(len(content) - PAGE) for _ in range(OVERWRITES)]
        damaged = overwritten(content, places, dice)
        path = tmp_path / f"{number}.fanwiki"
        path.write_bytes(damaged)
        with bounded():
            told = rescue(path, tmp_path / f"out {number}")
        assert path.read_bytes() == damaged
        pages = rescued_pages(tmp_path / f"out {number}")
        safe = bodies.keys() - touched(content, places, bodies)
        wanted += len(safe)
        whole += sum(pages.get(title, ({}, ""))[1] == bodies[title] for title in safe)
        raw += told.raw
        facts += told.facts
    tell(
        f"{ROUNDS} times {OVERWRITES} overwrites of {PAGE} bytes: {whole} of {wanted} untouched pages rescued"
        f" ({100 * whole / wanted:.2f} %), {raw} of them past SQLite; {facts} facts"
    )
    assert whole >= 0.99 * wanted


def test_without_schema_and_without_inner_pages_all_comes_out(
    sound: tuple[bytes, dict[str, str]], tmp_path: Path
) -> None:
    content, bodies = sound
    # Page 1 has the schema; inner pages of tables begin with 5.
    damaged = bytearray(content)
    damaged[100:PAGE] = bytes(PAGE - 100)
    for start in range(0, len(damaged), PAGE):
        if damaged[start] == 5:
            damaged[start : start + PAGE] = bytes(PAGE)
    path = tmp_path / "headless.fanwiki"
    path.write_bytes(damaged)
    told = rescue(path, tmp_path / "out")
    pages = rescued_pages(tmp_path / "out")
    assert {title: body for title, (_, body) in pages.items() if title in bodies} == bodies
    assert told.raw == told.pages
    assert (tmp_path / "out" / "media" / "Portrait of On-jo.png").is_file()
    head, _ = pages["Person number 3"]
    assert head["aliases"] == ["Alias of 3"]


def test_a_text_that_is_lost_is_taken_from_the_history(sound: tuple[bytes, dict[str, str]], tmp_path: Path) -> None:
    content, bodies = sound
    title = next(title for title, body in bodies.items() if len(body) > 2 * PAGE)
    # In the middle of the chain of pages that holds it.
    place = content.index(f"Line 200 of {title}:".encode()) // PAGE * PAGE
    path = tmp_path / "damaged.fanwiki"
    path.write_bytes(content[:place] + bytes(PAGE) + content[place + PAGE :])
    told = rescue(path, tmp_path / "out")
    assert told.from_history == 1
    assert rescued_pages(tmp_path / "out")[title][1] == "An early text."
    assert any(f"“{title}”: its text is lost; the one from" in line for line in told.missing)


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "noise.fanwiki"
    path.write_bytes(Random(3).randbytes(50_000))
    with pytest.raises(WikiFileError, match="nothing of a wiki"):
        rescue(path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_no_damage_makes_check_or_rescue_fall_over(tmp_path: Path, tell: Tell) -> None:
    small = tmp_path / "small.fanwiki"
    wiki = Wiki.create(small)
    build = Builder(wiki)
    show, episodes = build.show()
    for number in range(30):
        someone = build.character(show, f"Somebody {number}", episodes[number % 6], "word " * 40 * number)
        build.status(someone, "dead", episodes[5])
        wiki.apply(SavePage(someone, "another " * 30 * number))
    wiki.close()
    content = small.read_bytes()
    dice = Random(20260204)
    checked = rescued = refused = 0
    for number in range(DAMAGED):
        damaged = WAYS[number % len(WAYS)](content, dice)
        path = tmp_path / f"{number}.fanwiki"
        path.write_bytes(damaged)
        with bounded():
            try:
                check(path)
                checked += 1
            except WikiFileError:
                refused += 1
            try:
                rescued += bool(rescue(path, tmp_path / f"out {number}").pages)
            except WikiFileError:
                # The beginning of a file is schema alone.
                assert len(damaged) < len(content)
        assert path.read_bytes() == damaged
    tell(
        f"{DAMAGED} damaged files: {checked} checked and {refused} refused in words, pages rescued from {rescued};"
        " none fell over, none hung, none was changed"
    )
    assert rescued > 0.7 * DAMAGED
