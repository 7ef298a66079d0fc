"""Small dumps of a MediaWiki, written here, and the wikis they are imported into."""

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from fanwiki.importers.mediawiki.importing import MediaWikiImport
from fanwiki.importers.options import ImportOptions
from fanwiki.importers.report import ImportReport
from fanwiki.wiki import Wiki

NAMESPACES = {
    -1: "Special", 0: "", 1: "Talk", 2: "User", 3: "User talk", 4: "Roof Wiki", 6: "File", 8: "MediaWiki",
    10: "Template", 11: "Template talk", 14: "Category", 110: "Forum", 500: "User blog", 1200: "Message Wall",
    1201: "Thread",
}  # fmt: skip

Page = tuple[str, str]
"""A title and a wikitext."""


def page(title: str, *texts: str, namespace: int | None = None) -> str:
    """One page with its revisions, the oldest first."""
    ns = "" if namespace is None else f"<ns>{namespace}</ns>"
    revisions = "".join(
        f"<revision><id>{number}</id><timestamp>2014-03-0{number}T10:00:00Z</timestamp>"
        f"<contributor><username>Writer {number}</username></contributor><comment>edit {number}</comment>"
        f'<text xml:space="preserve">{escape(text)}</text></revision>'
        for number, text in enumerate(texts, 1)
    )
    return f"<page><title>{escape(title)}</title>{ns}<id>1</id>{revisions}</page>"


def dump(pages: Sequence[str], *, version: str = "0.10", name: str = "Roof Wiki", encoding: str = "utf-8") -> bytes:
    """A dump with some pages."""
    spaces = "".join(
        f'<namespace key="{key}" case="first-letter">{text}</namespace>' for key, text in NAMESPACES.items()
    )
    xml = (
        f'<?xml version="1.0" encoding="{encoding}"?>'
        f'<mediawiki xmlns="http://www.mediawiki.org/xml/export-{version}/" version="{version}" xml:lang="en">'
        f"<siteinfo><sitename>{name}</sitename><base>https://roof.example/wiki/Main</base><case>first-letter</case>"
        f"<namespaces>{spaces}</namespaces></siteinfo>{''.join(pages)}</mediawiki>"
    )
    return xml.encode(encoding)


def imported(wiki: Wiki, source: Path, options: ImportOptions | None = None) -> ImportReport:
    """Imports a source to its end."""
    work = MediaWikiImport(wiki, source, options)
    for _ in work.run():
        pass
    return work.report


def body(wiki: Wiki, title: str) -> str:
    """The text of a page."""
    view = wiki.view()
    return view.text(view.find(title).id).body
