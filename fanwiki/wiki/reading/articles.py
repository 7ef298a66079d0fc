"""Pages as readers meet them: text, names, categories, links, and the box with their subject's data."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from fanwiki.domain.casting import Billing
from fanwiki.domain.dates import PartialDate, in_words
from fanwiki.domain.entities import (
    Character,
    Episode,
    Group,
    Media,
    Name,
    Page,
    Person,
    Portrait,
    ProfileField,
    ProfileValue,
    Redirect,
    Revision,
    Season,
    Show,
)
from fanwiki.domain.errors import UnknownPoint
from fanwiki.domain.ids import EpisodeId, PageId
from fanwiki.domain.link_titles import of_link
from fanwiki.domain.listing import Field, Infobox, PortraitLine
from fanwiki.domain.names import title_key
from fanwiki.domain.vocabulary import FieldType, LinkKind, PageKind
from fanwiki.markup import parse, visible_part, visible_source
from fanwiki.store import links as link_rows
from fanwiki.store import pages, texts, titles
from fanwiki.store.facts import facts, facts_among
from fanwiki.store.links import FoundLink
from fanwiki.wiki.derivation import point_locks, prose_locks
from fanwiki.wiki.reading import canon
from fanwiki.wiki.reading.masking import facts_seen
from fanwiki.wiki.reading.scene import Scene

_TO_PAGES = (LinkKind.LINK, LinkKind.EMBED)


@dataclass(frozen=True)
class PageText:
    """A page's whole source, for its author and for the renderer; `prose_seen` says whether the viewpoint may
    read the prose that is under no reveal.
    """

    body: str
    revision: Revision | None
    prose_seen: bool


@dataclass(frozen=True)
class LinkLists:
    """The titles around a page. `wanted` are those it links to that lead nowhere."""

    outgoing: tuple[FoundLink, ...]
    backlinks: tuple[tuple[PageId, str], ...]
    wanted: tuple[str, ...]


def page_text(scene: Scene, page: Page) -> PageText:
    body = texts.body(scene.reading, page.id)
    return PageText(body, texts.head(scene.reading, page.id), prose_seen(scene, page))


def prose_seen(scene: Scene, page: Page) -> bool:
    """Whether the prose of a page that is under no reveal may be read."""
    return scene.horizon.sees(prose_locks(page, scene.orders))


def readable(scene: Scene, page: Page, text: PageText) -> str:
    """The source of a page without what the viewpoint has not reached."""

    def leads(title: str) -> bool:
        return titles.find(scene.reading, scene.horizon, title) is not None or bool(
            facts(scene.reading, scene.horizon, Media, name=title)
        )

    return visible_source(text.body, _sees(scene, page), leads, prose_seen=text.prose_seen)


def template_text(scene: Scene, page: Page, text: PageText) -> str:
    """The source of a template whose prose is seen, without what the viewpoint has not reached."""
    return text.body if scene.viewpoint.author else visible_part(text.body, _sees(scene, page))


def _sees(scene: Scene, page: Page) -> Callable[[str], bool]:
    """Whether a point that is written on a page has been reached."""
    home = scene.home_show(page)

    def sees(point: str) -> bool:
        return scene.horizon.sees(point_locks(point, home, scene.orders))

    return sees


def has_heading(scene: Scene, page: Page, heading: str) -> bool:
    """Whether a page has a heading, by its text, that the viewpoint may read."""
    text = page_text(scene, page)
    source = text.body if scene.viewpoint.author else readable(scene, page, text)
    return any(each.text.casefold() == heading.casefold() for each in parse(source).headings)


def names(scene: Scene, page: PageId) -> tuple[Name, ...]:
    return tuple(facts(scene.reading, scene.horizon, Name, page=page))


def aliases(scene: Scene, page: PageId) -> tuple[str, ...]:
    """Every further title that leads to a page: names and redirects."""
    redirects = facts(scene.reading, scene.horizon, Redirect, page=page)
    found = [name.text for name in names(scene, page)] + [
        redirect.title for redirect in redirects if not redirect.heading
    ]
    return tuple(dict.fromkeys(found))


def links(scene: Scene, page: PageId) -> LinkLists:
    out = link_rows.links(scene.reading, scene.horizon, source=page)
    if scene.viewpoint.author:
        back = link_rows.links(scene.reading, scene.horizon, target=page)
    else:
        # Links are stored as the author would follow them; a rival that a reader does not know must not matter.
        keys = titles.seen_title_keys(scene.reading, scene.horizon, page)
        out = _as_read(scene, out)
        typed = link_rows.links(scene.reading, scene.horizon, keys=keys)
        back = [link for link in _as_read(scene, typed) if link.target == page]
    titled = pages.titles(scene.reading, scene.horizon, {link.source for link in back})
    sources = sorted(
        {(link.source, titled[link.source]) for link in back if link.source != page},
        key=lambda each: (each[1], each[0]),
    )
    if not scene.viewpoint.author:
        # A title that leads nowhere reads as plain text, be it not there at all or not there yet.
        out = [link for link in out if link.target is not None or link.kind is LinkKind.CATEGORY]
    wanted = dict.fromkeys(link.title for link in out if link.target is None and link.kind in _TO_PAGES)
    return LinkLists(tuple(out), tuple(sources), tuple(wanted))


def backlinks(scene: Scene) -> dict[PageId, tuple[PageId, ...]]:
    """The pages that link to each page, by title."""
    sources: dict[PageId, set[PageId]] = {}
    # Each id is there once, however many links there are.
    ids: dict[PageId, PageId] = {}
    for source, target in _leads(scene, None):
        sources.setdefault(target, set()).add(ids.setdefault(source, source))
    titled = pages.titles(scene.reading, scene.horizon, {each for of in sources.values() for each in of})
    return {target: tuple(sorted(of, key=lambda each: (titled[each], each))) for target, of in sources.items()}


def leads(scene: Scene, of: Collection[PageId]) -> dict[PageId, frozenset[PageId]]:
    """The pages that each of some pages links to."""
    targets: dict[PageId, set[PageId]] = {page: set() for page in of}
    for source, target in _leads(scene, of):
        targets[source].add(target)
    return {source: frozenset(found) for source, found in targets.items()}


def _leads(scene: Scene, of: Collection[PageId] | None) -> Iterator[tuple[PageId, PageId]]:
    """Which page links to which other."""
    known: dict[str, PageId | None] = {}
    for source, title in link_rows.typed(scene.reading, scene.horizon, of=of):
        if title not in known:
            found = titles.find(scene.reading, scene.horizon, title)
            known[title] = None if found is None else found[0].id
        target = known[title]
        if target is not None and target != source:
            yield source, target


def _as_read(scene: Scene, links: list[FoundLink]) -> list[FoundLink]:
    """The links with the targets to which they lead for the reader."""
    targets: dict[str, PageId | None] = {}
    for title in {link.title for link in links}:
        found = titles.find(scene.reading, scene.horizon, title)
        targets[title] = None if found is None else found[0].id
    return [replace(link, target=targets[link.title]) for link in links]


def categories(scene: Scene, page: PageId) -> tuple[str, ...]:
    """The categories that a page's seen passages put it into, without their prefix."""
    found = link_rows.links(scene.reading, scene.horizon, source=page)
    named = [link.title for link in found if link.kind is LinkKind.CATEGORY]
    spelled = {title_key(title): title for title in sorted(named, reverse=True)}
    return tuple(spelled[key].split(":", 1)[-1].strip() for key in dict.fromkeys(map(title_key, named)))


