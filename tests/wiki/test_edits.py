"""Each edit does what it says, refuses what contradicts the wiki, and is undone."""

import hashlib
from dataclasses import replace

import pytest

from fanwiki.domain import edits
from fanwiki.domain.entities import (
    AlternativeOrder,
    Character,
    Claim,
    Episode,
    Fact,
    Media,
    Name,
    Portrayal,
    ProfileField,
    Redirect,
    Relationship,
    Season,
    Show,
    Source,
    State,
    StatusEvent,
)
from fanwiki.domain.errors import EditConflict, InvalidEdit, NotFound, UndoConflict
from fanwiki.domain.ids import EpisodeId, FactId, OrderId, PageId, SourceId, StateId, new_id
from fanwiki.domain.points import EVERYTHING
from fanwiki.domain.vocabulary import PageKind, SourceKind, Standing
from fanwiki.wiki import Wiki
from tests.building import NOTHING_SEEN, Builder, seen


@pytest.fixture
def build(wiki: Wiki) -> Builder:
    return Builder(wiki)


def test_a_page_is_found_by_title_alias_and_redirect(build: Builder) -> None:
    show, _ = build.show()
    page = build.character(show, "Nam On-jo")
    build.fact(Name(FactId(new_id()), page, "남온조"))
    build.fact(Redirect(FactId(new_id()), "The girl", page))
    view = build.wiki.view()
    for typed in ("Nam On-jo", "nam on-jo", "NAM_ON-JO", "남온조", "the girl"):
        assert view.find(typed).id == page
    assert [each.id for each in view.match("Nam Onjo")] == [page]
    with pytest.raises(NotFound, match="there is no page"):
        view.find("Somebody")


def test_titles_that_differ_in_case_alone_stay_apart(build: Builder) -> None:
    lower, upper = build.page("thing"), build.page("Thing")
    view = build.wiki.view()
    assert (view.find("thing").id, view.find("Thing").id) == (lower, upper)
    with pytest.raises(NotFound):
        view.find("THING")


@pytest.mark.parametrize("title", ["", "  ", "x" * 301])
def test_titles_that_no_link_could_name_are_refused(build: Builder, title: str) -> None:
    with pytest.raises(InvalidEdit):
        build.page(title)


@pytest.mark.parametrize("title", ["a[b", "a|b", "a#b", "a{b"])
def test_a_template_has_a_title_that_can_be_typed_between_braces(build: Builder, title: str) -> None:
    build.page(title)
    with pytest.raises(InvalidEdit, match="which links use"):
        build.wiki.apply(edits.AddPage(PageId(new_id()), PageKind.TEMPLATE, title))


def test_a_title_is_given_once(build: Builder) -> None:
    build.page("Same")
    with pytest.raises(InvalidEdit, match="already a page"):
        build.page("Same")


def test_a_rename_takes_links_and_texts_along(build: Builder) -> None:
    page, linking = build.page("Old"), build.page("Linking", "See [[Old]] and [[old|her]], `[[Old]]`.")
    change = build.wiki.apply(edits.RenamePage(page, "New"))
    assert build.wiki.view().find("Old").id == page, "the old title leads on at once"
    list(build.wiki.following(change))
    view = build.wiki.view()
    assert view.text(linking).body == "See [[New]] and [[New|her]], `[[Old]]`."
    assert [title for _, title in view.links(page).backlinks] == ["Linking"]
    build.wiki.undo()
    view = build.wiki.view()
    assert view.text(linking).body == "See [[Old]] and [[old|her]], `[[Old]]`."
    assert view.page(page).title == "Old"
    build.wiki.redo()
    assert build.wiki.view().text(linking).body == "See [[New]] and [[New|her]], `[[Old]]`."


def test_undo_keeps_what_was_typed_since(build: Builder) -> None:
    page, linking = build.page("Old"), build.page("Linking", "first [[Old]]\n\nlast line\n")
    change = build.wiki.apply(edits.RenamePage(page, "New"))
    list(build.wiki.following(change))
    build.wiki.apply(edits.SavePage(linking, "first [[New]]\n\nlast line, and more\n"))
    build.wiki.undo()
    assert build.wiki.view().text(linking).body == "first [[Old]]\n\nlast line, and more\n"


