"""A page's world that asks the wiki once for what it has asked before, and knows what was asked.

While one types, nothing but the text changes: the wiki's answers are good until it changes, and the wiki need not
even be opened. When it has changed, what is asked again and answered otherwise says which parts of a page to renew.
"""

from collections.abc import Callable, Hashable
from typing import Any, Final

from fanwiki.domain.casting import Billing
from fanwiki.domain.claims import LedgerEntry
from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.domain.listing import EpisodeLine, Infobox, RelationLine
from fanwiki.domain.survival import Board, Status
from fanwiki.markup.world import Embedded, LinkTarget, MediaTarget, TemplateText, World

Question = tuple[Hashable, ...]
"""The name of a question of `World`, and what it is about."""

EMBEDDING: Final[Question] = ("embed",)
"""Asked by whatever shows another page or uses a template; it has no answer that could be compared."""

OpenWorld = Callable[[], World]
"""Opens the wiki around the page, or gives it if it is open; it stays open no longer than a rendering."""


class RememberingWorld:
    """The world that `open_world` gives, as it answered before. `asked` collects all questions since it was emptied.

    Only the texts of other pages are asked for each time: the world around them is open no longer than a rendering.
    """

    def __init__(self, open_world: OpenWorld) -> None:
        self.asked: set[Question] = set()
        self._open = open_world
        self._answers: dict[Question, Any] = {}

    def forget(self) -> None:
        """Asks everything anew from now on."""
        self._answers.clear()

    @property
    def answered(self) -> list[Question]:
        """What has been asked so far."""
        return list(self._answers)

    def differs(self, question: Question) -> bool:
        """Asks a question again, and says whether the answer is another one now."""
        old = self._answers.pop(question, None)
        return bool(self._ask(*question) != old)

    def _ask(self, name: Any, *about: Any) -> Any:
        question = (name, *about)
        self.asked.add(question)
        if question not in self._answers:
            found = getattr(self._open(), name)
            self._answers[question] = found(*about) if callable(found) else found
        return self._answers[question]

    @property
    def author(self) -> bool:
        return bool(self._ask("author"))

    @property
    def prose_seen(self) -> bool:
        return bool(self._ask("prose_seen"))

    def sees(self, point: str) -> bool | None:
        answer: bool | None = self._ask("sees", point)
        return answer

    def since(self, *ids: str) -> str:
        answer: str = self._ask("since", *ids)
        return answer

    def since_point(self, point: str) -> str:
        answer: str = self._ask("since_point", point)
        return answer

    def link(self, title: str, heading: str) -> LinkTarget:
        answer: LinkTarget = self._ask("link", title, heading)
        return answer

    def page(self, id: PageId) -> LinkTarget:
        answer: LinkTarget = self._ask("page", id)
        return answer

    def media(self, name: str) -> MediaTarget | None:
        answer: MediaTarget | None = self._ask("media", name)
        return answer

    def embed(self, title: str) -> Embedded | None:
        self.asked.add(EMBEDDING)
        return self._open().embed(title)

    def template(self, title: str) -> TemplateText | None:
        self.asked.add(EMBEDDING)
        return self._open().template(title)

    def point(self, episode: EpisodeId) -> str:
        answer: str = self._ask("point", episode)
        return answer

    def status(self, name: str) -> Status | None:
        answer: Status | None = self._ask("status", name)
        return answer

    def board(self, scope: str) -> Board | None:
        answer: Board | None = self._ask("board", scope)
        return answer

    def cast(self, scope: str) -> tuple[Billing, ...]:
        answer: tuple[Billing, ...] = self._ask("cast", scope)
        return answer

    def episodes(self, scope: str) -> tuple[EpisodeLine, ...]:
        answer: tuple[EpisodeLine, ...] = self._ask("episodes", scope)
        return answer

    def infobox(self) -> Infobox | None:
        answer: Infobox | None = self._ask("infobox")
        return answer

    def relations(self) -> tuple[RelationLine, ...]:
        answer: tuple[RelationLine, ...] = self._ask("relations")
        return answer

    def claims(self) -> tuple[LedgerEntry, ...]:
        answer: tuple[LedgerEntry, ...] = self._ask("claims")
        return answer

    def gallery(self) -> tuple[tuple[str, str], ...]:
        answer: tuple[tuple[str, str], ...] = self._ask("gallery")
        return answer
