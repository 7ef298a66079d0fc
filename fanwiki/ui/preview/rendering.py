"""The wiki around the page that is shown, as of the session's viewpoint."""

from contextlib import ExitStack
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from fanwiki.domain.entities import Page
from fanwiki.domain.errors import NotFound
from fanwiki.domain.ids import PageId
from fanwiki.markup import World
from fanwiki.ui.preview.addresses import PreviewLinker
from fanwiki.ui.session import WikiSession
from fanwiki.wiki import View


@dataclass(frozen=True)
class Head:
    """What stands above the page. `notice` says why it is less than the whole page; empty if it is the whole. `there`
    is false for a page that the viewpoint does not know.
    """

    title: str
    notice: str
    there: bool = True


class WorldOnDemand:
    """Opens the wiki for a rendering at the first question; most keystrokes ask none. To be closed afterwards."""

    def __init__(self, session: WikiSession, page: PageId) -> None:
        self._session = session
        self._page = page
        self._stack = ExitStack()
        self._world: World | None = None

    def __call__(self) -> World:
        """The world around the page. Raises NotFound if the viewpoint does not know the page."""
        if self._world is None:
            view = self._stack.enter_context(self._session.reading())
            self._world = view.world(self._page, PreviewLinker())
        return self._world

    def close(self) -> None:
        self._world = None
        self._stack.close()


def read_head(session: WikiSession, page: PageId) -> Head:
    """Title and notice as they are now."""
    with session.reading() as view:
        try:
            found = view.page(page)
            world = view.world(page, PreviewLinker())
        except NotFound:
            return Head("", _tr("As of this viewpoint this page does not exist yet."), there=False)
        return Head(found.title, "" if world.prose_seen else _notice(view, found))


def _notice(view: View, page: Page) -> str:
    home = view.home_show(page.id)
    seen = next((episode for show, episode in view.viewpoint.seen if show == home), None)
    reached = _tr("before the first episode") if seen is None else _tr("as of {0}").format(view.point(seen, home))
    if page.reviewed and page.safe_from is not None:
        safe = view.point(page.safe_from, home)
        return _tr("This page is safe from {0} on; {1} only facts and revealed parts are shown.").format(safe, reached)
    return _tr("This page has not been marked safe {0}; only facts and revealed parts are shown.").format(reached)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Preview", text)
