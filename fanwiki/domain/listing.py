"""What the lists and boxes inside a page show, read through a viewpoint and ready to be laid out."""

from dataclasses import dataclass

from fanwiki.domain.dates import PartialDate
from fanwiki.domain.entities import Membership, Name, Portrayal, Relationship
from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.domain.queries import Column, ViewKind
from fanwiki.domain.survival import Status
from fanwiki.domain.vocabulary import PageKind


@dataclass(frozen=True)
class EpisodeLine:
    """One line of an episode list."""

    id: EpisodeId
    title: str
    season: PageId
    season_title: str
    point: str
    air_date: PartialDate | None
    runtime: int | None


@dataclass(frozen=True)
class Field:
    """One row of an infobox: a label, values of which each may lead to a page, the names of pictures, and the ids of
    the facts behind the values and then the pictures, one for each, or none for what stands in no fact.
    """

    label: str
    values: tuple[tuple[str, PageId | None], ...]
    pictures: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class PortraitLine:
    """A portrait: the name of a media file, its caption, and the ids of what must be seen to see it."""

    name: str
    caption: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Infobox:
    """The data of a page's subject at a glance. `portrait` is the name of a media file, empty for none;
    `portrait_facts` are the ids of what must be seen to see it.
    """

    page: PageId
    kind: PageKind
    title: str
    names: tuple[Name, ...]
    portrait: str
    portrait_alt: str
    status: Status | None
    portrayals: tuple[Portrayal, ...]
    fields: tuple[Field, ...]
    portrait_facts: tuple[str, ...] = ()
    earlier_portraits: tuple[PortraitLine, ...] = ()
    """Those that stood in its place before, for a reader who may not have come so far."""


@dataclass(frozen=True)
class RelationLine:
    """One relationship or membership, read from the side of the page's subject. `until` is None while it goes on, as
    far as the viewpoint knows; `fact` is what stands behind the line, as the viewpoint knows it.
    """

    kind: str
    other: PageId
    other_title: str
    since: EpisodeId | None
    until: EpisodeId | None
    fact: Relationship | Membership | None = None


@dataclass(frozen=True)
class QueryLine:
    """One page that a query asks for. `names` and `categories` are read where a column shows them; `portrait` is the
    name of a media file, empty for none.
    """

    page: PageId
    title: str
    kind: PageKind
    status: Status | None = None
    names: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    portrait: str = ""


@dataclass(frozen=True)
class QueryAnswer:
    """What a query asks for, and how that is to be laid out. `facts` are the ids of what decides who is in it; `wrong`
    says what is the matter with the query, for its author; `cut`, that there are more pages than stand in it.
    """

    lines: tuple[QueryLine, ...] = ()
    view: ViewKind = ViewKind.TABLE
    columns: tuple[Column, ...] = ()
    facts: tuple[str, ...] = ()
    wrong: str = ""
    cut: bool = False
