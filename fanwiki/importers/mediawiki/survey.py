"""The first reading of a dump: what is in it, where its redirects lead, and who is a character or an actor.

What is kept of each page is its title: memory grows by some hundred bytes a page, and by the templates.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from mwparserfromhell.nodes import Template

from fanwiki.domain.ids import PageId, new_id
from fanwiki.domain.vocabulary import PageKind
from fanwiki.importers.mediawiki import airing, infobox
from fanwiki.importers.mediawiki.dump import LONGEST_TEXT, DumpPage, DumpReader
from fanwiki.importers.mediawiki.infobox import Target
from fanwiki.importers.mediawiki.reading import clean, parsed
from fanwiki.importers.mediawiki.site import ARTICLE, CATEGORY, FILE, TEMPLATE, Site
from fanwiki.importers.mediawiki.targets import Targets
from fanwiki.importers.mediawiki.templates import TemplateBook

_REDIRECT: Final = re.compile(
    r"\s*#(?P<word>\w+)\s*:?\s*\[\[(?P<title>[^\[\]|#]*)(?:#(?P<heading>[^\[\]|]*))?[^\[\]]*\]\]"
)
_REDIRECT_WORDS_TEXT: Final = (
    "redirect weiterleitung redirection redirección redireccion rinvia rinvio doorverwijzing "
    "redirecionamento patrz przekieruj перенаправление перенапр omdirigering ohjaus uudelleenohjaus "
    "přesměruj átirányítás yönlendirme 転送 リダイレクト 重定向 넘겨주기 تحويل "
)
_REDIRECT_WORDS: Final = frozenset(_REDIRECT_WORDS_TEXT.split())
_MOST_STEPS: Final = 16
_TOO_LONG_TITLE: Final = 255


@dataclass(frozen=True)
class Redirect:
    """Where a page leads: to a title, and to a heading of it."""

    target: str
    heading: str = ""


@dataclass
class Survey:
    """What the first reading found. `pages` are the titles that come over, with the ids that they get; `kinds` those
    which are no mere articles. `skipped` counts what does not come over, by what it is and why.
    """

    site: Site = field(default_factory=Site)
    book: TemplateBook = field(default_factory=lambda: TemplateBook(Site()))
    read: int = 0
    pages: dict[str, PageId] = field(default_factory=dict)
    kinds: dict[str, PageKind] = field(default_factory=dict)
    redirects: dict[str, Redirect] = field(default_factory=dict)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    skipped: Counter[tuple[str, str]] = field(default_factory=Counter)
    site_page: DumpPage | None = None
    """The page about what the whole wiki is about, if it has one of that name."""
    players: set[str] = field(default_factory=set)
    targets: Targets = field(default_factory=Targets)
    places: dict[str, tuple[PageKind, airing.Place]] = field(default_factory=dict)
    """What the infoboxes of seasons and episodes say of their place, by title."""
    boxes: set[str] = field(default_factory=set)
    """The templates that are infoboxes by their fields, whatever they are called."""

    def end_of(self, title: str) -> tuple[str, str] | None:
        """The title of a page that comes over at the end of redirects, with the heading; None where they lead nowhere
        or in a circle.
        """
        heading = ""
        for _ in range(_MOST_STEPS):
            if title in self.pages:
                return title, heading
            step = self.redirects.get(title)
            if step is None:
                return None
            title, heading = step.target, step.heading or heading
        return None

    def forget(self, title: str) -> None:
        """Leaves a page out that the wiki has already."""
        del self.pages[title]
        self.kinds.pop(title, None)
        self.places.pop(title, None)

    def article_at(self, typed: str) -> str | None:
        """The title of the article that a link leads to; None for what is no mere article."""
        end = self.end_of(self.site.title(self.site.read(typed)))
        return None if end is None or end[0] in self.kinds else end[0]

    def is_circle(self, title: str) -> bool:
        """Whether redirects from a title come back to where they were."""
        met: set[str] = set()
        while title in self.redirects:
            if title in met:
                return True
            met.add(title)
            title = self.redirects[title].target
        return False

    @property
    def has_canon(self) -> bool:
        """Whether there is anybody or anything for which a show is needed."""
        return not {PageKind.CHARACTER, PageKind.SEASON, PageKind.EPISODE}.isdisjoint(self.kinds.values())


def title_of(page: DumpPage, site: Site) -> tuple[int, str]:
    """The namespace of a page, and how it is called here."""
    name = site.read(page.title)
    if page.namespace is not None and page.namespace != name.namespace:
        # A colon in the title of an article is no namespace; the dump knows better.
        return page.namespace, " ".join(page.title.replace("_", " ").split())
    return name.namespace, site.title(name)


def redirect_of(page: DumpPage, site: Site) -> Redirect | None:
    """Where a page leads, as the dump says or as its text does; None for a page of its own."""
    text = (page.revisions[-1].text or "") if page.revisions else ""
    match = _REDIRECT.match(text)
    if match is not None and (page.redirect is not None or match["word"].casefold() in _REDIRECT_WORDS):
        heading = " ".join((match["heading"] or "").replace("_", " ").split())
        return Redirect(site.title(site.read(match["title"])), heading)
    if page.redirect is not None:
        return Redirect(site.title(site.read(page.redirect)))
    return None


def why_not(title: str) -> str | None:
    """Why no page of ours can have a title; None if one can."""
    if set("[]{}|#\n\t") & set(title) or not title:
        return "its title has signs in it that links use"
    if len(title.encode()) > _TOO_LONG_TITLE:
        return "its title is too long"
    return None


def survey(reader: DumpReader, targets: Targets, *, talk: bool) -> Iterator[Survey]:
    """Reads the dump, and yields what was found so far after each page; the last is all of it."""
    found = Survey(targets=targets)
    for page in reader.pages():
        if not found.read:
            found.site = reader.site
            found.book = TemplateBook(reader.site)
        found.read += 1
        _take(page, found, talk=talk)
        yield found
    for title in found.players:
        end = found.end_of(found.site.title(found.site.read(title)))
        if end is not None and end[0] not in found.kinds:
            found.kinds[end[0]] = PageKind.PERSON
    for name in found.book.names():
        found.labels[name] = infobox.labels_of(found.book.text(name) or "")
    yield found


def _take(page: DumpPage, found: Survey, *, talk: bool) -> None:  # noqa: C901 - one reason after the other
    namespace, title = title_of(page, found.site)
    why = found.site.skipped(namespace)
    if why is not None and namespace != FILE:
        if not (why == "talk" and talk):
            found.skipped[
                "talk pages" if why == "talk" else why, _REASONS.get(why, "not part of the encyclopaedia")
            ] += 1
        return
    if namespace == FILE:
        return
    newest = page.revisions[-1] if page.revisions else None
    if newest is None or newest.text is None:
        long = newest is not None and newest.too_long
        found.skipped["pages", f"longer than {LONGEST_TEXT} characters" if long else "without a text in the dump"] += 1
        return
    if (bad := why_not(title)) is not None:
        found.skipped["pages", bad] += 1
        return
    if namespace == TEMPLATE:
        found.book.add(title.removeprefix("Template:"), newest.text)
    redirect = redirect_of(page, found.site)
    if redirect is not None:
        found.redirects[title] = redirect
        return
    if title in found.pages:
        found.skipped["pages", "the dump has this title twice"] += 1
        return
    found.pages[title] = PageId(new_id())
    if title == found.site.topic:
        found.site_page = page
    if namespace in (CATEGORY, TEMPLATE):
        found.kinds[title] = PageKind.CATEGORY if namespace == CATEGORY else PageKind.TEMPLATE
    elif namespace == ARTICLE and "{{" in newest.text:
        _look_for_profile(title, newest.text, found)


_REASONS: Final = {"talk": "they come if they are asked for"}


def _look_for_profile(title: str, text: str, found: Survey) -> None:
    """Whether a page is about a character, a person, a season or an episode, by its infobox."""
    names = re.findall(r"\{\{\s*([^|{}<\[\]]{2,80}?)\s*(?=[|}\n])", text)
    kind = next((kind for name in names if (kind := infobox.kind_of(name)) is not None), None)
    if kind is None and not airing.may_have_fields(text):
        return
    templates = [] if kind is PageKind.PERSON else parsed(clean(text)).filter_templates(recursive=False)
    if kind is None:
        box = next((each for each in templates if airing.kind_by_fields(str(p.name) for p in each.params)), None)
        if box is None:
            return
        found.boxes.add(_name(box))
        kind, templates = PageKind.EPISODE, [box]
    found.kinds[title] = kind
    if kind is PageKind.CHARACTER:
        for template in templates:
            for param in template.params:
                if found.targets.of(str(template.name), str(param.name)) is Target.PORTRAYED_BY:
                    players = infobox.players(str(param.name), str(param.value))
                    found.players.update(each.title for each in players)
    elif kind in (PageKind.SEASON, PageKind.EPISODE):
        box = next((each for each in templates if _name(each) in found.boxes or infobox.kind_of(_name(each))), None)
        fields = () if box is None else tuple((str(param.name).strip(), str(param.value)) for param in box.params)
        found.places[title] = kind, airing.place_of(kind, title, fields)


def _name(template: Template) -> str:
    return str(template.name).strip()
