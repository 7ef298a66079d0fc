"""What is seen tells nothing of what is not: scores, sources, billing places, ends, headings, ids."""

import pytest

from fanwiki.domain import edits
from fanwiki.domain.entities import Claim, Page, Portrayal, Redirect, Source, State
from fanwiki.domain.errors import InvalidEdit
from fanwiki.domain.ids import FactId, SourceId, new_id
from fanwiki.domain.vocabulary import SourceKind, Standing
from fanwiki.wiki import Wiki
from tests.building import Builder, seen


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
