"""Texts: saved, restored, and brought along with their history."""

from fanwiki.domain import edits
from fanwiki.domain.errors import EditConflict, InvalidEdit
from fanwiki.store import schema, texts
from fanwiki.store.past import PastRevision
from fanwiki.wiki.transaction import Transaction


def save_page(edit: edits.SavePage, transaction: Transaction) -> None:
    page = transaction.page(edit.page)
    newest = texts.head(transaction.writing, edit.page)
    if edit.base is not None and newest is not None and newest.id != edit.base:
        raise EditConflict(
            f"“{page.title}” was changed elsewhere since you began; your text has not been saved over it"
        )
    if edit.closing and edit.text == texts.body(transaction.writing, edit.page):
        texts.close(
            transaction.writing, edit.page, author=transaction.author, summary=edit.summary, time=transaction.now
        )
        transaction.described.add(edit.page)
        return
    transaction.writing.change(schema.page_text, edit.page, {"body": edit.text})
    transaction.summary = edit.summary
    transaction.closing = edit.closing
    transaction.coalesce = True


def restore_revision(edit: edits.RestoreRevision, transaction: Transaction) -> None:
    transaction.page(edit.page)
    wanted = texts.revision(transaction.writing, edit.revision)
    if wanted.page != edit.page:
        raise InvalidEdit("this revision is of another page", field="revision")
    held = texts.content(transaction.writing, edit.revision)
    transaction.writing.change(schema.page_text, edit.page, {"body": held.body})
    by = f" by {wanted.author}" if wanted.author else ""
    transaction.summary = f"restored as of {wanted.time[:16].replace('T', ' ')} UTC{by}"


def keep_revision(edit: edits.KeepRevision, transaction: Transaction) -> None:
    if edit.page not in transaction.added:
        title = transaction.page(edit.page).title
        raise InvalidEdit(f"“{title}” has a history in this wiki already; no older one can be put before it")
    past = transaction.past.setdefault(edit.page, [])
    if past and edit.time < past[-1].time:
        raise InvalidEdit("these revisions are not in the order in which they were made")
    past.append(PastRevision(edit.text, edit.author, edit.time, edit.summary))
