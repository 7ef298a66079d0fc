"""`{{infobox}}`: the page's subject at a glance."""

from collections.abc import Iterator, Sequence

from fanwiki.domain.entities import Name, Portrayal
from fanwiki.domain.listing import Field, Infobox
from fanwiki.markup.data.cast import standing
from fanwiki.markup.data.pieces import page_link, row
from fanwiki.markup.data.status import status_html
from fanwiki.markup.html import either, element, escape, later
from fanwiki.markup.images import Shown, image_html, last_seen_html
from fanwiki.markup.world import World


def infobox_html(box: Infobox, world: World) -> str:
    """A captioned table beside the text: portrait, names, status, who plays the character, and the profile. Where none
    of that is known, the author alone is shown an empty one.
    """
    caption = element("caption", f"{escape(box.title)} {element('span', escape(box.kind), class_='kind')}")
    rows = "".join(_rows(box, world))
    portrait = _portrait(box, world)
    if not (rows or portrait or world.author):
        return ""
    body = f"<tbody>\n{rows}</tbody>\n" if rows else ""
    inner = f"{portrait}<table>\n{caption}\n{body}</table>\n"
    return f'<div class="data infobox" role="group" aria-label="{escape(box.title)}">\n{inner}</div>\n'


def _portrait(box: Infobox, world: World) -> str:
    found = [_shown(each.name, each.caption, each.facts, world) for each in box.earlier_portraits]
    found.append(_shown(box.portrait, box.portrait_alt, box.portrait_facts, world) if box.portrait else None)
    html = last_seen_html([each for each in found if each is not None])
    return f"{html}\n" if html else ""


def _shown(name: str, alt: str, facts: tuple[str, ...], world: World) -> Shown | None:
    media = world.media(name)
    return None if media is None else Shown(media, alt, world.since(*facts) if facts else "")


def _rows(box: Infobox, world: World) -> Iterator[str]:
    if box.status is not None:
        yield row("Status", status_html(box.status))
    if box.names:
        yield _veiled("Names", [(_name(each), world.since(each.id)) for each in box.names])
    if box.portrayals:
        yield _veiled("Played by", [(_portrayal(each, world), world.since(each.id)) for each in box.portrayals])
    for field in box.fields:
        yield _field(field, world)


def _veiled(label: str, values: Sequence[tuple[str, str]]) -> str:
    """A row of values, each with from where on it is seen; the row itself is seen once one of them is."""
    shown = "<br>".join(later(value, since) for value, since in values)
    return row(escape(label), shown, since=either(since for _, since in values))


def _name(name: Name) -> str:
    shown = element("span", escape(name.text), lang=name.language or None)
    return f"{shown} {element('span', escape(f'({name.kind})'), class_='kind')}"


def _portrayal(portrayal: Portrayal, world: World) -> str:
    role = element("span", escape(f"({portrayal.role})"), class_="kind")
    return f"{page_link(portrayal.person, '', world)} {role}{standing(portrayal.standing)}"


def _field(field: Field, world: World) -> str:
    shown = [escape(text) if page is None else page_link(page, text, world) for text, page in field.values]
    shown += [_picture(name, field.label, world) for name in field.pictures]
    since = [world.since(each) for each in field.facts] or [""] * len(shown)
    return _veiled(field.label, list(zip(shown, since, strict=True)))


def _picture(name: str, label: str, world: World) -> str:
    """A picture of the wiki; for the author alone the name of one that is not there."""
    media = world.media(name)
    if media is not None:
        return image_html(media, media.alt or label)
    return escape(name) if world.author else ""
