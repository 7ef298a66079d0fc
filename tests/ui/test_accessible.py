"""Every pane, table and dialog by keyboard and by ear: each control has a name, Tab reaches it, its focus is seen."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QDockWidget,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QToolBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from fanwiki.ui.appearances.matrix import AppearancesMatrix
from fanwiki.ui.board.board_view import BoardView
from fanwiki.ui.board.strip import TimelineStrip
from fanwiki.ui.dialogs.changes import ChangesDialog
from fanwiki.ui.dialogs.picker import Picker
from fanwiki.ui.dialogs.sources import SourcesDialog
from fanwiki.ui.dialogs.unlocked import UnlockedDialog
from fanwiki.ui.graph.graph_view import GraphView
from fanwiki.ui.panels.backlinks_panel import BacklinksPanel
from fanwiki.ui.panels.cast.panel import CastPanel
from fanwiki.ui.panels.claims.panel import ClaimsPanel
from fanwiki.ui.panels.history.panel import HistoryPanel
from fanwiki.ui.panels.profile.panel import ProfilePanel
from fanwiki.ui.panels.relations.panel import RelationsPanel
from fanwiki.ui.panels.status.panel import StatusPanel
from fanwiki.ui.preview.profile import PreviewProfile
from fanwiki.wiki import Wiki
from tests.ui.driving import PATIENCE_MS, Driven
from tests.ui.panel_desk import PanelDesk, desk_on

pytestmark = pytest.mark.gui

_CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QKeySequenceEdit,
    QLineEdit,
    QPlainTextEdit,
    TimelineStrip,
)
_BARS = (QToolBar, QTabBar, QDockWidget)


@pytest.fixture
def desk(qtbot: QtBot, sample: Wiki) -> Iterator[PanelDesk]:
    with desk_on(qtbot, sample) as made:
        yield made


def _status(desk: PanelDesk) -> QWidget:
    panel = StatusPanel(desk.session)
    panel.show_page(desk.page("Nam On-jo"))
    panel.change_action.trigger()
    panel.form.source.field.setCurrentIndex(1)
    return panel


def _cast(desk: PanelDesk) -> QWidget:
    panel = CastPanel(desk.session)
    panel.show_page(desk.page("Nam On-jo"))
    panel.add_action.trigger()
    panel.form.person_field.setText("Nobody yet")
    return panel


def _claims(desk: PanelDesk) -> QWidget:
    panel = ClaimsPanel(desk.session)
    panel.show_page(desk.page("Season 2"))
    panel.add_action.trigger()
    panel.form.source.field.setCurrentIndex(1)
    return panel


def _relations(desk: PanelDesk) -> QWidget:
    panel = RelationsPanel(desk.session)
    panel.show_page(desk.page("Nam On-jo"))
    panel.relationships.add_action.trigger()
    panel.groups.add_action.trigger()
    return panel


def _profile(desk: PanelDesk) -> QWidget:
    panel = ProfilePanel(desk.session)
    panel.show_page(desk.page("Nam On-jo"))
    for section in (panel.names, panel.values, panel.portraits):
        section.add_action.trigger()
    return panel


def _backlinks(desk: PanelDesk) -> QWidget:
    panel = BacklinksPanel(desk.session)
    panel.show_page(desk.page("Nam On-jo"))
    return panel


def _history(desk: PanelDesk) -> QWidget:
    panel = HistoryPanel(desk.session)
    panel.show_page(desk.page("Nam On-jo"))
    return panel


def _changes(desk: PanelDesk) -> QWidget:
    dialog = ChangesDialog(desk.session)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    desk.settle()
    return dialog


def _board(desk: PanelDesk) -> QWidget:
    board = BoardView(desk.session)
    board.show_page(desk.page("Nam On-jo"))
    return board


def _matrix(desk: PanelDesk) -> QWidget:
    matrix = AppearancesMatrix(desk.session)
    matrix.show_page(desk.page("Nam On-jo"))
    return matrix


def _graph(desk: PanelDesk) -> QWidget:
    graph = GraphView(desk.session, PreviewProfile(desk.session, desk.session))
    graph.show_page(desk.page("Nam On-jo"))
    return graph


def _sources(desk: PanelDesk) -> QWidget:
    dialog = SourcesDialog(desk.session)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    dialog.add_action.trigger()
    return dialog


@pytest.mark.parametrize(
    "make",
    [_status, _cast, _claims, _relations, _profile, _backlinks, _history, _changes, _board, _matrix, _graph, _sources],
)
def test_a_pane(desk: PanelDesk, make: Callable[[PanelDesk], QWidget]) -> None:
    pane = desk.shown(make(desk))
    pane.resize(900, 1400)
    _sweep(pane, desk.qtbot)


@pytest.mark.parametrize(
    "name",
    [
        "create_page",
        "review_page",
        "restore_page",
        "open_past",
        "edit_states",
        "edit_fields",
        "edit_orders",
        "show_settings",
        "show_shortcuts",
        "show_commands",
        "switch_page",
        "export_html",
        "import_wiki",
    ],
)
def test_a_dialog(driven: Driven, name: str) -> None:
    driven.go("Nam On-jo")
    driven.do(name)
    dialog = driven.dialog(QDialog)
    _sweep(dialog, driven.qtbot)
    dialog.reject()


def test_what_an_episode_unlocks(driven: Driven) -> None:
    driven.session.set_viewpoint(driven.session.author_view().viewpoint_at("S1E03"))
    driven.do("show_unlocked")
    _sweep(driven.find(UnlockedDialog), driven.qtbot)


def test_the_window(driven: Driven) -> None:
    driven.go("Nam On-jo")
    for dock in driven.window.docks.values():
        # Only what has been in front has anything in it.
        dock.raise_()
    _sweep(driven.window, driven.qtbot)


def _sweep(root: QWidget, qtbot: QtBot) -> None:
    """Looks at every control that is seen below a widget."""
    root.activateWindow()
    qtbot.waitUntil(root.isActiveWindow, timeout=PATIENCE_MS)
    found = [widget for widget in root.findChildren(QWidget) if _is_control(widget)]
    assert found
    nameless = [_said(widget) for widget in found if not _name(widget)]
    assert not nameless, "without a name"
    chain = _by_tab(root)
    unreached = [_said(widget) for widget in found if widget.isEnabled() and widget not in chain]
    assert not unreached, "not reached by Tab"
    unseen = [_said(widget) for widget in found if widget.isEnabled() and not _shows_focus(widget)]
    assert not unseen, "without a focus that is seen"


def _is_control(widget: QWidget) -> bool:
    """Whether a user can do something with a widget that is seen, and is no part of another control."""
    if not isinstance(widget, _CONTROLS) or isinstance(widget, QHeaderView) or not widget.isVisible():
        return False
    if isinstance(widget, QAbstractItemView) and isinstance(widget.window(), Picker):
        # Its lines are chosen with the arrow keys while one types.
        return False
    parent = widget.parent()
    while isinstance(parent, QWidget):
        if isinstance(parent, _CONTROLS):
            return False
        parent = parent.parent()
    # The buttons of bars and title bars have their keys, and are no stops for Tab.
    return not (isinstance(widget, QAbstractButton) and isinstance(widget.parent(), _BARS))


def _name(widget: QWidget) -> str:
    """What a screen reader says a control is: its own name, the words on a button, or those of a label before it."""
    labels = (label.text() for label in widget.window().findChildren(QLabel) if label.buddy() is widget)
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text or next(labels, "")


def _by_tab(root: QWidget) -> list[QWidget]:
    """The widgets that Tab goes to, one after the other."""
    found: list[QWidget] = []
    step = root.nextInFocusChain()
    while step is not None and step is not root:
        if step.focusPolicy() & Qt.FocusPolicy.TabFocus and step.isEnabled():
            found.append(step)
        step = step.nextInFocusChain()
    return found


def _shows_focus(widget: QWidget) -> bool:
    """Whether a control looks otherwise with the focus than without, after Tab was struck in its window. The button
    that Enter presses always looks as if it had it.
    """
    if isinstance(widget, QPushButton) and widget.isDefault():
        return True
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    widget.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    QApplication.processEvents()
    with_focus = widget.grab().toImage()
    widget.clearFocus()
    QApplication.processEvents()
    return with_focus != widget.grab().toImage()


def _said(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()} “{_name(widget)}” in {type(widget.parent()).__name__}"
