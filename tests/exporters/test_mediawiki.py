"""For a MediaWiki: what it is given is well-formed and complete, and our own importer reads the same text out of it."""

from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanwiki.domain import edits
from fanwiki.exporters.mediawiki import MediaWikiExport, MediaWikiOptions
from fanwiki.exporters.mediawiki.writer import WikitextWriter
from fanwiki.exporters.report import ExportReport
from fanwiki.exporters.verify import verify
from fanwiki.wiki import Wiki
from tests.building import Builder
from tests.canons import EPISODES, Canon, Plan, introductions, modest, plans, whole_and_part
from tests.exporters.conftest import files_of
from tests.importers.dumps import body, imported

DUMPS = Path(__file__).parents[3] / "shared" / "data" / "mediawiki"
XML = "{http://www.mediawiki.org/xml/export-0.11/}"


def exported(wiki: Wiki, out: Path, options: MediaWikiOptions | None = None) -> ExportReport:
    export = MediaWikiExport(wiki, out, options)
    for _ in export.run():
        pass
    return export.report


class NoFacts:
    """A page without data."""

    def block(self, name: str, argument: str) -> str:
        return f"<p>{name} {argument}</p>"

    def inline(self, argument: str) -> str:
        return argument

    def infobox(self) -> str:
        return "{{Infobox character}}"


def wikitext(markdown: str) -> str:
    return WikitextWriter(NoFacts()).page(markdown)


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("## Past", "== Past =="),
        ("*one* **two** ***three***", "''one'' '''two''' '''''three'''''"),
        ("- a\n  - b\n- c", "* a\n** b\n* c"),
        ("1. a\n2. b", "# a\n# b"),
        ("[[Mal|her]]s [[Mal]]", "[[Mal|her]]<nowiki/>s [[Mal]]"),
        ("[[:Category:Dreams]]", "[[:Category:Dreams]]"),
        ("[[Category:Dreams]]", "[[Category:Dreams]]"),
        ("![[a.png|alt|200]]", "[[File:a.png|alt=alt|200px]]"),
        ("![[a.png|200]]<br>A *caption*", "[[File:a.png|thumb|200px|A ''caption'']]"),
        ("- ![[a.png|185]] one\n- ![[b.png|185]]", "<gallery>\nFile:a.png|one\nFile:b.png\n</gallery>"),
        ("a[^x]\n\n[^x]: note", 'a<ref name="x">note</ref>\n\n<references />'),
        (
            "| a | b |\n| --- | --- |\n| c | d\\|e |",
            '{| class="wikitable"\n! a\n! b\n|-\n| c\n| d<nowiki>|</nowiki>e\n|}',
        ),
        ("Term\n: meaning", "; Term\n: meaning"),
        ("> said", "<blockquote>\nsaid\n</blockquote>"),
        ("---", "----"),
        ("\\* no list", "<nowiki>*</nowiki> no list"),
        ("two '' and [[", "two <nowiki>''</nowiki> and <nowiki>[[</nowiki>"),
        ("`{{Kept|a=b}}` back", "{{Kept|a=b}} back"),
        ("> [!template] Kept\n> - **a:** b\n> - c", "{{Kept\n|a=b\n|c\n}}"),
        ("```wikitext\n<poll>x</poll>\n```", "<poll>x</poll>"),
        ("%% __NOTOC__ %%", "__NOTOC__"),
        ("a %% for me %%", "a <!-- for me -->"),
        ("{{Al|*Alpocalypse*}} is", "{{Al|''Alpocalypse''}} is"),
        ("||S1E02: late||", '<span class="spoiler" title="S1E02">late</span>'),
        ("[a](<https://x.example/>)", "[https://x.example/ a]"),
        ("one\\\ntwo", "<poem>\none\ntwo\n</poem>"),
        ("'*x*'", "<nowiki>'</nowiki>''x''<nowiki>'</nowiki>"),
    ],
)
def test_wikitext(markdown: str, expected: str) -> None:
    assert wikitext(markdown) == expected


def test_the_sample_is_well_formed_and_whole(sample: Wiki, tmp_path: Path) -> None:
    sample.apply(edits.SavePage(sample.view().find("Half-zombies").id, "Odd \x01 \ufffe & <b> ]]>\n"))
    report = exported(sample, tmp_path / "out", MediaWikiOptions(history=True))
    assert verify(tmp_path / "out") == ()
    root = ElementTree.parse(tmp_path / "out/pages.xml").getroot()
    pages = root.findall(f"{XML}page")
    titles = [page.findtext(f"{XML}title") for page in pages]
    assert len(titles) == len(set(titles))
    assert {page.title for page in sample.view().pages()} <= set(titles)
    assert report.pages == 70
    redirects = {page.findtext(f"{XML}title") for page in pages if page.find(f"{XML}redirect") is not None}
    assert "최남라" in redirects
    order = ["id", "parentid", "timestamp", "contributor", "comment", "origin", "model", "format", "text", "sha1"]
    for revision in root.iter(f"{XML}revision"):
        names = [each.tag.removeprefix(XML) for each in revision]
        assert names == [name for name in order if name in names]
        assert {"id", "timestamp", "contributor", "model", "format", "text", "sha1"} <= set(names)
    text = next(page for page in pages if page.findtext(f"{XML}title") == "Choi Nam-ra")
    wikitext_of = text.findtext(f"{XML}revision/{XML}text") or ""
    assert "{{Infobox character\n|name = Choi Nam-ra" in wikitext_of
    assert "portrayed by = [[Cho Yi-hyun]]" in wikitext_of
    assert "Template:Infobox character" in titles


