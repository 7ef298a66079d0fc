"""The texts and links of the pages that are looked at just now. Those of a whole wiki would not fit into memory."""

from collections.abc import Collection, Sequence

from fanwiki.domain.ids import PageId
from fanwiki.lint.prose import headings_of
from fanwiki.markup import Document, parse
from fanwiki.wiki import View
from fanwiki.wiki.reading.whole import FoundLink


class AtHand:
    """What is asked for beside that is read from the file, page by page."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._bodies: dict[PageId, str] = {}
        self._links: dict[PageId, list[FoundLink]] = {}
        self._parsed: tuple[PageId, Document] | None = None
        self._headings: dict[PageId, frozenset[str]] = {}

    def turn_to(self, pages: Collection[PageId]) -> None:
        """Reads the texts and links of these pages in the place of those that were at hand."""
        self._bodies = self._view.bodies(pages)
        self._links = self._view.links_of(pages)
        self._parsed = None

    def forget(self, page: PageId) -> None:
        """The text of a page is another now."""
        self._bodies.pop(page, None)
        self._links.pop(page, None)
        self._headings.pop(page, None)
        self._parsed = None

    def body(self, page: PageId) -> str:
        """The text of a page; none for one that is gone."""
        if page not in self._bodies:
            self._bodies[page] = self._view.bodies([page]).get(page, "")
        return self._bodies[page]

    def links_of(self, page: PageId) -> Sequence[FoundLink]:
        """The links that stand on a page."""
        if page not in self._links:
            self._links.update(self._view.links_of([page]))
        return self._links[page]

    def links_to(self, page: PageId) -> Sequence[FoundLink]:
        """The links that lead to a page, whichever stands on it."""
        return self._view.links_to(page)

    def document(self, page: PageId) -> Document:
        """A page's text, parsed. The last one is kept: rules go page by page."""
        if self._parsed is None or self._parsed[0] != page:
            self._parsed = (page, parse(self.body(page)))
        return self._parsed[1]

    def headings(self, page: PageId) -> frozenset[str]:
        """The headings of a page, case aside."""
        if page not in self._headings:
            self._headings[page] = headings_of(self.body(page))
        return self._headings[page]
