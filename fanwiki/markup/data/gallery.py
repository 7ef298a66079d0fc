"""`{{gallery}}`: the pictures of the page's subject."""

from collections.abc import Sequence

from fanwiki.markup.data.pieces import nothing
from fanwiki.markup.html import element, escape
from fanwiki.markup.images import image_html
from fanwiki.markup.world import World


def gallery_html(pictures: Sequence[tuple[str, str]], world: World) -> str:
    """A list of figures. `pictures` are names of files with their captions; those that cannot be shown are left out."""
    figures = [figure for name, caption in pictures if (figure := _figure(name, caption, world))]
    if not figures:
        return nothing("No pictures have been added yet.")
    return f'<ul class="data gallery">\n{"".join(figures)}</ul>\n'


def _figure(name: str, caption: str, world: World) -> str:
    media = world.media(name)
    if media is None:
        return ""
    text = element("figcaption", escape(caption)) if caption else ""
    image = image_html(media, media.alt or caption, lazy=True)
    return element("li", element("figure", image + text), data_from=media.since or None) + "\n"
