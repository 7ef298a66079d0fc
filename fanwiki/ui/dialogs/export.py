"""Exporting the wiki: in which format, what of it, where to, how far it is, and what came of it."""

from collections.abc import Generator
from pathlib import Path

from PySide6.QtCore import QLocale, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from fanwiki.domain.errors import WikiError
from fanwiki.domain.progress import Progress
from fanwiki.exporters.export import Export
from fanwiki.exporters.formats import Choices, ExportFormat
from fanwiki.exporters.report import ExportReport
from fanwiki.ui.dialogs.export_formats import FORMATS, export_in
from fanwiki.ui.dialogs.work_dialog import CHOOSING, TOLD, WorkDialog
from fanwiki.ui.panels.points import PointField
from fanwiki.ui.plain import PlainLabel
from fanwiki.ui.prompts import Prompts
from fanwiki.ui.session import WikiSession


class ExportDialog(WorkDialog):
    """Exports. Closed while it works, it leaves nothing half done."""

    def __init__(self, session: WikiSession, prompts: Prompts, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("exportDialog")
        self.setWindowTitle(self.tr("Export"))
        self.setMinimumSize(560, 320)
        self._session = session
        self._prompts = prompts
        self._export: Export | None = None
        self._index: Path | None = None
        self._add_sheets(self._make_choice(), self._make_report())
        self.bar.setFormat("%v / %m")
        self.go = self.buttons.addButton(self.tr("Export"), QDialogButtonBox.ButtonRole.ActionRole)
        self.open_browser = self.buttons.addButton(self.tr("Open in browser"), QDialogButtonBox.ButtonRole.ActionRole)
        self._add_stop()
        self.go.setDefault(True)
        self.open_browser.hide()
        self.go.clicked.connect(self.start)
        self.open_browser.clicked.connect(self._on_open)

    @property
    def problem(self) -> str:
        """Why the last try came to nothing; empty if it did not."""
        return self._wrong.text()

    def start(self) -> None:
        """Begins, with what is chosen."""
        options, out = self._format.options, Path(self.folder.text()).expanduser()
        try:
            as_of = self._as_of()
        except WikiError as error:
            self._on_failed(error)
            self.as_of.setFocus()
            return
        chosen = Choices(
            as_of=as_of or None,
            include_unreviewed=self.unreviewed.isChecked(),
            zip="zip" in options and self.zipped.isChecked(),
            recent="recent" in options and self.recent.isChecked(),
            css=Path(style).expanduser() if "css" in options and (style := self.style_sheet.text().strip()) else None,
            history="history" in options and self.history.isChecked(),
            page=self.page.text().strip() if "page" in options else "",
        )
        self._export = export_in(self._format.format, self._session.wiki, out, chosen)
        self._wrong.clear()
        self.go.hide()
        self._begin_job()

    def _run(self) -> Generator[object, None, None]:
        assert self._export is not None
        yield from self._export.run()

    def _make_choice(self) -> QWidget:
        sheet = QWidget(self)
        self.format = QComboBox(sheet)
        self.format.setAccessibleName(self.tr("Format"))
        for each in FORMATS:
            self.format.addItem(each.label(), each.format)
        self._format = FORMATS[0]
        self.folder = QLineEdit(str(self._proposed(self._session.wiki.path.parent)), sheet)
        self.folder.setAccessibleName(self.tr("Where to"))
        browse = QPushButton(self.tr("Choose…"), sheet)
        browse.clicked.connect(self._on_browse)
        self._place_row = QHBoxLayout()
        self._place_row.addWidget(self.folder)
        self._place_row.addWidget(browse)
        self.as_of = PointField(self.tr("Everything"), sheet)
        self.as_of.setAccessibleName(self.tr("For readers who have seen"))
        self.as_now = QCheckBox(sheet)
        self._propose_viewpoint()
        self.unreviewed = QCheckBox(self.tr("With prose that nobody has marked as safe"), sheet)
        self.unreviewed.setEnabled(False)
        self.zipped = QCheckBox(self.tr("As one zip file"), sheet)
        self.recent = QCheckBox(self.tr("With a list of recent changes"), sheet)
        self.history = QCheckBox(self.tr("With what the texts once were"), sheet)
        self.page = QLineEdit(sheet)
        self.page.setAccessibleName(self.tr("One page alone"))
        self.page.setPlaceholderText(self.tr("all pages"))
        self.style_sheet = QLineEdit(sheet)
        self.style_sheet.setAccessibleName(self.tr("Style sheet of your own"))
        self.style_sheet.setPlaceholderText(self.tr("none"))
        find_style = QPushButton(self.tr("Choose…"), sheet)
        find_style.clicked.connect(self._on_find_style)
        self._style_row = QHBoxLayout()
        self._style_row.addWidget(self.style_sheet)
        self._style_row.addWidget(find_style)
        self._wrong = PlainLabel(parent=sheet)
        self._wrong.setWordWrap(True)
        self._wrong.setForegroundRole(self.foregroundRole().BrightText)
        self._about = PlainLabel(parent=sheet)
        self._about.setWordWrap(True)
        self._lay_out(sheet)
        self.as_of.editTextChanged.connect(self._on_as_of_changed)
        self.as_now.toggled.connect(self._on_as_of_changed)
        self.format.currentIndexChanged.connect(self._on_format_changed)
        self._show_options()
        return sheet

    def _lay_out(self, sheet: QWidget) -> None:
        """The choices one below the other."""
        form = self._form = QFormLayout(sheet)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        format_label = QLabel(self.tr("For&mat:"), sheet)
        format_label.setBuddy(self.format)
        form.addRow(format_label, self.format)
        form.addRow("", self._about)
        folder = QLabel(self.tr("&Where to:"), sheet)
        folder.setBuddy(self.folder)
        form.addRow(folder, self._place_row)
        form.addRow(self.tr("For readers who have &seen:"), self.as_of)
        form.addRow("", self.as_now)
        form.setRowVisible(self.as_now, bool(self._now))
        form.addRow("", self.unreviewed)
        form.addRow("", self.zipped)
        form.addRow("", self.recent)
        form.addRow("", self.history)
        form.addRow(self.tr("One &page alone:"), self.page)
        style_label = QLabel(self.tr("St&yle sheet:"), sheet)
        style_label.setBuddy(self.style_sheet)
        form.addRow(style_label, self._style_row)
        form.addRow(self._wrong)

    def _proposed(self, folder: Path) -> Path:
        """Where an export in this format may go: into a folder of its own, or a file."""
        return folder / f"{self._session.wiki.path.stem}{self._format.ending}"

    def _on_format_changed(self) -> None:
        """The choices of the format, and another place unless one was typed."""
        place = Path(self.folder.text())
        untouched = place == self._proposed(place.parent)
        self._format = next(each for each in FORMATS if each.format == self.format.currentData())
        if untouched:
            self.folder.setText(str(self._proposed(place.parent)))
        self._show_options()

    def _show_options(self) -> None:
        """Shows the choices that the format has. What the texts once were is for the author alone."""
        self._about.setText(self._format.about())
        rows: dict[str, QWidget | QHBoxLayout] = {
            "zip": self.zipped,
            "recent": self.recent,
            "history": self.history,
            "page": self.page,
            "css": self._style_row,
        }
        for name, row in rows.items():
            self._form.setRowVisible(row, name in self._format.options)
        self._on_as_of_changed()

    def _propose_viewpoint(self) -> None:
        """As the viewpoint that one reads from: one episode in its field, those of several shows as they are."""
        seen = [episode for _, episode in self._session.viewpoint.seen]
        with self._session.author_view().together() as view:
            self._orders = view.orders()
            self.as_of.load(view, None)
        self._now = ",".join(self._orders.write(episode) for episode in seen) if len(seen) > 1 else ""
        self.as_now.setText(self.tr("As you read now: {points}").format(points=self._now.replace(",", ", ")))
        self.as_now.setChecked(bool(self._now))
        if len(seen) == 1:
            self.as_of.set_point(seen[0])

    def _as_of(self) -> str:
        """What its readers have seen, as points; empty for everything. Raises UnknownPoint."""
        if self.as_now.isChecked():
            return self._now
        point = self.as_of.point()
        return "" if point is None else self._orders.write(point)

    def _make_report(self) -> QWidget:
        sheet = QWidget(self)
        self.summary = PlainLabel(parent=sheet)
        self.summary.setWordWrap(True)
        self.withheld = QPlainTextEdit(sheet)
        self.withheld.setReadOnly(True)
        self.withheld.setAccessibleName(self.tr("What was left out"))
        layout = QVBoxLayout(sheet)
        layout.addWidget(self.summary)
        layout.addWidget(self.withheld)
        layout.addStretch()
        return sheet

    def _on_browse(self) -> None:
        self._prompts.choose_folder(self.tr("Where to put the pages"), self._on_folder_chosen, self)

    def _on_folder_chosen(self, folder: Path) -> None:
        """Into a folder of its own: the one chosen may hold other things."""
        self.folder.setText(str(self._proposed(folder)))

    def _on_find_style(self) -> None:
        kinds = self.tr("Style sheets (*.css)")
        self._prompts.choose_file(self.tr("A style sheet of your own"), kinds, self._on_style_found, self)

    def _on_style_found(self, file: Path) -> None:
        self.style_sheet.setText(str(file))

    def _on_as_of_changed(self) -> None:
        for_reader = self.as_now.isChecked() or bool(self.as_of.currentText().strip())
        self.as_of.setEnabled(not self.as_now.isChecked())
        self.unreviewed.setEnabled(for_reader)
        self.history.setEnabled(not for_reader)

    def _on_progressed(self, progress: Progress) -> None:
        self._what.setText(progress.what)
        self.bar.setRange(0, max(progress.total, 1))
        self.bar.setValue(progress.done)

    def _on_finished(self) -> None:
        assert self._export is not None
        report = self._export.report
        manifest = Path(report.manifest)
        out = manifest if self._format.is_file else manifest.parent
        in_browser = self._format.format is ExportFormat.HTML and not self.zipped.isChecked()
        self._index = out / "index.html" if in_browser else None
        self.summary.setText(self._in_words(report, out))
        self.withheld.setPlainText("\n".join(f"{title}: {why}" for title, why in report.withheld))
        self.withheld.setVisible(bool(report.withheld))
        self._sheets.setCurrentIndex(TOLD)
        self.open_browser.setVisible(self._index is not None)
        self.stop.setText(self.tr("Close"))

    def _in_words(self, report: ExportReport, out: Path) -> str:
        written = self.tr("{pages} pages in {files} files, {size}, are in {out}.").format(
            pages=report.pages, files=report.files, size=QLocale().formattedDataSize(report.bytes), out=out
        )
        if not report.withheld:
            return written + "\n\n" + self.tr("Nothing was left out.")
        return written + "\n\n" + self.tr("Left out or shortened ({count}):").format(count=len(report.withheld))

    def _on_cancelled(self) -> None:
        self._back_to_choice(self.tr("Cancelled. Nothing was written."))

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, WikiError | OSError):
            self._back_to_choice(self.tr("The export stopped because of an error in fanwiki. Nothing was written."))
            raise error
        self._back_to_choice(self.tr("Not exported: {why}.").format(why=str(error).rstrip(".")))

    def _back_to_choice(self, why: str) -> None:
        self._wrong.setText(why)
        self.go.show()
        self.stop.setEnabled(True)
        self._sheets.setCurrentIndex(CHOOSING)

    def _on_open(self) -> None:
        if self._index is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._index)))
