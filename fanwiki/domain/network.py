"""Who has to do with whom: characters, groups and the ties between them as one network, as a viewpoint has it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from fanwiki.domain.entities import State
from fanwiki.domain.ids import EpisodeId, FactId, PageId
from fanwiki.domain.vocabulary import Certainty, PageKind

MEMBER: Final = "member"
"""What a membership without a role is called."""


@dataclass(frozen=True)
class NetworkNode:
    """A page that ties lead to. `state` is that of a character, None where nothing is known of it; `groups` are those
    that the page belongs or belonged to.
    """

    page: PageId
    title: str
    kind: PageKind
    state: State | None = None
    certainty: Certainty | None = None
    groups: frozenset[PageId] = frozenset()


@dataclass(frozen=True)
class NetworkTie:
    """`subject` is the `label` of `object`; `inverse` reads back and is empty if nobody said how. A membership leads
    from the character to the group. `ended`: over, as far as the viewpoint knows; `until` is when, if that is known.
    """

    fact: FactId
    subject: PageId
    object: PageId
    label: str
    inverse: str
    membership: bool
    since: EpisodeId | None
    until: EpisodeId | None
    ended: bool
    end_learnt: EpisodeId | None = None
    """When the audience learns that it is over, if that is not the moment it ends."""

    @property
    def mutual(self) -> bool:
        """Whether it reads the same from both sides."""
        return not self.membership and self.label.casefold() == self.inverse.casefold()


@dataclass(frozen=True)
class Network:
    """Nodes by title, each with a tie at least; ties by the titles of their ends."""

    nodes: tuple[NetworkNode, ...] = ()
    ties: tuple[NetworkTie, ...] = ()

    def node(self, page: PageId) -> NetworkNode | None:
        return next((node for node in self.nodes if node.page == page), None)

    def labels(self) -> tuple[str, ...]:
        """The kinds of tie there are, in alphabetical order; memberships are not named by their roles."""
        return tuple(sorted({tie.label for tie in self.ties if not tie.membership}, key=lambda each: each.casefold()))


@dataclass(frozen=True)
class NetworkFilter:
    """Which ties are wanted: of one label (MEMBER: all memberships), within one group, between characters of whom all
    are living (or all not), and with one end of which `wanted` is true.
    """

    label: str | None = None
    group: PageId | None = None
    living: bool | None = None
    wanted: Callable[[NetworkNode], bool] | None = None


def make_network(nodes: Iterable[NetworkNode], ties: Iterable[NetworkTie]) -> Network:
    """A network of these ties and of those of the nodes that they lead to, in order."""
    known = {node.page: node for node in nodes}
    kept = [tie for tie in ties if tie.subject in known and tie.object in known]
    ends = {end for tie in kept for end in (tie.subject, tie.object)}

    def place(tie: NetworkTie) -> tuple[tuple[str, str, str], tuple[str, str, str], str, str]:
        return _by_title(known[tie.subject]), _by_title(known[tie.object]), tie.label, tie.fact

    return Network(
        tuple(sorted((node for page, node in known.items() if page in ends), key=_by_title)),
        tuple(sorted(kept, key=place)),
    )


def around(network: Network, page: PageId, depth: int) -> Network:
    """The part of a network that is at most `depth` ties away from a page, with all ties within that part."""
    beside: dict[PageId, set[PageId]] = defaultdict(set)
    for tie in network.ties:
        beside[tie.subject].add(tie.object)
        beside[tie.object].add(tie.subject)
    reached = edge = {page}
    for _ in range(depth):
        edge = {other for each in edge for other in beside[each]} - reached
        reached = reached | edge
    return make_network((node for node in network.nodes if node.page in reached), network.ties)


def narrowed(network: Network, wanted: NetworkFilter) -> Network:
    """What of a network a filter lets through."""
    known = {node.page: node for node in network.nodes}
    passed = [node for node in network.nodes if _is_let_through(node, wanted)]
    ties = [
        tie
        for tie in network.ties
        if (wanted.label is None or wanted.label == (MEMBER if tie.membership else tie.label))
        and (wanted.wanted is None or wanted.wanted(known[tie.subject]) or wanted.wanted(known[tie.object]))
    ]
    return make_network(passed, ties)


def _is_let_through(node: NetworkNode, wanted: NetworkFilter) -> bool:
    if wanted.group is not None and node.page != wanted.group and wanted.group not in node.groups:
        return False
    if wanted.living is None or node.kind is not PageKind.CHARACTER:
        return True
    return node.state is not None and node.state.living is wanted.living


def _by_title(node: NetworkNode) -> tuple[str, str, str]:
    return node.title.casefold(), node.title, node.page
