"""The portraits of a page's subject: for all seasons, or season by season, each known from a point on."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QIcon, QImageReader, QPixmap
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QPushButton, QWidget

from fanwiki.domain.edits import AddFact, ChangeFact, Edit, StoreMedia
from fanwiki.domain.entities import Media, Page, Portrait
from fanwiki.domain.errors import InvalidEdit, WikiError
from fanwiki.domain.ids import FactId, PageId, new_id
from fanwiki.domain.images import LARGEST, decodable, free_name, image_type, new_picture, too_large
from fanwiki.ui.panels.fact_section import FactForm, FactSection, SectionFact
from fanwiki.ui.panels.fields import narrow
from fanwiki.ui.panels.list_view import Cell, Row
from fanwiki.ui.panels.points import PointField
from fanwiki.ui.panels.words import sentence
from fanwiki.ui.session import WikiSession
from fanwiki.wiki import View

THUMBNAIL: Final = QSize(48, 48)
_OPEN: Final = QIODevice.OpenModeFlag.ReadOnly


class PortraitForm(FactForm):
    """A picture of the wiki or a new file, the words for who cannot see it, the season, and from when it is known."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.media_field = narrow(QComboBox())
        self.file_button = QPushButton(self.tr("Choose a file…"))
        self.alt_field = QLineEdit()
        self.alt_field.setPlaceholderText(self.tr("what the picture shows"))
        self.season_field = QComboBox()
        self.revealed_field = PointField(self.tr("known from the start"))
        self.rows.add_field(self.tr("Picture"), self.media_field, "media", "Media.name", "Media.content", "Media.mime")
        self.rows.add_widget(self.file_button)
        self.rows.add_field(self.tr("In words"), self.alt_field, "Media.alt")
        self.rows.add_field(self.tr("Season"), self.season_field, "season")
        self.rows.add_field(self.tr("Known from"), self.revealed_field, "revealed_at")
        self.file_button.clicked.connect(self._on_choose_file)
        self.media_field.activated.connect(self._on_media_chosen)
        self._media: dict[str, Media] = {}
        self._new: StoreMedia | None = None
        self._portrait = Portrait(FactId(""), PageId(""), FactId(""))
        self._is_new = True

    def begin(self, view: View, page: Page, fact: SectionFact | None) -> None:
        self._is_new = fact is None
        self._new = None
        self._portrait = fact if isinstance(fact, Portrait) else Portrait(FactId(new_id()), page.id, FactId(""))
        with view.together() as reading:
            home = reading.home_show(page.id)
            shows = [entry for entry in reading.shows() if home in (None, entry.page.id)]
            seasons = [(entry, season) for entry in shows for season, _ in reading.seasons(entry.page.id)]
            media = reading.facts(Media)
        self._media = {each.id: each for each in media}
        self.media_field.clear()
        for each in sorted(media, key=_by_name):
            self.media_field.addItem(each.name, each.id)
        self.media_field.setCurrentIndex(self.media_field.findData(self._portrait.media))
        self.season_field.clear()
        self.season_field.addItem(self.tr("all seasons"), None)
        for entry, season in seasons:
            title = season.title if len(shows) == 1 else f"{entry.page.title}: {season.title}"
            self.season_field.addItem(title, season.id)
        self.season_field.setCurrentIndex(max(0, self.season_field.findData(self._portrait.season)))
        self._show_alt()
        self.revealed_field.load(view, home)
        self.revealed_field.set_point(self._portrait.revealed_at)
        title = self.tr("New portrait of {page}") if fact is None else self.tr("Portrait of {page}")
        self.open_with(title.format(page=page.title), self.file_button if fact is None else self.media_field)

    def take_file(self, path: str) -> None:
        """Reads a picture to be stored with the portrait; a complaint at the field for what is none."""
        self.rows.clear_complaint(self.media_field)
        file = Path(path)
        try:
            size = file.stat().st_size
            if size > LARGEST:
                raise InvalidEdit(too_large(file.name, size))
            content = file.read_bytes()
            name = free_name(file.name, file.suffix, {media.name.casefold() for media in self._media.values()})
            self._new = StoreMedia(new_picture(name, content, self.alt_field.text().strip()), content)
        except OSError as error:
            self.complain(self.media_field, self.tr("{name}: {why}").format(name=file.name, why=error.strerror))
            return
        except WikiError as error:
            self.complain(self.media_field, sentence(error))
            return
        media = self._new.media
        row = self.media_field.findData(None)
        if row >= 0:
            self.media_field.removeItem(row)
        self.media_field.insertItem(0, self.tr("{name} (new)").format(name=media.name), None)
        self.media_field.setCurrentIndex(0)
        self.alt_field.setFocus()

    def edit(self) -> AddFact | ChangeFact | None:
        self.clear_complaints()
        revealed = self.read_point(self.revealed_field)
        media = self._chosen()
        if media is None:
            self.complain(self.media_field, self.tr("Choose a picture of the wiki, or a file."))
        if not self.alt_field.text().strip():
            self.complain(self.alt_field, self.tr("Say in words what the picture shows, for who cannot see it."))
        if media is None or self.rows.first_bad() is not None:
            return None
        portrait = replace(self._portrait, media=media.id, season=self.season_field.currentData(), revealed_at=revealed)
        return AddFact(portrait) if self._is_new else ChangeFact(portrait)

    def edits(self) -> tuple[Edit, ...]:
        """The new file, or the picture's changed words, go along in the same step."""
        edit, media, alt = self.edit(), self._chosen(), self.alt_field.text().strip()
        if edit is None or media is None:
            return ()
        if self._new is not None and self._new.media.id == media.id:
            return (replace(self._new, media=replace(media, alt=alt)), edit)
        return (edit,) if media.alt == alt else (ChangeFact(replace(media, alt=alt)), edit)

    def _chosen(self) -> Media | None:
        if self.media_field.currentIndex() < 0:
            return None
        id = self.media_field.currentData()
        if id is None:
            return None if self._new is None else self._new.media
        return self._media.get(id)

    def _show_alt(self) -> None:
        media = self._chosen()
        self.alt_field.setText("" if media is None else media.alt)

    def _on_media_chosen(self, _row: int) -> None:
        self._show_alt()

    def _on_choose_file(self) -> None:
        dialog = QFileDialog(self.window(), self.tr("Choose a picture"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Pictures (*.png *.jpg *.jpeg *.gif *.webp *.avif)"))
        dialog.fileSelected.connect(self.take_file)
        dialog.open()


class PortraitsSection(FactSection):
    """The portraits with their pictures, the one for all seasons first."""

    fact_type = "Portrait"

    def __init__(self, session: WikiSession, parent: QWidget | None = None) -> None:
        super().__init__(session, PortraitForm(), parent)
        self.setObjectName("portraitsSection")
        self.tree.setIconSize(THUMBNAIL)
        self._thumbnails: dict[str, QIcon] = {}

    def title(self) -> str:
        return self.tr("Portraits")

    def purpose(self) -> str:
        return self.tr("Pictures, season by season: the infobox shows the latest that the viewpoint has reached.")

    def headings(self) -> Sequence[str]:
        return (self.tr("Picture"), self.tr("Season"))

    def read(self, view: View, page: Page) -> tuple[SectionFact, ...]:
        return tuple(portrait for portrait, _ in view.portraits(page.id))

    def row(self, fact: SectionFact, view: View, page: Page) -> Row:
        assert isinstance(fact, Portrait)
        (media,) = view.facts(Media, id=fact.media)
        point = "" if fact.revealed_at is None else view.point(fact.revealed_at, view.home_show(page.id))
        known = self.tr("known from {point}").format(point=point) if point else media.name
        season = self.tr("all seasons") if fact.season is None else view.page(fact.season).title
        return Row(fact.id, (Cell(media.alt or media.name, known, picture=self._thumbnail(media, view)), Cell(season)))

    def _thumbnail(self, media: Media, view: View) -> QIcon:
        known = self._thumbnails.get(media.sha256)
        if known is None:
            found = view.media_content(media.name)
            known = self._thumbnails[media.sha256] = QIcon() if found is None else thumbnail(found[1])
        return known


def thumbnail(content: bytes, most: QSize = THUMBNAIL) -> QIcon:
    """A picture no larger than `most`, read no larger than that; an empty one for what cannot be read."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(_OPEN)
    reader = QImageReader(buffer)
    size = reader.size()
    if not decodable(image_type(content) or "", size.width(), size.height()):
        return QIcon()
    if size.isValid():
        reader.setScaledSize(size.scaled(most, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return QIcon() if image.isNull() else QIcon(QPixmap.fromImage(image))


def _by_name(media: Media) -> tuple[str, str]:
    return (media.name.casefold(), media.name)
