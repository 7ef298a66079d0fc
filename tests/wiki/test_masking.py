"""What is seen tells nothing of what is not: scores, sources, billing places, ends, headings, ids."""

import hashlib
from datetime import date

import pytest

from fanwiki.domain import edits
from fanwiki.domain.dates import PartialDate
from fanwiki.domain.entities import (
    Claim,
    Media,
    Page,
    Portrait,
    Portrayal,
    ProfileField,
    ProfileValue,
    Redirect,
    Relationship,
    Season,
    Source,
    State,
)
from fanwiki.domain.errors import InvalidEdit
from fanwiki.domain.ids import EpisodeId, FactId, PageId, SourceId, new_id
from fanwiki.domain.vocabulary import FieldType, PageKind, SourceKind, Standing
from fanwiki.wiki import Wiki
from tests.building import NOTHING_SEEN, Builder, seen


class _Linker:
    def page(self, page: Page, heading: str) -> str:
        return f"{page.title}#{heading}"

    def wanted(self, title: str) -> str:
        return title

    def media(self, media: object) -> str:
        return str(media)


@pytest.fixture
def build(wiki: Wiki) -> Builder:
    return Builder(wiki)


def test_hidden_texts_weigh_nothing_in_a_readers_search(build: Builder) -> None:
    show, episodes = build.show()
    for title, body in (("One", "alpha alpha beta"), ("Two", "alpha beta beta beta"), ("Three", "alpha filler")):
        build.page(title, body, reviewed=True)
    reader = build.wiki.view(seen(show, episodes[0]))
    before = reader.search("alpha beta")
    for number in range(15):
        build.page(f"Later {number}", "beta secret", introduced_at=episodes[4], reviewed=True)
    assert reader.search("alpha beta") == before
    assert [hit.title for hit in before] == ["Two", "One"]


def test_sources_and_words_are_seen_where_they_are_used(build: Builder) -> None:
    show, episodes = build.show()
    source = Source(SourceId(new_id()), SourceKind.INTERVIEW, "The hero dies")
    build.fact(source)
    build.fact(Claim(FactId(new_id()), show, "end", "sad", Standing.RUMOUR, source.id, revealed_at=episodes[4]))
    early, late = build.wiki.view(seen(show, episodes[0])), build.wiki.view(seen(show, episodes[4]))
    assert (early.sources(), late.sources()) == ((), (source,))
    assert early.facts(State) == ()
    assert len(build.wiki.view().facts(State)) == 7


def test_a_portrayal_tells_neither_its_end_nor_of_others(build: Builder) -> None:
    show, episodes = build.show()
    hidden, known = build.character(show, "Hidden", episodes[4]), build.character(show, "Known")
    actor = build.person("Actor")
    build.fact(Portrayal(FactId(new_id()), show, actor, hidden, billing=1))
    build.fact(Portrayal(FactId(new_id()), show, actor, known, billing=2, last=episodes[3]))
    reader = build.wiki.view(seen(show, episodes[0]))
    (line,) = reader.cast(show)
    assert (line.portrayal.billing, line.portrayal.last, line.last) == (1, None, None)
    assert reader.facts(Portrayal)[0].last is None


def test_a_relationship_goes_on_until_its_end_is_revealed(build: Builder) -> None:
    show, episodes = build.show()
    one, other = build.character(show, "One"), build.character(show, "Other")
    build.fact(Relationship(FactId(new_id()), one, other, "friend", end=episodes[1], end_revealed_at=episodes[3]))
    before, after = build.wiki.view(seen(show, episodes[2])), build.wiki.view(seen(show, episodes[3]))
    assert [each.end for each in before.facts(Relationship)] == [each.until for each in before.relations(one)] == [None]
    assert [each.end for each in after.facts(Relationship)] == [each.until for each in after.relations(one)]
    assert after.relations(one)[0].until == episodes[1]


def test_a_superseded_claim_is_unsettled_until_what_supersedes_it_is_known(build: Builder) -> None:
    show, episodes = build.show()
    old = Claim(FactId(new_id()), show, "fate", "alive", Standing.SUPERSEDED)
    new = Claim(FactId(new_id()), show, "fate", "dead", Standing.CONFIRMED, supersedes=old.id, revealed_at=episodes[4])
    build.fact(old)
    build.fact(new)
    (entry,) = build.wiki.view(seen(show, episodes[0])).claims()
    assert entry.claim.standing is Standing.SPECULATION
    standings = {entry.claim.standing for entry in build.wiki.view(seen(show, episodes[4])).claims()}
    assert standings == {Standing.SUPERSEDED, Standing.CONFIRMED}


