"""Asking the rules: about a whole wiki piece by piece, and after a change first about the pages that it touched.

`Linting` keeps a list of the pages to be looked at. What is changed puts pages to its front; where more than texts has
changed, the wiki is taken in anew and every page comes to the list, what was touched first. No piece holds the file for
long, so that saves come through, and to stop is to ask for no more.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from fanwiki.domain.changes import Change
from fanwiki.domain.errors import WikiError
from fanwiki.domain.ids import PageId
from fanwiki.lint.rule import Finding, Found, Rule
from fanwiki.lint.rules import MEDIA_RULES, PAGE_RULES, RULES
from fanwiki.lint.survey import Survey
from fanwiki.wiki import View

_PER_STEP: Final = 50
"""Pages that are looked at in one piece of work."""

_FEW: Final = 100
"""Texts that are taken in one by one; of more than these the whole wiki is taken in."""

_UNREAD: Final = frozenset({"Favourite", "SavedQuery", "Source", "TalkNote"})
"""Facts that no rule asks for."""

_OF_ONE_PAGE: Final = frozenset({"Appearance", "Claim"})
"""Facts that are asked for of their own page alone. The first appearance in a show is more, see `_turn_to`."""

NO_PAGE: PageId | None = None
"""Under which findings about files stand."""


@dataclass(frozen=True)
class Touched:
    """What a change means for the findings: `texts` are pages of which nothing but the text has changed, `others` the
    rest; `deep` says that there was more than texts, `wide` that other pages than these may be concerned.
    """

    texts: frozenset[PageId]
    others: frozenset[PageId] = frozenset()
    deep: bool = False
    wide: bool = False


ALL_AGAIN: Final = Touched(frozenset(), deep=True, wide=True)
"""Everything is to be looked at again."""


@dataclass(frozen=True)
class Step:
    """How far a run has come, and what it found since the last step, page by page: nothing for a page that is gone.
    While the wiki is taken in, `total` is 0 and `done` counts the pages that have been read.
    """

    done: int
    total: int
    found: dict[PageId | None, tuple[Finding, ...]]


def touched(change: Change) -> Touched:
    """What a change means for the findings."""
    facts = change.facts - _UNREAD
    wide = bool(change.pages or facts - _OF_ONE_PAGE or change.wiki or len(change.texts) > _FEW)
    return Touched(change.texts, change.pages | change.subjects, deep=wide or bool(facts), wide=wide)


class Linting:
    """The findings of one wiki. `today` decides what is stale; `only` is the name of one rule, or empty for all."""

    def __init__(self, today: date, only: str = "") -> None:
        self._today = today
        self._page_rules = [rule for rule in PAGE_RULES if only in ("", rule.name)]
        self._media_rules = [rule for rule in MEDIA_RULES if only in ("", rule.name)]
        self._survey: Survey | None = None
        self._taking: tuple[Survey, Iterator[int]] | None = None
        self._deep = self._wide = True
        self._texts: dict[PageId, None] = {}
        self._first: dict[PageId, None] = {}
        self._waiting: dict[PageId, None] = {}
        self._files_due = False

    def run(self, view: View) -> Iterator[Step]:
        """Every step until nothing is left to do."""
        while (step := self.step(view)) is not None:
            yield step

    def take_in(self, change: Touched) -> None:
        """Notes what a change has made worth another look."""
        self._texts.update(dict.fromkeys(change.texts))
        if change.deep:
            self._deep = True
            self._wide |= change.wide
            self._first.update(dict.fromkeys(sorted(change.others | change.texts)))

    def step(self, view: View) -> Step | None:
        """Does the next piece of work; None where nothing is left to do. After an error it begins anew."""
        try:
            return self._step(view.at_any_time())
        except WikiError:
            self._deep = self._wide = True
            raise

    def _step(self, view: View) -> Step | None:
        if self._deep:
            survey = Survey(view, self._today)
            self._taking, self._deep = (survey, survey.take()), False
        if self._taking is not None:
            survey, slices = self._taking
            read = next(slices, None)
            if read is not None:
                return Step(read, 0, {})
            self._taking = None
            return self._turn_to(survey)
        survey = self._known
        for page in list(self._texts):
            del self._texts[page]
            self._put_first(survey, survey.reread(page))
        if not self._waiting and not self._files_due:
            return None
        return self._look(survey)

    @property
    def _known(self) -> Survey:
        assert self._survey is not None
        return self._survey

    def _turn_to(self, survey: Survey) -> Step:
        """Goes on with another survey: first comes what was touched, then what was left, then every page, unless what
        has changed is a matter of the pages that it touched.
        """
        former, self._survey = self._survey, survey
        wide = self._wide or former is None or former.shows_with_appearances != survey.shows_with_appearances
        wanted = (*self._first, *self._waiting, *(survey.pages if wide else ()))
        self._waiting = dict.fromkeys(each for each in wanted if each in survey.pages)
        self._first, self._wide = {}, False
        self._files_due = True
        gone = former.pages.keys() - survey.pages.keys() if former is not None else ()
        return Step(len(survey.pages) - len(self._waiting), len(survey.pages), dict.fromkeys(gone, ()))

    def _put_first(self, survey: Survey, pages: Collection[PageId]) -> None:
        known = {page: None for page in pages if page in survey.pages}
        self._waiting = known | {page: None for page in self._waiting if page not in known}
        self._files_due = True

    def _look(self, survey: Survey) -> Step:
        pages = [page for page, _ in zip(self._waiting, range(_PER_STEP), strict=False)]
        survey.turn_to(pages)
        found: dict[PageId | None, tuple[Finding, ...]] = {page: self._of_page(survey, page) for page in pages}
        for page in pages:
            del self._waiting[page]
        if self._files_due:
            found[NO_PAGE] = self._of_files(survey)
            self._files_due = False
        return Step(len(survey.pages) - len(self._waiting), len(survey.pages), found)

    def _of_page(self, survey: Survey, id: PageId) -> tuple[Finding, ...]:
        page = survey.pages[id]
        return tuple(
            _finding(rule, id, page.title, found) for rule in self._page_rules for found in rule.check(survey, page)
        )

    def _of_files(self, survey: Survey) -> tuple[Finding, ...]:
        return tuple(
            _finding(rule, survey.shown_on.get(key), media.name, found)
            for key, media in survey.media.items()
            for rule in self._media_rules
            for found in rule.check(survey, media)
        )


_RANKS: Final = {
    rule.name: (list(type(rule.severity)).index(rule.severity), number) for number, rule in enumerate(RULES)
}


def rank(rule: str) -> tuple[int, int]:
    """The place of a rule, by its name, in a list of findings: the gravest come first."""
    return _RANKS[rule]


def place(finding: Finding) -> tuple[str, str, int, str]:
    """The place of a finding among those of its rule."""
    return finding.about, finding.title, finding.line or 0, finding.message


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings as they are listed: the gravest first, then by rule, by what they are about, by title and line."""
    return sorted(findings, key=lambda each: (rank(each.rule), place(each)))


def _finding(rule: Rule, page: PageId | None, title: str, found: Found) -> Finding:
    return Finding(rule.name, rule.severity, page, title, found.line, found.message, found.fix, found.about)
