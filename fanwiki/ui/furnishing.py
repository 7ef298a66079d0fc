"""The second half of the composition root: what is built after the first paint, when a wiki has come.

`app.py` imports this module late, and on the lane, so that neither the frame nor the window's thread waits for all
that is imported here.
"""

import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from fanwiki.domain.ids import PageId
from fanwiki.importers import sample
from fanwiki.ui.backup_work import BackupWork
from fanwiki.ui.board_work import BoardWork
from fanwiki.ui.card_work import CardWork
from fanwiki.ui.count_work import CountWork
from fanwiki.ui.desk import Desk
from fanwiki.ui.editor.keystrokes import KeystrokeNotes
from fanwiki.ui.editor.page_tab import PageTab
from fanwiki.ui.editor.page_text import PageTexts
from fanwiki.ui.favourites_work import FavouritesWork
from fanwiki.ui.file_work import FileWork
from fanwiki.ui.findings_work import FindingsWork
from fanwiki.ui.graph_work import GraphWork
from fanwiki.ui.history_work import HistoryWork
from fanwiki.ui.look import Looks
from fanwiki.ui.main_window import PROGRAM, MainWindow
from fanwiki.ui.merge_work import MergeWork
from fanwiki.ui.page_work import PageWork
from fanwiki.ui.panels.backlinks_panel import BacklinksPanel
from fanwiki.ui.panels.cast.panel import CastPanel
from fanwiki.ui.panels.claims.panel import ClaimsPanel
from fanwiki.ui.panels.findings.panel import FindingsPanel
from fanwiki.ui.panels.history.panel import HistoryPanel
from fanwiki.ui.panels.outline_panel import OutlinePanel
from fanwiki.ui.panels.profile.panel import ProfilePanel
from fanwiki.ui.panels.relations.panel import RelationsPanel
from fanwiki.ui.panels.status.panel import StatusPanel
from fanwiki.ui.panels.viewpoint_selector import ViewpointSelector
from fanwiki.ui.preview.profile import PreviewProfile
from fanwiki.ui.query_work import QueryWork
from fanwiki.ui.rescue_work import RescuedWiki, RescueWork
from fanwiki.ui.search_work import SearchWork
from fanwiki.ui.section_work import SectionWork
from fanwiki.ui.session import WikiSession
from fanwiki.ui.settings import Settings
from fanwiki.ui.spell_work import SpellWork
from fanwiki.ui.tab_work import TabWork
from fanwiki.ui.tasks import WikiLane
from fanwiki.ui.text_work import TextWork
from fanwiki.ui.trash_work import TrashWork
from fanwiki.ui.tree.model import TreeModel
from fanwiki.ui.tree.unfolding import remembered
from fanwiki.ui.viewpoint_work import ViewpointWork
from fanwiki.ui.vocabulary_work import VocabularyWork
from fanwiki.wiki import Wiki
from fanwiki.wiki.keystrokes import BroughtBack, bring_back
from fanwiki.wiki.rebuilding import forget_copy, rebuild


@dataclass(frozen=True)
class OpenedWiki:
    """A wiki, and what was brought back of a program that crashed with it."""

    wiki: Wiki
    brought_back: BroughtBack | None = None
    rescued: RescuedWiki | None = None


def open_wiki(path: Path, *, read_only: bool = False) -> OpenedWiki:
    """For the lane. Raises WikiFileError and WikiLocked."""
    wiki = Wiki.open(path, read_only=read_only, program=PROGRAM)
    if read_only:
        return OpenedWiki(wiki)
    try:
        return OpenedWiki(wiki, bring_back(wiki))
    except BaseException:
        wiki.close()
        raise


def open_rescued(path: Path) -> OpenedWiki:
    """For the lane: what can be read of a damaged wiki, in a copy that goes when it is closed. Raises WikiFileError."""
    folder = Path(tempfile.mkdtemp(prefix="fanwiki-"))
    try:
        copy = folder / path.name
        rebuild(path, copy)
        return OpenedWiki(Wiki.open(copy, read_only=True, program=PROGRAM), rescued=RescuedWiki(path, folder))
    except BaseException:
        forget_copy(folder)
        raise


def create_wiki(path: Path) -> OpenedWiki:
    """For the lane. Raises WikiFileError."""
    return OpenedWiki(Wiki.create(path, program=PROGRAM))


