"""Links that take a redirect on their way."""

from collections.abc import Iterator

from fanwiki.domain.entities import Page
from fanwiki.domain.ids import PageId
from fanwiki.domain.names import title_key
from fanwiki.domain.points import Locks, latest
from fanwiki.domain.vocabulary import LinkKind, PageKind
from fanwiki.lint.maintenance.redirects import end_of, redirect_target
from fanwiki.lint.rule import Found, PageRule, Relink, Severity
from fanwiki.lint.survey import Survey

_KINDS = (LinkKind.LINK, LinkKind.EMBED, LinkKind.CATEGORY)


def check(survey: Survey, page: Page) -> Iterator[Found]:
    if redirect_target(survey.body(page.id)) is not None:
        return
    links = survey.links_of(page.id)
    typed = {link.title: link.target for link in links if link.kind in _KINDS and link.target is not None}
    for title, target in typed.items():
        place = _by_fact(survey, title, target) or _by_text(survey, target)
        # A text that is read before one may know who is meant says another title on purpose.
        if place is None or not survey.may_say(page, place[2]):
            continue
        end, heading, _ = place
        said = survey.title(end)
        fix = Relink((page.id,), frozenset({title}), said, heading, "link without redirect")
        line = survey.line_of_link(page.id, title, f"[[{title}", f"[[:{title}", title.split(":", 1)[-1])
        yield Found(f"links to “{said}” by its redirect “{title}”", line, fix, about=title_key(title))


def _by_fact(survey: Survey, title: str, target: PageId) -> tuple[PageId, str, Locks] | None:
    """Where a redirect of the wiki leads that a link goes by, and what tells of it; None where it goes by a title or
    name of its page.
    """
    key = title_key(title)
    page = survey.pages.get(target)
    names = survey.names.get(target, ())
    own = page is None or page.kind is PageKind.TEMPLATE or title_key(page.title) == key
    if own or any(title_key(name.text) == key for name in names):
        return None
    found = [each for each in survey.redirects.get(target, ()) if title_key(each.title) == key]
    if not found:
        return None
    redirect = next((each for each in found if each.title == title), found[0])
    return target, redirect.heading, survey.locks_of(redirect.id)


def _by_text(survey: Survey, target: PageId) -> tuple[PageId, str, Locks] | None:
    """The same where a link leads to a page whose text leads on."""
    place = end_of(survey, target)
    if place is None:
        return None
    told = survey.passage_locks(survey.pages[target], ()) or {}
    return *place, latest(told, survey.locks_of(place[0]))


RULE = PageRule(
    "link-through-redirect",
    Severity.NOTE,
    "A link by a redirect breaks with it, and hides from readers where it leads: let it name the page itself.",
    check,
)
