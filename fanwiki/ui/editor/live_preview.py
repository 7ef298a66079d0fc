"""Shows the text as it is typed, the viewpoint as it moves and the facts as they change.

A keystroke goes from the lines it touched through the pieces of the page to a change of the units shown, and never
through the page as a whole. A page that is opened, or seen as of another viewpoint, is read and shown in slices, so
that one can type meanwhile.
"""

from enum import IntEnum
from time import perf_counter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from fanwiki import markup
from fanwiki.domain.changes import Change
from fanwiki.domain.errors import NotFound
from fanwiki.domain.ids import PageId
from fanwiki.ui.editor.line_edits import LineEdits
from fanwiki.ui.preview.rendering import WorldOnDemand, read_head
from fanwiki.ui.session import WikiSession

if TYPE_CHECKING:
    from PySide6.QtGui import QTextDocument

    from fanwiki.markup.editable import EditableDocument, Splice
    from fanwiki.markup.live import LivePage
    from fanwiki.markup.units import UnitChange
    from fanwiki.ui.preview.view import PreviewView

_SLICE_SECONDS: Final = 0.015
"""How long a page is read and rendered before the window may do something else."""
_FIRST_SECONDS: Final = 0.001
_LONGEST_SECONDS: Final = 0.003
"""How long of that blocks are told apart; by how long the rest has taken, the next slice is longer or shorter."""
_OUTLINE_MS: Final = 150
_ABOVE: Final = 40
"""Lines above that which the reader is at that may be in view as well."""


class _Stale(IntEnum):
    """What must be shown anew, from little to much."""

    NOTHING = 0
    QUERIES = 1
    EMBEDS = 2
    FACTS = 3
    ALL = 4


