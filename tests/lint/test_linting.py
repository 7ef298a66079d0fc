"""A saved page is looked at anew by itself, fixes are safe and one step of undo, names are whole words."""

from datetime import date

import pytest

from fanwiki.domain.changes import Change
from fanwiki.domain.edits import AddFact, AddPage, ChangeSubject, DeletePage, Edit, RenamePage, SavePage, StoreMedia
from fanwiki.domain.entities import AlternativeOrder, Appearance, Claim, Redirect, Show, StatusEvent, TalkNote
from fanwiki.domain.errors import DamagedWiki, EditConflict
from fanwiki.domain.ids import FactId, OrderId, PageId, new_id
from fanwiki.domain.images import new_picture
from fanwiki.domain.named import Names
from fanwiki.domain.vocabulary import PageKind, Standing
from fanwiki.lint.linting import Linting, Step, in_order, touched
from fanwiki.lint.listed import Listed
from fanwiki.lint.rule import Finding, fix_label, fix_words, fixing_edits
from fanwiki.lint.survey import Survey
from fanwiki.wiki import View, Wiki
from tests.building import Builder

TODAY = date(2026, 7, 1)

Said = set[tuple[str, str, int | None, str]]


def _said(findings: list[Finding]) -> Said:
    return {(each.rule, each.title, each.line, each.message) for each in findings}


def _all(wiki: Wiki, linting: Linting | None = None, only: str = "") -> list[Finding]:
    steps = (linting or Linting(TODAY, only)).run(wiki.view())
    return [finding for step in steps for each in step.found.values() for finding in each]


def _linted(wiki: Wiki) -> tuple[Linting, Listed]:
    """Somebody who has looked at everything, and what was found."""
    linting, listed = Linting(TODAY), Listed()
    for step in linting.run(wiki.view()):
        listed.put(step.found)
    return linting, listed


def _told(linting: Linting, listed: Listed, wiki: Wiki, change: Change) -> int:
    """Has somebody look again after a change; answers at how many pages."""
    linting.take_in(touched(change))
    looked_at: set[PageId | None] = set()
    for step in linting.run(wiki.view()):
        listed.put(step.found)
        looked_at |= step.found.keys()
    return len(looked_at - {None})


def test_a_saved_page_is_looked_at_by_itself(wiki: Wiki) -> None:
    build = Builder(wiki)
    build.show()
    hub = build.page("Hub", "[[Leaf]] [[Twig#Top]] [[Category:Trees]]")
    leaf = build.page("Leaf", "[[Hub]] [[Category:Trees]]")
    twig = build.page("Twig", "## Top\n\n[[Hub]]")
    for number in range(5):
        build.page(f"Moss {number}", "[[Leaf]] [[Category:Moss]]")
    linting, listed = _linted(wiki)
    for page, text in (
        (hub, "[[Lost]] ![[no.png]]\n\n## Hollow"),
        (twig, "## Other\n\n[[Hub#Hollow]]"),
        (hub, "[[Twig#Top]] [[Leaf]] [[Category:Tress]]"),
        (hub, "[[Twig#Top]] [[Leaf]] [[Category:Trees]]"),
        (twig, "[[Leaf]]"),
        (leaf, "#REDIRECT [[Hub]]"),
        (leaf, "#REDIRECT [[Twig]]"),
        (leaf, "no redirect"),
    ):
        looked_at = _told(linting, listed, wiki, wiki.apply(SavePage(page, text)))
        assert 1 <= looked_at < len(wiki.view().pages())
        assert _said(list(listed)) == _said(_all(wiki))


def test_the_first_category_and_the_last_concern_every_page(wiki: Wiki) -> None:
    page = Builder(wiki).page("Leaf", "[[Twig]]")
    other = Builder(wiki).page("Twig", "[[Leaf]]")
    linting, listed = _linted(wiki)
    _told(linting, listed, wiki, wiki.apply(SavePage(page, "[[Twig]] [[Category:Trees]]")))
    assert [each.page for each in listed if each.rule == "uncategorised"] == [other]
    _told(linting, listed, wiki, wiki.apply(SavePage(page, "[[Twig]]")))
    assert "uncategorised" not in listed.counts()


