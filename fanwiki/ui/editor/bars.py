"""The lines above the text: where the page stands, and what has happened to it."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontMetrics, QIcon, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from fanwiki.domain.entities import Page
from fanwiki.domain.ids import PageId
from fanwiki.ui.icons import icon
from fanwiki.ui.plain import PlainLabel, plain_tip

_SIGN = 18
_BETWEEN = "&nbsp;›&nbsp;"


class NoticeBar(QFrame):
    """Says in a sentence what has happened, with a button for each thing that can be done about it. Hidden until
    `show_notice`; `chosen` carries the name of the button.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("noticeBar")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._label = PlainLabel(parent=self)
        self._label.setWordWrap(True)
        self._sign = PlainLabel(parent=self)
        self._layout = QHBoxLayout(self)
        self._layout.addWidget(self._sign)
        self._layout.addWidget(self._label, 1)
        self._buttons: list[QPushButton] = []
        self.hide()

    def show_notice(self, text: str, **buttons: str) -> None:
        """Shows a sentence and buttons, given as name and label."""
        self._clear()
        self._label.setText(text)
        self._sign.setPixmap(icon("warning").pixmap(_SIGN, _SIGN))
        self.setAccessibleName(text)
        for name, label in buttons.items():
            button = QPushButton(label, self)
            button.setObjectName(name)
            button.clicked.connect(self._on_clicked)
            self._layout.addWidget(button)
            self._buttons.append(button)
        self.show()

    def dismiss(self) -> None:
        self.hide()
        self._clear()

    @property
    def text(self) -> str:
        return self._label.text()

    def _on_clicked(self) -> None:
        self.chosen.emit(self.sender().objectName())

    def _clear(self) -> None:
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = []


class PagePath(QLabel):
    """The titles of pages from the root down, the last one bold, all others links. Where there is no room for all of
    them they are shortened, the last one least.
    """

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._path: tuple[Page, ...] = ()
        self._room: int | None = None

    def show_path(self, path: tuple[Page, ...]) -> None:
        """The pages from the root down to this one."""
        self._path = path
        self.setToolTip(plain_tip(" › ".join(page.title for page in path)))
        self._write()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._room = event.size().width()
        self._write()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            # A label keeps its links in the colour that they had when its text was set.
            self.clear()
            self._write()

    def _write(self) -> None:
        titles = self._fitting([page.title for page in self._path])
        above = [
            f'<a href="{escape(str(page.id))}">{escape(title)}</a>'
            for page, title in zip(self._path[:-1], titles, strict=False)
        ]
        self.setText(_BETWEEN.join(above + [f"<b>{escape(title)}</b>" for title in titles[-1:]]))

    def _fitting(self, titles: Sequence[str]) -> list[str]:
        if self._room is None or not titles:
            return list(titles)
        font = self.font()
        font.setBold(True)
        measure = QFontMetrics(font)
        *above, last = titles
        room = self._room - len(above) * measure.horizontalAdvance("  ›  ")
        wide = sum(map(measure.horizontalAdvance, above))
        last = measure.elidedText(last, Qt.TextElideMode.ElideRight, max(room - wide, room * 2 // 3))
        if wide + measure.horizontalAdvance(last) > room:
            each = (room - measure.horizontalAdvance(last)) // len(above)
            above = [measure.elidedText(title, Qt.TextElideMode.ElideRight, each) for title in above]
        return [*above, last]


class PageHeader(QWidget):
    """The way down to the page, and whether its prose has been vouched for."""

    page_requested = Signal(object)
    review_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._path = PagePath(self)
        self._path.setObjectName("pagePath")
        self._path.setAccessibleName(self.tr("Where the page stands"))
        self._path.linkActivated.connect(self._on_link_activated)
        self._review = QToolButton(self)
        self._review.setObjectName("reviewState")
        self._review.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._review.setToolTip(self.tr("From which episode on this page's prose gives nothing away"))
        self._review.clicked.connect(self.review_requested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 8, 4)
        layout.setSpacing(10)
        layout.addWidget(self._path, 1)
        layout.addWidget(self._review)

    def show_path(self, path: tuple[Page, ...]) -> None:
        """The pages from the root down to this one."""
        self._path.show_path(path)

    def show_review(self, words: str, icon: QIcon) -> None:
        self._review.setText(words)
        self._review.setIcon(icon)

    def _on_link_activated(self, address: str) -> None:
        self.page_requested.emit(PageId(address))
