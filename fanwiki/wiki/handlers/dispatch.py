"""From an edit to its handler. mypy holds the list complete: an edit without a handler does not pass."""

from typing import assert_never

from fanwiki.domain import edits
from fanwiki.domain.edits import Edit
from fanwiki.wiki.handlers import canon, pages, renaming, texts, trash
from fanwiki.wiki.transaction import Transaction


def carry_out(edit: Edit, transaction: Transaction) -> None:  # noqa: C901, PLR0912 - a list, one line for each edit
    """Writes the canonical rows of an edit. Raises WikiError if it contradicts the wiki."""
    match edit:
        case edits.RenameWiki():
            pages.rename_wiki(edit, transaction)
        case edits.BecomeCopy():
            pages.become_copy(edit, transaction)
        case edits.AddPage():
            pages.add_page(edit, transaction)
        case edits.RenamePage():
            renaming.rename_page(edit, transaction)
        case edits.FollowRename():
            renaming.follow_rename(edit, transaction)
        case edits.MovePage():
            pages.move_page(edit, transaction)
        case edits.DeletePage():
            pages.delete_page(edit, transaction)
        case edits.RestorePage():
            pages.restore_page(edit, transaction)
        case edits.EmptyTrash():
            trash.empty_trash(edit, transaction)
        case edits.SavePage():
            texts.save_page(edit, transaction)
        case edits.RestoreRevision():
            texts.restore_revision(edit, transaction)
        case edits.KeepRevision():
            texts.keep_revision(edit, transaction)
        case edits.IntroducePage():
            pages.introduce_page(edit, transaction)
        case edits.ReviewPage():
            pages.review_page(edit, transaction)
        case edits.ChangeSubject():
            canon.change_subject(edit, transaction)
        case edits.AddFact():
            canon.add_fact(edit, transaction)
        case edits.ChangeFact():
            canon.change_fact(edit, transaction)
        case edits.RemoveFact():
            canon.remove_fact(edit, transaction)
        case edits.ReorderCast():
            canon.reorder_cast(edit, transaction)
        case edits.ChooseOrder():
            canon.choose_order(edit, transaction)
        case edits.ChooseFields():
            pages.choose_fields(edit, transaction)
        case edits.StoreMedia():
            canon.store_media(edit, transaction)
        case _:
            assert_never(edit)
