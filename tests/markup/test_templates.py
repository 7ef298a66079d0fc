"""Templates of the wiki's own: bounded in depth, size and steps, safe, and read off a page as its own words."""

import pickle
import re
from collections.abc import Mapping
from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from fanwiki.domain.vocabulary import LinkKind
from fanwiki.markup import LinkRef, TemplateText, parse, render
from fanwiki.markup.sanitize import TAGS
from fanwiki.markup.scene import MOST_EMBEDDED
from fanwiki.markup.syntax.braces import braces_at, read_braces, source_of

from .worlds import AUTHOR, NEWCOMER, SmallWorld


def shown(text: str, templates: Mapping[str, str], world: SmallWorld = NEWCOMER) -> str:
    pages = {f"Template:{name}": body for name, body in templates.items()}
    return render(parse(text), replace(world, pages=pages))


def test_templates_are_used_eight_deep_at_most() -> None:
    chain = {f"T{depth}": f"depth {depth} {{{{T{depth + 1}}}}}" for depth in range(1, 20)}
    assert "8 deep at most" in shown("{{T1}}", chain, AUTHOR)
    assert shown("a\n\n{{T1}}", chain) == "<p>a</p>\n"
    short = {**chain, "T8": "end"}
    assert "end" in shown("{{T1}}", short)


def test_what_templates_come_to_is_bounded_in_all() -> None:
    """Ten templates each in eight levels would otherwise make a hundred million words."""
    levels = {f"L{level}": f"{{{{L{level + 1}}}}} " * 10 for level in range(1, 8)} | {"L8": "word " * 20}
    for text in ("{{L1}}\n\n" * 5, "{{L1}} " * 5, "{{P|{{L2}}}}"):
        html = shown(text, {"P": "{{{1}}}" * 50, **levels}, AUTHOR)
        assert len(html) < 4 * MOST_EMBEDDED
        assert "shows too much" in html
    doubled = {f"D{level}": f"{{{{D{level + 1}|{{{{{{1}}}}}}{{{{{{1}}}}}}}}}}" for level in range(1, 8)}
    html = shown("{{D1|" + "x" * 9000 + "}}", {**doubled, "D8": "{{{1}}}"}, AUTHOR)
    assert "shows too much" in html


def test_a_choice_within_a_choice_is_made_once() -> None:
    """Reading a case twice at each level would take a million steps here."""
    asked: list[str] = []

    class Counting(SmallWorld):
        def template(self, title: str) -> TemplateText | None:
            asked.append(title)
            return super().template(title)

    nested = "{{#switch: x |" * 18 + "{{Leaf}}" + "}}" * 18
    world = Counting(pages={"Template:T": nested, "Template:Leaf": "leaf"})
    assert render(parse("{{T}}"), world) == "<p>leaf</p>\n"
    assert asked == ["Template:T", "Template:Leaf"]


def test_a_page_within_a_template_within_that_page_is_cut() -> None:
    pages = {"This page": "p\n\n{{T}}", "Template:T": "t\n\n![[This page]]"}
    html = render(parse(pages["This page"]), replace(NEWCOMER, pages=pages))
    assert "already shows" in html
    assert html.count("<p>t</p>") == 1


def test_arguments_are_the_words_and_links_of_their_page() -> None:
    text = "a {{T|b [[C|c]]|x=||S1E06: {{U|[[D]]}}||}}\n\n{{Template:V\n| - e ![[roof.png]]\n}}\n\n{{PAGENAME}}"
    prose, later = parse(text).passages
    assert prose.text == "b c\na\ne"
    assert prose.links == (
        LinkRef(LinkKind.EMBED, "Template:T"),
        LinkRef(LinkKind.LINK, "C"),
        LinkRef(LinkKind.EMBED, "Template:V"),
        LinkRef(LinkKind.IMAGE, "roof.png"),
    )
    assert later.reveals == ("S1E06",)
    assert later.links == (LinkRef(LinkKind.EMBED, "Template:U"), LinkRef(LinkKind.LINK, "D"))


