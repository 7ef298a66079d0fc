"""The form in which a status is set: what a character became, when, how surely, and since when that is known."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from fanwiki.domain.edits import AddFact, ChangeFact
from fanwiki.domain.entities import StatusEvent
from fanwiki.domain.errors import UnknownPoint
from fanwiki.domain.ids import EpisodeId, FactId, PageId, StateId, new_id
from fanwiki.domain.vocabulary import Certainty, Evidence
from fanwiki.ui import icons
from fanwiki.ui.panels.form import InlineForm
from fanwiki.ui.panels.points import PointField
from fanwiki.ui.panels.words import sentence, word
from fanwiki.wiki import View


class StatusForm(InlineForm):
    """Sets a new status of a character, or changes one. A new one at a moment that has a status takes its place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state_field = QComboBox()
        self.certainty_field = QComboBox()
        self.evidence_field = QComboBox()
        self.at_field = PointField(self.tr("from the start"))
        self.revealed_field = PointField(self.tr("at the same moment"))
        self.cause_field = QLineEdit()
        self.note_field = QPlainTextEdit()
        self.note_field.setTabChangesFocus(True)
        self.note_field.setFixedHeight(self.fontMetrics().lineSpacing() * 2 + 14)
        self._hint = QLabel(self.tr("There is a status at this moment already; saving changes it."))
        self._hint.setWordWrap(True)
        for certainty in Certainty:
            self.certainty_field.addItem(word(certainty), certainty)
        for evidence in Evidence:
            self.evidence_field.addItem(word(evidence), evidence)
        self.rows.add_field(self.tr("State"), self.state_field)
        self.rows.add_field(self.tr("From"), self.at_field)
        self.rows.add_widget(self._hint)
        self.rows.add_field(self.tr("Known from"), self.revealed_field)
        self.rows.add_field(self.tr("Certainty"), self.certainty_field)
        self.rows.add_field(self.tr("Evidence"), self.evidence_field)
        self.rows.add_field(self.tr("Cause"), self.cause_field)
        self.rows.add_field(self.tr("Note"), self.note_field)
        self.at_field.editTextChanged.connect(self._on_moment_changed)
        self.revealed_field.editTextChanged.connect(self._on_moment_changed)
        self._changed: StatusEvent | None = None
        self._character = PageId("")
        self._events: Sequence[StatusEvent] = ()
        self._others: dict[PageId, Sequence[StatusEvent]] = {}

    def begin_new(self, view: View, character: PageId, at: EpisodeId | None, state: StateId | None) -> None:
        """Opens for a new status of a character. `view` is the author's: it knows all states and episodes."""
        self._load(view, character)
        self._changed = None
        self._show(StatusEvent(FactId(""), character, state or StateId(""), at=at))
        self.open_with(self.tr("New status of {name}").format(name=view.page(character).title), self.state_field)

    def begin_many(self, view: View, characters: Sequence[PageId], at: EpisodeId | None, state: StateId | None) -> None:
        """Opens for one new status of several characters, of whom there is at least one."""
        self.begin_new(view, characters[0], at, state)
        if len(characters) > 1:
            self.open_with(self.tr("New status of {count} characters").format(count=len(characters)), self.state_field)
            self._others = {character: view.status_events(character) for character in characters[1:]}

    def begin_change(self, view: View, event: StatusEvent) -> None:
        """Opens to change a status."""
        self._load(view, event.character)
        self._changed = next((known for known in self._events if known.id == event.id), event)
        self._show(self._changed)
        self.open_with(self.tr("Status of {name}").format(name=view.page(event.character).title), self.state_field)

    def edit(self) -> AddFact | ChangeFact | None:
        """What the form asks for; None, with a complaint at the field, for what cannot be meant."""
        self.rows.clear_complaints()
        at = self._point(self.at_field)
        revealed = self._point(self.revealed_field)
        state = self.state_field.currentData()
        if state is None:
            self.complain(self.state_field, self.tr("Choose a state."))
        if self.rows.first_bad() is not None:
            return None
        event = replace(
            self._changed or StatusEvent(FactId(new_id()), self._character, state),
            state=state,
            certainty=Certainty(self.certainty_field.currentData()),
            evidence=Evidence(self.evidence_field.currentData()),
            at=at,
            revealed_at=None if revealed == at else revealed,
            cause=self.cause_field.text().strip(),
            note=self.note_field.toPlainText().strip(),
        )
        if self._changed is not None:
            return ChangeFact(event)
        present = self._present(at, revealed)
        return AddFact(event) if present is None else ChangeFact(replace(event, id=present.id))

    def edits(self) -> tuple[AddFact | ChangeFact, ...]:
        """The same as `edit`, for each character that the form was opened for; empty where `edit` gives None."""
        first = self.edit()
        if first is None:
            return ()
        event = first.fact
        assert isinstance(event, StatusEvent)
        found = [first]
        for character, events in self._others.items():
            present = _at_moment(events, event.at, event.revealed_at or event.at)
            id = FactId(new_id()) if present is None else present.id
            theirs = replace(event, id=id, character=character)
            found.append(AddFact(theirs) if present is None else ChangeFact(theirs))
        return tuple(found)

    def refuse(self, error: Exception) -> None:
        """Shows why the wiki would not have it, at the field that it most likely is about."""
        text = str(error)
        if "reveals" in text:
            self.complain(self.revealed_field, sentence(error))
        elif "moment" in text or "episode" in text:
            self.complain(self.at_field, sentence(error))
        elif "NUL" in text:
            self.complain(self.note_field, sentence(error))
        else:
            self.complain(self.state_field, sentence(error))

    def _load(self, view: View, character: PageId) -> None:
        with view.together() as reading:
            home = reading.home_show(character)
            self._character = character
            self._others = {}
            self._events = reading.status_events(character)
            states = reading.states()
        self.state_field.clear()
        for state in states:
            self.state_field.addItem(icons.icon(state.icon), state.word, state.id)
        self.at_field.load(view, home)
        self.revealed_field.load(view, home)

    def _show(self, event: StatusEvent) -> None:
        self.state_field.setCurrentIndex(self.state_field.findData(event.state))
        self.certainty_field.setCurrentIndex(list(Certainty).index(event.certainty))
        self.evidence_field.setCurrentIndex(list(Evidence).index(event.evidence))
        self.at_field.set_point(event.at)
        self.revealed_field.set_point(event.revealed_at)
        self.cause_field.setText(event.cause)
        self.note_field.setPlainText(event.note)
        self._on_moment_changed()

    def _point(self, field: PointField) -> EpisodeId | None:
        try:
            return field.point()
        except UnknownPoint as error:
            self.complain(field, sentence(error))
            return None

    def _present(self, at: EpisodeId | None, revealed: EpisodeId | None) -> StatusEvent | None:
        """The status that the character has at a moment already, made known at the same time."""
        return _at_moment(self._events, at, revealed or at)

    def _on_moment_changed(self) -> None:
        if self._changed is not None:
            self.rows.set_row_visible(self._hint, False)
            return
        try:
            present = self._present(self.at_field.point(), self.revealed_field.point())
        except UnknownPoint:
            present = None
        self.rows.set_row_visible(self._hint, present is not None)


def _at_moment(events: Sequence[StatusEvent], at: EpisodeId | None, revealed: EpisodeId | None) -> StatusEvent | None:
    """The event of that moment which is made known at that point; there is one at most."""
    return next((event for event in events if event.at == at and (event.revealed_at or event.at) == revealed), None)
