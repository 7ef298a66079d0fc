"""Titles, names, categories and files that give away what comes later."""

import re
from collections.abc import Iterator
from typing import Final

from fanwiki.domain.entities import Page, State
from fanwiki.domain.ids import PageId
from fanwiki.domain.names import title_key
from fanwiki.domain.points import Locks, latest
from fanwiki.domain.vocabulary import LinkKind
from fanwiki.lint.continuity.fates import is_character, is_dead
from fanwiki.lint.prose import line_with
from fanwiki.lint.rule import Found, PageRule, Severity
from fanwiki.lint.spoilers.early_name import hidden_in
from fanwiki.lint.survey import Survey

_NOT_WORD: Final = re.compile(r"[\W_]+")
_OF_DEATH: Final = (
    "dead", "death", "deaths", "deceased", "killed", "died", "dies", "murder", "murdered", "corpse", "grave", "funeral",
)  # fmt: skip


def check(survey: Survey, page: Page) -> Iterator[Found]:
    own = page.id if is_character(page) else None
    yield from _tell(survey, page, "the title", page.title, survey.locks_of(page.id), own)
    for name in survey.names.get(page.id, ()):
        yield from _tell(survey, page, "the name", name.text, survey.locks_of(name.id), own)
    for redirect in survey.redirects.get(page.id, ()):
        yield from _tell(survey, page, "the redirect", redirect.title, survey.locks_of(redirect.id), own)
    files = {media.id: media for media in survey.media.values()}
    for portrait in survey.portraits.get(page.id, ()):
        media = files.get(portrait.media)
        if media is not None:
            locks = latest(survey.locks_of(portrait.id), survey.locks_of(media.id))
            yield from _tell(survey, page, "the portrait", media.name, locks, own)
            yield from _tell(survey, page, "the description of the portrait", media.alt, locks, own)
    yield from _in_text(survey, page, own)


def _in_text(survey: Survey, page: Page, own: PageId | None) -> Iterator[Found]:
    shown = (LinkKind.CATEGORY, LinkKind.IMAGE)
    links = [link for link in survey.links_of(page.id) if link.kind in shown]
    least = survey.locks_of(page.id)
    suspects = {link.title for link in links if any(_tell(survey, page, "", _bare(link.title), least, own))}
    if not suspects:
        return
    for passage in survey.document(page.id).passages:
        locks = survey.passage_locks(page, passage.reveals)
        for link in passage.links if locks is not None else ():
            assert locks is not None
            if link.kind not in shown or link.title not in suspects:
                continue
            media = survey.media.get(title_key(link.title))
            both = locks if media is None else latest(locks, survey.locks_of(media.id))
            what = "the category" if link.kind is LinkKind.CATEGORY else "the file"
            line = line_with(survey.body(page.id), link.title, _bare(link.title))
            yield from _tell(survey, page, what, _bare(link.title), both, own, line)


def _tell(
    survey: Survey, page: Page, what: str, text: str, locks: Locks, own: PageId | None, line: int | None = None
) -> Iterator[Found]:
    """What a text gives away that is read under some locks and is about `own`, if about any character."""
    spaced = text.replace("_", " ")
    about = [own] if own is not None else []
    for mention in survey.called.mentions(spaced, within=True):
        about += [owner for owner, _ in mention.owners if is_character(survey.pages.get(owner))]
        hidden = hidden_in(survey, mention, locks)
        if hidden and not (own is not None and _is_part(mention.name, spaced)):
            points = _points(survey, page, hidden)
            yield Found(f"{what} “{text}” names “{mention.name}”, which is revealed at {points}", line)
    words = f" {_plain(text)} "
    for who in dict.fromkeys(about):
        given = _state_told(survey, who, words, locks)
        if given is not None:
            state, hidden = given
            points = _points(survey, page, hidden)
            yield Found(f"{what} “{text}” says of {survey.title(who)} what is revealed at {points}: {state.word}", line)


def _is_part(name: str, text: str) -> bool:
    """Whether somebody is called so in part: by one word, as many are, or as one of several who are numbered."""
    return (" " not in name and name.isascii()) or not any(map(str.isalpha, text.replace(name, "")))


def _state_told(survey: Survey, who: PageId, words: str, locks: Locks) -> tuple[State, dict[str, int]] | None:
    known: set[str] = set()
    ahead: list[tuple[State, dict[str, int]]] = []
    for event in survey.events.get(who, ()):
        state = survey.states.get(event.state)
        if state is None:
            continue
        hidden = survey.beyond(survey.locks_of(event.id), locks)
        if not hidden:
            known.add(state.id)
        elif any(f" {word} " in words for word in (_OF_DEATH if is_dead(state) else (_plain(state.word),))):
            ahead.append((state, hidden))
    return next((each for each in ahead if each[0].id not in known), None)


def _points(survey: Survey, page: Page, hidden: dict[str, int]) -> str:
    return " and ".join(survey.point(show, position, survey.home(page)) for show, position in hidden.items())


def _bare(title: str) -> str:
    """A category without its prefix."""
    return title.split(":", 1)[-1].strip()


def _plain(text: str) -> str:
    return _NOT_WORD.sub(" ", text).strip().casefold()


RULE = PageRule(
    "telling-title",
    Severity.ERROR,
    "A title, alias, category, portrait or file name is read before the page: it gives nothing away.",
    check,
)
