"""The engine that all previews of a window share, started when the first of them is shown."""

import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from fanwiki.ui.preview.addresses import SCHEME
from fanwiki.ui.session import WikiSession

if TYPE_CHECKING:
    from PySide6.QtWebEngineCore import QWebEngineProfile

    from fanwiki.ui.graph.canvas import GraphCanvas
    from fanwiki.ui.preview.view import PreviewView


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

    def make_view(self, parent: QWidget) -> "PreviewView":
        """A new preview, empty, with a page that dies with it or with this profile, whichever is first."""
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
