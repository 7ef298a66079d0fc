"""From a page's text to what the preview shows of it, as of the session's viewpoint."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from fanwiki import markup
from fanwiki.domain.entities import Page
from fanwiki.domain.errors import NotFound
from fanwiki.domain.ids import PageId
from fanwiki.markup import Document
from fanwiki.ui.preview.addresses import PreviewLinker
from fanwiki.ui.preview.memory import Memory, RememberingWorld
from fanwiki.ui.preview.patch import ShownBlock
from fanwiki.ui.session import WikiSession
from fanwiki.wiki import View


@dataclass(frozen=True)
class Shown:
    """What the preview shows. `notice` says why it is less than the whole page; empty if it is the whole."""

    title: str
    notice: str
    blocks: tuple[ShownBlock, ...]


def render(session: WikiSession, page: PageId, document: Document, memory: Memory) -> Shown:
    """Renders a page whose text may not be saved yet. `memory` is of this page and viewpoint, and of the wiki as it
    is now.
    """
    with session.reading() as view:
        try:
            found = view.page(page)
            world = RememberingWorld(view.world(page, PreviewLinker()), memory)
        except NotFound:
            return Shown("", _tr("As of this viewpoint this page does not exist yet."), ())
        blocks = tuple(
            ShownBlock(block.first_line, block.last_line, block.html) for block in markup.render_blocks(document, world)
        )
        notice = "" if world.prose_seen else _notice(view, found)
    return Shown(found.title, notice, blocks)


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
