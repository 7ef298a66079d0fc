"""The tab of queries: asking, the four views, keeping under a name, and the viewpoint."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QCommandLinkButton
from pytestqt.qtbot import QtBot

from fanwiki.domain.entities import SavedQuery
from fanwiki.domain.vocabulary import Certainty
from fanwiki.ui.queries.query_view import QueryView
from fanwiki.wiki import Wiki
from tests.building import Builder, seen
from tests.ui.panel_desk import PanelDesk, desk_on, texts

pytestmark = pytest.mark.gui


@pytest.fixture
def desk(qtbot: QtBot, wiki: Wiki) -> Iterator[PanelDesk]:
    with desk_on(qtbot, wiki) as made:
        yield made


def asked(desk: PanelDesk, view: QueryView, query: str) -> list[str]:
    view.query.setText(query)
    view.ask()
    desk.settle()
    return texts(view.tree)


def test_queries_are_asked_shown_and_kept(desk: PanelDesk) -> None:
    builder = Builder(desk.wiki)
    show, episodes = builder.show()
    one, two = (builder.character(show, title, episodes[0]) for title in ("One", "Two"))
    builder.character(show, "Late", episodes[3])
    builder.status(one, "dead", episodes[0], certainty=Certainty.PRESUMED)
    builder.status(two, "alive", episodes[0])
    view = desk.shown(QueryView(desk.session))
    assert "Write which pages" in view.said.text()
    assert asked(desk, view, "kind:character -status:dead columns:status") == ["Late", "Two"]
    assert texts(view.tree, 1) == ["", "alive"]
    assert asked(desk, view, "status:dead columns:status") == ["One"]
    assert texts(view.tree, 1) == ["dead (presumed)"]
    assert asked(desk, view, "kind:character view:board sort:status") == ["not known (1)", "alive (1)", "dead (1)"]
    assert asked(desk, view, "kind:nobody") == []
    assert view.said.text().startswith("There is no kind “nobody”; there is article")
    assert asked(desk, view, "kind:character view:gallery") == ["Late", "One", "Two"]
    assert view.gallery.isVisible()
    view.names.setEditText("Everybody")
    view.query.textEdited.emit("")
    view.save.click()
    desk.settle()
    (saved,) = desk.author().facts(SavedQuery)
    assert (saved.name, saved.query) == ("Everybody", "kind:character view:gallery")
    desk.look_from("S1E02")
    desk.settle()
    assert texts(view.tree) == ["One", "Two"]
    with desk.qtbot.waitSignal(view.page_requested) as opened:
        view.gallery.activated.emit(view.model.index(0, 0))
    assert opened.args == [one]
    view.names.setCurrentIndex(0)
    view.remove.click()
    desk.settle()
    assert desk.author().facts(SavedQuery) == ()
    assert seen(show, episodes[1]) == desk.session.viewpoint


def test_whoever_has_not_asked_yet_is_shown_what_can_be_asked(desk: PanelDesk) -> None:
    builder = Builder(desk.wiki)
    show, episodes = builder.show()
    builder.status(builder.character(show, "One", episodes[0]), "dead", episodes[0])
    view = desk.shown(QueryView(desk.session))
    buttons = view.examples.findChildren(QCommandLinkButton)
    assert all(button.isVisible() for button in buttons)
    died = next(button for button in buttons if "status:dead" in button.description())
    died.click()
    desk.settle()
    assert view.query.text() == died.description()
    assert texts(view.tree) == ["One"]
    assert not view.examples.isVisible()
    assert asked(desk, view, "") == []
    assert view.examples.isVisible()
