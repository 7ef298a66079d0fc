"""What the line above the text says of its page, kept as the wiki has it now."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fanwiki.domain.changes import Change
from fanwiki.domain.entities import Page
from fanwiki.domain.errors import NotFound
from fanwiki.domain.ids import PageId
from fanwiki.ui.editor.bars import PageHeader
from fanwiki.ui.icons import icon
from fanwiki.ui.session import WikiSession
from fanwiki.wiki import View


class PageFacts(PageHeader):
    """The header of one page. Raises NotFound for a page that is not there."""

    title_changed = Signal(str)

    def __init__(self, session: WikiSession, page: PageId, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        with session.author_view().together() as view:
            self._page = view.page(page)
            self._show(view)
        session.changed.connect(self._on_changed)
        session.viewpoint_changed.connect(self.refresh)

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
            renamed = page.title != self._page.title
            self._page = page
            self._show(view)
        if renamed:
            self.title_changed.emit(page.title)

    def _show(self, view: View) -> None:
        """Path and review, from the author's view."""
        page = self._page
        safe = "" if page.safe_from is None else view.point(page.safe_from, view.home_show(page.id))
        self.show_review(self._review_words(page, safe), icon("safe" if page.reviewed else "warning"))
        self.show_path(self._pages_above(view.seen_from(self._session.viewpoint)))

    def _on_changed(self, change: Change) -> None:
        if change.pages or change.subjects:
            self.refresh()

    def _pages_above(self, view: View) -> tuple[Page, ...]:
        """As the chosen viewpoint sees it; of a page that it does not see, the page alone, which is open."""
        try:
            return view.path(self._page.id)
        except NotFound:
            return (self._page,)

    def _review_words(self, page: Page, safe: str) -> str:
        if not page.reviewed:
            return self.tr("Unreviewed")
        return self.tr("Safe from {0}").format(safe) if safe else self.tr("Safe from the start")
