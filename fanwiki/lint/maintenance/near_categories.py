"""Categories that differ by next to nothing."""

from collections.abc import Iterator

from fanwiki.domain.entities import Page
from fanwiki.domain.vocabulary import LinkKind
from fanwiki.lint.categories import Category
from fanwiki.lint.rule import Found, PageRule, Relink, Severity
from fanwiki.lint.survey import Survey


def check(survey: Survey, page: Page) -> Iterator[Found]:
    typed = dict.fromkeys(link.title for link in survey.links_of(page.id) if link.kind is LinkKind.CATEGORY)
    for title in typed:
        # Told once: by the first page that is in it.
        if survey.categories.first_in(title) != page.id:
            continue
        for other in survey.categories.heavier(title)[:1]:
            name, more = _bare(title), _bare(other.title)
            message = f"is in the category “{name}”, which is called almost as “{more}”: if they are one, merge them"
            line = survey.line_of_link(page.id, title, name)
            yield Found(message, line, _merging(survey.categories.of(title), other))


def _merging(lesser: Category, other: Category) -> Relink | None:
    """Puts all pages of one category into the other. What a category's own page says must be merged by hand."""
    if lesser.page is not None:
        return None
    return Relink(tuple(sorted(lesser.members)), frozenset(lesser.typed), other.title, "", "merge categories")


def _bare(title: str) -> str:
    return title.split(":", 1)[-1].strip()


RULE = PageRule(
    "near-equal-categories",
    Severity.NOTE,
    "Two categories whose names differ in marks, diacritics or one letter are mostly one, and each lists but a part.",
    check,
)
