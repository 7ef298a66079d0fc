"""What stands around a page: who links to it, in which words, and who names it without a link."""

import pytest

from fanwiki.domain.edits import SavePage
from fanwiki.domain.entities import Name
from fanwiki.domain.errors import EditConflict
from fanwiki.domain.ids import FactId, new_id
from fanwiki.domain.vocabulary import NameKind
from fanwiki.markup import link_titles, links_in, plain_spans
from fanwiki.wiki import Wiki
from fanwiki.wiki.reading.surroundings import linked
from tests.building import Builder, seen


def test_plain_text_is_told_from_links_and_code() -> None:
    text = "a [[b|c]] d `e` f %% g %% h <i> j {{k|l}}\n\n    code\n\n| m | [[n\\|o]] |\n|---|---|\n| p | q |\n"
    plain = "".join(text[start:end] for start, end, _ in plain_spans(text))
    assert [letter for letter in "abcdefghijklmnopq" if letter in plain] == list("adfhjmpq")
    assert [cell for start, end, cell in plain_spans(text) if "p" in text[start:end]] == [True]


def test_links_are_found_where_they_stand() -> None:
    text = "see [[b#x|c]], ![[d]] and {{T|x}}"
    assert [(text[start:][:3], title) for start, title in links_in(text)] == [
        ("[[b", "b"),
        ("[[d", "d"),
        ("{{T", "Template:T"),
    ]
    assert [text[start:end] for start, end in link_titles(text)] == ["[[b#x", "[[d]]", "{{T"]


@pytest.mark.parametrize(
    "said", ["온조가 왔다", "온조는 왔다", "온조의 집", "온조에게 말했다", "그리고 온조, 또", "屋上で 온조"]
)
def test_korean_names_are_known_with_their_particles(wiki: Wiki, said: str) -> None:
    builder = Builder(wiki)
    show, _ = builder.show()
    onjo = builder.character(show, "Nam On-jo")
    builder.fact(Name(FactId(new_id()), onjo, "온조", NameKind.NATIVE, "ko"))
    other = builder.page("Other", said)
    (spot,) = wiki.view().mentions(onjo)
    assert (spot.page, spot.name, spot.line) == (other, "온조", 1)
    assert spot.snippet.text[slice(*spot.snippet.marks[0])] == "온조"
    wiki.apply(*linked(wiki.view().page(onjo), [spot], wiki.view().bodies([other])))
    assert wiki.view().text(other).body == said.replace("온조", "[[Nam On-jo|온조]]")
    assert wiki.view().mentions(onjo) == ()


@pytest.mark.parametrize("said", ["온조각", "[[Nam On-jo|온조]]", "`온조`", "%% 온조 %%", "남온조가"])
def test_what_is_no_mention(wiki: Wiki, said: str) -> None:
    builder = Builder(wiki)
    show, _ = builder.show()
    onjo = builder.character(show, "Nam On-jo")
    builder.fact(Name(FactId(new_id()), onjo, "온조", NameKind.NATIVE, "ko"))
    builder.page("Other", said)
    assert wiki.view().mentions(onjo) == ()


def test_all_mentions_become_links(wiki: Wiki) -> None:
    builder = Builder(wiki)
    page = builder.page("Nam-ra")
    body = "Nam-ra runs.\n\n| who | Nam-ra |\n|---|---|\n| x | and Nam-ra too |\n\nNam-ras and [[Nam-ra]]."
    other = builder.page("Other", body)
    view = wiki.view()
    spots = view.mentions(page)
    assert [spot.line for spot in spots] == [1, 3, 5]
    wiki.apply(*linked(view.page(page), spots, view.bodies([other])))
    assert wiki.view().text(other).body.count("[[Nam-ra]]") == 4
    wiki.apply(SavePage(other, "Something else"))
    with pytest.raises(EditConflict):
        linked(view.page(page), spots, wiki.view().bodies([other]))


def test_what_links_here_says_in_which_words(wiki: Wiki) -> None:
    builder = Builder(wiki)
    page = builder.page("The roof")
    builder.page("Other", "One line.\n\nThey go to **[[the roof|that roof]]** again.")
    (spot,) = wiki.view().linking_spots(page)
    assert (spot.title, spot.line, spot.snippet.text) == ("Other", 3, "They go to that roof again.")


def test_no_mention_outruns_the_viewpoint(wiki: Wiki) -> None:
    builder = Builder(wiki)
    show, episodes = builder.show()
    page = builder.character(show, "Nam-ra", episodes[0])
    builder.fact(Name(FactId(new_id()), page, "Queen", revealed_at=episodes[3]))
    builder.character(
        show, "Other", episodes[0], "Queen! ||S1E03: Nam-ra falls.||\n\n::: reveal S1E05\nNam-ra rises.\n:::"
    )
    early, late = wiki.view(seen(show, episodes[1])), wiki.view(seen(show, episodes[5]))
    assert early.mentions(page) == ()
    assert [spot.snippet.text for spot in wiki.view(seen(show, episodes[2])).mentions(page)] == ["Queen! Nam-ra falls."]
    assert len(late.mentions(page)) == 3
