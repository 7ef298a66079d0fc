"""A vault for Obsidian: properties, links that lead to files, spoilers folded."""

from pathlib import Path

import pytest
import yaml

from fanwiki.domain import edits
from fanwiki.domain.entities import Redirect
from fanwiki.domain.ids import FactId, new_id
from fanwiki.domain.vocabulary import PageKind
from fanwiki.exporters.obsidian import ObsidianExport, ObsidianOptions
from fanwiki.exporters.verify import verify
from fanwiki.markup import relink
from fanwiki.wiki import Wiki
from tests.building import Builder
from tests.exporters.conftest import files_of
from tests.exporters.small_wiki import fill, page


def exported(wiki: Wiki, out: Path, options: ObsidianOptions | None = None) -> dict[str, str]:
    for _ in ObsidianExport(wiki, out, options).run():
        pass
    assert verify(out) == ()
    return {path: content.decode() for path, content in files_of(out).items() if path.endswith(".md")}


def test_a_note_has_properties_links_and_folded_spoilers(wiki: Wiki, tmp_path: Path) -> None:
    fill(wiki)
    notes = exported(wiki, tmp_path / "out")
    mina = notes["The Night Shift/Characters/Mina.md"]
    _, front, body = mina.split("---\n", 2)
    said = yaml.safe_load(front)
    assert said["tags"] == ["Staff"]
    assert {"미나", "Nightwalker"} <= set(said["aliases"])
    assert (said["species"], said["status"]) == ("human", "half-zombie")
    assert '<span class="spoiler" title="from S1E02">the [[Sleeper]]</span>' in body
    assert "> [!spoiler]- From S1E03\n> ## The truth\n>\n> She is a [[Sleeper]] herself." in body
    assert "[[Jun#Past]] and [[Mina|Mina the Brave]]" in body
    assert "Category:" not in body
    assert "| S1E01 | [[Pilot]] |" in notes["The Night Shift.md"]
    assert "![[sign.svg|a sign|40]]" in notes["The Night Shift.md"]
    assert (tmp_path / "out/media/sign.svg").is_file()


def test_notes_of_one_name_are_linked_by_their_paths(wiki: Wiki, tmp_path: Path) -> None:
    build = Builder(wiki)
    first = build.page("One", "See [[Category:Two]][[:Category:Two]] and [[Two]].\n\n| a |\n| --- |\n| [[Uno]] |\n")
    build.page("Two", "{{Loud|word}} stays.")
    build.fact(Redirect(FactId(new_id()), "Uno", first))
    wiki.apply(edits.AddPage(page("c"), PageKind.CATEGORY, "Category:Two"))
    wiki.apply(edits.AddPage(page("t"), PageKind.TEMPLATE, "Template:Loud", body="**{{{1}}}**"))
    notes = exported(wiki, tmp_path / "out")
    assert "See [[Categories/Two|Category:Two]] and [[Two]]." in notes["One.md"]
    assert "| [[One\\|Uno]] |" in notes["One.md"]
    assert "**word** stays." in notes["Two.md"]


def test_bars_in_code_are_no_veil(wiki: Wiki, tmp_path: Path) -> None:
    build = Builder(wiki)
    build.show()
    text = "Write `||S1E01: so||` or `a || b`, not ||S1E01: with `||` in it|| nor ||this||.\n\n    ||code||\n"
    build.page("Code", text)
    note = exported(wiki, tmp_path / "out")["Code.md"]
    assert "Write `||S1E01: so||` or `a || b`, not" in note
    assert 'not <span class="spoiler" title="from S1E01">with `||` in it</span> nor' in note
    assert note.endswith('nor <span class="spoiler" title="spoiler">this</span>.\n\n    ||code||\n')


def test_a_ceiling_holds(wiki: Wiki, tmp_path: Path) -> None:
    fill(wiki)
    notes = exported(wiki, tmp_path / "one", ObsidianOptions(as_of="S1E01"))
    assert "Sleeper.md" not in notes
    assert not [path for path, text in notes.items() if "Sleeper" in text or "Nightwalker" in text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[a]] `[[a]]` [[a#h|l]]", "<a//None/False> `[[a]]` <a/h/l/False>"),
        ("![[a]] {{a}}", "<a//None/True> {{a}}"),
        ("| x |\n| --- |\n| [[a\\|b]] |", "| x |\n| --- |\n| <a//b/False> |"),
    ],
)
def test_links_are_written_anew(text: str, expected: str) -> None:
    assert relink(text, "<{}/{}/{}/{}>".format) == expected
