"""The records of a fan wiki: pages with their typed subjects, and the facts about them.

A fact says for itself which points reveal it (`reveals`) and which pages it touches (`touches`, the page it is
about first); what locks it follows from the two. Ids are UUID texts, points are episode ids, dates are
texts of `dates.py`. None stands for "not known".
"""

from dataclasses import dataclass
from typing import ClassVar

from fanwiki.domain.dates import PartialDate
from fanwiki.domain.ids import EpisodeId, FactId, OrderId, PageId, RevisionId, SourceId, StateId
from fanwiki.domain.vocabulary import (
    AppearanceMode,
    Certainty,
    Evidence,
    NameKind,
    PageKind,
    RoleType,
    ShowStatus,
    SourceKind,
    Standing,
)

Points = tuple[EpisodeId | None, ...]


@dataclass(frozen=True)
class Page:
    """A page as the tree and the lists know it; its text is read apart.

    `parent` is the page above it, None at the root. `position` orders it among its siblings. `introduced_at` is
    the point from which the page, its title and its subject exist for a reader. The prose is `reviewed` once
    somebody vouched that it gives nothing away before `safe_from` (None: safe from the start).
    """

    id: PageId
    kind: PageKind
    title: str
    parent: PageId | None = None
    position: float = 0.0
    introduced_at: EpisodeId | None = None
    reviewed: bool = False
    safe_from: EpisodeId | None = None


@dataclass(frozen=True)
class Show:
    """`code` stands before a point when another show is meant, as in `aouad:S1E06`."""

    id: PageId
    code: str
    original_title: str = ""
    network: str = ""
    status: ShowStatus | None = None
    order: OrderId | None = None
    """The chosen alternative episode order; None for the aired order."""


@dataclass(frozen=True)
class Season:
    """`number` 0 holds the specials. `status` is free text such as "renewed"; claims carry its evidence."""

    id: PageId
    show: PageId
    number: int
    status: str = ""
    released: PartialDate | None = None


@dataclass(frozen=True)
class Episode:
    """`runtime` is in minutes; `absolute` counts through the whole show."""

    id: PageId
    season: PageId
    number: int
    absolute: int | None = None
    air_date: PartialDate | None = None
    runtime: int | None = None


@dataclass(frozen=True)
class Character:
    id: PageId
    species: str = ""


@dataclass(frozen=True)
class Person:
    id: PageId
    born: PartialDate | None = None


@dataclass(frozen=True)
class Group:
    id: PageId
    purpose: str = ""


Subject = Show | Season | Episode | Character | Person | Group


class _AlwaysKnown:
    """A fact that tells nothing of a story: a word of a vocabulary, a field of a form, a source."""

    def reveals(self) -> Points:
        return ()

    def touches(self) -> tuple[PageId, ...]:
        return ()


class _AboutPage:
    """A fact about the subject of one page."""

    page: PageId
    revealed_at: EpisodeId | None

    def reveals(self) -> Points:
        return (self.revealed_at,)

    def touches(self) -> tuple[PageId, ...]:
        return (self.page,)


@dataclass(frozen=True)
class Name(_AboutPage):
    """A further name of a page's subject; the page's title is its first."""

    noun: ClassVar[str] = "name"
    id: FactId
    page: PageId
    text: str
    kind: NameKind = NameKind.ALIAS
    language: str = ""
    """A BCP 47 tag such as `ko` or `ko-Latn`."""
    revealed_at: EpisodeId | None = None


@dataclass(frozen=True)
class Redirect(_AboutPage):
    """A title that leads to another page, or to a heading of it."""

    noun: ClassVar[str] = "redirect"
    id: FactId
    title: str
    page: PageId
    heading: str = ""
    revealed_at: EpisodeId | None = None


