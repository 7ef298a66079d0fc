"""What the renderer asks of the wiki around a page. A `View` with a way to write addresses answers it; tests
answer it with a few lines. Everything that comes through here has passed the viewpoint already.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from fanwiki.domain.casting import Billing
from fanwiki.domain.claims import LedgerEntry
from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.domain.listing import EpisodeLine, Infobox, PortraitLine, QueryAnswer, RelationLine
from fanwiki.domain.survival import Board, Status


class LinkState(Enum):
    FOUND = "found"
    WANTED = "wanted"
    """No such page: a red link for the author, plain text in a bundle."""
    HIDDEN = "hidden"
    """A page the viewpoint does not know: plain text, as if there were no link."""


@dataclass(frozen=True)
class LinkTarget:
    """Where a typed title leads. `href` is empty for HIDDEN; for WANTED it may name the page to make, or be empty."""

    state: LinkState
    href: str = ""
    title: str = ""


@dataclass(frozen=True)
class MediaTarget:
    """Where a picture is. `size` is its width and height in pixels, None if they are not known; `since` as
    `World.since` has it.
    """

    src: str
    alt: str
    size: tuple[int, int] | None = None
    since: str = ""


class World(Protocol):
    """The wiki around one page, as of one viewpoint."""

    @property
    def author(self) -> bool:
        """Whether the reader is the author, who also sees veils, comments on unknown points and red links."""

    @property
    def prose_seen(self) -> bool:
        """Whether the page's own prose may be shown. Revealed blocks and data blocks speak for themselves."""

    def sees(self, point: str) -> bool | None:
        """Whether a written point such as `S1E06` has been reached; None for a point that no show has. The empty
        point is a veil: whether it may be there, to be lifted by a click.
        """

    def since(self, *ids: str) -> str:
        """From where on all of these pages and facts are seen (without any: the page's prose), as an element says it
        in `data-from` to a reader who may hide what he has not reached. Empty for what everybody sees, and for all
        other readers.
        """

    def since_point(self, point: str) -> str:
        """The same for a written point."""

    def link(self, title: str, heading: str) -> LinkTarget:
        """Where `[[title#heading]]` leads; an empty title is the page itself."""

    def page(self, id: PageId) -> LinkTarget:
        """Where a page that a data block names leads."""

    def media(self, name: str) -> MediaTarget | None:
        """The image or file of that name, or None."""

    def embed(self, title: str) -> "Embedded | None":
        """The page that `![[title]]` shows here: its text and the world around it. An empty title is the page itself.
        None if there is none to see.
        """

    def template(self, title: str) -> "TemplateText | None":
        """The template with this title, which has its prefix; None if there is none to see."""

    def point(self, episode: EpisodeId) -> str:
        """How an episode is written as a point."""

    def status(self, name: str) -> Status | None:
        """The status of a character by name, of the page's subject for an empty name. None for no such character."""

    def board(self, scope: str) -> Board | None:
        """The survivor board of the page's show; `scope` is empty or a season such as `S1`. None without a show."""

    def cast(self, scope: str) -> tuple[Billing, ...]: ...

    def episodes(self, scope: str) -> tuple[EpisodeLine, ...]: ...

    def infobox(self) -> Infobox | None: ...

    def relations(self) -> tuple[RelationLine, ...]: ...

    def claims(self) -> tuple[LedgerEntry, ...]: ...

    def query(self, written: str) -> QueryAnswer:
        """The pages that a query, or a saved one of this name, asks for."""

    def gallery(self) -> tuple[PortraitLine, ...]:
        """The pictures of the page's subject."""


@dataclass(frozen=True)
class TemplateText:
    """A template: its page's text, without what the viewpoint has not reached. `key` tells templates apart."""

    key: str
    title: str
    text: str


@dataclass(frozen=True)
class Embedded:
    """Another page shown inside this one. `key` tells pages apart, so that cycles are seen."""

    key: str
    text: str
    world: World
