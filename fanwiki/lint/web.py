"""Which pages lead to which, for a whole wiki: by the numbers of their rows, since a large one has a million links."""

from array import array
from collections.abc import Iterable, Mapping
from typing import Final

from fanwiki.domain.entities import Page
from fanwiki.domain.ids import PageId

_NUMBER: Final = "q"


class Web:
    """A page that leads to itself does not count, nor does one that lies in the trash."""

    def __init__(self) -> None:
        self._numbers: dict[PageId, int] = {}
        self._ids: dict[int, PageId] = {}
        self._targets: dict[int, array[int]] = {}
        self._sources: dict[int, int] = {}

    def add(self, pages: Mapping[int, Page], targets: Mapping[int, Iterable[int]]) -> None:
        """Takes in pages, none twice, and where their texts lead: to others that may come later."""
        for number, page in pages.items():
            self._numbers[page.id] = number
            self._ids[number] = page.id
            self._lead(number, targets.get(number, ()))

    def replace(self, page: PageId, targets: Iterable[PageId]) -> set[PageId]:
        """Has the text of a page lead elsewhere; answers to which pages it leads now or did before, and not both."""
        number = self._numbers[page]
        before = set(self._targets.pop(number, ()))
        for each in before:
            self._sources[each] -= 1
        after = {self._numbers[each] for each in targets if each in self._numbers} - {number}
        self._lead(number, after)
        return {self._ids[each] for each in before ^ after if each in self._ids}

    def is_led_to(self, page: PageId) -> bool:
        """Whether some other page leads to this one."""
        return self._sources.get(self._numbers.get(page, 0), 0) > 0

    def _lead(self, number: int, targets: Iterable[int]) -> None:
        found = array(_NUMBER, (each for each in targets if each != number))
        if not found:
            return
        self._targets[number] = found
        for each in found:
            self._sources[each] = self._sources.get(each, 0) + 1
