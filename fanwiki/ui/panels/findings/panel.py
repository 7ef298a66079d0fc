"""What needs care in the wiki, with a jump to it, a sentence on why, and a fix where one is safe.

It is the author's tool: a reader's viewpoint hides what the rules speak of, so there the panel says so and no more.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QHideEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from fanwiki.domain.changes import Change
from fanwiki.domain.edits import Edit
from fanwiki.domain.entities import Page
from fanwiki.domain.points import EVERYTHING
from fanwiki.lint.rule import Finding, Severity, fix_label, fix_words, fixing_edits
from fanwiki.lint.rules import RULES
from fanwiki.ui import icons
from fanwiki.ui.panels.findings.search import FindingsSearch
from fanwiki.ui.panels.list_view import Cell, PanelTree, Row, RowsModel
from fanwiki.ui.panels.panel import EmptyState, Panel
from fanwiki.ui.plain import PlainLabel, plain_tip
from fanwiki.ui.session import WikiSession

_MOST: Final = 300
"""Rows that are shown; a list that is longer nobody reads, and its wrapped lines take long to lay out."""

_PAUSE_MS: Final = 250
"""Between two times that what has been found meanwhile is listed."""

_SOON_DONE: Final = 200
"""Pages that are still to be looked at and of which nobody need be told."""

_ICONS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "info"}
_EXPLANATIONS: Final = {rule.name: rule.explanation for rule in RULES}
_SEVERITIES: Final = {rule.name: rule.severity for rule in RULES}


class FindingsPanel(Panel):
    """`line_requested` asks for a page (PageId) and a line of its text, from 0. Nothing is looked for before the panel
    is first seen.
    """

    line_requested = Signal(object, int)

    def __init__(
        self, session: WikiSession, parent: QWidget | None = None, *, today: Callable[[], date] = date.today
    ) -> None:
        super().__init__(session, parent)
        self.setObjectName("findingsPanel")
        self.setAccessibleName(self.tr("Findings"))
        self.search = FindingsSearch(session, today(), self)
        self._shown: tuple[Finding, ...] = ()
        self._progress = ""
        self.rule_filter = self._filter("findingsRule", self.tr("Show findings of a rule"))
        self.rule_filter.addItem(self.tr("Every rule"), None)
        self.severity_filter = self._filter("findingsSeverity", self.tr("Show findings of a severity"))
        self.severity_filter.addItem(self.tr("Any severity"), None)
        for severity, text in (
            (Severity.ERROR, self.tr("Errors")),
            (Severity.WARNING, self.tr("Warnings")),
            (Severity.NOTE, self.tr("Notes")),
        ):
            self.severity_filter.addItem(icons.icon(_ICONS[severity]), text, severity)
        self.counts = PlainLabel()
        self.counts.setObjectName("findingsCounts")
        self.counts.setWordWrap(True)
        self.counts.setAccessibleName(self.tr("How many findings there are"))
        self.model = RowsModel((self.tr("What needs care"),), self)
        self.tree = PanelTree(self.tr("Findings"))
        self.tree.setObjectName("findingsList")
        self.tree.setHeaderHidden(True)
        self.tree.setModel(self.model)
        self.explanation = PlainLabel()
        self.explanation.setObjectName("findingsExplanation")
        self.explanation.setWordWrap(True)
        self.explanation.setAccessibleName(self.tr("Why this matters"))
        self.empty = EmptyState()
        self._build_actions()
        self._lay_out()
        self.rule_filter.currentIndexChanged.connect(self._on_filtered)
        self.severity_filter.currentIndexChanged.connect(self._on_filtered)
        self.tree.selectionModel().currentChanged.connect(self._on_current_changed)
        self.model.modelReset.connect(self._update_actions)
        self.tree.chosen.connect(self._on_opened)
        self.tree.opened.connect(self._on_opened)
        self.empty.button.clicked.connect(self._on_show_everything)
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._soon.timeout.connect(self.refresh)
        self.search.changed.connect(self._on_found)
        self.search.progressed.connect(self._on_progressed)
        self.refresh()

    def show_page(self, page: Page | None) -> None:
        """Stands beside another page: findings are of the whole wiki."""
        self.page = page

    def refresh(self) -> None:
        author = self.session.viewpoint.author
        counts = self.search.listed.counts() if author else {}
        self._offer_rules(counts)
        rules = [rule for rule in counts if self._passes(rule)]
        shown = tuple(self.search.listed.first(_MOST, rules))
        if shown != self._shown:
            place = self.tree.place()
            self._shown = shown
            self.model.set_rows([_row(found, self._where(found)) for found in shown])
            self.tree.return_to(place)
        if author:
            self._say_counts(sum(counts.values()), sum(counts[rule] for rule in rules))
        self._show_empty(author=author, filled=bool(counts))
        self._update_actions()
        self.catch_up()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.catch_up()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.catch_up()

    def catch_up(self) -> None:
        """Looks for what needs care as long as the panel is seen: it goes on where it stopped."""
        begun = self.search.begun
        self.search.want(self.is_seen and self.session.viewpoint.author)
        if self.search.begun and not begun:
            self._show_empty(author=True, filled=False)

    def _on_changed(self, change: Change) -> None:
        self.search.take_in(change)

    def _on_found(self) -> None:
        """While much is found at once it is listed now and then; a list that is laid out anew all the time nobody
        reads.
        """
        if not self.search.running:
            self._soon.stop()
            self.refresh()
        elif not self._soon.isActive():
            self._soon.start()

    def _passes(self, rule: str) -> bool:
        severity = self.severity_filter.currentData()
        return self.rule_filter.currentData() in (None, rule) and severity in (None, _SEVERITIES[rule])

    def _offer_rules(self, counts: Mapping[str, int]) -> None:
        """The rules that found anything, with how much; the chosen one stays."""
        chosen = self.rule_filter.currentData()
        self.rule_filter.blockSignals(True)
        self.rule_filter.clear()
        self.rule_filter.addItem(self.tr("Every rule"), None)
        for rule in RULES:
            if rule.name in counts or rule.name == chosen:
                self.rule_filter.addItem(f"{_words(rule.name)} ({counts.get(rule.name, 0):,})", rule.name)
        self.rule_filter.setCurrentIndex(max(self.rule_filter.findData(chosen), 0))
        self.rule_filter.blockSignals(False)

    def _say_counts(self, every: int, passing: int) -> None:
        line = self._counts_line(every, passing)
        self.counts.setText(f"{line}\n{self._progress}" if self._progress and self.search.running else line)

    def _counts_line(self, every: int, passing: int) -> str:
        said = self.tr("1 finding") if every == 1 else self.tr("{count} findings").format(count=f"{every:,}")
        if passing != every:
            said += " · " + self.tr("{count} of these").format(count=f"{passing:,}")
        if passing > _MOST:
            said += " · " + self.tr("the first {count} are shown").format(count=_MOST)
        return said

    def _where(self, finding: Finding) -> str:
        if finding.line is None:
            return finding.title
        return self.tr("{title}, line {line}").format(title=finding.title, line=finding.line)

    def _filter(self, name: str, said: str) -> QComboBox:
        box = QComboBox()
        box.setObjectName(name)
        box.setAccessibleName(said)
        box.setToolTip(plain_tip(said))
        box.setMinimumContentsLength(8)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return box

    def _build_actions(self) -> None:
        self.open_action = self._action(
            "action_open_finding",
            self.tr("Open"),
            self.tr("Open the page, at the line (Enter)"),
            self._on_open,
            "switch",
        )
        self.fix_action = self._action(
            "action_fix_finding",
            self.tr("Mend"),
            self.tr("Put this right, where that is safe; undo takes it back"),
            self._on_fix,
            "check",
        )
        self.again_action = self._action(
            "action_repeat_findings",
            self.tr("Look again"),
            self.tr("Look at the whole wiki again"),
            self._on_again,
            "arrange",
        )
        self.tree.addActions([self.open_action, self.fix_action])
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _action(self, name: str, text: str, tip: str, slot: Callable[[], None], icon: str) -> QAction:
        action = QAction(icons.icon(icon), text, self)
        action.setObjectName(name)
        action.setToolTip(plain_tip(tip))
        action.triggered.connect(slot)
        return action

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setAccessibleName(action.text())
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _lay_out(self) -> None:
        self._filters = QWidget()
        filters = QHBoxLayout(self._filters)
        filters.setContentsMargins(0, 0, 0, 0)
        filters.addWidget(self.rule_filter, 3)
        filters.addWidget(self.severity_filter, 2)
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        for action in (self.open_action, self.fix_action, self.again_action):
            row.addWidget(self._button(action))
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self._filters)
        layout.addWidget(self.counts)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.explanation)
        layout.addWidget(self._buttons)
        layout.addWidget(self.empty, 1)

    def _show_empty(self, *, author: bool, filled: bool) -> None:
        for widget in (self._filters, self.counts, self.tree, self.explanation, self._buttons):
            widget.setVisible(filled)
        self.empty.setVisible(not filled)
        if filled:
            return
        if not author:
            sentence = self.tr(
                "Findings speak of what is revealed later: they are for the author, who sees everything."
            )
            self.empty.say(sentence, self.tr("Show everything"))
        elif self.search.running or not self.search.begun:
            self.empty.say(self._progress or self.tr("Looking for what needs care …"))
        else:
            self.empty.say(self.tr("Nothing needs care."), self.tr("Look again"))

    def _current(self) -> Finding | None:
        index = self.tree.currentIndex()
        return self._shown[index.row()] if index.isValid() and index.row() < len(self._shown) else None

    def _update_actions(self) -> None:
        finding = self._current()
        self.open_action.setEnabled(finding is not None and finding.page is not None)
        self.fix_action.setEnabled(finding is not None and finding.fix is not None and not self.session.read_only)
        self.explanation.setText("" if finding is None else self._explained(finding))

    def _explained(self, finding: Finding) -> str:
        """Why it matters and, where it can be mended, what would be done."""
        why = _EXPLANATIONS[finding.rule]
        if finding.fix is None:
            return why
        return why + "\n" + self.tr("Mend: {what}").format(what=fix_words(finding.fix))

    def _on_progressed(self, done: int, total: int) -> None:
        if not total:
            self._progress = self.tr("Reading the wiki: {done} pages").format(done=f"{done:,}")
        elif total - done > _SOON_DONE:
            said = self.tr("Looking for what needs care: {done} of {total} pages")
            self._progress = said.format(done=f"{done:,}", total=f"{total:,}")
        else:
            self._progress = ""
        if self.empty.isVisibleTo(self):
            self._show_empty(author=self.session.viewpoint.author, filled=False)
        elif not self._soon.isActive():
            self._soon.start()

    def _on_filtered(self, _index: int) -> None:
        self.refresh()

    def _on_current_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._update_actions()

    def _on_open(self) -> None:
        self._on_opened(self.tree.currentIndex())

    def _on_opened(self, _index: QModelIndex) -> None:
        finding = self._current()
        if finding is None or finding.page is None:
            return
        if finding.line is None:
            self.page_requested.emit(finding.page)
        else:
            self.line_requested.emit(finding.page, finding.line - 1)

    def _on_fix(self) -> None:
        finding = self._current()
        if finding is None or finding.fix is None or self.session.read_only:
            return
        fix = finding.fix
        self.session.read(partial(fixing_edits, fix, self.session.author_view()), partial(self._mend, fix_label(fix)))

    def _mend(self, label: str, edits: tuple[Edit, ...]) -> None:
        self.session.apply(*edits, label=label, initiator=self)

    def _on_again(self) -> None:
        self.search.begin_anew()

    def _on_show_everything(self) -> None:
        if self.session.viewpoint.author:
            self.search.begin_anew()
        else:
            self.session.set_viewpoint(EVERYTHING)


def _row(finding: Finding, where: str) -> Row:
    key = f"{finding.rule}|{finding.page}|{finding.title}|{finding.message}|{finding.line}"
    said = f"{_words(finding.rule)} · {finding.severity}"
    return Row(key, (Cell(where, finding.message, _ICONS[finding.severity], more=said),))


def _words(name: str) -> str:
    """A rule's name for people."""
    return name.replace("-", " ").capitalize()
