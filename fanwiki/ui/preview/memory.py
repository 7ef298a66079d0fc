"""A page's world that asks the wiki once for what it has asked before.

While one types, nothing but the text changes: the wiki's answers of the last rendering are good for the next one.
Whoever keeps the memory throws it away when the wiki or the viewpoint changes.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from fanwiki.domain.casting import Billing
from fanwiki.domain.claims import LedgerEntry
from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.domain.listing import EpisodeLine, Infobox, RelationLine
from fanwiki.domain.survival import Board, Status
from fanwiki.markup import Embedded, LinkTarget, MediaTarget, TemplateText, World

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Memory:
    """What a page's world has answered."""

    answers: dict[Hashable, Any] = field(default_factory=dict)

    def ask(self, question: Callable[..., Answer], *about: Hashable) -> Answer:
        """The answer to a question of the world, asked at most once. All answers are immutable."""
        key = (question.__name__, *about)
        if key not in self.answers:
            self.answers[key] = question(*about)
        answer: Answer = self.answers[key]
        return answer


@dataclass(frozen=True)
class RememberingWorld:
    """`world` as it answered before. Only the texts of other pages are asked for each time: the world around them
    is open no longer than this rendering.
    """

    world: World
    memory: Memory

    @property
    def author(self) -> bool:
        return self.world.author

    @property
    def prose_seen(self) -> bool:
        return self.world.prose_seen

    def sees(self, point: str) -> bool | None:
        return self.memory.ask(self.world.sees, point)

    def since(self, *ids: str) -> str:
        return self.memory.ask(self.world.since, *ids)

    def since_point(self, point: str) -> str:
        return self.memory.ask(self.world.since_point, point)

    def link(self, title: str, heading: str) -> LinkTarget:
        return self.memory.ask(self.world.link, title, heading)

    def page(self, id: PageId) -> LinkTarget:
        return self.memory.ask(self.world.page, id)

    def media(self, name: str) -> MediaTarget | None:
        return self.memory.ask(self.world.media, name)

    def embed(self, title: str) -> Embedded | None:
        return self.world.embed(title)

    def template(self, title: str) -> TemplateText | None:
        return self.memory.ask(self.world.template, title)

    def point(self, episode: EpisodeId) -> str:
        return self.memory.ask(self.world.point, episode)

    def status(self, name: str) -> Status | None:
        return self.memory.ask(self.world.status, name)

    def board(self, scope: str) -> Board | None:
        return self.memory.ask(self.world.board, scope)

    def cast(self, scope: str) -> tuple[Billing, ...]:
        return self.memory.ask(self.world.cast, scope)

    def episodes(self, scope: str) -> tuple[EpisodeLine, ...]:
        return self.memory.ask(self.world.episodes, scope)

    def infobox(self) -> Infobox | None:
        return self.memory.ask(self.world.infobox)

    def relations(self) -> tuple[RelationLine, ...]:
        return self.memory.ask(self.world.relations)

    def claims(self) -> tuple[LedgerEntry, ...]:
        return self.memory.ask(self.world.claims)

    def gallery(self) -> tuple[tuple[str, str], ...]:
        return self.memory.ask(self.world.gallery)
