"""Replacing in the whole wiki: what is looked for, every place before and after, ticked or not, and how far it is."""

from collections.abc import Generator
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QProgressBar,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fanwiki.domain.changes import Change
from fanwiki.domain.errors import WikiError
from fanwiki.ui.dialogs.form import without_icons
from fanwiki.ui.editor.finding import Finder, Search, UnfitPattern
from fanwiki.ui.icons import icon
from fanwiki.ui.plain import PlainLabel, plain_tip
from fanwiki.ui.replacing.hits import MOST, PageHits, ReplaceHit, Step, edits_for, look_through
from fanwiki.ui.session import WikiSession
from fanwiki.ui.tasks import LongJob

_HITS: Final = Qt.ItemDataRole.UserRole + 1


class ReplaceDialog(QDialog):
    """Nothing is changed before Replace is pressed; then everything that is ticked, as one step of undo."""

    def __init__(self, session: WikiSession, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("replaceDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("Replace in the whole wiki"))
        self.resize(900, 560)
        self._session = session
        self._job: LongJob | None = None
        self._asked = 0
        self._result: int | None = None
        self._finder: Finder | None = None
        self._replacement = ""
        self._count = 0
        self._given_up: list[str] = []
        self.wanted = QLineEdit(self)
        self.wanted.setAccessibleName(self.tr("Find"))
        self.replacement = QLineEdit(self)
        self.replacement.setAccessibleName(self.tr("Replace with"))
        self.case = QCheckBox(self.tr("Match &case"), self)
        self.words = QCheckBox(self.tr("Whole &words"), self)
        self.expression = QCheckBox(self.tr("Regular e&xpression"), self)
        self.list = QTreeWidget(self)
        self.list.setAccessibleName(self.tr("What would be replaced"))
        self.list.setHeaderLabels([self.tr("Page and line"), self.tr("Before"), self.tr("After")])
        self.list.setUniformRowHeights(True)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.list.header().resizeSection(0, 220)
        self.list.header().resizeSection(1, 320)
        self.said = PlainLabel(parent=self)
        self.said.setObjectName("replaceSaid")
        self.said.setWordWrap(True)
        self.bar = QProgressBar(self)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.bar.hide()
        self.buttons = without_icons(QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self))
        self.find_all = self.buttons.addButton(self.tr("&Find all"), QDialogButtonBox.ButtonRole.ActionRole)
        self.go = self.buttons.addButton(self.tr("&Replace what is ticked"), QDialogButtonBox.ButtonRole.ActionRole)
        self.find_all.setDefault(True)
        self._lay_out()
        self.buttons.rejected.connect(self.reject)
        self.find_all.clicked.connect(self.begin)
        self.go.clicked.connect(self.replace)
        for field in (self.wanted, self.replacement):
            field.textEdited.connect(self._forget)
        for box in (self.case, self.words, self.expression):
            box.toggled.connect(self._forget)
        self.list.itemChanged.connect(self._on_ticked)
        session.closing.connect(self._stop)
        self._forget()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.tr("Find"), self.wanted)
        form.addRow(self.tr("Replace with"), self.replacement)
        options = QHBoxLayout()
        for box in (self.case, self.words, self.expression):
            options.addWidget(box)
        options.addStretch()
        form.addRow("", options)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        layout.addLayout(form)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.said)
        layout.addWidget(self.bar)
        layout.addWidget(self.buttons)

    def begin(self) -> None:
        """Looks through the whole wiki for what is asked for."""
        self._stop()
        self._forget()
        wanted = self.wanted.text()
        if not self._session.viewpoint.author:
            return
        if not wanted:
            self.said.setText(self.tr("Say first what is to be found."))
            return
        search = Search(wanted, self.case.isChecked(), self.words.isChecked(), self.expression.isChecked())
        self._replacement = self.replacement.text()
        try:
            self._finder = Finder(search)
            self._finder.changes("", self._replacement)
        except UnfitPattern as error:
            self.said.setText(str(error))
            return
        self._count = 0
        self._given_up.clear()
        self.bar.setRange(0, 0)
        self.bar.show()
        # What the editors have not saved yet goes first, so that it is looked through too.
        self._asked += 1
        self._session.lane.submit(int, partial(self._start, self._asked))

    def replace(self) -> None:
        """Replaces what is ticked."""
        edits = edits_for(self._chosen(), self.tr("replace “{wanted}”").format(wanted=self.wanted.text()))
        if not edits:
            return
        self.go.setEnabled(False)
        self.find_all.setEnabled(False)
        self.bar.setRange(0, 0)
        self.bar.show()
        self.said.setText(self.tr("Replacing in {count} pages …").format(count=len(edits)))
        label = self.tr("replace in the whole wiki")
        self._session.apply(*edits, label=label, done=self._on_replaced, refused=self._on_refused)

    def done(self, result: int) -> None:
        """Goes at once; what is still being looked through lets go of the wiki in its own time."""
        self._asked += 1
        if self._job is None:
            super().done(result)
            return
        self._result = result
        self._job.cancel()
        self.hide()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.reject()
        event.setAccepted(self._job is None)

    def _start(self, number: int, _waited: int) -> None:
        if number != self._asked:
            return
        self._job = LongJob(self._run, self)
        self._job.progressed.connect(self._on_step)
        self._job.finished.connect(self._on_finished)
        self._job.cancelled.connect(self._on_cancelled)
        self._job.failed.connect(self._on_failed)
        self._job.start()

    def _run(self) -> Generator[object, None, None]:
        assert self._finder is not None
        yield from look_through(self._session.author_view(), self._finder, self._replacement)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.shut_down()
            self._job = None

    def _forget(self) -> None:
        """What was found is not what is asked for any more."""
        self.list.clear()
        self.bar.hide()
        author = self._session.viewpoint.author
        self.find_all.setEnabled(author)
        self.go.setEnabled(False)
        self.said.setText(
            self.tr("What links lead to stays as it is: to change that, rename the page.")
            if author
            else self.tr("All texts hold what is revealed later: this is for the author, who sees everything.")
        )

    def _on_step(self, step: Step) -> None:
        if self._result is not None:
            return
        self.bar.setRange(0, step.total)
        self.bar.setValue(step.done)
        self._given_up += step.given_up
        self.list.blockSignals(True)
        for page in step.found:
            self._add(page)
        self.list.blockSignals(False)
        self._say_found()

    def _add(self, page: PageHits) -> None:
        top = QTreeWidgetItem([f"{page.title} ({len(page.hits)})"])
        top.setIcon(0, icon("article"))
        top.setData(0, _HITS, page)
        top.setFlags(top.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsAutoTristate)
        for hit in page.hits[: MOST - self._count]:
            row = QTreeWidgetItem([self.tr("line {line}").format(line=hit.line), hit.before, hit.after])
            row.setData(0, _HITS, hit)
            row.setCheckState(0, Qt.CheckState.Checked)
            row.setToolTip(1, plain_tip(hit.before))
            row.setToolTip(2, plain_tip(hit.after))
            top.addChild(row)
            self._count += 1
        if top.childCount():
            self.list.addTopLevelItem(top)
            top.setExpanded(True)

    def _on_cancelled(self) -> None:
        self._stop()
        if self._result is not None:
            super().done(self._result)

    def _on_finished(self) -> None:
        self._on_cancelled()
        self.bar.hide()
        self.go.setEnabled(self._count > 0)
        self._say_found()

    def _say_found(self) -> None:
        pages, places = self.list.topLevelItemCount(), self._count
        if not places:
            said = self.tr("Nothing was found.")
        elif places >= MOST:
            said = self.tr("The first {places} places, on {pages} pages; replace these, then go on.")
        else:
            said = self.tr("{places} places on {pages} pages.")
        if self._given_up:
            said += " " + self.tr("The expression takes too long on: {titles}.")
        self.said.setText(said.format(places=places, pages=pages, titles=", ".join(self._given_up[:5])))

    def _on_ticked(self) -> None:
        self.go.setEnabled(any(hits for _, hits in self._chosen()))

    def _chosen(self) -> list[tuple[PageHits, list[ReplaceHit]]]:
        chosen: list[tuple[PageHits, list[ReplaceHit]]] = []
        for row in range(self.list.topLevelItemCount()):
            top = self.list.topLevelItem(row)
            assert top is not None
            below = [top.child(place) for place in range(top.childCount())]
            ticked = [each.data(0, _HITS) for each in below if each and each.checkState(0) is Qt.CheckState.Checked]
            if ticked:
                chosen.append((top.data(0, _HITS), ticked))
        return chosen

    def _on_replaced(self, change: Change) -> None:
        self._forget()
        self.said.setText(
            self.tr("Replaced on {count} pages. Undo takes all of it back.").format(count=len(change.texts))
        )

    def _on_refused(self, error: WikiError) -> None:
        self._forget()
        self.said.setText(self.tr("Nothing was replaced: {why}. Find all once more.").format(why=error))

    def _on_failed(self, error: Exception) -> None:
        self._on_cancelled()
        if not isinstance(error, WikiError | UnfitPattern):
            raise error
        self._forget()
        self.said.setText(str(error))
