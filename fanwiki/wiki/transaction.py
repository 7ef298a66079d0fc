"""One change to the wiki while it is being made: where handlers write, and what they noted on the way."""

from dataclasses import dataclass, field

from fanwiki.domain.changes import Renamed
from fanwiki.domain.entities import Page
from fanwiki.domain.errors import InvalidEdit, NotFound
from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.store import page_rows
from fanwiki.store.past import PastRevision
from fanwiki.store.store import Writing


@dataclass
class Transaction:
    """`now` is an ISO 8601 time in UTC. `renamed` collects what renames leave to do in texts, `keeping` the pages whose
    texts keep an old title, `added` the new pages, `described` those whose newest revision was ended or given a
    summary, `forgotten` the pages and facts that are gone for good, `past` what the texts of new pages were before they
    came here, the oldest first.
    """

    writing: Writing
    author: str
    now: str
    summary: str = ""
    closing: bool = True
    coalesce: bool = False
    named: int = 0
    """So many changes of this transaction are in the index of titles already."""
    renamed: list[Renamed] = field(default_factory=list)
    keeping: set[PageId] = field(default_factory=set)
    added: set[PageId] = field(default_factory=set)
    described: set[PageId] = field(default_factory=set)
    forgotten: set[str] = field(default_factory=set)
    past: dict[PageId, list[PastRevision]] = field(default_factory=dict)

    def page(self, id: PageId, field: str = "") -> Page:
        """A live page, named in a field of what is asked for. Raises NotFound."""
        found = page_rows.live_page(self.writing, id)
        if found is None:
            raise NotFound("there is no such page; it may have been deleted", field=field)
        return found

    def check_id(self, id: str) -> None:
        """Raises InvalidEdit if something has this id already."""
        if page_rows.is_taken(self.writing, id):
            raise InvalidEdit(f"there is already something with the id {id}", field="id")

    def check_point(self, point: EpisodeId | None, what: str, field: str) -> None:
        """Raises NotFound unless the point in a field is an episode of a live show."""
        if point is not None and self.page(PageId(point), field).kind != "episode":
            raise NotFound(f"{what} must be an episode", field=field)
