"""The categories that pages are in, as they are typed there, and which of them are mostly one written twice."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from fanwiki.domain.entities import Page
from fanwiki.domain.ids import PageId
from fanwiki.domain.names import title_key
from fanwiki.domain.vocabulary import LinkKind, PageKind
from fanwiki.lint.likeness import near_titles
from fanwiki.wiki.reading.whole import FoundLink


@dataclass
class Category:
    """`title` has its prefix; `typed` are all ways in which its pages write it, `page` is its own, if it has one."""

    title: str
    typed: set[str] = field(default_factory=set)
    members: set[PageId] = field(default_factory=set)
    page: PageId | None = None

    def weight(self) -> tuple[bool, int, str]:
        """Of two that are one the heavier stays."""
        return self.page is not None, len(self.members), self.title


class Categories:
    """All categories of a wiki, by the key of their title."""

    def __init__(self, links: Iterable[FoundLink], pages: Mapping[PageId, Page]) -> None:
        self._pages = pages
        self._first: dict[str, PageId | None] = {}
        self._by_key: dict[str, Category] = {}
        for link in links:
            if link.kind is not LinkKind.CATEGORY:
                continue
            found = self._by_key.setdefault(title_key(link.title), Category(link.title))
            found.typed.add(link.title)
            found.members.add(link.source)
            if link.target is not None and link.target in pages:
                found.page, found.title = link.target, pages[link.target].title
        for each in self._by_key.values():
            each.title = each.title if each.page is not None else min(each.typed)
        self._near = self._find_near()

    def of(self, title: str) -> Category:
        """The category that a page writes by this title."""
        return self._by_key[title_key(title)]

    def first_in(self, title: str) -> PageId | None:
        """The first by title of the pages that are in a category; each of them may ask."""
        key = title_key(title)
        if key not in self._first:
            members = self._by_key[key].members & self._pages.keys()
            self._first[key] = min(members, key=lambda each: (self._pages[each].title, each), default=None)
        return self._first[key]

    def heavier(self, title: str) -> tuple[Category, ...]:
        """The categories with almost this title that have more to them than the one it is."""
        own = self.of(title)
        return tuple(each for each in self._near.get(title_key(title), ()) if each.weight() > own.weight())

    def alike(self, titles: Iterable[str]) -> set[PageId]:
        """The pages in those of some categories that are almost called as others are, and in these others."""
        found: set[PageId] = set()
        for title in titles:
            near = self._near.get(title_key(title), ())
            for each in (self.of(title), *near) if near else ():
                found |= each.members
        return found

    def _find_near(self) -> dict[str, list[Category]]:
        named = (Page(PageId(key), PageKind.CATEGORY, each.title) for key, each in self._by_key.items())
        found: dict[str, list[Category]] = defaultdict(list)
        for key, others in near_titles(named).items():
            for other in others:
                found[key].append(self._by_key[other])
                found[other].append(self._by_key[key])
        return found
