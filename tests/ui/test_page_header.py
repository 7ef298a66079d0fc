"""The line above a page's text."""

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from fanwiki.domain.entities import Page
from fanwiki.domain.ids import PageId, new_id
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui import theme
from fanwiki.ui.editor.bars import PageHeader


def _has(header: PageHeader, colour: QColor) -> bool:
    image = header.grab().toImage()
    return any(image.pixelColor(x, y) == colour for x in range(120) for y in range(image.height()))


def test_its_links_have_the_colour_of_the_theme(qtbot: QtBot, qapp: QApplication) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    header = PageHeader(window)
    header.resize(400, 40)
    qapp.setPalette(theme.palette(dark=False))
    header.show_path(tuple(Page(PageId(new_id()), PageKind.ARTICLE, title) for title in ("Above", "Here")))
    window.show()
    for dark in (False, True):
        qapp.setPalette(theme.palette(dark=dark))
        qapp.processEvents()
        assert _has(header, theme.palette(dark=dark).color(QPalette.ColorRole.Link))
