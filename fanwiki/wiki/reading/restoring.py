"""From a revision of a page to the edits that bring it back: its text, and the facts that were about the page then.

What was added since is removed, what was removed is there again, what was changed is as it was; all of it by ordinary
edits, so that it is checked like any other and can be undone.
"""

from collections.abc import Iterator

from fanwiki.domain import edits
from fanwiki.domain.edits import Edit
from fanwiki.domain.errors import NotFound
from fanwiki.domain.ids import FactId, PageId, RevisionId
from fanwiki.domain.vocabulary import PageKind
from fanwiki.store import page_rows, pages, schema, texts
from fanwiki.store.records import to_record
from fanwiki.wiki.reading.revisions import SealedFact, sealed_facts
from fanwiki.wiki.reading.scene import Scene


def edits_to(scene: Scene, id: RevisionId, *, facts: bool) -> tuple[Edit, ...]:
    """The edits that restore a revision. Raises NotFound if it, or what of it is asked for, is not there."""
    wanted = texts.revision(scene.reading, id)
    text = edits.RestoreRevision(wanted.page, id)
    if not facts:
        return (text,)
    then, now = texts.content(scene.reading, id), texts.head(scene.reading, wanted.page)
    if not then.facts or now is None:
        raise NotFound("this revision is from a time before this wiki: it has the text alone")
    kind = PageKind(page_rows.rows(scene.reading, [wanted.page])[wanted.page]["kind"])
    held = texts.content(scene.reading, now.id)
    old_head, old = sealed_facts(then)
    new_head, new = sealed_facts(held)
    # What a former title is taken back from, its redirect, is gone by then.
    return (*_removals(old, new), *_page_edits(wanted.page, kind, old_head, new_head), *_fact_edits(old, new), text)


def _page_edits(page: PageId, kind: PageKind, then: SealedFact, now: SealedFact) -> Iterator[Edit]:
    if then["title"] != now["title"]:
        yield edits.RenamePage(page, then["title"])
    if then["introduced_at"] != now["introduced_at"]:
        yield edits.IntroducePage(page, then["introduced_at"])
    if (then["reviewed"], then["safe_from"]) != (now["reviewed"], now["safe_from"]):
        yield edits.ReviewPage(page, bool(then["reviewed"]), then["safe_from"])
    record = pages.SUBJECT_OF.get(kind)
    if record is not None and "id" in then:
        former, present = to_record(record, then), to_record(record, now)
        if former != present:
            yield edits.ChangeSubject(former)


def _removals(then: dict[str, SealedFact], now: dict[str, SealedFact]) -> Iterator[Edit]:
    for id, row in now.items():
        if id not in then:
            yield edits.RemoveFact(row["type"], FactId(id))


def _fact_edits(then: dict[str, SealedFact], now: dict[str, SealedFact]) -> Iterator[Edit]:
    for id, row in then.items():
        fact = to_record(schema.FACT_TYPES[row["type"]], row)
        if id not in now:
            yield edits.AddFact(fact)
        elif row != now[id]:
            yield edits.ChangeFact(fact)
