"""What holds for every text, however odd."""

import pickle
from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from fanwiki.markup import VEIL, parse, render, render_blocks, rewrite_links

from .worlds import AUTHOR, NEWCOMER, SmallWorld

SNIPPETS = (
    *("[[", "]]", "![[", "||", "||S1E06: ", "||S1E01:", "|", "::: reveal S1E06\n", "::: reveal\n", "\n:::\n", ":::"),
    *("%%", "{{status}}", "{{cast}}", "\n", "\n\n", "> ", "> [!note]- ", "- ", "- [x] ", "1. ", "# ", "\n---\n", "```"),
    *("`", "*", "**", "_", "~~", "[^1]", "\n[^1]: ", "\n: ", "<b>", "</b>", "<div>", "</div>", "<!--", "-->", "[a]("),
    *(")", "https://a.b/", "me@a.b", "\\", "&amp;", "  \n", "    ", "\t", "| a | b |\n|---|---|\n| ", "![x](roof.png)"),
    *("{{T|", "{{U|a=", "{{{1}}}", "{{{a|", "{{#if:", "{{#switch: x|", "}}", "}}}", "|", "=", "||S9: ", "<noinclude>"),
    *("Nam-ra", "지우", "#", "\0", "\r\n", "\ud800", "[a]: /b", "[[Category:X]]", "![[roof.png|200]]", "<img src=a>"),
)
texts = st.lists(st.one_of(st.sampled_from(SNIPPETS), st.text(max_size=4)), max_size=40).map("".join)
worlds = st.builds(
    SmallWorld,
    pages=st.fixed_dictionaries({"Template:T": texts, "Template:U": texts}),
    author=st.booleans(),
    seen=st.sampled_from(["", "S1E01", "S1E06", "S2E12"]),
    prose_seen=st.booleans(),
    full=st.booleans(),
)


@settings(max_examples=400, deadline=None)
@given(texts, worlds)
@example("::: reveal S1E06\n:::\n- a", AUTHOR)
def test_every_text_is_rendered_block_by_block(text: str, world: SmallWorld) -> None:
    document = parse(text)
    html = render(document, world)
    assert html == "".join(block.html for block in render_blocks(document, world))
    assert "\0" not in html
    html.encode()
    assert document.passages[0].reveals == ()
    assert pickle.loads(pickle.dumps(document)).passages == document.passages
    assert document.headings is not None


@settings(max_examples=400, deadline=None)
@given(texts)
def test_rewriting_nothing_changes_nothing(text: str) -> None:
    assert rewrite_links(text, lambda _title: None) == text


@settings(max_examples=300, deadline=None)
@given(texts)
def test_what_is_rewritten_are_the_links_of_the_text(text: str) -> None:
    """Each title that rewriting finds is a link of the page; replacing it by itself changes at most its blanks."""
    found: list[str] = []

    def same(title: str) -> str:
        found.append(title)
        return title

    again = rewrite_links(text, same)
    assert "".join(again.split()) == "".join(text.split())


