"""Fenced code, coloured by Pygments where a language is named. Pygments is loaded when the first such block comes."""

from functools import cache
from typing import TYPE_CHECKING, Final

from fanwiki.markup.html import escape

if TYPE_CHECKING:
    from pygments.lexer import Lexer

LONGEST: Final = 10_000
"""Characters. Longer code is shown without colours: some lexers take quadratic time."""


def code_html(code: str, info: str) -> str:
    """A block of code; the first word of `info` names its language."""
    language = "".join(info.split(maxsplit=1)[:1])
    if not language:
        return f"<pre><code>{escape(code)}</code></pre>\n"
    name = escape(language)
    return f'<pre><code class="language-{name}">{_coloured(code, language)}</code></pre>\n'


def _coloured(code: str, language: str) -> str:
    lexer = _lexer(language.casefold()) if len(code) <= LONGEST and language.isascii() else None
    if lexer is None:
        return escape(code)
    from pygments.token import STANDARD_TYPES  # noqa: PLC0415  # loaded only when code is shown

    parts = []
    for _start, kind, text in lexer.get_tokens_unprocessed(code):
        while kind not in STANDARD_TYPES and kind.parent is not None:
            kind = kind.parent  # noqa: PLW2901  # the nearest kind that has a class
        name = STANDARD_TYPES.get(kind, "")
        parts.append(f'<span class="{name}">{escape(text)}</span>' if name else escape(text))
    return "".join(parts)


@cache
def _names() -> dict[str, str]:
    """The languages that Pygments itself knows, by every alias. Plugins of the machine are none of ours."""
    from pygments.lexers import get_all_lexers  # noqa: PLC0415  # see _coloured

    return {alias: aliases[0] for _name, aliases, _files, _mimes in get_all_lexers(plugins=False) for alias in aliases}


def _lexer(language: str) -> "Lexer | None":
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415  # see _coloured

    known = _names().get(language)
    return None if known is None else get_lexer_by_name(known, stripnl=False, ensurenl=False)
