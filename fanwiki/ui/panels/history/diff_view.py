"""What two revisions differ in, as one reads it."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QCheckBox, QTextBrowser, QVBoxLayout, QWidget

from fanwiki.domain.entities import Revision
from fanwiki.domain.history import Comparison, Mark
from fanwiki.ui.panels.history.diff_html import DARK, LIGHT, Words, diff_html
from fanwiki.ui.plain import PlainLabel
from fanwiki.ui.times import when


class DiffView(QWidget):
    """Shows a comparison, with what is the same folded until the whole page is asked for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._comparison: Comparison | None = None
        self.heading = PlainLabel()
        self.heading.setObjectName("diffHeading")
        self.heading.setAccessibleName(self.tr("What is compared"))
        self.heading.setWordWrap(True)
        self.whole = QCheckBox(self.tr("&Whole page"))
        self.whole.setObjectName("diffWhole")
        self.whole.setAccessibleName(self.tr("Show the whole page"))
        self.whole.setToolTip(self.tr("Show the lines too that are the same"))
        self.text = QTextBrowser()
        self.text.setObjectName("diffText")
        self.text.setAccessibleName(self.tr("What has changed"))
        self.text.setOpenLinks(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.heading)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.whole)
        self.whole.toggled.connect(self._on_whole)

    @property
    def comparison(self) -> Comparison | None:
        return self._comparison

    def show_comparison(self, comparison: Comparison | None) -> None:
        """Shows another comparison; None for nothing."""
        self._comparison = comparison
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._comparison is not None:
            self._show()

    def _on_whole(self, _checked: bool) -> None:
        self._show()

    def _show(self) -> None:
        found = self._comparison
        if found is None:
            self.heading.clear()
            self.text.clear()
            return
        self.heading.setText(self._say(found))
        self.text.setAccessibleDescription(self._counts(found))
        colours = DARK if self.palette().color(QPalette.ColorRole.Base).lightness() < 128 else LIGHT
        self.text.setHtml(diff_html(found, colours, self._words(), whole=self.whole.isChecked()))

    def _say(self, found: Comparison) -> str:
        newer = _named(found.newer)
        if found.older is None:
            said = self.tr("The first revision, of {newer}").format(newer=newer)
        else:
            said = self.tr("From {older} to {newer}").format(older=_named(found.older), newer=newer)
        return f"{said}\n{self._counts(found)}"

    def _counts(self, found: Comparison) -> str:
        words = self.tr("Words: {added} added, {removed} removed").format(
            added=f"{found.words(Mark.ADDED):,}", removed=f"{found.words(Mark.REMOVED):,}"
        )
        facts = self.tr("facts: {count} changed").format(count=len(found.facts)) if found.facts else ""
        return " · ".join(part for part in (words, facts) if part)

    def _words(self) -> Words:
        return Words(
            facts=self.tr("Facts"),
            text=self.tr("Text"),
            same_text=self.tr("The text is the same."),
            facts_unknown=self.tr("One of them is from a time before this wiki, of which it has the text alone."),
            one_fold=self.tr("1 line is the same"),
            folds=self.tr("{count} lines are the same"),
        )


def _named(revision: Revision) -> str:
    return f"{when(revision.time)} ({revision.author})" if revision.author else when(revision.time)
