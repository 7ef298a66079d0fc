"""The large wiki of the benchmarks: what `../bench/make_vault.py` writes, as a wiki, and as content for others."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from fanwiki.domain.dates import partial_date
from fanwiki.domain.edits import AddPage
from fanwiki.domain.entities import Character, Episode, Season, Show, Subject
from fanwiki.domain.ids import PageId, new_id
from fanwiki.domain.vocabulary import PageKind
from fanwiki.wiki import Wiki

GENERATOR = Path(__file__).resolve().parents[3] / "shared" / "bench" / "make_vault.py"
_AT_ONCE = 2000


def generate(pages: int, folder: Path, links: str) -> None:
    """Writes a vault of so many pages; `links` is `wiki`, or `relative` for generators that know no [[links]]."""
    command = [sys.executable, str(GENERATOR), str(pages), str(folder), "--links", links]
    subprocess.run(command, check=True, capture_output=True)


def load(vault: Path, wiki: Wiki, *, canon: bool = False) -> None:
    """Puts the pages of a vault into a wiki: all as articles, or with `canon` as the kinds that they say they are."""
    pages = _with_canon(vault) if canon else _as_articles(vault)
    while batch := list(islice(pages, _AT_ONCE)):
        wiki.apply(*batch)


def _as_articles(vault: Path) -> Iterator[AddPage]:
    for file in sorted(vault.rglob("*.md")):
        front, body = _read(file)
        yield AddPage(PageId(new_id()), PageKind.ARTICLE, str(front["title"]), body=body, reviewed=True)


def _with_canon(vault: Path) -> Iterator[AddPage]:
    """The shows in turn, each with what is below it after it."""
    for folder in sorted(path for path in vault.iterdir() if path.is_dir()):
        read = sorted((_number(file), *_read(file)) for file in folder.glob("*.md"))
        show = PageId(new_id())
        seasons: dict[object, PageId] = {}
        for _, front, body in read:
            kind, title = PageKind(str(front["kind"])), str(front["title"])
            id = PageId(new_id())
            parent: PageId | None = show
            subject: Subject | None = None
            match kind:
                case PageKind.SHOW:
                    id, parent, subject = show, None, _show(show, folder.name, front)
                case PageKind.SEASON:
                    seasons[front["number"]] = id
                    subject = Season(id, show, int(str(front["number"])))
                case PageKind.EPISODE:
                    parent = season = seasons[front["season"]]
                    subject = Episode(id, season, int(str(front["number"])), air_date=partial_date(str(front["aired"])))
                case PageKind.CHARACTER:
                    subject = Character(id)
            yield AddPage(id, kind, title, parent, body, subject, reviewed=True)


def _show(id: PageId, code: str, front: dict[str, object]) -> Subject:
    return Show(id, code, network=str(front["network"]))


def _read(file: Path) -> tuple[dict[str, object], str]:
    """The front matter and the text of a page."""
    _, front, body = file.read_text(encoding="utf-8").split("---\n", 2)
    pairs = (line.split(": ", 1) for line in front.splitlines())
    return {key: json.loads(value) for key, value in pairs}, body.strip() + "\n"


def _number(file: Path) -> int:
    return int(file.stem.rpartition("-")[2])


@dataclass(frozen=True)
class LargeWiki:
    """A vault and the wiki that is made of it, of so many pages."""

    pages: int
    vault: Path
    wiki: Path


@contextmanager
def large_wiki(pages: int, kept: Path | None = None) -> Iterator[LargeWiki]:
    """A large wiki; in the folder `kept` it stays, and is found there the next time."""
    with tempfile.TemporaryDirectory() as made:
        folder = kept or Path(made)
        found = LargeWiki(pages, folder / f"vault-{pages}", folder / f"wiki-{pages}.fanwiki")
        if not found.vault.is_dir():
            generate(pages, found.vault, "wiki")
        if not found.wiki.exists():
            with closing(Wiki.create(found.wiki)) as wiki:
                load(found.vault, wiki, canon=True)
        yield found