def test_a_footnote_in_an_argument_is_none_of_the_page() -> None:
    document = parse("a[^1]\n\n{{T\n|b[^1]\n|[^1]: d\n|e[^1]}}\n\n[^1]: note")
    assert render(document, NEWCOMER).count('href="#fn-1"') == 1
    assert [passage.text for passage in document.passages] == ["a\nb[^1]\ne[^1]\nnote"]


def test_what_a_template_of_a_reader_leaves_out_leaves_no_blank() -> None:
    with_it = shown("a {{T|x ||S1E06: y|| z|{{Secret}}}} b", {"T": "({{{1}}}) {{{2}}} {{Secret}} end", "Secret": "s"})
    without = shown("a {{T|x z|}} b", {"T": "({{{1}}}) {{{2}}} end"})
    assert with_it.replace("  ", " ") == without.replace("  ", " ")
    assert shown("{{T|- a\n- ||S1E06: b||\n- c}}", {"T": "{{{1}}}"}) == shown("{{T|- a\n- c}}", {"T": "{{{1}}}"})


def test_the_braces_of_a_text_are_the_text() -> None:
    text = "a {{b|{{{c|[[d|e]]}}}}} {{{{{f}}}}} `{{` {{ x"
    assert source_of(read_braces(text)) == text
    nested = braces_at(text, text.index("{{{c"))
    assert nested is not None
    assert [source_of(part) for part in nested.parts] == ["c", "[[d|e]]"]


class _Tags(HTMLParser):
    """Every tag and attribute of some HTML; fails on an element that is not closed where it should be."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes += attrs


PIECES = (
    *("{{T|", "{{U|x=", "{{V", "}}", "}}}", "{{{", "{{{1}}}", "{{{x|", "|", "||", "||S1E06: ", "=", "\n", "\n\n", "# "),
    *("{{#if: ", "{{#switch: ", "#default=", "<img src=x|onerror=alert(1)>", "<script>", "</script>", "<b title='"),
    *('<b title="', '"', "'", ">", "<", "onclick=", "javascript:a", "[x](", ")", "[[", "]]", "`", "%%", "\\", "&lt;"),
    *(
        "<style>",
        "<a href=",
        "<!--",
        "-->",
        "> ",
        "- ",
        "word",
        "::: reveal S1E06\n",
        "\n:::\n",
        "{{status}}",
        "{",
        "}",
    ),
)
markdown = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=30).map("".join)


@settings(max_examples=500, deadline=None)
@given(markdown, markdown, markdown, st.booleans())
def test_any_text_and_any_templates_make_safe_html(page: str, one: str, other: str, author: bool) -> None:
    world = SmallWorld(author=author, pages={"Template:T": one, "Template:U": other, "Template:V": one + other})
    document = parse(page)
    html = render(document, world)
    tags = _Tags()
    tags.feed(html)
    tags.close()
    assert tags.seen <= TAGS | {"section", "input"}
    for name, value in tags.attributes:
        assert not name.startswith("on")
        assert name != "href" or re.match(r"https?://|mailto:|#|[^:]*\Z|new:", value or "")
    assert "\0" not in html
    assert len(html) < 40 * MOST_EMBEDDED
    assert pickle.loads(pickle.dumps(document)).passages == document.passages
    assert source_of(read_braces(page)) == page


@settings(max_examples=300, deadline=None)
@given(markdown)
def test_where_a_use_ends_hangs_on_nothing_before_it(text: str) -> None:
    """The same block is read whether a reading began above it or at it, so that an edit above changes nothing."""
    lines = text.replace("\r", "\n").split("\n")
    for block in parse(text).blocks:
        if block.tokens[0].type == "template" and block.last_line <= len(lines):
            again = parse("\n".join(lines[block.first_line :])).blocks[0]
            assert again.last_line - again.first_line == block.last_line - block.first_line
