"""Cards that a link shows when the pointer or the keyboard rests on it: the first lines of its page, and its picture.

They lie in scripts, as the search does, since a page opened from a folder can load nothing else; a page loads the one
that its link falls to. Whoever says how far he has come gets of a card what he has come to: each text and picture says
from where on it is seen, and there are as many as it takes until one is seen by all who see the page.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from fanwiki.domain.entities import Portrait
from fanwiki.domain.ids import PageId
from fanwiki.exporters.html.layout import media_path
from fanwiki.exporters.html.linker import address
from fanwiki.exporters.html.site import Site, shown_title
from fanwiki.wiki.reading.cards import first_words, native_name

_MOST_TEXTS: Final = 3
_NOTHING: Final[list[object]] = ["", "", [], [], []]
"""A card that has nothing: title, kind, texts, pictures, name in its own script."""

_TEXTS: Final = 2
_HASHES: Final = 1 << 16


def shard_of(href: str, count: int) -> int:
    """The script that holds the card of a page, by its address from the root of the bundle."""
    number = 0
    for letter in href:
        number = (number * 31 + ord(letter)) % _HASHES
    return number % count


def cards_path(number: int) -> str:
    return f"assets/cards/cards-{number}.js"


def card_texts(passages: Sequence[tuple[str, str]], lead: str) -> list[tuple[str, str]]:
    """What the card of a page says, of the passages of the page, each with from where on it is seen, and of its first
    paragraph if it has one that stands under no reveal.
    """
    texts: list[tuple[str, str]] = []
    for said, since in passages[:_MOST_TEXTS]:
        texts.append((first_words(lead if lead and lead in said else said), since))
        if not since:
            break
    return texts


def mended(content: bytes, href: str, texts: list[tuple[str, str]]) -> bytes:
    """A script of cards, in which the card of one page says something else."""
    number, cards = _read(content)
    card = [*cards[href], *_NOTHING[len(cards[href]) :]]
    card[_TEXTS] = texts
    cards[href] = _shorten(card)
    return _script(number, cards)


class Cards:
    """The cards of a bundle. Pages may come in any order; it shows nowhere."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._texts: dict[PageId, list[tuple[str, str]]] = {}

    def add(self, page: PageId, texts: list[tuple[str, str]]) -> None:
        """Takes in what the card of a page says, as `card_texts` has it."""
        self._texts[page] = texts

    def files(self) -> Iterator[tuple[str, bytes]]:
        """The scripts, each path with its content, once every page has come."""
        site = self._site
        count = site.card_shards
        pictured = {portrait.page for portrait in site.view.facts(Portrait)}
        shards: dict[int, dict[str, list[object]]] = defaultdict(dict)
        for id, page in site.pages.items():
            href = address("", site.layout.pages[id])
            card: list[object] = [
                shown_title(page),
                str(page.kind),
                self._texts.get(id, []),
                self._pictures(id) if id in pictured else [],
                self._native(id),
            ]
            _shorten(card)
            shards[shard_of(href, count)][href] = card
        for number in range(count):
            yield cards_path(number), _script(number, dict(sorted(shards[number].items())))

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
        native = native_name(self._site.selection.names.get(page, ()), self._site.pages[page].title)
        if native is None:
            return []
        return [native.text, native.language, self._site.view.since(native.id)]


def _shorten(card: list[object]) -> list[object]:
    """A card without what it has not, from the end."""
    while card and not card[-1]:
        card.pop()
    return card


def _script(number: int, cards: Mapping[str, list[object]]) -> bytes:
    written = json.dumps(cards, ensure_ascii=False, separators=(",", ":"))
    return f"window.fanwikiCards({number}, {written});\n".encode()


def _read(content: bytes) -> tuple[int, dict[str, list[object]]]:
    """What `_script` has written."""
    number, _, cards = content.decode().partition("(")[2].partition(", ")
    return int(number), json.loads(cards[: cards.rindex(");")])