def test_undo_that_would_lose_typed_text_is_refused(build: Builder) -> None:
    page, linking = build.page("Old"), build.page("Linking", "first [[Old]]\n")
    change = build.wiki.apply(edits.RenamePage(page, "New"))
    list(build.wiki.following(change))
    build.wiki.apply(edits.SavePage(linking, "rewritten altogether [[New]]\n"))
    with pytest.raises(UndoConflict, match="cannot be undone"):
        build.wiki.undo()
    assert build.wiki.view().page(page).title == "New"


def test_a_category_is_renamed_without_the_article_of_the_same_name(build: Builder) -> None:
    build.page("Survivors")
    category = PageId(new_id())
    build.wiki.apply(edits.AddPage(category, PageKind.CATEGORY, "Survivors"))
    member = build.page("Member", "[[Survivors]] [[Category:Survivors]] [[:Category:Survivors]]")
    change = build.wiki.apply(edits.RenamePage(category, "Living"))
    list(build.wiki.following(change))
    view = build.wiki.view()
    assert view.text(member).body == "[[Survivors]] [[Category:Living]] [[:Category:Living]]"
    assert view.all_categories() == {"Living": (member,)}


def test_a_stale_save_overwrites_nothing(build: Builder) -> None:
    page = build.page("Page", "one")
    base = build.wiki.view().text(page).revision
    assert base is not None
    build.wiki.apply(edits.SavePage(page, "two", base.id))
    with pytest.raises(EditConflict, match="changed elsewhere"):
        build.wiki.apply(edits.SavePage(page, "three", base.id))
    assert build.wiki.view().text(page).body == "two"


def test_deleting_takes_what_is_below_and_restoring_brings_it_back(build: Builder) -> None:
    show, episodes = build.show()
    someone = build.character(show, "Someone")
    build.status(someone, "dead", episodes[1])
    linking = build.page("Linking", "[[Someone]]")
    build.wiki.apply(edits.DeletePage(show))
    view = build.wiki.view()
    assert [page.title for page in view.pages()] == ["Linking"]
    assert view.shows() == ()
    assert view.links(linking).wanted == ("Someone",)
    assert [page.title for page, _ in view.trash()] == ["Show"]
    assert view.counts()["status_events"] == 0
    build.wiki.apply(edits.RestorePage(show))
    view = build.wiki.view()
    assert view.counts()["status_events"] == 1
    assert view.links(linking).outgoing[0].target == someone
    assert [entry.page.title for entry in view.shows()] == ["Show"]


def test_a_title_taken_meanwhile_keeps_a_page_in_the_trash(build: Builder) -> None:
    page = build.page("Title")
    build.wiki.apply(edits.DeletePage(page))
    build.page("Title")
    with pytest.raises(InvalidEdit, match="already a page"):
        build.wiki.apply(edits.RestorePage(page))


def test_pages_are_moved_and_ordered(build: Builder) -> None:
    one, two, three = (build.page(title) for title in ("One", "Two", "Three"))
    build.wiki.apply(edits.MovePage(three, None, one))
    view = build.wiki.view()
    titles = [page.title for page in sorted(view.pages(), key=lambda page: page.position)]
    assert titles == ["Three", "One", "Two"]
    build.wiki.apply(edits.MovePage(one, two))
    assert [page.title for page in build.wiki.view().path(one)] == ["Two", "One"]
    with pytest.raises(InvalidEdit, match="below itself"):
        build.wiki.apply(edits.MovePage(two, one))


def test_characters_belong_to_a_show_and_episodes_to_their_number(build: Builder) -> None:
    show, episodes = build.show()
    someone = build.character(show, "Someone")
    article = build.page("Article")
    for refused in (
        edits.MovePage(someone, None),
        edits.MovePage(someone, article),
        edits.MovePage(PageId(episodes[0]), None),
    ):
        with pytest.raises(InvalidEdit):
            build.wiki.apply(refused)


def test_data_must_fit_its_page(build: Builder) -> None:
    show, _ = build.show()
    page, other = PageId(new_id()), PageId(new_id())
    season = build.wiki.view().seasons(show)[0][0].id
    refused = [
        edits.AddPage(page, PageKind.CHARACTER, "No data", show),
        edits.AddPage(page, PageKind.ARTICLE, "Data", subject=Character(page)),
        edits.AddPage(page, PageKind.CHARACTER, "Of another", show, subject=Character(other)),
        edits.AddPage(page, PageKind.CHARACTER, "Homeless", subject=Character(page)),
        edits.AddPage(page, PageKind.SHOW, "Same code", subject=Show(page, "SHOW")),
        edits.AddPage(page, PageKind.SHOW, "Bad code", subject=Show(page, "a b")),
        edits.AddPage(page, PageKind.SEASON, "Same number", show, subject=Season(page, show, 1)),
        edits.AddPage(page, PageKind.EPISODE, "Same number", season, subject=Episode(page, season, 1)),
        edits.AddPage(page, PageKind.EPISODE, "Elsewhere", show, subject=Episode(page, season, 9)),
    ]
    for edit in refused:
        with pytest.raises(InvalidEdit):
            build.wiki.apply(edit)
    assert build.wiki.view().counts()["pages"] == 8


