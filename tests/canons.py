"""Random canons for property tests: what is put into a wiki, and when each of it may first be seen."""

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from fanwiki.domain import edits
from fanwiki.domain.entities import (
    Appearance,
    Claim,
    Fact,
    Group,
    Media,
    Membership,
    Name,
    Portrait,
    Portrayal,
    ProfileValue,
    Redirect,
    Relationship,
    StatusEvent,
)
from fanwiki.domain.ids import EpisodeId, FactId, PageId, new_id
from fanwiki.domain.points import Viewpoint
from fanwiki.domain.vocabulary import AppearanceMode, PageKind, Standing
from fanwiki.wiki import Wiki
from tests.building import Builder, seen

# Each example is a wiki in a file: what fails is shown as it was found, for shrinking it would take minutes.
modest = settings(
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
EPISODES = 4
CHARACTERS = 3
_PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><title>%s</title></svg>'

point = st.one_of(st.none(), st.integers(1, EPISODES))


@dataclass(frozen=True)
class Plan:
    """One random thing to put into a wiki; numbers stand for episodes and characters."""

    kind: str
    who: int
    other: int
    at: int | None
    revealed: int | None
    state: str


plans = st.lists(
    st.builds(
        Plan,
        st.sampled_from(
            [
                "name",
                "redirect",
                "status",
                "portrayal",
                "relationship",
                "membership",
                "appearance",
                "profile",
                "portrait",
                "claim",
                "prose",
                "embed",
                "veil",
                "category",
                "naming",
                "rename",
            ]
        ),
        st.integers(0, CHARACTERS - 1),
        st.integers(0, CHARACTERS - 1),
        point,
        point,
        st.sampled_from(["alive", "dead", "missing"]),
    ),
    max_size=8,
)
RENAMED: Final = [Plan("naming", 0, 1, None, 1, "alive"), Plan("rename", 1, 0, None, None, "alive")]
"""A text that names somebody by his title, and a new title of his."""
introductions = st.lists(point, min_size=CHARACTERS, max_size=CHARACTERS)


@dataclass(frozen=True)
class Canon:
    """A wiki of one show, filled by plans."""

    build: Builder
    show: PageId
    episodes: list[EpisodeId]
    characters: list[PageId]

    @property
    def wiki(self) -> Wiki:
        return self.build.wiki

    def after(self, position: int) -> Viewpoint:
        """The viewpoint of someone who has seen so many episodes."""
        return seen(self.show, self.episodes[position - 1]) if position else Viewpoint()


@contextmanager
def random_canon(asked: Sequence[Plan], introduced: Sequence[int | None]) -> Iterator[Canon]:
    """A wiki with all of these plans."""
    with TemporaryDirectory() as folder, closing(Wiki.create(Path(folder) / "random.fanwiki")) as wiki:
        build = Builder(wiki)
        show, episodes = build.show(episodes=EPISODES)
        characters = [
            build.character(show, f"Someone {number}", _episode(episodes, point))
            for number, point in enumerate(introduced)
        ]
        canon = Canon(build, show, episodes, characters)
        for number, plan in enumerate(asked):
            carry_out(canon, plan, number)
        yield canon


@contextmanager
def whole_and_part(
    asked: Sequence[Plan], introduced: Sequence[int | None], position: int
) -> Iterator[tuple[Canon, Canon]]:
    """Two wikis that a reader who has seen so many episodes must not tell apart: one with all of the plans, and one
    in which nothing was ever entered that is revealed later. A veil leaves spaces in the source around it, which no
    wiki without it would have; these plans are left out of both.
    """
    numbers = [number for number, plan in enumerate(asked) if plan.kind != "veil"]
    due = [number for number in numbers if opened_at(asked[number], introduced) <= position]
    there = [number for number, point_of in enumerate(introduced) if (point_of or 0) <= position]
    with TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.fanwiki"
        Wiki.create(empty).close()
        with (
            _canon_with(empty, asked, introduced, EPISODES, numbers, range(CHARACTERS)) as whole,
            _canon_with(empty, asked, introduced, position, due, there) as part,
        ):
            yield whole, part


@contextmanager
def _canon_with(
    empty: Path,
    asked: Sequence[Plan],
    introduced: Sequence[int | None],
    episodes: int,
    kept: Sequence[int],
    there: Sequence[int],
) -> Iterator[Canon]:
    """A copy of an empty wiki with so many episodes, these of the plans and these of the characters."""
    with TemporaryDirectory() as folder, closing(Wiki.open(_copy(empty, Path(folder)))) as wiki:
        build = Builder(wiki, same_ids=True)
        show, ids = build.show(episodes=episodes)
        characters = {
            number: build.character(show, f"Someone {number}", _episode(ids, introduced[number])) for number in there
        }
        canon = Canon(build, show, ids, [characters.get(number, PageId(new_id())) for number in range(CHARACTERS)])
        for number, plan in enumerate(asked):
            if plan.kind == "portrayal":
                _actor(build, number)
            if plan.kind == "membership":
                _group(build, number)
        for number in kept:
            carry_out(canon, asked[number], number)
        yield canon


def _copy(file: Path, folder: Path) -> Path:
    return Path(shutil.copy(file, folder / "copy.fanwiki"))


def opened_at(plan: Plan, introduced: Sequence[int | None]) -> int:
    """The number of episodes after which what a plan brings may first be seen."""
    intro = introduced[plan.who] or 0
    match plan.kind:
        case "status":
            return max(intro, plan.revealed or plan.at or 0)
        case "appearance":
            return max(intro, plan.revealed or 0, plan.at or 1)
        case "relationship":
            return max(intro, introduced[plan.other] or 0, plan.revealed or 0)
        case "prose" | "category" | "embed" | "naming":
            return max(intro, plan.revealed or 1)
        case "veil":
            return max(intro, 3)
        case "rename":
            return intro
        case _:
            return max(intro, plan.revealed or 0)


def carry_out(canon: Canon, plan: Plan, number: int) -> None:
    """Puts one plan into the wiki. Every text it brings is a canary that says when it may first be seen."""
    canary = f"canary{number}x"
    text = _text(plan, canary)
    if text is not None:
        page = canon.characters[plan.who]
        canon.wiki.apply(edits.SavePage(page, f"{canon.wiki.view().text(page).body}\n\n{text}\n"))
    elif plan.kind == "portrait":
        _add_portrait(canon, plan, canary)
    elif plan.kind == "rename":
        _rename(canon, plan, canary)
    else:
        canon.build.fact(_fact(canon, plan, number, canary))


def _text(plan: Plan, canary: str) -> str | None:
    """What a plan adds to a page's prose; None for a plan that adds a fact."""
    match plan.kind:
        case "veil":
            return f"plain ||{canary}|| and ||S1E03: x{canary}|| end"
        case "prose":
            inside = f"{canary} [[Someone {plan.other}|them]]"
        case "category":
            inside = f"[[Category:{canary}]]"
        case "embed":
            inside = f"{canary}\n\n![[Someone {plan.other}]]"
        case "naming":
            # Written so that the title itself is not said.
            inside = f"{canary} [[someone {plan.other}]]"
        case _:
            return None
    return f"::: reveal S1E{plan.revealed or 1:02d}\n{inside}\n:::"


def _fact(canon: Canon, plan: Plan, number: int, canary: str) -> Fact:
    build = canon.build
    id = FactId(build.id(canary))
    who = canon.characters[plan.who]
    revealed = _episode(canon.episodes, plan.revealed)
    match plan.kind:
        case "name":
            return Name(id, who, canary, revealed_at=revealed)
        case "redirect":
            return Redirect(id, canary, who, revealed_at=revealed)
        case "status":
            # A flash-forward names an episode that is not there yet; it has a test of its own.
            at = _episode(canon.episodes, plan.at if plan.revealed is None else min(plan.at or 1, plan.revealed))
            known, since = revealed or at, canon.wiki.view().page(who).introduced_at
            # Nobody can learn of it before the character is there.
            if known and since and canon.episodes.index(known) < canon.episodes.index(since):
                revealed = since
            return StatusEvent(id, who, build.state(plan.state).id, at=at, revealed_at=revealed, cause=canary)
        case "appearance":
            return Appearance(id, who, canon.episodes[(plan.at or 1) - 1], AppearanceMode.FLASHBACK, revealed)
        case "profile":
            return ProfileValue(id, who, f"Field of {canary}", canary, revealed)
        case "claim":
            return Claim(id, who, canary, canary, Standing.RUMOUR, revealed_at=revealed)
        case _:
            return _tie(canon, plan, number, canary)


def _tie(canon: Canon, plan: Plan, number: int, canary: str) -> Fact:
    """A fact that joins two pages."""
    id = FactId(canon.build.id(canary))
    who, other = canon.characters[plan.who], canon.characters[plan.other]
    revealed = _episode(canon.episodes, plan.revealed)
    match plan.kind:
        case "portrayal":
            actor = _actor(canon.build, number)
            return Portrayal(id, canon.show, actor, who, credited_as=canary, revealed_at=revealed)
        case "membership":
            return Membership(id, _group(canon.build, number), who, canary, revealed_at=revealed)
        case _:
            # It ends with the last episode: whoever has not seen that reads it as going on.
            end = canon.episodes[EPISODES - 1] if len(canon.episodes) == EPISODES else None
            return Relationship(id, who, other, canary, canary, end=end, revealed_at=revealed, end_revealed_at=end)


def _add_portrait(canon: Canon, plan: Plan, canary: str) -> None:
    content = _PICTURE % canary.encode()
    picture, portrait = FactId(canon.build.id(f"picture {canary}")), FactId(canon.build.id(canary))
    revealed = _episode(canon.episodes, plan.revealed)
    digest = hashlib.sha256(content).hexdigest()
    # It has no reveal of its own, and is seen with what shows it.
    media = Media(picture, f"{canary}.svg", digest, "image/svg+xml", canary)
    canon.wiki.apply(
        edits.StoreMedia(media, content),
        edits.AddFact(Portrait(portrait, canon.characters[plan.who], picture, revealed_at=revealed)),
    )


def _rename(canon: Canon, plan: Plan, canary: str) -> None:
    """The redirect from the old title has an id of its own making, which must be the same in two wikis."""
    with patch("fanwiki.wiki.handlers.renaming.new_id", partial(canon.build.id, f"redirect {canary}")):
        change = canon.wiki.apply(edits.RenamePage(canon.characters[plan.who], canary))
        list(canon.wiki.following(change))


def _actor(build: Builder, number: int) -> PageId:
    title = f"Actor {number}"
    known = [page.id for page in build.wiki.view().pages(PageKind.PERSON) if page.title == title]
    return known[0] if known else build.person(title)


def _group(build: Builder, number: int) -> PageId:
    title = f"Group {number}"
    known = [page.id for page in build.wiki.view().pages(PageKind.GROUP) if page.title == title]
    if known:
        return known[0]
    id = PageId(build.id(title))
    build.wiki.apply(edits.AddPage(id, PageKind.GROUP, title, subject=Group(id)))
    return id


def _episode(ids: list[EpisodeId], number: int | None) -> EpisodeId | None:
    return None if number is None else ids[number - 1]
