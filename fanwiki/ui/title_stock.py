"""All titles and names of a wiki, kept ready for the quick switcher.

To read and prepare those of 100,000 pages takes seconds, so that is done beside the window, once somebody asks.
"""

from functools import partial

from PySide6.QtCore import QObject, Signal

from fanwiki.domain.changes import Change
from fanwiki.ui.session import WikiSession
from fanwiki.ui.tasks import WikiLane
from fanwiki.wiki import View
from fanwiki.wiki.title_ranking import NamedPage, TitleRanking


class TitleStock(QObject):
    """Keeps the titles as the chosen viewpoint sees them, until a page or a fact changes or the viewpoint moves: then
    they are forgotten, and read anew when somebody asks.
    """

    ready = Signal()

    def __init__(self, session: WikiSession) -> None:
        super().__init__(session)
        self._session = session
        self._lane = WikiLane(self, "titles")
        self._kept: TitleRanking | None = None
        self._asked = False
        self._state = 0
        session.changed.connect(self._on_changed)
        session.viewpoint_changed.connect(self._forget)
        session.closing.connect(self._lane.shut_down)

    def titles(self) -> TitleRanking | None:
        """All titles; None while they are being read, until `ready`."""
        if self._kept is None and not self._asked and not self._lane.ended:
            self._asked = True
            self._lane.submit(partial(self._read, self._session.view()), partial(self._arrived, self._state))
        return self._kept

    def _read(self, view: View) -> TitleRanking | None:
        """None where the wiki is being closed, which must not wait longer than it has to."""
        found = view.titles()
        if self._lane.ended:
            return None
        return TitleRanking(NamedPage(*each) for each in found)

    def _arrived(self, state: int, titles: TitleRanking | None) -> None:
        """Takes in what was read, unless it is no longer what the viewpoint sees."""
        if state != self._state or titles is None:
            return
        self._kept = titles
        self.ready.emit()

    def _on_changed(self, change: Change) -> None:
        if change.pages or change.facts or change.subjects:
            self._forget()

    def _forget(self) -> None:
        self._state += 1
        self._asked = False
        self._kept = None
