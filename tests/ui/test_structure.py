"""The structure of the wiki in the window: the tree, pages made, renamed, moved, deleted, undone."""

from threading import Event

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton, QTreeView

from fanwiki.domain.changes import Change
from fanwiki.domain.edits import AddPage, Edit, FollowRename, IntroducePage, RenamePage, RenameWiki
from fanwiki.domain.entities import Show
from fanwiki.domain.ids import PageId, new_id
from fanwiki.domain.points import Viewpoint
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui.actions import plain_text
from fanwiki.ui.dialogs.new_page import NewPageDialog
from fanwiki.ui.dialogs.review import ReviewDialog
from fanwiki.ui.dialogs.trash import TrashDialog
from tests.ui.driving import PATIENCE_MS, Driven

pytestmark = pytest.mark.gui

SHOW = "All of Us Are Dead"
CHARACTERS = (SHOW, "Characters")


def test_the_tree_is_read_level_by_level(driven: Driven) -> None:
    model = driven.window.tree.model()
    assert driven.tree_texts() == [SHOW, "People", "Pages", "Categories", "Templates"]
    people = model.index(1, 0, QModelIndex())
    assert model.rowCount(people) == 0
    assert model.hasChildren(people)
    assert "Cho Yi-hyun" in driven.tree_texts(people)
    assert driven.tree_texts(driven.tree_index(SHOW, "Season 1"))[:2] == ["Episode 1", "Episode 2"]


def test_a_click_in_the_tree_opens_the_page(driven: Driven) -> None:
    tree = driven.find(QTreeView, "wikiTree")
    index = driven.tree_index(*CHARACTERS, "Choi Nam-ra")
    tree.scrollTo(index)
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualRect(index).center())
    assert driven.tab.title == "Choi Nam-ra"
    assert driven.window.tabs.count() == 1


def test_renaming_in_the_tree_brings_the_links_along_and_is_undone(driven: Driven) -> None:
    page = driven.page("Class 2-5")
    index = driven.tree_index(SHOW, "Class 2-5")
    assert driven.window.tree.model().setData(index, "Class of 2-5")
    driven.settle()
    assert "Class of 2-5" in driven.tree_texts(driven.tree_index(SHOW))
    assert "[[Class of 2-5]]" in driven.session.author_view().text(driven.page("Choi Nam-ra")).body
    driven.desk.work.undo()
    driven.settle()
    assert driven.session.author_view().page(page).title == "Class 2-5"
    assert "[[Class 2-5]]" in driven.session.author_view().text(driven.page("Choi Nam-ra")).body


def test_a_rename_is_told_before_the_texts_follow(driven: Driven, monkeypatch: pytest.MonkeyPatch) -> None:
    session, told, in_time = driven.session, Event(), list[bool]()
    apply = session.wiki.apply

    def hold_what_follows(*edits: Edit, **more: str) -> Change:
        if isinstance(edits[0], FollowRename):
            in_time.append(told.wait(PATIENCE_MS / 1000))
        return apply(*edits, **more)

    monkeypatch.setattr(session.wiki, "apply", hold_what_follows)
    done: list[Change] = []
    session.changed.connect(told.set)
    session.apply(RenamePage(driven.page("Nam On-jo"), "Nam Onjo of class 2-5"), done=done.append)
    driven.settle()
    assert in_time == [True]
    assert [change.label for change in done] == ["rename page"]


def test_texts_that_keep_an_old_title_are_told_and_shown(driven: Driven) -> None:
    wiki, renamed = driven.session.wiki, driven.page("Choi Nam-ra")
    point = driven.session.author_view().orders().find("S1E06")
    early = AddPage(PageId(new_id()), PageKind.ARTICLE, "R&D", body="[[Choi Nam-ra]]", reviewed=True)
    wiki.apply(IntroducePage(renamed, point), early)
    with driven.qtbot.waitSignal(driven.session.followed, timeout=PATIENCE_MS):
        driven.session.apply(RenamePage(renamed, "The half-zombie"))
    notice = driven.window.notice
    assert notice.text == "3 texts keep the old title: they are read before the page is known"
    button = driven.find(QToolButton, "noticeShow")
    assert button.isVisible()
    (shown,) = (action for action in button.menu().actions() if action.text() == "R&&D")
    shown.trigger()
    driven.qtbot.waitUntil(lambda: driven.tab.title == "R&D", timeout=PATIENCE_MS)
    notice.say("Something else")
    assert not button.isVisible()


def test_f2_edits_the_row_in_the_tree(driven: Driven) -> None:
    driven.go("Class 2-5")
    driven.do("rename_page")
    field = driven.window.tree.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    assert field.text() == "Class 2-5"
    field.setText("The class")
    driven.press(field, Qt.Key.Key_Return)
    driven.qtbot.waitUntil(lambda: driven.tab.title == "The class", timeout=PATIENCE_MS)
    assert driven.window.tabs.tabText(0) == "The class"


