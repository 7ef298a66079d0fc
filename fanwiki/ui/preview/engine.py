"""The engine, locked down: a page that runs nothing of what it shows, fetches nothing, and goes nowhere."""

from typing import Final

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtWebEngineCore import (
    QWebEngineDownloadRequest,
    QWebEngineFileSystemAccessRequest,
    QWebEngineFullScreenRequest,
    QWebEnginePage,
    QWebEnginePermission,
    QWebEngineProfile,
    QWebEngineRegisterProtocolHandlerRequest,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)

from fanwiki.ui.preview.addresses import SCHEME, ShellAddress, read_address

_ALLOWED: Final = frozenset(
    {
        QWebEngineSettings.WebAttribute.AutoLoadImages,
        QWebEngineSettings.WebAttribute.LinksIncludedInFocusChain,
        QWebEngineSettings.WebAttribute.PrintElementBackgrounds,
        QWebEngineSettings.WebAttribute.ShowScrollBars,
    }
)
"""All that the preview may do; whatever else the engine can, now or in a later version, is off."""


def lock_down(profile: QWebEngineProfile) -> None:
    """Turns off everything that showing a page does not need, and refuses downloads."""
    settings = profile.settings()
    for attribute in QWebEngineSettings.WebAttribute:
        settings.setAttribute(attribute, attribute in _ALLOWED)
    profile.setPersistentCookiesPolicy(QWebEngineProfile.PersistentCookiesPolicy.NoPersistentCookies)
    profile.setHttpCacheType(QWebEngineProfile.HttpCacheType.NoCache)
    profile.setSpellCheckEnabled(False)
    profile.setPushServiceEnabled(False)
    profile.downloadRequested.connect(_refuse_download)


def _refuse_download(download: QWebEngineDownloadRequest) -> None:
    download.cancel()


class RequestGuard(QWebEngineUrlRequestInterceptor):
    """Refuses every request but those of our scheme, and images that stand in the page itself."""

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        scheme = info.requestUrl().scheme()
        image = info.resourceType() == QWebEngineUrlRequestInfo.ResourceType.ResourceTypeImage
        if scheme != SCHEME and not (scheme == "data" and image):
            info.block(True)


class PreviewPage(QWebEnginePage):
    """Shows our empty page and nothing else. A link that is clicked becomes `link_clicked`, with its address."""

    link_clicked = Signal(str)

    def __init__(self, profile: QWebEngineProfile, parent: QObject) -> None:
        super().__init__(profile, parent)
        self.permissionRequested.connect(_deny)
        self.fullScreenRequested.connect(_reject_full_screen)
        self.registerProtocolHandlerRequested.connect(_reject_protocol)
        self.fileSystemAccessRequested.connect(_reject_files)

    def acceptNavigationRequest(self, url: QUrl | str, type: QWebEnginePage.NavigationType, main_frame: bool) -> bool:
        address = url.toString(QUrl.ComponentFormattingOption.FullyEncoded) if isinstance(url, QUrl) else url
        if type == QWebEnginePage.NavigationType.NavigationTypeLinkClicked:
            if main_frame:
                self.link_clicked.emit(address)
            return False
        ours = isinstance(read_address(address.partition("#")[0]), ShellAddress)
        return main_frame and ours and type in _OUR_LOADS

    def createWindow(self, type: QWebEnginePage.WebWindowType) -> QWebEnginePage:
        return None  # type: ignore[return-value]  # Qt takes nothing for "no window"; the stubs do not know it

    def javaScriptAlert(self, origin: QUrl | str, msg: str) -> None:
        """Shows nothing: nothing of ours asks."""

    def javaScriptConfirm(self, origin: QUrl | str, msg: str) -> bool:
        return False

    def javaScriptConsoleMessage(
        self, level: QWebEnginePage.JavaScriptConsoleMessageLevel, message: str, line: int, source: str
    ) -> None:
        """Writes nothing: the engine reports what it has refused, and pages may not fill the log."""

    def chooseFiles(self, mode: QWebEnginePage.FileSelectionMode, old: object, types: object) -> list[str]:
        return []


_OUR_LOADS: Final = (
    QWebEnginePage.NavigationType.NavigationTypeTyped,
    QWebEnginePage.NavigationType.NavigationTypeReload,
)


def _deny(permission: QWebEnginePermission) -> None:
    permission.deny()


def _reject_full_screen(request: QWebEngineFullScreenRequest) -> None:
    request.reject()


def _reject_protocol(request: QWebEngineRegisterProtocolHandlerRequest) -> None:
    request.reject()


def _reject_files(request: QWebEngineFileSystemAccessRequest) -> None:
    request.reject()
