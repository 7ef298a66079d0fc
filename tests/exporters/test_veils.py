"""A veil without a point: in a bundle for all to be lifted by a click, in a bundle with a ceiling not there."""

from pathlib import Path

from fanwiki.domain.edits import AddPage
from fanwiki.domain.ids import PageId, new_id
from fanwiki.domain.vocabulary import PageKind
from fanwiki.exporters.html import HtmlOptions
from fanwiki.wiki import Wiki
from tests.building import Builder
from tests.exporters.conftest import write_bundle

BODY = "Plain. ||A theory [[Category:Theories]]|| ||S9E99: nobody [[Category:Nobody]]|| Ends."


def test_a_veil_is_lifted_by_a_click_or_is_not_there(wiki: Wiki, tmp_path: Path) -> None:
    Builder(wiki).show()
    wiki.apply(AddPage(PageId(new_id()), PageKind.ARTICLE, "Page", body=BODY, reviewed=True))
    write_bundle(wiki, tmp_path / "all")
    write_bundle(wiki, tmp_path / "one", HtmlOptions(as_of="S1E01"))
    for_all = (tmp_path / "all/pages/page.html").read_text()
    assert '<span class="veil" tabindex="0">A theory</span>' in for_all
    assert "nobody" not in for_all.casefold()
    assert (tmp_path / "all/categories/theories.html").exists()
    assert not (tmp_path / "all/categories/nobody.html").exists()
    with_ceiling = (tmp_path / "one/pages/page.html").read_text()
    assert "theor" not in with_ceiling.casefold()
    assert not (tmp_path / "one/categories/theories.html").exists()
