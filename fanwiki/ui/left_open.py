"""How a wiki is left, and how it comes back: the viewpoint, the tabs and their sides, what is unfolded in the tree."""

from collections.abc import Callable

from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.domain.points import EVERYTHING, Viewpoint
from fanwiki.ui.editor.page_tab import PageTab
from fanwiki.ui.main_window import MainWindow
from fanwiki.ui.page_tabs import PageTabs
from fanwiki.ui.session import WikiSession
from fanwiki.ui.settings import SidesMemory, TabMemory, WikiMemory
from fanwiki.ui.tree.unfolding import to_remember


def memory_of(window: MainWindow, viewpoint: Viewpoint) -> WikiMemory:
    """How the wiki in the window stands there now."""
    pages = window.tabs
    tabs = tuple(TabMemory(tab.page_id, tab.state(), pages.side_of(tab), pages.is_in_front(tab)) for tab in pages)
    seen = None if viewpoint.author else tuple((str(show), str(episode)) for show, episode in viewpoint.seen)
    sides = SidesMemory(pages.stacked, tuple(pages.sizes()), pages.active_side)
    return WikiMemory(tabs, seen, to_remember(window.tree.unfolded), sides)


def viewpoint_of(memory: WikiMemory, session: WikiSession) -> Viewpoint:
    """The viewpoint as it was left; episodes that are no longer there are as if not yet seen."""
    if memory.viewpoint is None:
        return EVERYTHING
    orders = session.author_view().orders()
    seen = [(PageId(show), EpisodeId(episode)) for show, episode in memory.viewpoint]
    return Viewpoint(tuple(each for each in seen if orders.of_episode(each[1]) is not None))


def reopen(
    memory: WikiMemory, tabs: PageTabs, sees: Callable[[PageId], bool], open_tab: Callable[[PageId], None]
) -> bool:
    """Brings the tabs back whose pages are seen, each on its side and as it was. False if there are none."""
    seen = [tab for tab in memory.tabs if sees(PageId(tab.page))]
    # Of two sides one may have nothing left to show.
    numbers = sorted({tab.side for tab in seen})[:2]
    fronts: dict[int, PageTab] = {}
    for tab in seen:
        side = numbers.index(tab.side) if tab.side in numbers else 0
        tabs.choose_side(side)
        open_tab(PageId(tab.page))
        if (opened := tabs.current) is not None:
            opened.restore_state(dict(tab.state))
            if tab.front or side not in fronts:
                fronts[side] = opened
    if len(numbers) > 1:
        tabs.split(stacked=memory.sides.stacked)
        tabs.set_sizes(list(memory.sides.sizes))
    for _, front in sorted(fronts.items(), key=lambda each: each[0] == memory.sides.active):
        tabs.setCurrentWidget(front)
    return bool(seen)
