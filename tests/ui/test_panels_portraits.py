"""Portraits in the profile panel: pictures from files, season by season, as of the viewpoint."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from fanwiki.domain.entities import Media, Portrait
from fanwiki.domain.images import LARGEST
from fanwiki.ui.panels.profile.panel import ProfilePanel
from fanwiki.ui.panels.profile.portraits_section import PortraitForm
from fanwiki.wiki import Wiki
from tests.ui.panel_desk import PanelDesk, desk_on, everything_said, texts

pytestmark = pytest.mark.gui


@pytest.fixture
def desk(qtbot: QtBot, sample: Wiki) -> Iterator[PanelDesk]:
    with desk_on(qtbot, sample) as made:
        yield made


@pytest.fixture
def panel(desk: PanelDesk) -> ProfilePanel:
    made = desk.shown(ProfilePanel(desk.session))
    made.show_page(desk.page("Choi Nam-ra"))
    return made


def picture(folder: Path, name: str, colour: str = "#336699") -> str:
    """A small picture in a file."""
    image = QImage(60, 90, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    path = folder / name
    assert image.save(str(path))
    return str(path)


def form_of(panel: ProfilePanel) -> PortraitForm:
    assert isinstance(panel.portraits.form, PortraitForm)
    return panel.portraits.form


def add(desk: PanelDesk, panel: ProfilePanel, path: str, alt: str, season: int = 0, revealed: str = "") -> None:
    panel.portraits.add_action.trigger()
    form = form_of(panel)
    form.take_file(path)
    form.alt_field.setText(alt)
    form.season_field.setCurrentIndex(season)
    form.revealed_field.setEditText(revealed)
    form.save_button.click()
    desk.settle()
    assert not form.is_open


def test_a_file_becomes_a_portrait_in_one_step(desk: PanelDesk, panel: ProfilePanel, tmp_path: Path) -> None:
    add(desk, panel, picture(tmp_path, "nam-ra.png"), "Nam-ra with earphones")
    (media,) = desk.author().facts(Media)
    assert (media.name, media.mime, media.alt) == ("nam-ra.png", "image/png", "Nam-ra with earphones")
    box = desk.author().infobox(desk.page("Choi Nam-ra").id)
    assert box is not None
    assert (box.portrait, box.portrait_alt) == ("nam-ra.png", "Nam-ra with earphones")
    index = panel.portraits.tree.model().index(0, 0)
    assert not index.data(1).pixmap(48, 48).isNull()
    assert texts(panel.portraits.tree, 1) == ["all seasons"]
    desk.undo()
    assert (len(desk.author().facts(Media)), len(desk.author().facts(Portrait))) == (0, 0)
    assert texts(panel.portraits.tree) == []


def test_the_latest_season_that_is_seen_is_shown(desk: PanelDesk, panel: ProfilePanel, tmp_path: Path) -> None:
    page = desk.page("Choi Nam-ra").id
    add(desk, panel, picture(tmp_path, "later.png", "#990000"), "with red eyes", 1, "S1E08")
    add(desk, panel, picture(tmp_path, "first.png"), "in class")
    assert texts(panel.portraits.tree) == ["in class", "with red eyes"]
    assert texts(panel.portraits.tree, 1) == ["all seasons", "Season 1"]
    for point, shown in (("S1E01", "first.png"), ("S1E07", "first.png"), ("S1E08", "later.png")):
        box = desk.look_from(point).infobox(page)
        assert box is not None
        assert box.portrait == shown
        assert ("red" in everything_said(panel.portraits.tree)) == (shown == "later.png")


def test_what_is_no_picture_is_refused_in_words(desk: PanelDesk, panel: ProfilePanel, tmp_path: Path) -> None:
    panel.portraits.add_action.trigger()
    form = form_of(panel)
    form.save_button.click()
    assert "Choose a picture" in form.rows.complaint(form.media_field)
    assert "in words" in form.rows.complaint(form.alt_field)
    text = tmp_path / "story.png"
    text.write_text("Once upon a time")
    form.take_file(str(text))
    assert "no picture that can be shown" in form.rows.complaint(form.media_field)
    large = tmp_path / "large.png"
    with large.open("wb") as file:
        file.truncate(LARGEST + 1)
    form.take_file(str(large))
    assert "too large" in form.rows.complaint(form.media_field)
    form.take_file(str(tmp_path / "missing.png"))
    assert "missing.png" in form.rows.complaint(form.media_field)
    assert form.is_open


def test_a_picture_of_the_wiki_is_chosen_and_its_words_changed(
    desk: PanelDesk, panel: ProfilePanel, tmp_path: Path
) -> None:
    add(desk, panel, picture(tmp_path, "class.png"), "the class")
    panel.show_page(desk.page("Nam On-jo"))
    panel.portraits.add_action.trigger()
    form = form_of(panel)
    form.media_field.setCurrentIndex(0)
    form.media_field.activated.emit(0)
    assert form.alt_field.text() == "the class"
    form.alt_field.setText("Class 2-5 on the roof")
    form.save_button.click()
    desk.settle()
    assert [media.alt for media in desk.author().facts(Media)] == ["Class 2-5 on the roof"]
    assert len(desk.author().facts(Portrait)) == 2
    desk.undo()
    assert [media.alt for media in desk.author().facts(Media)] == ["the class"]
    assert len(desk.author().facts(Portrait)) == 1
