"""Facts as a reader may have them: what he has not reached is not in them.

A fact that is seen may name what is not yet: the last episode of a portrayal, the end of a relationship, the one who
brought a death about. And words of a vocabulary tell of a story by being there.
"""

from collections.abc import Hashable, Iterable
from dataclasses import fields, replace
from functools import lru_cache
from types import NoneType
from typing import Any, TypeVar, cast, get_args, get_type_hints

from fanwiki.domain import entities
from fanwiki.domain.entities import Fact
from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.store import pages
from fanwiki.store.facts import facts
from fanwiki.wiki.reading.scene import Scene

FactType = TypeVar("FactType", bound=Fact)

_CITING = (entities.Claim, entities.StatusEvent, entities.Portrayal)
_ENDING = (entities.Relationship, entities.Membership)


def facts_seen(scene: Scene, kind: type[FactType], **equal: str) -> list[FactType]:
    """The facts of a kind with these values, as the viewpoint may have them."""
    found = facts(scene.reading, scene.horizon, kind, **equal)
    if scene.viewpoint.author:
        return found
    return masked(scene, [fact for fact in found if _is_met(scene, fact)])


def masked(scene: Scene, found: Iterable[FactType]) -> list[FactType]:
    """Facts that are seen, without the points and pages that are not."""
    listed = list(found)
    if scene.viewpoint.author:
        return listed
    named = {getattr(fact, name) for fact in listed for name in _optional(_kind(fact), PageId)} - {None}
    known = pages.titles(scene.reading, scene.horizon, named)
    return [_masked(scene, fact, known.keys()) for fact in listed]


def _masked(scene: Scene, fact: FactType, known: Iterable[str]) -> FactType:
    hidden = [name for name in _optional(_kind(fact), EpisodeId) if not scene.reached(getattr(fact, name))]
    hidden += [name for name in _optional(_kind(fact), PageId) if getattr(fact, name) not in (None, *known)]
    if isinstance(fact, _ENDING) and not scene.reached(fact.end_revealed_at):
        hidden.append("end")
    changes: dict[str, Any] = dict.fromkeys(hidden)
    if isinstance(fact, entities.Portrayal):
        changes["billing"] = 0
    return replace(fact, **changes) if changes else fact


def _kind(fact: Fact) -> Hashable:
    return cast("Hashable", type(fact))


def _is_met(scene: Scene, fact: Fact) -> bool:
    """Whether a word of a vocabulary, or a source, stands in anything that the viewpoint sees."""
    reading, horizon = scene.reading, scene.horizon
    match fact:
        case entities.State():
            return bool(facts(reading, horizon, entities.StatusEvent, state=fact.id))
        case entities.Source():
            return any(facts(reading, horizon, kind, source=fact.id) for kind in _CITING)
        case entities.ProfileField():
            return bool(facts(reading, horizon, entities.ProfileValue, field=fact.name))
        case entities.AlternativeOrder():
            return False
        case _:
            return True


@lru_cache
def _optional(kind: Hashable, wanted: Hashable) -> tuple[str, ...]:
    """The fields of a kind of fact that hold an id of this type or None."""
    assert isinstance(kind, type)
    hints = get_type_hints(kind)
    return tuple(
        field.name
        for field in fields(kind)
        if NoneType in get_args(hints[field.name]) and wanted in get_args(hints[field.name])
    )
