"""A section that becomes a page: links to it lead there, and nothing of it is seen earlier."""

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanwiki.domain.edits import AddFact, AddPage
from fanwiki.domain.entities import Redirect
from fanwiki.domain.errors import InvalidEdit
from fanwiki.domain.ids import EpisodeId, FactId, PageId, new_id
from fanwiki.domain.points import Viewpoint
from fanwiki.domain.vocabulary import PageKind
from fanwiki.markup import parse
from fanwiki.wiki import View, Wiki
from fanwiki.wiki.splitting import first_sentence, introduction, section_at, splitting_edits
from tests.building import Builder, seen
from tests.canons import modest
from tests.wiki.test_viewpoints import everything_said, rows

BODY = """Lead, see [[#Fate]].

## Life

Born. See [[#Fate|what came of it]] and [[#Life]].[^1]

## Fate

He dies. Then ||S1E02: he ||wakes.[^1] More on [[#Life]] and [[Town#Deep]].

### Deep

[[Other]] knows.

## After

Nothing.

[^1]: A note on [[Other]].

[[Category:Places]]
"""


@pytest.fixture
def build(wiki: Wiki) -> Builder:
    return Builder(wiki)


def split(wiki: Wiki, page: PageId, heading: str, title: str = "", *, lead: bool = False) -> None:
    view = wiki.view()
    lines = view.text(page).body.split("\n")
    line = next(number for number, text in enumerate(lines) if text.lstrip("# ") == heading and text.startswith("#"))
    edits = splitting_edits(view, page, line, title or heading, introduction(view, page), lead=lead)
    wiki.apply(*edits, label="split section off")


def test_links_to_the_section_lead_to_the_page(build: Builder) -> None:
    other = build.page("Other", "[[Town#Fate]], [[Town#Deep|deep]], [[town#Life]], ![[Town#Fate]]\n\n`[[Town#Fate]]`\n")
    town = build.page("Town", BODY)
    build.fact(Redirect(FactId(new_id()), "The end", town, "Fate"))
    split(build.wiki, town, "Fate", "Fate of the town")
    view = build.wiki.view()
    new = view.find("Fate of the town")
    assert view.text(other).body == (
        "[[Fate of the town|Town#Fate]], [[Fate of the town#Deep|deep]], [[town#Life]], ![[Fate of the town]]\n\n"
        "`[[Town#Fate]]`\n"
    )
    assert view.text(new.id).body == (
        "He dies. Then ||S1E02: he ||wakes.[^1] More on [[Town#Life|Life]] and "
        "[[Fate of the town#Deep|Town#Deep]].\n\n### Deep\n\n[[Other]] knows.\n\n[^1]: A note on [[Other]].\n"
    )
    stayed = view.text(town).body
    assert "Lead, see [[Fate of the town|Fate]]." in stayed
    assert "## Fate\n\n→ [[Fate of the town|Fate]]\n\n## After" in stayed
    assert stayed.endswith("[[Category:Places]]\n")
    assert view.find("The end") == new
    assert (new.parent, new.kind) == (town, PageKind.ARTICLE)


def test_the_lead_may_stay_and_undo_takes_all_back(build: Builder) -> None:
    town = build.page("Town", BODY)
    before = rows(build.wiki)
    split(build.wiki, town, "Fate", lead=True)
    assert "## Fate\n\nHe dies. → [[Fate]]\n" in build.wiki.view().text(town).body
    assert build.wiki.undo_label() == "split section off"
    build.wiki.undo()
    assert rows(build.wiki) == before


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("One. Two.", "One."),
        ("One ||S1E02: a. b|| two. Three.", "One ||S1E02: a. b|| two. Three."),
        ("- a list", ""),
        ("", ""),
        ("See [[A. B]] and. No.", "See [[A. B]] and. No."),
        ("온조는 살았다。다음", "온조는 살았다。"),
    ],
)
def test_the_first_sentence_breaks_no_marks(text: str, lead: str) -> None:
    assert first_sentence(text) == lead


def test_the_section_is_the_innermost_and_leaves_categories() -> None:
    found = section_at(BODY, BODY.split("\n").index("[[Other]] knows."))
    assert found is not None
    assert found.heading == "Deep"
    whole = section_at(BODY, BODY.split("\n").index("## Fate"))
    assert whole is not None
    assert BODY.split("\n")[whole.last : whole.last + 2] == ["", "## After"]
    assert section_at(BODY, 0) is None
    assert section_at("::: reveal S1E02\n## Hidden\n:::\n", 1) is None


