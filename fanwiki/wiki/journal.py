"""Undo and redo of structural edits: the rows of a step put back as they were, unless somebody has changed them
since.

Texts have an undo of their own in the editor and a history in the file. Where undoing a step touches a text that
was edited meanwhile, the two are merged line by line.
"""

from collections.abc import Iterable

from fanwiki.domain.errors import UndoConflict
from fanwiki.domain.ids import PageId
from fanwiki.store import schema, texts
from fanwiki.store.store import RowChange, Writing
from fanwiki.wiki import derivation
from fanwiki.wiki.merging import merged


def put_back(writing: Writing, changes: Iterable[RowChange]) -> None:
    """Undoes row changes, newest first. Raises UndoConflict where that would lose what was written since."""
    for change in reversed(list(changes)):
        _put_back_row(writing, change)
    writing.forget_orders()


def _put_back_row(writing: Writing, change: RowChange) -> None:
    table = schema.CANONICAL[change.table]
    current = writing.row(table, change.id)
    if change.before is None:
        if current is None:
            return
        if any(current[column] != value for column, value in (change.after or {}).items()):
            raise UndoConflict("it has been changed again since; put it into the trash instead")
        if table is schema.page_text:
            texts.keep_head(writing, PageId(change.id), current["body"])
        if table is schema.page:
            derivation.forget(writing, PageId(change.id))
        writing.remove(table, change.id)
        return
    if change.after is None:
        if current is not None:
            raise UndoConflict("what was removed is there again")
        writing.insert(table, change.before)
        return
    if current is None:
        raise UndoConflict("what was changed is no longer there")
    values = {
        column: _former(column, before, change.after[column], current[column])
        for column, before in change.before.items()
    }
    writing.change(table, change.id, values)


def _former(column: str, before: object, after: object, current: object) -> object:
    if current == after:
        return before
    if column != "body":
        raise UndoConflict("it has been changed again since; undo that first")
    text = merged(str(after), str(before), str(current))
    if text is None:
        raise UndoConflict("the text has been edited in the same place since")
    return text
