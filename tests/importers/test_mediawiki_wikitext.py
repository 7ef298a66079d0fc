"""Wikitext becomes our Markdown: readable cases in `fixtures/wikitext.txt`, and what holds for any text."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanwiki.importers.mediawiki.pages import Infoboxes
from fanwiki.importers.mediawiki.site import Site
from fanwiki.importers.mediawiki.templates import Fate, TemplateBook
from fanwiki.importers.mediawiki.wikitext import Converter
from fanwiki.markup import parse
from tests.importers.words import source_words

FIXTURES = Path(__file__).parent / "fixtures" / "wikitext.txt"
BETWEEN, WITHIN = "=" * 40 + "\n", "\n" + "-" * 40 + "\n"

TEMPLATES = {
    "Hi": "Hello '''{{{1|you}}}'''! {{#if: {{{x|}}} | see {{{x}}} }}<noinclude>doc</noinclude>",
    "Box": "{| class=box\n! {{{title}}}\n{{#if: {{{a|}}} |\n{{!}}-\n{{!}} A: {{{a}}}\n}}\n|}",
    "Row": "|-\n| {{{1}}}\n| {{{2}}}",
    "Self": "again {{Self}}",
    "Bomb": "{{Bomb2}}" * 50,
    "Bomb2": "{{Bomb3}}" * 50,
    "Bomb3": "{{#expr: 1}}{|" * 50,
}


def converter() -> Converter:
    site = Site()
    book = TemplateBook(site)
    for name, text in TEMPLATES.items():
        book.add(name, text)
    return Converter(site, book, Infoboxes())


def cases() -> list[tuple[str, str, str]]:
    found = []
    for case in FIXTURES.read_text(encoding="utf-8").split(BETWEEN):
        name, source, made = case.rstrip("\n").split(WITHIN)
        found.append((name, source, made))
    return found


@pytest.mark.parametrize(("name", "source", "made"), cases(), ids=[name for name, _, _ in cases()])
def test_wikitext(name: str, source: str, made: str) -> None:
    assert converter().page("Roof", source).text.rstrip() == made


def test_a_template_of_prose_comes_over_with_its_parameters() -> None:
    made = converter().template("Template:Hi", TEMPLATES["Hi"]).text
    assert made.startswith("Hello **{{{1|you}}}**! {{#if: {{{x|}}} | see {{{x}}}}}")
    assert "<noinclude>\n\ndoc\n\n</noinclude>" in made


def test_templates_that_never_end_are_kept_as_typed() -> None:
    book = converter().book
    assert book.fate("Box") is Fate.EXPANDED
    assert book.fate("Self") is Fate.EXPANDED
    made = converter().page("Roof", "{{Self}} {{Bomb}}")
    assert "`{{Self}}`" in made.text
    assert "`{{Bomb}}`" in made.text


def test_what_is_not_understood_is_counted_by_kind() -> None:
    made = converter().page("Roof", "{{Gone|1}} {{gone}} <quiz>a</quiz> __NOTOC__ {{#invoke:x}} [[de:Dach]]")
    assert dict(made.kept) == {
        "template Gone": 2,
        "<quiz>": 1,
        "magic word": 1,
        "parser function #invoke": 1,
        "link to another language": 1,
    }


@pytest.mark.parametrize("source", ["'" * 400, "[[" * 3000, "{{" * 3000, "<b>" * 3000, "*" * 3000, "{|\n" * 500])
def test_endless_openings_come_to_an_end(source: str) -> None:
    assert converter().page("Roof", source) is not None


SIGNS = st.text(alphabet=st.sampled_from(list("ab '[]{}|*#:;=<>/-!&\n_`~%\\온")), max_size=80)


@settings(max_examples=150, deadline=None)
@given(SIGNS)
def test_any_text_is_read(source: str) -> None:
    parse(converter().page("Roof", source).text)


WORDS = "roof On-jo *star* _x_ # > - + 1. 2) `c` || %% {b} \\n ~~ ! & &amp [x] S1"
PLAIN = st.lists(st.sampled_from(WORDS.split(" ")), max_size=14)


@settings(max_examples=150, deadline=None)
@given(PLAIN)
def test_plain_words_are_the_same_words_afterwards(words: list[str]) -> None:
    source = "a " + " ".join(words)
    said = " ".join(passage.text for passage in parse(converter().page("Roof", source).text).passages)
    assert not source_words(source, Site()) - source_words(said, Site())
