"""Readable Markdown out of a wiki file that is damaged: whatever of its pages, facts and files can still be read.

The file itself is only copied. What comes of it is for people first: one file a page, with the facts in front of the
text; `facts.json` has them all as they lay in the file, and `report.md` says what came from where and what is missing.
"""

import hashlib
import json
import re
import shutil
import tempfile
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from fanwiki.domain.entities import Fact, Media
from fanwiki.domain.errors import WikiFileError
from fanwiki.domain.names import slug
from fanwiki.store import schema, texts
from fanwiki.store.records import to_record
from fanwiki.store.salvage import Salvaged, salvage
from fanwiki.store.store import Row

_DUMPER: Final = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_UNSAFE: Final = re.compile(r"[^\w.\- ]")
_LONGEST_NAME: Final = 120
_REFERENCE: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_FACT_KINDS: Final = {table.name: kind for kind, table in schema.FACT_TABLES.items()}


@dataclass(frozen=True)
class Rescued:
    """What came out. `raw` counts the pages of which something was read past SQLite; `missing` says, line by line,
    what is not there any more or not as it was.
    """

    pages: int
    raw: int
    from_history: int
    facts: int
    files: int
    missing: tuple[str, ...]


@dataclass(frozen=True)
class FoundPage:
    """What is left of a page; `body` is None if no text of it was found."""

    id: str
    title: str
    kind: str
    body: str | None
    row: Row | None
    older: str
    facts: tuple[Row, ...]


def rescue(path: Path, out: Path) -> Rescued:
    """Writes what can be read of a wiki file into a folder that is new or empty. Raises WikiFileError if nothing of a
    wiki is in the file, or if the folder cannot be written.
    """
    if not path.is_file():
        raise WikiFileError(f"there is no file {path}")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise WikiFileError(f"{out} is there already and not empty; choose another folder")
    try:
        with tempfile.TemporaryDirectory(prefix="fanwiki-") as folder:
            workshop = Path(folder)
            found, left = read_damaged(path, workshop)
            return _write(out, path, found, left, workshop)
    except OSError as error:
        raise WikiFileError(f"what is rescued cannot be written to {out}: {error.strerror}") from error


def read_damaged(path: Path, workshop: Path) -> tuple[Salvaged, list[FoundPage]]:
    """All that can be read of a wiki file, and what is left of each page; the bytes of files come into the workshop, a
    folder, by their hashes. Raises WikiFileError if nothing of a wiki is in the file.
    """
    found = salvage(_copy(path, workshop), _FileKeeper(workshop))
    if not any(found.rows.values()):
        raise WikiFileError(f"nothing of a wiki was found in {path}")
    return found, list(_pages(found))


def _copy(path: Path, workshop: Path) -> Path:
    """A copy with what a crashed writer left beside the file, since SQLite rolls that back. Raises WikiFileError where
    there is no room for it.
    """
    size = path.stat().st_size
    if size > shutil.disk_usage(workshop).free:
        raise WikiFileError(
            f"{path} has {size / 1e9:.1f} GB, and there is no room for a copy of it in {workshop.parent}; make some or "
            "name another folder in TMPDIR"
        )
    copy = workshop / "damaged.fanwiki"
    shutil.copyfile(path, copy)
    hot = path.with_name(f"{path.name}-journal")
    if hot.is_file():
        shutil.copyfile(hot, workshop / f"{copy.name}-journal")
    return copy


class _FileKeeper:
    """Puts the bytes of the wiki's files aside as they are found, those alone that are what their hash says."""

    def __init__(self, workshop: Path) -> None:
        self._workshop = workshop

    def __call__(self, sha256: str, content: bytes) -> None:
        if hashlib.sha256(content).hexdigest() == sha256:
            (self._workshop / sha256).write_bytes(content)


# --- what is left of each page -------------------------------------------------------------------------------


def _pages(found: Salvaged) -> Iterator[FoundPage]:
    """The pages in the order they were made; those whose own row is lost come last."""
    rows = found.rows
    revisions: dict[str, list[Row]] = defaultdict(list)
    for revision in rows["revision"].values():
        revisions[revision["page"]].append(revision)
    facts = _facts_by_page(found)
    known = [row["id"] for row in sorted(rows["page"].values(), key=_number)]
    lost = sorted((rows["page_text"].keys() | revisions.keys()) - rows["page"].keys())
    for id in [*known, *lost]:
        row = rows["page"].get(id)
        body = rows["page_text"].get(id, {}).get("body")
        newest_first = sorted(revisions[id], key=_number, reverse=True)
        older = ""
        if body is None:
            body, older = _text_of_history(newest_first)
        sealed = _sealed(newest_first)
        title = sealed[0].get("title") if sealed else None
        yield FoundPage(
            id,
            row["title"] if row else str(title or f"Title lost {id[:8]}"),
            row["kind"] if row else "article",
            body,
            row,
            older,
            tuple(_with_sealed(facts[id], sealed[1:], found)),
        )


