"""The engine that all previews of a window share, started when the first of them is shown."""

import os
import sys
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from fanwiki.ui.preview.addresses import SCHEME
from fanwiki.ui.session import WikiSession

if TYPE_CHECKING:
    from PySide6.QtWebEngineCore import QWebEngineProfile

    from fanwiki.ui.graph.canvas import GraphCanvas
    from fanwiki.ui.preview.view import PreviewView

_REST_MS: Final = 1500
"""After a preview has been asked for, before another one is made: the page comes first, and what stands around it."""


class PreviewProfile(QObject):
    """Makes previews. Nothing of QtWebEngine is imported before the first one; for that, the application must have
    been made with AA_ShareOpenGLContexts.

    Qt deletes children in the order in which they came, so the pages go before the profile that they belong to.
    """

    def __init__(self, session: WikiSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._pages = QObject(self)
        self._profile: QWebEngineProfile | None = None
        self._ground: QWidget | None = None
        self._spare: PreviewView | None = None
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._make_spare)
        session.closing.connect(self._drop_spare)

    def obstacle(self) -> str:
        """Why the engine cannot be started here, in words; empty if it can. As root Chromium ends the whole process
        rather than run without its sandbox, and the program never turns the sandbox off.
        """
        unboxed = "--no-sandbox" in os.environ.get("QTWEBENGINE_CHROMIUM_FLAGS", "")
        if not sys.platform.startswith("linux") or os.geteuid() != 0 or unboxed:
            return ""
        return self.tr(
            "There is no preview, because the program runs as root: the preview’s engine keeps itself in a sandbox, "
            "which root cannot have. Writing and saving work; start fanwiki as an ordinary user to see the preview."
        )

    def stand_by(self, ground: QWidget) -> None:
        """From now on, once a preview has been asked for, an empty one stands ready for the next tab: to start one
        takes as long as all else that is done to open a page. It waits unseen in `ground`, which must outlive it.
        """
        self._ground = ground

    @property
    def has_spare(self) -> bool:
        """Whether a preview could be had that can show a page at once."""
        return self._spare is not None and self._spare.is_ready

    def make_view(self, parent: QWidget) -> "PreviewView":
        """An empty preview, with a page that dies with it or with this profile, whichever is first."""
        spare, self._spare = self._spare, None
        if self._ground is not None:
            self._rest.start()
        return spare or self._new_view(parent)

    def _make_spare(self) -> None:
        if self._spare is None and self._ground is not None:
            self._spare = self._new_view(self._ground)

    def _drop_spare(self) -> None:
        self._ground = None
        self._rest.stop()
        if self._spare is not None:
            self._spare.deleteLater()
            self._spare = None

    def _new_view(self, parent: QWidget) -> "PreviewView":
        from fanwiki.ui.preview.engine import PreviewPage  # noqa: PLC0415  # only now, see above
        from fanwiki.ui.preview.view import PreviewView  # noqa: PLC0415 - the engine is loaded with the first preview

        view = PreviewView(PreviewPage(self._started(), self._pages), parent)
        view.destroyed.connect(view.page().deleteLater)
        self._session.changed.connect(view.follow_states)
        return view

    def make_graph(self, parent: QWidget) -> "GraphCanvas":
        """A new, empty drawing of a network, on a page of its own like a preview's."""
        from fanwiki.ui.graph.canvas import GraphCanvas  # noqa: PLC0415  # only now, see above
        from fanwiki.ui.preview.engine import PreviewPage  # noqa: PLC0415 - the engine is loaded with the first preview

        canvas = GraphCanvas(PreviewPage(self._started(), self._pages), parent)
        canvas.destroyed.connect(canvas.page().deleteLater)
        return canvas

    def _started(self) -> "QWebEngineProfile":
        if self._profile is not None:
            return self._profile
        from PySide6.QtWebEngineCore import QWebEngineProfile  # noqa: PLC0415  # only now, see above

        from fanwiki.ui.preview import engine, scheme  # noqa: PLC0415 - the engine is loaded with the first preview

        scheme.register()
        profile = QWebEngineProfile(self)
        handler, guard = scheme.PreviewSchemeHandler(self._session), engine.RequestGuard()
        for each in (handler, guard):
            # It goes with this object. As garbage it might be found by any thread, and Chromium ends the process when
            # something of it goes in another one than the window's. A parent given to a constructor would not keep it.
            each.setParent(self)
        profile.installUrlSchemeHandler(SCHEME.encode(), handler)
        profile.setUrlRequestInterceptor(guard)
        engine.lock_down(profile)
        self._profile = profile
        return profile
