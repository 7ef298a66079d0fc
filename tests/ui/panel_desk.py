"""What the tests of the panels share: a session on a copy of the sample, and a wait until the wiki lane is done."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QTreeView, QWidget
from pytestqt.qtbot import QtBot

from fanwiki.domain.edits import Edit
from fanwiki.domain.entities import Page
from fanwiki.domain.points import EVERYTHING
from fanwiki.ui.session import WikiSession
from fanwiki.ui.tasks import WikiLane
from fanwiki.wiki import View, Wiki
from tests.ui.burying import bury
from tests.ui.patience import PATIENCE_MS

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

__all__ = ["PATIENCE_MS"]

AnyWidget = TypeVar("AnyWidget", bound=QWidget)


class PanelDesk:
    """A session with panels on it."""

    def __init__(self, qtbot: QtBot, wiki: Wiki) -> None:
        self.qtbot = qtbot
        self.wiki = wiki
        self.lane = WikiLane()
        self.session = WikiSession(wiki, self.lane)
        self._kept: list[QWidget] = []

    def shown(self, widget: AnyWidget) -> AnyWidget:
        """A widget of the size of a side pane, on the screen."""
        self.qtbot.addWidget(widget)
        # What it has under way ends with the session, as in a window, and not before.
        self._kept.append(widget)
        widget.resize(340, 700)
        widget.show()
        self.qtbot.waitExposed(widget)
        return widget

    def page(self, title: str) -> Page:
        return self.wiki.view().find(title)

    def author(self) -> View:
        return self.wiki.view(EVERYTHING)

    def look_from(self, point: str) -> View:
        """Goes to a reader's viewpoint."""
        self.session.set_viewpoint(self.author().viewpoint_at(point))
        return self.session.view()

    def apply(self, *edits: Edit) -> None:
        self.session.apply(*edits)
        self.settle()

    def settle(self) -> None:
        """Waits until the lane has done, and told of, all it was given."""
        self.qtbot.waitUntil(self._is_idle, timeout=PATIENCE_MS)

    def undo(self) -> None:
        self.session.undo()
        self.settle()

    def _is_idle(self) -> bool:
        return not self.lane.busy and not self.session.looking_up


@contextmanager
def desk_on(qtbot: QtBot, wiki: Wiki) -> Iterator[PanelDesk]:
    """A desk whose lane ends with the test; the wiki is closed by whoever opened it."""
    desk = PanelDesk(qtbot, wiki)
    yield desk
    desk.settle()
    desk.session.closing.emit()
    desk.lane.shut_down()
    bury(desk.session)


def texts(view: QTreeView, column: int = 0, parent: QModelIndex | None = None) -> list[str]:
    """What a list shows in one of its columns."""
    model = view.model()
    above = parent or QModelIndex()
    return [str(model.index(row, column, above).data()) for row in range(model.rowCount(above))]


def everything_said(view: QTreeView) -> str:
    """Every text that a list holds for anybody: shown, tooltip and spoken."""
    found: list[str] = []
    pending = [QModelIndex()]
    model = view.model()
    while pending:
        parent = pending.pop()
        if model.canFetchMore(parent):
            model.fetchMore(parent)
        for row in range(model.rowCount(parent)):
            for column in range(model.columnCount(parent)):
                index = model.index(row, column, parent)
                found.extend(str(index.data(role)) for role in (0, 3, 11, 257) if index.data(role))
            pending.append(model.index(row, 0, parent))
    return "\n".join(found)
