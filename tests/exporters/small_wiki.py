"""A small wiki with one of everything that a bundle shows, and the same ids every time, for the golden bundle."""

import hashlib

from fanwiki.domain.dates import partial_date
from fanwiki.domain.edits import AddFact, AddPage, StoreMedia
from fanwiki.domain.entities import (
    Appearance,
    Character,
    Claim,
    Episode,
    Fact,
    Group,
    Media,
    Membership,
    Name,
    Person,
    Portrait,
    Portrayal,
    Redirect,
    Relationship,
    Season,
    Show,
    Source,
    StatusEvent,
)
from fanwiki.domain.ids import EpisodeId, FactId, PageId, SourceId, fixed_id
from fanwiki.domain.survival import BUILT_IN_STATES
from fanwiki.domain.vocabulary import AppearanceMode, Certainty, NameKind, PageKind, SourceKind, Standing
from fanwiki.wiki import Wiki

PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><rect width="4" height="4" fill="#0f5f4e"/></svg>'
SHOW_TEXT = """{{infobox}}

*The Night Shift* (야근) is set in a hospital.[^1] It is not [[Unwritten]].

## Seasons

{{episodes}}

![[sign.svg|a sign|40]]

[^1]: A made-up one.
"""
MINA_TEXT = """Mina works at night. She knows ||S1E02: the [[Sleeper]]|| and ||what only the author knows||.

> [!note] A remark
> See [[Jun#Past]] and [[Mina the Brave]].

::: reveal S1E03
## The truth

She is a [[Sleeper]] herself.
:::

[[Category:Staff]]
"""


def page(name: str) -> PageId:
    """The id of a page of the small wiki by a short name of its own."""
    return PageId(fixed_id(f"test/{name}"))


def episode(number: int) -> EpisodeId:
    return EpisodeId(page(f"e{number}"))


def fill(wiki: Wiki) -> None:
    """Puts the small wiki into an empty one."""
    _pages(wiki)
    _facts(wiki)


def _pages(wiki: Wiki) -> None:
    show, season, mina, jun, group = (page(name) for name in ("show", "season", "mina", "jun", "group"))
    night = Show(show, "night", "야근", "Channel 9")
    released = partial_date("2021-03-01")
    first = Season(season, show, 1, "", released)
    wiki.apply(
        AddPage(show, PageKind.SHOW, "The Night Shift", body=SHOW_TEXT, subject=night, reviewed=True),
        AddPage(season, PageKind.SEASON, "Season 1", show, subject=first, reviewed=True),
    )
    for number, title in enumerate(("Pilot", "Second", "Third"), 1):
        data = Episode(page(f"e{number}"), season, number, number, released, 50)
        wiki.apply(AddPage(data.id, PageKind.EPISODE, title, season, subject=data, reviewed=True))
    wiki.apply(
        AddPage(mina, PageKind.CHARACTER, "Mina", show, MINA_TEXT, Character(mina, "human"), reviewed=True),
        AddPage(jun, PageKind.CHARACTER, "Jun", show, "## Past\n\nUnknown.\n", Character(jun), reviewed=True),
        AddPage(page("actor"), PageKind.PERSON, "Kim A", subject=Person(page("actor")), reviewed=True),
        AddPage(group, PageKind.GROUP, "Night staff", subject=Group(group, "keeping awake"), reviewed=True),
        AddPage(page("sleeper"), PageKind.ARTICLE, "Sleeper", body="One who never wakes.", introduced_at=episode(2)),
        AddPage(page("con"), PageKind.ARTICLE, "Con", body="A name of Windows.", reviewed=True),
        AddPage(page("con2"), PageKind.ARTICLE, "CON!", body="Another. [[Category:Names]]", reviewed=True),
        AddPage(page("staff"), PageKind.CATEGORY, "Category:Staff", body="All who work.", reviewed=True),
    )


def _facts(wiki: Wiki) -> None:
    mina, jun, show = page("mina"), page("jun"), page("show")
    ids = iter(FactId(fixed_id(f"test/fact/{number}")) for number in range(100))
    alive, dead, _, half = BUILT_IN_STATES[:4]
    source = Source(SourceId(fixed_id("test/source")), SourceKind.ARTICLE, "A paper", "https://paper.example/a?b&c")
    digest = hashlib.sha256(PICTURE).hexdigest()
    picture = Media(next(ids), "sign.svg", digest, "image/svg+xml", "a sign", "Ann", "CC0")
    wiki.apply(StoreMedia(picture, PICTURE), AddFact(source))
    facts: list[Fact] = [
        Name(next(ids), mina, "미나", NameKind.NATIVE, "ko"),
        Name(next(ids), mina, "Nightwalker", revealed_at=episode(3)),
        Redirect(next(ids), "Mina the Brave", mina, "The truth"),
        Portrayal(next(ids), show, page("actor"), mina, credited_as="A. Kim", first=episode(1)),
        Relationship(next(ids), mina, jun, "friend of", "friend of", start=episode(1)),
        Membership(next(ids), page("group"), mina, "nurse"),
        StatusEvent(next(ids), mina, alive.id),
        StatusEvent(next(ids), mina, half.id, Certainty.PRESUMED, at=episode(3), cause="sleep", by_whom=jun),
        StatusEvent(next(ids), jun, alive.id),
        StatusEvent(next(ids), jun, dead.id, at=episode(2)),
        Claim(next(ids), mina, "born in", "Busan", Standing.RUMOUR, source.id, partial_date("2021-05")),
        Portrait(next(ids), mina, picture.id),
        Portrait(next(ids), show, picture.id),
        Appearance(next(ids), mina, episode(1)),
        Appearance(next(ids), mina, episode(2), AppearanceMode.VOICE),
        Appearance(next(ids), jun, episode(1), AppearanceMode.MENTIONED),
    ]
    wiki.apply(*(AddFact(fact) for fact in facts))
