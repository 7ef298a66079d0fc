"""Words from which a reader infers what is revealed later: "until his death", "the late", "former"."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from fanwiki.domain.entities import Membership, Page, Relationship
from fanwiki.domain.ids import PageId
from fanwiki.domain.points import Locks, latest
from fanwiki.lint.continuity.fates import is_character, is_dead
from fanwiki.lint.prose import Saying, line_of, sentence_around
from fanwiki.lint.rule import Found, PageRule, Severity
from fanwiki.lint.spoilers.wrapping import wrap
from fanwiki.lint.survey import Survey

_GRAVE: Final = r"grave(?! (?!is\b|was\b|in\b|at\b|on\b|by\b|near\b|with\b|and\b|after\b|before\b)[a-z])"
"""Not the grave of a grave mistake."""
_END: Final = rf"(?:death|demise|murder|passing|sacrifice|funeral|corpse|{_GRAVE})"
_DIES: Final = r"(?:later |eventually |finally |ultimately )?(?:died|dies|was killed|is killed|gets killed|passed away)"
DEATH: Final = re.compile(
    rf"\b(?:his|her|their|its) (?:own |eventual |untimely )?{_END}\b"
    rf"|\b(?:he|she|they) {_DIES}\b|['’]s (?:own |eventual |untimely )?{_END}\b"
    rf"|\bthe late (?=[A-Z가-힣])|(?<=\w) {_DIES}\b|\bposthumous(?:ly)?\b",
    re.IGNORECASE,
)
_MOST_SAID: Final = 2
FORMER: Final = re.compile(r"\b(?:former(?:ly)?|ex-(?=[a-z])|used to be)\b", re.IGNORECASE)


def check(survey: Survey, page: Page) -> Iterator[Found]:
    body = survey.body(page.id)
    if not survey.fated or not _may_tell(survey, page, body):
        return
    for saying in survey.sayings(page.id):
        locks = survey.passage_locks(page, saying.reveals)
        if locks is None:
            continue
        told = _told(survey, page, saying, locks)
        if not told:
            continue
        # One finding for the block: one fix is for all of it.
        last = latest(*told.values())
        points = " and ".join(survey.point(show, at, survey.home(page)) for show, at in last.items())
        phrases = [phrase.strip() for phrase in told]
        message = f"says {_listed(phrases)}, from which a reader infers what is revealed at {points}"
        yield Found(message, line_of(body, saying, phrases[0]), wrap(survey, page, saying, last))


def _may_tell(survey: Survey, page: Page, body: str) -> bool:
    """Whether some sentence of the source has such a word and speaks of anybody to whom something happens that its
    reader may not know of: quicker than to parse.
    """
    matches = [*DEATH.finditer(body), *FORMER.finditer(body)]
    least = survey.least_locks(page) if matches else {}
    sentences = {sentence_around(body, match.start(), match.end()) for match in matches}
    about = {page.id, *(who for sentence in sentences for who in _characters(survey, sentence))} if matches else set()
    return any(_death(survey, who, least) or _ending(survey, who, least) for who in about & survey.fated)


def _told(survey: Survey, page: Page, saying: Saying, locks: Locks) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for match in (*DEATH.finditer(saying.text), *FORMER.finditer(saying.text)):
        death = match.re is DEATH
        for who in _meant(survey, page, saying.text, match):
            hidden = _death(survey, who, locks) if death else _ending(survey, who, locks)
            if hidden:
                found.setdefault(_phrase(saying.text, match), hidden)
    return found


def _phrase(text: str, match: re.Match[str]) -> str:
    """What gives it away, with the word of the name that it follows or precedes."""
    before = text[: match.start()].split()
    if before and match[0].startswith(("'", "’", " ")):
        return before[-1] + match[0]
    after = text[match.end() :].split()
    return match[0] + after[0] if after and match[0].endswith(" ") else match[0]


def _listed(phrases: Sequence[str]) -> str:
    said = [f"“{phrase}”" for phrase in phrases[:_MOST_SAID]]
    more = len(phrases) - len(said)
    return f"{', '.join(said)} and {more} more" if more else " and ".join(said)


def _meant(survey: Survey, page: Page, text: str, match: re.Match[str]) -> list[PageId]:
    """Of whom a phrase speaks: whoever is named beside it; by a pronoun whoever the sentence names first, or else the
    character of the page.
    """
    own = [page.id] if is_character(page) else []
    phrase = match[0].casefold()
    if phrase.startswith(("'s", "’s", " ")):
        return _named(survey, text, match.start(), before=True)
    if phrase.startswith("the late"):
        return _named(survey, text, match.end(), before=False)
    if match.re is FORMER:
        sentence = sentence_around(text, match.start(), match.end())
        return list(dict.fromkeys([*own, *_characters(survey, sentence)])) if own else _characters(survey, sentence)
    sentence = sentence_around(text, match.start(), match.end())
    return _characters(survey, sentence)[:1] or own


def _named(survey: Survey, text: str, place: int, *, before: bool) -> list[PageId]:
    """The characters whose name ends, or begins, just at a place."""
    near = [each for each in survey.called.mentions(text) if (each.end if before else each.start) == place]
    return [owner for each in near for owner, _ in each.owners if is_character(survey.pages.get(owner))]


def _characters(survey: Survey, text: str) -> list[PageId]:
    owners = [owner for mention in survey.called.mentions(text) for owner, _ in mention.owners]
    return [owner for owner in owners if is_character(survey.pages.get(owner))]


def _death(survey: Survey, who: PageId, locks: Locks) -> dict[str, int]:
    """How far beyond the reader a death lies; empty where he knows of one, or there is none."""
    deaths = [event for event in survey.events.get(who, ()) if is_dead(survey.states.get(event.state))]
    each = [survey.beyond(survey.locks_of(event.id), locks) for event in deaths]
    return each[0] if each and all(each) else {}


def _ending(survey: Survey, who: PageId, locks: Locks) -> dict[str, int]:
    """The same for the end of a relationship or membership."""
    ties: list[Relationship | Membership] = [*survey.ties_of(who), *survey.memberships.get(who, ())]
    ends = [tie.end_revealed_at or tie.end for tie in ties if tie.end is not None]
    each = [survey.beyond(survey.orders.locks([end]), locks) for end in ends]
    return each[0] if each and all(each) else {}


RULE = PageRule(
    "inference",
    Severity.WARNING,
    "Before a death or an ending is revealed, no “former”, “the late” or “until her death” says that it comes.",
    check,
)