CANARY = "canary"
inner = st.lists(
    st.one_of(
        st.sampled_from(
            ("a ", "*", "**", "`", "[", "](#x)", "[[", "|x]]", "]]", "<b>", "</b>", "\\*", "- ", "> ", "# ")
        ),
        st.just(CANARY),
    ),
    max_size=8,
).map("".join)
hidden = st.one_of(
    st.builds("||S1E06: {}||".format, inner),
    st.builds("||S9E99: {}||".format, st.just(CANARY)),
    st.builds("||{}||".format, st.just(CANARY)),
    st.builds("\n\n::: reveal S1E06\n{}\n\n{}\n:::\n\n".format, inner, inner),
    st.builds("\n\n::: reveal S2\n{}\n::: reveal S1E01\n{}\n:::\n{}\n:::\n\n".format, inner, inner, inner),
    st.builds("\n\n::: reveal\n- {}\n- {}\n:::\n\n".format, inner, inner),
    st.just(f"\n\n# {CANARY}\n\n".join(["\n\n::: reveal S1E06\n", "\n:::\n\n"])),
    st.just(f"\n\n::: reveal S1E06\na[^x]\n\n[^x]: {CANARY}\n\n[y]: https://{CANARY}.example\n:::\n\n"),
    st.just(f"\n\n| a | b |\n|---|---|\n| ||S1E06: {CANARY}|| |\n| \\|\\|S1E06: {CANARY}\\|\\| | x |\n\n"),
    st.just(f"\n\n<div>||S1E06: {CANARY}||</div>\n\n"),
    st.just(f"\n\n<div>\n::: reveal S1E06\n{CANARY}\n:::\n\n"),
    st.just(f"\n\nTerm\n: one\n::: reveal S1E06\n: {CANARY}\n:::\n\n"),
    st.just(f"[[Nam-ra|her ||S1E06: {CANARY}||]]"),
    st.just(f"![[roof.png|the ||S1E06: {CANARY}||]]"),
    st.just(f'[a](https://e.example "||S1E06: {CANARY}||")'),
    st.just(f"%%{CANARY}%%"),
    st.builds("{{{{T|||S1E06: {}|| x}}}}".format, inner),
    st.builds("\n\n{{{{T|a\n|||S1E06: {}||\n| z={{{{T|%%{}%%}}}}\n}}}}\n\n".format, inner, st.just(CANARY)),
    st.just(f"\n\n{{{{T|a\n::: reveal S1E06\n{CANARY}\n:::\n}}}}\n\n"),
)
templates = st.lists(
    st.one_of(
        st.sampled_from(("{{{1}}}", "{{{2|x}}}", "{{{z}}}", "`{{{1}}}`", "\\{{{1}}}", "{{#if: {{{1}}}|a|b}}")), hidden
    ),
    max_size=6,
).map("".join)
plain = st.sampled_from(
    (
        "word ",
        "\n\n",
        "- item\n",
        "> quoted\n",
        "*em* ",
        "`code` ",
        "# Title\n\n",
        "[y] ",
        "[^x] ",
        "1. one\n",
        "<b>x</b> ",
    )
)
READERS = (NEWCOMER, SmallWorld(seen="S1E05"), SmallWorld(seen="S1E05", prose_seen=False))


@settings(max_examples=600, deadline=None)
@given(st.lists(st.one_of(plain, hidden), max_size=12).map("".join), templates)
def test_what_is_not_seen_is_nowhere(text: str, template: str) -> None:
    document = parse(text)
    for world in READERS:
        assert CANARY not in render(document, replace(world, pages={"Template:T": template}))
    for passage in document.passages:
        if not passage.reveals or all(point == "S1E01" for point in passage.reveals):
            assert CANARY not in passage.text
            assert all(CANARY not in link.title + link.heading for link in passage.links)
    for heading in document.headings:
        if not heading.reveals:
            assert CANARY not in heading.text + heading.anchor


blocks = st.sampled_from(
    ("One two.\n", "# A\n", "# B\n", "- a\n- b\n", "> quoted\n", "```\ncode\n```\n", "a[^1]\n", "| a |\n|---|\n| b |\n")
)
secrets = st.sampled_from(
    (
        "::: reveal S1E06\n# A\n\nx[^2]\n:::\n",
        "::: reveal\n- x\n:::\n",
        "||S1E06: x|| ||y||\n",
        "> ||S1E06: x[^2]||\n",
        "- ||S1E06: x||\n\n<!-- -->\n",
    )
)
NOTES = "\n[^1]: one\n\n[^2]: two\n"


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(blocks.map(lambda text: (text, False)), secrets.map(lambda text: (text, True))), max_size=10))
def test_a_hidden_block_leaves_no_trace(parts: list[tuple[str, bool]]) -> None:
    """To a reader who has not come so far the page is the page without it, to the byte."""
    separator = "\n<!-- -->\n\n"
    whole = separator.join(text for text, _secret in parts)
    without = separator.join(text for text, secret in parts if not secret)
    assert render(parse(whole + NOTES), NEWCOMER) == render(parse(without + NOTES), NEWCOMER)


def test_the_veil_is_the_empty_reveal() -> None:
    assert parse("||x||").passages[1].reveals == (VEIL,)
