"""Two real dumps: nothing a reader saw is lost, and nobody is taken for somebody else."""

from collections import defaultdict
from pathlib import Path

import pytest

from fanwiki.domain.vocabulary import PageKind
from fanwiki.importers.mediawiki.dump import DumpReader
from fanwiki.importers.mediawiki.survey import title_of
from fanwiki.importers.source import open_source
from fanwiki.wiki import Wiki
from fanwiki.wiki.checking import check
from tests.conftest import Tell
from tests.importers.dumps import imported
from tests.importers.losses import FILE_NAME, JOINED, PREFIX, losses

DATA = Path(__file__).parents[3] / "shared" / "data" / "mediawiki"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="../shared is not there")


def test_inception(tmp_path: Path, tell: Tell) -> None:
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
    missing = losses(wiki, source)
    tell(f"Inception: {missing}")
    assert missing.kept >= 0.995
    assert missing.lost == {}
    assert dict(missing.causes) == {FILE_NAME: 1}
    assert not check(wiki.path)
    wiki.close()


def test_weird_al(tmp_path: Path, tell: Tell) -> None:
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
    missing = losses(wiki, source)
    tell(f"Weird Al: {missing}")
    assert missing.kept >= 0.995
    assert missing.lost == {}
    assert dict(missing.causes) == {FILE_NAME: 3, PREFIX: 1, JOINED: 14}
    assert not check(wiki.path)
    wiki.close()
