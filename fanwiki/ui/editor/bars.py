"""The lines above the text: where the page stands, and what has happened to it."""

from html import escape

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QIcon
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


class PageHeader(QWidget):
    """The way down to the page, and whether its prose has been vouched for."""

    page_requested = Signal(object)
    review_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._path = QLabel(self)
        self._path.setObjectName("pagePath")
        self._path.setAccessibleName(self.tr("Where the page stands"))
        self._path.setTextFormat(Qt.TextFormat.RichText)
        self._path.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self._path.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
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
        above = [f'<a href="{escape(str(page.id))}">{escape(page.title)}</a>' for page in path[:-1]]
        here = [f"<b>{escape(page.title)}</b>" for page in path[-1:]]
        self._path.setText(_BETWEEN.join(above + here))
        self._path.setToolTip(plain_tip(" › ".join(page.title for page in path)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            # A label keeps its links in the colour that they had when its text was set.
            path = self._path.text()
            self._path.clear()
            self._path.setText(path)

    def show_review(self, words: str, icon: QIcon) -> None:
        self._review.setText(words)
        self._review.setIcon(icon)

    def _on_link_activated(self, address: str) -> None:
        self.page_requested.emit(PageId(address))
