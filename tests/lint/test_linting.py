"""A saved page is looked at anew by itself, fixes are safe and one step of undo, names are whole words."""

from datetime import date

import pytest

from fanwiki.domain.edits import AddPage, RenamePage, SavePage
from fanwiki.domain.entities import Redirect
from fanwiki.domain.errors import EditConflict
from fanwiki.domain.ids import FactId, PageId, new_id
from fanwiki.domain.named import Names
from fanwiki.domain.vocabulary import PageKind
from fanwiki.lint.linting import Linting, in_order
from fanwiki.lint.rule import Finding, fix_label, fix_words, fixing_edits
from fanwiki.wiki import Wiki
from tests.building import Builder

TODAY = date(2026, 7, 1)

Said = set[tuple[str, str, int | None, str]]


def _said(findings: list[Finding]) -> Said:
    return {(each.rule, each.title, each.line, each.message) for each in findings}


def _all(wiki: Wiki, linting: Linting | None = None, only: str = "") -> list[Finding]:
    steps = (linting or Linting(TODAY, only)).run(wiki.view())
    return [finding for step in steps for each in step.found.values() for finding in each]


def test_a_saved_page_is_looked_at_by_itself(wiki: Wiki) -> None:
    build = Builder(wiki)
    build.show()
    hub = build.page("Hub", "[[Leaf]] [[Twig#Top]] [[Category:Trees]]")
    build.page("Leaf", "[[Hub]]")
    twig = build.page("Twig", "## Top\n\n[[Hub]]")
    linting = Linting(TODAY)
    found = {page: each for step in linting.run(wiki.view()) for page, each in step.found.items()}
    for page, text in (
        (hub, "[[Lost]] ![[no.png]]\n\n## Hollow"),
        (twig, "## Other\n\n[[Hub#Hollow]]"),
        (hub, "[[Twig#Top]] [[Leaf]] [[Category:Trees]]"),
        (twig, "[[Leaf]]"),
    ):
        step = linting.after(wiki.view(), wiki.apply(SavePage(page, text)))
        assert step is not None
        assert step.total < len(wiki.view().pages())
        found.update(step.found)
        # The day on which other pages are in a category at all is the one thing that a whole run alone tells.
        known = [each for findings in found.values() for each in findings if each.rule != "uncategorised"]
        assert _said(known) == _said([each for each in _all(wiki) if each.rule != "uncategorised"])


def test_what_is_no_text_takes_a_whole_run(wiki: Wiki) -> None:
    page = Builder(wiki).page("Leaf")
    linting = Linting(TODAY)
    assert linting.after(wiki.view(), wiki.apply(SavePage(page, "a"))) is None
    list(linting.run(wiki.view()))
    assert linting.after(wiki.view(), wiki.apply(SavePage(page, "b"))) is not None
    assert linting.after(wiki.view(), wiki.apply(RenamePage(page, "Twig"))) is None


def test_a_run_tells_how_far_it_is_and_can_be_left(wiki: Wiki) -> None:
    edits = [AddPage(PageId(new_id()), PageKind.ARTICLE, f"Page {n:03}") for n in range(250)]
    wiki.apply(*edits)
    steps = Linting(TODAY).run(wiki.view())
    first = next(steps)
    assert (first.done, first.total) == (100, 250)
    steps.close()  # type: ignore[attr-defined]  # a generator
    wiki.apply(SavePage(edits[0].id, "still writable"))


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
    assert {each.page for each in found} == set(pages)
    assert {each.line for each in found} == {1}
    assert _mend(wiki, "near-equal-categories") == []
    assert set(wiki.view().all_categories()) == {"Survivors"}
    wiki.undo()
    assert set(wiki.view().all_categories()) == {"Survivors", "Survivers"}
