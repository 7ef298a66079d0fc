"""A page's world that asks the wiki once for what it has asked before, and knows what was asked.

While one types, nothing but the text changes: the wiki's answers are good until it changes, and the wiki need not
even be opened. When it has changed, what is asked again and answered otherwise says which parts of a page to renew.
"""

from collections.abc import Callable, Hashable
from typing import Any, Final

from fanwiki.markup.questions import QuestionedWorld
from fanwiki.markup.world import Embedded, TemplateText, World

Question = tuple[str, *tuple[Hashable, ...]]
"""The name of a question of `World`, and what it is about."""

EMBEDDING: Final[Question] = ("embed",)
"""Asked by whatever shows another page or uses a template; it has no answer that could be compared."""

OpenWorld = Callable[[], World]
"""Opens the wiki around the page, or gives it if it is open; it stays open no longer than a rendering."""


class RememberingWorld(QuestionedWorld):
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
        return bool(self.ask(*question) != old)

    def ask(self, name: str, *about: Any) -> Any:
        question = (name, *about)
        self.asked.add(question)
        if question not in self._answers:
            found = getattr(self._open(), name)
            self._answers[question] = found(*about) if callable(found) else found
        return self._answers[question]

    def embed(self, title: str) -> Embedded | None:
        self.asked.add(EMBEDDING)
        return self._open().embed(title)

    def template(self, title: str) -> TemplateText | None:
        self.asked.add(EMBEDDING)
        return self._open().template(title)
