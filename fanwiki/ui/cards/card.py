"""The card itself: picture, title, kind, status and first words of a page, beside the link that leads there."""

from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui import icons
from fanwiki.ui.panels.profile.portraits_section import thumbnail
from fanwiki.ui.panels.words import doubt, word
from fanwiki.ui.plain import PlainLabel
from fanwiki.wiki.reading.cards import PageCard

_WIDTH: Final = 340
_PICTURE: Final = QSize(72, 90)
_ICON: Final = 16
_GAP: Final = 6
"""Pixels between a link and its card."""


class LinkCard(QFrame):
    """Takes neither the focus nor the pointer."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.ToolTip)
        self.setObjectName("linkCard")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFrameStyle(QFrame.Shape.Box.value | QFrame.Shadow.Plain.value)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.setFixedWidth(_WIDTH)
        self.picture = PlainLabel(parent=self)
        self.title = self._line("title")
        bold = QFont(self.title.font())
        bold.setBold(True)
        self.title.setFont(bold)
        self.kind = self._line("kind", quiet=True)
        self.state_icon = PlainLabel(parent=self)
        self.status = self._line("status")
        self.text = self._line("text")
        self._lay_out()

    def show_card(self, card: PageCard, picture: bytes | None, around: QRect) -> None:
        """Shows what a page is beside a place on the screen."""
        self._fill(card, picture)
        self.resize(_WIDTH, self.heightForWidth(_WIDTH))
        self._place(around)
        self.show()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _line(self, name: str, *, quiet: bool = False) -> PlainLabel:
        made = PlainLabel("", self)
        made.setObjectName(f"linkCard{name.capitalize()}")
        made.setWordWrap(True)
        if quiet:
            made.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        return made

    def _lay_out(self) -> None:
        # A widget of its own: a layout in which nothing is seen would let the words have no more than they need.
        self._state = QWidget(self)
        state = QHBoxLayout(self._state)
        state.setContentsMargins(0, 0, 0, 0)
        state.setSpacing(_GAP)
        state.addWidget(self.state_icon, 0, Qt.AlignmentFlag.AlignTop)
        state.addWidget(self.status, 1)
        words = QVBoxLayout()
        words.setSpacing(3)
        for line in (self.title, self.kind):
            words.addWidget(line)
        words.addWidget(self._state)
        words.addWidget(self.text)
        words.addStretch()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(12)
        layout.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)

    def _fill(self, card: PageCard, picture: bytes | None) -> None:
        shown = None if picture is None else thumbnail(picture).pixmap(_PICTURE)
        self.picture.setVisible(shown is not None and not shown.isNull())
        if shown is not None:
            self.picture.setPixmap(shown)
        kind = "" if card.kind is PageKind.ARTICLE else word(card.kind)
        kind_line = " · ".join(part for part in (card.native, kind) if part)
        status = self._status(card)
        for label, said in (
            (self.title, card.title), (self.kind, kind_line), (self.text, card.text)
        ):  # fmt: skip
            label.setText(said)
            label.setVisible(bool(said))
        self.status.setText(status)
        self._state.setVisible(bool(status))
        if card.status is not None and card.status.state is not None:
            state = card.status.state
            self.state_icon.setPixmap(icons.icon(state.icon, state.colour).pixmap(_ICON, _ICON))
        self.setAccessibleName(card.title)
        self.setAccessibleDescription("\n".join(part for part in (kind_line, status, card.text) if part))

    def _status(self, card: PageCard) -> str:
        """Such as “dead, presumed, since S1E05”; empty where nothing is known."""
        if card.status is None or card.status.state is None:
            return ""
        since = self.tr("since {point}").format(point=card.since) if card.since else ""
        return ", ".join(part for part in (card.status.state.word, doubt(card.status.certainty), since) if part)

    def _place(self, around: QRect) -> None:
        """Below the link, or above it where there is no room, and wholly on the screen."""
        room = (QGuiApplication.screenAt(around.center()) or self.screen()).availableGeometry()
        below, above = around.bottom() + _GAP, around.top() - _GAP - self.height()
        top = above if below + self.height() > room.bottom() and above >= room.top() else below
        left = max(room.left(), min(around.left(), room.right() - self.width()))
        self.move(QPoint(left, top))
