"""Saved queries: what they answer, as of a viewpoint, and how the data block lays it out."""

import pytest

from fanwiki.domain.edits import AddFact, AddPage, ChangeFact, IntroducePage, RemoveFact, RenamePage, SavePage
from fanwiki.domain.entities import Name, SavedQuery, Season
from fanwiki.domain.errors import WikiError
from fanwiki.domain.ids import FactId, PageId, new_id
from fanwiki.domain.points import EVERYTHING, Viewpoint
from fanwiki.domain.vocabulary import PageKind
from fanwiki.markup import parse, render
from fanwiki.wiki import Wiki
from fanwiki.wiki.reading import asking
from tests.building import Builder, seen
from tests.markup.worlds import SmallWorld


class Linker:
    def page(self, page: object, heading: str) -> str:
        return "x"

    def wanted(self, title: str) -> str:
        return ""

    def media(self, media: object) -> str:
        return "m"


class Fates:
    def __init__(self, wiki: Wiki) -> None:
        self.wiki = wiki
        builder = self.builder = Builder(wiki)
        self.show, self.episodes = builder.show()
        first, third = self.episodes[0], self.episodes[2]
        self.one = builder.character(self.show, "One", first, "A roof. [[Category:Class two]]")
        self.two = builder.character(self.show, "Two", first)
        self.late = builder.character(self.show, "Late", third)
        for character in (self.one, self.two):
            builder.status(character, "alive", first)
        builder.status(self.one, "dead", third)
        builder.fact(Name(FactId(new_id()), self.one, "하나"))
        self.page = PageId(new_id())
        wiki.apply(AddPage(self.page, PageKind.ARTICLE, "Lists", reviewed=True))

    def titles(self, query: str, viewpoint: Viewpoint = EVERYTHING) -> list[str]:
        return [line.title for line in self.wiki.view(viewpoint).answer(query).lines]

    def html(self, text: str, viewpoint: Viewpoint = EVERYTHING) -> str:
        self.wiki.apply(SavePage(self.page, text))
        return self.wiki.view(viewpoint).html(self.page, Linker())


@pytest.fixture
def fates(wiki: Wiki) -> Fates:
    return Fates(wiki)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("kind:character", ["Late", "One", "Two"]),
        ("kind:character sort:-title", ["Two", "One", "Late"]),
        ("kind:character sort:status", ["Late", "Two", "One"]),
        ("kind:character sort:since", ["Late", "Two", "One"]),
        ("kind:character sort:-since", ["One", "Two", "Late"]),
        ("kind:character sort:-kind", ["Late", "One", "Two"]),
        ("status:dead", ["One"]),
        ("roof", ["One"]),
        ("kind:character -roof", ["Late", "Two"]),
        ("", []),
    ],
)
def test_what_is_answered(fates: Fates, query: str, titles: list[str]) -> None:
    assert fates.titles(query) == titles


def test_the_viewpoint_holds(fates: Fates) -> None:
    early = seen(fates.show, fates.episodes[1])
    assert fates.titles("kind:character", early) == ["One", "Two"]
    assert fates.titles("status:alive", early) == ["One", "Two"]
    assert fates.titles("status:dead", early) == []
    assert "there is no state “dead”; there is alive" in fates.wiki.view(early).answer("status:dead").wrong


@pytest.mark.parametrize("query", ["sort:height", "columns:height", "view:chart", "kind:nobody"])
def test_what_is_wrong_is_said_to_the_author_alone(fates: Fates, query: str) -> None:
    assert "there is no" in fates.wiki.view().answer(query).wrong
    assert "This query cannot be read: there is no" in fates.html(f"{{{{query {query}}}}}")
    assert "query" not in fates.html(f"{{{{query {query}}}}}", seen(fates.show, fates.episodes[0]))


