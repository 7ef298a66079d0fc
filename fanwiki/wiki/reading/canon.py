"""The canon as of a viewpoint: who is alive, who plays whom, what is claimed, how people are related."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from fanwiki.domain import casting, claims, survival
from fanwiki.domain.casting import Billing
from fanwiki.domain.claims import LedgerEntry
from fanwiki.domain.entities import (
    Claim,
    Membership,
    Page,
    Portrayal,
    Relationship,
    Source,
    State,
    StatusEvent,
)
from fanwiki.domain.ids import EpisodeId, PageId, StateId
from fanwiki.domain.listing import RelationLine
from fanwiki.domain.points import ALL
from fanwiki.domain.survival import Board, BoardRow, Status
from fanwiki.domain.vocabulary import PageKind
from fanwiki.store import pages
from fanwiki.store.facts import facts, facts_among
from fanwiki.wiki.reading.appearances import by_character
from fanwiki.wiki.reading.masking import facts_seen, masked
from fanwiki.wiki.reading.scene import Scene


def states(scene: Scene) -> tuple[State, ...]:
    """The status vocabulary in its order. A reader gets those alone that he has met: a word may give away much."""
    found = sorted(facts_seen(scene, State), key=lambda state: (state.position, state.word))
    return tuple(found)


def status_events(scene: Scene, character: PageId) -> tuple[StatusEvent, ...]:
    """A character's status events that the viewpoint knows, in the order of the story."""
    found = facts(scene.reading, scene.horizon, StatusEvent, character=character)
    return tuple(survival.timeline(masked(scene, found), scene.orders))


def status(scene: Scene, character: Page) -> Status:
    return statuses(scene, [character])[0]


def statuses(scene: Scene, characters: Iterable[Page]) -> tuple[Status, ...]:
    """The status of each of these characters, in their order."""
    asked = list(characters)
    events = _events(scene, asked)
    vocabulary = {state.id: state for state in facts(scene.reading, ALL, State)}
    return tuple(_status(scene, character, events[character.id], vocabulary) for character in asked)


def board(scene: Scene, show: PageId, season: int | None) -> Board | None:
    """The survivor board of a show over the episodes seen (of one season, if asked). None for a show not seen."""
    order = scene.orders.of_show(show)
    if order is None or pages.page(scene.reading, scene.horizon, show) is None:
        return None
    reach = scene.horizon.of_show(show)
    episodes = tuple(episode.id for episode in order.episodes[:reach] if season is None or episode.season == season)
    characters = pages.children(scene.reading, scene.horizon, show, (PageKind.CHARACTER,))
    events = _events(scene, characters)
    vocabulary = {state.id: state for state in facts(scene.reading, ALL, State)}
    places = [order.position(episode) for episode in episodes]
    rows: list[BoardRow] = []
    for character in characters:
        known = events[character.id]
        states: list[State | None] = []
        held: list[StatusEvent | None] = []
        for event, length in survival.spans(known, scene.orders, order, places):
            states += [None if event is None else vocabulary[event.state]] * length
            held += [event] * length
        rows.append(BoardRow(_status(scene, character, known, vocabulary), tuple(states), tuple(held)))
    return Board(show, episodes, tuple(rows))


def cast(scene: Scene, show: PageId | None, season: int | None = None) -> tuple[Billing, ...]:
    """The cast of a show, or of all, in billing order; of one season, if asked: those whose range touches it."""
    asked = {} if show is None else {"show": show}
    found = facts(scene.reading, scene.horizon, Portrayal, **asked)
    titles = _titles(scene, found)
    shows = {order.show: rank for rank, order in enumerate(scene.orders.orders)}
    found.sort(key=lambda each: (shows[each.show], each.billing, titles[each.person]))
    lines = _billings(scene, found, titles, season)
    if season is not None:
        lines = [line for line in lines if _plays_in(scene, line, season)]
    if scene.viewpoint.author:
        return tuple(lines)
    # A gap in the numbers would tell of somebody who is not there yet.
    return tuple(replace(line, portrayal=replace(line.portrayal, billing=place)) for place, line in enumerate(lines, 1))


def without_part(scene: Scene, show: PageId) -> tuple[Page, ...]:
    """The characters of a show that nobody plays in it, in the order of the tree, then the people who play nobody at
    all, by title.
    """
    played = {each.character for each in facts(scene.reading, scene.horizon, Portrayal, show=show)}
    below = pages.children(scene.reading, scene.horizon, show, (PageKind.CHARACTER,))
    idle = pages.without(scene.reading, scene.horizon, PageKind.PERSON, Portrayal, "person")
    return (*(page for page in below if page.id not in played), *idle)


