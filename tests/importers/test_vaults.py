"""Vaults of Obsidian and folders of Markdown become pages: nothing said is lost, and links lead where they led."""

import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from fanwiki.domain.entities import Media
from fanwiki.domain.errors import WikiError
from fanwiki.importers.looks import SourceFormat, detect
from fanwiki.importers.options import ImportOptions
from fanwiki.importers.vaults.frontmatter import split
from fanwiki.wiki import Wiki
from tests.importers.vaults import PNG, body, brought, places, written


@pytest.fixture
def wiki(tmp_path: Path) -> Iterator[Wiki]:
    with closing(Wiki.create(tmp_path / "mine.fanwiki")) as created:
        yield created


def one(tmp_path: Path, wiki: Wiki, note: str, **others: str) -> str:
    """The text of one note among others, imported."""
    notes = {f"{name}.md": text for name, text in others.items()}
    brought(wiki, written(tmp_path / "vault", {"Note.md": note, ".obsidian/app.json": "{}", **notes}))
    return body(wiki, "Note")


@pytest.mark.parametrize(
    ("typed", "made"),
    [
        ("[[Roof]] and [[roof]]", "[[Roof]] and [[Roof|roof]]"),
        ("[[Roof|the *roof*]]", "[[Roof|the *roof*]]"),
        ("[[Roof#The fire]]", "[[Roof#The fire]]"),
        ("[[Roof#Top#The fire|it]]", "[[Roof#The fire|it]]"),
        ("[[Roof#^embers]]", "[[Roof#The fire]]"),
        ("[it](Roof.md#the-fire)", "[[Roof#The fire|it]]"),
        ("[it](Roof.md) and [that][r]\n\n[r]: Roof.md", "[[Roof|it]] and [[Roof|that]]\n\n[r]: Roof.md"),
        ("[[Nobody]] and [him](Nobody.md)", "[[Nobody]] and [[Nobody|him]]"),
        ("![[Roof]]", "![[Roof]]"),
        ("![[Roof#^embers]]", "![[Roof#The fire]]"),
        ("![alt|200](https://x.example/a.png)", "![alt|200](https://x.example/a.png)"),
        ("==so== and `==code== [[Roof.md]]`", "<mark>so</mark> and `==code== [[Roof.md]]`"),
        ("a || b || c {{date}}", "a \\|\\| b \\|\\| c \\{{date}}"),
        ("%% [[roof]] %% x", "%% [[roof]] %% x"),
        ("A line. ^an-id", "A line. %%^an-id%%"),
        ("| a | b |\n| - | - |\n| [[roof\\|r]] | [x](Roof.md) |",
         "| a | b |\n| - | - |\n| [[Roof\\|r]] | [[Roof\\|x]] |"),
        ("> [!note]- Title\n> [[roof|x]]", "> [!note]- Title\n> [[Roof|x]]"),
        ("```\n[[roof]]\n```", "```\n[[roof]]\n```"),
        ("said^[quietly, [[roof|there]]] so", "said[^note-1] so\n\n[^note-1]: quietly, [[Roof|there]]\n"),
        ("so $a_1 || b$ and $5 and $6", "so `$a_1 || b$` and $5 and $6"),
    ],
)  # fmt: skip
def test_what_is_typed_becomes_our_markdown(tmp_path: Path, wiki: Wiki, typed: str, made: str) -> None:
    assert one(tmp_path, wiki, typed, Roof="# Top\n## The **fire**\nIt burns. ^embers\n") == made
    wiki.close()


def test_properties_aliases_and_tags(tmp_path: Path, wiki: Wiki) -> None:
    note = (
        "---\naliases: [The One, Roof]\ntags:\n  - cast/main\n  - '#hero'\nversion: 1.10\nborn: 2004-01-02\n"
        'father: "[[Roof|him | her]]"\nseen: [[Roof]]\ncssclass: wide\ncategories: [Students]\n---\nText #later here.\n'
    )
    text = one(tmp_path, wiki, note, Roof="")
    assert text == (
        "| Property | Value |\n| --- | --- |\n| version | 1.10 |\n| born | 2004-01-02 |\n"
        "| father | [[Roof\\|him &#124; her]] |\n| seen | [[Roof]] |\n\nText #later here.\n\n"
        "[[Category:cast/main]]\n[[Category:hero]]\n[[Category:Students]]\n[[Category:later]]\n"
    )
    view = wiki.view()
    assert view.find("The One").title == "Note"
    assert view.find("Roof").title == "Roof"
    assert body(wiki, "Category:cast/main") == "[[Category:cast]]\n"
    wiki.close()