class LivePreview(QObject):
    """Follows the text of one page, and shows it in `view` once there is one. `outline_changed` carries the
    headings.
    """

    outline_changed = Signal(object)
    _taken = Signal()
    """There is a view that can show the page at once."""

    def __init__(self, session: WikiSession, page: PageId, text: "QTextDocument", parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._page = page
        self._edits = LineEdits(text, self)
        self._world = WorldOnDemand(session, page)
        self._view: PreviewView | None = None
        self._watched = False
        self._document: EditableDocument | None = None
        self._live: LivePage | None = None
        self._stale = _Stale.ALL
        self._headings: tuple[markup.Heading, ...] | None = None
        self._cursor_line: int | None = None
        self._seconds = _FIRST_SECONDS
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._on_time)
        self._outline = QTimer(self)
        self._outline.setSingleShot(True)
        self._outline.setInterval(_OUTLINE_MS)
        self._outline.timeout.connect(self._tell_outline)
        # In a turn of its own, but before the window is painted: the engine works while it is.
        self._taken.connect(self.follow, Qt.ConnectionType.QueuedConnection)
        self._edits.edited.connect(self._on_edited)
        session.changed.connect(self._on_changed)
        session.viewpoint_changed.connect(self._on_viewpoint_changed)

    @property
    def headings(self) -> tuple[markup.Heading, ...]:
        return self._headings or ()

    def set_view(self, view: "PreviewView | None") -> None:
        self._view = view
        self.set_watched(True)
        if view is not None and view.is_ready:
            self._taken.emit()

    def set_watched(self, watched: bool) -> None:
        """Whether anybody sees the view. What nobody sees follows the text, but not the wiki."""
        self._watched = watched and self._view is not None
        if self._watched and self._stale:
            self._soon.start(0)

    def typed(self, cursor_line: int | None = None) -> None:
        """The block of `cursor_line` should be in view once what was typed is shown."""
        self._cursor_line = cursor_line

    @property
    def is_complete(self) -> bool:
        """Whether the whole page has been read, and what was typed is in what is shown."""
        return self._document is not None and not self._behind and not self._soon.isActive()

    @property
    def is_shown(self) -> bool:
        """Whether the view has been given the whole page, as the wiki has it now."""
        return self._view is not None and self._document is not None and not (self._stale or self._behind)

    def follow(self) -> None:
        """Shows what was typed, now and not at the end of this event."""
        self._soon.stop()
        self._on_time()

    def render_all(self) -> None:
        """Shows the whole page anew."""
        self._stale = _Stale.ALL
        self._live = self._document = None
        self.update_now()

    def update_now(self) -> None:
        """Shows and outlines everything, at once and as a whole."""
        self._soon.stop()
        self._follow(float("inf"))
        self._tell_outline()

    # --- inner --------------------------------------------------------------------------------------------

    @property
    def _behind(self) -> bool:
        """Whether there is more to read, or to show anew."""
        return (self._document is not None and not self._document.complete) or (
            self._live is not None and self._live.behind
        )

    def _on_edited(self) -> None:
        if not self._soon.isActive():
            self._soon.start(0)

    def _on_time(self) -> None:
        began = perf_counter()
        self._follow(self._seconds)
        if self._behind:
            fits = _SLICE_SECONDS / max(perf_counter() - began, 0.001)
            self._seconds = min(max(self._seconds * fits, _FIRST_SECONDS / 4), _LONGEST_SECONDS)
            self._soon.start(0)
        else:
            self._outline.start()

    def _follow(self, seconds: float) -> None:
        try:
            if self._watched and self._stale:
                self._renew()
            changes = self._edited()
            changes += self._read_on(seconds)
        except NotFound:
            # The page has left the viewpoint, or the wiki: the word of that is on its way, and shows it so.
            self._live = None
            self._stale = _Stale.ALL
            return
        finally:
            self._world.close()
        if self._view is not None and (changes or self._cursor_line is not None):
            self._view.change(changes, self._cursor_line)
            self._cursor_line = None
        if self._view is not None and not (self._stale or (self._live is not None and self._live.behind)):
            self._view.set_veiled(False)

    def _renew(self) -> None:
        """Takes up what has become of the wiki around the page."""
        assert self._view is not None
        stale, self._stale = self._stale, _Stale.NOTHING
        head = read_head(self._session, self._page)
        if not head.there:
            self._live = None
            self._view.show_page(head.title, head.notice, ())
            return
        self._view.set_head(head.title, head.notice)
        if self._live is None:
            self._show()
            return
        match stale:
            case _Stale.QUERIES:
                self._live.doubt_queries()
            case _Stale.EMBEDS:
                self._live.doubt_texts()
            case _Stale.FACTS:
                self._live.doubt()
            case _:
                self._live.forget()

    def _start(self) -> "EditableDocument":
        """Reads the page from its beginning on, and shows it if it is seen."""
        from fanwiki.markup.editable import EditableDocument  # noqa: PLC0415  # the parser is slow to load

        document = self._document = EditableDocument("\n".join(self._edits.all_lines()))
        if self._live is not None:
            self._show()
        return document

    def _show(self) -> None:
        """Shows the page as far as it has been read."""
        from fanwiki.markup.live import LivePage  # noqa: PLC0415  # the renderer is slow to load

        assert self._view is not None
        self._live = LivePage(self._document or self._start(), self._world)
        self._view.show_page(*self._view.head, self._live.units)

    def _edited(self) -> "list[UnitChange]":
        """What was typed, as changes of what is shown."""
        if self._document is None:
            self._start()
        assert self._document is not None
        changes: list[UnitChange] = []
        for edit in self._edits.take():
            if edit.first == 0 and edit.removed >= self._document.line_count:
                self._start()
                return []
            changes += self._shown(self._document.edit(edit.first, edit.removed, edit.lines))
        return changes

    def _read_on(self, seconds: float) -> "list[UnitChange]":
        """What can be shown anew, or read of the rest, in some time."""
        changes: list[UnitChange] = []
        if self._live is not None and self._live.behind:
            line = 0 if self._view is None else int(self._view.line)
            changes += self._live.catch_up(max(seconds, _SLICE_SECONDS), max(line - _ABOVE, 0))
            if self._live.behind:
                return changes
        if self._document is not None and not self._document.complete:
            changes += self._shown(self._document.read_on(seconds))
        return changes

    def _shown(self, splice: "Splice") -> "list[UnitChange]":
        return [] if self._live is None else self._live.edited(splice)

    def _tell_outline(self) -> None:
        if self._document is None or not self._document.complete:
            return
        headings = self._document.headings
        if headings != self._headings:
            self._headings = headings
            self.outline_changed.emit(headings)

    def _on_changed(self, change: Change) -> None:
        """Facts stand in data blocks, titles in links, texts in embeds. The page's own text comes from the editor; what
        it has asked for may be found in it once it is saved.
        """
        if change.facts or change.pages:
            self._refresh(_Stale.FACTS)
        elif change.texts - {self._page}:
            self._refresh(_Stale.EMBEDS)
        elif change.texts and self._live is not None and self._live.has_queries:
            self._refresh(_Stale.QUERIES)

    def _on_viewpoint_changed(self) -> None:
        if self._view is not None:
            self._view.set_veiled(True)
        self._refresh(_Stale.ALL)

    def _refresh(self, stale: _Stale) -> None:
        self._stale = max(self._stale, stale)
        if self._watched:
            self._soon.start(0)
