"""`{{infobox}}`: the page's subject at a glance."""

from collections.abc import Iterator

from fanwiki.domain.entities import Name, Portrayal
from fanwiki.domain.listing import Field, Infobox
from fanwiki.markup.data.cast import standing
from fanwiki.markup.data.pieces import page_link, row
from fanwiki.markup.data.status import status_html
from fanwiki.markup.html import element, escape, later
from fanwiki.markup.images import image_html
from fanwiki.markup.world import World


def infobox_html(box: Infobox, world: World) -> str:
    """A captioned table beside the text: portrait, names, status, who plays the character, and the profile."""
    caption = element("caption", f"{escape(box.title)} {element('span', escape(box.kind), class_='kind')}")
    rows = "".join(_rows(box, world))
    body = f"<tbody>\n{rows}</tbody>\n" if rows else ""
    inner = f"{_portrait(box, world)}<table>\n{caption}\n{body}</table>\n"
    return f'<div class="data infobox" role="group" aria-label="{escape(box.title)}">\n{inner}</div>\n'


def _portrait(box: Infobox, world: World) -> str:
    media = world.media(box.portrait) if box.portrait else None
    if media is None:
        return ""
    since = world.since(*box.portrait_facts) if box.portrait_facts else ""
    return image_html(media, box.portrait_alt, since=since) + "\n"


def _rows(box: Infobox, world: World) -> Iterator[str]:
    if box.status is not None:
        yield row("Status", status_html(box.status))
    if box.names:
        yield row("Names", "<br>".join(_name(name, world) for name in box.names))
    if box.portrayals:
        yield row("Played by", "<br>".join(_portrayal(each, world) for each in box.portrayals))
    for field in box.fields:
        yield row(escape(field.label), _values(field, world), since=world.since(*field.facts) if field.facts else "")


def _name(name: Name, world: World) -> str:
    shown = element("span", escape(name.text), lang=name.language or None)
    return later(f"{shown} {element('span', escape(f'({name.kind})'), class_='kind')}", world.since(name.id))


def _portrayal(portrayal: Portrayal, world: World) -> str:
    role = element("span", escape(f"({portrayal.role})"), class_="kind")
    line = f"{page_link(portrayal.person, '', world)} {role}{standing(portrayal.standing)}"
    return later(line, world.since(portrayal.id))


def _values(field: Field, world: World) -> str:
    shown = [escape(text) if page is None else page_link(page, text, world) for text, page in field.values]
    return "<br>".join([*shown, *(_picture(name, field.label, world) for name in field.pictures)])


def _picture(name: str, label: str, world: World) -> str:
    """A picture of the wiki; for the author alone the name of one that is not there."""
    media = world.media(name)
    if media is not None:
        return image_html(media, media.alt or label)
    return escape(name) if world.author else ""
