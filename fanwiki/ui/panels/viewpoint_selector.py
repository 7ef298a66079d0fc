"""How far one has seen: the control that sets the viewpoint which everything in the window obeys."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from fanwiki.domain.changes import Change
from fanwiki.domain.entities import Page
from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.domain.points import EVERYTHING, EpisodeOrder, EpisodeOrders, Viewpoint
from fanwiki.ui import icons
from fanwiki.ui.panels.list_delegate import AnyIndex
from fanwiki.ui.panels.list_view import NOWHERE
from fanwiki.ui.panels.panel import show_around
from fanwiki.ui.panels.points import SEPARATOR
from fanwiki.ui.plain import PlainLabel
from fanwiki.ui.session import WikiSession

_CONCERNS: Final = frozenset({"Show", "Season", "Episode", "AlternativeOrder"})
_WIDEST: Final = 240
"""Of each list, in pixels: the longest title of many must not push the search out of the tool bar."""
_EVERYTHING_ROW: Final = 0
_NOTHING_ROW: Final = 1
_FIRST_EPISODE_ROW: Final = 2


class ViewpointSelector(QWidget):
    """A list of how far one may have seen a show: everything (the author), nothing yet, or up to an episode. With
    several shows a second list says which show is meant; each keeps its own ceiling.

    `point_shown` comes after another show or point is shown.
    """

    point_shown = Signal()

    def __init__(self, session: WikiSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("viewpointSelector")
        self._session = session
        self._shows: tuple[PageId, ...] = ()
        self._orders = EpisodeOrders()
        self._seen: dict[PageId, EpisodeId] = dict(session.viewpoint.seen)
        self.setAccessibleName(self.tr("Viewpoint"))
        self.mark = PlainLabel()
        self.mark.setObjectName("viewpointMark")
        self.mark.setAutoFillBackground(True)
        self.mark.setContentsMargins(6, 2, 6, 2)
        self.mark.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.unlocks = QToolButton()
        self.unlocks.setObjectName("viewpointUnlocks")
        self.unlocks.setAccessibleName(self.tr("What this episode unlocks"))
        self.show_list = _combo("viewpointShow", self.tr("Show whose viewpoint is chosen"))
        self.episode_list = _combo("viewpointEpisode", self.tr("How far you have seen"))
        self.episode_list.setToolTip(self.tr("Show the wiki as it is known after an episode"))
        self.episode_list.setMaxVisibleItems(20)
        self.show_list.setMaximumWidth(_WIDEST)
        self.episode_list.setMaximumWidth(_WIDEST)
        self._model = _CeilingModel(self)
        self.episode_list.setModel(self._model)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.show_list)
        layout.addWidget(self.episode_list)
        layout.addWidget(self.unlocks)
        self.setFocusProxy(self.episode_list)
        self.show_list.activated.connect(self._on_show_chosen)
        self.episode_list.activated.connect(self._on_ceiling_chosen)
        session.changed.connect(self._on_changed)
        session.viewpoint_changed.connect(self._on_viewpoint_changed)
        self.refresh()

    def show_page(self, page: Page | None) -> None:
        """Turns to the show of the current page."""
        if len(self._shows) < 2:
            return
        with self._session.reading() as view:
            around = show_around(view, page, self.chosen_show)
        if around is not None and around != self.chosen_show:
            self.show_list.setCurrentIndex(self._shows.index(around))
            self._show_ceilings()

    @property
    def chosen_show(self) -> PageId | None:
        """The show whose ceiling is chosen here."""
        row = self.show_list.currentIndex()
        return self._shows[row] if 0 <= row < len(self._shows) else None

    def step(self, by: int) -> None:
        """Goes on (1) or back (-1) by an episode. Back from everything is the last episode; on from the last stays:
        the author's view is chosen, never stepped into.
        """
        last = self._model.rowCount() - 1
        row = self.episode_list.currentIndex()
        if row == _EVERYTHING_ROW:
            row = last + 1
            if by > 0:
                return
        self._choose(max(_NOTHING_ROW, min(last, row + by)))

    def refresh(self) -> None:
        """Reads the shows and episodes again."""
        chosen = self.chosen_show
        with self._session.reading() as view:
            seen = view.shows()
            entries = seen if view.author else view.seen_from(EVERYTHING).shows()
            self._orders = view.orders()
        titles = {entry.page.id: entry.page.title for entry in seen}
        self._shows = tuple(entry.page.id for entry in entries)
        self.show_list.clear()
        for entry in entries:
            self.show_list.addItem(titles.get(entry.page.id, entry.show.code))
        if chosen in self._shows:
            self.show_list.setCurrentIndex(self._shows.index(chosen))
        self.show_list.setVisible(len(self._shows) > 1)
        self._show_ceilings()

    def _show_ceilings(self) -> None:
        """Lists the episodes of the chosen show, and marks how far one is."""
        viewpoint = self._session.viewpoint
        show = self.chosen_show
        order = None
        titles: dict[EpisodeId, str] = {}
        with self._session.reading() as view:
            if show is not None:
                order = view.orders().of_show(show)
                titles = {line.id: line.title for line in view.episodes(show)}
        self._model.load(order, titles)
        self.episode_list.setCurrentIndex(self._row(viewpoint, show, order))
        self.episode_list.setEnabled(bool(self._shows))
        self._show_mark(author=viewpoint.author)
        self.point_shown.emit()

    def _show_mark(self, *, author: bool) -> None:
        """Says in words and colour whose view it is, so that the author's is not taken for a reader's."""
        role = QPalette.ColorRole
        self.mark.setBackgroundRole(role.WindowText if author else role.Highlight)
        self.mark.setForegroundRole(role.Window if author else role.HighlightedText)
        if author:
            self.mark.setText(self.tr("Author’s view"))
            self.mark.setToolTip(self.tr("Everything is shown, whenever it is revealed. No reader sees the wiki so."))
        else:
            self.mark.setText(self.tr("Reader’s view"))
            self.mark.setToolTip(self.tr("What is revealed later is hidden everywhere in the window."))
        self.mark.setAccessibleName(f"{self.mark.text()}. {self.mark.toolTip()}")

    def _row(self, viewpoint: Viewpoint, show: PageId | None, order: EpisodeOrder | None) -> int:
        if viewpoint.author or show is None:
            return _EVERYTHING_ROW
        seen = dict(viewpoint.seen).get(show)
        if seen is None or order is None or seen not in order:
            return _NOTHING_ROW
        return _NOTHING_ROW + order.position(seen)

    def _choose(self, row: int) -> None:
        if row == _EVERYTHING_ROW:
            self._session.set_viewpoint(EVERYTHING)
            return
        show = self.chosen_show
        if show is None:
            return
        episode = self._model.episode_at(row)
        if episode is None:
            self._seen.pop(show, None)
        else:
            self._seen[show] = episode
        here = tuple((each, self._seen[each]) for each in self._shows if each in self._seen)
        self._session.set_viewpoint(Viewpoint(here))

    def _on_ceiling_chosen(self, row: int) -> None:
        self._choose(row)

    def _on_show_chosen(self, _row: int) -> None:
        self._show_ceilings()

    def _on_viewpoint_changed(self, viewpoint: Viewpoint) -> None:
        if not viewpoint.author:
            self._seen = dict(viewpoint.seen)
        self.refresh()

    def _on_changed(self, change: Change) -> None:
        if _CONCERNS & change.facts or (change.pages and self._is_concerned(change.pages)):
            self.refresh()

    def _is_concerned(self, pages: Collection[PageId]) -> bool:
        """Whether some pages, which were renamed, moved or deleted, are on the lists or were."""
        orders = self._session.author_view().orders()
        if orders is not self._orders:
            return True
        shown = None if self.chosen_show is None else orders.of_show(self.chosen_show)
        return any(page in self._shows or (shown is not None and EpisodeId(page) in shown) for page in pages)


class _CeilingModel(QAbstractListModel):
    """Everything, nothing, and the episodes of a show. An episode beyond the viewpoint shows its point alone: its
    title may give something away.
    """

    # Set on the class too, for Qt may still ask while Python takes the object apart.
    _order: EpisodeOrder | None = None

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._titles: Mapping[EpisodeId, str] = {}

    def load(self, order: EpisodeOrder | None, titles: Mapping[EpisodeId, str]) -> None:
        self.beginResetModel()
        self._order = order
        self._titles = titles
        self.endResetModel()

    def episode_at(self, row: int) -> EpisodeId | None:
        """The episode of a row; None for the rows above the episodes."""
        return None if self._order is None or row < _FIRST_EPISODE_ROW else self._order.at(row - _NOTHING_ROW).id

    def rowCount(self, parent: AnyIndex = NOWHERE) -> int:
        if parent.isValid():
            return 0
        return _FIRST_EPISODE_ROW + (0 if self._order is None else len(self._order.episodes))

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DecorationRole and index.row() < _FIRST_EPISODE_ROW:
            return icons.icon("edit" if index.row() == _EVERYTHING_ROW else "hidden")
        if role == Qt.ItemDataRole.DecorationRole:
            return icons.icon("eye" if self.episode_at(index.row()) in self._titles else "locked")
        return self._text(index.row()) if role == Qt.ItemDataRole.DisplayRole else None

    def _text(self, row: int) -> str:
        if row == _EVERYTHING_ROW:
            return self.tr("Everything (author)")
        if self._order is None or row == _NOTHING_ROW:
            return self.tr("Nothing seen yet")
        episode = self._order.at(row - _NOTHING_ROW)
        title = self._titles.get(episode.id, "")
        return f"{episode.name}{SEPARATOR}{title}" if title else str(episode.name)


def _combo(name: str, accessible: str) -> QComboBox:
    combo = QComboBox()
    combo.setObjectName(name)
    combo.setAccessibleName(accessible)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return combo
