"""Which note becomes which page: titles that differ, what stands below what, and what the wiki has already."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final
from unicodedata import normalize

from fanwiki.domain.ids import PageId, new_id
from fanwiki.importers.vaults.notes import Head

_PREFIXES: Final = ("Category:", "Template:")
_LONGEST: Final = 255


@dataclass(frozen=True)
class Planned:
    """A page to be made. One without a `head` is that of a folder in which there is no note about it."""

    id: PageId
    title: str
    parent: PageId | None
    head: Head | None


@dataclass
class Plan:
    """`pages` stand in an order in which each comes after what it stands below. `titles` has those of all notes, of
    those too that the wiki has already.
    """

    pages: list[Planned] = field(default_factory=list)
    titles: dict[PurePosixPath, str] = field(default_factory=dict)
    skipped: Counter[tuple[str, str]] = field(default_factory=Counter)
    warnings: list[str] = field(default_factory=list)
    folders: int = 0


def planned(heads: Mapping[PurePosixPath, Head], there: Mapping[str, PageId]) -> Plan:
    """What is to be made of notes in a wiki that has some titles already, which stay as they are."""
    plan = Plan()
    branches = _branches(heads.values())
    _give_titles(heads, branches, plan)
    ids = {path: there.get(title) or PageId(new_id()) for path, title in plan.titles.items()}
    places = {branch: ids[path] for branch, path in branches.items()}
    folders = _folders(heads.values(), branches)
    taken = set(plan.titles.values())
    todo: list[tuple[int, Planned]] = []
    for folder in folders:
        title = _folder_title(folder, taken)
        taken.add(title)
        found = there.get(title)
        places[folder] = found or PageId(new_id())
        if found is None:
            plan.folders += 1
            todo.append((len(folder) - 1, Planned(places[folder], title, places.get(folder[:-1]), None)))
    for path, head in heads.items():
        if plan.titles[path] in there:
            plan.skipped["notes", "the wiki has a page of this title"] += 1
            continue
        above = _above(head, branches)
        todo.append((len(above), Planned(ids[path], plan.titles[path], places.get(above), head)))
    plan.pages = [page for _, page in sorted(todo, key=lambda entry: entry[0])]
    return plan


def linkable(title: str) -> str:
    """A title as a link can name it; empty if nothing is left of it."""
    made = " ".join(normalize("NFC", title).split())
    while made.startswith(_PREFIXES):
        made = made.partition(":")[2].strip()
    return made.encode()[:_LONGEST].decode(errors="ignore").strip()


def _branches(heads: Iterable[Head]) -> dict[tuple[str, ...], PurePosixPath]:
    """The note that each place is, where others may stand below it. Of several that could be one, the note inside a
    folder goes before the one beside it.
    """
    found: dict[tuple[str, ...], PurePosixPath] = {}
    used = {head.place[:depth] for head in heads for depth in range(1, len(head.place) + 1)}
    for inside in (True, False):
        for head in heads:
            if head.branch is not None and head.branch in used and (head.branch == head.place) is inside:
                found.setdefault(head.branch, head.path)
    return found


def _folders(heads: Iterable[Head], branches: Mapping[tuple[str, ...], PurePosixPath]) -> list[tuple[str, ...]]:
    """The places in which notes stand and which are no notes, those above first."""
    used = {head.place[:depth] for head in heads for depth in range(1, len(head.place) + 1)}
    return sorted((place for place in used if place not in branches), key=lambda place: (len(place), place))


def _above(head: Head, branches: Mapping[tuple[str, ...], PurePosixPath]) -> tuple[str, ...]:
    """The place that a note stands below: a note that is its own folder stands in the one above."""
    is_place = head.branch is not None and branches.get(head.branch) == head.path
    return head.branch[:-1] if is_place and head.branch is not None else head.place


def _give_titles(
    heads: Mapping[PurePosixPath, Head], branches: Mapping[tuple[str, ...], PurePosixPath], plan: Plan
) -> None:
    """Each note its title; notes of one name are told apart by where they lie, but for one at the top."""
    wanted: dict[str, list[Head]] = defaultdict(list)
    for head in heads.values():
        title = linkable(head.title)
        if title != " ".join(normalize("NFC", head.title).split()):
            title = title or "Untitled"
            plan.warnings.append(f"“{head.title}” cannot be a title; its page is called “{title}”")
        wanted[title].append(head)
    taken = {title for title, found in wanted.items() if len(found) == 1}
    for title, found in wanted.items():
        if len(found) == 1:
            plan.titles[found[0].path] = title
            continue
        places = {head.path: _above(head, branches) for head in found}
        for head in found:
            made = _told_apart(title, places[head.path], list(places.values()), taken)
            taken.add(made)
            plan.titles[head.path] = made


def _told_apart(title: str, place: tuple[str, ...], others: list[tuple[str, ...]], taken: set[str]) -> str:
    """A title with as much of its place as no other note of the name shares."""
    for depth in range(len(place) + 1):
        end = place[len(place) - depth :]
        if sum(1 for other in others if other[len(other) - depth :] == end and len(other) >= depth) == 1 or (
            not place and depth == 0
        ):
            made = linkable(f"{title} ({'/'.join(end)})") if end else title
            if made not in taken:
                return made
    made, number = title, 2
    while made in taken:
        made, number = linkable(f"{title} ({'/'.join((*place, str(number)))})"), number + 1
    return made


def _folder_title(folder: tuple[str, ...], taken: set[str]) -> str:
    name = linkable(folder[-1]) or "Untitled"
    ways = [
        name,
        f"{name} (folder)",
        *(f"{name} ({'/'.join(folder[-depth:-1])})" for depth in range(2, len(folder) + 1)),
    ]
    for way in ways:
        made = linkable(way)
        if made not in taken:
            return made
    return linkable(f"{name} ({'/'.join(folder)})")
