"""The preview's own scheme: registering it, and serving what it asks for, by id and never by path."""

from typing import Any, Final

from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtWebEngineCore import QWebEngineUrlRequestJob, QWebEngineUrlScheme, QWebEngineUrlSchemeHandler

from fanwiki.domain.entities import Media
from fanwiki.domain.errors import WikiError
from fanwiki.markup.data.state_styles import state_styles
from fanwiki.resources import resource
from fanwiki.ui.preview.addresses import SCHEME, MediaAddress, ShellAddress, StyleAddress, read_address
from fanwiki.ui.session import WikiSession

POLICY: Final = (
    f"default-src 'none'; img-src {SCHEME}: data:; style-src {SCHEME}:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""The page's content security policy, sent as a header and, as far as it can be, written in the page."""

_IN_PAGE: Final = POLICY.removesuffix("; frame-ancestors 'none'")
_SHELLS: Final = {"shell": "preview/page.html", "graph": "graph/page.html"}
_STYLES: Final = {"content": "site/content.css", "preview": "preview/preview.css", "graph": "graph/graph.css"}
_SHOWN: Final = frozenset(
    {"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/svg+xml", "image/bmp", "image/x-icon"}
)
_GET: Final = b"GET"
_HEADERS: Final[Any] = {
    # Each value in a list, which the stubs do not know: of a plain one the binding makes a header for every byte.
    QByteArray(b"Content-Security-Policy"): [QByteArray(POLICY.encode())],
    QByteArray(b"X-Content-Type-Options"): [QByteArray(b"nosniff")],
}


def register() -> None:
    """Makes the scheme known. Must come before the first profile; a second time does nothing."""
    name = SCHEME.encode()
    if not QWebEngineUrlScheme.schemeByName(QByteArray(name)).name().isEmpty():
        return
    scheme = QWebEngineUrlScheme(QByteArray(name))
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Path)
    scheme.setFlags(QWebEngineUrlScheme.Flag.SecureScheme)
    QWebEngineUrlScheme.registerScheme(scheme)


class PreviewSchemeHandler(QWebEngineUrlSchemeHandler):
    """Answers with the empty pages, our style sheets, and the wiki's images as far as the viewpoint sees them."""

    def __init__(self, session: WikiSession) -> None:
        super().__init__()
        self._session = session

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        try:
            found = self._answer(job.requestUrl().toString()) if job.requestMethod() == _GET else None
        except WikiError:
            # The wiki is being closed, or its file has gone; the window says so where one works on it.
            found = None
        if found is None:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        mime, content = found
        buffer = QBuffer(job)
        buffer.setData(QByteArray(content))
        job.setAdditionalResponseHeaders(_HEADERS)
        job.reply(QByteArray(mime.encode()), buffer)

    def _answer(self, address: str) -> tuple[str, bytes] | None:
        """Type and bytes of what an address means; None for what is not there."""
        match read_address(address):
            case ShellAddress(theme, shell):
                page = resource(_SHELLS[shell]).read_text("utf-8")
                return "text/html", page.replace("{{theme}}", theme).replace("{{policy}}", _IN_PAGE).encode()
            case StyleAddress("states"):
                return "text/css", state_styles(self._session.author_view().states()).encode()
            case StyleAddress(name):
                return _style(name)
            case MediaAddress(sha256):
                return self._media(sha256)
            case _:
                return None

    def _media(self, sha256: str) -> tuple[str, bytes] | None:
        with self._session.reading() as view:
            for media in view.facts(Media, sha256=sha256):
                found = view.media_content(media.name)
                if found is not None and found[0].sha256 == sha256 and media.mime in _SHOWN:
                    return media.mime, found[1]
        return None


def _style(name: str) -> tuple[str, bytes] | None:
    path = _STYLES.get(name)
    if path is None:
        return None
    try:
        return "text/css", resource(path).read_bytes()
    except FileNotFoundError:
        return None
