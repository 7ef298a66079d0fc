"""Pasting and dropping: HTML, cells, addresses, images, and plain text."""

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication, QImage, QTextCursor
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from fanwiki.domain.entities import Media
from fanwiki.domain.images import free_name
from fanwiki.ui.dialogs.alt_text import AltTextDialog
from fanwiki.ui.editor import image_intake
from fanwiki.ui.editor.page_tab import PageTab
from fanwiki.ui.editor.pasting import images_in
from fanwiki.ui.session import WikiSession
from fanwiki.wiki import Wiki
from tests.building import Builder
from tests.ui.driving import Driven
from tests.ui.writing import PATIENCE_MS, Desk, session_on, write

pytestmark = pytest.mark.gui


@pytest.fixture
def session(wiki: Wiki) -> Iterator[WikiSession]:
    with session_on(wiki) as opened:
        yield opened


@pytest.fixture
def desk(qtbot: QtBot, session: WikiSession) -> Iterator[Desk]:
    made = Desk(qtbot, session)
    yield made
    made.clear()


@pytest.fixture
def tab(desk: Desk, wiki: Wiki) -> PageTab:
    found = desk.open(Builder(wiki).page("Start"), shown=False)
    desk.window.show()
    found.show()
    found.editor.setFocus()
    return found


def _mime(text: str = "", html: str = "") -> QMimeData:
    made = QMimeData()
    if text:
        made.setText(text)
    if html:
        made.setHtml(html)
    return made


def _png(colour: str = "red", size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


# --- text -------------------------------------------------------------------------------------------------


def test_html_comes_in_as_markdown_and_as_one_step(tab: PageTab) -> None:
    tab.editor.insertFromMimeData(_mime("The roof, her", "<h2>The roof</h2><p><a href='https://e.org'>her</a></p>"))
    assert tab.editor.text() == "## The roof\n\n[her](https://e.org)"
    tab.editor.undo()
    assert tab.editor.text() == ""


def test_html_without_structure_comes_in_plain(tab: PageTab) -> None:
    tab.editor.insertFromMimeData(_mime("a * b\n  c", "<div style='x'><span>a * b</span><br><span>  c</span></div>"))
    assert tab.editor.text() == "a * b\n  c"


def test_html_in_code_comes_in_plain(tab: PageTab) -> None:
    write(tab.editor, "```\n")
    tab.editor.insertFromMimeData(_mime("bold", "<b>bold</b>"))
    assert tab.editor.text() == "```\nbold"


def test_the_command_pastes_plain(driven: Driven) -> None:
    driven.tab.editor.selectAll()
    write(driven.tab.editor, "x ")
    copied = _mime("bold", "<b>bold</b>")
    QGuiApplication.clipboard().setMimeData(copied)
    driven.tab.editor.setFocus()
    driven.qtbot.waitUntil(driven.tab.editor.hasFocus, timeout=PATIENCE_MS)
    driven.do("paste_plain")
    driven.do("paste_text")
    assert driven.tab.editor.text() == "x bold**bold**"


def test_cells_become_a_table(tab: PageTab) -> None:
    write(tab.editor, "Fates:")
    html = "<table><tr><td>Name</td><td>Fate</td></tr><tr><td>남라</td><td>half</td></tr></table>"
    tab.editor.insertFromMimeData(_mime("Name\tFate\n남라\thalf\n", html))
    assert tab.editor.text() == "Fates:\n\n| Name | Fate |\n| ---- | ---- |\n| 남라 | half |"
    tab.editor.undo()
    assert tab.editor.text() == "Fates:"


def test_a_table_among_text_comes_into_line(tab: PageTab) -> None:
    table = "<table><tr><th>Long name</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>"
    tab.editor.insertFromMimeData(_mime("x", f"<p><i>See</i></p>{table}"))
    assert tab.editor.text() == "*See*\n\n| Long name | b   |\n| --------- | --- |\n| 1         | 2   |"


def test_an_address_over_a_selection_makes_a_link(tab: PageTab) -> None:
    write(tab.editor, "see the roof now")
    cursor = tab.editor.textCursor()
    cursor.setPosition(4)
    cursor.setPosition(12, QTextCursor.MoveMode.KeepAnchor)
    tab.editor.setTextCursor(cursor)
    tab.editor.insertFromMimeData(_mime("https://example.org/roof\n"))
    assert tab.editor.text() == "see [the roof](https://example.org/roof) now"
    tab.editor.undo()
    assert tab.editor.text() == "see the roof now"
    tab.editor.insertFromMimeData(_mime("no address"))
    assert "no address" in tab.editor.text()


# --- images -----------------------------------------------------------------------------------------------


def _answer(desk: Desk, *alts: str) -> None:
    """Answers the question for alt texts, which must come up."""
    desk.qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), AltTextDialog), timeout=PATIENCE_MS)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, AltTextDialog)
    fields = dialog.findChildren(QLineEdit)
    assert len(fields) == len(alts)
    assert all(label.pixmap().width() > 0 for label in dialog.findChildren(QLabel) if label.accessibleName())
    for field, alt in zip(fields, alts, strict=True):
        field.setText(alt)
    dialog.go.click()
    desk.settle()


