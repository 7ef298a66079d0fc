"""Any title can stand in a link, and is the same when it is read there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanwiki.domain.edits import AddPage, RenamePage
from fanwiki.domain.ids import PageId, new_id
from fanwiki.domain.link_titles import in_link, of_link, without_marks
from fanwiki.domain.vocabulary import PageKind
from fanwiki.markup import links_in, rewrite_links
from fanwiki.wiki import Wiki
from tests.building import Builder

TITLES = st.text(st.sampled_from("#[]|{}&;amp num lbrack온") | st.characters(exclude_categories=["Cs"]), max_size=40)
ODD = [
    "C#",
    "#1 Fan",
    "[Redacted]",
    "a|b",
    "{0}",
    "{{x}}",
    "]]",
    "&num;",
    "&amp;num;",
    "A &amp; B",
    "||S1E01: x||",
    "[[C&num;]]",
]


@given(TITLES | st.lists(st.sampled_from(["&", "amp;", "num;", "#", "verbar;", "x"])).map("".join))
def test_a_title_comes_back_from_a_link(title: str) -> None:
    assert of_link(in_link(title)) == title
    assert not set("#[]|{}") & set(in_link(title))
    assert not set("#[]|{}<>") & set(without_marks(title))


@pytest.mark.parametrize("title", ODD)
def test_a_link_with_it_names_it_and_no_other(title: str) -> None:
    link = in_link(title)
    text = f"See [[{link}]], [[{link}#Past|label]] and ![[{link}]].\n\n| a |\n| --- |\n| [[{link}\\|b]] |\n"
    assert [named for _, named in links_in(text)] == [title] * 4
    again = rewrite_links(text, {title: "Plain"}.get)
    assert again == text.replace(link, "Plain")
    assert rewrite_links(again, {"Plain": title}.get) == text


def test_what_needs_no_name_is_written_as_before() -> None:
    for title in ("A &amp; B", "AT&T", "Tom &c.", "&nbsp;"):
        assert in_link(title) == of_link(title) == title


@pytest.mark.parametrize("title", ODD)
def test_links_follow_a_page_to_such_a_title_and_away_from_it(wiki: Wiki, title: str) -> None:
    page = PageId(new_id())
    wiki.apply(AddPage(page, PageKind.ARTICLE, "Plain"))
    links = Builder(wiki).page("Links", "[[Plain]] and [[plain|label]]")
    for new in (title, "Plain again"):
        change = wiki.apply(RenamePage(page, new))
        list(wiki.following(change))
        assert wiki.view().text(links).body == f"[[{in_link(new)}]] and [[{in_link(new)}|label]]"
        assert wiki.view().leads([links])[links] == {page}
