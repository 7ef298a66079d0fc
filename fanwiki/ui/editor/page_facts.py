"""What the line above the text says of its page, kept as the wiki has it now."""

from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from fanwiki.domain.changes import Change
from fanwiki.domain.entities import Page
from fanwiki.domain.errors import NotFound
from fanwiki.domain.ids import PageId
from fanwiki.ui.editor.bars import PageHeader
from fanwiki.ui.editor.counting import WordCounter
from fanwiki.ui.editor.text_editor import TextEditor
from fanwiki.ui.icons import icon
from fanwiki.ui.session import WikiSession

_COUNT_MS: Final = 400


class PageFacts(PageHeader):
    """The header of one page. Raises NotFound for a page that is not there."""

    title_changed = Signal(str)

    def __init__(self, session: WikiSession, page: PageId, editor: TextEditor, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._page = session.author_view().page(page)
        self._editor = editor
        self._counter = WordCounter()
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(_COUNT_MS)
        self._counting.timeout.connect(self.count_words)
        editor.typed.connect(self._counting.start)
        session.changed.connect(self._on_changed)
        session.viewpoint_changed.connect(self.refresh)
        self.refresh()

    @property
    def page(self) -> Page:
        return self._page

    def refresh(self) -> None:
        """Title, path and review as they are now; as they were, for a page in the trash."""
        with self._session.author_view().together() as view:
            try:
                page = view.page(self._page.id)
            except NotFound:
                return
            home = view.home_show(page.id)
            safe = "" if page.safe_from is None else view.point(page.safe_from, home)
        renamed = page.title != self._page.title
        self._page = page
        self.show_review(self._review_words(page, safe), icon("safe" if page.reviewed else "warning"))
        self.show_path(self._pages_above())
        if renamed:
            self.title_changed.emit(page.title)

    def count_words(self) -> None:
        count = self._counter.count(self._editor.text())
        self.show_words(self.tr("1 word") if count == 1 else self.tr("{0} words").format(f"{count:,}"))

    def _on_changed(self, change: Change) -> None:
        if change.pages or change.subjects:
            self.refresh()

    def _pages_above(self) -> tuple[Page, ...]:
        """As the chosen viewpoint sees it; of a page that it does not see, the page alone, which is open."""
        try:
            return self._session.view().path(self._page.id)
        except NotFound:
            return (self._page,)

    def _review_words(self, page: Page, safe: str) -> str:
        if not page.reviewed:
            return self.tr("Unreviewed")
        return self.tr("Safe from {0}").format(safe) if safe else self.tr("Safe from the start")
