"""What a page says, split by reveal: search, backlinks and the ceiling of a bundle rest on it."""

import pickle

from fanwiki.domain.vocabulary import LinkKind
from fanwiki.markup import VEIL, LinkRef, Passage, parse, render

from .worlds import AUTHOR


def passages(text: str) -> dict[tuple[str, ...], str]:
    return {passage.reveals: passage.text for passage in parse(text).passages}


def test_an_empty_page_has_one_empty_passage() -> None:
    assert parse("").passages == (Passage((), "", ()),)


def test_prose_is_the_first_passage() -> None:
    text = "# Title\n\nSome *words* and `code`.\n\n::: reveal S1E06\nhidden\n:::\n\n- item\n\n```py\nfence\n```"
    assert parse(text).passages[0].text == "Title\nSome words and code.\nitem\nfence"


def test_nested_reveals_carry_all_points() -> None:
    text = "::: reveal S1E03\na ||S1E06: b|| c\n::: reveal S2\nd ||e||\n:::\n:::"
    assert passages(text) == {
        (): "",
        ("S1E03",): "a c",
        ("S1E03", "S1E06"): "b",
        ("S1E03", "S2"): "d",
        ("S1E03", "S2", VEIL): "e",
    }


def test_comments_and_raw_tags_are_in_no_passage() -> None:
    text = "a %%b%% <b title='c'>d</b>\n\n<div onclick='e'>f %%g%%<script>h</script></div>\n\n%%\ni\n%%\n\n<!--\nj\n-->"
    assert passages(text) == {(): "a d\nf"}


def test_raw_html_with_a_reveal_is_under_it() -> None:
    assert passages("<div>a ||S1E06: b||</div>") == {(): "", ("S1E06",): "a ||S1E06: b||"}


def test_alt_text_and_data_are_not_prose() -> None:
    assert passages("![[roof.png|him]] ![her](roof.png) {{status Nam-ra}}\n\n{{cast}}") == {(): ""}


def test_a_note_belongs_to_what_calls_it() -> None:
    text = "a ||S1E06: b[^1]||\n\n[^1]: note\n[^2]: uncalled"
    found = parse(text).passages
    assert [(each.reveals, each.text) for each in found] == [((), "a"), (("S1E06",), "b"), (("S1E06",), "note")]


def test_a_note_called_from_prose_is_prose() -> None:
    assert passages("a[^1] ||S1E06: b[^1]||\n\n[^1]: note")[()] == "a\nnote"


def test_a_note_under_a_reveal_is_under_it_once() -> None:
    text = "::: reveal S1E06\na[^1]\n\n[^1]: note ||S2: deep||\n:::"
    assert [(each.reveals, each.text) for each in parse(text).passages] == [
        ((), ""),
        (("S1E06",), "a"),
        (("S1E06",), "note"),
        (("S1E06", "S2"), "deep"),
    ]


def test_links_are_kept_as_typed() -> None:
    text = (
        "[[ Nam-ra  Choi#Early  life|x]] [[#here]] ||S1E06: [[Secret]]||\n\n![[Page#Part]]\n\n"
        "![[roof.png|200]] ![](%EC%A7%80.png) ![](https://e.com/x.png) [[Category: The  dead]] [[:Category:The dead]]"
    )
    found = parse(text).passages
    assert found[0].links == (
        LinkRef(LinkKind.LINK, "Nam-ra Choi", "Early life"),
        LinkRef(LinkKind.LINK, "", "here"),
        LinkRef(LinkKind.EMBED, "Page", "Part"),
        LinkRef(LinkKind.IMAGE, "roof.png"),
        LinkRef(LinkKind.IMAGE, "지.png"),
        LinkRef(LinkKind.CATEGORY, "Category:The dead"),
        LinkRef(LinkKind.LINK, "Category:The dead"),
    )
    assert found[1].links == (LinkRef(LinkKind.LINK, "Secret"),)


def test_links_in_code_and_comments_are_none() -> None:
    assert parse("`[[a]]` %%[[b]]%% \\[[c]]\n\n    [[d]]\n\n```\n[[e]]\n```").passages[0].links == ()


def test_headings_make_the_outline() -> None:
    found = parse("# A *b* ||S1E06: c||\n\ntext\n\n::: reveal S1E06\n## D\n:::\n\n> ### E").headings
    assert [(each.level, each.text, each.anchor, each.line, each.reveals) for each in found] == [
        (1, "A b", "a-b", 0, ()),
        (2, "D", "d.s1e06", 5, ("S1E06",)),
        (3, "E", "e", 8, ()),
    ]


def test_blocks_know_their_lines() -> None:
    document = parse("# A\n\ntext\nmore\n\n- a\n- b\n\n::: reveal S1\nx\n:::\n\n![[P]]\n{{cast}}")
    assert [(block.first_line, block.last_line) for block in document.blocks] == [
        (0, 1),
        (2, 4),
        (5, 8),
        (8, 11),
        (12, 13),
        (13, 14),
    ]


def test_a_document_can_be_sent_to_another_process() -> None:
    document = parse("# A\n\n::: reveal S1E06\n[[x]][^1]\n:::\n\n[^1]: n")
    again = pickle.loads(pickle.dumps(document))
    assert again.passages == document.passages
    assert render(again, AUTHOR) == render(document, AUTHOR)
