"""An image of the wiki as HTML: one that says how large it is, so that nothing moves when it has come."""

from fanwiki.markup.html import void
from fanwiki.markup.world import MediaTarget


def image_html(
    media: MediaTarget,
    alt: str,
    *,
    width: int | None = None,
    title: str | None = None,
    lazy: bool = False,
    since: str = "",
) -> str:
    """The picture, as wide as it is or `width` pixels; `alt` stands for it unless it is empty. Style sheets set
    `height: auto`, so that the two sizes are its shape. `since` as `World.since` has it.
    """
    height = None
    if media.size is not None:
        across, down = media.size
        width = across if width is None else width
        height = max(round(width * down / across), 1)
    loading = "lazy" if lazy else None
    return void(
        "img",
        src=media.src,
        alt=alt or media.alt,
        width=width,
        height=height,
        title=title,
        loading=loading,
        data_from=since or None,
    )
