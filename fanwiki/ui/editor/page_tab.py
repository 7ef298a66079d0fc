"""A page in a tab: its editor, its preview, and what keeps the two and the wiki together."""

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from fanwiki.domain.ids import PageId
from fanwiki.domain.names import title_key
from fanwiki.ui.editor.bars import NoticeBar
from fanwiki.ui.editor.completion import Completer
from fanwiki.ui.editor.find_bar import FindBar
from fanwiki.ui.editor.formatting import BOLD, ITALIC
from fanwiki.ui.editor.image_intake import ImageIntake
from fanwiki.ui.editor.live_preview import LivePreview
from fanwiki.ui.editor.page_facts import PageFacts
from fanwiki.ui.editor.page_text import PageTexts
from fanwiki.ui.editor.save_state import SaveState
from fanwiki.ui.editor.text_editor import TextEditor
from fanwiki.ui.look import Look, Preview
from fanwiki.ui.preview.place import PreviewPlace
from fanwiki.ui.preview.profile import PreviewProfile

if TYPE_CHECKING:
    from fanwiki.ui.editor.scroll_sync import ScrollSync
    from fanwiki.ui.preview.view import PreviewView

_ROOM_BESIDE: Final = 640
"""Pixels that a tab must have for text and preview beside each other."""


class Mode(StrEnum):
    EDIT = "edit"
    SPLIT = "split"
    READ = "read"


