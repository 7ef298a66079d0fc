"""Forms below a list: as low as they can be, in the colours of the wiki, and nothing of one page left on another."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from fanwiki.domain.colours import readable
from fanwiki.ui.board.board_view import BoardView
from fanwiki.ui.panels.profile.panel import ProfilePanel
from fanwiki.ui.panels.status.panel import StatusPanel
from fanwiki.wiki import Wiki
from tests.ui.panel_desk import PanelDesk, desk_on

pytestmark = pytest.mark.gui


@pytest.fixture
def desk(qtbot: QtBot, sample: Wiki) -> Iterator[PanelDesk]:
    with desk_on(qtbot, sample) as made:
        yield made


def test_the_form_leaves_the_board_its_room(desk: PanelDesk) -> None:
    board = BoardView(desk.session)
    desk.shown(board)
    board.resize(700, 700)
    board.show_page(desk.page("Nam On-jo"))
    board.set_action.trigger()
    form = board.form
    desk.qtbot.waitUntil(lambda: _left(form.at_field, form) > form.width() / 2)
    desk.qtbot.waitUntil(lambda: form.height() == form.sizeHint().height())
    assert form.height() < board.height() * 0.45
    board.resize(420, 700)
    desk.qtbot.waitUntil(lambda: _left(form.at_field, form) < form.width() / 2)


def _left(field: QWidget, form: QWidget) -> int:
    return field.mapTo(form, QPoint()).x()


def test_the_hint_is_as_high_as_its_words(desk: PanelDesk) -> None:
    panel = desk.shown(StatusPanel(desk.session))
    panel.resize(340, 900)
    panel.show_page(desk.page("Nam On-jo"))
    panel.change_action.trigger()
    hint = next(label for label in panel.form.findChildren(QLabel) if "at this moment" in label.text())
    desk.qtbot.waitUntil(lambda: hint.isVisible() and hint.height() > 0)
    assert hint.height() <= hint.heightForWidth(hint.width()) + 2
    panel.form.at_field.setEditText("S1E02")
    assert not hint.isVisible()


def test_states_have_their_colour_in_panel_and_form(desk: PanelDesk) -> None:
    panel = desk.shown(StatusPanel(desk.session))
    panel.show_page(desk.page("Nam On-jo"))
    states = {state.word: state for state in desk.author().states()}
    palette = QGuiApplication.palette()
    grounds = [palette.color(role).name() for role in (QPalette.ColorRole.Base, QPalette.ColorRole.Button)]
    listed = panel.model.index_of(desk.page("Nam On-jo").id).siblingAtColumn(1).data(Qt.ItemDataRole.DecorationRole)
    panel.change_action.trigger()
    offered = panel.form.state_field.itemIcon(panel.form.state_field.findText("dead"))
    for icon, state in ((listed, states["alive"]), (offered, states["dead"])):
        assert readable(state.colour, *grounds) in _colours(icon)


def _colours(icon: QIcon) -> set[str]:
    image = icon.pixmap(QSize(32, 32)).toImage()
    found = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {QColor(colour.rgb()).name() for colour in found if colour.alpha() == 255}


def test_a_line_of_another_page_is_not_saved_when_it_goes(desk: PanelDesk) -> None:
    panel = desk.shown(ProfilePanel(desk.session))
    panel.show_page(desk.page("Nam On-jo"))
    line = panel.subject_form.fields["species"]
    panel.activateWindow()
    line.setFocus()
    desk.qtbot.waitUntil(line.hasFocus)
    panel.show_page(desk.page("All of Us Are Dead"))
    desk.settle()
    assert set(panel.subject_form.fields) == {"code", "original_title", "network", "status"}
    assert not line.isVisible()
    assert not desk.wiki.undo_label()
