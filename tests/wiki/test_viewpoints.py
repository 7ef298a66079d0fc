"""The rule of the viewpoint, over random canons: the index and the pure rule agree, nothing revealed later shows,
and undo is the identity.
"""

import re
from collections.abc import Iterator
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from fanwiki.domain import edits
from fanwiki.domain.entities import (
    AlternativeOrder,
    Media,
    Page,
    Portrait,
    ProfileField,
    Source,
    State,
)
from fanwiki.domain.ids import PageId, new_id
from fanwiki.domain.points import horizon, latest
from fanwiki.domain.vocabulary import PageKind
from fanwiki.store import schema
from fanwiki.store.gates import read_locks
from fanwiki.store.store import Store
from fanwiki.wiki import View, Wiki
from fanwiki.wiki.reading.tree import ROOT, NodeKey
from tests.canons import (
    EPISODES,
    RENAMED,
    Canon,
    Plan,
    introductions,
    modest,
    opened_at,
    plans,
    random_canon,
    whole_and_part,
)

WITHOUT_LOCKS = (State, Source, ProfileField, AlternativeOrder, Media, Portrait)
KINDS_OF_STORY = [kind for kind in schema.FACT_TABLES if kind not in WITHOUT_LOCKS]
"""Facts with locks of their own; the others are seen where they are used."""


def everything_said(view: View) -> str:
    """All that a view answers, as one text."""
    said: list[Any] = [view.counts(), view.titles(), view.pages(), view.states(), view.claims(), view.all_categories()]
    for entry in view.shows():
        said += [entry.page, view.board(entry.page.id), view.cast(entry.page.id), view.episodes(entry.page.id)]
        said += [view.graph(entry.page.id), view.appearances(entry.page.id), view.unlocked(entry.page.id)]
    for page in view.pages():
        said += [view.aliases(page.id), view.infobox(page.id), view.relations(page.id), view.links(page.id)]
        said += [view.graph(around=page.id, depth=2), view.portrayals_of(page.id), view.appearances_of(page.id)]
        said += [view.status_events(page.id), view.html(page.id, _Linker()), view.readable_text(page.id)]
    said += [view.facts(kind) for kind in schema.FACT_TABLES]
    said += list(_tree(view, ROOT))
    return "\n".join(map(repr, said))


class _Linker:
    def page(self, page: Page, heading: str) -> str:
        return f"{page.id}#{heading}"

    def wanted(self, title: str) -> str:
        return f"new/{title}"

    def media(self, media: object) -> str:
        return str(media)


def _tree(view: View, key: NodeKey) -> Iterator[str]:
    for node in view.children(key):
        yield node.title
        yield from _tree(view, node.key)


@settings(modest, max_examples=12)
@given(plans, introductions)
@example(RENAMED, [None, 3, None])
def test_nothing_revealed_later_is_read(asked: list[Plan], introduced: list[int | None]) -> None:
    with random_canon(asked, introduced) as canon:
        for position in range(EPISODES + 1):
            with canon.wiki.view(canon.after(position)).together() as view:
                said = everything_said(view)
                found = "\n".join(
                    f"{hit.title} {hit.snippet}" for n in range(len(asked)) for hit in view.search(f"canary{n}x")
                )
            for number, plan in enumerate(asked):
                shown = f"canary{number}x" in said
                due = opened_at(plan, introduced) <= position
                assert shown <= due, f"{plan} is given away after episode {position}"
                assert (f"canary{number}x" in found) <= due
                if plan.kind not in ("status", "portrayal", "appearance", "veil"):
                    assert shown == due, f"{plan} is hidden after episode {position}"
            for number, point_of in enumerate(introduced):
                assert (f"Someone {number}" in said) == ((point_of or 0) <= position)


@settings(modest, max_examples=15)
@given(plans, introductions)
def test_the_index_says_what_the_rule_says(asked: list[Plan], introduced: list[int | None]) -> None:
    with random_canon(asked, introduced) as canon:
        store = Store(canon.wiki.path, writable=False)
        everything = canon.wiki.view()
        intro = {page.id: page.introduced_at for page in everything.pages()}
        with store.reading() as reading:
            for position in range(EPISODES + 1):
                viewpoint = canon.after(position)
                reader = horizon(viewpoint, reading.orders)
                view = canon.wiki.view(viewpoint)
                for kind in KINDS_OF_STORY:
                    shown = {fact.id for fact in view.facts(kind)}
                    for fact in everything.facts(kind):
                        locks = latest(
                            reading.orders.locks(fact.reveals()),
                            *(reading.orders.locks([intro[page]]) for page in fact.touches()),
                        )
                        assert locks == read_locks(reading, [fact.id]).get(fact.id, {})
                        assert (fact.id in shown) == reader.sees(locks)
        store.close()


