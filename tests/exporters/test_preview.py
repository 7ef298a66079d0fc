"""The preview shows what the bundle has: the same elements with the same words, but for where links lead."""

import re
from functools import partial
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from fanwiki import markup
from fanwiki.domain.vocabulary import PageKind
from fanwiki.exporters.selection import reader_of_everything, select
from fanwiki.markup.memory import RememberingWorld
from fanwiki.wiki import Wiki

pytest.importorskip("PySide6")

from fanwiki.ui.preview.addresses import PreviewLinker

_ADDRESSES = {"href", "src", "data-from"}
"""What may differ: addresses, and from where on something is seen, which only a bundle of everything says."""


class _Elements(HTMLParser):
    """The elements of a piece of HTML with their words, as a list."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = sorted((name, value or "") for name, value in attrs if name not in _ADDRESSES)
        self.found.append(f"<{tag} {kept}>")

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append(re.sub(r"\s+", " ", data).strip())


def _contains(whole: list[str], part: list[str]) -> bool:
    return any(whole[start : start + len(part)] == part for start in range(len(whole) - len(part) + 1))


@pytest.mark.parametrize("point", ["", "S1E06"])
def test_the_body_of_every_page_is_that_of_its_preview(
    sample: Wiki, bundle: Path, bundle_to_six: Path, point: str
) -> None:
    author = sample.view()
    viewpoint = author.viewpoint_at(point) if point else reader_of_everything(author.orders())
    files = {
        re.sub(r"\s+", " ", unescape(title[1])): path
        for path in (bundle_to_six if point else bundle).rglob("*.html")
        if path.parent.name in ("characters", "people", "pages", "groups", "shows")
        and (title := re.search(r"<h1>(.*?)</h1>", path.read_text())) is not None
    }
    compared = 0
    with sample.view(viewpoint).together() as view:
        day = select(view).day  # claims are judged by it, not by the day of the export
        for page in view.pages(PageKind.CHARACTER, PageKind.PERSON, PageKind.ARTICLE, PageKind.GROUP, PageKind.SHOW):
            world = RememberingWorld(partial(view.world, page.id, PreviewLinker(), day))
            blocks = markup.render_blocks(markup.parse(view.text(page.id).body), world)
            preview = _Elements("".join(block.html for block in blocks)).found
            assert _contains(_Elements(files[page.title].read_text()).found, preview), page.title
            compared += bool(preview)
    assert compared > 30
