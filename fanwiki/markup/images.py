"""An image of the wiki as HTML: one that says how large it is, so that nothing moves when it has come."""

from collections.abc import Sequence
from dataclasses import dataclass

from fanwiki.markup.html import either, void
from fanwiki.markup.world import MediaTarget


@dataclass(frozen=True)
class Shown:
    """A picture with the words that stand for it; `since` as `World.since` has it."""

    media: MediaTarget
    alt: str
    since: str = ""


def last_seen_html(pictures: Sequence[Shown]) -> str:
    """The last of several pictures of one thing. For a reader who may not have come so far, those that came before it
    wait beside it, each until one after it is seen.
    """
    found: list[str] = []
    for number, each in enumerate(pictures):
        later = pictures[number + 1 :]
        until = either(other.since for other in later)
        if not later:
            found.append(image_html(each.media, each.alt, since=each.since))
        elif until:
            found.append(image_html(each.media, each.alt, lazy=True, since=each.since, until=until))
    return "\n".join(found)


def image_html(
    media: MediaTarget,
    alt: str,
    *,
    width: int | None = None,
    title: str | None = None,
    lazy: bool = False,
    since: str = "",
    until: str = "",
) -> str:
    """The picture, as wide as it is or `width` pixels; `alt` stands for it unless it is empty. Style sheets set
    `height: auto`, so that the two sizes are its shape. `since` as `World.since` has it; one with `until` is hidden,
    but for a reader who has not come so far.
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
        data_until=until or None,
        hidden="" if until else None,
    )
