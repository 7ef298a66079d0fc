"""Errors that the user can mend. Whatever is no `WikiError` is a bug of ours.

The message is one sentence that says what is wrong and, where it is not obvious, what to do about it.
"""


class WikiError(Exception):
    """Something the user can mend; the wiki is as it was before.

    Where it is about one field of what was asked for, `field` is that field's name, such as "revealed_at"; otherwise
    it is empty. `record` is what kind of thing was asked for when an edit was refused, as `edits.record` names it.
    """

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field
        self.record = ""


class NotFound(WikiError):
    """A page, show, fact or file that is not there (or not yet, as of the viewpoint)."""


class UnknownPoint(WikiError):
    """A point such as S9E99 that no show of the wiki has, or text that is no point at all."""


class InvalidEdit(WikiError):
    """An edit that contradicts the wiki: a title taken, an end before its start, a value out of its vocabulary."""


class EditConflict(WikiError):
    """The text was changed by someone else since it was read; nothing was overwritten."""


class UndoConflict(WikiError):
    """What is to be undone has been changed since; undoing it would lose that change."""


class WikiFileError(WikiError):
    """The file cannot be used: missing, damaged, of another program, or of a newer version."""


class WikiBusy(WikiFileError):
    """Another program, or a long change, has the file to itself for the moment."""


class DamagedWiki(WikiFileError):
    """The file is not as it was written; some of it may be rescued."""


class WikiLocked(WikiError):
    """Another window or command is writing to this wiki."""


class ReadOnlyWiki(WikiError):
    """The wiki was opened for reading alone."""


class Unwanted(WikiError):
    """Long work was stopped, since nobody waits for it any more; it leaves nothing half done."""