def infobox(scene: Scene, page: Page) -> Infobox | None:
    """The data of a page's subject; None for a page without one."""
    kind = pages.SUBJECT_OF.get(page.kind)
    if kind is None:
        return None
    subject = pages.subject(scene.reading, kind, page.id)
    pictures = portraits(scene, page)
    portrait = pictures[-1] if pictures else None
    # Only a reader who says how far he has come may have to do with an earlier one.
    before = pictures[:-1] if scene.viewpoint.veils else ()
    character = page.kind is PageKind.CHARACTER
    plays = canon.portrayals_of(scene, page) if character or page.kind is PageKind.PERSON else ()
    roles = () if character else _roles(plays)
    return Infobox(
        page.id,
        page.kind,
        page.title,
        names(scene, page.id),
        "" if portrait is None else portrait[1].name,
        "" if portrait is None else portrait[1].alt,
        canon.status(scene, page) if character else None,
        tuple(line.portrayal for line in plays) if character else (),
        (*_subject_fields(scene, page, subject), *roles, *_profile_fields(scene, page)),
        () if portrait is None else (portrait[0].id, portrait[1].id),
        _lines(before),
    )


def gallery(scene: Scene, page: Page) -> tuple[PortraitLine, ...]:
    """The portraits of a page's subject, as they are listed."""
    return _lines(portraits(scene, page))


def _lines(found: Iterable[tuple[Portrait, Media]]) -> tuple[PortraitLine, ...]:
    return tuple(PortraitLine(media.name, media.alt, (portrait.id, media.id)) for portrait, media in found)


