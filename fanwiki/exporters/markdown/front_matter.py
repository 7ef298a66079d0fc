"""What stands before the text of a page, for people and for other programs; what counts is the canon."""

from typing import Any, Final

import yaml

from fanwiki.domain.entities import Page
from fanwiki.domain.ids import EpisodeId
from fanwiki.exporters.markdown.layout import bare_title
from fanwiki.wiki.view import View

_DUMPER: Final[Any] = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def front_matter(view: View, page: Page) -> dict[str, Any]:
    """What is said of a page, without what would be empty. A category is called as its page is, without the prefix."""
    names = (_one_line(name) for name in view.aliases(page.id))
    said: dict[str, Any] = {
        "title": bare_title(page),
        "uuid": page.id,
        "kind": page.kind.value,
        "aliases": [name for name in dict.fromkeys(names) if name and name != page.title],
        "categories": [_one_line(name) for name in view.categories(page.id)],
        "introduced": _point(view, page.introduced_at),
        "safe_from": (_point(view, page.safe_from) or "the start") if page.reviewed else "",
    }
    return {name: value for name, value in said.items() if value}


def yaml_text(said: dict[str, Any]) -> str:
    """A mapping as YAML, a line for each of its values, in its own order."""
    written: str = yaml.dump(
        said, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=1 << 20, default_flow_style=False
    )
    return written


def _point(view: View, episode: EpisodeId | None) -> str:
    return "" if episode is None else view.point(episode)


def _one_line(text: str) -> str:
    return " ".join(text.split())