def test_a_title_that_is_taken_is_refused_in_words(driven: Driven) -> None:
    driven.window.tree.model().setData(driven.tree_index(SHOW, "Class 2-5"), SHOW)
    driven.settle()
    assert "already a page" in driven.dismiss()
    assert driven.page("Class 2-5")


def test_dragging_orders_characters_and_is_undone(driven: Driven) -> None:
    model = driven.window.tree.model()
    shelf = driven.tree_index(*CHARACTERS)
    before = driven.tree_texts(shelf)
    data = model.mimeData([model.index(2, 0, shelf)])
    assert model.canDropMimeData(data, Qt.DropAction.MoveAction, 0, 0, shelf)
    assert model.dropMimeData(data, Qt.DropAction.MoveAction, 0, 0, shelf)
    driven.settle()
    moved = [before[2], *before[:2], *before[3:]]
    assert driven.tree_texts(driven.tree_index(*CHARACTERS)) == moved
    driven.desk.work.undo()
    driven.settle()
    assert driven.tree_texts(driven.tree_index(*CHARACTERS)) == before


def test_pages_go_only_where_their_kind_can_stand(driven: Driven) -> None:
    model = driven.window.tree.model()
    character = model.mimeData([driven.tree_index(*CHARACTERS, "Nam On-jo")])
    move = Qt.DropAction.MoveAction
    assert not model.canDropMimeData(character, move, -1, 0, driven.tree_index("People"))
    assert not model.canDropMimeData(character, move, -1, 0, driven.tree_index(SHOW, "Season 1"))
    article = model.mimeData([driven.tree_index("Pages", driven.tree_texts(driven.tree_index("Pages"))[0])])
    assert model.canDropMimeData(article, move, -1, 0, driven.tree_index(SHOW))
    season = driven.tree_index(SHOW, "Season 1")
    assert not model.flags(season) & Qt.ItemFlag.ItemIsDragEnabled


def test_an_article_moves_below_the_show_and_the_tree_keeps_what_is_unfolded(driven: Driven) -> None:
    tree, model = driven.window.tree, driven.window.tree.model()
    tree.expand(driven.tree_index(*CHARACTERS))
    title = driven.tree_texts(driven.tree_index("Pages"))[0]
    driven.go(title)
    data = model.mimeData([driven.tree_index("Pages", title)])
    model.dropMimeData(data, Qt.DropAction.MoveAction, -1, 0, driven.tree_index(SHOW))
    driven.settle()
    assert title in driven.tree_texts(driven.tree_index(SHOW))
    assert tree.isExpanded(driven.tree_index(*CHARACTERS))
    assert tree.currentIndex().data() == title


def test_delete_asks_nothing_and_offers_undo(driven: Driven) -> None:
    driven.go("Class 2-5", new_tab=True)
    driven.do("delete_page")
    driven.settle()
    assert driven.window.notice.text == "“Class 2-5” is in the trash"
    assert "Class 2-5" not in driven.tree_texts(driven.tree_index(SHOW))
    assert driven.window.tabs.count() == 1
    driven.window.notice.undo_requested.emit()
    driven.settle()
    assert "Class 2-5" in driven.tree_texts(driven.tree_index(SHOW))


def test_the_trash_gives_a_page_back(driven: Driven) -> None:
    driven.go("Class 2-5")
    driven.do("delete_page")
    driven.settle()
    driven.do("restore_page")
    driven.settle()
    dialog = driven.dialog(TrashDialog)
    assert dialog.list.topLevelItemCount() == 1
    dialog.restore.click()
    driven.settle()
    assert dialog.list.topLevelItemCount() == 0
    dialog.reject()
    assert driven.page("Class 2-5")


def test_a_new_character_is_made_below_its_show(driven: Driven) -> None:
    driven.do("create_page")
    dialog = driven.dialog(NewPageDialog)
    dialog.choose_kind(PageKind.CHARACTER)
    dialog.title.setText("새 인물")
    dialog.introduced.setEditText("S1E03")
    dialog.go.click()
    driven.settle()
    assert driven.tab.title == "새 인물"
    assert "새 인물" in driven.tree_texts(driven.tree_index(*CHARACTERS))
    page = driven.session.author_view().page(driven.tab.page_id)
    assert driven.session.author_view().point(page.introduced_at or "?") == "S1E03"  # type: ignore[arg-type]  # never "?"


def test_a_new_episode_proposes_its_number_and_an_error_stays_in_the_dialog(driven: Driven) -> None:
    driven.go("Season 1")
    driven.do("create_page")
    dialog = driven.dialog(NewPageDialog)
    dialog.choose_kind(PageKind.EPISODE)
    assert dialog.number.value() == 13
    dialog.go.click()
    error = dialog.findChild(QLabel, "formError")
    assert error is not None
    assert error.text() == "Give the page a title."
    dialog.title.setText(SHOW)
    dialog.go.click()
    driven.settle()
    assert "already a page" in error.text()
    dialog.title.setText("Episode 13")
    dialog.go.click()
    driven.settle()
    assert driven.tree_texts(driven.tree_index(SHOW, "Season 1"))[-1] == "Episode 13"


