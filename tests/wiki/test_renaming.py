"""A page that gets a new title: links go on leading where they led, and no reader hears of the title too early."""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fanwiki.domain import edits
from fanwiki.domain.edits import Edit, RenamePage
from fanwiki.domain.entities import Name, Redirect
from fanwiki.domain.errors import InvalidEdit, NotFound
from fanwiki.domain.ids import FactId, PageId, new_id
from fanwiki.domain.names import title_key
from fanwiki.markup import parse
from fanwiki.wiki import View, Wiki
from fanwiki.wiki.checking import check
from fanwiki.wiki.joining import joining_edits
from fanwiki.wiki.splitting import introduction, section_at, splitting_edits
from tests.building import Builder, seen
from tests.canons import modest
from tests.wiki.test_viewpoints import everything_said, rows


@pytest.fixture
def build(wiki: Wiki) -> Builder:
    return Builder(wiki)


def rename(wiki: Wiki, page: PageId, title: str, *, redirect: bool = True) -> None:
    """As the window renames: the texts follow in a second edit of the same step."""
    change = wiki.apply(RenamePage(page, title, redirect=redirect))
    list(wiki.following(change))


# --- spoilers -------------------------------------------------------------------------------------------------


def test_a_text_that_is_read_before_the_page_is_known_keeps_the_old_title(build: Builder) -> None:
    show, episodes = build.show()
    masked = build.character(show, "The masked one", episodes[3])
    early = build.page("Early", "On the roof stands [[The masked one]].", reviewed=True)
    late = build.page("Late", "[[the masked one]] again.", reviewed=True, safe_from=episodes[3])
    hidden = build.page("Hidden", "||show:S1E04: [[The masked one]]||", reviewed=True)
    draft = build.page("Draft", "[[The masked one]]")
    rename(build.wiki, masked, "Lee Gwi-nam")
    view = build.wiki.view()
    assert view.text(early).body == "On the roof stands [[The masked one]]."
    assert view.text(late).body == "[[Lee Gwi-nam]] again."
    assert view.text(hidden).body == "||show:S1E04: [[Lee Gwi-nam]]||"
    assert view.text(draft).body == "[[Lee Gwi-nam]]", "what nobody has reviewed is read by nobody"
    assert {link.target for link in view.typed_links(early)} == {masked}
    assert "Gwi-nam" not in everything_said(build.wiki.view(seen(show, episodes[2])))
    assert build.wiki.view(seen(show, episodes[3])).find("Lee Gwi-nam").id == masked


def test_a_text_that_keeps_the_old_title_has_it_lead_on_even_if_nothing_else_is_to(build: Builder) -> None:
    show, episodes = build.show()
    masked = build.character(show, "The masked one", episodes[3])
    early = build.page("Early", "[[The masked one]]", reviewed=True)
    rename(build.wiki, masked, "Lee Gwi-nam", redirect=False)
    assert {link.target for link in build.wiki.view().typed_links(early)} == {masked}


@pytest.mark.parametrize("kind", ["name", "redirect"])
def test_a_name_that_is_revealed_later_cannot_be_the_title(build: Builder, kind: str) -> None:
    show, episodes = build.show()
    masked = build.character(show, "The masked one", episodes[0])
    id = FactId(new_id())
    late = Name(id, masked, "Lee Gwi-nam", revealed_at=episodes[4])
    build.fact(late if kind == "name" else Redirect(id, "Lee Gwi-nam", masked, revealed_at=episodes[4]))
    for title in ("Lee Gwi-nam", "lee  gwi-nam"):
        with pytest.raises(InvalidEdit, match="known from S1E05 on") as refused:
            rename(build.wiki, masked, title)
        assert refused.value.field == "title"
    build.wiki.apply(edits.IntroducePage(masked, episodes[4]))
    rename(build.wiki, masked, "Lee Gwi-nam")
    assert build.wiki.view().page(masked).title == "Lee Gwi-nam"


# --- links ----------------------------------------------------------------------------------------------------


