"""The headings of the current text, as a tree to jump by."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fanwiki.domain.entities import Page
from fanwiki.markup.document import Heading
from fanwiki.ui.panels.list_view import KEY_ROLE, PanelTree
from fanwiki.ui.panels.panel import EmptyState, Panel
from fanwiki.ui.plain import plain_tip
from fanwiki.ui.session import WikiSession

_LINE_ROLE: Final = Qt.ItemDataRole.UserRole + 2


class OutlinePanel(Panel):
    """Shows what `show_headings` is given. `line_requested` carries the source line, from 0, that was chosen."""

    line_requested = Signal(int)

    def __init__(self, session: WikiSession, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setObjectName("outlinePanel")
        self.setAccessibleName(self.tr("Outline"))
        self._headings: tuple[Heading, ...] = ()
        self.model = QStandardItemModel(self)
        self.tree = PanelTree(self.tr("Headings of the page"))
        self.tree.setObjectName("outlineList")
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(True)
        self.tree.setIndentation(16)
        self.tree.setModel(self.model)
        self.tree.clicked.connect(self._on_chosen)
        self.tree.chosen.connect(self._on_chosen)
        self.empty = EmptyState()
        self.empty.button.clicked.connect(self._on_empty_clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.empty, 1)
        self._show_empty()

    def show_page(self, page: Page | None) -> None:
        """Another page has other headings: they are told by `show_headings`."""
        self.page = page
        if page is None:
            self.show_headings(())
        self._show_empty()

    def show_headings(self, headings: Sequence[Heading]) -> None:
        """Shows the headings of the text; nothing happens while they stay the same."""
        if tuple(headings) == self._headings:
            return
        same = [each.anchor for each in headings] == [each.anchor for each in self._headings]
        self._headings = tuple(headings)
        if same:
            self._update_lines()
        else:
            self._build()
        self._show_empty()

    def refresh(self) -> None:
        """What is shown comes from the editor, which follows the wiki itself."""

    def _build(self) -> None:
        place = self.tree.place()
        self.model.clear()
        above: list[tuple[int, QStandardItem]] = []
        for heading in self._headings:
            while above and above[-1][0] >= heading.level:
                above.pop()
            item = QStandardItem(heading.text or self.tr("(no text)"))
            item.setData(heading.anchor, KEY_ROLE)
            item.setData(heading.line, _LINE_ROLE)
            item.setToolTip(plain_tip(heading.text))
            (above[-1][1] if above else self.model.invisibleRootItem()).appendRow(item)
            above.append((heading.level, item))
        self.tree.expandAll()
        self.tree.return_to(place)

    def _update_lines(self) -> None:
        """The same headings elsewhere in the text: lines and words change, nothing is folded or unselected."""
        by_anchor = {heading.anchor: heading for heading in self._headings}
        pending = [self.model.invisibleRootItem()]
        while pending:
            parent = pending.pop()
            for row in range(parent.rowCount()):
                item = parent.child(row)
                heading = by_anchor[item.data(KEY_ROLE)]
                item.setData(heading.line, _LINE_ROLE)
                item.setText(heading.text or self.tr("(no text)"))
                pending.append(item)

    def _show_empty(self) -> None:
        filled = bool(self._headings)
        self.tree.setVisible(filled)
        self.empty.setVisible(not filled)
        if not filled:
            sentence = self.tr("Here stand the headings of the page: lines that begin with # in its text.")
            button = "" if self.page is None else self.tr("Go to the text")
            self.empty.say(sentence, button)

    def _on_chosen(self, index: QModelIndex) -> None:
        self.line_requested.emit(int(index.data(_LINE_ROLE)))

    def _on_empty_clicked(self) -> None:
        self.line_requested.emit(0)
