"""What the prose says of its own time, found when it is old, and only as far as it may be read."""

from datetime import date, timedelta

from fanwiki.domain.edits import AddPage
from fanwiki.domain.ids import PageId, new_id
from fanwiki.domain.vocabulary import PageKind
from fanwiki.markup import parse
from fanwiki.wiki import Wiki
from fanwiki.wiki.reading.statements import statements_in
from tests.building import Builder, seen

BODY = """# News

The show is
as of this
writing not renewed. It is loved.

::: reveal S1E02
The villain's fate is yet to be shown.
:::

Later[^1].

[^1]: A date has not been announced.
"""
LATER = date.today() + timedelta(days=800)


def test_phrases_are_found_across_lines_with_their_sentence() -> None:
    document = parse(BODY)
    found = statements_in(BODY, document, [passage.text for passage in document.passages])
    assert [(each.line, each.phrase) for each in found] == [
        (3, "as of this writing"),
        (7, "yet to be"),
        (12, "has not been announced"),
    ]
    assert found[0].text == "The show is as of this writing not renewed."
    assert statements_in(BODY, document, []) == ()


def test_only_old_pages_and_seen_passages_are_listed(wiki: Wiki) -> None:
    build = Builder(wiki)
    show, episodes = build.show()
    page = PageId(new_id())
    wiki.apply(AddPage(page, PageKind.ARTICLE, "News", show, BODY, reviewed=True))
    assert wiki.view().stale_statements() == ()
    assert [each.line for each in wiki.view().stale_statements(LATER)] == [3, 7, 12]
    early = wiki.view(seen(show, episodes[0])).stale_statements(LATER)
    assert [(each.page, each.line) for each in early] == [(page, 3), (page, 12)]