def test_links_to_a_page_that_differs_in_case_alone_stay_its_own(build: Builder) -> None:
    fate, other = build.page("Fate"), build.page("fate")
    linking = build.page("Linking", "[[Fate]] [[fate]] [[FATE]]")
    rename(build.wiki, fate, "Doom")
    assert build.wiki.view().text(linking).body == "[[Doom]] [[fate]] [[FATE]]"
    assert build.wiki.view().find("fate").id == other


def test_what_a_new_title_would_take_over_is_given_back(build: Builder) -> None:
    kept, renamed = build.page("Village"), build.page("Town")
    build.fact(Redirect(FactId(new_id()), "Place", kept))
    linking = build.page("Linking", "[[Place]] [[place#Top]] [[Place|there]] ![[Place]] [[Town]]\n\n|[[Place]]|\n|-|")
    rename(build.wiki, renamed, "Place")
    assert build.wiki.view().text(linking).body == (
        "[[Village|Place]] [[Village#Top|place#Top]] [[Village|there]] ![[Village]] [[Place]]\n\n"
        "|[[Village\\|Place]]|\n|-|"
    )
    build.wiki.undo()
    assert "[[Place]] [[place#Top]]" in build.wiki.view().text(linking).body


def test_what_cannot_be_given_back_without_telling_too_much_is_refused(build: Builder) -> None:
    show, episodes = build.show()
    masked, other = build.character(show, "The masked one", episodes[0]), build.page("Other")
    build.fact(Name(FactId(new_id()), masked, "Lee", revealed_at=episodes[4]))
    build.page("Early", "[[Lee]]", reviewed=True)
    with pytest.raises(InvalidEdit, match="“Early” has a link “Lee” that leads to “The masked one”") as refused:
        rename(build.wiki, other, "Lee")
    assert refused.value.field == "title"


def test_two_redirects_of_one_title_are_refused(build: Builder) -> None:
    one, two = build.page("One"), build.page("Two")
    first = Redirect(FactId(new_id()), "Other name", one)
    build.fact(first)
    with pytest.raises(InvalidEdit, match="“Other name” leads to “One” already") as refused:
        build.fact(Redirect(FactId(new_id()), "Other name", two))
    assert refused.value.field == "title"
    build.wiki.apply(edits.ChangeFact(Redirect(first.id, "Other name", two)))
    build.fact(Redirect(FactId(new_id()), "other name", one))


def test_what_is_given_back_is_so_in_the_step_that_takes_it(build: Builder) -> None:
    """Whoever is killed before the texts follow finds no link that leads elsewhere."""
    kept, renamed = build.page("Village"), build.page("Town")
    build.fact(Redirect(FactId(new_id()), "Place", kept))
    linking = build.page("Linking", "[[Place]] [[Town]]")
    build.wiki.apply(RenamePage(renamed, "Place"))
    assert build.wiki.view().text(linking).body == "[[Village|Place]] [[Town]]"
    assert {link.target for link in build.wiki.view().typed_links(linking)} == {kept, renamed}


# --- texts follow a few at a time, and other edits come in between ---------------------------------------------


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fanwiki.wiki.wiki._FOLLOWING_AT_ONCE", 2)


def linking(build: Builder, title: str) -> list[PageId]:
    return [build.page(f"Page {number}", f"[[{title}]] {number}") for number in range(5)]


def texts_of(wiki: Wiki, pages: list[PageId]) -> list[str]:
    return [wiki.view().text(page).body for page in pages]


