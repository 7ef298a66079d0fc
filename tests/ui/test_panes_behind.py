"""A pane behind another one's tab reads nothing; what it shows when it comes to the front is up to date."""

from fanwiki.ui.panels.cast.panel import CastPanel
from fanwiki.ui.panels.findings.panel import FindingsPanel
from fanwiki.ui.panels.status.panel import StatusPanel
from tests.ui.driving import PATIENCE_MS, Driven


def test_a_pane_behind_reads_when_it_comes_to_the_front(driven: Driven) -> None:
    status, cast = driven.find(StatusPanel), driven.find(CastPanel)
    driven.go("Nam On-jo")
    assert status.is_seen
    assert status.model.statuses
    assert not cast.is_seen
    assert not cast.model.lines
    driven.window.docks["cast"].raise_()
    assert cast.is_seen
    line = cast.model.lines[cast.tree.currentIndex().row()]
    assert line.character == "Nam On-jo"


def test_what_changes_behind_is_shown_in_front(driven: Driven) -> None:
    status = driven.find(StatusPanel)
    known = status.model.statuses
    driven.window.docks["cast"].raise_()
    driven.session.set_viewpoint(driven.session.author_view().viewpoint_at("S1E01"))
    assert status.model.statuses == known
    driven.window.docks["status"].raise_()
    assert status.model.statuses != known


def test_nothing_is_looked_for_before_the_findings_are_seen(driven: Driven) -> None:
    findings = driven.find(FindingsPanel)
    driven.settle()
    assert not findings.search.running
    assert not list(findings.search.listed)
    driven.do("show_findings")
    driven.qtbot.waitUntil(lambda: bool(list(findings.search.listed)), timeout=PATIENCE_MS)
