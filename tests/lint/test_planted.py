"""Planted faults are found and near misses left alone, for every rule there is."""

from collections import defaultdict
from datetime import date

import pytest

from fanwiki.lint.linting import Linting
from fanwiki.lint.rule import Finding
from fanwiki.lint.rules import RULES
from fanwiki.wiki import Wiki
from tests.lint.planting import PLANTS, garden

OF_EACH = 7
TODAY = date(2026, 7, 1)


def lint(wiki: Wiki, only: str = "") -> list[Finding]:
    steps = Linting(TODAY, only).run(wiki.view())
    return [finding for step in steps for each in step.found.values() for finding in each]


def test_every_rule_is_planted() -> None:
    assert set(PLANTS) == {rule.name for rule in RULES}
    assert all(rule.explanation.endswith(".") for rule in RULES)


Bed = tuple[dict[str, set[str]], dict[str, set[str]], list[Finding]]


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Bed:
    """Faults and near misses by rule, as titles, and what is found in the wiki that has them all."""
    wiki = Wiki.create(tmp_path_factory.mktemp("planted") / "planted.fanwiki")
    here = garden(wiki)
    faults: dict[str, set[str]] = defaultdict(set)
    misses: dict[str, set[str]] = defaultdict(set)
    for rule, plant in PLANTS.items():
        for number in range(OF_EACH):
            fault, miss = plant(here, number)
            faults[rule].add(fault)
            misses[rule].add(miss)
    wiki.apply(*here.edits, label="plant")
    found = lint(wiki)
    wiki.close()
    return faults, misses, found


@pytest.mark.parametrize("rule", PLANTS)
def test_faults_are_found_and_near_misses_are_not(rule: str, planted: Bed) -> None:
    faults, misses, findings = planted
    assert len(faults[rule]) == OF_EACH
    found = {finding.title for finding in findings if finding.rule == rule}
    assert faults[rule] - found == set()
    assert misses[rule] & found == set()


def test_there_are_two_hundred(
    planted: Bed,
) -> None:
    assert sum(map(len, planted[0].values())) >= 200
    assert sum(map(len, planted[1].values())) >= 200