def _number(row: Row) -> int:
    return int(row["number"])


def _text_of_history(newest_first: Sequence[Row]) -> tuple[str | None, str]:
    """The newest text that the history of a page holds, and its time."""
    held: texts.Content | None = None
    for row in newest_first:
        try:
            held = texts.unpacked(row, held, None)
        except WikiFileError:
            held = None
            continue
        return held.body, str(row["time"])
    return None, ""


def _sealed(newest_first: Sequence[Row]) -> list[dict[str, Any]]:
    """What the newest revision says of the page's facts; first comes the page itself."""
    for row in newest_first[:1]:
        try:
            lines = [json.loads(line) for line in texts.facts_alone(row).split("\n")]
        except (ValueError, zlib.error):
            continue
        if all(isinstance(line, dict) for line in lines):
            return lines
    return []


def _facts_by_page(found: Salvaged) -> dict[str, list[Row]]:
    """Each fact that was found, with the name of its type, under the page it is the first to touch."""
    by_page: dict[str, list[Row]] = defaultdict(list)
    for name, kind in _FACT_KINDS.items():
        for row in found.rows[name].values():
            fact: Fact = to_record(kind, row)
            touched = fact.touches()
            by_page[touched[0] if touched else ""].append({"type": kind.__name__, **row})
    return by_page


def _with_sealed(facts: Sequence[Row], sealed: Sequence[Row], found: Salvaged) -> Iterator[Row]:
    """The facts about a page, and those whose rows are lost but which its newest revision knows."""
    yield from facts
    for fact in sealed:
        table = next((name for name, kind in _FACT_KINDS.items() if kind.__name__ == fact.get("type")), None)
        if table is not None and fact.get("id") not in found.rows[table]:
            yield {**fact, "from": "history"}


# --- writing -------------------------------------------------------------------------------------------------


def _write(out: Path, path: Path, found: Salvaged, pages: Sequence[FoundPage], workshop: Path) -> Rescued:
    names = _names(found, pages)
    (out / "pages").mkdir(parents=True, exist_ok=True)
    taken: set[str] = set()
    for page in pages:
        name = _free_name(slug(page.title), ".md", taken)
        (out / "pages" / name).write_bytes(_markdown(page, found, names).encode("utf-8", "replace"))
    files, missing_files = _write_files(out, found, workshop)
    everything = [fact for page in pages for fact in page.facts] + _facts_by_page(found)[""]
    written = json.dumps(everything, ensure_ascii=False, indent=1)
    (out / "facts.json").write_bytes(written.encode("utf-8", "replace"))
    rescued = Rescued(
        len(pages),
        sum(bool({("page", page.id), ("page_text", page.id)} & found.raw) for page in pages),
        sum(bool(page.older) for page in pages),
        len(everything),
        files,
        (*_missing(found, pages, names), *missing_files),
    )
    (out / "report.md").write_text(_report(path, rescued, found), encoding="utf-8")
    return rescued


def _names(found: Salvaged, pages: Sequence[FoundPage]) -> dict[str, str]:
    """What ids are called: pages, states, sources, files."""
    names = {page.id: page.title for page in pages}
    for table, column in (("state", "word"), ("source", "title"), ("media", "name"), ("alternative_order", "name")):
        names.update((id, row[column]) for id, row in found.rows[table].items())
    return names


def _markdown(page: FoundPage, found: Salvaged, names: Mapping[str, str]) -> str:
    """A page as a file: what is known of it as YAML, and its text."""
    row = page.row or {}
    aliases = [fact.get("text") or fact.get("title") for fact in page.facts if fact["type"] in ("Name", "Redirect")]
    head: dict[str, Any] = {"title": page.title, "kind": page.kind, "aliases": aliases}
    for column in ("parent", "introduced_at", "safe_from", "trashed_at"):
        if row.get(column) is not None:
            head[column] = names.get(row[column], row[column])
    if page.older:
        head["text_of"] = page.older
    subjects = (found.rows[table.name].get(page.id) for table in schema.SUBJECT_TABLES.values())
    head["data"] = [_readable(subject, names) for subject in subjects if subject]
    head["facts"] = [_readable(fact, names) for fact in page.facts]
    said = {name: value for name, value in head.items() if value not in ("", [])}
    written = yaml.dump(said, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=1000)
    return f"---\n{written}---\n{page.body or ''}"


