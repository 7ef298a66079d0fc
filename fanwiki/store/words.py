"""How text is cut into words for the full-text index, and a query with it.

Chinese, Japanese and Korean letters become words of one letter each, and a query for several of them a phrase:
온조 is found by 온조 and by 온, in the middle of 남온조가 too.
"""

import re
from collections.abc import Iterable

from fanwiki.domain.queries import Term

_CJK = re.compile("[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]")
_WORD = re.compile(r"\w+")


def indexable(text: str) -> str:
    """The text as the index takes it in."""
    return _CJK.sub(r" \g<0> ", text)


def all_of(terms: Iterable[Term]) -> str:
    """The FTS5 expression for what has all of these terms. Empty if there is no word in them."""
    return " ".join(filter(None, map(_expression, terms)))


def any_of(terms: Iterable[Term]) -> str:
    """The FTS5 expression for what has one of these terms at least. Empty if there is no word in them."""
    return " OR ".join(filter(None, map(_expression, terms)))


def _expression(term: Term) -> str:
    words = _WORD.findall(indexable(term.text))
    if not words:
        return ""
    # A letter of Chinese, Japanese or Korean is a word of its own, and as such has no beginning that is not all of it.
    open_ended = term.open and not _CJK.match(term.text[-1])
    return '"' + " ".join(words) + '"' + ("*" if open_ended else "")