def test_what_cannot_be_is_refused_in_words(build: Builder) -> None:
    show, episodes = build.show()
    town = PageId(new_id())
    build.page("Known", "")
    build.wiki.apply(
        AddPage(town, PageKind.ARTICLE, "Town", show, BODY, None, episodes[1], reviewed=True, safe_from=episodes[2])
    )
    view = build.wiki.view()
    assert introduction(view, town) == episodes[2]
    with pytest.raises(InvalidEdit, match="under no heading"):
        splitting_edits(view, town, 0, "New", episodes[2])
    with pytest.raises(InvalidEdit, match="choose another title"):
        splitting_edits(view, town, 7, "known", episodes[2])
    with pytest.raises(InvalidEdit, match="before its section"):
        splitting_edits(view, town, 7, "New", episodes[1])


WORDS = ("plain", "[[Hub]]", "[[Town#Fate]]", "[[#Deep]]", "[[#Fate|it]]", "||S1E02: veiled [[Hub]]||", "note[^1]")
BLOCKS = (
    "## Life",
    "## Fate",
    "### Deep",
    "::: reveal S1E03\n### Hidden\n\nsecret [[Hub#Deep]]\n:::",
    "[[Category:C]]",
)
CANARIES = ("xplain", "xveiled", "xsecret", "xnote", "xfoot")
bodies = st.lists(st.sampled_from([*WORDS, *BLOCKS]), max_size=10).map("\n\n".join)
at = st.one_of(st.none(), st.integers(1, 4))


@settings(modest, max_examples=12)
@given(bodies, bodies, at, at, st.booleans(), st.integers(0, 30), st.booleans())
def test_no_link_is_lost_and_nothing_seen_earlier(
    body: str, elsewhere: str, introduced: int | None, safe: int | None, reviewed: bool, line: int, lead: bool
) -> None:
    for canary in CANARIES:
        body = body.replace(canary[1:], canary)
    body += "\n\n[^1]: xfoot"
    with TemporaryDirectory() as folder, closing(Wiki.create(Path(folder) / "random.fanwiki")) as wiki:
        build = Builder(wiki)
        show, episodes = build.show(episodes=4)
        town = PageId(new_id())
        build.page("Hub", elsewhere, reviewed=True)
        point = None if introduced is None else episodes[introduced - 1]
        safe_from = episodes[safe - 1] if safe is not None and reviewed else None
        wiki.apply(
            AddPage(town, PageKind.ARTICLE, "Town", show, body, None, point, reviewed=reviewed, safe_from=safe_from)
        )
        wiki.apply(AddFact(Redirect(FactId(new_id()), "End", town, "Fate" if "## Fate" in body else "")))
        if section_at(body, line) is None:
            return
        before, lost, told = rows(wiki), leading_nowhere(wiki.view()), tellings(wiki, show, episodes)
        view = wiki.view()
        edits = splitting_edits(view, town, line, "Split off", introduction(view, town), lead=lead)
        wiki.apply(*edits, label="split section off")
        assert leading_nowhere(wiki.view()) <= lost
        for position, (earlier, later) in enumerate(zip(told, tellings(wiki, show, episodes), strict=True)):
            readable = max(introduced or 0, (safe or 0) if reviewed else 4)
            assert ("Split off" in later) <= (position >= readable)
            assert later - {"Split off"} <= earlier
        wiki.undo()
        assert rows(wiki) == before


def leading_nowhere(view: View) -> set[tuple[str, str]]:
    """The links without a page, and those to a heading that is not there."""
    headings = {
        page.id: {each.text.casefold() for each in parse(view.text(page.id).body).headings} for page in view.pages()
    }
    found: set[tuple[str, str]] = set()
    for link in view.typed_links():
        target = link.target if link.title else link.source
        if target is None:
            found.add((link.title, ""))
        elif link.heading and link.heading.casefold() not in headings[target]:
            found.add(("", link.heading))
    return found


def tellings(wiki: Wiki, show: PageId, episodes: list[EpisodeId]) -> list[set[str]]:
    """Which of the words that tell something are read after so many episodes, from none on."""
    found: list[set[str]] = []
    for viewpoint in (Viewpoint(), *(seen(show, episode) for episode in episodes)):
        with wiki.view(viewpoint).together() as view:
            said = everything_said(view)
        found.append({word for word in (*CANARIES, "Split off") if word in said})
    return found
