"""What an import brings, or would bring, as a list that one can go through."""

from collections import Counter
from collections.abc import Iterable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from fanwiki.importers.mediawiki.infobox import Target
from fanwiki.importers.mediawiki.targets import choice
from fanwiki.importers.report import FieldUse, ImportReport
from fanwiki.ui.plain import PlainLabel, plain_tip
from fanwiki.ui.roomy import RoomyDelegate

Counted = TypeVar("Counted", str, tuple[str, str])
Row = tuple[str, str, str]


class ImportReportView(QWidget):
    """The sum in a sentence, and below it, group by group, what was left out or kept and why."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.summary = PlainLabel(parent=self)
        self.summary.setWordWrap(True)
        self.list = QTreeWidget(self)
        self.list.setItemDelegate(RoomyDelegate(self.list))
        self.list.setAccessibleName(self.tr("What came, what did not, and why"))
        self.list.setHeaderLabels([self.tr("What"), self.tr("Why, or what becomes of it"), self.tr("How many")])
        self._pickers: list[tuple[FieldUse, QComboBox]] = []
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        header.resizeSection(0, 260)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.summary)
        layout.addWidget(self.list)

    def choices(self) -> tuple[str, ...]:
        """What becomes of the fields of infoboxes where it is another thing than was proposed."""
        return tuple(
            choice(use.template, use.field, picker.currentText())
            for use, picker in self._pickers
            if picker.currentText() != use.target
        )

    def show_report(self, report: ImportReport, *, changeable: bool = False) -> None:
        """Shows one report in the place of another. If it is of what would come, what becomes of the fields of
        infoboxes may be `changeable`.
        """
        self.summary.setText(self._in_words(report))
        self.list.clear()
        kinds = (
            (self.tr("articles"), report.articles), (self.tr("characters"), report.characters),
            (self.tr("people"), report.people), (self.tr("episodes"), report.episodes),
            (self.tr("categories"), report.categories), (self.tr("templates"), report.templates),
            (self.tr("redirects"), report.redirects), (self.tr("statuses"), report.statuses),
            (self.tr("portrayals"), report.portrayals), (self.tr("pictures"), report.media),
            (self.tr("revisions"), report.revisions), (self.tr("talk notes"), report.talk),
        )  # fmt: skip
        coming = [(word, "", str(count)) for word, count in kinds if count]
        self._add(self.tr("Would come") if report.dry_run else self.tr("Came"), coming)
        left_out = ((what, why, str(count)) for (what, why), count in _most_first(report.skipped))
        self._add(self.tr("Left out"), left_out)
        kept = ((what, "", str(count)) for what, count in _most_first(report.kept))
        self._add(self.tr("Kept as it was typed"), kept)
        self._pickers = []
        mapping = [
            (f"{each.template}: {each.field}", each.target, self._filled(each.filled, each.uses))
            for each in report.mapping
        ]
        items = self._add(self.tr("Fields and what becomes of them"), mapping)
        if report.dry_run and changeable:
            for each, item in zip(report.mapping, items, strict=True):
                self._let_choose(each, item)
        self._add(self.tr("Files that pages show and that are not there"), ((name, "", "") for name in report.wanted))
        self._add(self.tr("To look at"), ((warning, "", "") for warning in report.warnings))
        if (first := self.list.topLevelItem(0)) is not None:
            self.list.setCurrentItem(first)

    def _filled(self, filled: int, uses: int) -> str:
        return self.tr("{filled} of {uses}").format(filled=filled, uses=uses)

    def _in_words(self, report: ImportReport) -> str:
        words = self.tr("{pages} pages would come.") if report.dry_run else self.tr("{pages} pages came.")
        said = words.format(pages=f"{report.pages:,}")
        if report.links:
            links = self.tr("Of {links} links between them {resolved} lead somewhere.")
            said += " " + links.format(links=f"{report.links:,}", resolved=f"{report.links_resolved:,}")
        if not report.dry_run and report.pages:
            said += " " + self.tr("One step of undo takes all of it back.")
        return said

    def _let_choose(self, use: FieldUse, item: QTreeWidgetItem) -> None:
        picker = QComboBox(self.list)
        picker.addItems([target.value for target in Target])
        picker.setCurrentText(use.target)
        picker.setAccessibleName(self.tr("What becomes of {field}").format(field=item.text(0)))
        picker.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        item.setText(1, "")
        self.list.setItemWidget(item, 1, picker)
        self._pickers.append((use, picker))

    def _add(self, title: str, rows: Iterable[Row]) -> list[QTreeWidgetItem]:
        items = [QTreeWidgetItem(list(row)) for row in rows]
        if not items:
            return []
        group = QTreeWidgetItem([title])
        font = group.font(0)
        font.setBold(True)
        group.setFont(0, font)
        for item, column in ((item, column) for item in items for column in (0, 1)):
            item.setToolTip(column, plain_tip(item.text(column)))
        for item in items:
            item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        group.addChildren(items)
        self.list.addTopLevelItem(group)
        group.setFirstColumnSpanned(True)
        group.setExpanded(True)
        return items


def _most_first(counter: Counter[Counted]) -> list[tuple[Counted, int]]:
    return sorted(counter.items(), key=lambda entry: (-entry[1], str(entry[0])))