def test_an_answer_that_is_cut_says_so(fates: Fates, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not fates.wiki.view().answer("kind:character").cut
    monkeypatch.setattr(asking, "MOST", 2)
    answer = fates.wiki.view().answer("kind:character")
    assert (len(answer.lines), answer.cut) == (2, True)
    assert "these are the first 2" in fates.html("{{query kind:character}}")


def test_a_season_without_episodes_is_a_place(fates: Fates) -> None:
    season = PageId(new_id())
    fates.wiki.apply(
        AddPage(season, PageKind.SEASON, "Season 9", parent=fates.show, subject=Season(season, fates.show, 9)),
        IntroducePage(season, fates.episodes[2]),
    )
    assert fates.titles("in:S9") == ["Season 9"]
    assert "S9" in fates.wiki.view().filter_values("in")
    early = seen(fates.show, fates.episodes[1])
    assert "S9" not in fates.wiki.view(early).filter_values("in")
    assert "there is no show, season or episode “S9”" in fates.wiki.view(early).answer("in:S9").wrong


def test_a_saved_query_is_asked_by_its_name(fates: Fates) -> None:
    saved = SavedQuery(FactId(new_id()), "The dead", "status:dead columns:names,status", fates.episodes[2])
    fates.wiki.apply(AddFact(saved))
    assert fates.titles("the dead") == ["One"]
    html = fates.html("{{query The dead}}")
    assert ">One</a>" in html
    assert "<td>하나</td>" in html
    assert fates.titles("The dead", seen(fates.show, fates.episodes[1])) == []
    with pytest.raises(WikiError, match="already a saved query"):
        fates.wiki.apply(AddFact(SavedQuery(FactId(new_id()), "THE DEAD", "kind:person")))
    with pytest.raises(WikiError, match="there is no view"):
        fates.wiki.apply(ChangeFact(SavedQuery(saved.id, "The dead", "view:chart")))
    fates.wiki.apply(RemoveFact("SavedQuery", saved.id))
    assert fates.titles("The dead") == []
    fates.wiki.undo()
    assert fates.titles("The dead") == ["One"]


def renamed_category(fates: Fates) -> PageId:
    """A category that comes in the third episode, and has another title since; a page of it, one more by the old title
    from before, and one that is read later.
    """
    build, third = fates.builder, fates.episodes[2]
    category = PageId(new_id())
    fates.wiki.apply(
        AddPage(category, PageKind.CATEGORY, "Category:Bitten", introduced_at=third),
        AddPage(PageId(new_id()), PageKind.ARTICLE, "Early", body="[[Category:Bitten]]", reviewed=True),
        AddPage(PageId(new_id()), PageKind.ARTICLE, "Inside", body="||S1E03: [[Category:bitten]]||", reviewed=True),
        AddPage(PageId(new_id()), PageKind.ARTICLE, "Draft", body="[[Category:Bitten]]"),
    )
    build.fact(SavedQuery(FactId(new_id()), "The bitten", "category:Bitten"))
    change = fates.wiki.apply(RenamePage(category, "Category:Turned"))
    (step,) = fates.wiki.following(change)
    assert len(step.keeping) == 1
    return category


@pytest.mark.parametrize("query", ["category:Bitten", "category:turned", "The bitten", "category:Category:Bitten"])
def test_a_category_that_was_renamed_has_its_pages_by_either_title(fates: Fates, query: str) -> None:
    renamed_category(fates)
    assert fates.titles(query) == ["Draft", "Early", "Inside"]
    assert fates.titles(query, seen(fates.show, fates.episodes[2])) == ["Early", "Inside"]


def test_a_category_that_was_renamed_is_left_out_by_either_title(fates: Fates) -> None:
    renamed_category(fates)
    for title in ("Bitten", "Turned"):
        assert fates.titles(f"kind:article -category:{title}") == ["Lists"]


def test_a_category_is_asked_by_its_new_title_from_where_that_is_known(fates: Fates) -> None:
    renamed_category(fates)
    early = seen(fates.show, fates.episodes[1])
    assert fates.titles("The bitten", early) == ["Early"]
    said = fates.wiki.view(early).answer("category:Turned").wrong
    assert "there is Bitten" in said
    assert "Turned" not in said.replace("“Turned”", "")


def test_a_category_that_was_given_back_its_title_has_its_pages(fates: Fates) -> None:
    renamed_category(fates)
    fates.wiki.undo()
    assert fates.titles("category:Bitten") == ["Draft", "Early", "Inside"]


@pytest.mark.parametrize("query", ["category:Bitten", "category:Turned"])
def test_a_block_shows_a_category_when_all_is_known_that_decides_it(fates: Fates, query: str) -> None:
    renamed_category(fates)
    everything = [(fates.show, fates.episodes[-1])]
    whole = Viewpoint(tuple(everything), veils=True)
    assert 'data-from="0:3"' in fates.html(f"{{{{query {query} kind:article}}}}", whole)
    assert "data-from" not in fates.html("{{query kind:article}}", whole)


def test_the_block_shows_the_view_that_is_asked_for(fates: Fates) -> None:
    assert "<caption>Pages</caption>" in fates.html("{{query kind:character}}")
    assert "data query-list" in fates.html("{{query kind:character view:list}}")
    board = fates.html("{{query kind:character view:board sort:status}}")
    assert [word in board for word in ("not known (1)", "alive</span> (1)", "dead</span> (1)")] == [True] * 3
    assert "data gallery" in fates.html("{{query kind:character view:gallery}}")
    early = fates.html("{{query kind:character view:board}}", seen(fates.show, fates.episodes[1]))
    assert "dead" not in early
    assert "Late" not in early
    assert "no template" in fates.html("{{query}}")


@pytest.mark.parametrize("view", ["table", "list", "board", "gallery"])
def test_every_view_escapes_and_links(view: str) -> None:
    html = render(parse(f"{{{{query view:{view}}}}}"), SmallWorld(author=True, full=True))
    assert "Gone &lt;2&gt;" in html
    assert 'class="wikilink"' in html