def test_what_is_no_text_has_everything_looked_at_and_what_it_touched_first(wiki: Wiki) -> None:
    pages = [PageId(new_id()) for _ in range(120)]
    wiki.apply(*(AddPage(id, PageKind.ARTICLE, f"Page {number:03}") for number, id in enumerate(pages)))
    linting, listed = _linted(wiki)
    linting.take_in(touched(wiki.apply(RenamePage(pages[-1], "Twig"))))
    looked_at = [page for step in linting.run(wiki.view()) for page in step.found]
    assert looked_at[0] == pages[-1]
    assert set(looked_at) == {None, *pages}
    linting.take_in(touched(wiki.apply(DeletePage(pages[0]))))
    for step in linting.run(wiki.view()):
        listed.put(step.found)
    assert not [each for each in listed if each.page == pages[0]]


def test_a_claim_or_an_appearance_is_a_matter_of_its_page(wiki: Wiki) -> None:
    build = Builder(wiki)
    show, episodes = build.show()
    people = [build.character(show, f"Somebody {number}", episodes[number]) for number in range(4)]
    linting, listed = _linted(wiki)
    pages = len(wiki.view().pages())
    for fact, looked_at in (
        (Claim(FactId(new_id()), people[0], "fate", "open", Standing.SPECULATION), 1),
        (Appearance(FactId(new_id()), people[3], episodes[0]), pages),
        (Appearance(FactId(new_id()), people[2], episodes[0]), 1),
        (TalkNote(FactId(new_id()), people[2], "somebody", "2026-07-01T00:00:00+00:00", "A note"), 0),
    ):
        seen = _told(linting, listed, wiki, wiki.apply(AddFact(fact)))
        # The episode may be touched by who appears in it.
        assert looked_at <= seen <= looked_at + 1
        assert _said(list(listed)) == _said(_all(wiki))
    assert listed.counts()["unsourced-claim"] == 1
    assert listed.counts()["first-after-last"] == 2


def test_the_wiki_is_taken_in_as_a_view_has_it(sample: Wiki, monkeypatch: pytest.MonkeyPatch) -> None:
    """In slices, with pages in the trash, several shows and an order of one's own."""
    show, episodes = Builder(sample).show("Another", "another", episodes=4)
    order = AlternativeOrder(OrderId(new_id()), show, "backwards", tuple(reversed(episodes)))
    sample.apply(AddFact(order), ChangeSubject(Show(show, "another", order=order.id)))
    sample.apply(DeletePage(sample.view().find("Episode 3").id))
    whole = _said(_all(sample))
    monkeypatch.setattr("fanwiki.store.slices._PAGES", 3)
    monkeypatch.setattr("fanwiki.store.slices._FACTS", 2)
    view, survey = sample.view(), Survey(sample.view(), TODAY)
    assert len(list(survey.take())) > len(view.pages()) / 3
    assert survey.orders == view.orders()
    assert set(survey.pages.values()) == set(view.pages())
    locks = view.locks()
    assert all(survey.locks_of(page.id) == locks.get(page.id, {}) for page in view.pages())
    assert all(survey.locks_of(event.id) == locks.get(event.id, {}) for event in view.facts(StatusEvent))
    assert _said(_all(sample)) == whole


def _changes(pages: list[PageId]) -> list[Edit]:
    """Changes of texts, titles and facts."""
    return [
        SavePage(pages[3], "[[Nowhere]] [[Category:Trees]]"),
        AddFact(Redirect(FactId(new_id()), "Nowhere", pages[4])),
        SavePage(pages[130], "[[Page 131]] [[Elsewhere]]"),
        RenamePage(pages[131], "Elsewhere", redirect=False),
        DeletePage(pages[132]),
        SavePage(pages[5], "#REDIRECT [[Page 006]]"),
        SavePage(pages[1], "[[Page 005]]"),
    ]


@pytest.mark.parametrize("texts_alone", [True, False])
@pytest.mark.parametrize("after", range(7))
def test_what_is_changed_while_it_looks_is_neither_lost_nor_stale(wiki: Wiki, after: int, *, texts_alone: bool) -> None:
    """Each change comes between two steps, the first after so many: while the wiki is read, and while it is judged."""
    pages = [PageId(new_id()) for _ in range(140)]
    bodies = [f"[[Page {(number + 1) % 140:03}]]" for number in range(140)]
    wiki.apply(*(AddPage(id, PageKind.ARTICLE, f"Page {n:03}", body=bodies[n]) for n, id in enumerate(pages)))
    linting, listed, changes = Linting(TODAY), Listed(), _changes(pages)
    for number in range(after):
        step = linting.step(wiki.view())
        assert step is not None, f"there are but {number} steps"
        listed.put(step.found)
    for edit in (edit for edit in changes if isinstance(edit, SavePage) or not texts_alone):
        linting.take_in(touched(wiki.apply(edit)))
        step = linting.step(wiki.view())
        assert step is not None
        listed.put(step.found)
    for step in linting.run(wiki.view()):
        listed.put(step.found)
    assert _said(list(listed)) == _said(_all(wiki))


