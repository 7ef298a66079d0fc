"""What all panels have in common: the session they read, the page they stand beside, and when they read again."""

from typing import ClassVar

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from fanwiki.domain.changes import Change
from fanwiki.domain.entities import Page
from fanwiki.domain.errors import NotFound
from fanwiki.domain.ids import PageId
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui.plain import PlainLabel
from fanwiki.ui.session import WikiSession
from fanwiki.wiki import View


class Panel(QWidget):
    """A panel shows what the session's viewpoint sees, beside the current page.

    `page_requested` asks for a page (PageId) to be opened, `new_page_requested` for a new one of a kind (PageKind)
    below a parent (PageId or None). Panels without a current page get `show_page(None)`.
    """

    page_requested = Signal(object)
    new_page_requested = Signal(object, object)

    concerns: ClassVar[frozenset[str]] = frozenset()
    """The kinds of fact and subject ("StatusEvent", "Season" …) whose change the panel has to show."""
    concerns_texts: ClassVar[bool] = False
    """Whether a change of any page's text concerns the panel."""

    def __init__(self, session: WikiSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.page: Page | None = None
        session.changed.connect(self._on_changed)
        session.viewpoint_changed.connect(self._on_viewpoint_changed)

    def show_page(self, page: Page | None) -> None:
        """Stands beside another page."""
        self.page = page
        self.refresh()

    @property
    def is_seen(self) -> bool:
        """Whether any of it is on the screen. Qt says of a pane behind another one's tab that it is visible: it has put
        it beside the window.
        """
        if not self.isVisible():
            return False
        window = self.window()
        return window.rect().intersects(QRect(self.mapTo(window, QPoint()), self.size()))

    def turns_to(self, page: Page | None) -> bool:
        """Whether a page is another than the one that the panel stands beside."""
        return page is None or self.page is None or page.id != self.page.id

    def refresh(self) -> None:
        """Reads again what is shown, keeping selection and place."""
        raise NotImplementedError

    def catch_up(self) -> None:
        """Comes to the front, or leaves it. Most panels are always up to date."""

    def is_concerned(self, change: Change) -> bool:
        """Whether a change may show in this panel."""
        if change.pages or self.concerns & change.facts:
            return True
        return self.concerns_texts and bool(change.texts)

    def _on_changed(self, change: Change) -> None:
        if self.is_concerned(change):
            self.refresh()

    def _on_viewpoint_changed(self, _viewpoint: object) -> None:
        self.refresh()


class LazyPanel(Panel):
    """Reads while it is seen; what changes meanwhile it shows when it comes back to the front."""

    def __init__(self, session: WikiSession, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._stale = True

    def refresh(self) -> None:
        self._stale = not self.is_seen
        if not self._stale:
            self.read()

    def catch_up(self) -> None:
        """Reads what it has left out, if it is seen now."""
        if self._stale:
            self.refresh()

    def read(self) -> None:
        """Reads again what is shown, keeping selection and place."""
        raise NotImplementedError

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.catch_up()


class ShowPanel(LazyPanel):
    """A panel about the show that the current page has to do with: pages of one show in turn change nothing in it."""

    def __init__(self, session: WikiSession, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._show: PageId | None = None
        self._turned = False

    def show_page(self, page: Page | None) -> None:
        self._turned = self._turned or self.turns_to(page)
        self.page = page
        if self._stale or not self.is_seen:
            self.refresh()
            return
        with self.session.reading() as view:
            around = show_around(view, page, self._show)
        if around != self._show or around is None:
            self.refresh()
        else:
            self._turn()

    def refresh(self) -> None:
        super().refresh()
        if not self._stale:
            self._turn()

    def select_page(self) -> None:
        """Selects the line of the current page, if it has one."""
        raise NotImplementedError

    def _turn(self) -> None:
        if self._turned:
            self._turned = False
            self.select_page()


class ScrolledPanel(LazyPanel):
    """A panel that is a `column` of parts, scrolled as a whole; another page begins at its top."""

    def __init__(self, session: WikiSession, spacing: int, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        inside = QWidget()
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(8, 8, 8, 8)
        self.column.setSpacing(spacing)
        self.area = QScrollArea()
        self.area.setWidget(inside)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.empty = EmptyState()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area, 1)
        outer.addWidget(self.empty, 1)

    def show_page(self, page: Page | None) -> None:
        turned = self.turns_to(page)
        super().show_page(page)
        if turned:
            self.area.verticalScrollBar().setValue(0)

    def show_column(self) -> None:
        """Shows the parts, in the place of the sentence of an empty panel."""
        self.empty.hide()
        self.area.show()

    def show_empty(self, sentence: str) -> None:
        """Shows one sentence in the place of the parts."""
        self.empty.say(sentence)
        self.area.hide()
        self.empty.show()


class EmptyState(QWidget):
    """What stands in an empty panel: one sentence that says what it is for, and one button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence = PlainLabel(parent=self)
        self._sentence.setWordWrap(True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._sentence.setObjectName("emptySentence")
        self.button = QPushButton(self)
        self.button.setObjectName("emptyButton")
        self.button.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addStretch(1)
        layout.addWidget(self._sentence)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(2)

    def say(self, sentence: str, button: str = "", *, enabled: bool = True) -> None:
        """Shows a sentence, and a button unless its text is empty."""
        self._sentence.setText(sentence)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.button.setEnabled(enabled)

    def text(self) -> str:
        """The sentence shown."""
        return self._sentence.text()


def show_around(view: View, page: Page | None, before: PageId | None) -> PageId | None:
    """The show that a page has to do with: the one above it, or for a person the first they play in. Otherwise the
    show that was shown `before`, if it is still there, or the wiki's first. None where no show is seen.
    """
    found = None if page is None else _show_of(view, page)
    seen = view.pages_among(show for show in (found, before) if show is not None)
    return seen[0].id if seen else view.first_show()


def _show_of(view: View, page: Page) -> PageId | None:
    try:
        found = view.home_show(page.id)
        if found is None and page.kind is PageKind.PERSON:
            return next((line.portrayal.show for line in view.portrayals_of(page.id)), None)
    except NotFound:
        # The page lies in the trash by now, or the viewpoint has not reached it.
        return None
    return found