@pytest.mark.usefixtures("slowly")
def test_what_is_done_while_texts_follow_is_a_step_of_its_own(build: Builder) -> None:
    wiki, town = build.wiki, build.page("Town")
    pages = linking(build, "Town")
    before = rows(wiki)
    change = wiki.apply(RenamePage(town, "City"))
    following = wiki.following(change)
    assert next(following).texts == set(pages[:2])
    between = build.page("Between", "[[Town]]")
    assert [step.texts for step in following] == [set(pages[2:4]), set(pages[4:])]
    assert texts_of(wiki, pages) == [f"[[City]] {number}" for number in range(5)]
    assert texts_of(wiki, [between]) == ["[[Town]]"]
    assert wiki.undo_label() == "new page"
    wiki.undo()
    assert wiki.undo_label() == "rename page"
    wiki.undo()
    assert rows(wiki) == before
    wiki.redo()
    assert texts_of(wiki, pages) == [f"[[City]] {number}" for number in range(5)]
    wiki.redo()
    assert wiki.view().find("Between").id == between


@pytest.mark.usefixtures("slowly")
def test_what_was_undone_while_texts_follow_can_still_be_done_again(build: Builder) -> None:
    wiki, town = build.wiki, build.page("Town")
    linking(build, "Town")
    following = wiki.following(wiki.apply(RenamePage(town, "City")))
    next(following)
    build.page("Between")
    wiki.undo()
    list(following)
    assert wiki.redo_label() == "new page"


@pytest.mark.usefixtures("slowly")
def test_a_wiki_that_is_closed_before_all_texts_have_followed_is_right(build: Builder) -> None:
    path, town = build.wiki.path, build.page("Town")
    pages = linking(build, "Town")
    before = rows(build.wiki)
    next(build.wiki.following(build.wiki.apply(RenamePage(town, "City"))))
    build.wiki.close()
    assert check(path) == ()
    with closing(Wiki.open(path)) as opened:
        assert texts_of(opened, pages) == [
            *(f"[[City]] {n}" for n in range(2)),
            *(f"[[Town]] {n}" for n in range(2, 5)),
        ]
        assert all({link.target for link in opened.view().typed_links(page)} == {town} for page in pages)
        opened.undo()
        assert rows(opened) == before


@pytest.mark.usefixtures("slowly")
def test_texts_stop_following_a_rename_that_is_undone(build: Builder) -> None:
    wiki, town = build.wiki, build.page("Town")
    pages = linking(build, "Town")
    before = rows(wiki)
    following = wiki.following(wiki.apply(RenamePage(town, "City")))
    next(following)
    wiki.undo()
    assert list(following) == []
    assert rows(wiki) == before
    assert wiki.redo_label() == "rename page"
    wiki.redo()
    assert all({link.target for link in wiki.view().typed_links(page)} == {town} for page in pages)


@pytest.mark.usefixtures("slowly")
@pytest.mark.parametrize("steps", [0, 1])
def test_a_page_that_is_renamed_again_while_texts_follow_is_followed_twice(build: Builder, steps: int) -> None:
    wiki, town = build.wiki, build.page("Town")
    pages = linking(build, "Town")
    first = wiki.following(wiki.apply(RenamePage(town, "City")))
    list(islice(first, steps))
    second = wiki.apply(RenamePage(town, "Capital"))
    list(first)
    list(wiki.following(second))
    assert texts_of(wiki, pages) == [f"[[Capital]] {number}" for number in range(5)]
    for said in ("City", "Town"):
        wiki.undo()
        assert texts_of(wiki, pages) == [f"[[{said}]] {number}" for number in range(5)]
        assert wiki.view().page(town).title == said


@pytest.mark.usefixtures("slowly")
def test_texts_do_not_follow_a_title_that_has_been_given_away(build: Builder) -> None:
    wiki, town = build.wiki, build.page("Town")
    pages = linking(build, "Town")
    first = wiki.following(wiki.apply(RenamePage(town, "City")))
    next(first)
    second = wiki.apply(RenamePage(town, "Capital", redirect=False))
    list(first)
    list(wiki.following(second))
    other = build.page("City")
    assert texts_of(wiki, pages) == ["[[Capital]] 0", "[[Capital]] 1", "[[Town]] 2", "[[Town]] 3", "[[Town]] 4"]
    assert other not in {link.target for page in pages for link in wiki.view().typed_links(page)}


