"""Episodes that are dated before those they follow."""

from collections.abc import Iterator

from fanwiki.domain.dates import is_before
from fanwiki.domain.entities import Page
from fanwiki.domain.listing import EpisodeLine
from fanwiki.domain.points import OrderedEpisode
from fanwiki.domain.vocabulary import PageKind
from fanwiki.lint.rule import Found, PageRule, Severity
from fanwiki.lint.survey import Survey


def check(survey: Survey, page: Page) -> Iterator[Found]:
    order = survey.orders.of_show(page.id) if page.kind is PageKind.SHOW else None
    if order is None:
        return
    lines = {line.id: line for line in survey.episodes(page.id)}
    before: EpisodeLine | None = None
    for each in sorted(order.episodes, key=_number):
        line = lines.get(each.id)
        if line is None or each.season == 0 or line.air_date is None:
            continue
        if before is not None and before.air_date is not None and is_before(line.air_date, before.air_date):
            yield Found(
                f"{each.name} is dated {line.air_date}, before {before.point}, which is dated {before.air_date}"
            )
        before = line


def _number(episode: OrderedEpisode) -> tuple[int, int]:
    return episode.season, episode.number


RULE = PageRule("air-dates", Severity.ERROR, "Episodes air in the order of their numbers; specials need not.", check)
