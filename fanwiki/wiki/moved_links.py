"""What moving text from one page to another shares: links written anew, and the guard that none was lost."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Final

from fanwiki.domain.edits import SavePage
from fanwiki.domain.errors import InvalidEdit
from fanwiki.domain.ids import PageId
from fanwiki.domain.link_titles import in_link
from fanwiki.domain.passages import LinkRef
from fanwiki.domain.points import ALL
from fanwiki.markup import parse, relink
from fanwiki.store import links as link_rows
from fanwiki.store import texts
from fanwiki.store.store import Reading

Place = tuple[str, str]
"""The title of a page and a heading of it; an empty title is the page itself, an empty heading its top."""

Moved = Callable[[str], Place | None]
"""Where a heading, by its text as typed, is now; None where it has stayed."""

_DEFINES: Final = re.compile(r" {0,3}\[([^\]\n]+)\]:")


def written(place: Place, label: str | None, *, embedded: bool) -> str:
    """A link as it is typed."""
    title, heading = place
    target = f"{in_link(title)}#{heading}" if heading else in_link(title)
    return f"{'!' if embedded else ''}[[{target}{'' if label is None else f'|{label}'}]]"


def lead_on(text: str, titles: frozenset[str], moved: Moved) -> str:
    """The text with its links to headings of one page, which has these `titles` as typed, leading where the headings
    are now. What a reader sees of a link stays what it was.
    """

    def anew(title: str, heading: str, label: str | None, embedded: bool) -> str | None:
        place = moved(heading) if heading and title in titles else None
        if place is None:
            return None
        shown = "#".join(part for part in (title, heading) if part) if label is None and not embedded else label
        return written((place[0] or title, place[1]), None if shown == place[0] else shown, embedded=embedded)

    return relink(text, anew)


def named_anew(text: str, titles: frozenset[str], place: Place) -> str:
    """The text with its links by some titles, as typed, naming a page by its own title, and a heading of it where they
    name none. What a reader sees of a link stays what it was.
    """

    def anew(title: str, heading: str, label: str | None, embedded: bool) -> str | None:
        bare = title.removeprefix(":")
        if bare not in titles:
            return None
        colon = title[: len(title) - len(bare)]
        category = not colon and title.startswith("Category:")
        if label is None and not embedded and not category:
            label = "#".join(part for part in (bare, heading) if part)
        return written((colon + place[0], heading or place[1]), label, embedded=embedded)

    return relink(text, anew)


def titles_used(reading: Reading, page: PageId) -> dict[PageId, frozenset[str]]:
    """The titles, as typed, by which each page links to headings of this one."""
    found: dict[PageId, set[str]] = defaultdict(set)
    for link in link_rows.links(reading, ALL, target=page):
        if link.heading:
            found[link.source].add(link.title)
    return {source: frozenset(titles) for source, titles in found.items()}


def saved(reading: Reading, page: PageId, text: str, summary: str) -> SavePage:
    """The edit that saves a text over the one that is there now and no other."""
    head = texts.head(reading, page)
    return SavePage(page, text, None if head is None else head.id, summary)


def definitions(text: str) -> dict[str, str]:
    """The lines that define footnotes (`^1`) and link references, by label; those under a reveal are left out, which
    exist under it alone.
    """
    lines = text.split("\n")
    found: dict[str, str] = {}
    last = 0
    for block in (*parse(text).blocks, None):
        # What lies between the blocks is empty or a definition.
        first = len(lines) if block is None else block.first_line
        label = ""
        for line in lines[last:first]:
            defines = _DEFINES.match(line)
            if defines is not None:
                label = defines[1]
                found.setdefault(label, line)
            elif label and line.strip():
                found[label] += f"\n{line}"
        last = len(lines) if block is None else block.last_line
    return found


def with_definitions(text: str, other: str) -> str:
    """The text with those footnotes and link references that it uses and another text defines."""
    known = definitions(other)
    while True:
        own = definitions(text)
        used = [label for label in known if label not in own and f"[{label}]" in text]
        if not used:
            return text
        text = "\n".join([text.rstrip("\n"), "", *(known[label] for label in used)])


def check_kept(before: Iterable[str], own: frozenset[str], *after: str) -> None:
    """Raises InvalidEdit if a link of some texts is in none of those that come in their place. Links to
    headings by their own titles may have been written anew.
    """
    said: Counter[LinkRef] = sum((_links(text) for text in before), Counter())
    wanted = Counter({ref: count for ref, count in said.items() if not (ref.heading and ref.title in own)})
    now: Counter[LinkRef] = sum((_links(text) for text in after), Counter())
    if lost := wanted - now:
        title = next(iter(lost)).title
        raise InvalidEdit(
            f"the link to “{title}” would be lost: look whether a code block, a comment or a reveal is left open"
        )


def _links(text: str) -> Counter[LinkRef]:
    return Counter(link for passage in parse(text).passages for link in passage.links)
