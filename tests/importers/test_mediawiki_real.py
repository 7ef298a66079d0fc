"""Two real dumps: nothing a reader saw is lost, and nobody is taken for somebody else."""

from collections import Counter, defaultdict
from pathlib import Path

import pytest

from fanwiki.domain.vocabulary import PageKind
from fanwiki.importers.mediawiki.dump import DumpReader
from fanwiki.importers.mediawiki.survey import redirect_of, title_of
from fanwiki.importers.source import open_source
from fanwiki.wiki import Wiki
from fanwiki.wiki.checking import check
from tests.importers.dumps import imported
from tests.importers.words import page_words, source_words

DATA = Path(__file__).parents[3] / "shared" / "data" / "mediawiki"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="../shared is not there")


def lost_words(wiki: Wiki, source: Path) -> tuple[float, dict[str, int]]:
    """The share of words of all articles that is kept, and how many are missing by article."""
    total, missing = 0, Counter[str]()
    with wiki.view().together() as view, open_source(source) as opened:
        ids = {each.title: each.id for each in view.pages()}
        reader = DumpReader(opened)
        for each in reader.pages():
            namespace, title = title_of(each, reader.site)
            if namespace != 0 or redirect_of(each, reader.site) is not None:
                continue
            said = source_words(each.revisions[-1].text or "", reader.site)
            total += said.total()
            missing[title] += (said - page_words(view, ids[title])).total()
    return 1 - missing.total() / total, {title: count for title, count in missing.items() if count}


def test_inception(tmp_path: Path) -> None:
    source = DATA / "inception_pages_current.xml.gz"
    wiki = Wiki.create(tmp_path / "inception.fanwiki")
    report = imported(wiki, source)
    view = wiki.view()
    assert report.read == 3508
    articles = [each for each in view.pages() if each.kind not in (PageKind.CATEGORY, PageKind.TEMPLATE)]
    made = {"Johnathan Geare", "Josh McFarland", "Shannon Welles", "Jack Gilroy", "Tai-Li Lee"}
    from_dump = [each for each in articles if each.title not in made]
    assert len(from_dump) + sum(1 for each in articles if each.title == "Johnathan Geare") >= 125
    statuses = [each for each in view.statuses(view.characters()) if each.state is not None]
    assert len(statuses) >= 17
    assert {each.name for each in statuses if each.state and each.state.word == "dead"} == {
        "Mallorie Cobb",
        "Maurice Fischer",
    }
    assert len(view.cast(view.shows()[0].page.id)) >= 17
    assert view.find("Mal").title == "Mallorie Cobb"
    kept, _ = lost_words(wiki, source)
    assert kept >= 0.995
    assert not check(wiki.path)
    wiki.close()


def test_weird_al(tmp_path: Path) -> None:
    source = DATA / "weirdal_pages_current.xml.gz"
    wiki = Wiki.create(tmp_path / "al.fanwiki")
    report = imported(wiki, source)
    view = wiki.view()
    with open_source(source) as opened:
        reader = DumpReader(opened)
        ways = [title_of(each, reader.site) for each in reader.pages()]
    articles = [title for namespace, title in ways if namespace == 0]
    assert len(articles) == 1121
    alike: dict[str, list[str]] = defaultdict(list)
    for title in articles:
        alike[title.casefold()].append(title)
    alike_titles = [titles for titles in alike.values() if len(titles) > 1]
    assert sum(len(titles) * (len(titles) - 1) // 2 for titles in alike_titles) == 55
    known = {text for text, _, _, _ in view.titles()}
    assert [title for titles in alike_titles for title in titles if title not in known] == []
    lost = [title for title in articles if title not in known]
    assert len(lost) == sum(count for (what, _), count in report.skipped.items() if what == "redirects")
    kept, missing = lost_words(wiki, source)
    assert kept >= 0.995, missing
    assert not check(wiki.path)
    wiki.close()