def portraits(scene: Scene, page: Page) -> tuple[tuple[Portrait, Media], ...]:
    """The portraits of a page's subject with their pictures: first those for all seasons, then season by season."""
    found = facts_seen(scene, Portrait, page=page.id)
    if not found:
        return ()
    pictures = {media.id: media for media in facts_among(scene.reading, scene.horizon, Media, "id", _media_of(found))}
    of = [each.season for each in found if each.season is not None]
    known = pages.subjects_with(scene.reading, scene.horizon, Season, "id", of)
    seasons = {season.id: season.number for _, season in known}
    found.sort(key=lambda each: -1 if each.season is None else seasons[each.season])
    return tuple((each, pictures[each.media]) for each in found)


def _media_of(found: list[Portrait]) -> list[str]:
    return [portrait.media for portrait in found]


def _subject_fields(scene: Scene, page: Page, subject: object) -> list[Field]:
    match subject:
        case Show():
            status = "" if subject.status is None else subject.status.value
            return _fields(("Original title", subject.original_title), ("Network", subject.network), ("Status", status))
        case Season():
            show = scene.page(subject.show)
            return [
                Field("Show", ((show.title, show.id),)),
                *_fields(
                    ("Season", str(subject.number)), ("Released", _date(subject.released)), ("Status", subject.status)
                ),
            ]
        case Episode():
            season = scene.page(subject.season)
            runtime = "" if subject.runtime is None else f"{subject.runtime} minutes"
            return [
                Field("Season", ((season.title, season.id),)),
                *_fields(("Episode", str(subject.number)), ("Aired", _date(subject.air_date)), ("Runtime", runtime)),
            ]
        case Character():
            first = [] if page.introduced_at is None else [_point_field(scene, "First seen", page.introduced_at)]
            return [*_fields(("Species", subject.species)), *first]
        case Person():
            return _fields(("Born", _date(subject.born)))
        case Group():
            return _fields(("Purpose", subject.purpose))
        case _:
            return []


def _roles(plays: tuple[Billing, ...]) -> list[Field]:
    """Whom a person plays. Who plays a character stands in the box by itself."""
    roles = tuple((line.character, line.portrayal.character) for line in plays)
    return [Field("Plays", roles, facts=tuple(line.portrayal.id for line in plays))] if roles else []


def _profile_fields(scene: Scene, page: Page) -> list[Field]:
    """The typed profile in the order of its schema; fields the schema does not know come last."""
    schema = {each.name: each for each in facts_among(scene.reading, scene.horizon, ProfileField, "kind", [page.kind])}
    values: dict[str, list[ProfileValue]] = {}
    for value in facts_seen(scene, ProfileValue, page=page.id):
        values.setdefault(value.field, []).append(value)
    ordered = sorted(values, key=lambda name: (schema[name].position if name in schema else len(schema), name))
    found: list[Field] = []
    for name in ordered:
        kind = schema[name].type if name in schema else ""
        found.append(_typed(scene, page, name, kind, values[name]))
    return found


def _typed(scene: Scene, page: Page, name: str, kind: str, found: list[ProfileValue]) -> Field:
    """A field of the profile, laid out by its type. What leads to nothing that is seen is its text alone."""
    written = [each.value for each in found]
    facts = tuple(each.id for each in found)
    match kind:
        case FieldType.LINK:
            parted = [(of_link(title), label) for title, _, label in (text.partition("|") for text in written)]
            targets = [titles.find(scene.reading, scene.horizon, title) for title, _ in parted]
            leads = [None if each is None else each[0].id for each in targets]
            words = [label or title for title, label in parted]
            return Field(name, tuple(zip(words, leads, strict=True)), facts=facts)
        case FieldType.LIST:
            parts = [(part.strip(), each.id) for each in found for part in each.value.split(",") if part.strip()]
            return Field(name, tuple((part, None) for part, _ in parts), facts=tuple(id for _, id in parts))
        case FieldType.POINT:
            return Field(name, tuple((text, _episode(scene, page, text)) for text in written), facts=facts)
        case FieldType.IMAGE:
            return Field(name, (), tuple(written), facts)
        case _:
            return Field(name, tuple((text, None) for text in written), facts=facts)


def _episode(scene: Scene, page: Page, written: str) -> PageId | None:
    try:
        return PageId(scene.orders.find(written, scene.home_show(page)))
    except UnknownPoint:
        return None


def _point_field(scene: Scene, label: str, episode: EpisodeId) -> Field:
    return Field(label, ((scene.write(episode), PageId(episode)),))


def _date(date: PartialDate | None) -> str:
    return "" if date is None else in_words(date)


def _fields(*pairs: tuple[str, str]) -> list[Field]:
    return [Field(label, ((value, None),)) for label, value in pairs if value]
