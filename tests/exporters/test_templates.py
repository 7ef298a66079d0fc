"""Templates in a bundle: what they come to, and nothing beyond the ceiling."""

import re
from pathlib import Path

from fanwiki.domain.edits import AddFact, AddPage, SavePage
from fanwiki.domain.entities import Redirect
from fanwiki.domain.ids import FactId, PageId, new_id
from fanwiki.domain.vocabulary import PageKind
from fanwiki.exporters.html import HtmlOptions
from fanwiki.wiki import Wiki
from tests.building import Builder
from tests.exporters.conftest import files_of, write_bundle

BODY = "{{Box\n|title=A ||S1E03: dragon|| here\n|First ||S1E02: griffin [[Late]]|| {{Late}} end.\n}}\n\n{{Draft|x}}\n"


def test_a_bundle_shows_what_templates_come_to(wiki: Wiki, tmp_path: Path) -> None:
    build = Builder(wiki)
    _show, episodes = build.show()
    build.page("Page", BODY, reviewed=True)
    box = PageId(new_id())
    wiki.apply(
        AddPage(box, PageKind.TEMPLATE, "Box", body="> [!note] {{{title}}}\n> {{{1}}} {{{2}}}", reviewed=True),
        AddPage(PageId(new_id()), PageKind.TEMPLATE, "Late", body="basilisk", reviewed=True, introduced_at=episodes[3]),
        AddPage(PageId(new_id()), PageKind.TEMPLATE, "Draft", body="wyvern"),
    )
    write_bundle(wiki, tmp_path / "all")
    for_all = (tmp_path / "all/pages/page.html").read_text()
    assert (
        '<p class="callout-title">A <span class="reveal" data-point="S1E03" data-from="0:3">dragon</span> here</p>'
        in for_all
    )
    assert "basilisk" in for_all
    assert "{{" not in for_all
    write_bundle(wiki, tmp_path / "one", HtmlOptions(as_of="S1E01"))
    for path, content in files_of(tmp_path / "one").items():
        text = (path + content.decode()).casefold()
        assert not [word for word in ("dragon", "griffin", "basilisk", "wyvern") if word in text], path
    one = (tmp_path / "one/pages/page.html").read_text()
    assert '<p class="callout-title">A here</p>\n<p>First end.' in one
    wiki.apply(SavePage(box, "{{{1}}}, as a plain text"))
    write_bundle(wiki, tmp_path / "one", HtmlOptions(as_of="S1E01"))
    assert "First end., as a plain text" in (tmp_path / "one/pages/page.html").read_text()


def test_a_template_itself_is_not_in_a_bundle(wiki: Wiki, tmp_path: Path) -> None:
    build = Builder(wiki)
    box = PageId(new_id())
    body = "[[Target]] [[Category:Tools]] {{{1}}}"
    wiki.apply(
        AddPage(box, PageKind.TEMPLATE, "Wyrmbox", body=body, reviewed=True),
        AddFact(Redirect(FactId(new_id()), "Old wyrmbox", box)),
    )
    build.page("Target", "Nothing.", reviewed=True)
    build.page("Page", "{{Wyrmbox|said}} see [[Template:Wyrmbox|the tool]] and [[Old wyrmbox|the old]].", reviewed=True)
    write_bundle(wiki, tmp_path / "all")
    found = {path: content.decode() for path, content in files_of(tmp_path / "all").items()}
    assert not [path for path, text in found.items() if "wyrmbox" in (path + text).casefold()]
    assert "said see the tool and the old." in re.sub("<[^>]*>", "", found["pages/page.html"])
    assert "page.html" not in found["pages/target.html"].split("<main")[1]
