"""A field for a point: typed as people write it (`S1E06`), or chosen from the episodes."""

from typing import Final

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.domain.listing import EpisodeLine
from fanwiki.domain.points import EpisodeOrders
from fanwiki.ui.panels.fields import narrow
from fanwiki.wiki import View

SEPARATOR: Final = " · "
"""Between a point and the title of its episode."""

_MOST: Final = 500
"""Episodes after which no other show's are offered; whoever means one types its point."""


class PointField(QComboBox):
    """An editable list of episodes. Empty stands for what the placeholder says, such as "from the start"."""

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._orders = EpisodeOrders()
        self._home: PageId | None = None
        self._titles: dict[EpisodeId, str] = {}
        self._view: View | None = None
        self._offered = False
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
        """Offers the episodes that a view sees, those of the show `home` first: they are read when somebody comes to
        the field.
        """
        self._orders = view.orders()
        self._home = home
        self._view = view.at_any_time()
        self._titles.clear()
        self._offered = False
        if self.hasFocus():
            self._offer()

    def set_point(self, point: EpisodeId | None) -> None:
        """Shows a point; None empties the field."""
        if point is not None and point not in self._titles and self._view is not None:
            self._titles.update((point, page.title) for page in self._view.pages_among([PageId(point)]))
        self.setCurrentIndex(-1)
        self.setEditText("" if point is None else self._text(point))

    def point(self) -> EpisodeId | None:
        """The point in the field, None if it is empty. Raises UnknownPoint."""
        typed = self.currentText().split(SEPARATOR.strip())[0].strip()
        return self._orders.find(typed, self._home) if typed else None

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._offer()
        super().focusInEvent(event)

    def showPopup(self) -> None:
        self._offer()
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling the form must not change what is in it."""
        event.ignore()

    def _offer(self) -> None:
        """Reads what is offered, unless that is done: a wiki may have more episodes than anybody scrolls through."""
        if self._view is None or self._offered:
            return
        self._offered = True
        lines: list[EpisodeLine] = []
        with self._view.together() as reading:
            for show in sorted((order.show for order in self._orders.orders), key=lambda show: show != self._home):
                if len(lines) >= _MOST:
                    break
                lines += reading.episodes(show)
        self._titles.update((line.id, line.title) for line in lines)
        model = self.model()
        assert isinstance(model, QStringListModel)
        typed = self.currentText()
        model.setStringList([self._text(line.id) for line in lines])
        self.setCurrentIndex(-1)
        self.setEditText(typed)

    def _text(self, point: EpisodeId) -> str:
        title = self._titles.get(point, "")
        written = self._orders.write(point, self._home)
        return written + SEPARATOR + title if title else written
