"""Tabs that were closed, so that they can be opened again: what stood in them, and where."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from fanwiki.domain.ids import PageId

_MOST: Final = 30


@dataclass(frozen=True)
class ClosedPage:
    """A page, and how its tab was left, for `PageTab.restore_state`."""

    page: "PageId"
    state: Mapping[str, Any]


@dataclass(frozen=True)
class ClosedView:
    """What is no page, such as the survivor board; it lives on while its tab is closed."""

    widget: QWidget
    title: str
    picture: QIcon


@dataclass(frozen=True)
class ClosedTab:
    """What stood in a tab; `side` and `place` are those of the tab, from 0."""

    what: ClosedPage | ClosedView
    side: int
    place: int


class ClosedTabs:
    """The tabs that were closed last."""

    def __init__(self) -> None:
        self._closed: list[ClosedTab] = []

    def add(self, closed: ClosedTab) -> None:
        self._closed = [*self._closed, closed][-_MOST:]

    def take(self, there: Callable[[ClosedTab], bool]) -> ClosedTab | None:
        """The one closed last of those that can be opened now, which is closed no more; None if there is none."""
        found = next((each for each in reversed(self._closed) if there(each)), None)
        if found is not None:
            self._closed.remove(found)
        return found