def test_facts_that_contradict_the_wiki_are_refused(build: Builder) -> None:
    show, episodes = build.show()
    someone, actor = build.character(show, "Someone"), build.person("Actor")
    state = build.state("dead").id
    new = FactId(new_id())
    refused: list[edits.Edit] = [
        edits.AddFact(StatusEvent(new, actor, state)),
        edits.AddFact(StatusEvent(new, someone, StateId(new_id()))),
        edits.AddFact(StatusEvent(new, someone, state, at=EpisodeId(actor))),
        edits.AddFact(Portrayal(new, show, someone, actor)),
        edits.AddFact(Portrayal(new, show, actor, someone, first=episodes[3], last=episodes[1])),
        edits.AddFact(Relationship(new, someone, actor, " ")),
        edits.AddFact(Redirect(new, "Someone", actor)),
        edits.AddFact(Redirect(new, "Someone  else", actor)),
        edits.AddFact(Name(new, PageId(new_id()), "Nobody")),
        edits.AddFact(Claim(new, someone, "property", "value", Standing.RUMOUR, supersedes=new)),
        edits.ChangeFact(Name(new, someone, "Not there")),
        edits.RemoveFact("Name", new),
    ]
    for edit in refused:
        with pytest.raises((InvalidEdit, NotFound)):
            build.wiki.apply(edit)
    assert build.wiki.view().counts()["status_events"] == 0


def test_a_fact_names_a_source_that_is_there(build: Builder) -> None:
    show, _episodes = build.show()
    someone, actor = build.character(show, "Someone"), build.person("Actor")
    new, nowhere = FactId(new_id()), SourceId(new_id())
    facts: tuple[Fact, ...] = (
        StatusEvent(new, someone, build.state("dead").id, source=nowhere),
        Claim(new, someone, "property", "value", Standing.RUMOUR, source=nowhere),
        Portrayal(new, show, actor, someone, source=nowhere),
    )
    for fact in facts:
        with pytest.raises(InvalidEdit, match="no such source") as refused:
            build.fact(fact)
        assert refused.value.field == "source"


def test_words_of_a_vocabulary_are_given_once(build: Builder) -> None:
    field = ProfileField(FactId(new_id()), PageKind.CHARACTER, "Height")
    content = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
    media = Media(FactId(new_id()), "cover.svg", hashlib.sha256(content).hexdigest(), "image/svg+xml")
    build.wiki.apply(edits.AddFact(field), edits.StoreMedia(media, content))
    again = FactId(new_id())
    refused: list[edits.Edit] = [
        edits.AddFact(replace(build.state("dead"), id=StateId(new_id()), word="Dead")),
        edits.AddFact(replace(field, id=again, name="height")),
        edits.StoreMedia(replace(media, id=again), content),
    ]
    for edit in refused:
        with pytest.raises(InvalidEdit, match="there is already a"):
            build.wiki.apply(edit)
    build.wiki.apply(
        edits.ChangeFact(replace(build.state("dead"), icon="cross")),
        edits.ChangeFact(replace(field, type="number")),
        edits.AddFact(replace(field, id=again, kind=PageKind.PERSON)),
        edits.ChangeFact(replace(media, alt="the cover")),
    )


def test_claims_do_not_supersede_one_another_in_a_circle(build: Builder) -> None:
    page = build.page("Season 2")
    first, second, third = (FactId(new_id()) for _ in range(3))
    build.fact(Claim(first, page, "status", "renewed", Standing.RUMOUR))
    build.fact(Claim(second, page, "status", "unconfirmed", Standing.RUMOUR, supersedes=first))
    build.fact(Claim(third, page, "status", "renewed", Standing.CONFIRMED, supersedes=second))
    with pytest.raises(InvalidEdit, match="supersede"):
        build.wiki.apply(edits.ChangeFact(Claim(first, page, "status", "renewed", Standing.RUMOUR, supersedes=third)))


