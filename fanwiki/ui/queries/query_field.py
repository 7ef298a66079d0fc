"""The field in which a query is written: it completes filters, and says below itself what is wrong."""

from typing import Final

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QWidget

from fanwiki.domain.queries import FilterName, LayoutName
from fanwiki.ui.filter_completion import Values, completions
from fanwiki.ui.offer_field import OfferField

_NAMES: Final = (*FilterName, *LayoutName)
_WIDEST: Final = 460


class QueryField(OfferField):
    """`asked` comes when the query is to be answered: by Return, and when a value was completed."""

    asked = Signal()

    def __init__(self, values: Values, parent: QWidget | None = None) -> None:
        super().__init__(parent, "queryCompletions")
        self._values = values
        self.textEdited.connect(self._offer)

    def on_return(self, modifiers: Qt.KeyboardModifier) -> None:
        """Takes the completion that is chosen, or asks."""
        del modifiers
        current = self.list.currentIndex()
        if self.list.isVisible() and current.isValid():
            self.choose(current)
            return
        self.list.hide()
        self.asked.emit()

    def on_completed(self) -> None:
        self.list.hide()
        self.textEdited.emit(self.text())
        if not self.text().endswith(":"):
            self.asked.emit()

    def _offer(self) -> None:
        found = completions(self.text(), _NAMES, self._values)
        self.model.clear()
        if not found.offered:
            self.list.hide()
            return
        self.add_completions(found.offered)
        place = QRect(0, 0, min(self.width(), _WIDEST), self.height())
        # What makes sense as it stands is asked by Return, and not completed.
        self.show_offers(place, -1 if found.settled else 0)
