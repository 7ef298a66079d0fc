"""What panes and dialogs are built of: headings, actions, and the buttons of actions."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from fanwiki.ui import icons
from fanwiki.ui.plain import plain_tip


class Heading(QLabel):
    """A bold line that says what a pane is about; `scale` enlarges it. Titles of pages are no rich text."""

    def __init__(self, scale: float = 1.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(scale == 1.0)
        font = self.font()
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * scale)
        self.setFont(font)


def new_action(
    owner: QObject, name: str, text: str, slot: Callable[..., object], tip: str = "", icon: str = ""
) -> QAction:
    """An action of a pane. `name` is its object name; without a tip its text is one."""
    action = QAction(text, owner)
    # Else a button would leave out the dots.
    action.setIconText(text)
    action.setObjectName(name)
    action.setToolTip(plain_tip(tip or text))
    if icon:
        action.setIcon(icons.icon(icon))
    action.triggered.connect(slot)
    return action


def tool_button(action: QAction, *, small: bool = False) -> QToolButton:
    """The button of an action, which Tab reaches; a small one shows its icon alone."""
    button = QToolButton()
    button.setDefaultAction(action)
    button.setAccessibleName(action.text())
    style = Qt.ToolButtonStyle.ToolButtonIconOnly if small else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    button.setToolButtonStyle(style)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
