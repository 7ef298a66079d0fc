"""A view that reads in groups answers as one that asks the file page by page."""

import pytest

from fanwiki.domain.entities import Media, Name, Portrayal, Redirect, StatusEvent
from fanwiki.domain.errors import NotFound
from fanwiki.domain.points import EVERYTHING, Viewpoint
from fanwiki.wiki import Wiki
from fanwiki.wiki.view import View


@pytest.mark.parametrize("point", ["everything", "", "S1E06"])
def test_it_answers_the_same(sample: Wiki, point: str) -> None:
    viewpoint = EVERYTHING if point == "everything" else Viewpoint()
    if point.startswith("S"):
        viewpoint = sample.view().viewpoint_at(point)
    with sample.view(viewpoint).together() as one, sample.view(viewpoint).gathered() as other:
        assert _told(one) == _told(other)
        assert {id: tuple(each for each, _ in one.links(id).backlinks) for id in one.backlinks()} == other.backlinks()


def test_every_backlink_is_there(sample: Wiki) -> None:
    view = sample.view()
    linked = {page.id for page in view.pages() if view.links(page.id).backlinks}
    assert view.backlinks().keys() == linked


def _told(view: View) -> list[object]:
    """What a view says of everything, in every way that reading in groups goes about."""
    pages = view.pages()
    titles = [text for text, *_ in view.titles()]
    found: list[object] = [pages, view.shows(), view.states(), view.cast(), view.counts()]
    found += [view.facts(kind) for kind in (Media, Name, Portrayal, Redirect, StatusEvent)]
    for show in view.shows():
        found += [view.seasons(show.page.id), view.episodes(show.page.id), view.graph(show.page.id)]
    for page in pages:
        found += [view.path(page.id), view.home_show(page.id), view.subject(page.id), view.infobox(page.id)]
        found += [view.relations(page.id), view.claims(page.id), view.portraits(page.id), view.aliases(page.id)]
        found += [view.facts(Name, page=page.id), view.bodies([page.id]), view.prose_seen(page)]
    for title in (*titles[::3], *(title.upper() for title in titles[::5])):
        found.append(_led_to(view, title))
    return found


def _led_to(view: View, title: str) -> object:
    try:
        return view.find(title)
    except NotFound:
        return None