def test_marking_a_page_as_safe(driven: Driven) -> None:
    page = driven.go("Class 2-5").page_id
    driven.do("review_page")
    dialog = driven.dialog(ReviewDialog)
    dialog.from_point.setChecked(True)
    dialog.point.setEditText("S1E04")
    dialog.go.click()
    driven.settle()
    view = driven.session.author_view()
    found = view.page(page)
    assert found.reviewed
    assert found.safe_from is not None
    assert view.point(found.safe_from) == "S1E04"


def test_a_page_is_marked_as_safe_from_the_viewpoint_by_one_stroke(driven: Driven) -> None:
    page = driven.go("Class 2-5").page_id
    assert not driven.window.actions_of_window["approve_page"].isEnabled()
    for point in ("S1E04", "S1E02"):
        driven.session.set_viewpoint(driven.session.author_view().viewpoint_at(point))
        driven.do("approve_page")
        driven.settle()
        view = driven.session.author_view()
        found = view.page(page)
        assert found.reviewed
        assert found.safe_from is not None
        assert view.point(found.safe_from) == point
    driven.do("undo_step")
    driven.settle()
    assert driven.session.author_view().page(page).safe_from == driven.session.author_view().orders().find("S1E04")
    driven.session.set_viewpoint(Viewpoint())
    driven.do("approve_page")
    driven.settle()
    assert driven.session.author_view().page(page).safe_from is None


def test_of_several_shows_the_one_that_is_meant_is_asked_for(driven: Driven) -> None:
    page, other = PageId(new_id()), PageId(new_id())
    driven.session.apply(
        AddPage(page, PageKind.ARTICLE, "Zombies"),
        AddPage(other, PageKind.SHOW, "Kingdom", subject=Show(other, "kingdom")),
    )
    driven.settle()
    driven.session.set_viewpoint(driven.session.author_view().viewpoint_at("aouad:S1E04"))
    driven.go("Zombies")
    driven.do("approve_page")
    driven.dialog(ReviewDialog).reject()
    assert not driven.session.author_view().page(page).reviewed


def test_the_undo_entry_names_the_step(driven: Driven) -> None:
    driven.window.tree.setFocus()
    driven.window.tree.model().setData(driven.tree_index(SHOW, "Class 2-5"), "Class")
    driven.settle()
    driven.desk.work.name_steps()
    assert plain_text(driven.window.actions_of_window["undo_step"]) == "Undo rename page"
    driven.do("undo_step")
    driven.settle()
    assert plain_text(driven.window.actions_of_window["redo_step"]) == "Redo rename page"


def test_ctrl_z_in_the_editor_undoes_typing_alone(driven: Driven) -> None:
    editor = driven.go("Class 2-5").editor
    before = editor.toPlainText()
    driven.tab.focus_editor()
    driven.qtbot.waitUntil(editor.hasFocus, timeout=PATIENCE_MS)
    driven.type("x")
    driven.do("undo_step")
    assert editor.toPlainText() == before


def test_a_red_link_makes_the_page(driven: Driven) -> None:
    driven.tab.wanted_page_requested.emit("Category:Half-seen")
    driven.settle()
    assert driven.tab.title == "Category:Half-seen"
    assert driven.session.author_view().page(driven.tab.page_id).kind is PageKind.CATEGORY


def test_changes_of_others_show_at_once(driven: Driven) -> None:
    page = PageId(new_id())
    driven.session.apply(AddPage(page, PageKind.CATEGORY, "Category:Rooftops"))
    driven.settle()
    assert "Rooftops" in driven.tree_texts(driven.tree_index("Categories"))
    driven.session.apply(RenameWiki("새 이름"))
    driven.settle()
    assert driven.window.windowTitle() == "새 이름 – fanwiki"


def test_a_new_page_begins_with_a_template(driven: Driven) -> None:
    template = PageId(new_id())
    body = "'{{{ title }}}' of {{{class|2-5}}}, {{{role}}}, {{infobox}}"
    driven.session.apply(AddPage(template, PageKind.TEMPLATE, "A student", body=body))
    driven.settle()
    driven.go(SHOW)
    driven.do("create_page")
    dialog = driven.dialog(NewPageDialog)
    dialog.choose_kind(PageKind.TEMPLATE)
    assert not dialog.template.isVisible()
    dialog.choose_kind(PageKind.CHARACTER)
    dialog.title.setText("Kim Min-ah")
    dialog.template.setText("Template:A student")
    dialog.go.click()
    driven.settle()
    assert driven.tab.editor.text() == "'Kim Min-ah' of 2-5, {{{role}}}, {{infobox}}"