@pytest.mark.skipif(not DUMPS.is_dir(), reason="../shared is not there")
@pytest.mark.parametrize("dump", ["inception", "weirdal"])
def test_what_came_from_a_mediawiki_goes_back_and_comes_again_the_same(tmp_path: Path, dump: str) -> None:
    """What differs: entities that are letters here, blanks at the end of a line, templates that were kept whole."""
    wiki, again = Wiki.create(tmp_path / "dump.fanwiki"), Wiki.create(tmp_path / "again.fanwiki")
    imported(wiki, DUMPS / f"{dump}_pages_current.xml.gz")
    exported(wiki, tmp_path / "out")
    imported(again, tmp_path / "out/pages.xml")
    with wiki.view().together() as view, again.view().together() as other:
        there = {page.title: page.id for page in other.pages()}
        pages = view.pages()
        assert {page.title for page in pages} <= there.keys()
        same = sum(view.text(page.id).body.strip() == other.text(there[page.title]).body.strip() for page in pages)
        assert same / len(pages) > 0.92
    wiki.close()
    again.close()


_word = st.sampled_from(["dream", "Mal's", "a*b", "x_y", "'tis", "[x]", "{y}", "100%", "a|b", "한글", "<3"])
_plain = st.lists(_word, min_size=1, max_size=5).map(lambda words: _escaped(" ".join(words)))
_marked = st.one_of(
    _plain,
    st.just("*slanted words*"),
    st.just("**bold words**"),
    st.just("[[Page]]"),
    st.just("[[Page#Heading|label]]"),
    st.just("[out](<https://x.example/a_b>)"),
    st.just("![[a.png|alt text|120]]"),
    st.just("x<sup>2</sup>"),
)
_line = st.lists(_marked, min_size=1, max_size=4).map(" and ".join)
_block = st.one_of(
    _line,
    st.lists(_line, min_size=1, max_size=3).map(lambda lines: "\n".join(f"- {line}" for line in lines)),
    st.lists(_line, min_size=1, max_size=3).map(lambda lines: "\n".join(f"1. {line}" for line in lines)),
    _line.map(lambda line: f"> {line}"),
    st.sampled_from(["## Heading", "### A *slanted* one", "---", "```\ncode ''x'' [[y]]\n```", "{{infobox}}"]),
    st.tuples(_plain, _plain).map(lambda cells: f"| a | b |\n| --- | --- |\n| {_cell(cells[0])} | {_cell(cells[1])} |"),
    st.just("- a\n  - b\n    - c\n- d"),
    st.just("Term\n: meaning"),
)
_documents = st.lists(_block, min_size=1, max_size=6)


def _escaped(text: str) -> str:
    for sign in "*[]<":
        text = text.replace(sign, f"\\{sign}")
    return text


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _apart(blocks: list[str]) -> str:
    """Blocks of which no two of a kind follow one another: lists and quotations would grow together."""
    made: list[str] = []
    for block in blocks:
        if not made or made[-1][:2] != block[:2] or block[0].isalpha():
            made.append(block)
    return "\n\n".join(made) + "\n"


@settings(modest, max_examples=15)
@given(st.lists(_documents.map(_apart), min_size=1, max_size=8))
def test_random_pages_come_again_the_same(texts: list[str]) -> None:
    with TemporaryDirectory() as folder:
        wiki, again = Wiki.create(Path(folder) / "a.fanwiki"), Wiki.create(Path(folder) / "b.fanwiki")
        build = Builder(wiki)
        show, _ = build.show(episodes=1)
        for number, text in enumerate(texts):
            build.character(show, f"Page {number}", body=text)
        exported(wiki, Path(folder) / "out")
        imported(again, Path(folder) / "out/pages.xml")
        try:
            assert [_said(body(again, f"Page {number}")) for number in range(len(texts))] == [
                _said(text) for text in texts
            ]
        finally:
            wiki.close()
            again.close()


def _said(text: str) -> str:
    """A text without a second infobox: a page has one."""
    first, box, rest = text.partition("{{infobox}}")
    return " ".join((first + box + rest.replace("{{infobox}}", "")).split())


@settings(modest, max_examples=6)
@given(plans, introductions, st.integers(1, EPISODES))
def test_a_ceiling_leaves_no_trace_of_what_is_revealed_later(
    asked: list[Plan], introduced: list[int | None], position: int
) -> None:
    with whole_and_part(asked, introduced, position) as (whole, part), TemporaryDirectory() as folder:
        with_all = _to(whole, position, Path(folder) / "whole")
        with_part = _to(part, position, Path(folder) / "part")
    assert with_all == with_part


def _to(canon: Canon, position: int, out: Path) -> dict[str, bytes]:
    exported(canon.wiki, out, MediaWikiOptions(as_of=f"S1E{position:02d}"))
    return files_of(out)