def test_equal_names_are_told_apart_and_links_lead_as_in_the_source(tmp_path: Path, wiki: Wiki) -> None:
    vault = written(
        tmp_path / "vault",
        {
            "a/Log.md": "[[Log]] [[b/Log]] [[other]]",
            "b/Log.md": "[[Log]]",
            "b/deep/Other.md": "[[Log]] [[NAMES]]",
            "Start.md": "[[Log]] [[a/Log|x]] [[Names]] [[names]]",
            "Names.md": "",
            "c/names.md": "",
        },
    )
    report = brought(wiki, vault)
    assert report.read == 6
    assert places(wiki) == {
        "a", "b", "c", "b/deep", "a/Log (a)", "b/Log (b)", "b/deep/Other", "Start", "Names", "c/names",
    }  # fmt: skip
    assert body(wiki, "Log (a)") == "[[Log (a)|Log]] [[Log (b)|b/Log]] [[Other|other]]"
    assert body(wiki, "Log (b)") == "[[Log (b)|Log]]"
    assert body(wiki, "Other") == "[[Log (a)|Log]] [[Names|NAMES]]"
    assert body(wiki, "Start") == "[[Log (a)|Log]] [[Log (a)|x]] [[Names]] [[names]]"
    assert (report.links, report.links_resolved) == (10, 10)
    wiki.close()


def test_pictures_come_once_and_are_shown_under_their_names(tmp_path: Path, wiki: Wiki) -> None:
    vault = written(
        tmp_path / "vault",
        {
            "Note.md": "![[roof.png|200x100]] ![[files/roof.png|the roof|50]] ![a](files/roof.png) ![[gone.png]]",
            "files/roof.png": PNG + b"1",
            "roof.png": PNG,
            "copy.png": PNG,
            "fake.png": b"<svg>",
            "map.canvas": "{}",
            "paper.pdf": b"%PDF",
        },
    )
    report = brought(wiki, vault)
    assert body(wiki, "Note") == ("![[copy.png|200]] ![[roof.png|the roof|50]] ![[roof.png|a]] ![[gone.png]]")
    assert {media.name for media in wiki.view().facts(Media)} == {"copy.png", "roof.png"}
    assert report.media == 2
    assert report.wanted == ("gone.png",)
    assert {what for what, _ in report.skipped} == {"files", ".canvas files", ".pdf files"}
    again = brought(wiki, vault)
    assert (again.pages, again.media, again.skipped["notes", "the wiki has a page of this title"]) == (0, 0, 1)
    wiki.close()


def test_a_folder_of_markdown(tmp_path: Path, wiki: Wiki) -> None:
    vault = written(
        tmp_path / "site",
        {
            "README.md": "[start](guide/README.md) [folder](guide) [up](/guide/first.md) [out](../secret.md) #no",
            "guide/README.md": "# Guide\n![x](../img/a%20b.png)",
            "guide/first.md": "[back](README.md#guide) [second](./second.md 'x') %% y || z",
            "guide/second.md": "",
            "img/a b.png": PNG,
        },
    )
    assert detect(vault) is SourceFormat.MARKDOWN
    report = brought(wiki, vault)
    assert places(wiki) == {"README", "guide", "guide/first", "guide/second"}
    assert body(wiki, "README") == "[[guide|start]] [[guide|folder]] [[first|up]] [out](../secret.md) #no"
    assert body(wiki, "guide") == "# Guide\n![[a b.png|x]]"
    assert body(wiki, "first") == "[[guide#Guide|back]] [[second]] \\%\\% y \\|\\| z"
    assert report.kept["links out of the vault"] == 1
    wiki.close()


