"""Real vaults: every note is a page, and every link that the source resolves leads somewhere here.

What the source resolves is counted apart from the importer: a link does if a file of its name, or whose path ends with
it, lies in the vault. Code is no text, and neither are comments of HTML.
"""

import re
import tarfile
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

import pytest

from fanwiki.domain.vocabulary import LinkKind
from fanwiki.wiki import Wiki
from fanwiki.wiki.checking import check
from tests.importers.vaults import brought

DATA = Path(__file__).parents[3] / "shared" / "data" / "vaults"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="../shared is not there")

CODE = re.compile(
    r"^[ >\t]*(`{3,}|~{3,}).*?(?:^[ >\t]*\1|\Z)|(`+)(?!`).+?(?<!`)\2(?!`)|<!--.*?-->", re.DOTALL | re.MULTILINE
)
WIKILINK = re.compile(r"\[\[([^\[\]|#\n]*)[^\[\]\n]*\]\]")
TAKEN = {".md", ".png", ".jpg"}
MARKDOWN = re.compile(r"\]\(<?([^()\s<>]+)>?\)")


def unpacked(name: str, folder: Path) -> Path:
    with tarfile.open(DATA / name) as archive:
        archive.extractall(folder, filter="data")
    return folder


def resolved_by_the_source(vault: Path) -> int:
    """How many links of all notes name a note or picture of the vault."""
    files = {file.relative_to(vault).as_posix().casefold() for file in vault.rglob("*") if file.suffix in TAKEN}
    ends = {"/".join(PurePosixPath(name).parts[at:]) for name in files for at in range(name.count("/") + 1)}
    count = 0
    for note in vault.rglob("*.md"):
        text = CODE.sub("", note.read_text(encoding="utf-8"))
        goals = [match[1].rstrip("\\").strip() for match in WIKILINK.finditer(text)]
        goals += [unquote(match[1]).partition("#")[0] for match in MARKDOWN.finditer(text) if "://" not in match[1]]
        for goal in goals:
            path = goal.lstrip("/").removeprefix("./").casefold()
            count += not path or path in ends or f"{path}.md" in ends
    return count


@pytest.mark.parametrize(
    ("name", "inside", "notes", "least"),
    [
        ("kepano-obsidian.tar.xz", ".", 103, 0.95),
        ("tasks-demo-vault.tar.xz", "resources/sample_vaults/Tasks-Demo", 205, 0.95),
        ("dnd5e-markdown-md.tar.xz", ".", 1470, 0.99),
    ],
)
def test_a_vault_of_notes(tmp_path: Path, name: str, inside: str, notes: int, least: float) -> None:
    vault = unpacked(name, tmp_path / "vault") / inside
    wiki = Wiki.create(tmp_path / "mine.fanwiki")
    report = brought(wiki, vault)
    assert report.read == notes
    assert report.pages == notes + report.folders + report.categories
    assert not [what for what, _ in report.skipped if what == "notes"]
    known = resolved_by_the_source(vault)
    assert report.links_resolved >= known * least
    view = wiki.view()
    led = [link for link in view.typed_links() if link.kind in (LinkKind.LINK, LinkKind.EMBED)]
    stems = {file.stem.casefold() for file in vault.rglob("*.md")}
    assert not [link.title for link in led if link.target is None and link.title.casefold() in stems]
    assert not check(wiki.path)
    wiki.close()


def test_the_tiddlers_of_tiddlywiki(tmp_path: Path) -> None:
    folder = unpacked("tiddlywiki-tw5.com-tiddlers.tar.xz", tmp_path / "vault")
    wiki = Wiki.create(tmp_path / "mine.fanwiki")
    report = brought(wiki, folder)
    assert report.read == sum(file.is_file() for file in folder.rglob("*.tid")) == 1657
    own = report.skipped["notes", "they belong to the program and not to the reader"]
    assert report.pages == 1657 - own + report.categories
    assert own == 65
    titles = {title for title, _, _, _ in wiki.view().titles()}
    wanted = {link.title for link in wiki.view().typed_links() if link.target is None and link.kind is LinkKind.LINK}
    assert not wanted & titles
    assert report.links_resolved >= 0.85 * report.links
    assert not check(wiki.path)
    wiki.close()
