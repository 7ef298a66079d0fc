"""What a body was made from: every question that its rendering asked of the world, and the answers.

Rendering is a function of a text and of what the world answers. So a body that is kept with its questions may be used
again if, and only if, the text is the same and the same questions get the same answers: what the viewpoint hides,
where links lead, what data blocks show, all of it is among them. Nothing has to be declared, and nothing forgotten.
"""

import hashlib
from collections.abc import Sequence
from typing import Any, Final

from fanwiki.domain.ids import PageId
from fanwiki.markup import Embedded, LinkTarget, World
from fanwiki.markup.questions import QuestionedWorld
from fanwiki.markup.world import TemplateText

Question = tuple[int, str, tuple[str, ...]]
"""Which world was asked (0 is that of the page, each embedded page has the next number), what, and with which words."""

_PROPERTIES: Final = frozenset({"author", "prose_seen"})


class Asking:
    """The questions asked of a world and of the worlds of what is embedded there, each once, in their order."""

    def __init__(self, world: World) -> None:
        self._worlds = [world]
        self._answers: dict[Question, Any] = {}
        self._told: list[str] = []

    @property
    def questions(self) -> list[Question]:
        return list(self._answers)

    @property
    def digest(self) -> str:
        """Stands for all answers so far, in hexadecimal."""
        told = "\0".join(self._told).encode(errors="surrogatepass")
        return hashlib.blake2b(told, digest_size=16).hexdigest()

    @property
    def texts(self) -> set[PageId]:
        """The pages whose texts have been answered."""
        return {PageId(each.key) for each in self._answers.values() if isinstance(each, (Embedded, TemplateText))}

    def ask(self, number: int, name: str, *words: str) -> Any:
        """What one of the worlds answers."""
        question = (number, name, words)
        if question not in self._answers:
            self._answers[question] = answer = self._answer(question)
            self._told.append(_told(answer))
        return self._answers[question]

    def ask_all(self, questions: Sequence[Question]) -> bool:
        """Asks all of these; False if one cannot be asked, since a page that was embedded is not any more."""
        for question in questions:
            if question[0] >= len(self._worlds):
                return False
            self.ask(question[0], question[1], *question[2])
        return True

    def _answer(self, question: Question) -> Any:
        number, name, words = question
        world = self._worlds[number]
        if name in _PROPERTIES:
            return getattr(world, name)
        answer = getattr(world, name)(*words)
        if isinstance(answer, Embedded):
            self._worlds.append(answer.world)
            return Embedded(answer.key, answer.text, AskedWorld(self, len(self._worlds) - 1))
        return answer


def _told(answer: Any) -> str:
    """An answer in words, which no other answer to the same question has."""
    if isinstance(answer, LinkTarget):
        # Most answers are of this kind, and a tuple says what it holds in a fraction of the time.
        return repr((answer.state.value, answer.href, answer.title))
    if isinstance(answer, Embedded):
        return repr((answer.key, answer.text))
    return repr(answer)


class AskedWorld(QuestionedWorld):
    """A world that remembers what it is asked."""

    def __init__(self, asking: Asking, number: int = 0) -> None:
        self._asking = asking
        self._number = number

    def ask(self, name: str, *about: str) -> Any:
        return self._asking.ask(self._number, name, *about)
