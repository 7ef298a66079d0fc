"""Says what the program is."""

from platform import python_version
from typing import Final

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QVBoxLayout, QWidget

from fanwiki import __version__
from fanwiki.ui.dialogs.form import without_icons
from fanwiki.ui.icons import program_icon
from fanwiki.ui.plain import PlainLabel

_SIGN: Final = 72
_WIDTH: Final = 460


class AboutDialog(QDialog):
    """The program's sign, its version, its licence, and what it runs on."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("aboutDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("About fanwiki"))
        self.setModal(True)
        self.setMinimumWidth(_WIDTH)
        sign = PlainLabel(parent=self)
        sign.setPixmap(program_icon().pixmap(_SIGN, _SIGN))
        name = PlainLabel(f"fanwiki {__version__}", self)
        font = name.font()
        font.setPointSizeF(font.pointSizeF() * 1.5)
        font.setBold(True)
        name.setFont(font)
        words = QVBoxLayout()
        words.setSpacing(8)
        words.addWidget(name)
        for line in (
            self.tr("A wiki for series, films and books: in one file of your own, without a server."),
            self.tr("Free software under the GNU General Public License, version 3 or later, without any warranty."),
            self.tr("Python {python} · Qt {qt}").format(python=python_version(), qt=qVersion()),
        ):
            said = PlainLabel(line, self)
            said.setWordWrap(True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            words.addWidget(said)
        beside = QHBoxLayout()
        beside.setSpacing(16)
        beside.addWidget(sign, alignment=Qt.AlignmentFlag.AlignTop)
        beside.addLayout(words, 1)
        buttons = without_icons(QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        layout.addLayout(beside)
        layout.addWidget(buttons)
