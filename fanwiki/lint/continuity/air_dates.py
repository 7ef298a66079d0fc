"""Episodes that are dated before those they follow."""

from collections.abc import Iterator

from fanwiki.domain.dates import is_before
from fanwiki.domain.entities import Page
from fanwiki.domain.points import OrderedEpisode
from fanwiki.domain.vocabulary import PageKind
from fanwiki.lint.rule import Found, PageRule, Severity
from fanwiki.lint.survey import Survey


def check(survey: Survey, page: Page) -> Iterator[Found]:
    order = survey.orders.of_show(page.id) if page.kind is PageKind.SHOW else None
    if order is None:
        return
    dates = survey.air_dates(order)
    before: OrderedEpisode | None = None
    for each in sorted(order.episodes, key=_number):
        if each.season == 0 or each.id not in dates:
            continue
        if before is not None and is_before(dates[each.id], dates[before.id]):
            yield Found(
                f"{each.name} is dated {dates[each.id]}, before {before.name}, which is dated {dates[before.id]}"
            )
        before = each


def _number(episode: OrderedEpisode) -> tuple[int, int]:
    return episode.season, episode.number


RULE = PageRule("air-dates", Severity.ERROR, "Episodes air in the order of their numbers; specials need not.", check)
