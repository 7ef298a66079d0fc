"""A field for a point: typed as people write it (`S1E06`), or chosen from the episodes."""

from typing import Final

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.domain.points import EpisodeOrders
from fanwiki.ui.panels.fields import narrow
from fanwiki.wiki import View

SEPARATOR: Final = " · "
"""Between a point and the title of its episode."""


class PointField(QComboBox):
    """An editable list of episodes. Empty stands for what the placeholder says, such as "from the start"."""

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._orders = EpisodeOrders()
        self._home: PageId | None = None
        self._titles: dict[EpisodeId, str] = {}
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        narrow(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setModel(QStringListModel(self))
        line = self.lineEdit()
        assert line is not None
        line.setPlaceholderText(placeholder)
        line.setClearButtonEnabled(True)
        completer = QCompleter(self.model(), self)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)

    def load(self, view: View, home: PageId | None) -> None:
        """Offers the episodes that a view sees, those of the show `home` first."""
        with view.together() as reading:
            self._orders = reading.orders()
            self._home = home
            shows = [entry.page.id for entry in reading.shows()]
            shows.sort(key=lambda show: show != home)
            lines = [line for show in shows for line in reading.episodes(show)]
        self._titles = {line.id: line.title for line in lines}
        model = self.model()
        assert isinstance(model, QStringListModel)
        typed = self.currentText()
        model.setStringList([self._text(line.id) for line in lines])
        self.setCurrentIndex(-1)
        self.setEditText(typed)

    def set_point(self, point: EpisodeId | None) -> None:
        """Shows a point; None empties the field."""
        self.setCurrentIndex(-1)
        self.setEditText("" if point is None else self._text(point))

    def point(self) -> EpisodeId | None:
        """The point in the field, None if it is empty. Raises UnknownPoint."""
        typed = self.currentText().split(SEPARATOR.strip())[0].strip()
        return self._orders.find(typed, self._home) if typed else None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling the form must not change what is in it."""
        event.ignore()

    def _text(self, point: EpisodeId) -> str:
        title = self._titles.get(point, "")
        written = self._orders.write(point, self._home)
        return written + SEPARATOR + title if title else written
