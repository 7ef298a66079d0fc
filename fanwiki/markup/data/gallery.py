"""`{{gallery}}`: the pictures of the page's subject."""

from collections.abc import Sequence

from fanwiki.domain.listing import PortraitLine
from fanwiki.markup.data.pieces import nothing
from fanwiki.markup.html import element, escape
from fanwiki.markup.images import image_html
from fanwiki.markup.world import World


def gallery_html(pictures: Sequence[PortraitLine], world: World) -> str:
    """A list of figures; pictures that cannot be shown are left out."""
    figures = [figure for each in pictures if (figure := _figure(each, world))]
    if not figures:
        return nothing("No pictures have been added yet.")
    return f'<ul class="data gallery">\n{"".join(figures)}</ul>\n'


def _figure(line: PortraitLine, world: World) -> str:
    media = world.media(line.name)
    if media is None:
        return ""
    text = element("figcaption", escape(line.caption)) if line.caption else ""
    image = image_html(media, media.alt or line.caption, lazy=True)
    since = world.since(*line.facts) if line.facts else media.since
    return element("li", element("figure", image + text), data_from=since or None) + "\n"
