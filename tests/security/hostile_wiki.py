"""A wiki whose every word would run a script, fetch something or read a file, if any of them could."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Final

from fanwiki.domain.edits import AddFact, AddPage, Edit, StoreMedia
from fanwiki.domain.entities import (
    Character,
    Claim,
    Group,
    Media,
    Membership,
    Name,
    Person,
    Portrait,
    Portrayal,
    ProfileField,
    ProfileValue,
    Redirect,
    Relationship,
    Source,
    State,
    StatusEvent,
    TalkNote,
)
from fanwiki.domain.ids import FactId, PageId, SourceId, StateId, new_id
from fanwiki.domain.vocabulary import PageKind, SourceKind, Standing
from fanwiki.wiki import Wiki
from tests.building import Builder
from tests.security.payloads import frames

SEVERAL: Final = 150_000
"""Characters that one page may show of others in these tests; the program's own bound is twice that."""
ECHO: Final = '<b title="{{{1}}}">{{{1}}}</b> {{{1}}} [[{{{1}}}]] [x]({{{1}}})'
DATA: Final = "{{infobox}}\n\n{{status}}\n\n{{claims}}\n\n{{relations}}\n\n{{gallery}}\n"


def fill(wiki: Wiki, hostile: Mapping[str, str], *, framed: bool = True) -> list[str]:
    """One character for each payload, which stands in its title, in all that is known of it and, with `framed`, in all
    manner of places of its text. Gives the titles of pages that together show all of these.
    """
    build = Builder(wiki)
    show, _ = build.show()
    wiki.apply(AddPage(PageId(new_id()), PageKind.TEMPLATE, "Template:Echo", body=ECHO, reviewed=True))
    field = ProfileField(FactId(new_id()), PageKind.CHARACTER, "Motto")
    wiki.apply(AddFact(field))
    lengths: dict[str, int] = {}
    edits: list[Edit] = []
    for number, (name, payload) in enumerate(hostile.items(), 1):
        page = PageId(new_id())
        line = " ".join(payload.split())
        used = f"[[Category:{line[:200]}]] {{{{Echo|{line}}}}} {{{{Echo|1={line}}}}}"
        body = "\n\n".join([DATA, used, *(frames(payload) if framed else ())])
        title = f"{line} {number}" if _may_be_title(line) else name
        edits.append(AddPage(page, PageKind.CHARACTER, title, show, body, Character(page, line), reviewed=True))
        edits.append(AddFact(Redirect(FactId(new_id()), f"Payload {number}", page)))
        edits += _said_of(page, show, line, number, field.name)
        lengths[f"Payload {number}"] = len(body)
    wiki.apply(*edits)
    return list(_showing(build, lengths))


def _showing(build: Builder, lengths: Mapping[str, int]) -> Iterator[str]:
    """Makes the pages that show all others, each as many as it may."""
    shown: list[str] = []
    length = 0
    for number, (title, more) in enumerate(lengths.items(), 1):
        shown.append(f"![[{title}]]")
        length += more
        if length > SEVERAL or number == len(lengths):
            page = f"Everything up to {number}"
            build.page(page, "\n\n".join(shown), reviewed=True)
            yield page
            shown, length = [], 0


def _may_be_title(line: str) -> bool:
    return bool(line) and len(line) <= 280


def _said_of(page: PageId, show: PageId, line: str, number: int, field: str) -> Iterator[Edit]:
    """Every text that a fact can have."""
    short = f"{line} {number}" if _may_be_title(line) else f"Number {number}"
    source = Source(SourceId(new_id()), SourceKind.ARTICLE, line, line, line, quote=line)
    yield AddFact(source)
    person, group = PageId(new_id()), PageId(new_id())
    yield AddPage(person, PageKind.PERSON, f"P {short}", subject=Person(person), body=line, reviewed=True)
    yield AddPage(group, PageKind.GROUP, f"G {short}", subject=Group(group, line), body=line, reviewed=True)
    yield AddFact(Portrayal(FactId(new_id()), show, person, page, credited_as=line))
    yield AddFact(Membership(FactId(new_id()), group, page, line))
    yield AddFact(Relationship(FactId(new_id()), page, group, line, line))
    yield AddFact(Name(FactId(new_id()), page, line))
    yield AddFact(ProfileValue(FactId(new_id()), page, field, line))
    state = State(StateId(new_id()), short, "cross", "#123456")
    yield AddFact(state)
    yield AddFact(StatusEvent(FactId(new_id()), page, state.id, cause=line, note=line, source=source.id))
    yield AddFact(Claim(FactId(new_id()), page, line, line, Standing.CONFIRMED, source.id))
    yield AddFact(TalkNote(FactId(new_id()), page, line, "2026-01-01T00:00:00+00:00", line))
    content = b"\x89PNG\r\n\x1a\n" + line.encode()
    # Unlike a title, the name of a file is typed as it is.
    name = f"Number {number}.png" if set("#[]|{}") & set(short) else f"{short}.png"
    hashed = hashlib.sha256(content).hexdigest()
    picture = Media(FactId(new_id()), name, hashed, "image/png", line, line, line)
    yield StoreMedia(picture, content)
    yield AddFact(Portrait(FactId(new_id()), page, picture.id))
