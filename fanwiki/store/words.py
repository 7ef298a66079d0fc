"""How text is cut into words for the full-text index, and a query with it.

Chinese, Japanese and Korean letters become words of one letter each, and a query for several of them a phrase:
온조 is found by 온조 and by 온, in the middle of 남온조가 too.
"""

import re

_CJK = re.compile("[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]")
_WORD = re.compile(r"\w+")


def indexable(text: str) -> str:
    """The text as the index takes it in."""
    return _CJK.sub(r" \g<0> ", text)


def match_expression(query: str) -> str:
    """The FTS5 expression for what a user typed: every word must be there, the last as far as it has been typed,
    a part in "quotation marks" as a phrase. Empty if there is no word in it.
    """
    parts = [part for part in re.findall(r'"[^"]*"|\S+', query) if _WORD.search(part)]
    terms: list[str] = []
    for place, part in enumerate(parts):
        words = _WORD.findall(indexable(part))
        phrase = '"' + " ".join(words) + '"'
        open_ended = place == len(parts) - 1 and not part.startswith('"') and not _CJK.match(part[-1])
        terms.append(phrase + "*" if open_ended else phrase)
    return " ".join(terms)


def matched_words(query: str) -> list[str]:
    """The words of a query, folded."""
    return [word.casefold() for word in _WORD.findall(query)]


def matched_span(text: str, query: str) -> tuple[int, int]:
    """Where in a text the first word of a query stands, as start and end; (0, 0) if it is not found as typed."""
    for word in matched_words(query):
        place = text.casefold().find(word)
        if place >= 0:
            return place, place + len(word)
    return 0, 0
