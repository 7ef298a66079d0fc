"""A style sheet of the user's own: copied as it is, and refused if it would lead outside the bundle."""

from pathlib import Path

import pytest

from fanwiki.domain.errors import WikiError
from fanwiki.exporters.html import HtmlOptions
from fanwiki.wiki import Wiki
from tests.building import Builder
from tests.exporters.conftest import files_of, write_bundle

HARMLESS = """/* from https://example.org, see //there */
:root { --accent: light-dark(#700, #fbb); }
.hero { background: url("data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>"), #333; }
.eyebrow::before { content: "\\2014"; }
"""


def test_it_lies_in_the_bundle_and_every_page_has_it_last(wiki: Wiki, tmp_path: Path) -> None:
    Builder(wiki).show()
    (tmp_path / "own.css").write_text(HARMLESS)
    write_bundle(wiki, tmp_path / "out", HtmlOptions(css=tmp_path / "own.css"))
    files = files_of(tmp_path / "out")
    assert files["assets/user.css"].decode() == HARMLESS
    for path in ("index.html", "shows/show.html", "about.html"):
        sheets = [line for line in files[path].decode().split("\n") if 'rel="stylesheet"' in line]
        assert sheets[-1].endswith('assets/user.css">'), path


@pytest.mark.parametrize(
    "text",
    [
        "@import 'more.css';",
        "a { background: url(https://example.org/a.png) }",
        "a { background: URL( picture.png ) }",
        "a { background: image-set('https://example.org/a.png' 1x) }",
        "a { background: \\75rl(//example.org/a) }",
        "@\\69mport '//example.org/a.css';",
        "a { background: u/**/rl(x) url(//example.org) }",
        "a { background: url(data:image/png;base64,AA), url(//example.org) }",
    ],
)
def test_what_leads_outside_is_refused_with_its_line(wiki: Wiki, tmp_path: Path, text: str) -> None:
    (tmp_path / "own.css").write_text(f"p {{ }}\n/* one\ntwo */ {text}")
    with pytest.raises(WikiError, match=r"line 3 of the style sheet own\.css leads outside it"):
        write_bundle(wiki, tmp_path / "out", HtmlOptions(css=tmp_path / "own.css"))
    assert not (tmp_path / "out").exists()


def test_what_is_no_style_sheet_is_refused(wiki: Wiki, tmp_path: Path) -> None:
    (tmp_path / "own.css").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(WikiError, match="no text in UTF-8"):
        write_bundle(wiki, tmp_path / "out", HtmlOptions(css=tmp_path / "own.css"))
    with pytest.raises(WikiError, match="cannot be read"):
        write_bundle(wiki, tmp_path / "out", HtmlOptions(css=tmp_path / "none.css"))


def test_a_later_name_in_it_is_found(wiki: Wiki, tmp_path: Path) -> None:
    build = Builder(wiki)
    show, episodes = build.show()
    build.character(show, "Gwi-nam", episodes[3])
    (tmp_path / "own.css").write_text('.gwi::after { content: "Gwi-nam" }')
    with pytest.raises(WikiError, match=r"Gwi-nam.*user\.css"):
        write_bundle(wiki, tmp_path / "out", HtmlOptions(as_of="S1E02", css=tmp_path / "own.css"))
