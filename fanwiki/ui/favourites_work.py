"""Pages kept at hand, in a menu of their own; and a page by chance."""

from functools import partial

from PySide6.QtCore import QObject

from fanwiki.domain.changes import Change
from fanwiki.domain.edits import AddFact, RemoveFact
from fanwiki.domain.entities import Favourite
from fanwiki.domain.ids import FactId, PageId, new_id
from fanwiki.ui.desk import Desk
from fanwiki.ui.icons import icon
from fanwiki.ui.main_window import MainWindow
from fanwiki.ui.session import WikiSession


class FavouritesWork(QObject):
    """Favourites are kept with the wiki, and shown as far as the viewpoint has reached."""

    def __init__(self, window: MainWindow, session: WikiSession, desk: Desk) -> None:
        super().__init__(session)
        self._window = window
        self._session = session
        self._desk = desk
        self._menu = window.actions_of_window.favourites_menu
        self._menu.aboutToShow.connect(self.fill_menu)
        window.tabs.page_shown.connect(self._name_action)
        window.tree.selection_moved.connect(self._name_action)
        session.changed.connect(self._on_changed)
        window.actions_of_window.connect_all({"toggle_favourite": self.toggle_favourite, "go_random": self.go_random})

    def toggle_favourite(self) -> None:
        """Keeps the page at hand among the favourites, or no longer."""
        page = self._desk.work.target()
        if page is None:
            return
        known = self._kept(page)
        if known:
            edits = [RemoveFact("Favourite", each.id) for each in known]
            self._session.apply(*edits, done=self._on_removed)
        else:
            self._session.apply(AddFact(Favourite(FactId(new_id()), page)), done=self._on_added)

    def go_random(self) -> None:
        """Opens any page that the viewpoint sees."""
        self._session.look_up(self._session.view().random_page, self._open_found)

    def _open_found(self, page: PageId | None) -> None:
        if page is not None:
            self._desk.open_page(page)

    def fill_menu(self) -> None:
        """The favourites by title."""
        self._menu.clear()
        with self._session.reading() as view:
            pages = [view.page(each.page) for each in view.facts(Favourite)]
        for page in sorted(pages, key=lambda each: each.title.casefold()):
            action = self._menu.addAction(icon(page.kind.value), page.title.replace("&", "&&"))
            action.triggered.connect(partial(self._open, page.id))
        if not pages:
            nothing = self._menu.addAction(self.tr("None yet: keep a page at hand with Ctrl+D"))
            nothing.setEnabled(False)

    def _kept(self, page: PageId) -> tuple[Favourite, ...]:
        """What makes a page a favourite; nothing for one that is none."""
        return self._session.author_view().facts(Favourite, page=page)

    def _on_changed(self, change: Change) -> None:
        if "Favourite" in change.facts:
            self._name_action()

    def _name_action(self) -> None:
        """Says what the action would do with the page at hand."""
        page = self._desk.work.target()
        kept = page is not None and bool(self._kept(page))
        text = self.tr("&Take from the favourites") if kept else self.tr("&Keep among the favourites")
        self._window.actions_of_window.say("toggle_favourite", text)

    def _open(self, page: PageId, _checked: bool = False) -> None:
        self._desk.open_page(page)

    def _on_added(self, _change: Change) -> None:
        self._window.notice.say(self.tr("The page is among the favourites now, in the menu Go."))

    def _on_removed(self, _change: Change) -> None:
        self._window.notice.say(self.tr("The page is no favourite any more."))
