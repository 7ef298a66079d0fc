"""Emptying the trash: what goes is gone for good, what is still named stays, and the wiki is sound after it."""

from datetime import UTC, datetime, timedelta

import pytest

from fanwiki.domain.edits import (
    AddFact,
    AddPage,
    ChooseOrder,
    DeletePage,
    EmptyTrash,
    MovePage,
    RenamePage,
    RestorePage,
    SavePage,
)
from fanwiki.domain.entities import AlternativeOrder, Appearance, Name, Relationship
from fanwiki.domain.errors import InvalidEdit, NotFound
from fanwiki.domain.ids import FactId, OrderId, PageId, new_id
from fanwiki.domain.vocabulary import PageKind
from fanwiki.wiki import Wiki
from fanwiki.wiki.checking import check
from fanwiki.wiki.emptying import due
from fanwiki.wiki.past_copy import copy_as_of
from tests.building import NOTHING_SEEN, Builder

SECRET = "xylophonequartz"


def _trash(wiki: Wiki) -> list[PageId]:
    return [page.id for page, _ in wiki.view().trash()]


def test_what_goes_is_nowhere_in_the_file(wiki: Wiki) -> None:
    build = Builder(wiki)
    show, _ = build.show()
    page = build.character(show, SECRET, body=f"{SECRET} first")
    friend = build.character(show, "Su-hyeok", body=f"A friend of [[{SECRET}]]")
    wiki.apply(SavePage(page, f"{SECRET} second", summary=SECRET))
    wiki.apply(AddFact(Name(FactId(new_id()), page, f"{SECRET} alias")))
    wiki.apply(AddFact(Relationship(FactId(new_id()), friend, page, f"{SECRET} kind")))
    wiki.apply(SavePage(friend, "Nobody's friend"), label="an edit that stays")
    wiki.apply(DeletePage(page))
    found = wiki.view().emptying(_trash(wiki))
    assert ([each.title for each in found.goes], found.facts, found.stays) == ([SECRET], 2, ())
    change = wiki.apply(EmptyTrash((page,)))
    assert page in change.pages
    assert _trash(wiki) == []
    assert wiki.view().relations(friend) == ()
    with pytest.raises(NotFound):
        wiki.view().page(page)
    with pytest.raises(InvalidEdit, match="not in the trash"):
        wiki.apply(RestorePage(page))
    assert wiki.view().history(page) == ()
    wiki.close()
    assert check(wiki.path) == ()
    # The friend's own history says what the friend's page said.
    once = Wiki.open(wiki.path)
    once.apply(DeletePage(friend))
    once.apply(EmptyTrash((friend,)))
    once.close()
    assert SECRET.encode() not in wiki.path.read_bytes()


def test_undo_goes_on_with_what_is_left(wiki: Wiki) -> None:
    build = Builder(wiki)
    stays, goes = build.page("Stays"), build.page("Goes")
    wiki.apply(RenamePage(stays, "Renamed"), RenamePage(goes, "Went"))
    wiki.apply(DeletePage(goes))
    wiki.apply(EmptyTrash((goes,)))
    assert wiki.undo_label() == "rename page"
    wiki.undo()
    assert wiki.view().page(stays).title == "Stays"
    wiki.undo()
    assert wiki.view().pages() == ()
    wiki.redo()
    wiki.redo()
    assert wiki.view().page(stays).title == "Renamed"
    wiki.close()
    assert check(wiki.path) == ()


def test_a_branch_goes_as_a_whole_and_what_was_deleted_before_it_stands_alone(wiki: Wiki) -> None:
    build = Builder(wiki)
    top = build.page("Top")
    middle, low = build.page("Middle", parent=top), build.page("Low")
    wiki.apply(MovePage(low, middle))
    wiki.apply(DeletePage(low))
    wiki.apply(DeletePage(top))
    assert [page.title for page in wiki.view().emptying([top]).goes] == ["Top", "Middle"]
    wiki.apply(EmptyTrash((top,)))
    assert _trash(wiki) == [low]
    wiki.apply(RestorePage(low))
    assert wiki.view().page(low).parent is None
    wiki.close()
    assert check(wiki.path) == ()


