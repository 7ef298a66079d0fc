"""A book as one page of HTML in a folder, for printing: each chapter begins a sheet, links lead from one to another."""

import re
from html import escape
from pathlib import Path
from typing import Final

from fanwiki.exporters.book.epub import title_page
from fanwiki.exporters.book.pages import Book, Chapter
from fanwiki.resources import resource

_PLACE: Final = re.compile(r'(?P<kind>\s(?:id|href))="(?P<value>[^"]*)"')
_FILE: Final = re.compile(r"(?P<name>c\d+)\.xhtml(?:#(?P<place>.*))?")
_POLICY: Final = "default-src 'none'; img-src file:; style-src 'unsafe-inline'"
_SHEETS: Final = """
@page { size: A4; margin: 18mm 16mm; }
body { font-size: 10.5pt; margin: 0; }
.title-page, .contents, .chapter-page { break-after: page; }
.chapter-page:last-child { break-after: auto; }
.part { color: #5a6468; font-size: 9pt; margin: 0; }
.contents ul { list-style: none; padding-left: 0; columns: 2; }
.contents h2 { break-after: avoid; }
table { max-width: 100%; } th, td { overflow-wrap: anywhere; }
.board table { font-size: 6pt; table-layout: fixed; width: 100%; } .board th, .board td { padding: 1pt 2pt; }
table { break-inside: auto; } tr { break-inside: avoid; }
.infobox { float: right; width: 62mm; margin-left: 6mm; }
"""


def write_for_print(book: Book, folder: Path) -> Path:
    """Writes the page and its pictures, and answers with the page."""
    for path, (_, content) in book.media.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    style = resource("book/book.css").read_text(encoding="utf-8") + _SHEETS
    alone = len(book.chapters) == 1
    chapters = "".join(
        f'<section class="chapter-page" id="{each.name}"><p class="part">{escape(part.title)}</p>'
        f'<h1 class="chapter">{escape(each.title)}</h1>{_own_places(each)}</section>'
        for part in book.parts
        for each in part.chapters
    )
    front = "" if alone else f"{title_page(book)}{_contents(book)}"
    html = (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>{escape(book.title)}</title><style>{style}</style></head><body>{front}{chapters}</body></html>"
    )
    page = folder / "book.html"
    page.write_text(html, encoding="utf-8")
    return page


def _own_places(chapter: Chapter) -> str:
    """A chapter whose places are its own on the one page."""

    def own(match: re.Match[str]) -> str:
        value = match["value"]
        file = _FILE.fullmatch(value)
        if match["kind"].strip() == "id":
            value = f"{chapter.name}-{value}"
        elif file is not None:
            value = f"#{file['name']}-{file['place']}" if file["place"] else f"#{file['name']}"
        elif value.startswith("#"):
            value = f"#{chapter.name}-{value[1:]}"
        return f'{match["kind"]}="{value}"'

    return _PLACE.sub(own, chapter.html)


def _contents(book: Book) -> str:
    parts = "".join(
        f"<h{2 + part.level}>{escape(part.title)}</h{2 + part.level}><ul>"
        + "".join(f'<li><a href="#{each.name}">{escape(each.title)}</a></li>' for each in part.chapters)
        + "</ul>"
        for part in book.parts
    )
    return f'<section class="contents"><h1>Contents</h1>{parts}</section>'