def test_it_begins_anew_after_an_error(wiki: Wiki, monkeypatch: pytest.MonkeyPatch) -> None:
    Builder(wiki).page("Leaf", "[[Nowhere]]")
    linting = Linting(TODAY)
    assert linting.step(wiki.view()) is not None
    with monkeypatch.context() as patch:
        patch.setattr(View, "fact_slice", _damaged)
        linting.take_in(touched(Change("", wiki=True)))
        with pytest.raises(DamagedWiki):
            linting.step(wiki.view())
    assert "wanted-page" in {each.rule for step in linting.run(wiki.view()) for each in _found(step)}


def _damaged(*_: object) -> None:
    raise DamagedWiki("the wiki is damaged")


def _found(step: Step) -> list[Finding]:
    return [finding for each in step.found.values() for finding in each]


def test_a_run_tells_how_far_it_is_and_lets_saves_through(wiki: Wiki) -> None:
    edits = [AddPage(PageId(new_id()), PageKind.ARTICLE, f"Page {n:03}") for n in range(250)]
    wiki.apply(*edits)
    told: list[tuple[int, int]] = []
    for number, step in enumerate(Linting(TODAY).run(wiki.view())):
        told.append((step.done, step.total))
        wiki.apply(SavePage(edits[0].id, f"saved between two steps: {number}"))
    assert told[0] == (250, 0)
    assert told[-5:] == [(50, 250), (100, 250), (150, 250), (200, 250), (250, 250)]


def test_findings_come_out_in_order_however_they_came_in(sample: Wiki) -> None:
    steps = list(Linting(TODAY).run(sample.view()))
    every = in_order(finding for step in steps for finding in _found(step))
    listed = Listed()
    for step in reversed(steps):
        listed.put({page: found[:1] for page, found in step.found.items()})
        assert listed.put(step.found) is any(len(found) > 1 for found in step.found.values())
        assert not listed.put(step.found)
    assert list(listed) == every
    assert sum(listed.counts().values()) == len(every)
    rules = {finding.rule for finding in every[:10]}
    assert listed.first(5, rules) == [finding for finding in every if finding.rule in rules][:5]


def test_prose_is_put_under_a_reveal_in_one_step(wiki: Wiki) -> None:
    build = Builder(wiki)
    show, episodes = build.show()
    build.character(show, "Late Comer", episodes[3])
    body = "Safe words.\n\nThen Late Comer\narrives.\n\nMore."
    page = build.page("Tale", body, reviewed=True, safe_from=episodes[0])
    (finding,) = _all(wiki, only="early-name")
    assert (finding.title, finding.line) == ("Tale", 3)
    assert finding.fix is not None
    wiki.apply(*fixing_edits(finding.fix, wiki.view()), label="put under a reveal")
    text = wiki.view().text(page).body
    assert text == "Safe words.\n\n::: reveal S1E04\nThen Late Comer\narrives.\n:::\n\nMore."
    assert _all(wiki, only="early-name") == []
    wiki.undo()
    assert wiki.view().text(page).body == body
    wiki.apply(SavePage(page, "Other.\n\nwords\nhere."))
    with pytest.raises(EditConflict):
        fixing_edits(finding.fix, wiki.view())


def test_all_that_a_block_names_too_early_is_one_finding(wiki: Wiki) -> None:
    build = Builder(wiki)
    show, episodes = build.show()
    for number, name in enumerate(("Ha-ri Jang", "Mi-jin Park", "Dae-su Yang", "Su-hyeok Lee", "Gwi-nam Yoon")):
        build.character(show, name, episodes[number % 3 + 1])
    build.page("Two", "Ha-ri Jang meets Mi-jin Park.\n\nDae-su Yang sings.", reviewed=True, safe_from=episodes[0])
    every = "Ha-ri Jang, Mi-jin Park, Dae-su Yang, Su-hyeok Lee and Gwi-nam Yoon."
    build.page("Five", every, reviewed=True, safe_from=episodes[0])
    found = in_order(_all(wiki, only="early-name"))
    assert [(each.title, each.line) for each in found] == [("Five", 1), ("Two", 1), ("Two", 3)]
    assert found[0].message == (
        "names “Ha-ri Jang” (S1E02), “Mi-jin Park” (S1E03), “Dae-su Yang” (S1E04), “Su-hyeok Lee” (S1E02) and 1 more, "
        "which are revealed there, to readers who have not seen that"
    )
    assert found[1].message.startswith("names “Ha-ri Jang” (S1E02) and “Mi-jin Park” (S1E03), which are")
    assert found[2].message.startswith("names “Dae-su Yang”, which is revealed at S1E04, to")
    assert fix_words(found[0].fix) == "Line 1 will be read from S1E04 on." if found[0].fix else False


