"""Redirects to what is not there, and redirects that no link can take."""

from collections.abc import Iterator
from dataclasses import replace

from fanwiki.domain.edits import ChangeFact, DeletePage, RemoveFact
from fanwiki.domain.entities import Page, Redirect
from fanwiki.lint.maintenance.redirects import leads_to, redirect_target, redirecting_line, whole
from fanwiki.lint.rule import Change, Found, PageRule, Severity
from fanwiki.lint.survey import Survey
from fanwiki.wiki.covering import covers


def check(survey: Survey, page: Page) -> Iterator[Found]:
    target = redirect_target(survey.body(page.id))
    if target is not None:
        title, heading = target
        leads = leads_to(survey, page.id)
        if leads is None:
            yield Found(f"leads to “{title}”, which is not there", 1, _removal(survey, page))
        elif heading and heading.casefold() not in survey.headings(leads):
            fix = redirecting_line(survey, page.id, title, "", "let redirect lead to the page")
            yield Found(f"leads to a heading “{heading}”, which “{title}” does not have", 1, fix)
    for redirect in survey.redirects.get(page.id, ()):
        yield from _of_fact(survey, page, redirect)


def _of_fact(survey: Survey, page: Page, redirect: Redirect) -> Iterator[Found]:
    said = f"the redirect “{redirect.title}”"
    if redirect.heading and redirect.heading.casefold() not in survey.headings(page.id):
        words = f"“{redirect.title}” will lead to the top of “{page.title}”."
        top = Change((ChangeFact(replace(redirect, heading="")),), "let redirect lead to the page", words)
        yield Found(f"{said} leads to a heading “{redirect.heading}”, which is not there", fix=top)
    if redirect.title in survey.by_title:
        yield Found(f"{said} is never taken: there is a page of that title", fix=_dropping(survey, redirect))
    others = [survey.title(each.page) for each in survey.by_redirect[redirect.title] if each.page != page.id]
    if others:
        yield Found(f"{said} leads to “{min(others)}” as well: remove one of the two")


def _removal(survey: Survey, page: Page) -> Change | None:
    """None where there is more to the page than its redirect."""
    if page.id in survey.parents or page.id in survey.redirects or not whole(survey.body(page.id)):
        return None
    return Change((DeletePage(page.id),), "delete redirect", f"“{page.title}” will go to the trash.")


def _dropping(survey: Survey, redirect: Redirect) -> Change | None:
    """None where somebody may take the redirect who does not know the page of that title yet."""
    if not covers(survey.locks_of(redirect.id), survey.locks_of(survey.by_title[redirect.title].id)):
        return None
    words = f"The redirect “{redirect.title}” will go; links by it lead to the page of that title as they do now."
    return Change((RemoveFact("Redirect", redirect.id),), "remove redirect", words)


RULE = PageRule(
    "broken-redirect",
    Severity.WARNING,
    "A redirect leads nowhere without its page and heading, and is never taken where a page has its title.",
    check,
)