class PageTab(QWidget):
    """Edits and shows one page. Raises NotFound for a page that is not there. `shown` when something of the page, or of
    what was typed in it, has reached the preview.
    """

    page_requested = Signal(object, str)
    wanted_page_requested = Signal(str)
    external_requested = Signal(str)
    title_changed = Signal(str)
    save_state_changed = Signal(object)
    outline_changed = Signal(object)
    shown = Signal()
    mode_changed = Signal(object)
    review_requested = Signal()
    table_entered = Signal(bool)
    link_met = Signal(object)

    def __init__(
        self, texts: PageTexts, preview_profile: PreviewProfile, page: PageId, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        session = self._session = texts.session
        self._texts = texts
        self._text = texts.show(page)
        self._profile = preview_profile
        self._page_id = page
        self._mode = Mode.SPLIT
        self._look = Look()
        self._before_focus: Mode | None = None
        self._preview: PreviewView | None = None
        self._sync: ScrollSync | None = None
        self._awaited = True
        self._awaited_heading = ""
        self._awaited_line: int | None = None
        self._notice = NoticeBar(self)
        self._editor = TextEditor(self, self._text.document)
        self._header = PageFacts(session, page, self)
        self._find_bar = FindBar(self._editor, self)
        self._live = LivePreview(session, page, self._editor.document(), self)
        self._completer = Completer(self._editor, session, page, texts.titles)
        ImageIntake(self._editor, session)
        self._place = PreviewPlace(self)
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._lay_out()
        self._connect()
        self._editor.setReadOnly(session.read_only)
        if self._text.in_conflict:
            self._on_conflicted()
        if self._text.gone:
            self._on_vanished()
        self._live.typed()

    # --- what it is ---------------------------------------------------------------------------------------

    @property
    def page_id(self) -> PageId:
        return self._page_id

    @property
    def title(self) -> str:
        return self._header.page.title

    @property
    def editor(self) -> TextEditor:
        return self._editor

    @property
    def preview(self) -> "PreviewView | None":
        """The preview; None until it has been shown for the first time."""
        return self._preview

    @property
    def live(self) -> LivePreview:
        """What leads from the text to the preview."""
        return self._live

    @property
    def completer(self) -> Completer:
        return self._completer

    @property
    def notice(self) -> NoticeBar:
        return self._notice

    @property
    def awaited(self) -> bool:
        """Whether one looks for the page in the preview, and it is not there yet as a whole."""
        looked_for = self.isVisible() and self._mode is not Mode.EDIT
        return self._awaited and looked_for and not self._profile.obstacle()

    @property
    def headings(self) -> tuple[Any, ...]:
        """The outline as of the last rendering."""
        return self._live.headings

    @property
    def mode(self) -> Mode:
        return self._mode

    @property
    def usual_mode(self) -> Mode:
        """The mode, or that which comes back after focus mode."""
        return self._before_focus or self._mode

    def set_mode(self, mode: Mode) -> None:
        """Shows the editor, both, or the preview."""
        if mode is self._mode:
            return
        had_focus = self.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        self._mode = mode
        self._editor.setVisible(mode is not Mode.READ)
        self._place.setVisible(mode is not Mode.EDIT)
        self._watch()
        if had_focus:
            self.focus_editor()
        self.mode_changed.emit(mode)

    def cycle_mode(self) -> None:
        modes = list(Mode)
        self.set_mode(modes[(modes.index(self._mode) + 1) % len(modes)])

    # --- saving -------------------------------------------------------------------------------------------

    @property
    def has_unsaved(self) -> bool:
        return self._text.has_unsaved

    @property
    def save_state(self) -> SaveState:
        return self._text.save_state

    def save_now(self) -> None:
        self._text.save()

    def end_revision(self, summary: str = "") -> bool:
        """Saves, and begins another revision with what is written next. False if nothing was written since the last."""
        return self._text.end_revision(summary)

    def flush(self) -> None:
        """Gives what is unsaved to the lane before this returns. What is in conflict stays, and `has_unsaved`."""
        self._text.flush()

    def leave(self) -> None:
        """Lets go of the text, before the tab is taken away. It is kept with its undo, and the place in it."""
        self._text.place = self.state()
        self._texts.leave(self._text)

    # --- going somewhere ----------------------------------------------------------------------------------

    def go_to_heading(self, heading: str) -> None:
        """Goes to a heading by its text or its anchor, in editor and preview; nothing for an empty one."""
        if not heading:
            return
        self._live.update_now()
        wanted = title_key(heading)
        for found in self._live.headings:
            if found.anchor == heading or title_key(found.text) == wanted:
                self._go(found.line, found.anchor)
                return
        self._go(None, heading)

    def go_to_line(self, line: int) -> None:
        """Goes to a source line, from 0."""
        self._live.update_now()
        anchor = next((each.anchor for each in self._live.headings if each.line == line), "")
        self._go(line, anchor)

    def focus_editor(self) -> None:
        """Puts the keyboard where the page is written, or read."""
        if self._mode is Mode.READ:
            self._place.setFocus()
        else:
            self._editor.setFocus()

    def return_to_place(self) -> None:
        """Goes to where the text was left, if it was left in this session."""
        if self._text.place:
            self.restore_state({**self._text.place, "mode": self._mode, "split": []})

    def state(self) -> dict[str, Any]:
        """Mode, cursor and scroll positions, for `restore_state` of a later session."""
        cursor = self._editor.textCursor()
        return {
            "mode": self.usual_mode.value,
            "anchor": cursor.anchor(),
            "cursor": cursor.position(),
            "scroll": self._editor.verticalScrollBar().value(),
            "split": self._splitter.sizes() if self._mode is Mode.SPLIT else [],
        }

    def restore_state(self, state: dict[str, Any]) -> None:
        """Takes up a state as far as it makes sense for the text as it is now."""
        last = self._editor.document().characterCount() - 1
        cursor = self._editor.textCursor()
        cursor.setPosition(min(max(_number(state.get("anchor")), 0), last))
        cursor.setPosition(min(max(_number(state.get("cursor")), 0), last), cursor.MoveMode.KeepAnchor)
        self._editor.setTextCursor(cursor)
        QTimer.singleShot(0, self._editor, _Scroll(self._editor, _number(state.get("scroll"))))
        if state.get("mode") in list(Mode):
            self.set_mode(Mode(state["mode"]))
        sizes = state.get("split")
        if isinstance(sizes, list) and len(sizes) == 2 and all(isinstance(size, int) for size in sizes):
            self._splitter.setSizes(sizes)

    # --- commands -----------------------------------------------------------------------------------------

    def toggle_bold(self) -> None:
        self._editor.toggle(BOLD)

    def toggle_italic(self) -> None:
        self._editor.toggle(ITALIC)

    def insert_link(self) -> None:
        self._editor.insert_link()

    def set_heading(self, level: int) -> None:
        self._editor.set_heading(level)

    def find_text(self) -> None:
        self._writing()
        self._find_bar.open_find()

    def replace_text(self) -> None:
        self._writing()
        self._find_bar.open_replace()

    def find_next(self) -> None:
        self._writing()
        self._find_bar.find_next()

    def find_previous(self) -> None:
        self._writing()
        self._find_bar.find_previous()

    def set_look(self, look: Look) -> None:
        """Font, width, line height and zoom of the text, and where the preview stands."""
        self._look = look
        self._editor.set_look(look)
        self._place_preview()
        if self._preview is not None:
            self._preview.setZoomFactor(look.zoom)

    def set_focused(self, focused: bool) -> None:
        """Shows the text alone, its paragraph at the cursor standing out, or all that was there before."""
        if focused == (self._before_focus is not None):
            return
        self._header.setVisible(not focused)
        self._editor.set_emphasis(focused)
        if self._before_focus is None:
            self._before_focus = self._mode
            self.set_mode(Mode.EDIT)
        else:
            before, self._before_focus = self._before_focus, None
            self.set_mode(before)

    # --- events -------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._watch()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_preview()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._live.set_watched(False)

    # --- inner --------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self._editor)
        self._splitter.addWidget(self._place)
        self._splitter.setSizes([500, 500])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header)
        layout.addWidget(self._notice)
        layout.addWidget(self._splitter, 1)
        layout.addWidget(self._find_bar)
        self.setFocusProxy(self._editor)

    def _connect(self) -> None:
        self._editor.typed.connect(self._on_typed)
        self._editor.table_entered.connect(self.table_entered)
        self._live.outline_changed.connect(self.outline_changed)
        self._text.state_changed.connect(self.save_state_changed)
        self._text.conflicted.connect(self._on_conflicted)
        self._text.settled.connect(self._notice.dismiss)
        self._text.vanished.connect(self._on_vanished)
        self._text.restored.connect(self._on_restored)
        self._notice.chosen.connect(self._on_chosen)
        self._header.page_requested.connect(self._on_path_clicked)
        self._header.review_requested.connect(self.review_requested)
        self._header.title_changed.connect(self.title_changed)
        self._place.painted.connect(self._make_preview)

    def _make_preview(self) -> None:
        """Starts the engine, once there is something on the screen already."""
        if self._preview is not None:
            return
        if obstacle := self._profile.obstacle():
            self._place.say(obstacle)
            return
        self._hold(self._profile.make_view(self._place))

    def take_preview(self, before: "PageTab | None") -> None:
        """Shows its page in a preview that is there: that of a tab that goes, or one that stands by. Without one, the
        engine is started once the tab has been painted.
        """
        preview = None if before is None else before.give_preview()
        if preview is not None:
            self._hold(preview)
        elif self._profile.has_spare and self._mode is not Mode.EDIT:
            self._make_preview()

    def give_preview(self) -> "PreviewView | None":
        """Lets go of its preview, which shows nothing now, for another tab; None if there is none."""
        preview, sync = self._preview, self._sync
        if preview is None or sync is None:
            return None
        self._preview = self._sync = None
        self._live.set_view(None)
        sync.part()
        preview.begin_page()
        preview.page_requested.disconnect(self._on_link_clicked)
        preview.wanted_page_requested.disconnect(self.wanted_page_requested)
        preview.external_requested.disconnect(self.external_requested)
        preview.link_met.disconnect(self.link_met)
        preview.shown.disconnect(self._on_shown)
        return preview

    def _hold(self, preview: "PreviewView") -> None:
        from fanwiki.ui.editor.scroll_sync import ScrollSync  # noqa: PLC0415  # it brings QtWebEngine with it

        preview.setZoomFactor(self._look.zoom)
        preview.page_requested.connect(self._on_link_clicked)
        preview.wanted_page_requested.connect(self.wanted_page_requested)
        preview.external_requested.connect(self.external_requested)
        preview.link_met.connect(self.link_met)
        preview.shown.connect(self._on_shown)
        self._preview = preview
        self._sync = ScrollSync(self._editor, preview)
        self._place.hold(preview)
        self._live.set_view(preview)
        self._watch()

    def _watch(self) -> None:
        self._live.set_watched(self.isVisible() and self._mode is not Mode.EDIT)
        if self._sync is not None:
            self._sync.active = self._mode is Mode.SPLIT

    def _place_preview(self) -> None:
        """Beside the text or below it, as is chosen or as there is room."""
        wanted = self._look.preview
        beside = wanted is Preview.BESIDE or (wanted is Preview.FITTING and self.width() >= _ROOM_BESIDE)
        orientation = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if orientation is not self._splitter.orientation():
            self._splitter.setOrientation(orientation)
            self._splitter.setSizes([500, 500])

    def _writing(self) -> None:
        if self._mode is Mode.READ:
            self.set_mode(Mode.SPLIT)

    def _go(self, line: int | None, anchor: str) -> None:
        if self._sync is not None and anchor:
            self._sync.rest()
        if line is not None:
            self._editor.go_to_line(line)
        self._awaited_heading = anchor
        self._awaited_line = None if anchor else line
        if self._preview is not None and self._preview.is_ready:
            self._go_to_awaited()

    def _on_shown(self) -> None:
        self._awaited = self._awaited and not self._live.is_shown
        self._go_to_awaited()
        self.shown.emit()

    def _go_to_awaited(self) -> None:
        """A heading or a line that was asked for before the preview had it."""
        if self._awaited_heading and self._preview is not None and self._sync is not None:
            self._sync.rest()
            self._preview.point_at(self._awaited_heading)
            self._awaited_heading = ""
        if self._awaited_line is not None and self._preview is not None and self._live.is_shown:
            beside = self._mode is Mode.SPLIT
            self._preview.scroll_to_line(self._editor.line_in_view() if beside else self._awaited_line)
            self._awaited_line = None

    def _on_typed(self) -> None:
        here = self._editor.hasFocus() and not self._text.taking_over
        self._live.typed(self._editor.textCursor().blockNumber() if here else None)

    def _on_conflicted(self) -> None:
        self._notice.show_notice(
            self.tr("This page was changed elsewhere while you were writing. Your text is still here, not saved yet."),
            keep_mine=self.tr("&Keep mine"),
            take_theirs=self.tr("&Take theirs"),
        )

    def _on_vanished(self) -> None:
        self._editor.setReadOnly(True)
        self._notice.show_notice(
            self.tr("This page is in the trash. What you wrote is still here."), restore_page=self.tr("&Restore")
        )

    def _on_restored(self) -> None:
        self._editor.setReadOnly(self._session.read_only)
        self._notice.dismiss()

    def _on_chosen(self, name: str) -> None:
        match name:
            case "keep_mine":
                self._text.keep_mine()
            case "take_theirs":
                self._text.take_theirs()
            case "restore_page":
                self._text.restore()

    def _on_path_clicked(self, page: PageId) -> None:
        self.page_requested.emit(page, "")

    def _on_link_clicked(self, page: PageId, heading: str) -> None:
        if page == self._page_id and heading:
            self.go_to_heading(heading)
        else:
            self.page_requested.emit(page, heading)


class _Scroll:
    """Puts a scroll bar back once the text has been laid out."""

    def __init__(self, editor: TextEditor, value: int) -> None:
        self._editor = editor
        self._value = value

    def __call__(self) -> None:
        self._editor.verticalScrollBar().setValue(self._value)


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
