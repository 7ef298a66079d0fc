"""What the search of a bundle finds by name: `assets/titles.js` has every page with its names and is loaded first. What
the texts say lies beside it, in `shards`.

Everything is what the bundle's View shows: what its reader has not reached is in no entry, no length and no count.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fanwiki.domain.entities import Name
from fanwiki.domain.ids import PageId
from fanwiki.exporters.html.linker import address
from fanwiki.exporters.html.shards import to_json
from fanwiki.exporters.html.site import Site, shown_title

TITLES: Final = "assets/titles.js"


@dataclass(frozen=True)
class Entry:
    """A page of the index: where it lies, what it is, and its further names. `since` as `View.since` has it."""

    href: str
    title: str
    kind: str
    names: tuple[tuple[str, str], ...] = ()
    """Each name with from where on it is seen."""
    since: str = ""


def titles_file(entries: Sequence[Entry]) -> bytes:
    """`assets/titles.js`."""
    lines = ",\n".join(to_json(_row(entry)) for entry in entries)
    return f"window.fanwikiTitles = [\n{lines}\n];\n".encode()


def entries_of(site: Site) -> tuple[list[Entry], dict[PageId, int]]:
    """Every page by the address of its file, and its place among them."""
    names = names_of(site)
    found: list[tuple[Entry, PageId | None]] = []
    for id, page in site.pages.items():
        title = shown_title(page)
        named = tuple((text, since) for text, since in names.get(id, {}).items() if text != title)
        path = address("", site.layout.pages[id])
        found.append((Entry(path, title, str(page.kind), named, site.view.since(id)), id))
    for category in site.selection.categories:
        if category.page is None:
            path = address("", site.layout.categories[category.key])
            found.append((Entry(path, category.name, "category", since=category.since), None))
    found.sort(key=lambda each: each[0].href)
    return [entry for entry, _ in found], {id: place for place, (_, id) in enumerate(found) if id is not None}


def names_of(site: Site) -> Mapping[PageId, dict[str, str]]:
    """The names and redirects of each page, each text once, with from where on it is seen."""
    facts = [(fact.text, site.view.since(fact.id), fact.page) for fact in site.view.facts(Name)]
    facts += [(each.title, site.view.since(each.id), each.page) for each in site.selection.redirects]
    found: dict[PageId, dict[str, str]] = defaultdict(dict)
    for text, since, page in sorted(facts):
        found[page].setdefault(text, since)
    return found


def _row(entry: Entry) -> list[object]:
    """An entry without what it has not, from the end."""
    row: list[object] = [entry.href, entry.title, entry.kind, [list(name) for name in entry.names], entry.since]
    while len(row) > 3 and not row[-1]:
        row.pop()
    return row
