"""The preview shows what the bundle has: the same elements with the same words, but for where links lead."""

import re
from collections import Counter
from functools import partial
from html.parser import HTMLParser
from pathlib import Path

import pytest

from fanwiki import markup
from fanwiki.domain.edits import SavePage
from fanwiki.domain.vocabulary import PageKind
from fanwiki.exporters.html import HtmlOptions
from fanwiki.exporters.html.layout import lay_out
from fanwiki.exporters.selection import reader_of_everything, select
from fanwiki.markup.memory import RememberingWorld
from fanwiki.wiki import Wiki
from tests.exporters import small_wiki
from tests.exporters.conftest import write_bundle

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


_KINDS = frozenset(PageKind) - {PageKind.TEMPLATE}
"""Every kind of page that a bundle has."""


@pytest.mark.parametrize("point", ["", "S1E06"])
def test_the_body_of_every_page_of_the_sample_is_that_of_its_preview(
    sample: Wiki, bundle: Path, bundle_to_six: Path, point: str
) -> None:
    compared = _compared(sample, bundle_to_six if point else bundle, point)
    assert sum(compared.values()) >= 60
    assert compared.keys() == _KINDS


@pytest.mark.parametrize("point", ["", "S1E01", "S1E03"])
def test_and_so_it_is_with_pictures_footnotes_reveals_and_veils(wiki: Wiki, tmp_path: Path, point: str) -> None:
    small_wiki.fill(wiki)
    more = "\n\n".join(("{{gallery}}", "![[Jun]]", "{{infobox}}", "{{status Jun}}", "{{cast}}", "{{claims}}"))
    wiki.apply(SavePage(small_wiki.page("mina"), f"{small_wiki.MINA_TEXT}\n{more}\n"))
    write_bundle(wiki, tmp_path / "out", HtmlOptions(as_of=point or None))
    compared = _compared(wiki, tmp_path / "out", point)
    assert compared[PageKind.CHARACTER] == 2


def _compared(wiki: Wiki, bundle: Path, point: str) -> Counter[PageKind]:
    """Compares every page of a bundle with its preview; answers of how many pages of each kind there was something to
    compare.
    """
    author = wiki.view()
    viewpoint = author.viewpoint_at(point) if point else reader_of_everything(author.orders())
    compared: Counter[PageKind] = Counter()
    with wiki.view(viewpoint).together() as view:
        selection = select(view)  # claims are judged by its day, not by the day of the export
        files = lay_out(selection).pages
        for page in view.pages(*_KINDS):
            world = RememberingWorld(partial(view.world, page.id, PreviewLinker(), selection.day))
            blocks = markup.render_blocks(markup.parse(view.text(page.id).body), world)
            preview = _Elements("".join(block.html for block in blocks)).found
            assert _contains(_Elements((bundle / files[page.id]).read_text()).found, preview), page.title
            compared[page.kind] += bool(preview)
    return compared
