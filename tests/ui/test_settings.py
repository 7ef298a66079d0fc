"""What the window remembers, the look, the ranking of the pickers, and where pages may be dragged."""

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QRadioButton, QWidget

from fanwiki.domain.colours import contrast
from fanwiki.domain.ids import PageId
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui import icons
from fanwiki.ui.history import PageHistory
from fanwiki.ui.settings import Settings, SidesMemory, TabMemory, WikiMemory
from fanwiki.ui.theme import DARK, LIGHT, Theme, Themer, palette
from fanwiki.ui.tree.words import node_text
from fanwiki.wiki.ranking import rank
from fanwiki.wiki.reading.tree import NodeKey, TreeNode

pytestmark = pytest.mark.gui

_Role = QPalette.ColorRole
_PAIRS = (
    (_Role.WindowText, _Role.Window),
    (_Role.Text, _Role.Base),
    (_Role.Text, _Role.AlternateBase),
    (_Role.ButtonText, _Role.Button),
    (_Role.HighlightedText, _Role.Highlight),
    (_Role.PlaceholderText, _Role.Base),
    (_Role.PlaceholderText, _Role.Window),
    (_Role.Link, _Role.Base),
    (_Role.Link, _Role.Window),
    (_Role.LinkVisited, _Role.Base),
    (_Role.BrightText, _Role.Window),
    (_Role.ToolTipText, _Role.ToolTipBase),
)
_EDGE_SEEN = 3.0
"""How far what is no text must stand apart from its ground (WCAG 2, level AA)."""


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it, from 0 to 1."""
    seen = QColor(colour)
    parts = (seen.redF(), seen.greenF(), seen.blueF())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_stands_out_from_its_ground(colours: dict[QPalette.ColorRole, str]) -> None:
    for text, ground in _PAIRS:
        lighter, darker = sorted((luminance(colours[text]), luminance(colours[ground])), reverse=True)
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5, (text, ground)


def test_the_theme_is_worn_and_kept(qapp: QApplication, tmp_path: Path) -> None:
    themer = Themer(qapp, Theme.DARK)
    assert qapp.palette().window().color() == palette(dark=True).window().color()
    themer.choose(Theme.LIGHT)
    assert not themer.dark
    assert qapp.palette().window().color() == palette(dark=False).window().color()
    themer.deleteLater()
    Settings(tmp_path).set_theme(Theme.DARK)
    assert Settings(tmp_path).theme() is Theme.DARK


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
def test_the_edge_of_what_is_ticked_or_typed_in_is_seen(qapp: QApplication, theme: Theme) -> None:
    themer = Themer(qapp, theme)
    ground = palette(dark=themer.dark)
    window = QWidget()
    for field in (QCheckBox(window), QRadioButton(window), QLineEdit(window)):
        field.resize(40, 24)
        drawn = window.grab(field.geometry()).toImage()
        field.hide()
        row = [drawn.pixelColor(x, drawn.height() // 2).name() for x in range(drawn.width() // 2)]
        for role in (_Role.Base, _Role.Window):
            assert max(contrast(each, ground.color(role).name()) for each in row) >= _EDGE_SEEN, (type(field), role)
        assert field.palette().color(_Role.Base) == ground.color(_Role.Base)
    themer.deleteLater()


@pytest.mark.parametrize("name", sorted(icons.GLYPHS))
def test_every_icon_is_drawn(qapp: QApplication, name: str) -> None:
    drawn = icons.icon(name).pixmap(24, 24).toImage()
    assert any(drawn.pixelColor(x, y).alpha() for x in range(24) for y in range(24))


def test_an_icon_follows_the_palette(qapp: QApplication) -> None:
    made = icons.icon("heart")
    qapp.setPalette(palette(dark=False))
    light = made.pixmap(24, 24).toImage().pixelColor(12, 12)
    qapp.setPalette(palette(dark=True))
    dark = made.pixmap(24, 24).toImage().pixelColor(12, 12)
    assert light.lightness() < 100 < dark.lightness()


def test_a_wiki_is_remembered_by_its_uuid(tmp_path: Path) -> None:
    tab, sides = TabMemory("page", {"mode": "edit"}, 1, False), SidesMemory(True, (300, 200), 1)
    memory = WikiMemory((tab,), (("show", "episode"),), (("page", "characters"),), sides)
    Settings(tmp_path).set_wiki("a-1", memory)
    assert Settings(tmp_path).wiki("a-1") == memory
    assert Settings(tmp_path).wiki("b-2") == WikiMemory()


def test_a_uuid_never_leads_out_of_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    Settings(folder).set_wiki("../../evil", WikiMemory())
    assert [path.name for path in tmp_path.rglob("*.json")] == ["evil.json"]
    assert (folder / "wikis" / "evil.json").is_file()


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"tabs": 3}', '{"tabs": [{}], "viewpoint": null}', "\x00"])
def test_a_damaged_memory_is_as_if_it_were_not_there(tmp_path: Path, damage: str) -> None:
    settings = Settings(tmp_path)
    settings.set_wiki("a", WikiMemory(unfolded=(("page", ""),)))
    for path in (tmp_path / "wikis" / "a.json", tmp_path / "window.json"):
        path.write_text(damage, encoding="utf-8")
    assert settings.wiki("a") == WikiMemory()
    assert settings.recent() == []
    assert settings.theme() is Theme.SYSTEM


def test_recent_wikis_are_newest_first_and_there(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "state")
    paths = [tmp_path / f"{name}.fanwiki" for name in ("a", "b", "c")]
    for path in paths:
        path.touch()
        settings.add_recent(path)
    settings.add_recent(paths[0])
    paths[1].unlink()
    assert settings.recent() == [paths[0], paths[2]]


def test_geometry_is_none_at_the_first_start(tmp_path: Path) -> None:
    assert Settings(tmp_path).geometry() is None


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("onjo", "Nam On-jo"),
        ("nam on", "Nam On-jo"),
        ("온조", "남온조"),
        ("nam-ra", "Choi Nam-ra"),
        ("su hyeok", "Lee Su-hyeok"),
        ("episode 1", "Episode 1"),
        ("cheongsan", "Lee Cheong-san"),
        ("chong san", "Lee Cheong-san"),
    ],
)
def test_the_best_fit_comes_first(typed: str, best: str) -> None:
    texts = ["Choi Nam-ra", "Nam On-jo", "남온조", "Lee Su-hyeok", "Episode 12", "Episode 1", "Lee Cheong-san"]
    assert texts[rank(typed, texts, 5)[0]] == best


def test_nothing_alike_gives_nothing() -> None:
    assert rank("zzzz", ["Nam On-jo", "Episode 1"], 5) == []


def test_history_goes_back_and_forward_and_leaves_out_what_is_gone() -> None:
    history = PageHistory()
    a, b, c = (PageId(name) for name in "abc")
    for page in (a, b, c):
        history.visit(page)
    assert history.step(-1, lambda page: page != b) == a
    assert history.step(-1, lambda _: True) is None
    assert history.step(+1, lambda _: True) == b
    history.visit(b)
    history.visit(a)
    assert history.step(+1, lambda _: True) is None
    assert history.recent == (a, b)


@pytest.mark.parametrize(
    ("title", "shown"),
    [("Episode 3", "Episode 3"), ("The roof", "3 · The roof"), ("13 steps", "3 · 13 steps"), ("3", "3")],
)
def test_an_episode_shows_its_number_once(title: str, shown: str) -> None:
    node = TreeNode(NodeKey(PageId("x")), title, PageKind.EPISODE, "S1E03", has_children=False)
    assert node_text(node) == shown
