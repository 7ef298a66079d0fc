"""The network of ties as of a viewpoint: what it holds, what it keeps back, and what is around one page."""

import pytest

from fanwiki.domain.edits import AddFact, AddPage
from fanwiki.domain.entities import Group, Membership, Relationship
from fanwiki.domain.errors import NotFound
from fanwiki.domain.ids import FactId, PageId, new_id
from fanwiki.domain.network import MEMBER, Network, NetworkFilter, narrowed
from fanwiki.domain.vocabulary import PageKind
from fanwiki.wiki import View, Wiki
from tests.building import NOTHING_SEEN, Builder, seen


class Small:
    """Ann loves Bo from the second episode to the fourth, which is learnt in the fifth; Bo is the brother of Cy, who
    is introduced in the third; Cy and Dee are of the crew. Eve knows nobody.
    """

    def __init__(self, wiki: Wiki) -> None:
        build = self.build = Builder(wiki)
        self.show, self.episodes = build.show()
        first, second, third, fourth, fifth = self.episodes[:5]
        self.ann, self.bo = build.character(self.show, "Ann"), build.character(self.show, "Bo", first)
        self.cy, self.dee = build.character(self.show, "Cy", third), build.character(self.show, "Dee")
        self.eve, self.crew = build.character(self.show, "Eve"), PageId(new_id())
        wiki.apply(
            AddPage(self.crew, PageKind.GROUP, "The crew", self.show, subject=Group(self.crew)),
            AddFact(
                Relationship(
                    FactId(new_id()), self.ann, self.bo, "lover", "lover", second, fourth, end_revealed_at=fifth
                )
            ),
            AddFact(Relationship(FactId(new_id()), self.bo, self.cy, "brother", "sister", revealed_at=fourth)),
            AddFact(Membership(FactId(new_id()), self.crew, self.cy, "cook", start=third, end=fifth)),
            AddFact(Membership(FactId(new_id()), self.crew, self.dee)),
        )
        build.status(self.ann, "alive")
        build.status(self.bo, "alive")
        build.status(self.bo, "dead", fourth)

    def view(self, number: int) -> View:
        return self.build.wiki.view(seen(self.show, self.episodes[number - 1]))


@pytest.fixture
def small(wiki: Wiki) -> Small:
    return Small(wiki)


def _told(network: Network) -> list[str]:
    titles = {node.page: node.title for node in network.nodes}
    return [
        f"{titles[tie.subject]} {tie.label} {titles[tie.object]}" + (" (over)" if tie.ended else "")
        for tie in network.ties
    ]


def test_a_tie_comes_with_its_reveal_and_a_page_with_its_first_tie(small: Small) -> None:
    assert _told(small.view(1).graph(small.show)) == ["Dee member The crew"]
    assert [node.title for node in small.view(1).graph(small.show).nodes] == ["Dee", "The crew"]
    assert _told(small.view(2).graph(small.show)) == ["Ann lover Bo", "Dee member The crew"]
    assert _told(small.view(3).graph(small.show)) == ["Ann lover Bo", "Cy cook The crew", "Dee member The crew"]
    assert "Bo brother Cy" in _told(small.view(4).graph(small.show))


def test_a_tie_whose_end_is_not_known_goes_on(small: Small) -> None:
    lover = small.view(4).graph(small.show).ties[0]
    assert (lover.label, lover.ended, lover.until) == ("lover", False, None)
    lover = small.view(5).graph(small.show).ties[0]
    assert (lover.ended, lover.since, lover.until) == (True, small.episodes[1], small.episodes[3])
    assert lover.mutual


def test_the_end_stays_hidden_however_a_fact_is_read(small: Small) -> None:
    (fact,) = small.view(4).facts(Relationship, subject=small.ann)
    assert (fact.end, fact.end_revealed_at) == (None, None)
    (fact,) = small.view(5).facts(Relationship, subject=small.ann)
    assert (fact.end, fact.end_revealed_at) == (small.episodes[3], small.episodes[4])


def test_nodes_have_their_state_as_of_the_viewpoint(small: Small) -> None:
    def states(view: View) -> dict[str, str]:
        return {node.title: "" if node.state is None else node.state.word for node in view.graph(small.show).nodes}

    assert states(small.view(3)) == {"Ann": "alive", "Bo": "alive", "Cy": "", "Dee": "", "The crew": ""}
    assert states(small.view(4))["Bo"] == "dead"
    cy = small.view(3).graph(small.show).node(small.cy)
    assert cy is not None
    assert cy.groups == {small.crew}


def test_around_a_page_as_far_as_asked(small: Small) -> None:
    view = small.build.wiki.view()
    assert _told(view.graph(around=small.ann)) == ["Ann lover Bo (over)"]
    assert _told(view.graph(around=small.ann, depth=2)) == ["Ann lover Bo (over)", "Bo brother Cy"]
    assert len(view.graph(around=small.ann, depth=4).nodes) == 5
    assert view.graph(around=small.eve) == Network()
    with pytest.raises(NotFound):
        small.view(2).graph(around=small.cy)
    with pytest.raises(NotFound):
        small.view(2).graph(PageId("no such show"))


def test_another_shows_ties_are_left_out_unless_they_touch(small: Small) -> None:
    other, _ = small.build.show("Other", "other")
    guest = small.build.character(other, "Guest")
    friend = small.build.character(other, "Friend")
    small.build.fact(Relationship(FactId(new_id()), guest, friend, "friend"))
    small.build.fact(Relationship(FactId(new_id()), guest, small.dee, "cousin"))
    view = small.build.wiki.view()
    assert "Guest cousin Dee" in _told(view.graph(small.show))
    assert "Guest friend Friend" not in _told(view.graph(small.show))
    assert _told(view.graph(other)) == ["Guest cousin Dee", "Guest friend Friend"]
    assert len(view.graph().ties) == len(view.graph(small.show).ties) + 1


def test_nothing_is_there_before_it_begins(small: Small) -> None:
    assert _told(small.build.wiki.view(NOTHING_SEEN).graph(small.show)) == ["Dee member The crew"]


def test_a_filter_lets_through_what_is_wanted(small: Small) -> None:
    network = small.build.wiki.view().graph(small.show)
    assert network.labels() == ("brother", "lover")
    assert _told(narrowed(network, NetworkFilter(label="brother"))) == ["Bo brother Cy"]
    assert _told(narrowed(network, NetworkFilter(label=MEMBER))) == ["Cy cook The crew (over)", "Dee member The crew"]
    assert _told(narrowed(network, NetworkFilter(group=small.crew))) == _told(
        narrowed(network, NetworkFilter(label=MEMBER))
    )
    assert narrowed(network, NetworkFilter(living=True)) == Network()
    crew = narrowed(network, NetworkFilter(wanted=lambda node: node.title == "Cy"))
    assert _told(crew) == ["Bo brother Cy", "Cy cook The crew (over)"]
    assert narrowed(network, NetworkFilter()) == network
