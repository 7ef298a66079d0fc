"""A small wiki around a page, for tests: what it holds is given in the constructor, the rest is empty."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from fanwiki.domain.casting import Billing
from fanwiki.domain.claims import LedgerEntry
from fanwiki.domain.dates import PartialDate
from fanwiki.domain.entities import Claim, Name, Portrayal, Source, State
from fanwiki.domain.errors import UnknownPoint
from fanwiki.domain.ids import EpisodeId, FactId, PageId, SourceId, StateId
from fanwiki.domain.listing import (
    EpisodeLine,
    Field,
    Infobox,
    PortraitLine,
    QueryAnswer,
    QueryLine,
    RelationLine,
)
from fanwiki.domain.points import parse_point
from fanwiki.domain.queries import Column, ViewKind
from fanwiki.domain.survival import BUILT_IN_STATES, Board, BoardRow, Status
from fanwiki.domain.vocabulary import Certainty, NameKind, PageKind, SourceKind, Standing
from fanwiki.markup import Embedded, LinkState, LinkTarget, MediaTarget, TemplateText, visible_part

SHOW = PageId("show")
NAM_RA = PageId("nam-ra")
CHO = PageId("cho")
PILOT, SIXTH = EpisodeId("S1E01"), EpisodeId("S1E06")


@dataclass(frozen=True)
class SmallWorld:
    """One show with the episodes S1E01 to S2E12. `seen` is the last one seen; every title but `Wanted …` is a page,
    and `Secret …` is a page that only the author knows.
    """

    author: bool = False
    seen: str = ""
    prose_seen: bool = True
    red_links: bool = False
    pages: Mapping[str, str] = field(default_factory=dict)
    itself: str = "This page"
    full: bool = False
    """Whether there is data for the data blocks."""

    def sees(self, point: str) -> bool | None:
        try:
            name = parse_point(point)
        except UnknownPoint:
            return None
        if name.season not in (1, 2) or name.show_code or not 1 <= (name.episode or 1) <= 12:
            return None
        if self.author:
            return True
        return bool(self.seen) and (name.season, name.episode or 1) <= _place(self.seen)

    def since(self, *ids: str) -> str:
        return ""

    def since_point(self, point: str) -> str:
        return ""

    def link(self, title: str, heading: str) -> LinkTarget:
        if title.removeprefix("Template:").startswith("Secret") and not self.author:
            return LinkTarget(LinkState.HIDDEN)
        address = quote(title, safe=" ")
        if title.removeprefix("Template:").startswith("Wanted"):
            return LinkTarget(LinkState.WANTED, f"new:{address}" if self.red_links else "", title)
        place = f"#{quote(heading, safe=' ')}" if heading else ""
        return LinkTarget(LinkState.FOUND, (f"{address}.html" if title else "") + place, title or self.itself)

    def page(self, id: PageId) -> LinkTarget:
        if id == CHO:
            return LinkTarget(LinkState.FOUND, "Cho.html", "Cho Yi-hyun")
        return LinkTarget(LinkState.FOUND, f"{id}.html", id)

    def media(self, name: str) -> MediaTarget | None:
        return MediaTarget(f"media/{name}", "A picture") if name in ("roof.png", "지우.png") else None

    def embed(self, title: str) -> Embedded | None:
        name = title or self.itself
        if name not in self.pages:
            return None
        return Embedded(name, self.pages[name], replace(self, itself=name, prose_seen=True))

    def template(self, title: str) -> TemplateText | None:
        text = self.pages.get(title)
        if text is None or (title.startswith("Template:Secret") and not self.author):
            return None
        if not self.author:
            text = visible_part(text, lambda point: self.sees(point) is True)
        return TemplateText(title, title, text)

    def point(self, episode: EpisodeId) -> str:
        return episode

    def status(self, name: str) -> Status | None:
        return _STATUS if self.full and name in ("", "Nam-ra") else None

    def board(self, scope: str) -> Board | None:
        if not self.full:
            return None
        row = BoardRow(_STATUS, (BUILT_IN_STATES[0], None))
        return Board(SHOW, (PILOT, SIXTH), () if scope == "S2" else (row,))

    def cast(self, scope: str) -> tuple[Billing, ...]:
        return (_BILLING, replace(_BILLING, last=SIXTH, portrayal=_RUMOUR)) if self.full else ()

    def episodes(self, scope: str) -> tuple[EpisodeLine, ...]:
        line = EpisodeLine(PILOT, "One <1>", PageId("s1"), "Season 1", "S1E01", PartialDate("2022-01-28"), 65)
        return (line, replace(line, id=SIXTH, title="Six", runtime=None, air_date=None)) if self.full else ()

    def infobox(self) -> Infobox | None:
        return _INFOBOX if self.full else None

    def relations(self) -> tuple[RelationLine, ...]:
        return (RelationLine("class president", PageId("class"), "2-5", PILOT, None),) if self.full else ()

    def claims(self) -> tuple[LedgerEntry, ...]:
        return (_ENTRY, replace(_ENTRY, source=None, stale=False)) if self.full else ()

    def query(self, written: str) -> QueryAnswer:
        if not self.full:
            return QueryAnswer()
        lines = (
            QueryLine(NAM_RA, "Nam-ra", PageKind.CHARACTER, _STATUS, ("남라",), ("Class 2-5",), "roof.png"),
            QueryLine(PageId("gone"), "Gone <2>", PageKind.ARTICLE),
        )
        return QueryAnswer(lines, ViewKind(written.removeprefix("view:")), tuple(Column))

    def gallery(self) -> tuple[PortraitLine, ...]:
        return (PortraitLine("roof.png", "The roof & sky"), PortraitLine("missing.png", "Gone")) if self.full else ()


AUTHOR = SmallWorld(author=True, red_links=True)
NEWCOMER = SmallWorld()


def _place(point: str) -> tuple[int, int]:
    name = parse_point(point)
    return name.season, name.episode or 1


_STRANGE = State(StateId("x"), "half-<zombie>", "half", "#000", True)
_STATUS = Status(NAM_RA, "Nam-ra", SHOW, _STRANGE, Certainty.PRESUMED, None, SIXTH, cause="a bite")
_PORTRAYAL = Portrayal(FactId("p"), SHOW, CHO, NAM_RA, credited_as="N. R.", first=PILOT)
_RUMOUR = replace(_PORTRAYAL, standing=Standing.RUMOUR, credited_as="")
_BILLING = Billing(_PORTRAYAL, "Cho Yi-hyun", "Nam-ra", PILOT, None)
_CLAIM = Claim(FactId("c"), SHOW, "renewal", "not renewed", Standing.SUPERSEDED, SourceId("s"), PartialDate("2022-02"))
_SOURCE = Source(SourceId("s"), SourceKind.ARTICLE, "An article", "https://example.com/a?b&c", "The Paper")
_ENTRY = LedgerEntry(_CLAIM, "All of Us Are Dead", _SOURCE, stale=True)
_INFOBOX = Infobox(
    NAM_RA,
    PageKind.CHARACTER,
    "Nam-ra",
    (Name(FactId("n"), NAM_RA, "최남라", NameKind.NATIVE, "ko"),),
    "roof.png",
    "Nam-ra on the roof",
    _STATUS,
    (_PORTRAYAL,),
    (Field("Class", (("2-5", PageId("class")), ("president", None))),),
)