def test_a_redirect_does_not_name_a_hidden_heading(build: Builder) -> None:
    show, episodes = build.show()
    page = build.page("Page", "::: reveal S1E05\n## Her death\n\nText.\n:::\n", reviewed=True)
    build.fact(Redirect(FactId(new_id()), "The end", page, "Her death"))
    linking = build.page("Linking", "[[The end]]", reviewed=True)
    assert "death" not in build.wiki.view(seen(show, episodes[0])).html(linking, _Linker())
    assert "Her death" in build.wiki.view(seen(show, episodes[4])).html(linking, _Linker())


def test_no_two_things_share_an_id(build: Builder) -> None:
    show, episodes = build.show()
    hidden = build.page("Hidden", introduced_at=episodes[4])
    with pytest.raises(InvalidEdit, match="already something"):
        build.wiki.apply(edits.AddFact(Source(SourceId(hidden), SourceKind.FORUM, "x")))
    assert "Hidden" not in [page.title for page in build.wiki.view(seen(show, episodes[0])).pages()]


PICTURE = b"\x89PNG\r\n\x1a\n a picture of how it ends"


def store(build: Builder, name: str, revealed_at: EpisodeId | None = None) -> Media:
    content = PICTURE + name.encode()
    media = Media(
        FactId(new_id()), name, hashlib.sha256(content).hexdigest(), "image/png", f"alt {name}", revealed_at=revealed_at
    )
    build.wiki.apply(edits.StoreMedia(media, content))
    return media


def names_seen(build: Builder, show: PageId, episode: EpisodeId) -> set[str]:
    """The files that a reader has, by each way there is to ask for them."""
    view = build.wiki.view(seen(show, episode))
    names = {media.name for media in view.facts(Media)}
    assert view.counts()["media"] == len(names)
    assert {name for name in names if view.media_content(name) is None} == set()
    hidden = {media.name for media in build.wiki.view().facts(Media)} - names
    assert {name for name in hidden if view.media_content(name) is not None} == set()
    return names


def test_a_picture_is_seen_once_something_that_shows_it_is_seen(build: Builder) -> None:
    show, episodes = build.show()
    hero = build.character(show, "Hero")
    build.page("Shown", "::: reveal S1E03\n![[passage.png]]\n:::\n", reviewed=True)
    build.page("Written", '::: reveal S1E02\n<p><img src="tag.png" alt="x"></p>\n:::\n', reviewed=True)
    portrait, twice = store(build, "portrait.png"), store(build, "twice.png")
    store(build, "passage.png")
    store(build, "tag.png")
    store(build, "field.png")
    store(build, "unused.png")
    store(build, "own.png", episodes[1])
    build.fact(Portrait(FactId(new_id()), hero, portrait.id, revealed_at=episodes[4]))
    build.fact(Portrait(FactId(new_id()), hero, twice.id, revealed_at=episodes[4]))
    build.fact(Portrait(FactId(new_id()), hero, twice.id, revealed_at=episodes[1]))
    build.fact(ProfileField(FactId(new_id()), PageKind.CHARACTER, "Badge", FieldType.IMAGE))
    build.fact(ProfileValue(FactId(new_id()), hero, "Badge", "field.png", revealed_at=episodes[3]))
    assert names_seen(build, show, episodes[0]) == set()
    assert names_seen(build, show, episodes[1]) == {"twice.png", "own.png", "tag.png"}
    assert names_seen(build, show, episodes[2]) == {"twice.png", "own.png", "tag.png", "passage.png"}
    assert names_seen(build, show, episodes[3]) == {"twice.png", "own.png", "tag.png", "passage.png", "field.png"}
    assert "portrait.png" in names_seen(build, show, episodes[4])
    assert "unused.png" not in names_seen(build, show, episodes[-1])
    assert build.wiki.view().media_content("unused.png") is not None


def test_a_portrait_waits_for_its_picture(build: Builder) -> None:
    show, episodes = build.show()
    hero = build.character(show, "Hero")
    known, later = store(build, "known.png"), store(build, "later.png", episodes[3])
    build.fact(Portrait(FactId(new_id()), hero, known.id))
    build.fact(Portrait(FactId(new_id()), hero, later.id))
    early, late = build.wiki.view(seen(show, episodes[0])), build.wiki.view(seen(show, episodes[3]))
    assert [each.media for each in early.facts(Portrait)] == [known.id]
    box, later_box = early.infobox(hero), late.infobox(hero)
    assert box is not None
    assert box.portrait == "known.png"
    assert later_box is not None
    assert later_box.portrait == "later.png"