def create_sample(path: Path) -> OpenedWiki:
    """For the lane. Raises WikiFileError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return OpenedWiki(sample.create_sample(path, program=PROGRAM))


def join_window(window: MainWindow, looks: Looks) -> None:
    """What serves the window whichever wiki is open."""
    TextWork(window, looks)
    CountWork(window)


def make_session(wiki: Wiki, lane: WikiLane, parent: QObject) -> WikiSession:
    return WikiSession(wiki, lane, parent)


def show_tree(window: MainWindow, session: WikiSession, settings: Settings) -> None:
    """The first thing that is seen of a wiki: its name and its tree."""
    with session.author_view().together() as view:
        window.show_title(view.title(), read_only=session.read_only)
        unfolded = remembered(settings.wiki(view.uuid()), view)
    window.tree.show_pages(TreeModel(session, session), unfolded)
    actions = window.actions_of_window
    names = ("create_page", "rename_page", "review_page", "delete_page")
    window.tree.set_menu([actions[name] for name in names])
    if session.read_only:
        window.read_only_banner.say(
            window.tr("This wiki is open for reading alone, since it is being written elsewhere.")
        )


def furnish(window: MainWindow, session: WikiSession, settings: Settings, looks: Looks) -> Desk:
    """Fills the frame with the panels and the pages of a wiki."""
    work = PageWork(window, session)
    SectionWork(window, session, work)
    MergeWork(window, session, work)
    VocabularyWork(window, session)
    texts = PageTexts(session)
    if not session.read_only:
        KeystrokeNotes(texts).failed.connect(window.notice.say)
    desk = Desk(window, session, settings, work, texts)
    outline = OutlinePanel(session, window)
    claims = ClaimsPanel(session, window)
    desk.join_ledger(claims)
    findings = FindingsPanel(session, window)
    backlinks = BacklinksPanel(session, window)
    backlinks.line_requested.connect(desk.open_line)
    history = HistoryPanel(session, window)
    panels = {
        "status": StatusPanel(session, window),
        "cast": CastPanel(session, window, settings=settings),
        "profile": ProfilePanel(session, window),
        "outline": outline,
        "backlinks": backlinks,
        "claims": claims,
        "relations": RelationsPanel(session, window),
        "findings": findings,
        "history": history,
    }
    selector = ViewpointSelector(session, window.viewpoint_slot)
    window.show_viewpoint_selector(selector)
    desk.surround(selector, outline, tuple(panels.values()))
    for name, panel in panels.items():
        window.show_pane(name, panel)
        window.docks[name].visibilityChanged.connect(panel.catch_up)
        panel.page_requested.connect(desk.open_page)
        panel.new_page_requested.connect(work.ask_new_page)
    BoardWork(window, session, desk)
    FindingsWork(window, session, desk, findings)
    HistoryWork(window, session, desk, history)
    backups = BackupWork(window, session)
    FileWork(window, session, texts)
    TrashWork(window, session, backups, settings)
    SearchWork(window, session, desk)
    FavouritesWork(window, session, desk)
    TabWork(window, session, desk)
    QueryWork(window, session, desk)
    spelling = SpellWork(window, session, settings, looks)
    ViewpointWork(window, session, selector, desk)
    cards = CardWork(window, session, looks, backlinks)
    profile = PreviewProfile(session, session)
    profile.stand_by(window)
    GraphWork(window, session, desk, profile)
    window.tabs.make_with(partial(_make_tab, texts, profile, looks, spelling, desk, cards))
    desk.restore()
    return desk


def tell_rescued(window: MainWindow, session: WikiSession, rescued: RescuedWiki | None) -> None:
    """Says that what is seen was rescued, and offers to take it to safety."""
    if rescued is not None:
        RescueWork(window, session, rescued)


def tell_brought_back(window: MainWindow, brought_back: BroughtBack | None) -> None:
    """Says what was saved of the text that a crash had left unsaved, and where it is if not in its place."""
    if brought_back is None or not brought_back.pages:
        return
    count = brought_back.pages
    if count == 1:
        said = window.tr("One page had text that was not saved yet; it is back.")
    else:
        said = window.tr("{count} pages had text that was not saved yet; it is back.").format(count=count)
    if not brought_back.kept_beside:
        window.notice.say(said)
        return
    beside = ", ".join(f"“{title}”" for title in brought_back.kept_beside)
    where = window.tr("What had been changed elsewhere too is kept beside it, as {titles}.").format(titles=beside)
    window.prompts.tell(said, where)


def _make_tab(
    texts: PageTexts,
    profile: PreviewProfile,
    looks: Looks,
    spelling: SpellWork,
    desk: Desk,
    cards: CardWork,
    page: PageId,
    parent: QWidget,
) -> PageTab:
    tab = PageTab(texts, profile, page, parent)
    tab.set_look(looks.look)
    looks.changed.connect(tab.set_look)
    spelling.join(tab.editor)
    desk.join_tab(tab)
    cards.join(tab)
    return tab


def clear(window: MainWindow) -> None:
    """Takes a wiki out of the window; the frame stays."""
    window.tabs.clear_all()
    window.tabs.make_with(None)
    window.tree.show_pages(None)
    window.search_box.ask(None)
    window.show_viewpoint_selector(None)
    window.banner.say("")
    window.read_only_banner.say("")
    window.file_banner.say("")
    window.notice.clear()
    for name in window.docks:
        if name != "pages":
            window.show_pane(name, None)
