"""The words of a field of an infobox: without its markup, item by item, and where it links to."""

import re

from mwparserfromhell.nodes import Tag

from fanwiki.domain.vocabulary import FieldType
from fanwiki.importers.mediawiki.reading import clean, parsed


def lines(value: str) -> list[str]:
    """The items of a field: those of a list, and what line feeds or `<br>` part."""
    text = re.sub(r"<br\s*/?>", "\n", clean(value), flags=re.IGNORECASE)
    return [line.strip("*#:; \t") for line in text.split("\n") if line.strip("*#:; \t")]


def plain(value: str) -> str:
    """The words of a wikitext, a line for each of its lines."""
    text = re.sub(r"<br\s*/?>", "\n", clean(value), flags=re.IGNORECASE)
    code = parsed(re.sub(r"'{2,}", "", text))
    for tag in code.filter_tags(matches=_is_ref):
        if tag in code.nodes:
            code.remove(tag)
    stripped = code.strip_code(normalize=True, collapse=False, keep_template_params=True)
    return "\n".join(" ".join(line.strip("*#:; \t").split()) for line in stripped.split("\n")).strip()


def _is_ref(tag: Tag) -> bool:
    return str(tag.tag).strip().lower() == "ref"


def linked(value: str) -> str:
    """The title that the first link of a field leads to; without one its first line."""
    links = parsed(clean(value)).filter_wikilinks()
    if links:
        return str(links[0].title).partition("#")[0].strip()
    return next(iter(plain(value).split("\n")), "").strip()


def said(value: str, type: FieldType) -> str:
    """The value of a profile field; the items of a list are separated by commas."""
    items = [line for line in plain(value).split("\n") if line]
    return ", ".join(items) if type is FieldType.LIST or len(items) > 1 else "".join(items)
