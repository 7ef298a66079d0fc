"""The relationships and memberships of a show, or around one page, as a network as of a viewpoint."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import TypeVar

from fanwiki.domain import network
from fanwiki.domain.entities import Membership, Page, Relationship
from fanwiki.domain.errors import NotFound
from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.domain.network import MEMBER, Network, NetworkNode, NetworkTie
from fanwiki.domain.vocabulary import PageKind
from fanwiki.store import pages
from fanwiki.store.facts import facts, facts_touching
from fanwiki.store.gathered import gathered
from fanwiki.wiki.reading.canon import statuses
from fanwiki.wiki.reading.masking import masked
from fanwiki.wiki.reading.scene import Scene

TieType = TypeVar("TieType", Relationship, Membership)


def graph(scene: Scene, show: PageId | None, centre: PageId | None, depth: int) -> Network:
    """The network of all ties, of those that touch a page of one show, and of those not further than `depth` from
    one page. Raises NotFound for a show or page that is not seen.
    """
    if any(page is not None and pages.page(scene.reading, scene.horizon, page) is None for page in (show, centre)):
        raise NotFound("there is no such page as of this viewpoint")
    if show is not None:
        ties = _ties_of(scene, show)
    else:
        ties = _ties(scene) if centre is None else _ties_around(scene, centre, depth)
    groups: dict[PageId, set[PageId]] = defaultdict(set)
    for tie in ties:
        if tie.membership:
            groups[tie.subject].add(tie.object)
    ends = {end for tie in ties for end in (tie.subject, tie.object)}
    whole = network.make_network(_nodes(scene, pages.pages_among(scene.reading, scene.horizon, ends), groups), ties)
    return whole if centre is None else network.around(whole, centre, depth)


def _ties_of(scene: Scene, show: PageId) -> list[NetworkTie]:
    """The ties that touch a page of a show."""
    if (group := gathered(scene.reading)) is not None:
        return group.once(scene.horizon, "ties by show", lambda: _by_show(scene)).get(show, [])
    return _ties(scene, pages.branches(scene.reading, scene.horizon, [show]))


def _ties_around(scene: Scene, centre: PageId, depth: int) -> list[NetworkTie]:
    """The ties of every page that is not further than `depth` from one."""
    found: list[NetworkTie] = []
    near, layer = {centre}, {centre}
    for _ in range(depth + 1):
        found = _ties(scene, near)
        layer = {end for tie in found for end in (tie.subject, tie.object)} - near
        if not layer:
            break
        near |= layer
    return found


def _by_show(scene: Scene) -> dict[PageId | None, list[NetworkTie]]:
    known = pages.by_id(scene.reading, scene.horizon)
    found: dict[PageId | None, list[NetworkTie]] = defaultdict(list)
    for tie in _ties(scene):
        for show in {_show_of(tie.subject, known), _show_of(tie.object, known)}:
            found[show].append(tie)
    return found


def _nodes(scene: Scene, found: list[Page], groups: Mapping[PageId, set[PageId]]) -> list[NetworkNode]:
    characters = [page for page in found if page.kind is PageKind.CHARACTER]
    status_of = {status.character: status for status in statuses(scene, characters)}
    nodes: list[NetworkNode] = []
    for page in found:
        status = status_of.get(page.id)
        state, certainty = (None, None) if status is None else (status.state, status.certainty)
        belongs = frozenset(groups.get(page.id, ()))
        nodes.append(NetworkNode(page.id, page.title, page.kind, state, certainty, belongs))
    return nodes


def _ties(scene: Scene, of: Collection[PageId] | None = None) -> list[NetworkTie]:
    """The ties of some pages, or all."""
    relationships = masked(scene, _found(scene, Relationship, ("subject", "object"), of))
    memberships = masked(scene, _found(scene, Membership, ("character", "group"), of))
    ties = [
        NetworkTie(
            each.id,
            each.subject,
            each.object,
            each.kind,
            each.inverse,
            membership=False,
            since=each.start,
            until=each.end,
            ended=_is_over(scene, each.end),
            end_learnt=each.end_revealed_at,
        )
        for each in relationships
    ]
    ties += [
        NetworkTie(
            each.id,
            each.character,
            each.group,
            each.role or MEMBER,
            "",
            membership=True,
            since=each.start,
            until=each.end,
            ended=_is_over(scene, each.end),
            end_learnt=each.end_revealed_at,
        )
        for each in memberships
    ]
    return ties


def _found(scene: Scene, kind: type[TieType], columns: tuple[str, str], of: Collection[PageId] | None) -> list[TieType]:
    if of is None:
        return facts(scene.reading, scene.horizon, kind)
    return facts_touching(scene.reading, scene.horizon, kind, columns, of)


def _is_over(scene: Scene, end: EpisodeId | None) -> bool:
    return end is not None and scene.reached(end)


def _show_of(page: PageId, known: Mapping[PageId, Page]) -> PageId | None:
    """The show that a page stands below, or is. What is above a page is seen where the page is."""
    found: Page | None = known[page]
    while found is not None and found.kind is not PageKind.SHOW:
        found = None if found.parent is None else known[found.parent]
    return None if found is None else found.id
