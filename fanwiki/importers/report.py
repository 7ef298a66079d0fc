"""What an import did, or would do: for people who decide whether to keep it, and for scripts."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True)
class FieldUse:
    """A field of an infobox: how many of its `uses` fill it, and where its values go."""

    template: str
    field: str
    target: str
    filled: int
    uses: int


@dataclass
class ImportReport:
    """What came in, by kind, and what did not. `read` are the pages of the source, `folders` those pages that stand
    for a folder of it. Of the `links` within the source `links_resolved` lead somewhere.

    `skipped` counts by what it is and why; `kept` counts, by kind, what was kept in the pages as it was typed, because
    it was not understood. `mapping` says what became of the fields of infoboxes, `wanted` which files pages show that
    are not there. `links` are those between pages, `links_resolved` of them those that lead to a page. `warnings` are
    sentences.
    """

    read: int = 0
    pages: int = 0
    articles: int = 0
    folders: int = 0
    categories: int = 0
    templates: int = 0
    redirects: int = 0
    characters: int = 0
    people: int = 0
    seasons: int = 0
    episodes: int = 0
    media: int = 0
    revisions: int = 0
    statuses: int = 0
    portrayals: int = 0
    talk: int = 0
    links: int = 0
    links_resolved: int = 0
    skipped: Counter[tuple[str, str]] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    mapping: tuple[FieldUse, ...] = ()
    wanted: tuple[str, ...] = ()
    warnings: list[str] = field(default_factory=list)
    dry_run: bool = False
