"""What the quick switcher offers of the titles and names of a wiki."""

from fanwiki.domain.edits import AddFact
from fanwiki.domain.entities import Name
from fanwiki.domain.ids import FactId, new_id
from fanwiki.domain.vocabulary import PageKind
from fanwiki.wiki import Wiki
from fanwiki.wiki.title_ranking import NamedPage, TitleRanking, ways_to
from tests.building import NOTHING_SEEN, Builder


def test_a_page_is_offered_once_by_the_way_that_fits_best(wiki: Wiki) -> None:
    page = Builder(wiki).page("The roof")
    wiki.apply(AddFact(Name(FactId(new_id()), page, "Rooftop")))
    titles = TitleRanking(NamedPage(*each) for each in wiki.view().titles())
    assert [(way.text, way.own, title) for way, title in titles.best("rooft", 5)] == [("Rooftop", False, "The roof")]
    assert [(way.text, way.own, title) for way, title in titles.best("the roof", 5)] == [("The roof", True, "The roof")]


def test_of_equals_those_visited_lately_come_first(wiki: Wiki) -> None:
    pages = {text: Builder(wiki).page(text) for text in ("Season 1", "Season 2", "Season 3")}
    titles = TitleRanking(NamedPage(*each) for each in wiki.view().titles())
    recent = [pages["Season 3"], pages["Season 2"]]
    assert [way.text for way, _ in titles.best("season", 9)] == ["Season 1", "Season 2", "Season 3"]
    assert [way.text for way, _ in titles.best("season", 9, recent)] == ["Season 3", "Season 2", "Season 1"]


def test_the_index_finds_beginnings_words_names_and_initials(wiki: Wiki) -> None:
    roof, namra = Builder(wiki).page("The roof"), Builder(wiki).page("Choi Nam-ra")
    wiki.apply(AddFact(Name(FactId(new_id()), namra, "최남라")))
    view = wiki.view()
    for typed, text, page in (
        ("The r", "The roof", roof),
        ("roo", "The roof", roof),
        ("namr", "", None),
        ("nam-r", "Choi Nam-ra", namra),
        ("남라", "최남라", namra),
        ("ㄴㄹ", "최남라", namra),
    ):
        found = [(text, page.id) for text, page in view.named(typed, 9)]
        assert found == ([(text, page)] if text else []), typed
    ways = ways_to(view.named("남라", 9))
    assert [(way.text, way.own) for way in ways] == [("Choi Nam-ra", True), ("최남라", False)]


def test_the_index_and_the_first_pages_keep_what_is_hidden(wiki: Wiki) -> None:
    builder = Builder(wiki)
    show, episodes = builder.show()
    hidden = builder.character(show, "Aaron", episodes[3])
    reader = wiki.view(NOTHING_SEEN)
    assert reader.named("Aaron", 9) == ()
    assert [page.title for page in reader.first_pages(1)] == ["Show"]
    assert [page.id for page in reader.pages_among([hidden, show])] == [show]
    author = wiki.view()
    assert [page.title for page in author.first_pages(1)] == ["Aaron"]
    assert [page.id for page in author.pages_among([hidden, show, hidden])] == [hidden, show]
    assert author.page(hidden).kind is PageKind.CHARACTER
