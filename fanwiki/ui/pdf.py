"""A PDF of the wiki or of one page: Chromium prints the book. The one export that needs Qt, the command line's too."""

import os
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path
from threading import Event

from PySide6.QtCore import QCoreApplication, QEvent, QMarginsF, QObject, QThread, QUrl, Signal
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile, QWebEngineSettings
from PySide6.QtWidgets import QApplication

from fanwiki.domain.errors import WikiError
from fanwiki.domain.progress import Progress
from fanwiki.exporters.book.pages import BookOptions, make_book
from fanwiki.exporters.book.paper import write_for_print
from fanwiki.exporters.export import Export, with_suffix
from fanwiki.exporters.report import ExportReport
from fanwiki.exporters.single_file import new_file
from fanwiki.wiki import Wiki

_OFF = (
    QWebEngineSettings.WebAttribute.JavascriptEnabled,
    QWebEngineSettings.WebAttribute.LocalContentCanAccessRemoteUrls,
    QWebEngineSettings.WebAttribute.LocalStorageEnabled,
    QWebEngineSettings.WebAttribute.PluginsEnabled,
)


class PdfExport(Export):
    """One book on paper; it can be printed only while an application of Qt lives."""

    def __init__(self, wiki: Wiki, out: Path, options: BookOptions | None = None) -> None:
        super().__init__(wiki, with_suffix(out, ".pdf"))
        self._options = options or BookOptions()

    def _written(self) -> Generator[Progress, None, ExportReport]:
        with new_file(self._out, b"%PDF-") as part, tempfile.TemporaryDirectory(prefix="fanwiki-") as folder:
            book = yield from make_book(self._wiki, self._options)
            html = write_for_print(book, Path(folder))
            for _ in _printed(html, part):
                yield Progress(len(book.chapters), len(book.chapters), "printing")
            return ExportReport(
                pages=len(book.chapters),
                files=1,
                bytes=part.stat().st_size,
                rendered=len(book.chapters),
                reused=0,
                withheld=book.withheld,
                manifest=str(self._out),
            )


def _printed(html: Path, out: Path) -> Generator[None, None, None]:
    """Prints in the thread of the window, and yields while it does."""
    app = _application()
    printer = _Printer(html, out)
    here = QThread.currentThread() is app.thread()
    try:
        printer.asked.emit()
        while not printer.done.wait(0 if here else 0.1):
            if here:
                app.processEvents()
            yield
    finally:
        printer.deleteLater()
        if here:
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if not printer.succeeded:
        raise WikiError("the PDF could not be printed; is there room on the disk?")


def _application() -> QCoreApplication:
    """The application, or on the command line one without a window."""
    found = QApplication.instance()
    if found is not None:
        return found
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QApplication(["fanwiki"])


class _Printer(QObject):
    """Loads one file and prints it. It lives in the window's thread, wherever it is asked from."""

    asked = Signal()

    def __init__(self, html: Path, out: Path) -> None:
        super().__init__()
        self.done = Event()
        self.succeeded = False
        self._html = html
        self._out = out
        self._page: QWebEnginePage | None = None
        # Qt deletes children in the order in which they came, and a page must go before its profile.
        self._pages = QObject(self)
        app = QCoreApplication.instance()
        assert app is not None
        self.moveToThread(app.thread())
        self.asked.connect(self._on_asked)

    def _on_asked(self) -> None:
        profile = QWebEngineProfile(self)
        self._page = QWebEnginePage(profile, self._pages)
        for attribute in _OFF:
            self._page.settings().setAttribute(attribute, False)
        self._page.loadFinished.connect(self._on_loaded)
        self._page.pdfPrintingFinished.connect(self._on_printed)
        self._page.load(QUrl.fromLocalFile(str(self._html)))

    def _on_loaded(self, ok: bool) -> None:
        if not ok or self._page is None:
            self.done.set()
            return
        layout = QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(16, 18, 16, 18),
            QPageLayout.Unit.Millimeter,
        )  # fmt: skip
        self._page.printToPdf(str(self._out), layout)

    def _on_printed(self, _path: str, ok: bool) -> None:
        self.succeeded = ok
        if self._page is not None:
            self._page.deleteLater()
            self._page = None
        self.done.set()
