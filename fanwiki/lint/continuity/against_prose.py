"""Prose, or a profile, that says another fate than the status does."""

from collections.abc import Iterator

from fanwiki.domain.entities import Page, State
from fanwiki.domain.names import matching_key, title_key
from fanwiki.lint.continuity.fates import is_character, state_known
from fanwiki.lint.continuity.status_words import DOUBTFUL, SAID, contradicts
from fanwiki.lint.prose import line_of, sentence_around
from fanwiki.lint.rule import Found, PageRule, Severity
from fanwiki.lint.survey import Survey

_PRONOUNS = frozenset({"he", "she", "they", "it"})


def check(survey: Survey, page: Page) -> Iterator[Found]:
    if not is_character(page) or not survey.events.get(page.id):
        return
    yield from _in_profile(survey, page)
    if SAID.search(survey.body(page.id)) is None:
        return
    for saying in survey.sayings(page.id):
        state = _state_for(survey, page, saying.reveals)
        for match in SAID.finditer(saying.text) if state is not None else ():
            assert state is not None
            sentence = sentence_around(saying.text, match.start(), match.end())
            if DOUBTFUL.search(sentence) or not _is_meant(survey, page, match["who"]):
                continue
            if contradicts(match["word"], state):
                line = line_of(survey.body(page.id), saying, match["word"])
                yield Found(f"the text says “{match['word']}”, and the status is “{state.word}”", line)


def _state_for(survey: Survey, page: Page, reveals: tuple[str, ...]) -> State | None:
    """The state that a reader of the passage knows; where he knows none, what it is at last."""
    locks = survey.passage_locks(page, reveals)
    return state_known(survey, page, locks) or state_known(survey, page, None)


def _is_meant(survey: Survey, page: Page, who: str) -> bool:
    """Whether a subject is the character of the page: a pronoun alone, or one of its names."""
    plain = who.strip()
    if plain.casefold() in _PRONOUNS:
        return True
    names = {page.title, *(name.text for name in survey.names.get(page.id, ()))}
    return matching_key(plain) in {matching_key(name) for name in names}


def _in_profile(survey: Survey, page: Page) -> Iterator[Found]:
    """The value that is revealed last says how it is in the end."""
    told = [value for value in survey.values.get(page.id, ()) if title_key(value.field) == "status"]
    state = state_known(survey, page, None)
    if not told or state is None:
        return
    last = max(told, key=lambda value: max(survey.locks_of(value.id).values(), default=0))
    if contradicts(last.value, state):
        yield Found(f"the profile says “{last.value}”, and the status is “{state.word}”")


RULE = PageRule(
    "status-against-prose",
    Severity.ERROR,
    "Prose and profile say of a character the state that its status events say.",
    check,
)
