"""What may be a title: of a page, and of a redirect to one."""

from typing import Final

from fanwiki.domain.entities import Redirect
from fanwiki.domain.errors import InvalidEdit
from fanwiki.domain.vocabulary import PageKind
from fanwiki.store import page_rows
from fanwiki.wiki.transaction import Transaction

_LONGEST: Final = 300
"""Characters."""
_PREFIXES: Final = {PageKind.CATEGORY: "Category:", PageKind.TEMPLATE: "Template:"}
_MARKS: Final = frozenset("#[]|{}")
"""What links, embeds and uses of templates are made of."""


def checked_title(typed: str, kind: PageKind) -> str:
    """The title of a page of this kind, with its prefix. Raises InvalidEdit."""
    title = " ".join(typed.split())
    prefix = _PREFIXES.get(kind, "")
    if prefix and not title.startswith(prefix):
        title = prefix + title
    if any(title.startswith(other) for kind_, other in _PREFIXES.items() if kind_ is not kind):
        message = f"“{title}” cannot be the title of a {kind}: its beginning says that it is something else"
        raise InvalidEdit(message, field="title")
    if title == prefix:
        raise InvalidEdit("a page needs a title", field="title")
    check_linkable(title)
    if kind is PageKind.TEMPLATE:
        check_without_marks(title)
    return title


def check_linkable(title: str, field: str = "title") -> None:
    """Raises InvalidEdit unless a link can name this title, which stands in a field of what is asked for; what a link
    has other uses for is written by name there, see `in_link`.
    """
    if title != " ".join(title.split()) or not title:
        raise InvalidEdit(f"“{title}” cannot be a title: links know single blanks between words alone", field=field)
    if len(title) > _LONGEST:
        raise InvalidEdit(f"this title is too long: {_LONGEST} characters are the most", field=field)


def check_without_marks(title: str, field: str = "title") -> None:
    """Raises InvalidEdit for a template's title or a file's name that could not be typed where it is used."""
    if bad := sorted(_MARKS.intersection(title)):
        raise InvalidEdit(f"“{title}” cannot be a title: it has {' '.join(bad)} in it, which links use", field=field)


def check_free(title: str, transaction: Transaction) -> None:
    """Raises InvalidEdit if a live page has this title."""
    if page_rows.live_title(transaction.writing, title):
        raise InvalidEdit(f"there is already a page “{title}”", field="title")


def check_sole_redirect(redirect: Redirect, transaction: Transaction) -> None:
    """Raises InvalidEdit if a live page has another redirect of this title: a link by it would lead to either."""
    for other in page_rows.redirects_from(transaction.writing, redirect.title):
        page = page_rows.live_page(transaction.writing, other.page)
        if other.id != redirect.id and page is not None:
            message = f"“{redirect.title}” leads to “{page.title}” already: remove that redirect first"
            raise InvalidEdit(message, field="title")
