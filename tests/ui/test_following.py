"""Texts that follow a rename in the background: what is asked for meanwhile does not wait for them."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from fanwiki.domain.changes import Change
from fanwiki.domain.edits import AddPage, Edit, FollowRename, RenamePage, SavePage
from fanwiki.domain.errors import WikiFileError
from fanwiki.domain.ids import PageId, new_id
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui.session import WikiSession
from fanwiki.wiki import Wiki
from tests.building import Builder
from tests.ui.patience import PATIENCE_MS
from tests.ui.writing import session_on

LINKING = 40


@pytest.fixture
def session(wiki: Wiki, monkeypatch: pytest.MonkeyPatch) -> Iterator[WikiSession]:
    monkeypatch.setattr("fanwiki.wiki.wiki._FOLLOWING_AT_ONCE", 2)
    with session_on(wiki) as session:
        yield session


@pytest.fixture
def town(wiki: Wiki) -> PageId:
    build = Builder(wiki)
    page = build.page("Town")
    wiki.apply(*(AddPage(PageId(new_id()), PageKind.ARTICLE, f"P {n}", body="[[Town]]") for n in range(LINKING)))
    return page


def bodies(wiki: Wiki) -> list[str]:
    with wiki.view().together() as view:
        return [view.text(page.id).body for page in view.pages() if page.title.startswith("P ")]


class Asking:
    """Saves a text as soon as a rename is known, and notes how far the others have followed when that is known."""

    def __init__(self, session: WikiSession) -> None:
        self.followed = -1
        self._session = session
        self._page = session.wiki.view().find("P 39").id

    def __call__(self, _renamed: Change) -> None:
        self._session.apply(SavePage(self._page, "Mine of [[Town]]."), done=self._on_saved)

    def _on_saved(self, _saved: Change) -> None:
        self.followed = bodies(self._session.wiki).count("[[City]]")


def test_a_save_does_not_wait_for_the_texts(qtbot: QtBot, session: WikiSession, town: PageId) -> None:
    asking = Asking(session)
    with qtbot.waitSignal(session.followed, timeout=PATIENCE_MS):
        session.apply(RenamePage(town, "City"), done=asking)
    assert 0 <= asking.followed <= 4
    assert sorted(bodies(session.wiki)) == ["Mine of [[City]].", *["[[City]]"] * (LINKING - 1)]
    assert session.wiki.undo_label() == "rename page"


def test_all_is_told_in_a_few_changes(qtbot: QtBot, session: WikiSession, town: PageId) -> None:
    told: list[Change] = []
    session.changed.connect(told.append)
    with qtbot.waitSignal(session.followed, timeout=PATIENCE_MS) as followed:
        session.apply(RenamePage(town, "City"))
    assert followed.args is not None
    (whole,) = followed.args
    assert told[0].pages == {town}
    assert len(told) - 1 < LINKING / 2
    assert len(whole.texts) == LINKING
    assert frozenset().union(*(change.texts for change in told)) == whole.texts


def test_one_rename_after_the_other_is_followed(qtbot: QtBot, session: WikiSession, town: PageId) -> None:
    with qtbot.waitSignals([session.followed] * 2, timeout=PATIENCE_MS):
        session.apply(RenamePage(town, "City"))
        session.apply(RenamePage(town, "Capital"))
    assert set(bodies(session.wiki)) == {"[[Capital]]"}


def test_undo_does_not_wait_for_the_texts(qtbot: QtBot, session: WikiSession, town: PageId) -> None:
    session.apply(RenamePage(town, "City"), done=lambda _change: session.undo())
    qtbot.waitUntil(lambda: not session.lane.busy, timeout=PATIENCE_MS)
    assert session.wiki.view().page(town).title == "Town"
    assert set(bodies(session.wiki)) == {"[[Town]]"}
    assert session.wiki.redo_label() == "rename page"


def test_closing_waits_for_the_texts(qtbot: QtBot, session: WikiSession, town: PageId) -> None:
    path = session.wiki.path
    told: list[Change] = []
    session.apply(RenamePage(town, "City"), done=told.append)
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE_MS)
    session.close()
    with_all = Wiki.open(path)
    try:
        assert set(bodies(with_all)) == {"[[City]]"}
    finally:
        with_all.close()


def test_texts_that_cannot_be_written_are_told_of_and_the_old_title_leads_on(
    qtbot: QtBot, session: WikiSession, town: PageId, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply = session.wiki.apply

    def full(*edits: Edit, **more: str) -> Change:
        if isinstance(edits[0], FollowRename):
            raise WikiFileError("the disk is full")
        return apply(*edits, **more)

    monkeypatch.setattr(session.wiki, "apply", full)
    with qtbot.waitSignal(session.failed, timeout=PATIENCE_MS) as failed:
        session.apply(RenamePage(town, "City"))
    assert failed.args == ["the disk is full"]
    assert session.wiki.view().find("Town").id == town
    monkeypatch.undo()
    Builder(session.wiki).page("P new", "[[City]]")
    with qtbot.waitSignal(session.followed, timeout=PATIENCE_MS):
        session.apply(RenamePage(town, "Capital"))
    assert "[[Capital]]" in bodies(session.wiki)
