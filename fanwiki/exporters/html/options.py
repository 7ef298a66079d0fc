"""What is asked of an HTML bundle, beside the wiki and the place."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from fanwiki.domain.errors import WikiError
from fanwiki.exporters.html.user_style import user_style


@dataclass(frozen=True)
class HtmlOptions:
    """`as_of` is the ceiling, as `View.viewpoint_at` reads it; None for everything. `include_unreviewed` lets
    prose that nobody has reviewed into a bundle with a ceiling. `zip` makes one archive instead of a folder.
    `base_url` is where the bundle will lie on the web, for canonical addresses and a sitemap; none without it.
    `recent` adds the list of the last changes, `css` is a style sheet of the user's own (see `user_style`).
    `processes` write the pages (None: as many as are worth it); `cached` takes over the bodies of pages that were
    rendered before. Neither changes a byte.
    """

    as_of: str | None = None
    include_unreviewed: bool = False
    zip: bool = False
    base_url: str = ""
    recent: bool = False
    css: Path | None = None
    processes: int | None = None
    cached: bool = True


@dataclass(frozen=True)
class Wanted:
    """What is asked for, checked: `base` is the base address with a slash at its end, `style` the user's own style
    sheet; empty and None for none.
    """

    options: HtmlOptions
    base: str
    style: bytes | None

    @property
    def shown(self) -> str:
        """Stands for whatever of it shows in the bundle, but for whose eyes that is."""
        return repr((self.base, self.options.recent, self.style))

    @property
    def eyes(self) -> str:
        """Stands for whose eyes the bundle is for, as it was asked for."""
        return repr((self.options.as_of, self.options.include_unreviewed))


def wanted(options: HtmlOptions) -> Wanted:
    """What these options ask for. Raises WikiError in words for a base address or a style sheet that is none."""
    return Wanted(options, base_address(options.base_url), None if options.css is None else user_style(options.css))


def base_address(written: str) -> str:
    """The address below which a bundle will lie, with a slash at its end. Raises WikiError for what is none."""
    if not written.strip():
        return ""
    parts = urlsplit(written.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise WikiError(f"“{written}” is no address for a bundle; write it like https://example.org/wiki/")
    return parts.geturl().rstrip("/") + "/"
