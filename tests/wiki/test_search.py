"""Search: what finds what, in which order, and that nothing shows of what a viewpoint has not reached."""

import pytest

from fanwiki.domain.edits import AddFact, SavePage
from fanwiki.domain.entities import Appearance, Name
from fanwiki.domain.errors import WikiError
from fanwiki.domain.ids import EpisodeId, FactId, PageId, new_id
from fanwiki.domain.points import EVERYTHING
from fanwiki.domain.queries import (
    Filter,
    FilterName,
    InvalidQuery,
    OpenFilter,
    Query,
    Term,
    ViewKind,
    open_filter,
    parse_query,
)
from fanwiki.domain.vocabulary import NameKind
from fanwiki.wiki import Wiki
from tests.building import NOTHING_SEEN, Builder, seen


@pytest.mark.parametrize(
    ("written", "terms"),
    [
        ("roof", (Term("roof", open=True),)),
        ("roof ", (Term("roof"),)),
        ("zomb* roof ", (Term("zomb", open=True), Term("roof"))),
        ('"on the roof"', (Term("on the roof", phrase=True),)),
        ("“on the roof” fire ", (Term("on the roof", phrase=True), Term("fire"))),
        ("fire -roof", (Term("fire"), Term("roof", excluded=True))),
        ('fire -"the roof"', (Term("fire"), Term("the roof", phrase=True, excluded=True))),
        ("aouad:S1E06", (Term("aouad:S1E06", open=True),)),
        ("- ; !", ()),
        ("남온조 ", (Term("남온조"),)),
    ],
)
def test_words_are_read(written: str, terms: tuple[Term, ...]) -> None:
    assert parse_query(written).terms == terms


def test_filters_are_read() -> None:
    query = parse_query(
        'kind:character -status:dead category:"Main cast" Zombie view:board columns:status,since sort:title'
    )
    assert query.filters == (
        Filter(FilterName.KIND, "character"),
        Filter(FilterName.STATUS, "dead", excluded=True),
        Filter(FilterName.CATEGORY, "Main cast"),
    )
    assert (query.words, query.view, query.columns, query.sort) == (
        "Zombie",
        ViewKind.BOARD,
        ("status", "since"),
        "title",
    )
    assert parse_query("KIND：person").filters == (Filter(FilterName.KIND, "person"),)
    assert parse_query("kind:").is_empty
    assert parse_query("") == Query()
    with pytest.raises(InvalidQuery, match="there is no view “chart”; there is table, list, board, gallery"):
        parse_query("view:chart")


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("roof st", OpenFilter(5, "st")),
        ("roof status:de", OpenFilter(12, "de", "status")),
        ('-category:"Main c', OpenFilter(10, "Main c", "category")),
        ("roof status:dead ", OpenFilter(17, "")),
        ("roof!", None),
    ],
)
def test_an_open_filter_is_seen(written: str, found: OpenFilter | None) -> None:
    assert open_filter(written) == found


class Roofs:
    """A show with three characters and a few pages about a roof."""

    def __init__(self, wiki: Wiki) -> None:
        self.wiki = wiki
        builder = self.builder = Builder(wiki)
        self.show, self.episodes = builder.show("Show")
        one, two = self.episodes[0], self.episodes[3]
        self.namra = builder.character(self.show, "남라", one, "She climbs the roof. [[Category:Class two]]")
        self.onjo = builder.character(self.show, "Nam On-jo", one, "She waits below. [[Category:Class two]]")
        self.late = builder.character(self.show, "Gwi-nam", two, "He is on the roof too.")
        builder.fact(Name(FactId(new_id()), self.onjo, "남온조", NameKind.NATIVE, "ko"))
        builder.status(self.namra, "alive", one)
        builder.status(self.namra, "dead", two)
        builder.status(self.onjo, "alive", one)
        builder.fact(Appearance(FactId(new_id()), self.onjo, EpisodeId(self.episodes[1])))
        builder.page("Roof garden", "Beans and [[peas]].", reviewed=True)
        builder.page(
            "Survivor Island", "A school with a café on the roof.\n\n屋上の庭で会う。 在屋顶上见面。", reviewed=True
        )

    def titles(self, query: str, position: int | None = None, *, thorough: bool = True) -> list[str]:
        """What is found by the author, or by somebody who has seen so many episodes."""
        viewpoint = EVERYTHING
        if position is not None:
            viewpoint = seen(self.show, self.episodes[position - 1]) if position else NOTHING_SEEN
        return [hit.title for hit in self.wiki.view(viewpoint).search(query, thorough=thorough)]


