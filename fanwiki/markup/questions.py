"""A world of which every question comes through one place: for those who remember what was asked and answered."""

from abc import ABC, abstractmethod
from typing import Any

from fanwiki.domain.casting import Billing
from fanwiki.domain.claims import LedgerEntry
from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.domain.listing import EpisodeLine, Infobox, PortraitLine, QueryAnswer, RelationLine
from fanwiki.domain.survival import Board, Status
from fanwiki.markup.world import Embedded, LinkTarget, MediaTarget, TemplateText


class QuestionedWorld(ABC):
    """A `World` that answers by `ask`."""

    @abstractmethod
    def ask(self, name: str, *about: Any) -> Any:
        """What a world answers to the question of this name, which may be a property, about these things."""

    @property
    def author(self) -> bool:
        return bool(self.ask("author"))

    @property
    def prose_seen(self) -> bool:
        return bool(self.ask("prose_seen"))

    def sees(self, point: str) -> bool | None:
        answer: bool | None = self.ask("sees", point)
        return answer

    def since(self, *ids: str) -> str:
        answer: str = self.ask("since", *ids)
        return answer

    def since_point(self, point: str) -> str:
        answer: str = self.ask("since_point", point)
        return answer

    def link(self, title: str, heading: str) -> LinkTarget:
        answer: LinkTarget = self.ask("link", title, heading)
        return answer

    def page(self, id: PageId) -> LinkTarget:
        answer: LinkTarget = self.ask("page", id)
        return answer

    def media(self, name: str) -> MediaTarget | None:
        answer: MediaTarget | None = self.ask("media", name)
        return answer

    def embed(self, title: str) -> Embedded | None:
        answer: Embedded | None = self.ask("embed", title)
        return answer

    def template(self, title: str) -> TemplateText | None:
        answer: TemplateText | None = self.ask("template", title)
        return answer

    def point(self, episode: EpisodeId) -> str:
        answer: str = self.ask("point", episode)
        return answer

    def status(self, name: str) -> Status | None:
        answer: Status | None = self.ask("status", name)
        return answer

    def board(self, scope: str) -> Board | None:
        answer: Board | None = self.ask("board", scope)
        return answer

    def cast(self, scope: str) -> tuple[Billing, ...]:
        answer: tuple[Billing, ...] = self.ask("cast", scope)
        return answer

    def episodes(self, scope: str) -> tuple[EpisodeLine, ...]:
        answer: tuple[EpisodeLine, ...] = self.ask("episodes", scope)
        return answer

    def infobox(self) -> Infobox | None:
        answer: Infobox | None = self.ask("infobox")
        return answer

    def relations(self) -> tuple[RelationLine, ...]:
        answer: tuple[RelationLine, ...] = self.ask("relations")
        return answer

    def claims(self) -> tuple[LedgerEntry, ...]:
        answer: tuple[LedgerEntry, ...] = self.ask("claims")
        return answer

    def query(self, written: str) -> QueryAnswer:
        answer: QueryAnswer = self.ask("query", written)
        return answer

    def gallery(self) -> tuple[PortraitLine, ...]:
        answer: tuple[PortraitLine, ...] = self.ask("gallery")
        return answer