def test_an_episode_that_something_is_revealed_at_stays(wiki: Wiki) -> None:
    build = Builder(wiki)
    _, points = build.show()
    show = wiki.view().shows()[0].page.id
    character = build.character(show, "Nam-ra", points[5])
    wiki.apply(DeletePage(PageId(points[5])))
    wiki.apply(DeletePage(PageId(points[4])))
    found = wiki.view().emptying(_trash(wiki))
    assert [page.id for page in found.goes] == [PageId(points[4])]
    assert [(page.id, holder) for page, holder in found.stays] == [(PageId(points[5]), "Nam-ra")]
    wiki.apply(EmptyTrash(tuple(_trash(wiki))))
    assert _trash(wiki) == [PageId(points[5])]
    with pytest.raises(InvalidEdit, match="“Nam-ra” names it"):
        wiki.apply(EmptyTrash((PageId(points[5]),)))
    with pytest.raises(NotFound):
        wiki.view(NOTHING_SEEN).page(character)


def test_an_episode_goes_with_who_was_in_it_and_out_of_its_orders(wiki: Wiki) -> None:
    build = Builder(wiki)
    show, points = build.show()
    character = build.character(show, "Nam-ra")
    order = AlternativeOrder(OrderId(new_id()), show, "DVD", tuple(reversed(points)))
    wiki.apply(AddFact(Appearance(FactId(new_id()), character, points[5])), AddFact(order))
    wiki.apply(ChooseOrder(show, order.id))
    wiki.apply(DeletePage(PageId(points[5])))
    wiki.apply(EmptyTrash((PageId(points[5]),)))
    assert wiki.view().facts(AlternativeOrder)[0].episodes == tuple(reversed(points[:5]))
    assert wiki.view().appearances_of(character) == ()
    wiki.close()
    assert check(wiki.path) == ()


def test_a_whole_show_goes(wiki: Wiki) -> None:
    build = Builder(wiki)
    show, points = build.show()
    build.status(build.character(show, "Nam-ra", points[1]), "dead", points[3])
    wiki.apply(DeletePage(show))
    wiki.apply(EmptyTrash((show,)))
    assert wiki.view().pages() == ()
    assert wiki.view().counts()["status_events"] == 0
    wiki.close()
    assert check(wiki.path) == ()


def test_what_is_not_in_the_trash_is_refused(wiki: Wiki) -> None:
    page = Builder(wiki).page("Diary", "text")
    with pytest.raises(InvalidEdit, match="nothing in the trash"):
        wiki.apply(EmptyTrash((page,)))
    assert wiki.view().text(page).body == "text"


def test_its_title_is_free_again(wiki: Wiki) -> None:
    page = Builder(wiki).page("Diary", "text")
    wiki.apply(DeletePage(page))
    wiki.apply(EmptyTrash((page,)))
    wiki.apply(AddPage(PageId(new_id()), PageKind.ARTICLE, "Diary"))
    assert wiki.view().find("Diary").id != page


def test_the_past_is_without_it(wiki: Wiki) -> None:
    build = Builder(wiki)
    stays, goes = build.page("Stays"), build.page("Goes")
    wiki.apply(DeletePage(goes))
    wiki.apply(EmptyTrash((goes,)))
    out = wiki.path.with_name("then.fanwiki")
    copy_as_of(wiki.path, datetime.now(UTC), out)
    past = Wiki.open(out, read_only=True)
    assert [page.id for page in past.view().pages()] == [stays]
    past.close()


def test_what_has_lain_there_for_long_is_due(wiki: Wiki) -> None:
    page = Builder(wiki).page("Diary")
    wiki.apply(DeletePage(page))
    trash = wiki.view().trash()
    assert due(trash, 30) == ()
    assert due(trash, 30, datetime.now(UTC) + timedelta(days=31)) == (page,)


def test_a_reader_is_told_nothing_of_the_trash(wiki: Wiki) -> None:
    page = Builder(wiki).page("Diary")
    wiki.apply(DeletePage(page))
    assert wiki.view(NOTHING_SEEN).emptying([page]).goes == ()
