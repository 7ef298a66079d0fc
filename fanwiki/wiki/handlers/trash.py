"""Emptying the trash: the one edit that destroys, and that says so."""

import json
from collections.abc import Collection

from fanwiki.domain import edits, entities
from fanwiki.domain.errors import InvalidEdit
from fanwiki.domain.ids import PageId
from fanwiki.domain.points import WITH_TRASH
from fanwiki.store import page_rows, pages, schema, texts
from fanwiki.store.facts import facts
from fanwiki.wiki import derivation
from fanwiki.wiki.emptying import emptying, resting
from fanwiki.wiki.transaction import Transaction


def empty_trash(edit: edits.EmptyTrash, transaction: Transaction) -> None:
    writing = transaction.writing
    found = emptying(writing, edit.pages)
    if not found.goes:
        why = "".join(f"; “{page.title}” stays, since “{holder}” names it" for page, holder in found.stays)
        raise InvalidEdit(f"there is nothing in the trash that can go{why}")
    ids = [page.id for page in found.goes]
    transaction.forgotten.update(ids)
    for fact in resting(writing, ids):
        transaction.forgotten.add(fact.id)
        writing.remove(schema.FACT_TABLES[type(fact)], fact.id)
    _leave_orders(ids, transaction)
    for child in page_rows.below(writing, ids):
        writing.change(schema.page, child, {"parent": None})
    for page in found.goes:
        derivation.forget(writing, page.id)
        record = pages.SUBJECT_OF.get(page.kind)
        if record is not None:
            writing.remove(schema.SUBJECT_TABLES[record], page.id)
        writing.remove(schema.page_text, page.id)
        writing.remove(schema.page, page.id)
    texts.forget(writing, ids)
    writing.forget_orders()


def _leave_orders(ids: Collection[PageId], transaction: Transaction) -> None:
    """Episodes that are gone are in no order of episodes any more."""
    gone = {str(id) for id in ids}
    table = schema.FACT_TABLES[entities.AlternativeOrder]
    for order in facts(transaction.writing, WITH_TRASH, entities.AlternativeOrder):
        kept = [episode for episode in order.episodes if episode not in gone]
        if len(kept) < len(order.episodes):
            transaction.writing.change(table, order.id, {"episodes": json.dumps(kept)})
