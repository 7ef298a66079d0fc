"""A field for a page offers names as one types, from a thread of its own, and holds the page that is meant."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView
from pytestqt.qtbot import QtBot

from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui.panels.page_field import PageField
from fanwiki.wiki import Wiki
from fanwiki.wiki.reading.choosing import Wanted
from tests.building import Builder
from tests.ui.panel_desk import PanelDesk, desk_on
from tests.ui.patience import PATIENCE_MS

pytestmark = pytest.mark.gui


@pytest.fixture
def desk(qtbot: QtBot, wiki: Wiki) -> Iterator[PanelDesk]:
    build = Builder(wiki)
    show, _ = build.show()
    for title in ("Nam On-jo", "Lee Su-hyeok", "Lee Cheong-san"):
        build.character(show, title)
    build.page("Leeway")
    with desk_on(qtbot, wiki) as made:
        yield made


@pytest.fixture
def field(desk: PanelDesk) -> PageField:
    made = PageField(desk.session, "type a name")
    made.ask_for(Wanted((PageKind.CHARACTER,), by_given_name=True))
    desk.shown(made)
    made.setFocus()
    desk.qtbot.waitUntil(made.hasFocus, timeout=PATIENCE_MS)
    return made


def _popup(field: PageField) -> QAbstractItemView:
    popup = field.offers.completer.popup()
    assert popup is not None
    return popup


def _offers(desk: PanelDesk, field: PageField, *expected: str) -> None:
    desk.qtbot.waitUntil(lambda: set(field.offers.offered()) == set(expected), timeout=PATIENCE_MS)
    desk.settle()


def test_names_are_offered_as_one_types(desk: PanelDesk, field: PageField) -> None:
    QTest.keyClicks(field, "lee")
    _offers(desk, field, "Lee Su-hyeok", "Lee Cheong-san")
    popup = _popup(field)
    assert popup.isVisible()
    QTest.keyClicks(field, " c")
    _offers(desk, field, "Lee Cheong-san")
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert field.text() == "Lee Cheong-san"
    assert field.page() == desk.page("Lee Cheong-san").id


def test_down_offers_without_a_letter(desk: PanelDesk, field: PageField) -> None:
    QTest.keyClick(field, Qt.Key.Key_Down)
    _offers(desk, field, "Lee Su-hyeok", "Lee Cheong-san", "Nam On-jo")
    assert _popup(field).isVisible()


def test_a_click_on_the_arrow_offers_too(desk: PanelDesk, field: PageField) -> None:
    field.clearFocus()
    field.offer_action.trigger()
    _offers(desk, field, "Lee Su-hyeok", "Lee Cheong-san", "Nam On-jo")
    assert _popup(field).isVisible()


def test_nothing_stands_there_that_does_not_fit_any_more(desk: PanelDesk, field: PageField) -> None:
    QTest.keyClicks(field, "lee")
    _offers(desk, field, "Lee Su-hyeok", "Lee Cheong-san")
    QTest.keyClicks(field, " s")
    assert set(field.offers.offered()) == {"Lee Su-hyeok"}
    desk.settle()
    QTest.keyClicks(field, "x")
    assert field.offers.offered() == []
    assert not _popup(field).isVisible()


def test_an_answer_that_comes_too_late_shows_nothing(desk: PanelDesk, field: PageField) -> None:
    QTest.keyClicks(field, "lee")
    field.clearFocus()
    desk.settle()
    assert not _popup(field).isVisible()


def test_a_text_that_may_mean_several_pages_is_doubtful(desk: PanelDesk, field: PageField) -> None:
    field.setText("onjo")
    assert field.page() == desk.page("Nam On-jo").id
    field.setText("Leeway")
    assert field.page() is None
    assert not field.is_doubtful()
    other, _ = Builder(desk.session.wiki).show("Other", "other")
    Builder(desk.session.wiki).character(other, "Kim On-jo")
    field.setText("onjo")
    assert field.page() is None
    assert field.is_doubtful()