def test_a_state_in_use_is_not_removed(build: Builder) -> None:
    show, _ = build.show()
    build.status(build.character(show, "Someone"), "dead")
    with pytest.raises(InvalidEdit, match="in use"):
        build.wiki.apply(edits.RemoveFact("State", FactId(build.state("dead").id)))
    own = State(StateId(new_id()), "cursed", "skull", "#000000", position=9)
    build.fact(own)
    build.wiki.apply(edits.RemoveFact("State", FactId(own.id)))


def test_the_cast_is_reordered(build: Builder) -> None:
    show, _ = build.show()
    plays = []
    for number in range(3):
        person, character = build.person(f"Actor {number}"), build.character(show, f"Role {number}")
        plays.append(Portrayal(FactId(new_id()), show, person, character, billing=number))
        build.fact(plays[-1])
    build.wiki.apply(edits.ReorderCast(show, (plays[2].id, plays[0].id)))
    assert [line.person for line in build.wiki.view().cast(show)] == ["Actor 2", "Actor 0", "Actor 1"]
    build.wiki.undo()
    assert [line.person for line in build.wiki.view().cast(show)] == ["Actor 0", "Actor 1", "Actor 2"]


def test_an_alternative_order_moves_every_point(build: Builder) -> None:
    show, episodes = build.show(episodes=3)
    someone = build.character(show, "Someone")
    build.status(someone, "alive")
    build.status(someone, "dead", episodes[2])
    order = AlternativeOrder(OrderId(new_id()), show, "backwards", (episodes[2], episodes[1]))
    build.fact(order)
    reader = build.wiki.view(seen(show, episodes[1]))
    assert reader.statuses(reader.characters())[0].state == build.state("alive")
    build.wiki.apply(edits.ChooseOrder(show, order.id))
    assert [each.id for each in build.wiki.view().orders().orders[0].episodes] == [
        episodes[2],
        episodes[1],
        episodes[0],
    ]
    reader = build.wiki.view(seen(show, episodes[1]))
    assert reader.statuses(reader.characters())[0].state == build.state("dead")


def test_an_episode_order_has_episodes_of_its_show_once_and_a_name_of_its_own(build: Builder) -> None:
    show, ids = build.show(episodes=2)
    _, others = build.show("Other", "other", 1)
    order = AlternativeOrder(OrderId(new_id()), show, "DVD", (ids[1], ids[0]))
    build.fact(order)
    for wrong, why in [
        (replace(order, episodes=(ids[0], others[0])), "no episode of this show"),
        (replace(order, episodes=(ids[0], ids[0])), "each episode once"),
        (replace(order, name=" "), "needs a name"),
    ]:
        with pytest.raises(InvalidEdit, match=why):
            build.wiki.apply(edits.ChangeFact(wrong))
    with pytest.raises(InvalidEdit, match="already an episode order"):
        build.fact(replace(order, id=OrderId(new_id()), name="dvd"))
    assert [each.id for each in build.wiki.view().order_as(show, order.id)] == [ids[1], ids[0]]
    assert [each.id for each in build.wiki.view().order_as(show, None)] == [ids[0], ids[1]]
    assert build.wiki.view(NOTHING_SEEN).order_as(show, None) == ()


def test_undo_and_redo_are_named_and_survive_a_restart(build: Builder) -> None:
    build.page("First")
    build.wiki.apply(edits.RenameWiki("Renamed"))
    path = build.wiki.path
    build.wiki.close()
    wiki = Wiki.open(path)
    assert wiki.undo_label() == "rename wiki"
    assert wiki.undo() is not None
    assert wiki.view().title() == "test"
    assert (wiki.undo_label(), wiki.redo_label()) == ("new page", "rename wiki")
    wiki.undo()
    assert wiki.undo() is None
    wiki.redo()
    wiki.redo()
    assert wiki.redo() is None
    assert wiki.view(EVERYTHING).title() == "Renamed"
    wiki.close()


def test_a_new_edit_ends_what_could_be_redone(build: Builder) -> None:
    build.page("First")
    build.wiki.undo()
    build.page("Second")
    assert build.wiki.redo_label() == ""


def test_a_change_says_what_was_touched(build: Builder) -> None:
    show, episodes = build.show()
    someone = build.character(show, "Someone")
    me = object()
    event = StatusEvent(FactId(new_id()), someone, build.state("dead").id, at=episodes[0])
    change = build.wiki.apply(edits.AddFact(event), initiator=me)
    assert change.label == "add status"
    assert change.facts == {"StatusEvent"}
    assert change.subjects == {someone}
    assert change.texts == frozenset()
    assert change.initiator is me
    assert not change.wiki
    assert build.wiki.apply(edits.RenameWiki("Another")).wiki