@pytest.fixture
def roofs(wiki: Wiki) -> Roofs:
    return Roofs(wiki)


@pytest.mark.parametrize("thorough", [True, False])
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("roof", {"Roof garden", "남라", "Gwi-nam", "Survivor Island"}),
        ("gard* roof ", {"Roof garden"}),
        ("scho", {"Survivor Island"}),
        ("ro ", set()),
        ("roof -garden", {"남라", "Gwi-nam", "Survivor Island"}),
        ("roof -beans", {"남라", "Gwi-nam", "Survivor Island"}),
        ('"the roof too"', {"Gwi-nam"}),
        ('"roof the"', set()),
        ("cafe", {"Survivor Island"}),
        ("CAFÉ", {"Survivor Island"}),
        ("kind:character roof", {"남라", "Gwi-nam"}),
        ("-kind:character roof", {"Roof garden", "Survivor Island"}),
        ("kind:character", {"남라", "Nam On-jo", "Gwi-nam"}),
        ("status:dead", {"남라"}),
        ("status:DEAD status:alive", {"남라", "Nam On-jo"}),
        ("kind:character -status:dead", {"Nam On-jo", "Gwi-nam"}),
        ('category:"class two" roof', {"남라"}),
        ("in:S1E02", {"Show episode 2", "Nam On-jo"}),
        ("in:S1E04 kind:character", {"Gwi-nam"}),
        ("in:S1 kind:character", {"남라", "Nam On-jo", "Gwi-nam"}),
        ("in:show kind:season", {"Show season 1"}),
        ("ㄴㄹ", {"남라"}),
        ("ㄴㅇㅈ", {"Nam On-jo"}),
        ("온조", {"Nam On-jo"}),
        ("屋上", {"Survivor Island"}),
        ("屋顶", {"Survivor Island"}),
    ],
)
def test_what_finds_what(roofs: Roofs, query: str, found: set[str], thorough: bool) -> None:
    assert set(roofs.titles(query, thorough=thorough)) == found


def test_the_whole_answer_knows_every_beginning(roofs: Roofs) -> None:
    assert set(roofs.titles("ro")) == {"Roof garden", "남라", "Gwi-nam", "Survivor Island"}
    assert roofs.titles("ro", thorough=False) == ["Roof garden"]
    assert roofs.titles("r") == ["Roof garden"]


@pytest.mark.parametrize("typed", ["Survivr Island", "Suvrivor", "survivor ilsand"])
def test_titles_forgive_typing_errors(roofs: Roofs, typed: str) -> None:
    assert roofs.titles(typed)[0] == "Survivor Island"
    assert roofs.titles(f"{typed} kind:character") == []


def test_titles_and_names_stand_above_texts(roofs: Roofs) -> None:
    assert roofs.titles("roof")[0] == "Roof garden"
    roofs.builder.page("About 남온조", "남온조 남온조 남온조", reviewed=True)
    assert roofs.titles("남온조") == ["Nam On-jo", "About 남온조"]


@pytest.mark.parametrize("query", ["café", '"a cafe on"', "屋上"])
def test_a_snippet_marks_what_was_found(roofs: Roofs, query: str) -> None:
    (hit,) = roofs.wiki.view().search(query)
    assert [hit.snippet[start:end].casefold() for start, end in hit.marks] == [
        {"café": "café", '"a cafe on"': "a café on", "屋上": "屋上"}[query]
    ]


