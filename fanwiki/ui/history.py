"""Where one has been: the pages visited, with a place among them, as in a browser."""

from collections.abc import Callable

from fanwiki.domain.ids import PageId

_LONGEST = 200


class PageHistory:
    """Going somewhere forgets what lay ahead; going back and forth does not."""

    def __init__(self) -> None:
        self._visited: list[PageId] = []
        self._place = -1

    @property
    def recent(self) -> tuple[PageId, ...]:
        """The pages visited, newest first, each once."""
        return tuple(dict.fromkeys(reversed(self._visited)))

    def visit(self, page: PageId) -> None:
        if self._place >= 0 and self._visited[self._place] == page:
            return
        self._visited = [*self._visited[: self._place + 1], page][-_LONGEST:]
        self._place = len(self._visited) - 1

    def step(self, by: int, there: Callable[[PageId], bool]) -> PageId | None:
        """Goes back (-1) or forward (+1) to the next page that is `there`; None if there is none."""
        place = self._place + by
        while 0 <= place < len(self._visited):
            page = self._visited[place]
            if there(page) and page != self._visited[self._place]:
                self._place = place
                return page
            place += by
        return None
