"""Words that anybody may have written, in places where Qt would take them for markup: a title that begins like a tag
would be read as HTML there, and the pictures that it names be looked up on this machine and, on Windows, on others.
"""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


class PlainLabel(QLabel):
    """A label that shows its text as it is."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)


def plain_tip(text: str) -> str:
    """A text that shows as it is in a tool tip."""
    return f"<p style='white-space: pre-wrap'>{escape(text)}</p>" if "<" in text else text