def portrayals_of(scene: Scene, page: Page) -> tuple[Billing, ...]:
    """The cast lines that a character or a person has a part in."""
    column = "person" if page.kind is PageKind.PERSON else "character"
    found = facts_among(scene.reading, scene.horizon, Portrayal, column, [page.id])
    titles = _titles(scene, found)
    found.sort(key=lambda each: (each.billing, titles[each.person]))
    return tuple(_billings(scene, found, titles))


def _billings(
    scene: Scene, portrayals: list[Portrayal], titles: dict[PageId, str], season: int | None = None
) -> list[Billing]:
    characters = {each.character for each in portrayals}
    appearances = by_character(scene, characters)
    introduced = pages.introductions(scene.reading, characters)
    return [
        casting.billing(
            each,
            titles[each.person],
            titles[each.character],
            scene.orders,
            scene.horizon,
            appearances.get(each.character, ()),
            introduced[each.character],
            season,
        )
        for each in masked(scene, portrayals)
    ]


def ledger(scene: Scene, subject: PageId | None, today: date) -> tuple[LedgerEntry, ...]:
    """The claims about a page's subject, or all, newest statement first."""
    asked = {} if subject is None else {"subject": subject}
    found = masked(scene, facts(scene.reading, scene.horizon, Claim, **asked))
    titles = pages.titles(scene.reading, scene.horizon, {claim.subject for claim in found})
    cited = {claim.source for claim in found if claim.source is not None}
    sources = {source.id: source for source in facts_among(scene.reading, scene.horizon, Source, "id", cited)}
    entries = [
        LedgerEntry(
            claim,
            titles[claim.subject],
            sources.get(claim.source) if claim.source is not None else None,
            claims.is_stale(claim, today),
        )
        for claim in found
    ]
    return tuple(sorted(entries, key=lambda each: (each.subject, each.claim.property, each.claim.published or "")))


def relations(scene: Scene, page: Page) -> tuple[RelationLine, ...]:
    """The relationships and memberships of a page's subject, each read from its side."""
    there = facts(scene.reading, scene.horizon, Relationship, subject=page.id)
    back = facts(scene.reading, scene.horizon, Relationship, object=page.id)
    member = facts(scene.reading, scene.horizon, Membership, character=page.id)
    group = facts(scene.reading, scene.horizon, Membership, group=page.id)
    others = {each.object for each in there} | {each.subject for each in back}
    others |= {each.group for each in member} | {each.character for each in group}
    titles = pages.titles(scene.reading, scene.horizon, others)

    def line(kind: str, other: PageId, fact: Relationship | Membership) -> RelationLine:
        (known,) = masked(scene, [fact])
        return RelationLine(kind, other, titles[other], known.start, known.end, known)

    lines = [line(each.kind, each.object, each) for each in there]
    lines += [line(each.inverse or f"{each.kind} (of)", each.subject, each) for each in back]
    lines += [line(each.role or "member", each.group, each) for each in member]
    lines += [line(each.role or "member", each.character, each) for each in group]
    return tuple(sorted(lines, key=lambda each: (each.kind, each.other_title)))


def _events(scene: Scene, characters: list[Page]) -> dict[PageId, list[StatusEvent]]:
    found: dict[PageId, list[StatusEvent]] = defaultdict(list)
    ids = [character.id for character in characters]
    for event in masked(scene, facts_among(scene.reading, scene.horizon, StatusEvent, "character", ids)):
        found[event.character].append(event)
    return found


def _status(scene: Scene, character: Page, events: list[StatusEvent], vocabulary: dict[StateId, State]) -> Status:
    event = survival.current_event(events, scene.orders, scene.horizon)
    if event is None:
        return Status(character.id, character.title, character.parent, None)
    return Status(
        character.id,
        character.title,
        character.parent,
        vocabulary[event.state],
        event.certainty,
        event.evidence,
        event.at,
        event.cause,
        event.note,
        event,
    )


def _titles(scene: Scene, portrayals: Iterable[Portrayal]) -> dict[PageId, str]:
    ids = {id for each in portrayals for id in (each.person, each.character)}
    return {PageId(id): title for id, title in pages.titles(scene.reading, scene.horizon, ids).items()}


def _plays_in(scene: Scene, line: Billing, season: int) -> bool:
    portrayal = line.portrayal
    order = scene.orders.of_show(portrayal.show)
    if order is None:
        return False
    seen = order.episodes[: scene.horizon.of_show(portrayal.show)]
    places = [order.position(episode.id) for episode in seen if episode.season == season]
    if not places:
        return False
    first = _place(portrayal.first, 1, order.position)
    last = _place(portrayal.last if scene.reached(portrayal.last) else None, len(order.episodes), order.position)
    return first <= max(places) and last >= min(places)


def _place(episode: EpisodeId | None, default: int, position: Callable[[EpisodeId], int]) -> int:
    return default if episode is None else position(episode)
