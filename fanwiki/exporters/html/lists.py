"""The pages about the whole bundle: all its pictures, what was changed last, and what the bundle is."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from fanwiki.domain.entities import Media
from fanwiki.domain.image_size import image_size
from fanwiki.exporters.html.layout import ABOUT, IMAGES, RECENT, media_path
from fanwiki.exporters.html.linker import address
from fanwiki.exporters.html.site import Link, Site
from fanwiki.exporters.html.templates import Templates
from fanwiki.markup.images import image_html
from fanwiki.markup.world import MediaTarget
from fanwiki.wiki.reading.changes import SeenChange


@dataclass(frozen=True)
class Picture:
    """A file of the wiki as the list of all has it; `places` are the pages that show it."""

    media: Media
    href: str
    image: Markup
    since: str
    places: tuple[Link, ...]


def images_file(site: Site, templates: Templates) -> bytes:
    """Every picture of the bundle with its licence. Comes last: it names those that are used."""
    pictures = [
        Picture(
            media,
            address(IMAGES, media_path(media)),
            Markup(_thumbnail(site, media)),
            site.view.since(media.id),
            tuple(site.link(site.pages[place.page], IMAGES, since=place.since) for place in places),
        )
        for media, places in site.selection.pictures
        if media_path(media) in site.media_used
    ]
    return templates.fill("images", frame=site.frame(IMAGES, "All images"), pictures=pictures)


def _thumbnail(site: Site, media: Media) -> str:
    found = site.view.media_content(media.name)
    if found is None or not media.mime.startswith("image/"):
        return ""
    size = image_size(found[1])
    return image_html(MediaTarget(address(IMAGES, media_path(media)), media.alt, size), media.alt, lazy=True)


def recent_file(site: Site, templates: Templates) -> bytes:
    """What was changed last, day by day, as far as the reader may hear of it."""
    days = [
        (day, [(site.link(site.pages[change.page.id], RECENT, since=change.since), change) for change in group])
        for day, group in groupby(site.selection.changes, _day_of)
    ]
    return templates.fill("recent", frame=site.frame(RECENT, "Recent changes"), days=days)


def about_file(site: Site, templates: Templates, counts: Mapping[str, int], program: str) -> bytes:
    """How far the bundle goes, what it holds, and whose it is."""
    return templates.fill(
        "about",
        frame=site.frame(ABOUT, "About this bundle"),
        counts=[(name.replace("_", " "), count) for name, count in counts.items() if count],
        changed=site.selection.changed,
        images=address(ABOUT, IMAGES) if IMAGES in site.layout.main.values() else "",
        uuid=site.selection.uuid,
        program=program,
    )


def _day_of(change: SeenChange) -> str:
    return change.day