@dataclass(frozen=True)
class Portrayal:
    """Who plays whom. `billing` is the place in the cast list, lowest first. Until it is revealed otherwise the
    portrayal counts from `first`; `last` is the end of the episode range, if it has one.
    """

    noun: ClassVar[str] = "portrayal"
    id: FactId
    show: PageId
    person: PageId
    character: PageId
    role: RoleType = RoleType.MAIN
    billing: int = 0
    credited_as: str = ""
    language: str = ""
    """The language of a dub, as a BCP 47 tag."""
    first: EpisodeId | None = None
    last: EpisodeId | None = None
    standing: Standing = Standing.CONFIRMED
    source: SourceId | None = None
    revealed_at: EpisodeId | None = None

    def reveals(self) -> Points:
        return (self.revealed_at or self.first,)

    def touches(self) -> tuple[PageId, ...]:
        return (self.character, self.person, self.show)


@dataclass(frozen=True)
class Appearance:
    noun: ClassVar[str] = "appearance"
    id: FactId
    character: PageId
    episode: EpisodeId
    mode: AppearanceMode = AppearanceMode.ON_SCREEN
    revealed_at: EpisodeId | None = None

    def reveals(self) -> Points:
        return (self.revealed_at, self.episode)

    def touches(self) -> tuple[PageId, ...]:
        return (self.character,)


@dataclass(frozen=True)
class Relationship:
    """`subject` is the `kind` of `object`: Nam-ra is the "class president" of the class; `inverse` reads back."""

    noun: ClassVar[str] = "relationship"
    id: FactId
    subject: PageId
    object: PageId
    kind: str
    inverse: str = ""
    start: EpisodeId | None = None
    end: EpisodeId | None = None
    revealed_at: EpisodeId | None = None
    end_revealed_at: EpisodeId | None = None

    def reveals(self) -> Points:
        return (self.revealed_at or self.start,)

    def touches(self) -> tuple[PageId, ...]:
        return (self.subject, self.object)


@dataclass(frozen=True)
class Membership:
    noun: ClassVar[str] = "membership"
    id: FactId
    group: PageId
    character: PageId
    role: str = ""
    start: EpisodeId | None = None
    end: EpisodeId | None = None
    revealed_at: EpisodeId | None = None
    end_revealed_at: EpisodeId | None = None

    def reveals(self) -> Points:
        return (self.revealed_at or self.start,)

    def touches(self) -> tuple[PageId, ...]:
        return (self.character, self.group)


@dataclass(frozen=True)
class State(_AlwaysKnown):
    """A word of the wiki's status vocabulary. `living` says which side of the head count it is on; None: neither."""

    noun: ClassVar[str] = "state"
    id: StateId
    word: str
    icon: str
    colour: str
    living: bool | None = None
    position: int = 0


@dataclass(frozen=True)
class StatusEvent:
    """A character enters a state. `at` is when it is true in the story (None: from the start), `revealed_at` when
    the audience learns it, if that is not the same moment. What a flash-forward tells is known when it comes to pass:
    before, the episode it names is not there for a reader.
    """

    noun: ClassVar[str] = "status"
    id: FactId
    character: PageId
    state: StateId
    certainty: Certainty = Certainty.CONFIRMED
    evidence: Evidence = Evidence.ON_SCREEN
    at: EpisodeId | None = None
    revealed_at: EpisodeId | None = None
    cause: str = ""
    by_whom: PageId | None = None
    note: str = ""
    source: SourceId | None = None

    def reveals(self) -> Points:
        return (self.revealed_at, self.at)

    def touches(self) -> tuple[PageId, ...]:
        return (self.character,)


@dataclass(frozen=True)
class Source(_AlwaysKnown):
    noun: ClassVar[str] = "source"
    id: SourceId
    kind: SourceKind
    title: str
    url: str = ""
    publisher: str = ""
    published: PartialDate | None = None
    accessed: PartialDate | None = None
    quote: str = ""


