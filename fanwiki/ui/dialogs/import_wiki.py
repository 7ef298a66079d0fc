"""Bringing another wiki into this one: what, what would come of it, how far it is, and what came."""

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import get_args

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from fanwiki.domain.changes import Change
from fanwiki.domain.edits import ChooseFields, FactType
from fanwiki.domain.errors import WikiError
from fanwiki.domain.ids import PageId
from fanwiki.domain.progress import Progress
from fanwiki.importers.importing import Import, make_import
from fanwiki.importers.looks import SourceFormat, detect
from fanwiki.importers.options import ImportOptions, columns_in
from fanwiki.importers.report import ImportReport
from fanwiki.ui.dialogs.import_report import ImportReportView
from fanwiki.ui.dialogs.work_dialog import CHOOSING, TOLD, WorkDialog
from fanwiki.ui.plain import PlainLabel
from fanwiki.ui.prompts import Prompts
from fanwiki.ui.session import WikiSession

_OF_TABLES = frozenset({SourceFormat.CSV})
_OF_SHOWS = frozenset({SourceFormat.CSV, SourceFormat.TV})
_WITH_MEDIA = frozenset(SourceFormat) - _OF_SHOWS - {SourceFormat.BUNDLE}
_WITH_TALK = frozenset({SourceFormat.MEDIAWIKI})


