"""Pages shown within pages: bounded in depth and in size, each as its own world shows it."""

from dataclasses import replace

from fanwiki.markup import parse, render
from fanwiki.markup.scene import DEEPEST_EMBED, MOST_EMBEDDED

from .worlds import AUTHOR, NEWCOMER


def test_pages_are_shown_eight_deep_at_most() -> None:
    pages = {f"P{depth}": f"depth {depth}\n\n![[P{depth + 1}]]" for depth in range(20)}
    html = render(parse(pages["P0"]), replace(AUTHOR, pages=pages, itself="P0"))
    assert f"depth {DEEPEST_EMBED}" in html
    assert f"depth {DEEPEST_EMBED + 1}" not in html
    assert "8 deep at most" in html
    reader = render(parse(pages["P0"]), replace(NEWCOMER, pages=pages, itself="P0"))
    assert "at most" not in reader


def test_what_is_embedded_is_bounded_in_all() -> None:
    """Pages that show ten others each would otherwise make a hundred million."""
    pages = {f"P{depth}": f"![[P{depth + 1}]]\n" * 10 for depth in range(9)} | {"P9": "leaf"}
    html = render(parse(pages["P0"]), replace(NEWCOMER, pages=pages, itself="P0"))
    assert len(html) < 10 * MOST_EMBEDDED


def test_a_page_too_large_is_refused() -> None:
    world = replace(AUTHOR, pages={"Large": "x" * (MOST_EMBEDDED + 1)})
    assert "shows too much" in render(parse("![[Large]]"), world)


def test_the_same_page_may_be_shown_twice() -> None:
    world = replace(NEWCOMER, pages={"Other": "text"})
    assert render(parse("![[Other]]\n\n![[Other]]"), world).count("<p>text</p>") == 2