def test_a_long_text_is_shown_where_the_word_stands(roofs: Roofs) -> None:
    body = (
        "\n\n".join(f"Paragraph {n} says little, but says it at length." for n in range(80)) + "\n\nThe **needle** it."
    )
    roofs.builder.page("Long", body)
    (hit,) = roofs.wiki.view().search("needle")
    assert hit.snippet == "The needle it."


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("kind:charcter", "there is no kind “charcter”; there is article, show"),
        ("status:ded", "there is no state “ded”; there is alive, dead"),
        ("in:S9", "there is no show, season or episode “S9”; there is show, S1"),
        ("category:none", "there is no category with pages in it called “none”; there is Class two"),
        ("by:nobody", "there is no author"),
    ],
)
def test_a_wrong_filter_is_answered_in_words(roofs: Roofs, query: str, said: str) -> None:
    with pytest.raises(WikiError, match=said):
        roofs.titles(query)


def test_who_changed_a_page_last(wiki: Wiki) -> None:
    builder = Builder(wiki)
    wiki.author = "Ann"
    page, _ = builder.page("One", "text"), builder.page("Two", "text")
    wiki.author = "Ben"
    wiki.apply(SavePage(page, "text and more"))
    assert [hit.title for hit in wiki.view().search("by:ben")] == ["One"]
    assert [hit.title for hit in wiki.view().search("text -by:Ben")] == ["Two"]
    assert wiki.view().filter_values("by") == ("Ann", "Ben")
    with pytest.raises(InvalidQuery, match="for the author"):
        wiki.view(NOTHING_SEEN).search("by:Ben")
    assert wiki.view(NOTHING_SEEN).filter_values("by") == ()


@pytest.mark.parametrize("thorough", [True, False])
def test_the_viewpoint_holds_for_filters(roofs: Roofs, thorough: bool) -> None:
    def titles(query: str, position: int) -> set[str]:
        return set(roofs.titles(query, position, thorough=thorough))

    assert titles("status:alive", 2) == {"남라", "Nam On-jo"}
    assert titles("kind:character", 2) == {"남라", "Nam On-jo"}
    assert titles("roof", 2) == {"Roof garden", "남라", "Survivor Island"}
    assert titles("in:S1 kind:episode", 2) == {"Show episode 1", "Show episode 2"}
    assert titles("gwinam", 2) == set()
    assert titles("ㄱㄴ", 2) == set()
    view = roofs.wiki.view(seen(roofs.show, roofs.episodes[1]))
    assert view.filter_values("status") == ("alive",)
    for query in ("status:dead", "in:S1E04"):
        with pytest.raises(InvalidQuery, match="there is no"):
            titles(query, 2)


def test_a_hidden_word_takes_no_page_away(roofs: Roofs) -> None:
    """What a page must not say is held against what of it is seen."""
    roofs.wiki.apply(SavePage(roofs.namra, "The roof. ||S1E04: She falls.||"))
    assert "남라" in roofs.titles("roof -falls", 2)
    assert "남라" not in roofs.titles("roof -falls", 4)


def test_what_is_hidden_moves_nothing(roofs: Roofs) -> None:
    before = {query: roofs.titles(query, 2) for query in ("roof", "ro", "kind:character", "survivr", "ㄴ")}
    for n in range(30):
        roofs.builder.character(roofs.show, f"Roofer {n} 나라{n}", roofs.episodes[4], "roof roof survivor roof")
    assert {query: roofs.titles(query, 2) for query in before} == before


def test_a_name_revealed_later_is_not_alike(roofs: Roofs) -> None:
    name = Name(FactId(new_id()), PageId(roofs.onjo), "Queen of ashes", revealed_at=roofs.episodes[3])
    roofs.wiki.apply(AddFact(name))
    assert roofs.titles("Quen of ashes", 3) == []
    assert roofs.titles("Quen of ashes", 4) == ["Nam On-jo"]
