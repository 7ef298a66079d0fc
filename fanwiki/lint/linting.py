"""Asking the rules: about a whole wiki step by step, or about the pages that a saved text concerns.

`Linting` keeps the survey between two runs. A change of a text alone costs that page; whatever else is changed, the
survey is taken anew.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from fanwiki.domain.changes import Change
from fanwiki.domain.errors import NotFound
from fanwiki.domain.ids import PageId
from fanwiki.lint.rule import Finding, Found, Rule
from fanwiki.lint.rules import MEDIA_RULES, PAGE_RULES, RULES
from fanwiki.lint.survey import Survey
from fanwiki.wiki import View

_PER_STEP = 100
"""Pages that are looked at between two words of progress."""

NO_PAGE: PageId | None = None
"""Under which findings about files stand."""


@dataclass(frozen=True)
class Step:
    """How far a run has come, in pages, and what it found since the last step, page by page."""

    done: int
    total: int
    found: dict[PageId | None, tuple[Finding, ...]]


class Linting:
    """The findings of one wiki. `today` decides what is stale; `only` is the name of one rule, or empty for all."""

    def __init__(self, today: date, only: str = "") -> None:
        self._today = today
        self._only = only
        self._survey: Survey | None = None

    def run(self, view: View) -> Iterator[Step]:
        """Looks at everything. To cancel is to stop iterating."""
        with view.together() as held:
            survey = self._survey = Survey(held, self._today)
        total = len(survey.pages)
        found: dict[PageId | None, tuple[Finding, ...]] = {NO_PAGE: self._of_files(survey)}
        for done, page in enumerate(list(survey.pages), 1):
            found[page] = self._of_page(survey, page)
            if done % _PER_STEP == 0:
                yield Step(done, total, found)
                found = {}
        yield Step(total, total, found)

    def after(self, view: View, change: Change) -> Step | None:
        """What a change of texts makes of the pages concerned; None where it takes a whole run."""
        survey = self._survey
        if survey is None or change.pages or change.facts or change.subjects or change.wiki:
            return None
        concerned: set[PageId] = set()
        with view.together() as held:
            try:
                for page in change.texts:
                    concerned |= survey.reread(held, page)
            except NotFound:
                return None
        return self._step(survey, concerned & survey.pages.keys())

    def _step(self, survey: Survey, pages: Collection[PageId]) -> Step:
        found: dict[PageId | None, tuple[Finding, ...]] = {page: self._of_page(survey, page) for page in pages}
        found[NO_PAGE] = self._of_files(survey)
        return Step(len(pages), len(pages), found)

    def _of_page(self, survey: Survey, id: PageId) -> tuple[Finding, ...]:
        page = survey.pages[id]
        return tuple(
            _finding(rule, id, page.title, found)
            for rule in PAGE_RULES
            if self._asks(rule)
            for found in rule.check(survey, page)
        )

    def _of_files(self, survey: Survey) -> tuple[Finding, ...]:
        return tuple(
            _finding(rule, None, media.name, found)
            for media in survey.media.values()
            for rule in MEDIA_RULES
            if self._asks(rule)
            for found in rule.check(survey, media)
        )

    def _asks(self, rule: Rule) -> bool:
        return self._only in ("", rule.name)


def in_order(findings: Collection[Finding]) -> list[Finding]:
    """Findings as they are listed: the gravest first, then by rule, title and line."""
    ranks = {rule.name: number for number, rule in enumerate(RULES)}
    severities = {severity: number for number, severity in enumerate(type(RULES[0].severity))}
    return sorted(findings, key=lambda each: (severities[each.severity], ranks[each.rule], each.title, each.line or 0))


def _finding(rule: Rule, page: PageId | None, title: str, found: Found) -> Finding:
    return Finding(rule.name, rule.severity, page, title, found.line, found.message, found.fix)