def test_what_an_episode_in_the_trash_would_reveal_is_for_the_author(build: Builder) -> None:
    show, episodes = build.show()
    someone = build.character(show, "Someone")
    build.status(someone, "alive")
    build.status(someone, "dead", episodes[1])
    build.wiki.apply(edits.DeletePage(PageId(episodes[1])))
    reader = build.wiki.view(seen(show, episodes[0]))
    assert reader.statuses(reader.characters())[0].state == build.state("alive")
    assert len(reader.status_events(someone)) == 1
    build.wiki.apply(edits.RestorePage(PageId(episodes[1])))
    assert len(build.wiki.view(seen(show, episodes[0])).status_events(someone)) == 1
    assert len(build.wiki.view(seen(show, episodes[1])).status_events(someone)) == 2


def test_an_episode_that_changes_its_season_stands_below_it(build: Builder) -> None:
    show, episodes = build.show()
    second = PageId(new_id())
    build.wiki.apply(edits.AddPage(second, PageKind.SEASON, "Second", show, subject=Season(second, show, 2)))
    moved = PageId(episodes[0])
    build.wiki.apply(edits.ChangeSubject(Episode(moved, second, 1)))
    view = build.wiki.view()
    assert [page.title for page in view.path(moved)] == ["Show", "Second", "Show episode 1"]
    assert view.orders().orders[0].episodes[-1].id == EpisodeId(moved)
    article = build.page("Article")
    with pytest.raises(InvalidEdit):
        build.wiki.apply(edits.ChangeSubject(Episode(moved, article, 1)))


def test_a_number_taken_meanwhile_keeps_an_episode_in_the_trash(build: Builder) -> None:
    show, episodes = build.show()
    season = build.wiki.view().seasons(show)[0][0].id
    build.wiki.apply(edits.DeletePage(PageId(episodes[2])))
    other = PageId(new_id())
    build.wiki.apply(edits.AddPage(other, PageKind.EPISODE, "Other", season, subject=Episode(other, season, 3)))
    with pytest.raises(InvalidEdit, match="episode 3 already"):
        build.wiki.apply(edits.RestorePage(PageId(episodes[2])))


def test_what_others_refer_to_is_not_removed(build: Builder) -> None:
    show, _ = build.show()
    source = Source(SourceId(new_id()), SourceKind.INTERVIEW, "A talk")
    build.fact(source)
    build.fact(Claim(FactId(new_id()), show, "season 2", "coming", Standing.RUMOUR, source.id))
    with pytest.raises(InvalidEdit, match="still referred to"):
        build.wiki.apply(edits.RemoveFact("Source", FactId(source.id)))
    assert build.wiki.view().claims()[0].source == source


def test_a_new_page_that_was_written_in_is_not_undone_away(build: Builder) -> None:
    page = build.page("New")
    build.wiki.apply(edits.SavePage(page, "hours of work"))
    with pytest.raises(UndoConflict):
        build.wiki.undo()
    assert build.wiki.view().text(page).body == "hours of work"


def test_a_save_that_meets_another_within_one_revision_is_stale(build: Builder) -> None:
    page = build.page("Page", "one")
    build.wiki.apply(edits.SavePage(page, "one two", closing=False))
    base = build.wiki.view().text(page).revision
    assert base is not None
    build.wiki.apply(edits.SavePage(page, "one two three", base.id, closing=False))
    with pytest.raises(EditConflict):
        build.wiki.apply(edits.SavePage(page, "something else", base.id, closing=False))


def test_a_hidden_page_of_the_same_name_changes_nothing_for_a_reader(build: Builder) -> None:
    show, episodes = build.show()
    known = build.character(show, "Kim Min-ji")
    build.fact(Name(FactId(new_id()), known, "Min-ji"))
    linking = build.page("Linking", "[[min-JI]]", reviewed=True)
    reader = build.wiki.view(seen(show, episodes[0]))
    before = reader.links(linking), reader.links(known).backlinks
    hidden = build.character(show, "Park Min-ji", episodes[3])
    build.fact(Name(FactId(new_id()), hidden, "Min-JI"))
    assert (reader.links(linking), reader.links(known).backlinks) == before
    assert before[1] == ((linking, "Linking"),)