@dataclass(frozen=True)
class Claim:
    """What somebody states about a page's subject, and how far it is to be believed."""

    noun: ClassVar[str] = "claim"
    id: FactId
    subject: PageId
    property: str
    value: str
    standing: Standing
    source: SourceId | None = None
    published: PartialDate | None = None
    checked_on: PartialDate | None = None
    review_by: PartialDate | None = None
    supersedes: FactId | None = None
    revealed_at: EpisodeId | None = None

    def reveals(self) -> Points:
        return (self.revealed_at,)

    def touches(self) -> tuple[PageId, ...]:
        return (self.subject,)


@dataclass(frozen=True)
class ProfileField(_AlwaysKnown):
    """One field of the profile that pages of a kind have. `choices` are separated by `|`."""

    noun: ClassVar[str] = "profile field"
    id: FactId
    kind: PageKind
    name: str
    type: str = "text"
    choices: str = ""
    position: int = 0


@dataclass(frozen=True)
class ProfileValue(_AboutPage):
    noun: ClassVar[str] = "profile value"
    id: FactId
    page: PageId
    field: str
    value: str
    revealed_at: EpisodeId | None = None


@dataclass(frozen=True)
class Media:
    """An image or other file of the wiki, its bytes kept by content hash (hexadecimal SHA-256)."""

    noun: ClassVar[str] = "media"
    id: FactId
    name: str
    sha256: str
    mime: str
    alt: str = ""
    author: str = ""
    licence: str = ""
    rationale: str = ""
    revealed_at: EpisodeId | None = None

    def reveals(self) -> Points:
        return (self.revealed_at,)

    def touches(self) -> tuple[PageId, ...]:
        return ()


@dataclass(frozen=True)
class Portrait:
    """The picture of a subject, for one season or (None) for all."""

    noun: ClassVar[str] = "portrait"
    id: FactId
    page: PageId
    media: FactId
    season: PageId | None = None
    revealed_at: EpisodeId | None = None

    def reveals(self) -> Points:
        return (self.revealed_at,)

    def touches(self) -> tuple[PageId, ...]:
        return (self.page,) if self.season is None else (self.page, self.season)


@dataclass(frozen=True)
class TalkNote(_AboutPage):
    """A remark about a page, for its authors; `written` is an ISO 8601 time in UTC."""

    noun: ClassVar[str] = "talk note"
    id: FactId
    page: PageId
    author: str
    written: str
    text: str
    revealed_at: EpisodeId | None = None


@dataclass(frozen=True)
class AlternativeOrder:
    """An order in which a show may be watched instead of the aired one (DVD, production …)."""

    noun: ClassVar[str] = "episode order"
    id: OrderId
    show: PageId
    name: str
    episodes: tuple[EpisodeId, ...] = ()

    def reveals(self) -> Points:
        return ()

    def touches(self) -> tuple[PageId, ...]:
        return (self.show,)


@dataclass(frozen=True)
class Favourite:
    """A page that is kept at hand."""

    noun: ClassVar[str] = "favourite"
    id: FactId
    page: PageId

    def reveals(self) -> Points:
        return ()

    def touches(self) -> tuple[PageId, ...]:
        return (self.page,)


@dataclass(frozen=True)
class SavedQuery:
    """A question to the wiki that is kept under a name; `query` is written as `domain.queries` reads it."""

    noun: ClassVar[str] = "saved query"
    id: FactId
    name: str
    query: str
    revealed_at: EpisodeId | None = None

    def reveals(self) -> Points:
        return (self.revealed_at,)

    def touches(self) -> tuple[PageId, ...]:
        return ()


Fact = (
    Name
    | Redirect
    | Portrayal
    | Appearance
    | Relationship
    | Membership
    | State
    | StatusEvent
    | Source
    | Claim
    | ProfileField
    | ProfileValue
    | Media
    | Portrait
    | TalkNote
    | AlternativeOrder
    | Favourite
    | SavedQuery
)
"""Whatever the canon holds beside its pages."""


@dataclass(frozen=True)
class Revision:
    """One state of a page's text. `size` is in bytes of UTF-8; `hash` chains content and parent."""

    id: RevisionId
    page: PageId
    parent: RevisionId | None
    author: str
    summary: str
    time: str
    size: int
    hash: str