def test_a_season_comes_into_being_with_its_first_episode(build: Builder) -> None:
    show, episodes = build.show()
    told, planned = PageId(new_id()), PageId(new_id())
    build.wiki.apply(
        edits.AddPage(
            told, PageKind.SEASON, "Season 2", show, subject=Season(told, show, 2), introduced_at=episodes[-1]
        ),
        edits.AddPage(planned, PageKind.SEASON, "Season 3", show, subject=Season(planned, show, 3)),
    )
    build.fact(Claim(FactId(new_id()), planned, "status", "renewed", Standing.RUMOUR))
    assert "Season 3" in [page.title for page in build.wiki.view().pages()]
    for viewpoint in (NOTHING_SEEN, seen(show, episodes[0])):
        reader = build.wiki.view(viewpoint)
        assert {page.title for page in reader.pages(PageKind.SEASON)} <= {"Show season 1"}
        assert reader.claims() == ()
    last = build.wiki.view(seen(show, episodes[-1]))
    assert {page.title for page in last.pages(PageKind.SEASON)} == {"Show season 1", "Season 2"}
    first = build.episode(planned, 1)
    reader = build.wiki.view(seen(show, first))
    assert {page.title for page in reader.pages(PageKind.SEASON)} == {"Show season 1", "Season 2", "Season 3"}
    assert len(reader.claims()) == 1
    build.wiki.apply(edits.DeletePage(PageId(first)))
    assert "Season 3" not in [page.title for page in last.pages()]


def test_a_category_is_one_however_its_letters_are_written(build: Builder) -> None:
    show, episodes = build.show()
    build.page("One", "::: reveal S1E01\n[[Category:survivors]] [[Category:Survivors]]\n:::\n", reviewed=True)
    build.page("Two", "::: reveal S1E03\n[[Category:SURVIVORS]]\n:::\n", reviewed=True)
    early, late = build.wiki.view(seen(show, episodes[0])), build.wiki.view(seen(show, episodes[2]))
    assert early.counts()["categories"] == late.counts()["categories"] == 1
    assert list(early.all_categories()) == list(early.categories(early.find("One").id)) == ["Survivors"]
    assert [len(members) for members in late.all_categories().values()] == [2]


def test_a_claim_tells_nothing_of_the_one_that_supersedes_it(build: Builder) -> None:
    """Neither by its standing, nor by being asked for, nor by not being stale."""
    show, episodes = build.show()
    old, new = FactId(new_id()), FactId(new_id())
    written = PartialDate("2020-01-01")
    build.fact(Claim(old, show, "renewal", "maybe", Standing.SUPERSEDED, published=written))
    build.fact(Claim(new, show, "renewal", "no", Standing.CONFIRMED, supersedes=old, revealed_at=episodes[4]))
    early, late = build.wiki.view(seen(show, episodes[0])), build.wiki.view(seen(show, episodes[4]))
    (claim,) = early.facts(Claim)
    assert (claim.standing, claim.supersedes) == (Standing.SPECULATION, None)
    assert early.facts(Claim, id=old) == (claim,)
    assert early.facts(Claim, standing="superseded") == ()
    assert early.facts(Claim, standing="speculation") == (claim,)
    assert [(entry.claim, entry.stale) for entry in early.claims(show, date(2027, 1, 1))] == [(claim, True)]
    assert {each.standing for each in late.facts(Claim)} == {Standing.SUPERSEDED, Standing.CONFIRMED}
    assert [each.id for each in late.facts(Claim, supersedes=old)] == [new]


def test_a_claim_does_not_name_what_it_supersedes_before_that_is_known(build: Builder) -> None:
    show, episodes = build.show()
    old, new = FactId(new_id()), FactId(new_id())
    build.fact(Claim(old, show, "renewal", "maybe", Standing.SUPERSEDED, revealed_at=episodes[4]))
    build.fact(Claim(new, show, "renewal", "no", Standing.CONFIRMED, supersedes=old))
    early = build.wiki.view(seen(show, episodes[0]))
    assert [(each.id, each.supersedes) for each in early.facts(Claim)] == [(new, None)]
    assert early.facts(Claim, supersedes=old) == ()
