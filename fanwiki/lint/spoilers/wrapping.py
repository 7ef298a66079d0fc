"""The fix of the spoiler rules: a block of prose goes under a reveal."""

from fanwiki.domain.entities import Page
from fanwiki.domain.ids import PageId
from fanwiki.domain.points import Locks
from fanwiki.lint.prose import Saying
from fanwiki.lint.rule import Wrap, mark_of
from fanwiki.lint.survey import Survey


def wrap(survey: Survey, page: Page, saying: Saying, locks: Locks) -> Wrap | None:
    """Puts the block under a reveal at the point of these locks. None where that is not safe: under a reveal already,
    or where two shows would have to be seen.
    """
    if not saying.outermost or len(locks) != 1:
        return None
    ((show, position),) = locks.items()
    if survey.orders.of_show(PageId(show)) is None:
        return None
    point = survey.point(PageId(show), position, survey.home(page))
    lines = survey.body(page.id).split("\n")
    return Wrap(page.id, saying.first, saying.last, mark_of("\n".join(lines[saying.first : saying.last])), point)