@pytest.mark.usefixtures("slowly")
def test_texts_stop_following_a_page_that_is_deleted(build: Builder) -> None:
    wiki, town = build.wiki, build.page("Town")
    pages = linking(build, "Town")
    following = wiki.following(wiki.apply(RenamePage(town, "City")))
    next(following)
    wiki.apply(edits.DeletePage(town))
    assert list(following) == []
    assert texts_of(wiki, pages)[2:] == [f"[[Town]] {number}" for number in range(2, 5)]


@pytest.mark.usefixtures("slowly")
def test_a_text_that_is_written_anew_meanwhile_is_followed_as_it_is_then(build: Builder) -> None:
    wiki, town = build.wiki, build.page("Town")
    pages = linking(build, "Town")
    following = wiki.following(wiki.apply(RenamePage(town, "City")))
    next(following)
    wiki.apply(edits.SavePage(pages[4], "New words on [[Town]]."))
    wiki.apply(edits.DeletePage(pages[3]))
    list(following)
    assert texts_of(wiki, [pages[2], pages[4]]) == ["[[City]] 2", "New words on [[City]]."]


def test_texts_that_keep_an_old_title_are_told(build: Builder) -> None:
    show, episodes = build.show()
    masked = build.character(show, "The masked one", episodes[3])
    early = build.page("Early", "On the roof stands [[The masked one]].", reviewed=True)
    build.page("Draft", "[[The masked one]]")
    change = build.wiki.apply(RenamePage(masked, "Lee Gwi-nam"))
    assert [step.keeping for step in build.wiki.following(change)] == [{early}]


# --- any sequence of changes of structure keeps every link ------------------------------------------------------

TITLES = ("Town", "town", "Village", "Hamlet", "Fate", "TOWN", "Wanted", "On-jo", "온조")
HEADINGS = ("Life", "Fate", "Deep")
_MARKED = re.compile(r"m(\d+) (!?)\[\[([^\]|#\\]*)(?:#([^\]|\\]*))?(?:\|[^\]]*)?\]\]")

titles = st.sampled_from(TITLES)
targets = st.one_of(titles, titles.map(str.upper), st.sampled_from(["Alias", "alias", "Way", "way", ""]))
typed = st.tuples(targets, st.one_of(st.just(""), st.sampled_from(HEADINGS)), st.sampled_from(["", "|label", "!"]))
bodies = st.lists(st.lists(typed, min_size=1, max_size=3), min_size=1, max_size=3)


@dataclass(frozen=True)
class Move:
    """A change of structure: numbers stand for pages and lines, modulo how many there are."""

    kind: str
    page: int
    other: int
    title: str


moves = st.lists(
    st.builds(Move, st.sampled_from(["rename", "merge", "split"]), st.integers(0, 9), st.integers(0, 9), titles),
    min_size=1,
    max_size=4,
)


