"""Templates through a viewpoint: what a reader has not reached decides nothing and shows nothing."""

import pytest

from fanwiki.domain.edits import AddPage, DeletePage, RenamePage, SavePage
from fanwiki.domain.entities import Name, Page, Redirect
from fanwiki.domain.ids import EpisodeId, FactId, PageId, new_id
from fanwiki.domain.points import EVERYTHING, Viewpoint
from fanwiki.domain.vocabulary import LinkKind, PageKind
from fanwiki.wiki import Wiki
from tests.building import NOTHING_SEEN, Builder, seen


class _Linker:
    def page(self, page: Page, heading: str) -> str:
        return f"{page.title}#{heading}"

    def wanted(self, title: str) -> str:
        return title

    def media(self, media: object) -> str:
        return str(media)


@pytest.fixture
def build(wiki: Wiki) -> Builder:
    return Builder(wiki)


def template(
    wiki: Wiki, title: str, body: str, *, reviewed: bool = True, introduced_at: EpisodeId | None = None
) -> PageId:
    id = PageId(new_id())
    wiki.apply(AddPage(id, PageKind.TEMPLATE, title, body=body, reviewed=reviewed, introduced_at=introduced_at))
    return id


def html(wiki: Wiki, page: PageId, viewpoint: Viewpoint = EVERYTHING) -> str:
    return wiki.view(viewpoint).html(page, _Linker())


def test_a_template_is_found_by_title_redirect_and_name(build: Builder) -> None:
    id = template(build.wiki, "Box", "*{{{1}}}*")
    build.fact(Redirect(FactId(new_id()), "Old box", id))
    build.fact(Name(FactId(new_id()), id, "BX"))
    build.page("Article", "not this")
    page = build.page("Page", "{{Box|a}} {{template:box|b}} {{Old box|c}} {{Template:BX|d}}", reviewed=True)
    assert html(build.wiki, page) == "<p><em>a</em> <em>b</em> <em>c</em> <em>d</em></p>\n"
    assert build.wiki.view().links(page).wanted == ()
    assert build.wiki.view().links(id).backlinks == ((page, "Page"),)
    other = build.page("Other", "{{Article}}", reviewed=True)
    assert build.wiki.view().links(other).wanted == ("Template:Article",)
    assert "There is no template" in html(build.wiki, other)


def test_data_blocks_in_a_template_speak_of_the_page_that_uses_it(build: Builder) -> None:
    show, episodes = build.show()
    hero = build.character(show, "Hero", body="{{Fate}}")
    build.status(hero, "alive")
    build.status(hero, "dead", at=episodes[3])
    template(build.wiki, "Fate", "{{PAGENAME}} is {{status}}.")
    assert "Hero is" in html(build.wiki, hero)
    assert "dead" in html(build.wiki, hero)
    early = html(build.wiki, hero, seen(show, episodes[0]))
    assert "alive" in early
    assert "dead" not in early


def test_a_template_that_is_not_seen_shows_nothing(build: Builder) -> None:
    show, episodes = build.show()
    template(build.wiki, "Late", "late {{{1}}}", introduced_at=episodes[3])
    template(build.wiki, "Draft", "draft {{{1}}}", reviewed=False)
    page = build.page("Page", "a {{Late|x}} b {{Draft|y}} c\n\n{{Late|z}}", reviewed=True)
    plain = build.page("Plain", "a b c", reviewed=True)
    early = seen(show, episodes[0])
    assert html(build.wiki, page, early) == html(build.wiki, plain, early)
    assert "late x" in html(build.wiki, page, seen(show, episodes[3]))
    assert "draft y" in html(build.wiki, page)
    source = build.wiki.view(early).readable_text(page)
    assert "Late" not in source
    assert [link.title for link in build.wiki.view(early).links(page).outgoing] == ["Template:Draft"]


def test_reveals_in_templates_and_arguments_hold(build: Builder) -> None:
    show, episodes = build.show()
    body = (
        "{{#if: {{{1|}}} | told | untold}} ||S1E03: sealed|| <b title='{{{1|}}}'>x</b>\n\n::: reveal S1E05\nlast\n:::"
    )
    template(build.wiki, "Box", body)
    page = build.page("Page", "{{Box\n|||S1E02: [[Secret]]||\n}}", reviewed=True)
    build.page("Secret", "x", reviewed=True)
    wiki = build.wiki
    told = [
        [word for word in ("untold", "sealed", "last") if word in html(wiki, page, view)]
        for view in (NOTHING_SEEN, *(seen(show, episodes[number]) for number in (0, 1, 2, 4)))
    ]
    assert told == [["untold"], ["untold"], [], ["sealed"], ["sealed", "last"]]
    assert "Secret" not in html(wiki, page, seen(show, episodes[0]))


def test_an_argument_cannot_undo_a_reveal_of_the_template(build: Builder) -> None:
    show, episodes = build.show()
    template(build.wiki, "Box", "{{{1}}}||S1E03: sealed||")
    page = build.page("Page", "{{Box|\\ }}", reviewed=True)
    assert "sealed" not in html(build.wiki, page, seen(show, episodes[0]))
    assert "sealed" in html(build.wiki, page, seen(show, episodes[2]))


def test_arguments_are_found_and_linked_under_their_reveals(build: Builder) -> None:
    show, episodes = build.show()
    template(build.wiki, "Box", "{{{1}}}")
    target = build.page("Target", "x", reviewed=True)
    build.page("Page", "{{Box|gargoyle ||S1E02: chimera [[Target]]||}}", reviewed=True)
    early, late = build.wiki.view(seen(show, episodes[0])), build.wiki.view(seen(show, episodes[1]))
    assert [hit.title for hit in early.search("gargoyle")] == ["Page"]
    assert early.search("chimera") == ()
    assert [hit.title for hit in late.search("chimera")] == ["Page"]
    assert early.links(target).backlinks == ()
    assert [title for _, title in late.links(target).backlinks] == ["Page"]


def test_renaming_a_template_or_what_its_arguments_link_to(build: Builder) -> None:
    id = template(build.wiki, "Box", "{{{1}}}")
    target = build.page("Target", "x")
    page = build.page("Page", "{{box|[[Target]]}} {{Template:Box\n|{{Box|[[Target|t]]}}\n}} `{{Box}}`")
    for renamed in (RenamePage(id, "Frame"), RenamePage(target, "Aim")):
        list(build.wiki.following(build.wiki.apply(renamed)))
    body = build.wiki.view().text(page).body
    assert body == "{{Frame|[[Aim]]}} {{Template:Frame\n|{{Frame|[[Aim|t]]}}\n}} `{{Box}}`"
    assert [link.kind for link in build.wiki.view().links(page).outgoing if link.target == id] == [LinkKind.EMBED] * 3


def test_a_template_changes_where_it_is_used(build: Builder) -> None:
    id = template(build.wiki, "Box", "one")
    page = build.page("Page", "{{Box}}")
    build.wiki.apply(SavePage(id, "two"))
    assert html(build.wiki, page) == "<p>two</p>\n"
    build.wiki.apply(DeletePage(id))
    assert "There is no template" in html(build.wiki, page)
    assert build.wiki.view().links(page).wanted == ("Template:Box",)
