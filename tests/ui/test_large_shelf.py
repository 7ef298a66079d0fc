"""A shelf that holds every page of a wiki: it is read a part at a time, as one comes to its end, and a page further on
is shown without what stands before it.
"""

from collections.abc import Iterator
from pathlib import Path
from shutil import copy2

import pytest
from PySide6.QtCore import QCoreApplication, QModelIndex
from pytestqt.qtbot import QtBot

from fanwiki.domain.edits import AddPage, DeletePage, MovePage, RenamePage
from fanwiki.domain.ids import PageId, new_id
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui.session import WikiSession
from fanwiki.ui.tree.levels import PART
from fanwiki.ui.tree.model import KEY_ROLE, TreeModel
from fanwiki.ui.tree.wiki_tree import WikiTree
from fanwiki.wiki import Wiki
from fanwiki.wiki.reading.tree import NodeKey, Shelf
from tests.ui.burying import bury
from tests.ui.patience import PATIENCE_MS
from tests.ui.writing import session_on

pytestmark = pytest.mark.gui

PAGES = 2 * PART + 300


@pytest.fixture(scope="module")
def flat(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wiki of articles alone, closed."""
    path = tmp_path_factory.mktemp("flat") / "Flat.fanwiki"
    wiki = Wiki.create(path)
    wiki.apply(*(AddPage(PageId(new_id()), PageKind.ARTICLE, f"Article {number:04}") for number in range(PAGES)))
    wiki.close()
    return path


@pytest.fixture
def wiki(flat: Path, tmp_path: Path) -> Iterator[Wiki]:
    path = tmp_path / "Flat.fanwiki"
    copy2(flat, path)
    opened = Wiki.open(path)
    yield opened
    opened.close()


@pytest.fixture
def session(wiki: Wiki) -> Iterator[WikiSession]:
    with session_on(wiki) as opened:
        yield opened


class _Shelf:
    """The shelf of articles in a tree that is seen."""

    def __init__(self, qtbot: QtBot, session: WikiSession) -> None:
        self._qtbot = qtbot
        self.session = session
        self.tree = WikiTree()
        self.model = TreeModel(session, self.tree)
        self.tree.resize(240, 400)
        self.tree.show_pages(self.model)
        self.tree.show()
        self.tree.expand(self.index)
        self.tree.executeDelayedItemsLayout()

    @property
    def index(self) -> QModelIndex:
        return self.model.index_of(NodeKey(None, Shelf.PAGES))

    @property
    def titles(self) -> list[str]:
        shelf = self.index
        return [str(self.model.index(row, 0, shelf).data()) for row in range(self.model.rowCount(shelf))]

    def page(self, title: str) -> PageId:
        return self.session.author_view().find(title).id

    def scroll_down(self) -> None:
        bar = self.tree.verticalScrollBar()
        bar.setValue(bar.maximum())
        QCoreApplication.processEvents()
        self.tree.executeDelayedItemsLayout()

    def chosen(self) -> object:
        return self.tree.currentIndex().data(KEY_ROLE)

    def settle(self) -> None:
        self._qtbot.waitUntil(lambda: not self.session.lane.busy, timeout=PATIENCE_MS)


@pytest.fixture
def shelf(qtbot: QtBot, session: WikiSession) -> Iterator[_Shelf]:
    made = _Shelf(qtbot, session)
    yield made
    made.tree.close()
    bury(made.tree)


def _articles(numbers: range) -> list[str]:
    return [f"Article {number:04}" for number in numbers]


def test_a_part_is_read_and_the_next_as_one_comes_to_its_end(shelf: _Shelf) -> None:
    assert shelf.titles == _articles(range(PART))
    shelf.tree.verticalScrollBar().setValue(PART // 2)
    QCoreApplication.processEvents()
    assert len(shelf.titles) == PART
    shelf.scroll_down()
    assert shelf.titles == _articles(range(2 * PART))
    for _ in range(3):
        shelf.scroll_down()
    assert shelf.titles == _articles(range(PAGES))


def test_a_page_further_on_is_shown_without_those_before_it(shelf: _Shelf) -> None:
    for title in ("Article 1200", "Article 0700"):
        page = shelf.page(title)
        shelf.tree.choose_page(page)
        assert shelf.chosen() == NodeKey(page)
        assert shelf.tree.viewport().rect().intersects(shelf.tree.visualRect(shelf.tree.currentIndex()))
        QCoreApplication.processEvents()
    assert shelf.titles == [*_articles(range(PART)), "Article 0700", "Article 1200"]
    shelf.model.read_on(shelf.index)
    assert shelf.titles == [*_articles(range(2 * PART)), "Article 1200"]
    assert shelf.chosen() == NodeKey(shelf.page("Article 0700"))
    shelf.model.read_on(shelf.index)
    assert shelf.titles == _articles(range(PAGES))
    shelf.model.read_on(shelf.index)
    assert shelf.titles == _articles(range(PAGES))


def test_what_is_shown_follows_changes(shelf: _Shelf) -> None:
    shelf.tree.choose_page(shelf.page("Article 0900"))
    shelf.tree.choose_page(shelf.page("Article 1100"))
    shelf.tree.scrollToTop()
    shelf.session.apply(DeletePage(shelf.page("Article 0900")), DeletePage(shelf.page("Article 0003")))
    shelf.session.apply(RenamePage(shelf.page("Article 1100"), "The hundredth of the second thousand"))
    shelf.settle()
    expected = [title for title in _articles(range(PART + 1)) if title != "Article 0003"]
    assert shelf.titles == [*expected, "The hundredth of the second thousand"]


def test_the_last_of_a_part_is_not_the_last_of_the_shelf(shelf: _Shelf) -> None:
    """What is dropped after it comes before the next page, which is not shown yet."""
    data = shelf.model.mimeData([shelf.model.index(0, 0, shelf.index)])
    assert shelf.model.dropMimeData(data, shelf.model.supportedDropActions(), PART, 0, shelf.index)
    shelf.settle()
    assert shelf.titles[PART - 1 : PART + 1] == ["Article 0000", f"Article {PART:04}"]


def test_a_page_that_comes_to_the_front_is_seen_there(shelf: _Shelf) -> None:
    shelf.session.apply(MovePage(shelf.page("Article 1250"), None, shelf.page("Article 0000")))
    shelf.settle()
    assert shelf.titles[:2] == ["Article 1250", "Article 0000"]
