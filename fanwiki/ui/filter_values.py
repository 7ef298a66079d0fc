"""What may stand behind the names of filters as the chosen viewpoint sees the wiki: read once for many keystrokes."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from fanwiki.ui.session import WikiSession


class FilterValues(QObject):
    """Remembers the values of each filter until the wiki changes or is seen from elsewhere."""

    def __init__(self, session: WikiSession, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._known: dict[str, tuple[str, ...]] = {}
        session.changed.connect(self.forget)
        session.viewpoint_changed.connect(self.forget)

    def of(self, name: str) -> Sequence[str]:
        """What may stand behind the name of a filter; nothing for what is no filter."""
        if name not in self._known:
            self._known[name] = self._session.view().filter_values(name)
        return self._known[name]

    def forget(self) -> None:
        self._known.clear()