def test_the_line_is_that_of_the_link_and_not_of_what_looks_like_it(wiki: Wiki) -> None:
    Builder(wiki).page("Tale", "One writes `[[Nowhere]]`.\n\n%% [[Nowhere]] %%\n\nSee\n[[Nowhere]].")
    assert [each.line for each in _all(wiki, only="wanted-page")] == [6]


def test_a_file_is_looked_at_on_a_page_that_shows_it(wiki: Wiki) -> None:
    for name in ("roof.png", "stairs.png"):
        content = b"\x89PNG\r\n\x1a\n" + name.encode()
        wiki.apply(StoreMedia(new_picture(name, content, ""), content))
    page = Builder(wiki).page("Tale", "Up there: ![[roof.png]]")
    linting, listed = _linted(wiki)
    described = [(each.title, each.page) for each in listed if each.rule == "missing-alt"]
    assert described == [("roof.png", page), ("stairs.png", None)]
    _told(linting, listed, wiki, wiki.apply(SavePage(page, "Down there: ![[stairs.png]]")))
    described = [(each.title, each.page) for each in listed if each.rule == "missing-alt"]
    assert described == [("roof.png", None), ("stairs.png", page)]
    assert _said(list(listed)) == _said(_all(wiki))


def test_what_is_about_one_thing_stands_together(wiki: Wiki) -> None:
    build = Builder(wiki)
    for title, body in (("A", "[[Yonder]] [[Nowhere]]"), ("B", "[[Nowhere]]"), ("C", "[[Yonder]]")):
        build.page(title, body)
    found = in_order(_all(wiki, only="wanted-page"))
    assert [(each.title, each.about) for each in found] == [
        ("A", "nowhere"), ("B", "nowhere"), ("A", "yonder"), ("C", "yonder"),
    ]  # fmt: skip


def test_findings_stand_the_gravest_first(sample: Wiki) -> None:
    severities = [each.severity for each in in_order(_all(sample))]
    assert severities == sorted(severities, key=["error", "warning", "note"].index)


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("On-jo", "On-jo.", True),
        ("On-jo", "on-jo", False),
        ("On-jo", "On-jox", False),
        ("온조", "온조가 온다", True),
        ("온조", "온조는", True),
        ("온조", "온조각", False),
        ("青山", "昨日青山は来た", True),
        ("青山", "青空", False),
        ("Nam", "Nam On-jo", False),
        ("Arthur", "Arthur comes", True),
        ("Arthur", "Arthur Dayne comes", False),
        ("Late Comer", "Late Comer Comes", True),
    ],
)
def test_names_are_whole_words(name: str, text: str, found: bool) -> None:
    page = PageId("page")
    names = Names([(name, page, {"show": 3}), ("Nam On-jo", page, {})], _never)
    assert (name in {mention.name for mention in names.mentions(text)}) is found
    assert names.may_name_hidden(text) or not found


def _never(_text: str, _page: PageId) -> bool:
    return False


def test_an_empty_section_goes_unless_something_leads_to_it(wiki: Wiki) -> None:
    build = Builder(wiki)
    page = build.page("Leaf", "Text.\n\n## Hollow\n\n## Linked\n\n## Full\n\nText.\n")
    build.page("Hub", "[[Leaf#Linked]]")
    hollow, linked = _all(wiki, only="empty-section")
    assert linked.fix is None
    assert hollow.fix is not None
    wiki.apply(*fixing_edits(hollow.fix, wiki.view()), label=fix_label(hollow.fix))
    assert wiki.view().text(page).body == "Text.\n\n\n## Linked\n\n## Full\n\nText.\n"
    with pytest.raises(EditConflict):
        fixing_edits(hollow.fix, wiki.view())
    assert wiki.undo_label() == "remove empty section"
    wiki.undo()
    assert "## Hollow" in wiki.view().text(page).body


def _mend(wiki: Wiki, rule: str) -> list[Finding]:
    """Applies the fix of the first finding of a rule as one step, and answers what the rule finds then."""
    fix = next(each.fix for each in _all(wiki, only=rule) if each.fix is not None)
    assert fix_words(fix)
    wiki.apply(*fixing_edits(fix, wiki.view()), label=fix_label(fix))
    assert wiki.undo_label() == fix_label(fix) != ""
    return _all(wiki, only=rule)


