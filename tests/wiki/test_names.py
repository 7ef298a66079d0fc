"""One character is found by each of her names, however it is written, and by none before it is revealed."""

import pytest

from fanwiki.domain.entities import Name
from fanwiki.domain.errors import NotFound
from fanwiki.domain.ids import FactId, PageId, new_id
from fanwiki.domain.vocabulary import NameKind
from fanwiki.wiki import Wiki
from tests.building import Builder, seen

NAMES = ["온조", "On-jo", "Onjo", "Nam On-jo"]


@pytest.fixture
def build(wiki: Wiki) -> Builder:
    return Builder(wiki)


def on_jo(build: Builder) -> PageId:
    """A character who has a title and a native name alone, and others around her."""
    show, ids = build.show()
    page = build.character(show, "Nam On-jo")
    build.fact(Name(FactId(new_id()), page, "남온조", NameKind.NATIVE, "ko", ids[1]))
    build.character(show, "Nam So-ju")
    build.person("Park Ji-hu")
    return page


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_looked_up_and_searched(build: Builder, name: str) -> None:
    page = on_jo(build)
    view = build.wiki.view()
    assert view.look_up(name).id == page
    assert view.search(name)[0].page == page


def test_a_name_finds_nothing_before_its_reveal(build: Builder) -> None:
    page = on_jo(build)
    order = build.wiki.view().orders().orders[0]
    early = build.wiki.view(seen(order.show, order.at(1).id))
    late = build.wiki.view(seen(order.show, order.at(2).id))
    for name in ("온조", "남온조"):
        with pytest.raises(NotFound):
            early.look_up(name)
        assert early.search(name) == ()
        assert late.look_up(name).id == late.search(name)[0].page == page
    assert early.look_up("Onjo").id == page


def test_a_name_that_may_be_several_is_told(build: Builder) -> None:
    show, _ = build.show()
    build.character(show, "Kim Ji-min")
    build.character(show, "Park Jimin")
    with pytest.raises(NotFound, match="“Kim Ji-min”, “Park Jimin”"):
        build.wiki.view().look_up("Ji-min")


@pytest.mark.parametrize("name", NAMES)
def test_a_link_finds_each_name_that_is_known(build: Builder, name: str) -> None:
    show, ids = build.show()
    page = build.character(show, "Nam On-jo")
    for text in NAMES[:3]:
        build.fact(Name(FactId(new_id()), page, text, revealed_at=ids[1]))
    linking = build.page("Linking", f"[[{name}]]", reviewed=True)
    for viewpoint, expected in ((ids[1], [page]), (ids[0], [page] if name == "Nam On-jo" else [])):
        out = build.wiki.view(seen(show, viewpoint)).links(linking).outgoing
        assert [link.target for link in out] == expected
