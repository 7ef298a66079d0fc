"""A page that goes up in another: links and facts reach the page that is kept, and nothing is seen earlier."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanwiki.domain.edits import ReviewPage, SavePage
from fanwiki.domain.entities import Name, Redirect, Relationship, StatusEvent
from fanwiki.domain.errors import InvalidEdit
from fanwiki.domain.ids import FactId, new_id
from fanwiki.domain.points import Viewpoint
from fanwiki.wiki import Wiki
from fanwiki.wiki.joining import joining_edits
from tests.building import Builder, seen
from tests.canons import Plan, introductions, modest, plans, random_canon
from tests.wiki.test_splitting import BLOCKS, WORDS, leading_nowhere
from tests.wiki.test_viewpoints import everything_said, rows

MERGE = "merge page"


@pytest.fixture
def build(wiki: Wiki) -> Builder:
    return Builder(wiki)


def test_links_headings_and_names_reach_the_page_that_is_kept(build: Builder) -> None:
    kept = build.page("Town", "Big. See [[Village#Fate]].\n\n## Fate\n\nBurns.\n")
    gone = build.page("Village", "Small. See [[#Fate]] and [[#Life]].\n\n## Fate\n\nDrowns.\n\n## Life\n\nShort.\n")
    other = build.page(
        "Other", "[[Village]], [[Village#fate]], [[village#Fate|end]], [[Village#Life]], [[Town#Fate]]\n"
    )
    build.fact(Name(FactId(new_id()), gone, "Hamlet"))
    build.fact(Redirect(FactId(new_id()), "The end", gone, "Fate"))
    before = rows(build.wiki)
    build.wiki.apply(*joining_edits(build.wiki.view(), gone, kept, heading="The village"), label=MERGE)
    view = build.wiki.view()
    assert view.text(kept).body == (
        "Big. See [[Village#Fate (Village)|Village#Fate]].\n\n## Fate\n\nBurns.\n\n## The village\n\n"
        "Small. See [[#Fate (Village)|Fate]] and [[#Life]].\n\n## Fate (Village)\n\nDrowns.\n\n## Life\n\nShort.\n"
    )
    assert view.text(other).body == (
        "[[Village]], [[Village#Fate (Village)|Village#fate]], [[village#Fate (Village)|end]], [[Village#Life]], "
        "[[Town#Fate]]\n"
    )
    assert {view.find(name).id for name in ("Village", "Hamlet", "The end", "Town")} == {kept}
    assert leading_nowhere(view) == set()
    assert {redirect.title: redirect.heading for redirect in view.facts(Redirect)} == {
        "The end": "Fate (Village)",
        "Village": "The village",
    }
    assert build.wiki.undo_label() == MERGE
    build.wiki.undo()
    assert rows(build.wiki) == before


def test_what_is_known_later_stays_hidden_until_then(build: Builder) -> None:
    show, episodes = build.show()
    kept = build.character(show, "Somebody", episodes[0], "Known.")
    gone = build.character(show, "Masked", episodes[2], "Secret prose.\n\n## Old\n\nMore.")
    build.fact(Name(FactId(new_id()), gone, "Shadow"))
    build.status(gone, "dead", episodes[3])
    build.wiki.apply(*joining_edits(build.wiki.view(), gone, kept), label=MERGE)
    assert "::: reveal S1E03\nSecret prose." in build.wiki.view().text(kept).body
    early = everything_said(build.wiki.view(seen(show, episodes[1])))
    assert not any(word in early for word in ("Secret", "Masked", "Shadow"))
    late = build.wiki.view(seen(show, episodes[3]))
    assert late.find("Masked").id == late.find("Shadow").id == kept
    assert [event.character for event in late.status_events(kept)] == [kept]


def test_what_cannot_be_is_refused_in_words(build: Builder) -> None:
    show, episodes = build.show()
    one, two = build.character(show, "One"), build.character(show, "Two", episodes[1], "Text.")
    person, page = build.person("Person"), build.page("Page")
    build.page("Below", parent=page)
    view = build.wiki.view()
    for gone, kept, why in (
        (one, one, "another page"),
        (one, person, "is a character"),
        (show, show, "another page"),
        (page, one, "pages stand below"),
    ):
        with pytest.raises(InvalidEdit, match=why):
            joining_edits(view, gone, kept)
    tie = Relationship(FactId(new_id()), one, two, "friend")
    build.fact(tie)
    with pytest.raises(InvalidEdit, match="joins the two pages"):
        joining_edits(build.wiki.view(), one, two)
    build.wiki.undo()
    build.wiki.apply(ReviewPage(two, reviewed=False))
    with pytest.raises(InvalidEdit, match="mark it as safe first"):
        joining_edits(build.wiki.view(), two, one)


def test_who_brought_a_death_about_is_not_known_earlier(build: Builder) -> None:
    show, episodes = build.show()
    one, victim = build.character(show, "One"), build.character(show, "Victim")
    two = build.character(show, "Two", episodes[3])
    event = build.status(victim, "dead", episodes[0])
    other = replace(event, id=FactId(new_id()), by_whom=two)
    build.fact(other)
    with pytest.raises(InvalidEdit, match="brought a status about"):
        joining_edits(build.wiki.view(), two, one)
    build.wiki.apply(*joining_edits(build.wiki.view(), one, two), label=MERGE)
    assert {each.by_whom for each in build.wiki.view().facts(StatusEvent)} == {None, two}


bodies = st.lists(st.sampled_from([*WORDS, *BLOCKS]), max_size=6).map("\n\n".join)


@settings(modest, max_examples=12)
@given(plans, introductions, bodies, st.booleans())
def test_no_link_is_lost_and_nothing_seen_earlier(
    asked: list[Plan], introduced: list[int | None], body: str, headed: bool
) -> None:
    with random_canon(asked, introduced) as canon:
        wiki, (kept, gone, _) = canon.wiki, canon.characters
        wiki.apply(SavePage(gone, f"{wiki.view().text(gone).body}\n\nown canary words\n\n{body}"))
        canon.build.page("Town", "[[Someone 1]] [[Someone 1#Life]] [[Someone 0#Fate]] ![[Someone 1]]", reviewed=True)
        before, lost = rows(wiki), leading_nowhere(wiki.view())
        try:
            edits = joining_edits(wiki.view(), gone, kept, heading="From the other" if headed else "")
        except InvalidEdit:
            return
        told = [_canaries(wiki, canon.after(position)) for position in range(5)]
        wiki.apply(*edits, label=MERGE)
        assert leading_nowhere(wiki.view()) <= lost
        assert wiki.view().find("Someone 1").id == kept
        for position in range(5):
            assert _canaries(wiki, canon.after(position)) <= told[position]
        wiki.undo()
        assert rows(wiki) == before


def _canaries(wiki: Wiki, viewpoint: Viewpoint) -> set[str]:
    """Which of the words that tell something are read from a viewpoint."""
    with wiki.view(viewpoint).together() as view:
        said = everything_said(view)
    words = {f"canary{number}x" for number in range(8)} | {"own canary words", "secret", "veiled"}
    return {word for word in words if word in said}
