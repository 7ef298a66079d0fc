"""Claims that cannot both hold."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from fanwiki.domain.entities import Claim, Page
from fanwiki.domain.names import title_key
from fanwiki.domain.vocabulary import Standing
from fanwiki.lint.rule import Found, PageRule, Severity
from fanwiki.lint.survey import Survey

_HOLDS = frozenset({Standing.CONFIRMED, Standing.ANNOUNCED})


def check(survey: Survey, page: Page) -> Iterator[Found]:
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in survey.claims.get(page.id, ()):
        groups[title_key(claim.property)].append(claim)
    for claims in groups.values():
        yield from _in_group(claims)


def _in_group(claims: Sequence[Claim]) -> Iterator[Found]:
    holding = [claim for claim in claims if claim.standing in _HOLDS]
    superseded = {claim.supersedes for claim in claims}
    rivals = [claim for claim in holding if claim.id not in superseded]
    values = {(title_key(claim.value), claim.revealed_at): claim.value for claim in rivals}
    for point in {claim.revealed_at for claim in rivals}:
        said = sorted(value for (_, at), value in values.items() if at == point)
        if len(said) > 1:
            listed = " and ".join(f"“{value}”" for value in said)
            yield Found(f"{claims[0].property} is said to be {listed}: let one supersede the other")
    for claim in claims:
        if claim.standing is Standing.CONTRADICTED and not holding:
            yield Found(f"“{claim.property}: {claim.value}” is contradicted, and no other claim says what holds")


RULE = PageRule(
    "contradicted-claim",
    Severity.WARNING,
    "Of two claims that differ one holds; where one is contradicted, another says what is so.",
    check,
)