def rows(wiki: Wiki) -> dict[str, list[Any]]:
    """Everything in the file but history and undo steps, in an order of its own."""
    store = Store(wiki.path, writable=False)
    with store.reading() as reading:
        found = {
            name: sorted(map(repr, reading.connection.execute(text(f'SELECT * FROM "{name}"')).all()))
            for name in schema.metadata.tables
            if name not in ("revision", "undo_step", "passage", "typed_title", "link", "title", "gate", "blob")
        }
        links = (
            "SELECT p.page, l.kind, t.title, l.heading, t.target, t.via FROM typed_title t "
            "LEFT JOIN link l ON l.typed = t.id LEFT JOIN passage p ON p.id = l.passage"
        )
        found["link"] = sorted(map(repr, reading.connection.execute(text(links)).all()))
        titles = "SELECT page, fact, rank, text FROM title"
        found["title"] = sorted(map(repr, reading.connection.execute(text(titles)).all()))
        gates = "SELECT fact, lock, position FROM gate WHERE fact NOT LIKE 'passage:%'"
        found["gate"] = sorted(map(repr, reading.connection.execute(text(gates)).all()))
        passages = (
            "SELECT p.page, p.ordinal, p.reveals, g.lock, g.position FROM passage p "
            "LEFT JOIN gate g ON g.fact = 'passage:' || p.id"
        )
        found["passage"] = sorted(map(repr, reading.connection.execute(text(passages)).all()))
    store.close()
    return found


@settings(modest, max_examples=15)
@given(plans, introductions, st.randoms(use_true_random=False))
def test_undo_is_the_identity_and_redo_its_reverse(asked: list[Plan], introduced: list[int | None], dice: Any) -> None:
    with random_canon(asked, introduced) as canon:
        steps: list[edits.Edit] = [
            edits.DeletePage(canon.characters[0]),
            edits.RenamePage(canon.characters[1], "Renamed"),
            edits.IntroducePage(canon.characters[2], canon.episodes[0]),
            edits.ReviewPage(canon.characters[1], reviewed=False),
            edits.MovePage(canon.characters[2], canon.show, canon.characters[1]),
            edits.AddPage(PageId(new_id()), PageKind.ARTICLE, "Someone new", body="[[Someone 1]] [[Renamed]]"),
            edits.DeletePage(PageId(canon.episodes[1])),
        ]
        dice.shuffle(steps)
        before = rows(canon.wiki)
        # What changes nothing (a move to where the page is) is no step.
        done = [change for change in (canon.wiki.apply(step) for step in steps) if change.pages]
        after = rows(canon.wiki)
        for _ in done:
            canon.wiki.undo()
        assert rows(canon.wiki) == before
        for _ in done:
            canon.wiki.redo()
        assert rows(canon.wiki) == after


@settings(modest, max_examples=10)
@given(plans, introductions)
def test_built_at_once_or_bit_by_bit_it_is_the_same_wiki(asked: list[Plan], introduced: list[int | None]) -> None:
    """Locks are the same whether the episodes were there before the facts or put in order afterwards."""
    with random_canon(asked, introduced) as canon:
        bit_by_bit = rows(canon.wiki)
        canon.wiki.apply(edits.DeletePage(PageId(canon.episodes[0])))
        canon.wiki.apply(edits.RestorePage(PageId(canon.episodes[0])))
        assert rows(canon.wiki)["gate"] == bit_by_bit["gate"]
        assert rows(canon.wiki)["passage"] == bit_by_bit["passage"]


@settings(modest, max_examples=12)
@given(plans, introductions, st.integers(0, EPISODES))
@example(RENAMED, [None, 3, None], 1)
def test_a_view_is_that_of_a_wiki_in_which_the_rest_was_never_entered(
    asked: list[Plan], introduced: list[int | None], position: int
) -> None:
    """Not only the words of what is hidden: no count, order, link or gap may tell that there is more."""
    with whole_and_part(asked, introduced, position) as canons:
        whole, part = (_read_as_of(canon, position) for canon in canons)
    assert whole == part


def _read_as_of(canon: Canon, position: int) -> list[str]:
    """What a reader is told, line by line."""
    with canon.wiki.view(canon.after(position)).together() as view:
        said = everything_said(view)
    # Positions order siblings; the numbers themselves are shown to nobody.
    return re.sub(r"position=[\d.]+", "position", said).split("\n")
