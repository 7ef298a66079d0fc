"""The orders in which a show may be watched, and which of them its points follow."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from fanwiki.domain.changes import Change
from fanwiki.domain.edits import AddFact, ChangeFact, ChooseOrder, Edit, RemoveFact
from fanwiki.domain.entities import AlternativeOrder
from fanwiki.domain.errors import WikiError
from fanwiki.domain.ids import EpisodeId, FactId, OrderId, PageId, new_id
from fanwiki.domain.names import title_key
from fanwiki.ui.dialogs.form import without_icons
from fanwiki.ui.icons import icon
from fanwiki.ui.panels.form_rows import WARNING
from fanwiki.ui.panels.points import SEPARATOR
from fanwiki.ui.panels.words import sentence
from fanwiki.ui.plain import PlainLabel
from fanwiki.ui.session import WikiSession
from fanwiki.wiki.reading.shows import ShowEntry

_ID: Final = Qt.ItemDataRole.UserRole
_CONCERNS: Final = frozenset({"AlternativeOrder", "Show", "Season", "Episode"})
_STEPS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class EpisodeList(QListWidget):
    """Episodes that are put in order by drag, or by Alt+Up and Alt+Down; `reordered` comes after each move."""

    reordered = Signal()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_step(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_step(event):
            self.move_current(_STEPS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        super().dropEvent(event)
        self.reordered.emit()

    def move_current(self, by: int) -> None:
        """Moves the current episode up (-1) or down (1), where the list may be changed."""
        row = self.currentRow()
        movable = self.dragDropMode() is QAbstractItemView.DragDropMode.InternalMove
        if row < 0 or not movable or not 0 <= row + by < self.count():
            return
        self.insertItem(row + by, self.takeItem(row))
        self.setCurrentRow(row + by)
        self.reordered.emit()

    def ids(self) -> tuple[EpisodeId, ...]:
        """The episodes in the order shown."""
        return tuple(EpisodeId(self.item(row).data(_ID)) for row in range(self.count()))


class OrdersDialog(QDialog):
    """Orders on the left, the episodes of the chosen one on the right. Each step is saved at once and can be undone."""

    def __init__(self, session: WikiSession, show: PageId | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ordersDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("Episode orders"))
        self.resize(720, 520)
        self._session = session
        self._shows: tuple[ShowEntry, ...] = ()
        self._orders: tuple[AlternativeOrder, ...] = ()
        self._wanted: str | None = None
        self.show_list = QComboBox()
        self.show_list.setAccessibleName(self.tr("Show"))
        self.order_list = QListWidget()
        self.order_list.setAccessibleName(self.tr("Episode orders"))
        self.episode_list = EpisodeList()
        self.episode_list.setSpacing(2)
        self.episode_list.setAccessibleName(self.tr("Episodes in this order"))
        self.name_field = QLineEdit()
        self.name_field.setAccessibleName(self.tr("Name of the order"))
        self.name_field.setPlaceholderText(self.tr("such as DVD, production, by story"))
        self.complaint = PlainLabel()
        self.complaint.setObjectName("formError")
        self.complaint.setWordWrap(True)
        self.complaint.setForegroundRole(WARNING)
        self.hint = PlainLabel()
        self.hint.setWordWrap(True)
        self.hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.add_button = QPushButton(self.tr("&Add"))
        self.rename_button = QPushButton(self.tr("&Rename"))
        self.remove_button = QPushButton(self.tr("Re&move"))
        self.choose_button = QPushButton(self.tr("&Follow this order"))
        self.up_button = QPushButton(icon("up"), self.tr("Move &up"))
        self.down_button = QPushButton(icon("down"), self.tr("Move &down"))
        self._lay_out()
        self._connect()
        self._fill_shows(show)

    def _lay_out(self) -> None:
        left, right, names, moves = QVBoxLayout(), QVBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for button in (self.add_button, self.rename_button, self.remove_button):
            names.addWidget(button)
        left.addWidget(self.order_list, 1)
        left.addWidget(self.name_field)
        left.addWidget(self.complaint)
        left.addLayout(names)
        left.addWidget(self.choose_button)
        for button in (self.up_button, self.down_button):
            moves.addWidget(button)
        moves.addStretch(1)
        right.addWidget(self.episode_list, 1)
        right.addWidget(self.hint)
        right.addLayout(moves)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addLayout(left, 2)
        middle.addLayout(right, 3)
        self.close_box = without_icons(QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.show_list)
        layout.addLayout(middle, 1)
        layout.addWidget(self.close_box)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)

    def _connect(self) -> None:
        self.close_box.rejected.connect(self.reject)
        self.show_list.activated.connect(self._on_show_chosen)
        self.order_list.currentRowChanged.connect(self._on_order_chosen)
        self.episode_list.currentRowChanged.connect(self._update_buttons)
        self.episode_list.reordered.connect(self._on_reordered)
        self.name_field.returnPressed.connect(self._on_rename_or_add)
        self.add_button.clicked.connect(self._on_add)
        self.rename_button.clicked.connect(self._on_rename)
        self.remove_button.clicked.connect(self._on_remove)
        self.choose_button.clicked.connect(self._on_choose)
        self.up_button.clicked.connect(self._on_up)
        self.down_button.clicked.connect(self._on_down)
        self._session.changed.connect(self._on_changed)

    # --- what is shown --------------------------------------------------------------------------------------

    @property
    def entry(self) -> ShowEntry | None:
        """The show whose orders are shown."""
        row = self.show_list.currentIndex()
        return self._shows[row] if 0 <= row < len(self._shows) else None

    @property
    def order(self) -> AlternativeOrder | None:
        """The chosen order; None for the aired one."""
        row = self.order_list.currentRow()
        return self._orders[row - 1] if 0 < row <= len(self._orders) else None

    def _fill_shows(self, show: PageId | None) -> None:
        self._shows = self._session.author_view().shows()
        self.show_list.clear()
        for place, entry in enumerate(self._shows):
            self.show_list.addItem(entry.page.title)
            if entry.page.id == show:
                self.show_list.setCurrentIndex(place)
        self.show_list.setVisible(len(self._shows) > 1)
        self._fill_orders()

    def _fill_orders(self) -> None:
        entry = self.entry
        if entry is None:
            self._update_buttons()
            return
        kept = self.order.id if self.order is not None else None
        wanted, self._wanted = self._wanted or kept, None
        found = self._session.author_view().facts(AlternativeOrder, show=entry.page.id)
        self._orders = tuple(sorted(found, key=_by_name))
        self.order_list.blockSignals(True)
        self.order_list.clear()
        for id, name in [(None, self.tr("As aired")), *((order.id, order.name) for order in self._orders)]:
            in_force = id == entry.show.order
            item = QListWidgetItem(self.tr("{name} (followed)").format(name=name) if in_force else name)
            item.setIcon(icon("check" if in_force else "outline"))
            self.order_list.addItem(item)
        rows = {order.id: row for row, order in enumerate(self._orders, 1)}
        self.order_list.setCurrentRow(rows.get(OrderId(wanted or ""), 0))
        self.order_list.blockSignals(False)
        self._fill_episodes()

    def _fill_episodes(self) -> None:
        entry, order = self.entry, self.order
        assert entry is not None
        row = self.episode_list.currentRow()
        with self._session.author_view().together() as view:
            titles = {line.id: line.title for line in view.episodes(entry.page.id)}
            episodes = view.order_as(entry.page.id, None if order is None else order.id)
        self.episode_list.clear()
        for episode in episodes:
            item = QListWidgetItem(f"{episode.name}{SEPARATOR}{titles[episode.id]}")
            item.setData(_ID, episode.id)
            self.episode_list.addItem(item)
        self.episode_list.setCurrentRow(min(max(row, 0), len(episodes) - 1))
        mode = QAbstractItemView.DragDropMode
        movable = order is not None and not self._session.read_only
        self.episode_list.setDragDropMode(mode.InternalMove if movable else mode.NoDragDrop)
        self.name_field.setText("" if order is None else order.name)
        self.complaint.clear()
        self.complaint.hide()
        if order is None:
            self.hint.setText(
                self.tr("Seasons one after the other, specials by their date. Add an order to change it.")
            )
        else:
            self.hint.setText(
                self.tr("Drag episodes, or move them by Alt+Up and Alt+Down. What they reveal moves along.")
            )
        self._update_buttons()

    def _update_buttons(self) -> None:
        entry, order, row = self.entry, self.order, self.episode_list.currentRow()
        writable = entry is not None and not self._session.read_only
        in_force = entry is not None and entry.show.order == (None if order is None else order.id)
        self.name_field.setEnabled(writable)
        self.add_button.setEnabled(writable)
        self.rename_button.setEnabled(writable and order is not None)
        self.remove_button.setEnabled(writable and order is not None)
        self.choose_button.setEnabled(writable and not in_force)
        self.up_button.setEnabled(writable and order is not None and row > 0)
        self.down_button.setEnabled(writable and order is not None and 0 <= row < self.episode_list.count() - 1)

    # --- what is done ---------------------------------------------------------------------------------------

    def _name(self, but: OrderId | None = None) -> str | None:
        """The name that is typed; None, with a complaint, for one that cannot be given."""
        name = " ".join(self.name_field.text().split())
        taken = {title_key(order.name) for order in self._orders if order.id != but} | {title_key(self.tr("As aired"))}
        if not name:
            self._complain(self.tr("Type a name for the order."))
        elif title_key(name) in taken:
            self._complain(self.tr("There is already an order “{name}”; type another name.").format(name=name))
        else:
            return name
        return None

    def _complain(self, words: str) -> None:
        self.complaint.setText(words)
        self.complaint.show()
        self.name_field.setAccessibleDescription(words)
        self.name_field.setFocus()

    def _apply(self, *edits: Edit, label: str = "") -> None:
        self._session.apply(*edits, label=label, initiator=self, refused=self._on_refused)

    def _on_refused(self, error: WikiError) -> None:
        self._fill_orders()
        self._complain(sentence(error))

    def _on_rename_or_add(self) -> None:
        if self.order is None:
            self._on_add()
        else:
            self._on_rename()

    def _on_add(self) -> None:
        entry, name = self.entry, self._name()
        if entry is None or name is None:
            return
        order = AlternativeOrder(OrderId(new_id()), entry.page.id, name, self.episode_list.ids())
        self._wanted = order.id
        self._apply(AddFact(order))

    def _on_rename(self) -> None:
        order = self.order
        name = None if order is None else self._name(order.id)
        if order is not None and name is not None and name != order.name:
            # Episodes that lie in the trash are left out, since no fact may name them.
            named = replace(order, name=name, episodes=self.episode_list.ids())
            self._apply(ChangeFact(named), label="rename episode order")

    def _on_remove(self) -> None:
        entry, order = self.entry, self.order
        if entry is None or order is None:
            return
        released = [ChooseOrder(entry.page.id, None)] if entry.show.order == order.id else []
        self._apply(*released, RemoveFact("AlternativeOrder", FactId(order.id)), label="remove episode order")

    def _on_choose(self) -> None:
        entry, order = self.entry, self.order
        if entry is not None:
            self._apply(ChooseOrder(entry.page.id, None if order is None else order.id))

    def _on_up(self) -> None:
        self.episode_list.move_current(-1)

    def _on_down(self) -> None:
        self.episode_list.move_current(1)

    def _on_reordered(self) -> None:
        order = self.order
        if order is not None:
            self._apply(ChangeFact(replace(order, episodes=self.episode_list.ids())), label="reorder episodes")

    def _on_show_chosen(self, _row: int) -> None:
        self._wanted = None
        self.order_list.setCurrentRow(0)
        self._fill_orders()

    def _on_order_chosen(self, _row: int) -> None:
        self._fill_episodes()

    def _on_changed(self, change: Change) -> None:
        if change.pages or _CONCERNS & change.facts:
            entry = self.entry
            self._fill_shows(None if entry is None else entry.page.id)


def _is_step(event: QKeyEvent) -> bool:
    return event.modifiers() == Qt.KeyboardModifier.AltModifier and event.key() in _STEPS


def _by_name(order: AlternativeOrder) -> tuple[str, str]:
    return (order.name.casefold(), order.id)
