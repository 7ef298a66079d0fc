"""The desk: a wiki open in the window. It shows pages, keeps the panes with the page in front, obeys the viewpoint,
and remembers how it was left.
"""

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Any, Final, Protocol

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from fanwiki.domain.changes import Change
from fanwiki.domain.entities import Page
from fanwiki.domain.errors import NotFound
from fanwiki.domain.ids import PageId
from fanwiki.domain.points import EVERYTHING
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui import left_open
from fanwiki.ui.actions import Needs
from fanwiki.ui.dialogs.export import ExportDialog
from fanwiki.ui.dialogs.import_wiki import ImportDialog
from fanwiki.ui.dialogs.switcher import QuickSwitcher
from fanwiki.ui.editor.page_tab import Mode, PageTab
from fanwiki.ui.editor.page_text import PageText, PageTexts
from fanwiki.ui.editor.save_state import SaveState
from fanwiki.ui.history import PageHistory
from fanwiki.ui.in_turn import InTurn
from fanwiki.ui.main_window import MainWindow, Sheet
from fanwiki.ui.page_work import PageWork
from fanwiki.ui.panels.claims.panel import ClaimsPanel
from fanwiki.ui.panels.outline_panel import OutlinePanel
from fanwiki.ui.panels.viewpoint_selector import ViewpointSelector
from fanwiki.ui.session import WikiSession
from fanwiki.ui.settings import Settings
from fanwiki.ui.title_stock import TitleStock

_LEAVING = frozenset({"http", "https", "mailto"})
_PATIENCE_MS: Final = 150
"""How long what stands around a page waits for the page itself to be shown."""
_MODES = {Mode.EDIT: "show_edit", Mode.SPLIT: "show_split", Mode.READ: "show_read"}


class PagePanel(Protocol):
    """What stands beside the page in front."""

    def show_page(self, page: Page | None) -> None: ...


