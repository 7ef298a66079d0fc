"""The words of the closed vocabularies, and of errors, as the panels say them in the user's language."""

from enum import StrEnum
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from fanwiki.domain.vocabulary import Certainty

_CONTEXT: Final = "vocabulary"

_TRANSLATABLE: Final = (
    QT_TRANSLATE_NOOP("vocabulary", "confirmed"),
    QT_TRANSLATE_NOOP("vocabulary", "presumed"),
    QT_TRANSLATE_NOOP("vocabulary", "contested"),
    QT_TRANSLATE_NOOP("vocabulary", "rumoured"),
    QT_TRANSLATE_NOOP("vocabulary", "on-screen"),
    QT_TRANSLATE_NOOP("vocabulary", "flashback"),
    QT_TRANSLATE_NOOP("vocabulary", "mentioned"),
    QT_TRANSLATE_NOOP("vocabulary", "body"),
    QT_TRANSLATE_NOOP("vocabulary", "stated"),
    QT_TRANSLATE_NOOP("vocabulary", "official"),
    QT_TRANSLATE_NOOP("vocabulary", "inferred"),
    QT_TRANSLATE_NOOP("vocabulary", "announced"),
    QT_TRANSLATE_NOOP("vocabulary", "rumour"),
    QT_TRANSLATE_NOOP("vocabulary", "speculation"),
    QT_TRANSLATE_NOOP("vocabulary", "contradicted"),
    QT_TRANSLATE_NOOP("vocabulary", "superseded"),
    QT_TRANSLATE_NOOP("vocabulary", "main"),
    QT_TRANSLATE_NOOP("vocabulary", "recurring"),
    QT_TRANSLATE_NOOP("vocabulary", "guest"),
    QT_TRANSLATE_NOOP("vocabulary", "cameo"),
    QT_TRANSLATE_NOOP("vocabulary", "voice"),
    QT_TRANSLATE_NOOP("vocabulary", "dub"),
    QT_TRANSLATE_NOOP("vocabulary", "stunt"),
    QT_TRANSLATE_NOOP("vocabulary", "younger"),
    QT_TRANSLATE_NOOP("vocabulary", "native"),
    QT_TRANSLATE_NOOP("vocabulary", "romanised"),
    QT_TRANSLATE_NOOP("vocabulary", "alias"),
    QT_TRANSLATE_NOOP("vocabulary", "credited-as"),
    QT_TRANSLATE_NOOP("vocabulary", "planned"),
    QT_TRANSLATE_NOOP("vocabulary", "in production"),
    QT_TRANSLATE_NOOP("vocabulary", "returning"),
    QT_TRANSLATE_NOOP("vocabulary", "ended"),
    QT_TRANSLATE_NOOP("vocabulary", "cancelled"),
    QT_TRANSLATE_NOOP("vocabulary", "show"),
    QT_TRANSLATE_NOOP("vocabulary", "season"),
    QT_TRANSLATE_NOOP("vocabulary", "episode"),
    QT_TRANSLATE_NOOP("vocabulary", "character"),
    QT_TRANSLATE_NOOP("vocabulary", "person"),
    QT_TRANSLATE_NOOP("vocabulary", "group"),
    QT_TRANSLATE_NOOP("vocabulary", "on-screen credit"),
    QT_TRANSLATE_NOOP("vocabulary", "press release"),
    QT_TRANSLATE_NOOP("vocabulary", "official site"),
    QT_TRANSLATE_NOOP("vocabulary", "listing"),
    QT_TRANSLATE_NOOP("vocabulary", "interview"),
    QT_TRANSLATE_NOOP("vocabulary", "article"),
    QT_TRANSLATE_NOOP("vocabulary", "forum"),
    QT_TRANSLATE_NOOP("vocabulary", "text"),
    QT_TRANSLATE_NOOP("vocabulary", "date"),
    QT_TRANSLATE_NOOP("vocabulary", "choice"),
    QT_TRANSLATE_NOOP("vocabulary", "point"),
    QT_TRANSLATE_NOOP("vocabulary", "link"),
    QT_TRANSLATE_NOOP("vocabulary", "list"),
    QT_TRANSLATE_NOOP("vocabulary", "number"),
    QT_TRANSLATE_NOOP("vocabulary", "image"),
)
"""Every word, where the translators' tools find it."""


def word(value: StrEnum) -> str:
    """A value of a closed vocabulary in the user's language."""
    return QCoreApplication.translate(_CONTEXT, value.value)


def doubt(certainty: Certainty | None) -> str:
    """How sure a status is, in a word; empty for a confirmed one."""
    return "" if certainty in (None, Certainty.CONFIRMED) else word(certainty)


def sentence(error: Exception) -> str:
    """An error's message as a sentence of its own."""
    text = str(error).strip()
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
