"""Old revisions: kept small, read back as they were, and seen to be damaged when they are."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from fanwiki.domain.edits import AddFact, SavePage
from fanwiki.domain.entities import Name
from fanwiki.domain.ids import FactId, PageId, new_id
from fanwiki.store import texts
from fanwiki.store.deltas import applied, delta
from fanwiki.store.store import Store
from fanwiki.store.texts import PAUSE
from fanwiki.wiki import Wiki
from fanwiki.wiki.checking import check
from fanwiki.wiki.handlers.dispatch import carry_out
from fanwiki.wiki.transaction import Transaction
from tests.building import Builder

SAVES = 80


@given(st.binary(max_size=200), st.binary(max_size=200), st.binary(max_size=50))
def test_a_delta_makes_the_text_of_its_base(text: bytes, base: bytes, shared: bytes) -> None:
    one, other = shared + text + shared, shared + base + shared
    assert applied(delta(one, other), other) == one


def typical_saves(wiki: Wiki, page: PageId, seed: int = 7) -> list[str]:
    """Saves a page again and again, as one does: a sentence here, a word there, now and then a paragraph less."""
    dice = Random(seed)
    vocabulary = [f"word{number}" for number in range(900)]
    sentences = [" ".join(dice.choices(vocabulary, k=dice.randint(6, 18))) + "." for _ in range(40)]
    saved: list[str] = []
    for _ in range(SAVES):
        place = dice.randrange(len(sentences))
        match dice.randrange(5):
            case 0:
                del sentences[place]
            case 1:
                words = sentences[place].split()
                words[dice.randrange(len(words))] = dice.choice(vocabulary)
                sentences[place] = " ".join(words)
            case _:
                sentences.insert(place, " ".join(dice.choices(vocabulary, k=dice.randint(6, 18))) + ".")
        saved.append("\n\n".join(sentences))
        wiki.apply(SavePage(page, saved[-1]))
    return saved


def test_every_revision_is_read_back_as_it_was(wiki: Wiki) -> None:
    build = Builder(wiki)
    page = build.page("Diary", "온조 wrote this.")
    saved = ["온조 wrote this.", *typical_saves(wiki, page)]
    revisions = list(reversed(wiki.view().history(page)))
    assert [wiki.view().revision_text(revision.id) for revision in revisions] == saved
    store = Store(wiki.path, writable=False)
    with store.reading() as reading:
        assert texts.broken_links_of_the_chain(reading) == []
    store.close()


def test_a_revision_keeps_the_facts_of_its_time(wiki: Wiki) -> None:
    build = Builder(wiki)
    page = build.page("Diary", "first")
    for number in range(4):
        wiki.apply(AddFact(Name(FactId(new_id()), page, f"Name {number}")), SavePage(page, f"text {number}"))
    store = Store(wiki.path, writable=False)
    with store.reading() as reading:
        history = list(reversed(texts.history(reading, page)))
        facts = [texts.content(reading, revision.id).facts for revision in history]
    store.close()
    assert [sum(f"Name {number}" in held for number in range(4)) for held in facts] == [0, 1, 2, 3, 4]


def test_a_revision_goes_on_changing_while_one_types(wiki: Wiki) -> None:
    build = Builder(wiki)
    page = build.page("Diary", "first")
    wiki.apply(SavePage(page, "second"))
    for text in ("t", "th", "third"):
        wiki.apply(SavePage(page, text, closing=False))
    history = list(reversed(wiki.view().history(page)))
    assert [wiki.view().revision_text(revision.id) for revision in history] == ["first", "second", "third"]


def test_damage_is_seen_and_does_not_spread_over_the_whole_history(wiki: Wiki) -> None:
    page = Builder(wiki).page("Diary", "first")
    typical_saves(wiki, page)
    wiki.close()
    connection = sqlite3.connect(wiki.path)
    (number, body), *_ = connection.execute(
        "SELECT number, body FROM revision WHERE encoding = 'delta' AND length(body) > 20 ORDER BY number DESC LIMIT 1"
    )
    flipped = body[:12] + bytes([body[12] ^ 0x10]) + body[13:]
    connection.execute("UPDATE revision SET body = ? WHERE number = ?", (flipped, number))
    connection.commit()
    connection.close()
    store = Store(wiki.path, writable=False)
    with store.reading() as reading:
        broken = texts.broken_links_of_the_chain(reading)
        assert 0 < len(broken) <= 40
        assert {id for id, _ in broken} == {page}
    store.close()


def test_a_pause_ends_a_revision(wiki: Wiki) -> None:
    page = Builder(wiki).page("Diary", "first")
    for minutes, text in ((0, "s"), (4, "sec"), (8, "second"), (8 + PAUSE.seconds // 60, "third")):
        _save_at(wiki, page, text, minutes)
    history = list(reversed(wiki.view().history(page)))
    assert [wiki.view().revision_text(revision.id) for revision in history] == ["first", "second", "third"]


def test_a_summary_given_after_the_save_comes_to_that_revision(wiki: Wiki) -> None:
    page = Builder(wiki).page("Diary", "first")
    wiki.apply(SavePage(page, "second", closing=False))
    wiki.apply(SavePage(page, "second", summary="why"))
    wiki.apply(SavePage(page, "second", summary="too late"))
    wiki.apply(SavePage(page, "third", closing=False))
    history = list(reversed(wiki.view().history(page)))
    assert [revision.summary for revision in history] == ["new page", "why", ""]
    wiki.close()
    assert check(wiki.path) == ()


def test_what_somebody_else_writes_on_is_not_ended_in_his_name(wiki: Wiki) -> None:
    page = Builder(wiki).page("Diary", "first")
    wiki.apply(SavePage(page, "second", closing=False))
    wiki.author = "somebody else"
    wiki.apply(SavePage(page, "second", summary="mine"))
    newest = wiki.view().history(page)[0]
    assert (newest.author, newest.summary) == ("tester", "")


def _save_at(wiki: Wiki, page: PageId, text: str, minutes: int) -> None:
    """Saves while one types, so many minutes after the page was made."""
    with closing(Store(wiki.path, writable=True)) as store, store.writing() as writing:
        time = (datetime(2030, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)).isoformat(timespec="seconds")
        transaction = Transaction(writing, "tester", time)
        carry_out(SavePage(page, text, closing=False), transaction)
        texts.record(
            writing, {page: ""}, author="tester", summary="", time=time, coalesce=True, closing=transaction.closing
        )
