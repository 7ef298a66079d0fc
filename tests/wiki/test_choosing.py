"""Choosing a page by typing: what is offered, and what is meant, are what somebody would take from a list of all."""

from collections.abc import Iterator
from itertools import permutations
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanwiki.domain.edits import AddFact
from fanwiki.domain.entities import Name, Redirect
from fanwiki.domain.ids import FactId, PageId, new_id
from fanwiki.domain.names import given_keys, matching_key, title_key
from fanwiki.domain.vocabulary import PageKind
from fanwiki.wiki import View, Wiki
from fanwiki.wiki.reading.choosing import Wanted
from tests.building import NOTHING_SEEN, Builder, seen

_PEOPLE = Wanted(kinds=(PageKind.CHARACTER,), by_given_name=True)
_PARTS: Final = ("On", "jo", "Su", "hyeok", "Ann", "남", "온조", "é")


def _named(wiki: Wiki, wanted: Wanted, typed: str) -> list[str]:
    return [page.title for page in wiki.view().meant(wanted, typed)]


@pytest.fixture
def class_of(wiki: Wiki) -> Builder:
    build = Builder(wiki)
    show, _ = build.show()
    for title in ("Nam On-jo", "Lee Su-hyeok", "Lee Cheong-san", "남라"):
        build.character(show, title)
    build.person("Park Ji-hu")
    build.page("Leeway")
    return build


def test_a_page_is_meant_by_any_of_its_names(class_of: Builder) -> None:
    wiki = class_of.wiki
    page = wiki.view().find("Nam On-jo").id
    wiki.apply(AddFact(Name(FactId(new_id()), page, "남온조")), AddFact(Redirect(FactId(new_id()), "Onj", page)))
    for typed in ("Nam On-jo", "nam  on-jo", "Namonjo", "On-jo", "onjo", "남온조", "온조", "Onj"):
        assert _named(wiki, _PEOPLE, typed) == ["Nam On-jo"], typed
    assert _named(wiki, _PEOPLE, "Nam") == []
    assert _named(wiki, Wanted(kinds=(PageKind.CHARACTER,)), "onjo") == []


def test_only_what_is_wanted_is_meant_or_offered(class_of: Builder) -> None:
    view = class_of.wiki.view()
    lee = view.find("Lee Su-hyeok").id
    assert view.meant(_PEOPLE, "Leeway") == ()
    assert view.meant(Wanted(without=lee), "Lee Su-hyeok") == ()
    assert set(view.offered(_PEOPLE, "lee", 30)) == {"Lee Su-hyeok", "Lee Cheong-san"}
    assert set(view.offered(Wanted(without=lee), "lee", 30)) == {"Lee Cheong-san", "Leeway"}
    assert view.offered(_PEOPLE, "hyeok", 30) == ("Lee Su-hyeok",)
    assert view.offered(_PEOPLE, "eongs", 30) == ("Lee Cheong-san",)
    assert view.offered(_PEOPLE, "ㄴㄹ", 30) == ("남라",)
    assert len(view.offered(_PEOPLE, "", 3)) == 3


def test_of_several_the_nearer_and_likelier_come_first(class_of: Builder) -> None:
    wiki = class_of.wiki
    other, _ = class_of.show("Other", "other")
    there = class_of.character(other, "Lee Na-yeon")
    here = wiki.view().find("Lee Su-hyeok").id
    wiki.apply(AddFact(Redirect(FactId(new_id()), "The brave", here)))
    wiki.apply(AddFact(Name(FactId(new_id()), there, "The brave")))
    assert _named(wiki, Wanted(near=other), "the brave") == ["Lee Na-yeon"]
    assert _named(wiki, Wanted(), "the brave") == ["Lee Su-hyeok"]
    assert wiki.view().offered(Wanted((PageKind.CHARACTER,), near=other), "lee", 30)[0] == "Lee Na-yeon"
    assert wiki.view().offered(Wanted((PageKind.CHARACTER,), near=other), "", 30)[0] == "Lee Na-yeon"


def test_a_reader_is_offered_nothing_of_later(wiki: Wiki) -> None:
    build = Builder(wiki)
    show, episodes = build.show()
    build.character(show, "Nam On-jo", episodes[3])
    for viewpoint in (NOTHING_SEEN, seen(show, episodes[2])):
        view = wiki.view(viewpoint)
        assert view.offered(_PEOPLE, "nam", 30) == view.offered(_PEOPLE, "", 30) == ()
        assert view.meant(_PEOPLE, "Nam On-jo") == view.meant(_PEOPLE, "onjo") == ()
    assert wiki.view(seen(show, episodes[3])).offered(_PEOPLE, "nam", 30) == ("Nam On-jo",)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[View, dict[str, PageId]]]:
    """A wiki of characters with names alike, and their pages by title."""
    wiki = Wiki.create(tmp_path_factory.mktemp("choosing") / "many.fanwiki")
    build = Builder(wiki)
    show, _ = build.show(episodes=0)
    titles: dict[str, str] = {}
    for parts in (*permutations(_PARTS, 1), *permutations(_PARTS, 2), *permutations(_PARTS[:4], 3)):
        for between in (" ", "-", ""):
            titles.setdefault(title_key(between.join(parts)), between.join(parts))
    pages = {title: build.character(show, title) for title in titles.values()}
    yield wiki.view(), pages
    wiki.close()


@given(st.lists(st.sampled_from(_PARTS), max_size=3), st.sampled_from([" ", "-", "", "  "]), st.booleans())
def test_what_is_meant_is_what_a_list_of_all_would_say(
    many: tuple[View, dict[str, PageId]], parts: list[str], between: str, upper: bool
) -> None:
    view, pages = many
    typed = between.join(parts)
    typed = typed.upper() if upper else typed
    assert {page.id for page in view.meant(_PEOPLE, typed)} == _by_list(pages, typed)


def _by_list(pages: dict[str, PageId], typed: str) -> set[PageId]:
    key = matching_key(typed)
    if not key:
        return set()
    just_so = {page for title, page in pages.items() if title_key(title) == title_key(typed)}
    alike = {page for title, page in pages.items() if matching_key(title) == key}
    return just_so or alike or {page for title, page in pages.items() if key in given_keys(title)}
