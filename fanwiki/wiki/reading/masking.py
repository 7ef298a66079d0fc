"""Facts as a reader may have them: what he has not reached is not in them.

A fact that is seen may name what is not yet: the last episode of a portrayal, the end of a relationship, the one who
brought a death about. And words of a vocabulary tell of a story by being there.
"""

from collections.abc import Collection, Hashable, Iterable, Sequence, Set
from dataclasses import fields, replace
from functools import lru_cache
from types import NoneType
from typing import Any, TypeVar, cast, get_args, get_type_hints

from fanwiki.domain import entities
from fanwiki.domain.entities import Fact
from fanwiki.domain.errors import UnknownPoint
from fanwiki.domain.ids import EpisodeId, FactId, PageId
from fanwiki.domain.vocabulary import FieldType, Standing
from fanwiki.store import pages
from fanwiki.store.facts import facts, facts_among, is_any
from fanwiki.wiki.reading.scene import Scene

FactType = TypeVar("FactType", bound=Fact)

_CITING = (entities.Claim, entities.StatusEvent, entities.Portrayal)
_ENDING = (entities.Relationship, entities.Membership)


def facts_seen(scene: Scene, kind: type[FactType], **equal: str) -> list[FactType]:
    """The facts of a kind with these values, as the viewpoint may have them. A reader who asks for a value that is
    masked for him finds what reads so.
    """
    if scene.viewpoint.author:
        return facts(scene.reading, scene.horizon, kind, **equal)
    changing = _maskable(cast("Hashable", kind))
    asked = {name: value for name, value in equal.items() if name not in changing}
    found = facts(scene.reading, scene.horizon, kind, **asked)
    known = masked(scene, [fact for fact in found if _is_met(scene, fact)])
    return [fact for fact in known if all(getattr(fact, name) == value for name, value in equal.items())]


def facts_seen_among(scene: Scene, kind: type[FactType], field: str, values: Collection[str]) -> list[FactType]:
    """As `facts_seen`, for several values of a field that reads the same for everybody who sees the fact."""
    found = facts_among(scene.reading, scene.horizon, kind, field, values)
    return found if scene.viewpoint.author else masked(scene, [fact for fact in found if _is_met(scene, fact)])


def masked(scene: Scene, found: Iterable[FactType]) -> list[FactType]:
    """Facts that are seen, without the points and pages that are not."""
    listed = list(found)
    if scene.viewpoint.author:
        return listed
    named = {getattr(fact, name) for fact in listed for name in _optional(_kind(fact), PageId)} - {None}
    points = {getattr(fact, name) for fact in listed for name in _optional(_kind(fact), EpisodeId)}
    unknown = named - pages.titles(scene.reading, scene.horizon, named).keys()
    unknown |= {point for point in points if not scene.reached(point)}
    claims = _claims_around(scene, [fact for fact in listed if isinstance(fact, entities.Claim)])
    return [_masked(fact, unknown, claims) for fact in listed]


def _claims_around(scene: Scene, listed: Sequence[entities.Claim]) -> list[entities.Claim]:
    """The claims that are seen which these supersede, or are superseded by."""
    if not listed:
        return []
    kind = entities.Claim
    before = {claim.supersedes for claim in listed if claim.supersedes is not None}
    done = {claim.id for claim in listed if claim.standing is Standing.SUPERSEDED}
    found = facts_among(scene.reading, scene.horizon, kind, "id", before) if before else []
    return found + (facts_among(scene.reading, scene.horizon, kind, "supersedes", done) if done else [])


def _masked(fact: FactType, unknown: Set[str], claims: Sequence[entities.Claim]) -> FactType:
    """A fact without those pages and points that are not known, and a claim without those claims that are not."""
    named = (*_optional(_kind(fact), EpisodeId), *_optional(_kind(fact), PageId))
    hidden = [name for name in named if getattr(fact, name) in unknown]
    changes: dict[str, Any] = dict.fromkeys(hidden)
    if isinstance(fact, entities.Portrayal):
        changes["billing"] = 0
    if isinstance(fact, _ENDING):
        end_known = (fact.end_revealed_at or fact.end) not in unknown
        changes |= {} if end_known else {"end": None, "end_revealed_at": None}
    if isinstance(fact, entities.Claim):
        changes |= _unsettled(fact, claims)
    return replace(fact, **changes) if changes else fact


def _unsettled(claim: entities.Claim, known: Sequence[entities.Claim]) -> dict[str, Any]:
    """What of a claim goes with claims that are not known: what it supersedes, and that it is superseded."""
    changes: dict[str, Any] = {}
    if claim.supersedes not in {each.id for each in known}:
        changes["supersedes"] = None
    if claim.standing is Standing.SUPERSEDED and claim.id not in {each.supersedes for each in known}:
        changes["standing"] = Standing.SPECULATION
    return changes


def _kind(fact: Fact) -> Hashable:
    return cast("Hashable", type(fact))


def _is_met(scene: Scene, fact: Fact) -> bool:
    """Whether a word of a vocabulary, or a source, stands in anything that the viewpoint sees, whether a portrait has
    its picture, and a point or picture in a profile has been reached.
    """
    reading, horizon = scene.reading, scene.horizon
    match fact:
        case entities.State():
            return is_any(reading, horizon, entities.StatusEvent, state=fact.id)
        case entities.Source():
            return any(is_any(reading, horizon, kind, source=fact.id) for kind in _CITING)
        case entities.ProfileField():
            return is_any(reading, horizon, entities.ProfileValue, field=fact.name)
        case entities.ProfileValue():
            return _reaches(scene, fact)
        case entities.Portrait():
            return is_any(reading, horizon, entities.Media, id=fact.media)
        case entities.AlternativeOrder():
            return False
        case _:
            return True


def _reaches(scene: Scene, value: entities.ProfileValue) -> bool:
    """Whether the point or the picture that a value of a profile names is seen; other values name neither."""
    known = pages.page(scene.reading, scene.horizon, value.page)
    if known is None:
        return False
    types = {
        field.type
        for field in facts(scene.reading, scene.horizon, entities.ProfileField, name=value.field)
        if field.kind is known.kind
    }
    if FieldType.IMAGE in types:
        return bool(facts(scene.reading, scene.horizon, entities.Media, name=value.value))
    if FieldType.POINT not in types:
        return True
    try:
        return scene.reached(scene.orders.find(value.value, scene.home_show(known)))
    except UnknownPoint:
        return True


def _maskable(kind: Hashable) -> frozenset[str]:
    """The fields of a kind of fact that a reader may have otherwise than they are."""
    named = (*_optional(kind, EpisodeId), *_optional(kind, PageId), *_optional(kind, FactId))
    return frozenset({"billing", "standing", *named})


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