def test_a_zip_of_a_vault(tmp_path: Path, wiki: Wiki) -> None:
    with zipfile.ZipFile(tmp_path / "vault.zip", "w") as archive:
        archive.writestr("vault/Note.md", "[[Other]]")
        archive.writestr("vault/deep/Other.md", "")
    report = brought(wiki, tmp_path / "vault.zip")
    assert places(wiki) == {"Note", "deep", "deep/Other"}
    assert report.links_resolved == 1
    wiki.close()


def test_a_dry_run_changes_nothing_and_one_undo_takes_all_back(tmp_path: Path, wiki: Wiki) -> None:
    vault = written(tmp_path / "vault", {f"{n}.md": f"[[{n + 1}]]" for n in range(500)})
    tried = brought(wiki, vault, ImportOptions(dry_run=True))
    assert places(wiki) == set()
    came = brought(wiki, vault)
    assert (tried.pages, tried.links_resolved) == (came.pages, came.links_resolved) == (500, 499)
    wiki.undo()
    assert places(wiki) == set()
    wiki.close()


def test_a_title_with_signs_that_links_use_is_kept_and_linked(wiki: Wiki, tmp_path: Path) -> None:
    notes = {"C# [old].md": "x", "Start.md": "See [it](C%23%20%5Bold%5D.md)."}
    report = brought(wiki, written(tmp_path / "vault", notes))
    assert (report.links, report.links_resolved, report.warnings) == (1, 1, [])
    view = wiki.view()
    assert body(wiki, "Start") == "See [[C&num; &lbrack;old&rbrack;|it]]."
    start = view.find("Start").id
    assert view.leads([start])[start] == {view.find("C# [old]").id}


def test_hostile_input_is_skipped_and_said(tmp_path: Path, wiki: Wiki) -> None:
    secret = written(tmp_path / "outside", {"secret.md": "secret"})
    vault = written(
        tmp_path / "vault",
        {
            "Latin.md": "caf\xe9".encode("latin-1"),
            "Zero.md": b"a\0b",
            "Huge.md": b"x" * (20 << 20),
            "Broken.md": "---\na: [b\n---\nText",
            "Bomb.md": "---\n" + "a: &a [x, x]\n" + "".join(
                f"{chr(97 + n)}: &{chr(97 + n)} [{', '.join([f'*{chr(96 + n)}'] * 9)}]\n" for n in range(1, 12)
            ) + "---\nText",
            "ctrl\x07.md": "x",
            "Brackets [x] #1.md": "![[../outside/secret]] [s](../outside/secret.md)",
        },
    )  # fmt: skip
    (vault / "link.md").symlink_to(secret / "secret.md")
    (vault / "folder").symlink_to(secret)
    report = brought(wiki, vault)
    assert places(wiki) == {"Broken", "Bomb", "Brackets [x] #1"}
    assert sum(count for (what, _), count in report.skipped.items() if what in ("notes", "files")) == 4
    assert report.skipped["symbolic links", "they may lead out of the vault"] == 2
    assert body(wiki, "Broken") == "```yaml\na: [b\n```\n\nText"
    assert "secret.md" in body(wiki, "Brackets [x] #1")
    assert report.kept["properties that are no YAML"] == 2
    assert not any("Brackets" in warning for warning in report.warnings)
    wiki.close()


def test_what_is_no_vault_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "other.bin").write_bytes(b"\0\1\2")
    for source in ("empty", "other.bin"):
        with pytest.raises(WikiError):
            detect(tmp_path / source)


def test_properties_are_what_was_typed() -> None:
    found = split("---\nwhen: 2020-01-02\nyes: yes\nno: 010\nempty:\nlist: [a, [b, c]]\nmap: {k: v}\n---\nBody\n---\n")
    assert found.properties == {
        "when": "2020-01-02", "yes": "yes", "no": "010", "empty": "", "list": ["a", ["b", "c"]], "map": {"k": "v"},
    }  # fmt: skip
    assert found.body == "Body\n---\n"
    assert split("--- no\ntext").body == "--- no\ntext"
