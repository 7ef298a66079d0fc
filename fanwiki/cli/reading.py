"""Commands that read pages: `info`, `tree`, `page`, `search`, `links`."""

from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import quote

import typer

from fanwiki.cli.arguments import AsOf, Json, WikiPath
from fanwiki.cli.opening import view_of
from fanwiki.cli.output import print_json, print_table
from fanwiki.domain.entities import Media, Page
from fanwiki.domain.names import slug
from fanwiki.wiki import View
from fanwiki.wiki.reading.tree import ROOT, NodeKey, TreeNode


class PageFormat(StrEnum):
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"


class TitleLinker:
    """Addresses for a page that is printed alone: other pages by their titles."""

    def page(self, page: Page, heading: str) -> str:
        return f"fanwiki:{quote(page.title)}" + (f"#{quote(heading)}" if heading else "")

    def wanted(self, title: str) -> str:
        del title
        return ""

    def media(self, media: Media) -> str:
        return f"fanwiki:media/{media.sha256}"


def info(wiki: WikiPath, json: Json = False) -> None:
    """How many of everything the wiki has."""
    with view_of(wiki) as view:
        document = {**view.counts(), "schema": view.schema_version(), "uuid": view.uuid(), "path": str(wiki)}
    if json:
        print_json(document)
        return
    print_table(("what", "count"), document.items(), "")


def tree(wiki: WikiPath, as_of: AsOf = None, json: Json = False) -> None:
    """The tree as the window shows it."""
    with view_of(wiki, as_of) as view:
        if json:
            print_json(_branches(view, ROOT))
        else:
            _print_branches(view, ROOT, 0)


def page(
    wiki: WikiPath,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="A title, alias or redirect.")],
    as_of: AsOf = None,
    format: Annotated[PageFormat, typer.Option("--format", help="How it is printed.")] = PageFormat.MARKDOWN,
    json: Json = False,
) -> None:
    """One page."""
    with view_of(wiki, as_of) as view:
        found = view.look_up(title)
        if json or format is PageFormat.JSON:
            print_json(_document(view, found))
        elif format is PageFormat.HTML:
            print(view.html(found.id, TitleLinker()), end="")
        else:
            print(view.readable_text(found.id), end="")


def search(
    wiki: WikiPath,
    query: Annotated[str, typer.Argument(metavar="QUERY")],
    as_of: AsOf = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many at the most.")] = 20,
    json: Json = False,
) -> None:
    """Full text, best first."""
    with view_of(wiki, as_of) as view:
        hits = view.search(query, limit)
    if json:
        print_json([{"title": h.title, "kind": h.kind, "snippet": h.snippet, "score": round(h.score, 4)} for h in hits])
        return
    print_table(("title", "kind", "snippet"), [(h.title, h.kind, h.snippet) for h in hits], "Nothing was found.")


def links(
    wiki: WikiPath,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="A title, alias or redirect.")],
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """Links in and out, wanted pages, and where other pages name this one without a link."""
    with view_of(wiki, as_of) as view:
        found = view.look_up(title)
        around = view.links(found.id)
        document = {
            "outgoing": _outgoing(view, found),
            "backlinks": [title for _, title in around.backlinks],
            "wanted": list(around.wanted),
            "mentions": list(dict.fromkeys(spot.title for spot in view.mentions(found.id))),
        }
    if json:
        print_json(document)
        return
    rows = [(what, title) for what, titles in document.items() for title in titles]
    print_table(("what", "title"), rows, "Nothing links here, and this page links nowhere.")


def _branches(view: View, key: NodeKey) -> list[dict[str, Any]]:
    return [
        {
            "title": _label(node),
            "kind": node.kind or "shelf",
            **({"point": node.point} if node.point else {}),
            "children": _branches(view, node.key),
        }
        for node in view.children(key)
    ]


def _print_branches(view: View, key: NodeKey, depth: int) -> None:
    for node in view.children(key):
        point = f"{node.point}  " if node.point else ""
        print(f"{'  ' * depth}{point}{_label(node)}")
        _print_branches(view, node.key, depth + 1)


def _label(node: TreeNode) -> str:
    return node.title if node.key.shelf is None else node.key.shelf.value.capitalize()


def _outgoing(view: View, page: Page) -> list[str]:
    """The titles of the pages that a page links to, each once."""
    targets = dict.fromkeys(link.target for link in view.links(page.id).outgoing if link.target is not None)
    return [view.page(target).title for target in targets]


def _document(view: View, page: Page) -> dict[str, Any]:
    text = view.text(page.id)
    safe_from = None
    if page.reviewed and (view.author or text.prose_seen):
        safe_from = "start" if page.safe_from is None else view.point(page.safe_from)
    return {
        "title": page.title,
        "kind": page.kind,
        "slug": slug(page.title),
        "path": [each.title for each in view.path(page.id)],
        "aliases": list(view.aliases(page.id)),
        "categories": list(view.categories(page.id)),
        "safe_from": safe_from,
        "body": view.readable_text(page.id),
        "html": view.html(page.id, TitleLinker()),
        "links": _outgoing(view, page),
        "revision": None if text.revision is None or not view.author else text.revision.id,
    }
