"""What several rules ask of a character's fate: when it died for good, and in which state it is as of a point."""

from collections.abc import Iterable
from typing import Final

from fanwiki.domain.entities import Page, State, StatusEvent
from fanwiki.domain.ids import EpisodeId, PageId, fixed_id
from fanwiki.domain.points import ALL, Horizon, Locks
from fanwiki.domain.survival import current_event, timeline
from fanwiki.domain.vocabulary import Certainty, PageKind
from fanwiki.lint.survey import Survey

_DEAD_ID: Final = fixed_id("state/dead")
_DEAD_WORDS: Final = frozenset({"dead", "deceased", "killed", "died"})


def is_dead(state: State | None) -> bool:
    """Whether a state is death: who is undead or infected still walks about."""
    return state is not None and (state.id == _DEAD_ID or state.word.casefold() in _DEAD_WORDS)


def dead_as_of(survey: Survey, character: PageId, episode: EpisodeId) -> EpisodeId | None:
    """Since when a character is surely dead when an episode begins; None for one that is not."""
    place = survey.place(episode)
    if place is None:
        return None
    order, position = place
    earlier: list[StatusEvent] = []
    for event in survey.events.get(character, ()):
        at = survey.place(event.at)
        if event.at is None or (at is not None and at[0] is order and at[1] < position):
            earlier.append(event)
    story = timeline(earlier, survey.orders)
    if not story or not _is_sure_death(survey, story[-1]):
        return None
    return story[-1].at


def died_for_good(survey: Survey, character: PageId) -> EpisodeId | None:
    """The episode of a confirmed death that nothing later in the story takes back."""
    story = timeline(survey.events.get(character, ()), survey.orders)
    return story[-1].at if story and _is_sure_death(survey, story[-1]) else None


def state_known(survey: Survey, page: Page, locks: Locks | None) -> State | None:
    """A character's state for a reader of prose under these locks; for its author (None) as it is at last."""
    if locks is None:
        return _state(survey, current_event(survey.events.get(page.id, ()), survey.orders, ALL))
    horizon = Horizon(dict(locks))
    known = [each for each in survey.events.get(page.id, ()) if not survey.beyond(survey.locks_of(each.id), locks)]
    return _state(survey, current_event(known, survey.orders, horizon))


def states_ever(survey: Survey, page: PageId) -> Iterable[State]:
    """Every state that a character is ever in."""
    return (survey.states[event.state] for event in survey.events.get(page, ()) if event.state in survey.states)


def is_character(page: Page | None) -> bool:
    return page is not None and page.kind is PageKind.CHARACTER


def _is_sure_death(survey: Survey, event: StatusEvent) -> bool:
    return event.certainty is Certainty.CONFIRMED and is_dead(survey.states.get(event.state))


def _state(survey: Survey, event: StatusEvent | None) -> State | None:
    return None if event is None else survey.states.get(event.state)
