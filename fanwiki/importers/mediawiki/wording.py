"""The words of a field of an infobox: without its markup, item by item, and where it links to."""

import re
from collections.abc import Callable, Iterator

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


def has_links(value: str) -> bool:
    """Whether a field links to a page."""
    return any(not _is_file(str(link.title)) for link in parsed(clean(value)).filter_wikilinks())


def linked_items(value: str, title_of: Callable[[str], str]) -> list[str]:
    """The items of a field as values of the type link: the words of the item, before them the title that it links to.
    An item with several links is as many values. `title_of` gives the title that a typed one means.
    """
    return [item for line in lines(value) for item in _linked_parts(line, title_of)]


def _linked_parts(line: str, title_of: Callable[[str], str]) -> Iterator[str]:
    links = [link for link in parsed(line).filter_wikilinks(recursive=False) if not _is_file(str(link.title))]
    rest = plain(line)
    for number, link in enumerate(links, 1):
        label = plain(str(link))
        end = len(rest) if number == len(links) else rest.find(label) + len(label)
        words, rest = rest[:end].strip(" ,;/&"), rest[end:]
        title = title_of(str(link.title).partition("#")[0])
        if title and "|" not in words:
            yield title if words in ("", title) else f"{title}|{words}"
        elif words:
            yield words
    if not links and rest:
        yield rest


def _is_file(title: str) -> bool:
    return title.strip().lower().startswith(("file:", "image:"))


def said(value: str, type: FieldType) -> str:
    """The value of a profile field; the items of a list are separated by commas."""
    items = [line for line in plain(value).split("\n") if line]
    return ", ".join(items) if type is FieldType.LIST or len(items) > 1 else "".join(items)