def _readable(row: Row, names: Mapping[str, str]) -> dict[str, Any]:
    """A row with names for ids, without what it does not say."""
    return {
        name: names.get(value, value) if isinstance(value, str) else value
        for name, value in row.items()
        if name != "id" and value not in (None, "")
    }


def _write_files(out: Path, found: Salvaged, workshop: Path) -> tuple[int, list[str]]:
    """The files of the wiki under their names, and what is missing of them."""
    missing: list[str] = []
    taken: set[str] = set()
    wanted = {row["sha256"]: row["name"] for row in found.rows[schema.FACT_TABLES[Media].name].values()}
    kept = {sha256 for sha256 in found.rows["blob"] if (workshop / sha256).is_file()}
    for sha256 in sorted(kept):
        name = Path(wanted.get(sha256, sha256))
        (out / "media").mkdir(exist_ok=True)
        target = _free_name(_UNSAFE.sub("_", name.stem), _UNSAFE.sub("_", name.suffix), taken)
        shutil.copyfile(workshop / sha256, out / "media" / target)
    missing += [f"the file “{name}”: its bytes are lost" for sha256, name in wanted.items() if sha256 not in kept]
    nameless = found.rows["blob"].keys() - kept - wanted.keys()
    missing += [f"a file whose name is lost too: its bytes are not what their hash {sha} says" for sha in nameless]
    return len(kept), missing


def _free_name(stem: str, suffix: str, taken: set[str]) -> str:
    """A file name that any system takes, and that is not taken yet, letter case aside."""
    short = stem.encode()[:_LONGEST_NAME].decode(errors="ignore").strip(". ") or "page"
    short = f"{short}-" if _RESERVED.fullmatch(short) else short
    name, number = f"{short}{suffix}", 1
    while name.casefold() in taken:
        number += 1
        name = f"{short}-{number}{suffix}"
    taken.add(name.casefold())
    return name


# --- what is missing -----------------------------------------------------------------------------------------


def _missing(found: Salvaged, pages: Sequence[FoundPage], names: Mapping[str, str]) -> Iterator[str]:
    for page in pages:
        if page.row is None:
            yield f"“{page.title}”: its own entry is lost; the title is from its history, its place is unknown"
        if page.body is None:
            yield f"“{page.title}”: its text is lost"
        elif page.older:
            yield f"“{page.title}”: its text is lost; the one from {page.older} stands in its place"
        old = sum(fact.get("from") == "history" for fact in page.facts)
        if old:
            yield f"“{page.title}”: {old} of its facts are lost, and stand here as its history knew them"
    strangers = {
        value: page.title
        for page in pages
        for row in (page.row or {}, *page.facts)
        for column, value in row.items()
        if isinstance(value, str) and column not in ("id", "trashed_with", "supersedes") and value not in names
        if _REFERENCE.fullmatch(value) and column != "value"
    }
    for id, title in strangers.items():
        yield f"something that “{title}” refers to, with the id {id}"
    if not found.rows["setting"]:
        yield "the name of the wiki"


def _report(path: Path, rescued: Rescued, found: Salvaged) -> str:
    lines = [
        f"# What was rescued of {path.name}",
        "",
        "The file itself was not changed.",
        "",
        f"- {rescued.pages} pages, of which {rescued.raw} could only be read past SQLite, page by page of the file",
        f"- {rescued.from_history} texts that are lost, with an older one from the history in their place",
        f"- {rescued.facts} facts, before the text of their page and all together in `facts.json`",
        f"- {rescued.files} files in `media`",
        f"- {len(found.rows['revision'])} revisions were found",
        "",
        "## What is missing",
        "",
        *(f"- {line}" for line in rescued.missing or ("Nothing that anything else in the file speaks of.",)),
    ]
    if found.trouble:
        lines += ["", "## What SQLite said", "", *(f"- {line}" for line in found.trouble)]
    return "\n".join(lines) + "\n"
