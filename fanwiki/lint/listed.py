"""Findings as they come in, page by page, and in the order in which they are listed: however many there are, to take in
those of a page and to give the first ones is quick.
"""

from bisect import bisect_left, insort
from collections.abc import Collection, Iterator, Mapping
from itertools import islice

from fanwiki.domain.ids import PageId
from fanwiki.lint.linting import place, rank
from fanwiki.lint.rule import Finding


class Listed:
    """The findings of a wiki."""

    def __init__(self) -> None:
        self._pages: dict[PageId | None, tuple[Finding, ...]] = {}
        self._rules: dict[str, list[Finding]] = {}

    def __iter__(self) -> Iterator[Finding]:
        return (finding for rule in self._in_order(self._rules) for finding in self._rules[rule])

    def put(self, found: Mapping[PageId | None, tuple[Finding, ...]]) -> bool:
        """Takes in the findings of some pages in the place of those that they had; whether any is another."""
        changed = False
        for page, findings in found.items():
            former = self._pages.pop(page, ())
            if findings:
                self._pages[page] = findings
            if findings == former:
                continue
            changed = True
            for finding in former:
                self._take_out(finding)
            for finding in findings:
                insort(self._rules.setdefault(finding.rule, []), finding, key=place)
        return changed

    def counts(self) -> dict[str, int]:
        """How many findings each rule has made that has made any, in the order of the rules."""
        return {rule: len(self._rules[rule]) for rule in self._in_order(self._rules)}

    def first(self, most: int, rules: Collection[str]) -> list[Finding]:
        """The first findings of some rules."""
        return list(islice((each for rule in self._in_order(rules) for each in self._rules.get(rule, ())), most))

    def _take_out(self, finding: Finding) -> None:
        listed = self._rules[finding.rule]
        listed.pop(listed.index(finding, bisect_left(listed, place(finding), key=place)))
        if not listed:
            del self._rules[finding.rule]

    @staticmethod
    def _in_order(rules: Collection[str]) -> list[str]:
        return sorted(rules, key=rank)
