"""What the user does to the structure of the wiki: pages made, renamed, deleted, restored, marked as safe; undo and
redo of all that. Undo stands in the place of "are you sure".
"""

from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit

from fanwiki.domain.changes import Change
from fanwiki.domain.edits import AddPage, DeletePage, RenamePage, RenameWiki, ReviewPage
from fanwiki.domain.errors import NotFound
from fanwiki.domain.ids import PageId, new_id
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui.dialogs.new_page import NewPageDialog
from fanwiki.ui.dialogs.review import ReviewDialog
from fanwiki.ui.main_window import MainWindow
from fanwiki.ui.session import WikiSession

_PREFIXES: Final = {"category:": PageKind.CATEGORY, "template:": PageKind.TEMPLATE}
_TEXTS: Final = (QPlainTextEdit, QLineEdit, QTextEdit)


class PageWork(QObject):
    """`page_made` carries the PageId of a page just made, which is to be shown, ready for writing."""

    page_made = Signal(object)

    def __init__(self, window: MainWindow, session: WikiSession) -> None:
        super().__init__(session)
        self._window = window
        self._session = session
        self._making: NewPageDialog | None = None
        self._reviewing: ReviewDialog | None = None
        self._renaming: PageId | None = None
        self._deleting = ""
        window.notice.undo_requested.connect(self.undo)
        session.changed.connect(self._on_changed)
        session.followed.connect(self._on_followed)
        window.actions_of_window.edit_menu.aboutToShow.connect(self.name_steps)
        window.actions_of_window.connect_all(
            {
                "create_page": self.create_page,
                "rename_page": self.rename_page,
                "delete_page": self.delete_page,
                "review_page": self.review_page,
                "approve_page": self.approve_page,
                "rename_wiki": self.rename_wiki,
                "undo_step": self.undo_or_text,
                "redo_step": self.redo_or_text,
            }
        )

    # --- pages ----------------------------------------------------------------------------------------------

    def create_page(self) -> None:
        """Asks for a new page, below or beside the one at hand."""
        self.ask_new_page(PageKind.ARTICLE, self.target())

    def ask_new_page(self, kind: PageKind, near: PageId | None, title: str = "") -> None:
        NewPageDialog(self._session, self._add, self._window, kind=kind, near=near, title=title).open()

    def create_wanted(self, title: str) -> None:
        """A link to a page that is not there was followed: makes the page."""
        kind = next((kind for prefix, kind in _PREFIXES.items() if title.casefold().startswith(prefix)), None)
        page = PageId(new_id())
        self._session.apply(AddPage(page, kind or PageKind.ARTICLE, title), done=self._on_wanted_made)

    def rename_page(self) -> None:
        """Renames in the tree where it is in sight, else asks."""
        page = self.target()
        if page is None or self._window.tree.rename_page(page):
            return
        self._renaming = page
        title = self._session.author_view().page(page).title
        self._window.prompts.ask_text(self.tr("Rename page"), self.tr("New title; links follow:"), title, self._rename)

    def delete_page(self) -> None:
        page = self.target()
        if page is None:
            return
        for tab in self._window.tabs:
            tab.flush()
        title = self._session.author_view().page(page).title
        self._deleting = title
        self._session.apply(DeletePage(page), done=self._on_deleted)

    def review_page(self) -> None:
        page = self.target()
        if page is not None:
            view = self._session.author_view()
            ReviewDialog(view, view.page(page), self._review, self._window).open()

    def approve_page(self) -> None:
        """Vouches that a page is safe for who has seen as much as the viewpoint has, of its show or of the only one."""
        page = self.target()
        if page is None:
            return
        with self._session.author_view().together() as view:
            seen = dict(self._session.viewpoint.seen)
            shows = [order.show for order in view.orders().orders]
            home = view.home_show(page) or (shows[0] if len(shows) == 1 else None)
            point = None if home is None else seen.get(home)
        if point is None and (home is None or seen):
            # Of no show, or of one not begun while others are: which point is meant is to be said.
            self.review_page()
            return
        self._session.apply(ReviewPage(page, True, point), done=self._on_reviewed)

    def rename_wiki(self) -> None:
        title = self._session.author_view().title()
        self._window.prompts.ask_text(
            self.tr("Rename the wiki"), self.tr("Name of the wiki:"), title, self._rename_wiki
        )

    def target(self) -> PageId | None:
        """The page at hand: the one selected in the tree if that has the focus, else the one in front."""
        tree, tab = self._window.tree, self._window.tabs.current
        chosen = tree.chosen.page if tree.chosen is not None and tree.chosen.shelf is None else None
        if tab is None or (chosen is not None and tree.hasFocus()):
            return chosen
        return tab.page_id

    # --- undo -----------------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Takes back the newest step of structure."""
        self._step(self._session.wiki.undo_label(), self.tr("Undone: {step}"))
        self._session.undo()

    def redo(self) -> None:
        self._step(self._session.wiki.redo_label(), self.tr("Done again: {step}"))
        self._session.redo()

    def undo_or_text(self) -> None:
        """Undoes typing where a text has the focus, else the newest step of structure."""
        widget = self._text_with_focus()
        if widget is None:
            self.undo()
        else:
            widget.undo()

    def redo_or_text(self) -> None:
        widget = self._text_with_focus()
        if widget is None:
            self.redo()
        else:
            widget.redo()

    def name_steps(self) -> None:
        """Says in the menu what would be undone."""
        actions = self._window.actions_of_window
        if self._text_with_focus() is not None:
            actions.say("undo_step", self.tr("&Undo typing"))
            actions.say("redo_step", self.tr("&Redo typing"))
            return
        undo, redo = self._session.wiki.undo_label(), self._session.wiki.redo_label()
        actions.say("undo_step", f"{self.tr('&Undo')} {undo}".strip())
        actions.say("redo_step", f"{self.tr('&Redo')} {redo}".strip())

    def _text_with_focus(self) -> QPlainTextEdit | QLineEdit | QTextEdit | None:
        widget = self._window.focusWidget()
        return widget if isinstance(widget, _TEXTS) and not widget.isReadOnly() else None

    def _step(self, label: str, words: str) -> None:
        if label:
            self._window.notice.say(words.format(step=label))

    # --- what came of it ------------------------------------------------------------------------------------

    def _add(self, edit: AddPage, dialog: NewPageDialog) -> None:
        self._making = dialog
        self._session.apply(edit, done=self._on_made, refused=dialog.refuse)

    def _on_made(self, change: Change) -> None:
        if self._making is not None:
            self._making.accept()
            self._making = None
        self.show_made(change)

    def _on_wanted_made(self, change: Change) -> None:
        self.show_made(change)

    def show_made(self, change: Change) -> None:
        """Tells that pages are made, and shows those that the viewpoint sees."""
        for page in change.pages:
            try:
                found = self._session.view().page(page)
            except NotFound:
                found = self._session.author_view().page(page)
                self._window.notice.say(
                    self.tr("“{title}” is made, but not seen from this viewpoint").format(title=found.title), undo=True
                )
                continue
            self._window.notice.say(self.tr("“{title}” is made").format(title=found.title), undo=True)
            self.page_made.emit(page)

    def _review(self, edit: ReviewPage, dialog: ReviewDialog) -> None:
        self._reviewing = dialog
        self._session.apply(edit, done=self._on_reviewed, refused=dialog.refuse)

    def _on_reviewed(self, change: Change) -> None:
        del change
        if self._reviewing is not None:
            self._reviewing.accept()
            self._reviewing = None
        self._window.notice.say(self.tr("Saved when this page is safe to read"), undo=True)

    def _rename(self, title: str) -> None:
        if self._renaming is not None and title.strip():
            self._session.apply(RenamePage(self._renaming, title.strip()))

    def _rename_wiki(self, title: str) -> None:
        if title.strip():
            self._session.apply(RenameWiki(title.strip()))

    def _on_followed(self, change: Change) -> None:
        """Tells which texts keep an old title, of those that the viewpoint sees."""
        with self._session.reading() as view:
            kept = sorted(view.pages_among(change.keeping), key=lambda page: page.title)
        if not kept:
            return
        said = self.tr("{count} texts keep the old title: they are read before the page is known")
        if len(kept) == 1:
            said = self.tr("One text keeps the old title: it is read before the page is known")
        self._window.notice.say(said.format(count=f"{len(kept):,}"), pages=kept)

    def _on_deleted(self, change: Change) -> None:
        del change
        self._window.notice.say(self.tr("“{title}” is in the trash").format(title=self._deleting), undo=True)

    def _on_changed(self, change: Change) -> None:
        del change
        self.name_steps()