class Desk(QObject):
    """Made once the session and the tree are in the window, before the panels."""

    def __init__(
        self,
        window: MainWindow,
        session: WikiSession,
        settings: Settings,
        work: PageWork,
        texts: PageTexts,
    ) -> None:
        super().__init__(session)
        self._window = window
        self._session = session
        self._settings = settings
        self._work = work
        self._texts = texts
        self._selector: ViewpointSelector | None = None
        self._outline: OutlinePanel | None = None
        self._panels: Sequence[PagePanel] = ()
        self._uuid = session.wiki.view().uuid()
        self._history = PageHistory()
        self._around = InTurn(self)
        self._titles = TitleStock(session)
        self._veiled: list[PageId] = []
        self._address = ""
        window.tree.page_requested.connect(self.open_page)
        window.tree.selection_moved.connect(self.show_what_is_there)
        window.notice.page_requested.connect(self.open_page)
        window.tabs.page_shown.connect(self._on_page_shown)
        window.tabs.state_shown.connect(self._on_state_shown)
        window.tabs.save_failed.connect(self._on_save_failed)
        window.tabs.sides_changed.connect(self.show_what_is_there)
        texts.stranded.connect(self._on_stranded)
        window.banner.button.clicked.connect(self.show_everything)
        session.changed.connect(self._on_changed)
        session.viewpoint_changed.connect(self._on_viewpoint_changed)
        session.failed.connect(self._on_failed)
        work.page_made.connect(self._on_page_made)
        window.actions_of_window.connect_all(
            {
                "go_back": self.go_back,
                "go_forward": self.go_forward,
                "go_up": self.go_up,
                "go_home": self.go_home,
                "go_previous": self.go_previous,
                "go_next": self.go_next,
                "show_everything": self.show_everything,
                "switch_page": self.switch_page,
                "export_html": self.export_html,
                "import_wiki": self.import_wiki,
            }
        )

    @property
    def history(self) -> PageHistory:
        return self._history

    @property
    def at_rest(self) -> bool:
        """Whether everything around the page in front stands beside that page by now."""
        return not self._around.busy

    def come_to_rest(self) -> None:
        """Puts everything beside the page in front, for whoever goes on there."""
        self._around.finish()

    @property
    def work(self) -> PageWork:
        return self._work

    @property
    def texts(self) -> PageTexts:
        """The texts being written, in tabs or just left."""
        return self._texts

    def surround(self, selector: ViewpointSelector, outline: OutlinePanel, panels: Sequence[PagePanel]) -> None:
        """What stands around the pages. It hears of changes after the desk does, which shows it the page in front:
        so no panel stands beside a page that is no longer seen.
        """
        self._selector, self._outline, self._panels = selector, outline, panels
        outline.line_requested.connect(self._on_line_requested)

    def join_ledger(self, ledger: ClaimsPanel) -> None:
        """Listens to what the claim ledger asks for beyond a page."""
        ledger.external_requested.connect(self._on_external_requested)
        ledger.statement_requested.connect(self.open_line)

    # --- pages ----------------------------------------------------------------------------------------------

    def page_in_front(self) -> Page | None:
        """The page whose tab is in front; None where there is none, or the viewpoint does not see it."""
        tab = self._window.tabs.current
        if tab is None:
            return None
        try:
            return self._session.view().page(tab.page_id)
        except NotFound:
            return None

    def open_page(self, page: PageId, new_tab: bool = False) -> None:
        """Shows a page, if the viewpoint sees it."""
        if self.sees(page):
            self._window.show_sheet(Sheet.PAGES)
            known = tuple(self._window.tabs)
            tab = self._window.tabs.open_page(page, new_tab=new_tab)
            if tab not in known:
                tab.return_to_place()

    def join_tab(self, tab: PageTab) -> None:
        """Listens to what a new tab asks for."""
        tab.page_requested.connect(self._on_page_requested)
        tab.wanted_page_requested.connect(self._work.create_wanted)
        tab.external_requested.connect(self._on_external_requested)
        tab.review_requested.connect(self._work.review_page)
        tab.outline_changed.connect(partial(self._on_outline_changed, tab))
        tab.shown.connect(partial(self._on_shown, tab))
        tab.table_entered.connect(self.show_what_is_there)
        tab.mode_changed.connect(partial(self._on_mode_changed, tab))

    def go_back(self) -> None:
        self._go(-1)

    def go_forward(self) -> None:
        self._go(+1)

    def go_up(self) -> None:
        tab = self._window.tabs.current
        if tab is not None and len(path := self._session.author_view().path(tab.page_id)) > 1:
            self.open_page(path[-2].id)

    def go_home(self) -> None:
        """The main page: the first show, or the first page there is."""
        with self._session.reading() as view:
            home = view.first_show() or next((page.id for page in view.first_pages(1, PageKind.ARTICLE)), None)
        if home is not None:
            self.open_page(home)

    def go_previous(self) -> None:
        self._go_episode(-1)

    def go_next(self) -> None:
        self._go_episode(+1)

    def show_everything(self) -> None:
        self._session.set_viewpoint(EVERYTHING)

    def switch_page(self) -> None:
        """Asks for a page by a few letters of its name."""
        can_create = not self._session.read_only
        view, recent = self._session.view(), self._history.recent
        switcher = QuickSwitcher(view, recent, self._titles, can_create=can_create, parent=self._window)
        switcher.page_requested.connect(self.open_page)
        switcher.new_page_requested.connect(self._work.create_wanted)
        switcher.show_over()

    def export_html(self) -> None:
        for tab in self._window.tabs:
            tab.flush()
        ExportDialog(self._session, self._window.prompts, self._window).open()

    def import_wiki(self) -> None:
        for tab in self._window.tabs:
            tab.flush()
        ImportDialog(self._session, self._window.prompts, self._window).open()

    # --- memory ---------------------------------------------------------------------------------------------

    def restore(self) -> None:
        """Brings back the viewpoint and the tabs of last time, or goes to the main page."""
        memory = self._settings.wiki(self._uuid)
        self._session.set_viewpoint(left_open.viewpoint_of(memory, self._session))
        if not left_open.reopen(memory, self._window.tabs, self.sees, partial(self.open_page, new_tab=True)):
            self.go_home()
        self._on_page_shown(self._window.tabs.current)
        self._around.finish()
        self._show_viewpoint()

    def remember(self) -> None:
        """Keeps how the wiki is left."""
        self._settings.set_wiki(self._uuid, left_open.memory_of(self._window, self._session.viewpoint))

    # --- the page in front ----------------------------------------------------------------------------------

    def show_what_is_there(self) -> None:
        """Enables what can be done now."""
        there = Needs.WIKI
        if not self._session.read_only:
            there |= Needs.WRITABLE
        if self._window.tabs.count():
            there |= Needs.SHEET
        if (tab := self._window.tabs.current) is not None:
            there |= Needs.TAB | (Needs.TABLE if tab.editor.in_table else Needs.NOTHING)
        if len(self._window.tabs.sides) > 1:
            there |= Needs.SIDES
        if self._work.target() is not None:
            there |= Needs.PAGE
        if not self._session.viewpoint.author:
            there |= Needs.VIEWPOINT
        self._window.actions_of_window.set_there(there)

    def _on_page_shown(self, tab: PageTab | None) -> None:
        page = None
        if tab is not None:
            with suppress(NotFound):
                page = self._session.view().page(tab.page_id)
        if tab is not None and page is not None:
            self._history.visit(tab.page_id)
            self._window.tree.choose_page(tab.page_id)
            self._show_mode(tab)
        if self._outline is not None:
            self._outline.show_headings(() if tab is None else tab.headings)
        if self._window.tabs.count():
            self._window.show_sheet(Sheet.PAGES)
        else:
            with self._session.reading() as view:
                self._window.show_empty(pages=bool(view.first_pages(1)))
        shown: list[PagePanel] = [*([] if self._selector is None else [self._selector]), *self._panels]
        patience = _PATIENCE_MS if tab is not None and tab.awaited else 0
        self._around.begin((partial(each.show_page, page) for each in shown), patience_ms=patience)
        if page is None:
            self._around.finish()
        self.show_what_is_there()

    def _show_mode(self, tab: PageTab) -> None:
        """Marks the mode of the tab in front in menu and tool bar."""
        self._window.actions_of_window[_MODES[tab.mode]].setChecked(True)

    def _on_state_shown(self, state: SaveState | None) -> None:
        if state is None:
            tab = self._window.tabs.current
            state = SaveState.SAVED if tab is None else tab.save_state
        self._window.save_state.setText(self.tr("Read-only") if self._session.read_only else state.words)

    def _on_save_failed(self, title: str, why: str) -> None:
        self._window.notice.say(self.tr("“{title}” is not saved: {why}").format(title=title, why=why))

    def _on_stranded(self, text: PageText) -> None:
        """A page that was left cannot be saved: it comes back."""
        why = text.save_state.why
        if not text.gone:
            self._window.show_sheet(Sheet.PAGES)
            self._window.tabs.open_page(text.page_id, new_tab=True)
        self._on_save_failed(text.title, why)

    def _on_outline_changed(self, tab: PageTab, headings: tuple[Any, ...]) -> None:
        if tab is self._window.tabs.current and self._outline is not None:
            self._outline.show_headings(headings)

    def _on_shown(self, tab: PageTab) -> None:
        """The page comes first, then what stands around it."""
        if tab is self._window.tabs.current and not tab.awaited:
            self._around.go_on()

    def _on_mode_changed(self, tab: PageTab, _mode: Mode) -> None:
        if tab is self._window.tabs.current:
            self._show_mode(tab)

    def _on_line_requested(self, line: int) -> None:
        if (tab := self._window.tabs.current) is not None:
            tab.go_to_line(line)

    def open_line(self, page: PageId, line: int) -> None:
        """Shows a page at a line of its text, from 0. A reader's text has other lines than the one that is edited, and
        for him the page is shown from its beginning.
        """
        self.open_page(page)
        tab = self._window.tabs.current
        if tab is not None and tab.page_id == page and self._session.viewpoint.author:
            tab.go_to_line(line)

    def _on_page_requested(self, page: PageId, heading: str) -> None:
        self.open_page(page)
        tab = self._window.tabs.current
        if heading and tab is not None and tab.page_id == page:
            tab.go_to_heading(heading)

    def _on_page_made(self, page: PageId) -> None:
        self.open_page(page)
        tab = self._window.tabs.current
        if tab is not None and tab.page_id == page:
            if tab.mode is Mode.READ:
                tab.set_mode(Mode.SPLIT)
                self._show_mode(tab)
            tab.focus_editor()

    def _on_external_requested(self, address: str) -> None:
        """Never anything but the web and mail, whoever asks; and only after the whole address was shown."""
        if QUrl(address).scheme() not in _LEAVING:
            return
        self._address = address
        self._window.prompts.ask_open_address(address, self._open_address)

    def _open_address(self) -> None:
        QDesktopServices.openUrl(QUrl(self._address))

    # --- changes and viewpoint ------------------------------------------------------------------------------

    def _on_changed(self, change: Change) -> None:
        if change.wiki:
            self._window.show_title(self._session.author_view().title(), read_only=self._session.read_only)
        if change.pages:
            self._window.tabs.close_pages(self._is_gone)
            self._show_viewpoint()
            tab = self._window.tabs.current
            if tab is not None and (tab.page_id in change.pages):
                self._on_page_shown(tab)
                self._around.finish()
        self.show_what_is_there()

    def _on_viewpoint_changed(self) -> None:
        self._veiled += self._window.tabs.close_pages(self._is_gone)
        shown = self._window.tabs.current
        back = [page for page in self._veiled if self.sees(page)]
        self._veiled = [page for page in self._veiled if page not in back]
        for page in back:
            self.open_page(page, new_tab=True)
        if shown is not None:
            self._window.tabs.setCurrentWidget(shown)
        self._on_page_shown(self._window.tabs.current)
        # At once: beside the page must stand nothing that is no longer seen.
        self._around.finish()
        self._show_viewpoint()

    def _show_viewpoint(self) -> None:
        """Says plainly that not all is seen, and how far."""
        viewpoint = self._session.viewpoint
        self.show_what_is_there()
        if viewpoint.author:
            self._window.banner.say("")
            return
        with self._session.author_view().together() as view:
            points = ", ".join(view.point(episode) for _, episode in viewpoint.seen)
        if points:
            text = self.tr(
                "You are reading as of {points}: later facts are hidden. The editor alone holds your whole text."
            ).format(points=points)
        else:
            text = self.tr("You are reading as somebody who has seen nothing yet. All that comes later is hidden.")
        self._window.banner.say(text)

    def _on_failed(self, why: str) -> None:
        self._window.prompts.tell_error(
            why[:1].upper() + why[1:] + ("" if why.endswith(".") else "."), safe=self.tr("Nothing was changed.")
        )

    # --- ways -----------------------------------------------------------------------------------------------

    def sees(self, page: PageId) -> bool:
        """Whether the viewpoint sees a page."""
        try:
            self._session.view().page(page)
        except NotFound:
            return False
        return True

    def _is_gone(self, page: PageId) -> bool:
        return not self.sees(page)

    def _go(self, by: int) -> None:
        page = self._history.step(by, self.sees)
        if page is not None:
            self.open_page(page)

    def _go_episode(self, by: int) -> None:
        """Steps the viewpoint where there is one, else from episode page to episode page."""
        if not self._session.viewpoint.author:
            if self._selector is not None:
                self._selector.step(by)
            return
        tab = self._window.tabs.current
        with self._session.reading() as view:
            home = (None if tab is None else view.home_show(tab.page_id)) or view.first_show()
            order = None if home is None else view.orders().of_show(home)
        if order is None or not order.episodes:
            return
        ids = [PageId(episode.id) for episode in order.episodes]
        here = ids.index(tab.page_id) if tab is not None and tab.page_id in ids else (-1 if by > 0 else len(ids))
        if 0 <= here + by < len(ids):
            self.open_page(ids[here + by])
