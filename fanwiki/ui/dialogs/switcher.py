"""The quick switcher: to a page by a few letters of its title or one of its names."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from fanwiki.domain.ids import PageId
from fanwiki.ui.dialogs.choices import Choice
from fanwiki.ui.dialogs.picker import Picker
from fanwiki.ui.title_stock import TitleStock
from fanwiki.wiki import View
from fanwiki.wiki.title_ranking import NamedPage, TitleRanking, ways_to


class QuickSwitcher(Picker):
    """Offers what the view sees. An empty field shows the pages visited lately, then others by title. Until all titles
    are there, it offers what the index finds.
    """

    page_requested = Signal(object, bool)
    """A PageId, and whether in a new tab."""
    new_page_requested = Signal(str)

    def __init__(
        self, view: View, recent: Sequence[PageId], stock: TitleStock, *, can_create: bool, parent: QWidget
    ) -> None:
        hint = "  ".join(
            (
                self.tr("Enter: open"),
                self.tr("Ctrl+Enter: in a new tab"),
                *((self.tr("Shift+Enter: new page"),) if can_create else ()),
            )
        )
        super().__init__(parent, "quickSwitcher", self.tr("Go to a page"), hint)
        self._can_create = can_create
        self._view = view
        self._recent = recent
        self._stock = stock
        self._offered: list[PageId] = []
        stock.ready.connect(self.refresh)

    def choices(self, typed: str, limit: int) -> Sequence[tuple[int, Choice]]:
        titles = self._stock.titles()
        if typed:
            found = (titles or self._indexed(typed, limit)).best(typed, limit, self._recent)
        else:
            found = self._first(limit)
        self._offered = [way.page for way, _ in found]
        return [(place, _choice(way, title)) for place, (way, title) in enumerate(found)]

    def choose(self, place: int, modifiers: Qt.KeyboardModifier) -> None:
        new_tab = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        self.page_requested.emit(self._offered[place], new_tab)

    def nothing(self, typed: str) -> str:
        if not typed or self._stock.titles() is None:
            return ""
        said = self.tr("No page is called “{typed}”.").format(typed=typed)
        return f"{said} {self.tr('Shift+Enter makes one.')}" if self._can_create else said

    def make_new(self, typed: str) -> bool:
        if not typed or not self._can_create:
            return False
        self.new_page_requested.emit(typed)
        return True

    def _indexed(self, typed: str, limit: int) -> TitleRanking:
        return TitleRanking(ways_to(self._view.named(typed, limit)))

    def _first(self, limit: int) -> list[tuple[NamedPage, str]]:
        with self._view.together() as held:
            pages = [*held.pages_among(self._recent[:limit]), *held.first_pages(limit)]
        offered = list(dict.fromkeys(pages))[:limit]
        return [(NamedPage(page.title, page.id, page.kind, own=True), page.title) for page in offered]


def _choice(way: NamedPage, title: str) -> Choice:
    return Choice(way.text, way.kind.value, str(way.kind) if way.own else title)
