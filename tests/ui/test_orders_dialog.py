"""Alternative episode orders, made and followed in the window."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView
from pytestqt.qtbot import QtBot

from fanwiki.domain.entities import AlternativeOrder
from fanwiki.ui.dialogs.orders import OrdersDialog
from fanwiki.wiki import Wiki
from tests.building import Builder
from tests.ui.driving import Driven
from tests.ui.panel_desk import PanelDesk, desk_on

pytestmark = pytest.mark.gui

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def desk(qtbot: QtBot, wiki: Wiki) -> Iterator[PanelDesk]:
    with desk_on(qtbot, wiki) as made:
        yield made


def opened(desk: PanelDesk) -> OrdersDialog:
    dialog = OrdersDialog(desk.session, None)
    desk.qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def orders(dialog: OrdersDialog) -> list[str]:
    return [dialog.order_list.item(row).text() for row in range(dialog.order_list.count())]


def episodes(dialog: OrdersDialog) -> list[str]:
    return [dialog.episode_list.item(row).text()[:5] for row in range(dialog.episode_list.count())]


def add(desk: PanelDesk, dialog: OrdersDialog, name: str) -> None:
    dialog.name_field.setText(name)
    dialog.add_button.click()
    desk.settle()


def test_an_order_is_added_reordered_followed_and_undone(desk: PanelDesk) -> None:
    _, ids = Builder(desk.wiki).show(episodes=3)
    dialog = opened(desk)
    assert orders(dialog) == ["As aired (followed)"]
    assert not dialog.up_button.isEnabled()
    add(desk, dialog, "DVD")
    assert orders(dialog) == ["As aired (followed)", "DVD"]
    assert dialog.order is not None
    dialog.episode_list.setCurrentRow(2)
    QTest.keyClick(dialog.episode_list, Qt.Key.Key_Up, ALT)
    desk.settle()
    assert episodes(dialog) == ["S1E01", "S1E03", "S1E02"]
    assert dialog.episode_list.currentRow() == 1
    QTest.keyClick(dialog.episode_list, Qt.Key.Key_Up, ALT)
    desk.settle()
    assert [each.episodes for each in desk.author().facts(AlternativeOrder)] == [(ids[2], ids[0], ids[1])]
    dialog.choose_button.click()
    desk.settle()
    assert orders(dialog) == ["As aired", "DVD (followed)"]
    (entry,) = desk.author().shows()
    assert [each.id for each in entry.order.episodes] == [ids[2], ids[0], ids[1]]
    dialog.order_list.setCurrentRow(0)
    assert episodes(dialog) == ["S1E01", "S1E02", "S1E03"]
    desk.undo()
    assert orders(dialog) == ["As aired (followed)", "DVD"]
    desk.undo()
    assert [each.episodes for each in desk.author().facts(AlternativeOrder)] == [(ids[0], ids[2], ids[1])]


def test_a_drag_moves_an_episode(desk: PanelDesk) -> None:
    _, ids = Builder(desk.wiki).show(episodes=3)
    dialog = opened(desk)
    assert dialog.episode_list.dragDropMode() is QAbstractItemView.DragDropMode.NoDragDrop
    add(desk, dialog, "DVD")
    assert dialog.episode_list.dragDropMode() is QAbstractItemView.DragDropMode.InternalMove
    # What Qt does on a drop; offscreen no mouse drags.
    assert dialog.episode_list.model().moveRow(QModelIndex(), 0, QModelIndex(), 3)
    dialog.episode_list.reordered.emit()
    desk.settle()
    assert [each.episodes for each in desk.author().facts(AlternativeOrder)] == [(ids[1], ids[2], ids[0])]


def test_names_are_checked_in_words_and_the_followed_order_may_go(desk: PanelDesk) -> None:
    Builder(desk.wiki).show(episodes=2)
    dialog = opened(desk)
    dialog.add_button.click()
    assert dialog.complaint.text() == "Type a name for the order."
    add(desk, dialog, "DVD")
    add(desk, dialog, "dvd")
    assert "already an order “dvd”" in dialog.complaint.text()
    assert dialog.name_field.text() == "dvd"
    add(desk, dialog, "Story")
    dialog.name_field.setText("By story")
    QTest.keyClick(dialog.name_field, Qt.Key.Key_Return)
    desk.settle()
    assert orders(dialog) == ["As aired (followed)", "By story", "DVD"]
    dialog.choose_button.click()
    desk.settle()
    dialog.remove_button.click()
    desk.settle()
    assert orders(dialog) == ["As aired (followed)", "DVD"]
    desk.undo()
    assert orders(dialog) == ["As aired", "By story (followed)", "DVD"]


def test_each_show_has_its_own_orders(desk: PanelDesk) -> None:
    build = Builder(desk.wiki)
    build.show("First", "first", 2)
    build.show("Second", "second", 3)
    dialog = opened(desk)
    add(desk, dialog, "DVD")
    dialog.show_list.setCurrentIndex(1)
    dialog.show_list.activated.emit(1)
    assert orders(dialog) == ["As aired (followed)"]
    assert len(episodes(dialog)) == 3


def test_it_opens_from_the_menu(driven: Driven) -> None:
    driven.go("Episode 6")
    driven.do("edit_orders")
    dialog = driven.dialog(OrdersDialog)
    assert len(episodes(dialog)) == 12
    dialog.reject()