def test_double_redirects_lead_to_the_end(wiki: Wiki) -> None:
    build = Builder(wiki)
    build.page("End", "## There\n\nText.")
    build.page("Half way", "#REDIRECT [[End#There]]")
    outset = build.page("Outset", "#redirect [[Half way]]\n[[Category:Ways]]")
    build.fact(Redirect(FactId(new_id()), "Sign", outset))
    assert len(_all(wiki, only="double-redirect")) == 2
    (of_fact,) = _mend(wiki, "double-redirect")
    assert wiki.view().text(outset).body == "#redirect [[End#There]]\n[[Category:Ways]]"
    assert of_fact.message == "the redirect “Sign” leads here, and this page leads on to “End”"
    assert _mend(wiki, "double-redirect") == []
    (sign,) = wiki.view().facts(Redirect)
    assert (wiki.view().page(sign.page).title, sign.heading) == ("End", "There")
    wiki.undo()
    wiki.undo()
    assert wiki.view().text(outset).body == "#redirect [[Half way]]\n[[Category:Ways]]"
    assert len(_all(wiki, only="double-redirect")) == 2


def test_redirects_that_lead_nowhere_or_that_none_can_take_go(wiki: Wiki) -> None:
    build = Builder(wiki)
    astray = build.page("Astray", "#REDIRECT [[Nowhere]]\n")
    more = build.page("More", "#REDIRECT [[Nowhere]]\n\nAnd some text.")
    holder = build.page("Holder", "Text.")
    build.fact(Redirect(FactId(new_id()), "Later page", holder))
    build.page("Later page", "Text.")
    assert {each.title for each in _all(wiki, only="broken-redirect")} == {"Astray", "More", "Holder"}
    assert {each.title for each in _mend(wiki, "broken-redirect")} == {"More", "Holder"}
    assert [page.id for page, _ in wiki.view().trash()] == [astray]
    (left,) = _mend(wiki, "broken-redirect")
    assert (left.page, left.fix) == (more, None)
    assert wiki.view().facts(Redirect) == ()


def test_links_by_a_redirect_name_the_page_and_read_as_before(wiki: Wiki) -> None:
    build = Builder(wiki)
    page = build.page("Castle", "## Tower\n\nText.")
    build.fact(Redirect(FactId(new_id()), "Keep", page, "Tower"))
    text = build.page("Text", "[[Keep]] [[Keep|k]] ![[Keep]] `[[Keep]]` [[keep#Top]] [[Castle]]\n\n|[[Keep]]|\n|-|")
    (again,) = _mend(wiki, "link-through-redirect")
    assert wiki.view().text(text).body == (
        "[[Castle#Tower|Keep]] [[Castle#Tower|k]] ![[Castle#Tower]] `[[Keep]]` [[keep#Top]] [[Castle]]\n\n"
        "|[[Castle#Tower\\|Keep]]|\n|-|"
    )
    assert again.message == "links to “Castle” by its redirect “keep”"
    assert _mend(wiki, "link-through-redirect") == []


def test_a_link_by_a_redirect_that_is_known_later_is_left(wiki: Wiki) -> None:
    build = Builder(wiki)
    show, episodes = build.show()
    hero = build.character(show, "Hero", episodes[0])
    build.fact(Redirect(FactId(new_id()), "The masked one", hero, revealed_at=episodes[4]))
    build.page("Early", "[[The masked one]]", reviewed=True, safe_from=episodes[1])
    late = build.page("Late", "[[The masked one]]", reviewed=True, safe_from=episodes[4])
    assert [each.page for each in _all(wiki, only="link-through-redirect")] == [late]


def test_categories_that_are_one_are_merged_in_one_step(wiki: Wiki) -> None:
    build = Builder(wiki)
    pages = [build.page(f"Page {n}", "[[Category:Survivers]]\n") for n in range(2)]
    build.page("Other", "[[Category:Survivors]]")
    wiki.apply(AddPage(PageId(new_id()), PageKind.CATEGORY, "Category:Survivors"))
    found = _all(wiki, only="near-equal-categories")
    assert [(each.page, each.line) for each in found] == [(pages[0], 1)]
    assert _mend(wiki, "near-equal-categories") == []
    assert set(wiki.view().all_categories()) == {"Survivors"}
    wiki.undo()
    assert set(wiki.view().all_categories()) == {"Survivors", "Survivers"}
