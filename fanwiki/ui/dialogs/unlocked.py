"""What the last episode seen has unlocked: the pages, names and facts that nobody could know before it."""

from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHeaderView, QVBoxLayout, QWidget

from fanwiki.domain.changes import Change
from fanwiki.domain.ids import PageId
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui.dialogs.form import without_icons
from fanwiki.ui.panels.list_view import Cell, PanelTree, Row, RowsModel
from fanwiki.ui.panels.tools import Heading
from fanwiki.ui.panels.viewpoint_selector import ViewpointSelector
from fanwiki.ui.panels.words import word
from fanwiki.ui.plain import PlainLabel
from fanwiki.ui.session import WikiSession
from fanwiki.wiki.reading.unlocking import Unlocked

_ICONS: Final = {
    "status": "status",
    "name": "rename",
    "redirect": "link",
    "portrayal": "cast",
    "relationship": "relations",
    "membership": "group",
    "claim": "claims",
    "prose": "article",
}


class UnlockedDialog(QDialog):
    """Stays beside the window and follows its viewpoint; a click or Enter opens the page of a line."""

    page_requested = Signal(object)

    def __init__(self, session: WikiSession, selector: ViewpointSelector, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("unlockedDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(560, 480)
        self._session = session
        self._selector = selector
        self._found: tuple[Unlocked, ...] = ()
        self.heading = Heading()
        self.empty = PlainLabel()
        self.empty.setWordWrap(True)
        self.empty.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.model = RowsModel((self.tr("Page"), self.tr("What is new")), self)
        self.tree = PanelTree(self.tr("What is unlocked"))
        self.tree.setModel(self.model)
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        buttons = without_icons(QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self))
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        layout.addWidget(self.heading)
        layout.addWidget(self.empty)
        layout.addWidget(self.tree, 1)
        layout.addWidget(buttons)
        buttons.rejected.connect(self.reject)
        self.tree.chosen.connect(self._on_chosen)
        self.tree.clicked.connect(self._on_chosen)
        session.changed.connect(self._on_changed)
        selector.point_shown.connect(self.refresh)
        selector.destroyed.connect(self.close)
        self.refresh()

    def refresh(self) -> None:
        """Reads again what the viewpoint's last step brought."""
        show = self._selector.chosen_show
        point = ""
        with self._session.reading() as view:
            self._found = () if show is None else view.unlocked(show)
            seen = dict(view.viewpoint.seen).get(show) if show is not None else None
            point = "" if seen is None or view.author else view.point(seen)
        title = self.tr("What {point} unlocks").format(point=point) if point else self.tr("What an episode unlocks")
        self.setWindowTitle(title)
        self.heading.setText(title)
        self.empty.setText(self._why_empty(point))
        self.empty.setVisible(not self._found)
        self.tree.setVisible(bool(self._found))
        self.model.set_rows([self._row(each) for each in self._found])
        if self._found:
            self.tree.setCurrentIndex(self.model.index(0, 0))

    def _why_empty(self, point: str) -> str:
        if self._session.viewpoint.author:
            return self.tr("You see everything, as the author does. Choose how far a reader has seen in the tool bar.")
        if not point:
            return self.tr("Nothing has been seen of this show yet. Go on by an episode (Alt+PgDown).")
        return self.tr("This episode brings nothing new.")

    def _row(self, found: Unlocked) -> Row:
        if found.what == "page":
            kind = PageKind(found.text)
            return Row(
                found.key, (Cell(found.title, icon=kind.value), Cell(self.tr("New: {kind}").format(kind=word(kind))))
            )
        if found.what == "prose":
            text = self.tr("More text") if found.changed else self.tr("Text")
            return Row(found.key, (Cell(found.title, icon="article"), Cell(text)))
        detail = self._words(found.what)
        if found.changed:
            detail = self.tr("{what}, changed").format(what=detail)
        return Row(found.key, (Cell(found.title, icon=_ICONS.get(found.what, "profile")), Cell(found.text, detail)))

    def _words(self, what: str) -> str:
        return {
            "status": self.tr("status"),
            "name": self.tr("name"),
            "redirect": self.tr("redirect"),
            "portrayal": self.tr("played by"),
            "relationship": self.tr("relationship"),
            "membership": self.tr("membership"),
            "claim": self.tr("claim"),
            "profile value": self.tr("profile"),
            "portrait": self.tr("portrait"),
            "appearance": self.tr("appearance"),
        }[what]

    def _on_chosen(self, index: QModelIndex) -> None:
        page: PageId = self._found[index.row()].page
        self.page_requested.emit(page)

    def _on_changed(self, _change: Change) -> None:
        self.refresh()
