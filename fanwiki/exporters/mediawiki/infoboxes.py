"""The data of a page's subject as an infobox template, and the templates that show them in a MediaWiki."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final
from urllib.parse import quote

from fanwiki.domain.entities import Media, Page
from fanwiki.domain.ids import PageId
from fanwiki.domain.vocabulary import Certainty, PageKind
from fanwiki.exporters.mediawiki.inline import OWN_ADDRESS, foreign, link
from fanwiki.exporters.mediawiki.plain import escaped
from fanwiki.markup import data
from fanwiki.wiki.view import View

_NAMES: Final = {PageKind.PERSON: "Infobox actor"}
_NO_KEY: Final = re.compile(r"[|={}\[\]<>]+")
_COLUMNS: Final = (
    '{| class="infobox wikitable" style="float:right; width:22em"\n! colspan="2" | {{{name|{{PAGENAME}}}}}\n'
)
_ROW: Final = "{{#if: {{{FIELD|}}} | {{!}}-\n! LABEL\n{{!}} {{{FIELD}}} }}"


class PageFacts:
    """The data around one page. `used` collects which fields the infobox of each kind of page was given."""

    def __init__(self, view: View, page: Page, day: date, used: dict[str, dict[str, None]]) -> None:
        self._view = view
        self._page = page
        self._used = used
        self._world = view.world(page.id, _Addresses(), day)

    def block(self, name: str, argument: str) -> str:
        return data.block_html(name, argument, self._world) or ""

    def inline(self, argument: str) -> str:
        return data.inline_html(argument, self._world) or ""

    def infobox(self) -> str:
        """The infobox with its fields, each a line."""
        name = _NAMES.get(self._page.kind, f"Infobox {self._page.kind.value}")
        fields = self._fields()
        self._used.setdefault(name, {}).update(dict.fromkeys(fields))
        return "\n|".join(["{{" + name, *(f"{key} = {value}" for key, value in fields.items())]) + "\n}}"

    def _fields(self) -> dict[str, str]:
        view, page = self._view, self._page
        found = {"name": escaped(page.title)}
        box = view.infobox(page.id)
        if box is None:
            return found
        if box.portrait:
            found["image"] = f"[[File:{box.portrait}|250px]]"
        if box.names:
            found["aliases"] = ", ".join(escaped(name) for name in dict.fromkeys(name.text for name in box.names))
        if box.status is not None and box.status.state is not None:
            certainty = box.status.certainty
            doubt = "" if certainty in (None, Certainty.CONFIRMED) else f" ({certainty})"
            found["status"] = f"{escaped(box.status.state.word.capitalize())}{doubt}"
        actors = dict.fromkeys(line.person for line in view.portrayals_of(page.id)) if box.portrayals else {}
        if actors:
            found["portrayed by"] = "<br>".join(f"[[{foreign(actor)}]]" for actor in actors)
        for field in box.fields:
            key = _NO_KEY.sub(" ", field.label).strip()
            if key and key.casefold() not in found:
                found[key] = "<br>".join(self._value(text, target) for text, target in field.values)
        return found

    def _value(self, text: str, target: PageId | None) -> str:
        said = escaped(" ".join(text.split())).replace("|", "{{!}}")
        return said if target is None else link(self._view.page(target).title, "", said)


class _Addresses:
    """Addresses that the way back to wikitext reads as links."""

    def page(self, page: Page, heading: str) -> str:
        return OWN_ADDRESS + quote(f"{page.title}#{heading}" if heading else page.title, safe="#")

    def wanted(self, title: str) -> str:
        return OWN_ADDRESS + quote(title)

    def media(self, media: Media) -> str:
        return f"{OWN_ADDRESS}File:{quote(media.name)}"


def template_page(used: Iterable[str]) -> str:
    """A template that shows those of these fields that a page fills. It needs the extension ParserFunctions."""
    fields = [key for key in used if key not in ("name", "image")]
    rows = [_ROW.replace("FIELD", key).replace("LABEL", escaped(key[:1].upper() + key[1:])) for key in fields]
    image = '|-\n{{#if: {{{image|}}} | {{!}} colspan="2" {{!}} {{{image}}} }}\n'
    return f"{_COLUMNS}{image}" + "\n".join(rows) + "\n|}"
