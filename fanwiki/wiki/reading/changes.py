"""The last changes as a reader may hear of them.

A revision holds the whole text and was written by somebody who knows how it all ends: neither its summary nor its mere
date may tell of what is revealed later. With a ceiling, a change therefore counts only if the text reads otherwise
after it, as far as that reader may read it, and no summary is passed on. A reader of everything who says how far he
has come hears of a page once he has come as far as all of its text.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from fanwiki.domain.entities import Page, Revision
from fanwiki.domain.ids import PageId, RevisionId
from fanwiki.domain.vocabulary import PageKind
from fanwiki.store import pages, texts
from fanwiki.wiki.reading.articles import PageText, prose_seen, readable
from fanwiki.wiki.reading.locking import BEYOND, passages_since, since
from fanwiki.wiki.reading.scene import Scene

_DAY: Final = len("2026-01-31")


@dataclass(frozen=True)
class SeenChange:
    """The newest change of a page that a reader may hear of: the day (of UTC, such as `2022-06-06`), the summary,
    which only a reader of everything gets, and from where on it is told, as `View.since` has it.
    """

    page: Page
    day: str
    summary: str
    since: str


def seen_changes(scene: Scene, limit: int) -> tuple[SeenChange, ...]:
    """The pages that were changed last, each once, newest first."""
    return tuple(islice(_changes(scene), limit))


def last_change(scene: Scene) -> str:
    """The day of the last change; empty for a wiki in which none is seen."""
    return next((change.day for change in _changes(scene)), "")


def _changes(scene: Scene) -> Iterator[SeenChange]:
    # Page by page, since whoever asks for the last changes has seen enough of them soon.
    known: dict[PageId, Page | None] = {}
    for revision in texts.newest_first(scene.reading):
        if revision.page not in known:
            known[revision.page] = _changing(scene, revision.page)
        page = known[revision.page]
        if page is None or not _is_told(scene, page, revision):
            continue
        known[page.id] = None
        summary = revision.summary if scene.viewpoint.veils else ""
        yield SeenChange(page, revision.time[:_DAY], summary, _since(scene, page, revision))


def _changing(scene: Scene, id: PageId) -> Page | None:
    """A page whose changes a reader may hear of; None for one that is not seen, and for a template."""
    page = pages.page(scene.reading, scene.horizon, id)
    return None if page is None or page.kind is PageKind.TEMPLATE else page


def _is_told(scene: Scene, page: Page, revision: Revision) -> bool:
    """Whether a reader may hear of a revision: it made the page, or the text reads otherwise after it."""
    if scene.viewpoint.veils or revision.parent is None:
        return True
    seen = prose_seen(scene, page)
    now, before = (
        readable(scene, page, PageText(_body(scene, id), None, seen)) for id in (revision.id, revision.parent)
    )
    return now != before


def _since(scene: Scene, page: Page, revision: Revision) -> str:
    if not scene.viewpoint.veils:
        return ""
    if revision.parent is not None and _body(scene, revision.id) == _body(scene, revision.parent):
        # What changed is a fact, which may be one that is revealed last of all.
        return BEYOND
    parts = [since(scene, [page.id]), *(each or "" for each in passages_since(scene, [page.id])[page.id])]
    return " ".join(sorted({lock for part in parts for lock in part.split()}))


def _body(scene: Scene, revision: RevisionId) -> str:
    return texts.content(scene.reading, revision).body
