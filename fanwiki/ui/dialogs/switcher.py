"""The quick switcher: to a page by a few letters of its title or one of its names."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from fanwiki.domain.ids import PageId
from fanwiki.ui.dialogs.choices import Choice
from fanwiki.ui.dialogs.picker import Picker
from fanwiki.wiki import View
from fanwiki.wiki.ranking import Ranking


class QuickSwitcher(Picker):
    """Reads the titles that the view sees. An empty field shows the pages visited lately, then all by title."""

    page_requested = Signal(object, bool)
    """A PageId, and whether in a new tab."""
    new_page_requested = Signal(str)

    def __init__(self, view: View, recent: Sequence[PageId], *, can_create: bool, parent: QWidget) -> None:
        hint = "  ".join(
            (
                self.tr("Enter: open"),
                self.tr("Ctrl+Enter: in a new tab"),
                *((self.tr("Shift+Enter: new page"),) if can_create else ()),
            )
        )
        super().__init__(parent, "quickSwitcher", self.tr("Go to a page"), hint)
        self._can_create = can_create
        titles = view.titles()
        self._own = {page: text for text, page, _, own in titles if own}
        order = {page: place for place, page in enumerate(recent)}
        self._titles = sorted(
            titles, key=lambda each: (order.get(each[1], len(order)), not each[3], each[0].casefold())
        )
        self._ranking = Ranking([text for text, *_ in self._titles])

    def choices(self, typed: str, limit: int) -> Sequence[tuple[int, Choice]]:
        places = self._ranking.best(typed, limit * 3) if typed else self._first(limit)
        found: dict[PageId, tuple[int, Choice]] = {}
        for place in places:
            text, page, kind, own = self._titles[place]
            if page not in found:
                aside = str(kind) if own else self._own.get(page, "")
                found[page] = (place, Choice(text, kind.value, aside))
        return list(found.values())[:limit]

    def choose(self, place: int, modifiers: Qt.KeyboardModifier) -> None:
        new_tab = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        self.page_requested.emit(self._titles[place][1], new_tab)

    def make_new(self, typed: str) -> bool:
        if not typed or not self._can_create:
            return False
        self.new_page_requested.emit(typed)
        return True

    def _first(self, limit: int) -> list[int]:
        own = (place for place, each in enumerate(self._titles) if each[3])
        return [place for place, _ in zip(own, range(limit), strict=False)]
