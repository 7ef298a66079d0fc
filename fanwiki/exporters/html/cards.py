"""Cards that a link shows when the pointer or the keyboard rests on it: the first lines of its page, and its picture.

They lie in scripts, as the search does, since a page opened from a folder can load nothing else; a page loads the one
that its link falls to. Whoever says how far he has come gets of a card what he has come to: each text and picture says
from where on it is seen, and there are as many as it takes until one is seen by all who see the page.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from fanwiki.domain.entities import Name
from fanwiki.domain.ids import PageId
from fanwiki.domain.vocabulary import NameKind
from fanwiki.exporters.html.layout import media_path
from fanwiki.exporters.html.linker import address
from fanwiki.exporters.html.site import Site, shown_title

_MOST_LETTERS: Final = 240
_MOST_TEXTS: Final = 3
_HASHES: Final = 1 << 16


def shard_of(href: str, count: int) -> int:
    """The script that holds the card of a page, by its address from the root of the bundle."""
    number = 0
    for letter in href:
        number = (number * 31 + ord(letter)) % _HASHES
    return number % count


class Cards:
    """The cards of a bundle. Pages may come in any order; it shows nowhere."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._texts: dict[PageId, list[tuple[str, str]]] = {}

    def add(self, page: PageId, passages: Sequence[tuple[str, str]], lead: str) -> None:
        """Takes in the passages of a page, each with from where on it is seen, and the page's first paragraph if it has
        one that stands under no reveal.
        """
        texts: list[tuple[str, str]] = []
        for said, since in passages[:_MOST_TEXTS]:
            texts.append((_cut(lead if lead and lead in said else said), since))
            if not since:
                break
        self._texts[page] = texts

    def files(self) -> Iterator[tuple[str, bytes]]:
        """The scripts, each path with its content, once every page has come."""
        site = self._site
        count = site.card_shards
        shards: dict[int, dict[str, list[object]]] = defaultdict(dict)
        for id, page in site.pages.items():
            href = address("", site.layout.pages[id])
            card: list[object] = [
                shown_title(page),
                str(page.kind),
                self._texts.get(id, []),
                self._pictures(id),
                self._native(id),
            ]
            while card and not card[-1]:
                card.pop()
            shards[shard_of(href, count)][href] = card
        for number in range(count):
            cards = json.dumps(dict(sorted(shards[number].items())), ensure_ascii=False, separators=(",", ":"))
            yield f"assets/cards/cards-{number}.js", f"window.fanwikiCards({number}, {cards});\n".encode()

    def _pictures(self, page: PageId) -> list[tuple[str, str]]:
        """The portraits from the last that everybody sees, in their order: the last that is seen is shown."""
        found: list[tuple[str, str]] = []
        for portrait, media in self._site.view.portraits(page):
            since = self._site.view.since(portrait.id, media.id)
            path = media_path(media)
            if path in self._site.media_used:
                found = [*(found if since else []), (address("", path), since)]
        return found

    def _native(self, page: PageId) -> list[str]:
        names = self._site.selection.names.get(page, ())
        native: Name | None = next((name for name in names if name.kind is NameKind.NATIVE), None)
        if native is None or native.text == self._site.pages[page].title:
            return []
        return [native.text, native.language, self._site.view.since(native.id)]


def _cut(text: str) -> str:
    if len(text) <= _MOST_LETTERS:
        return text
    return text[:_MOST_LETTERS].rpartition(" ")[0].rstrip(" ,;:") + " …"