@settings(modest, max_examples=25)
@given(st.lists(bodies, min_size=3, max_size=4), moves)
@example([[[("town", "", "")]], [[("Town", "", "")]], [[("TOWN", "", "")]]], [Move("rename", 1, 0, "Hamlet")])
@example([[[("Way", "", "")]], [[("way", "", "")]], [[("Alias", "", "")]]], [Move("rename", 1, 0, "Village")])
def test_renaming_merging_and_splitting_keep_every_link(
    pages: list[list[list[tuple[str, str, str]]]], asked: list[Move]
) -> None:
    with (
        TemporaryDirectory() as folder,
        closing(Wiki.create(Path(folder) / "random.fanwiki")) as wiki,
        patch("fanwiki.wiki.wiki._FOLLOWING_AT_ONCE", 1),
    ):
        build, marker = Builder(wiki), iter(range(10_000))
        made = [build.page(title, _text(body, marker)) for title, body in zip(TITLES, pages, strict=False)]
        for fact in (
            Redirect(FactId(new_id()), "Way", made[0], "Life"),
            Redirect(FactId(new_id()), "alias", made[1]),
            Name(FactId(new_id()), made[2], "Alias"),
            Name(FactId(new_id()), made[2], "Hamlet"),
        ):
            build.fact(fact)
        for move in asked:
            ids = [page.id for page in wiki.view().pages()]
            page, other = ids[move.page % len(ids)], ids[move.other % len(ids)]
            before, told = rows(wiki), _places(wiki.view())
            try:
                steps = _steps(wiki.view(), move, page, other)
                change = wiki.apply(*steps, label=move.kind)
            except InvalidEdit:
                continue
            if not (change.pages or change.texts):
                continue
            # Not all texts have followed where somebody was killed meanwhile.
            list(islice(wiki.following(change), move.other))
            after = _places(wiki.view())
            assert after.keys() == told.keys()
            for link, (said, place, where) in told.items():
                if place is None or (said.startswith("#") and where is None):
                    # It leads nowhere; a heading of the page itself that is not there is none either.
                    continue
                gone = move.kind == "merge" and place == page
                wanted = other if gone else place
                _, now, there = after[link]
                if where is None or there is None:
                    kept = now == wanted if where is None else _first_mark(wiki.view(), now) == where
                else:
                    kept = there == where
                assert kept, f"{said} of m{link} led to {told[link]} and leads to {after[link]} after {move}"
            assert wiki.undo_label() == move.kind
            wiki.undo()
            assert rows(wiki) == before
            wiki.redo()
            assert _places(wiki.view()) == after


def _text(sections: list[list[tuple[str, str, str]]], marker: Iterator[int]) -> str:
    """A text whose every paragraph is one link behind a mark of its own, under headings from the second section on."""
    parts: list[str] = []
    for number, section in enumerate(sections):
        if number:
            parts.append(f"## {HEADINGS[number - 1]}")
        for title, heading, more in section:
            target = f"{title}#{heading}" if heading else title or "#Life"
            link = f"![[{target}]]" if more == "!" else f"[[{target}{more}]]"
            parts.append(f"m{next(marker)} {link}")
    return "\n\n".join(parts)


def _steps(view: View, move: Move, page: PageId, other: PageId) -> tuple[Edit, ...]:
    match move.kind:
        case "rename":
            return (RenamePage(page, move.title),)
        case "merge":
            return joining_edits(view, page, other, heading="From there" if len(move.title) % 2 else "")
        case _:
            body = view.text(page).body
            line = next((n for n in range(move.other * 2, body.count("\n") + 1) if section_at(body, n)), -1)
            if line < 0:
                return ()
            return splitting_edits(view, page, line, f"{move.title} alone", introduction(view, page))


def _places(view: View) -> dict[int, tuple[str, PageId | None, int | None]]:
    """Where each marked link leads: as it is typed, the page, and the first mark under the heading that it leads to."""
    found: dict[int, tuple[str, PageId | None, int | None]] = {}
    for page in view.pages():
        for mark, _, title, heading in _MARKED.findall(view.text(page.id).body):
            target, way = page.id, heading
            if title:
                try:
                    target = view.find(title).id
                except NotFound:
                    found[int(mark)] = (title, None, None)
                    continue
            if title and not heading and title_key(view.page(target).title) != title_key(title):
                ways = {each.title: each.heading for each in view.facts(Redirect, page=target)}
                alike = (ways[each] for each in ways if title_key(each) == title_key(title))
                way = ways.get(title) or next(alike, "")
            found[int(mark)] = (f"{title}#{heading}", target, _mark_under(view, target, way))
    return found


def _mark_under(view: View, page: PageId, heading: str) -> int | None:
    """The first mark under a heading of a page; None where it has no such heading."""
    body = view.text(page).body
    lines = [each.line for each in parse(body).headings if each.text.casefold() == heading.casefold()]
    if not heading or not lines:
        return None
    mark = re.search(r"m(\d+) ", "\n".join(body.split("\n")[lines[0] :]))
    return None if mark is None else int(mark[1])


def _first_mark(view: View, page: PageId | None) -> int | None:
    mark = None if page is None else re.search(r"m(\d+) ", view.text(page).body)
    return None if mark is None else int(mark[1])