def _media(session: WikiSession) -> dict[str, Media]:
    return {media.name: media for media in session.author_view().facts(Media)}


def test_an_image_is_stored_and_embedded_with_its_alt_text(desk: Desk, tab: PageTab, session: WikiSession) -> None:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(0xFF0000)
    source = QMimeData()
    source.setImageData(image)
    assert tab.editor.canInsertFromMimeData(source)
    tab.editor.insertFromMimeData(source)
    _answer(desk, "A [red] | square")
    assert tab.editor.text() == "![[Image.png|A red square]]"
    media = _media(session)["Image.png"]
    assert (media.mime, media.alt) == ("image/png", "A [red] | square")
    stored = session.author_view().media_content("Image.png")
    assert stored is not None
    assert hashlib.sha256(stored[1]).hexdigest() == media.sha256


def test_several_files_are_asked_for_once_and_the_same_bytes_are_kept_once(
    desk: Desk, tab: PageTab, session: WikiSession, tmp_path: Path
) -> None:
    for name, colour in (("roof.png", "red"), ("copy of roof.png", "red"), ("hall.gif", "blue")):
        (tmp_path / name).write_bytes(_png(colour))
    source = QMimeData()
    names = ("roof.png", "copy of roof.png", "hall.gif")
    source.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in names])
    tab.editor.insertFromMimeData(source)
    _answer(desk, "The roof", "")
    assert tab.editor.text() == "![[roof.png|The roof]]\n\n![[hall.png]]"
    assert _media(session)["hall.png"].mime == "image/png"
    tab.editor.load("")
    tab.editor.insertFromMimeData(source)
    desk.settle()
    assert tab.editor.text() == "![[roof.png]]\n\n![[hall.png]]"
    assert len(_media(session)) == 2


def test_in_a_table_the_pipe_is_escaped(desk: Desk, tab: PageTab) -> None:
    tab.editor.load("| a | b |\n| --- | --- |\n| x | y |")
    cursor = tab.editor.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.End)
    cursor.movePosition(QTextCursor.MoveOperation.Left, n=3)
    tab.editor.setTextCursor(cursor)
    source = QMimeData()
    source.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    tab.editor.insertFromMimeData(source)
    _answer(desk, "Roof")
    assert r"![[Image.png\|Roof]]y |" in tab.editor.text()


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"\x89PNG but not really", "is no image"), (b"x" * 2_000, "too large")],
)
def test_what_is_no_image_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch,
    desk: Desk,
    tab: PageTab,
    session: WikiSession,
    tmp_path: Path,
    content: bytes,
    why: str,
) -> None:
    monkeypatch.setattr(image_intake, "LARGEST", 1_000)
    (tmp_path / "fake.png").write_bytes(content)
    source = QMimeData()
    source.setUrls([QUrl.fromLocalFile(str(tmp_path / "fake.png"))])
    with desk.qtbot.waitSignal(session.failed, timeout=PATIENCE_MS) as failed:
        tab.editor.insertFromMimeData(source)
    assert why in str(failed.args)
    assert tab.editor.text() == ""
    assert _media(session) == {}


def test_names_are_made_to_fit() -> None:
    assert free_name("the [roof]|1.JPEG", ".jpg", ()) == "the roof 1.jpeg"
    assert free_name("roof.png", ".png", {"roof.png", "roof 2.png"}) == "roof 3.png"
    assert free_name("", ".png", ()) == "Image.png"


def test_text_beside_an_image_is_wanted_rather() -> None:
    image = QImage(2, 2, QImage.Format.Format_RGB32)
    cells = _mime("a\tb", "<table><tr><td>a</td></tr></table>")
    cells.setImageData(image)
    assert images_in(cells) == []
    from_the_web = _mime("", "<!--x--><html><body><img src='https://e.org/a.png'></body></html>")
    from_the_web.setImageData(image)
    assert len(images_in(from_the_web)) == 1
