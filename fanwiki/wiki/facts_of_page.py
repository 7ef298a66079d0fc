"""The facts about a page as one canonical text, which its revisions hold beside the prose."""

import json
from collections import defaultdict
from collections.abc import Collection

from fanwiki.domain.ids import PageId
from fanwiki.store import gates, page_rows, pages
from fanwiki.store.records import to_row
from fanwiki.store.store import Reading, Writing


def snapshots(writing: Writing, of_pages: Collection[PageId]) -> dict[PageId, str]:
    """For each of these pages that is there: its subject and the facts it is the first to be touched by, as JSON
    with sorted keys.
    """
    about: dict[PageId, list[tuple[str, str]]] = defaultdict(list)
    for fact in gates.facts_touching(writing, of_pages):
        written = json.dumps({"type": type(fact).__name__, **to_row(fact)}, sort_keys=True, ensure_ascii=False)
        about[fact.touches()[0]].append((fact.id, written))
    found: dict[PageId, str] = {}
    for page, row in page_rows.rows(writing, of_pages).items():
        head = {name: row[name] for name in ("title", "introduced_at", "reviewed", "safe_from")}
        subject = _subject(writing, page, row["kind"])
        lines = [json.dumps(head | subject, sort_keys=True, ensure_ascii=False)]
        lines += [written for _, written in sorted(about[page])]
        found[page] = "\n".join(lines)
    return found


def _subject(reading: Reading, page: PageId, kind: str) -> dict[str, object]:
    record = next((record for known, record in pages.SUBJECT_OF.items() if known == kind), None)
    subject = None if record is None else pages.subject(reading, record, page)
    return {} if subject is None else to_row(subject)
