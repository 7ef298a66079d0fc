"""Replacing in the whole wiki: what is shown, what is done, and that one undo takes it back."""

from collections.abc import Generator, Iterator
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fanwiki.domain.edits import SavePage
from fanwiki.ui.editor.finding import Finder, Search
from fanwiki.ui.replacing.dialog import ReplaceDialog
from fanwiki.ui.replacing.hits import Step, _hit, changes_in
from fanwiki.wiki import Wiki
from tests.building import NOTHING_SEEN, Builder
from tests.ui.panel_desk import PATIENCE_MS, PanelDesk, desk_on

pytestmark = pytest.mark.gui

BODIES = {
    "One": "The roof and [[The roof]] and [[The roof|a roof]].\n\nROOF `[[roof]]`",
    "Two": "Nothing here.",
    "Three": "A roof. ![[roof.png|the roof]] {{roof|roof}}",
}


class Asked:
    """A desk with a window to ask in."""

    def __init__(self, desk: PanelDesk) -> None:
        self.qtbot, self.wiki, self.session = desk.qtbot, desk.wiki, desk.session
        self.settle, self.page = desk.settle, desk.page
        self.window = desk.shown(QWidget())


@pytest.fixture
def desk(qtbot: QtBot, wiki: Wiki) -> Iterator[Asked]:
    builder = Builder(wiki)
    for title, body in BODIES.items():
        builder.page(title, body)
    with desk_on(qtbot, wiki) as opened:
        yield Asked(opened)


def bodies(wiki: Wiki) -> dict[str, str]:
    view = wiki.view()
    return {page.title: view.text(page.id).body for page in view.pages()}


def found(desk: Asked, wanted: str, replacement: str, *ticked: str) -> ReplaceDialog:
    dialog = ReplaceDialog(desk.session, desk.window)
    dialog.wanted.setText(wanted)
    dialog.replacement.setText(replacement)
    for name in ticked:
        getattr(dialog, name).setChecked(True)
    dialog.begin()
    desk.qtbot.waitUntil(lambda: not dialog.bar.isVisibleTo(dialog), timeout=PATIENCE_MS)
    return dialog


def test_links_keep_what_they_lead_to() -> None:
    def replaced(text: str) -> str:
        for change in reversed(changes_in(text, Finder(Search("roof")), "loft")):
            text = change.applied(text)
        return text

    assert replaced(BODIES["One"]) == "The loft and [[The roof]] and [[The roof|a loft]].\n\nloft `[[loft]]`"
    assert replaced(BODIES["Three"]) == "A loft. ![[roof.png|the loft]] {{roof|loft}}"


def test_every_place_is_shown_and_what_is_ticked_is_replaced(desk: Asked) -> None:
    dialog = found(desk, "roof", "loft")
    tops = [dialog.list.topLevelItem(row) for row in range(dialog.list.topLevelItemCount())]
    assert [top.text(0) for top in tops if top] == ["One (4)", "Three (3)"]
    first = tops[0].child(0) if tops[0] else None
    assert first is not None
    assert first.text(0) == "line 1"
    assert first.text(1).startswith("The roof and [[The")
    assert first.text(2).startswith("The loft and [[The")
    first.setCheckState(0, Qt.CheckState.Unchecked)
    before = bodies(desk.wiki)
    dialog.replace()
    desk.settle()
    after = bodies(desk.wiki)
    assert after["One"] == "The roof and [[The roof]] and [[The roof|a loft]].\n\nloft `[[loft]]`"
    assert after["Three"] == "A loft. ![[roof.png|the loft]] {{roof|loft}}"
    assert "2 pages" in dialog.said.text()
    assert desk.wiki.undo_label() == "replace in the whole wiki"
    desk.session.undo()
    desk.settle()
    assert bodies(desk.wiki) == before


def test_case_words_and_expressions(desk: Asked) -> None:
    assert found(desk, "ROOF", "x", "case").list.topLevelItemCount() == 1
    assert found(desk, "oof", "x", "words").said.text() == "Nothing was found."
    dialog = found(desk, r"(\w+) here", r"\1 there", "expression")
    dialog.replace()
    desk.settle()
    assert bodies(desk.wiki)["Two"] == "Nothing there."
    assert "no regular expression" in found(desk, "(", "x", "expression").said.text()


def test_a_page_changed_meanwhile_is_not_overwritten(desk: Asked) -> None:
    dialog = found(desk, "roof", "loft")
    desk.wiki.apply(SavePage(desk.page("One").id, "A roof of its own."))
    dialog.replace()
    desk.settle()
    assert "Nothing was replaced" in dialog.said.text()
    assert bodies(desk.wiki)["One"] == "A roof of its own."
    assert "roof" in bodies(desk.wiki)["Three"]


def test_a_slow_expression_is_given_up(desk: Asked) -> None:
    desk.wiki.apply(SavePage(desk.page("Two").id, "a" * 40 + "b"))
    dialog = found(desk, r"(a|aa)+$", "x", "expression")
    assert "takes too long on: Two" in dialog.said.text()


def test_a_search_that_is_left_lets_go_and_one_that_is_begun_twice_finds_each_place_once(
    desk: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = ReplaceDialog(desk.session, desk.window)
    dialog.wanted.setText("roof")
    dialog.begin()
    dialog.begin()
    desk.qtbot.waitUntil(dialog.go.isEnabled, timeout=PATIENCE_MS)
    assert dialog.said.text() == "7 places on 2 pages."
    going, left = Event(), Event()

    def slow(*_asked: object) -> Generator[Step, None, None]:
        going.set()
        assert left.wait(PATIENCE_MS / 1000)
        yield Step(1, 2)

    monkeypatch.setattr("fanwiki.ui.replacing.dialog.look_through", slow)
    dialog.open()
    dialog.begin()
    desk.qtbot.waitUntil(going.is_set, timeout=PATIENCE_MS)
    with desk.qtbot.waitSignal(dialog.destroyed, timeout=PATIENCE_MS):
        dialog.close()
        assert not dialog.isVisible()
        left.set()


def test_a_place_is_shown_in_whole_words() -> None:
    text = "They have waited for somebody to come up to the roof of the old school by the sea for four months and more."
    (change,) = changes_in(text, Finder(Search("roof")), "loft")
    hit = _hit(text, change)
    assert hit.before == "…to come up to the roof of the old school by the sea for four months…"
    assert hit.after == "…to come up to the loft of the old school by the sea for four months…"
    (change,) = changes_in("青" * 99 + "山" + "海" * 99, Finder(Search("山")), "川")
    assert _hit("青" * 99 + "山" + "海" * 99, change).after == "…" + "青" * 24 + "川" + "海" * 48 + "…"


def test_a_reader_is_shown_no_texts(desk: Asked) -> None:
    desk.session.set_viewpoint(NOTHING_SEEN)
    dialog = found(desk, "roof", "house")
    assert not dialog.find_all.isEnabled()
    assert dialog.list.topLevelItemCount() == 0
    assert "for the author, who sees everything" in dialog.said.text()
    dialog.reject()