class ImportDialog(WorkDialog):
    """Imports. The report is first of what would come, then of what came. Closed while it works, it leaves the wiki as
    it was.
    """

    def __init__(self, session: WikiSession, prompts: Prompts, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("importDialog")
        self.setWindowTitle(self.tr("Import"))
        self.setMinimumSize(680, 460)
        self._session = session
        self._prompts = prompts
        self._import: Import | None = None
        self._options = ImportOptions()
        self._came: frozenset[PageId] = frozenset()
        self.report_view = ImportReportView(self)
        self._add_sheets(self._make_choice(), self.report_view)
        self.back = self.buttons.addButton(self.tr("Back"), QDialogButtonBox.ButtonRole.ResetRole)
        self.look = self.buttons.addButton(self.tr("Preview"), QDialogButtonBox.ButtonRole.ActionRole)
        self.go = self.buttons.addButton(self.tr("Import"), QDialogButtonBox.ButtonRole.ActionRole)
        self._add_stop()
        self.back.clicked.connect(self._on_back)
        self.look.clicked.connect(self.preview)
        self.go.clicked.connect(self.start)
        self._show_choice("")

    @property
    def chosen(self) -> SourceFormat | None:
        """What the source is taken for."""
        found = self.format.currentData()
        return None if found is None else SourceFormat(found)

    @property
    def problem(self) -> str:
        """Why the last try came to nothing; empty if it did not."""
        return self._wrong.text()

    def choose(self, source: Path) -> None:
        """Takes a file or folder, and says what it looks like."""
        self.source.setText(str(source))
        self._on_source_typed()

    def preview(self) -> None:
        """Looks at what would come; nothing is changed."""
        self._begin(dry_run=True)

    def start(self) -> None:
        """Imports, with what was chosen; a choice of fields is kept with the wiki, and holds from now on."""
        changed = self.report_view.choices() if self._sheets.currentIndex() == TOLD else ()
        if not changed:
            self._begin(dry_run=False)
            return
        places = {each.rpartition("=")[0] for each in changed}
        with self._session.author_view().together() as view:
            kept = tuple(each for each in view.infobox_fields() if each.rpartition("=")[0] not in places)
        self.go.setEnabled(False)
        self._session.apply(ChooseFields((*kept, *changed)), done=self._on_fields_kept, refused=self._on_failed)

    def _on_fields_kept(self, _change: Change) -> None:
        self._begin(dry_run=False)

    def _begin(self, *, dry_run: bool) -> None:
        format = self.chosen
        try:
            if format is None:
                raise WikiError(self.tr("choose what is to be imported"))
            self._options = ImportOptions(
                media=Path(media).expanduser() if (media := self.media.text().strip()) else None,
                talk=self.talk.isChecked(),
                columns=columns_in(each for each in self.columns.text().split(",") if each.strip()),
                show=self.show_title.text().strip(),
                dry_run=dry_run,
            )
        except WikiError as error:
            self._on_failed(error)
            return
        source = Path(self.source.text().strip()).expanduser()
        self._import = make_import(self._session.wiki, source, format, self._options)
        self._begin_job()
        self._show_buttons()

    def _run(self) -> Generator[object, None, None]:
        assert self._import is not None
        before = self._pages()
        yield from self._import.run()
        self._came = self._pages() - before

    def _pages(self) -> frozenset[PageId]:
        """All pages there are: for the thread that imports, not for the window's."""
        return frozenset(page.id for page in self._session.author_view().pages())

    # --- the sheets -----------------------------------------------------------------------------------------

    def _make_choice(self) -> QWidget:
        sheet = QWidget(self)
        self._form = QFormLayout(sheet)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        about = QLabel(
            self.tr(
                "A dump of a MediaWiki or of Fandom, a vault or folder of notes, TV data, a table of characters, or a "
                "bundle of fanwiki. What is in this wiki already stays as it is."
            ),
            sheet,
        )
        about.setWordWrap(True)
        self._form.addRow(about)
        self.source = QLineEdit(sheet)
        self._row(
            self.tr("&From:"), self.source, (self.tr("File…"), self._on_file), (self.tr("Folder…"), self._on_folder)
        )
        self.format = QComboBox(sheet)
        self.format.addItem(self.tr("Not chosen yet"), None)
        for format, words in self._formats().items():
            self.format.addItem(words, format.value)
        self._row(self.tr("It &is:"), self.format)
        self.media = QLineEdit(sheet)
        self.media.setPlaceholderText(self.tr("none"))
        self._media_row = self._row(self.tr("&Pictures in:"), self.media, (self.tr("Choose…"), self._on_media))
        self.show_title = QLineEdit(sheet)
        self.show_title.setPlaceholderText(self.tr("as the file says, or the only show of this wiki"))
        self._show_row = self._row(self.tr("&Show:"), self.show_title)
        self.columns = QLineEdit(sheet)
        self.columns.setPlaceholderText(self.tr("Real name=name, Actor=portrayed by, Shoes=skip"))
        self._columns_row = self._row(self.tr("&Columns:"), self.columns)
        self.talk = QCheckBox(self.tr("Talk pages too, as notes"), sheet)
        self._form.addRow("", self.talk)
        self._wrong = PlainLabel(parent=sheet)
        self._wrong.setWordWrap(True)
        self._wrong.setForegroundRole(self.foregroundRole().BrightText)
        self._form.addRow(self._wrong)
        self.source.editingFinished.connect(self._on_source_typed)
        self.format.currentIndexChanged.connect(self._show_rows)
        return sheet

    def _row(self, label: str, field: QWidget, *buttons: tuple[str, object]) -> QWidget:
        """A labelled field with buttons behind it, as a row; the label is its accessible name too."""
        field.setAccessibleName(label.replace("&", "").rstrip(":"))
        holder = QWidget(self)
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(field, 1)
        for words, called in buttons:
            button = QPushButton(words, holder)
            button.setAccessibleName(f"{field.accessibleName()}: {words}")
            button.clicked.connect(called)
            line.addWidget(button)
        title = PlainLabel(label, self)
        title.setBuddy(field)
        self._form.addRow(title, holder)
        return holder

    def _formats(self) -> dict[SourceFormat, str]:
        return {
            SourceFormat.MEDIAWIKI: self.tr("A dump of a MediaWiki or of Fandom"),
            SourceFormat.OBSIDIAN: self.tr("A vault of Obsidian"),
            SourceFormat.MARKDOWN: self.tr("A folder of Markdown"),
            SourceFormat.LOGSEQ: self.tr("A graph of Logseq"),
            SourceFormat.DENDRON: self.tr("A vault of Dendron"),
            SourceFormat.ZIM: self.tr("A notebook of Zim"),
            SourceFormat.TIDDLYWIKI: self.tr("Tiddlers of TiddlyWiki"),
            SourceFormat.TV: self.tr("TV data of TVmaze or TMDB"),
            SourceFormat.CSV: self.tr("A table of characters"),
            SourceFormat.BUNDLE: self.tr("A bundle of fanwiki"),
        }

    def _show_rows(self) -> None:
        """The fields that what was chosen has a use for."""
        format = self.chosen
        for field, formats in (
            (self._media_row, _WITH_MEDIA),
            (self._show_row, _OF_SHOWS),
            (self._columns_row, _OF_TABLES),
        ):
            self._form.setRowVisible(field, format in formats)
        self._form.setRowVisible(self.talk, format in _WITH_TALK)
        self.look.setEnabled(format is not None)

    def _show_buttons(self) -> None:
        sheet = self._sheets.currentIndex()
        tried = sheet == TOLD and self._options.dry_run
        self.look.setVisible(sheet == CHOOSING)
        self.back.setVisible(tried)
        self.go.setVisible(tried)
        self.go.setEnabled(tried)
        self.stop.setEnabled(True)
        self.stop.setText(self.tr("Close") if sheet == TOLD and not tried else self.tr("Cancel"))
        default = self.go if tried else self.look if sheet == CHOOSING else self.stop
        default.setDefault(True)

    def _show_choice(self, why: str) -> None:
        self._wrong.setText(why)
        self._sheets.setCurrentIndex(CHOOSING)
        self._show_buttons()
        self._show_rows()

    # --- what is clicked, and what comes back ---------------------------------------------------------------

    def _on_source_typed(self) -> None:
        source = Path(self.source.text().strip()).expanduser()
        if not self.source.text().strip():
            return
        try:
            found: SourceFormat | None = detect(source)
        except WikiError as error:
            found = None
            self._wrong.setText(_sentence(error))
        else:
            self._wrong.clear()
        self.format.setCurrentIndex(self.format.findData(None if found is None else found.value))
        self._show_rows()

    def _on_file(self) -> None:
        kinds = self.tr(
            "What can be imported (*.xml *.gz *.bz2 *.xz *.7z *.zip *.json *.csv *.tsv *.md *.tid);;All files (*)"
        )
        self._prompts.choose_file(self.tr("What to import"), kinds, self.choose, self)

    def _on_folder(self) -> None:
        self._prompts.choose_folder(self.tr("What to import"), self.choose, self)

    def _on_media(self) -> None:
        self._prompts.choose_folder(self.tr("Where the pictures are"), self._on_media_chosen, self)

    def _on_media_chosen(self, folder: Path) -> None:
        self.media.setText(str(folder))

    def _on_progressed(self, progress: Progress) -> None:
        self._what.setText(progress.what[:1].upper() + progress.what[1:])
        # Sizes of dumps may be larger than the numbers of a bar.
        total = max(progress.total, 1)
        self.bar.setRange(0, 1000)
        self.bar.setValue(min(1000, progress.done * 1000 // total))

    def _on_finished(self) -> None:
        assert self._import is not None
        report = self._import.report
        self.report_view.show_report(report, changeable=self.chosen is SourceFormat.MEDIAWIKI)
        self._sheets.setCurrentIndex(TOLD)
        # From the top, not at the first field that can be filled in.
        self.report_view.list.setFocus()
        self._show_buttons()
        if not self._options.dry_run:
            self._tell(report)

    def _tell(self, report: ImportReport) -> None:
        """The window hears of what came as of any other change."""
        came = self._came
        kinds = frozenset(get_args(FactType))
        source = Path(self.source.text()).name
        if came or report.pages:
            self._session.changed.emit(Change(f"import {source}", came, came, kinds, came))

    def _on_cancelled(self) -> None:
        self._show_choice(self.tr("Cancelled. The wiki is as it was."))

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, WikiError | OSError):
            self._show_choice(self.tr("The import stopped because of an error in fanwiki. The wiki is as it was."))
            raise error
        self._show_choice(_sentence(error))

    def _on_back(self) -> None:
        self._options = replace(self._options, dry_run=False)
        self._show_choice("")


def _sentence(error: Exception) -> str:
    text = str(error)
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")
