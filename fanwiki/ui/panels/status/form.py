"""The form in which a status is set: what a character became, when, how surely, by whom, and when that is known."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from fanwiki.domain.edits import AddFact, ChangeFact, Edit
from fanwiki.domain.entities import StatusEvent
from fanwiki.domain.errors import UnknownPoint
from fanwiki.domain.ids import EpisodeId, FactId, PageId, StateId, new_id
from fanwiki.domain.vocabulary import Certainty, Evidence, PageKind
from fanwiki.ui import icons
from fanwiki.ui.panels.claims.source_fields import SourceChoice
from fanwiki.ui.panels.fields import ShortText
from fanwiki.ui.panels.form import InlineForm
from fanwiki.ui.panels.page_field import PageField
from fanwiki.ui.panels.points import PointField
from fanwiki.ui.panels.words import word
from fanwiki.ui.session import WikiSession
from fanwiki.wiki import View
from fanwiki.wiki.reading.choosing import Wanted


class StatusForm(InlineForm):
    """Sets a new status of one character or several, or changes one. A new one at a moment that has a status takes its
    place, and keeps of it what is left empty here.
    """

    def __init__(self, session: WikiSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state_field = QComboBox()
        self.certainty_field = QComboBox()
        self.evidence_field = QComboBox()
        self.at_field = PointField(self.tr("from the start"))
        self.revealed_field = PointField(self.tr("at the same moment"))
        self.cause_field = QLineEdit()
        self.by_whom_field = PageField(session, self.tr("nobody, or not known"))
        self.by_whom_field.ask_for(Wanted(rather=(PageKind.CHARACTER, PageKind.GROUP), by_given_name=True))
        self.note_field = ShortText()
        self._hint = QLabel(
            self.tr("There is a status at this moment already; saving changes it, and keeps what is left empty here.")
        )
        self._hint.setWordWrap(True)
        for certainty in Certainty:
            self.certainty_field.addItem(word(certainty), certainty)
        for evidence in Evidence:
            self.evidence_field.addItem(word(evidence), evidence)
        self.rows.add_field(self.tr("State"), self.state_field, "state")
        self.rows.add_field(self.tr("From"), self.at_field, "at")
        self.rows.add_widget(self._hint)
        self.rows.add_field(self.tr("Known from"), self.revealed_field, "revealed_at")
        self.rows.add_field(self.tr("Certainty"), self.certainty_field, "certainty")
        self.rows.add_field(self.tr("Evidence"), self.evidence_field, "evidence")
        self.rows.add_field(self.tr("Cause"), self.cause_field, "cause")
        self.rows.add_field(self.tr("By whom"), self.by_whom_field, "by_whom")
        self.rows.add_field(self.tr("Note"), self.note_field, "note")
        self.source = SourceChoice(session, self)
        self.at_field.editTextChanged.connect(self._on_moment_changed)
        self.revealed_field.editTextChanged.connect(self._on_moment_changed)
        self._changed: StatusEvent | None = None
        self._events: dict[PageId, Sequence[StatusEvent]] = {}

    def begin_new(self, view: View, characters: Sequence[PageId], at: EpisodeId | None, state: StateId | None) -> None:
        """Opens for one new status of some characters, of whom there is at least one. `view` is the author's: it knows
        all states and episodes.
        """
        self._changed = None
        self._load(view, characters, StatusEvent(FactId(""), characters[0], state or StateId(""), at=at))
        if len(characters) > 1:
            title = self.tr("New status of {count} characters").format(count=len(characters))
        else:
            title = self.tr("New status of {name}").format(name=view.page(characters[0]).title)
        self.open_with(title, self.state_field)

    def begin_change(self, view: View, event: StatusEvent) -> None:
        """Opens to change a status."""
        known = view.status_events(event.character)
        self._changed = next((each for each in known if each.id == event.id), event)
        self._load(view, [event.character], self._changed)
        self.open_with(self.tr("Status of {name}").format(name=view.page(event.character).title), self.state_field)

    @property
    def label(self) -> str:
        """How the step is called in the Undo menu; empty where the edit says it well enough."""
        count = len(self._events)
        return "" if count == 1 else self.tr("set status of {count} characters").format(count=count)

    def edits(self) -> Sequence[Edit]:
        """What the form asks for, a new source first; nothing, with complaints at the fields, for what cannot be
        meant.
        """
        self.clear_complaints()
        at = self.read_point(self.at_field)
        revealed = self.read_point(self.revealed_field)
        state = self.state_field.currentData()
        if state is None:
            self.complain(self.state_field, self.tr("Choose a state."))
        by_whom = self._by_whom()
        source, made = self.source.read()
        if self.rows.first_bad() is not None:
            return ()
        event = replace(
            self._changed or StatusEvent(FactId(""), PageId(""), state),
            state=state,
            certainty=Certainty(self.certainty_field.currentData()),
            evidence=Evidence(self.evidence_field.currentData()),
            at=at,
            revealed_at=None if revealed == at else revealed,
            cause=self.cause_field.text().strip(),
            by_whom=by_whom,
            note=self.note_field.toPlainText().strip(),
            source=source,
        )
        if self._changed is not None:
            return (*made, ChangeFact(event))
        return (*made, *(_setting(event, character, events) for character, events in self._events.items()))

    def _load(self, view: View, characters: Sequence[PageId], shown: StatusEvent) -> None:
        with view.together() as reading:
            home = reading.home_show(characters[0])
            self._events = {character: reading.status_events(character) for character in characters}
            states = reading.states()
            by_whom = "" if shown.by_whom is None else reading.page(shown.by_whom).title
            self.source.load(reading, shown.source)
            self.at_field.load(reading, home)
            self.revealed_field.load(reading, home)
        self.by_whom_field.setText(by_whom)
        self.state_field.clear()
        for state in states:
            self.state_field.addItem(icons.icon(state.icon, state.colour), state.word, state.id)
        self._show(shown)

    def _show(self, event: StatusEvent) -> None:
        self.state_field.setCurrentIndex(self.state_field.findData(event.state))
        self.certainty_field.setCurrentIndex(list(Certainty).index(event.certainty))
        self.evidence_field.setCurrentIndex(list(Evidence).index(event.evidence))
        self.at_field.set_point(event.at)
        self.revealed_field.set_point(event.revealed_at)
        self.cause_field.setText(event.cause)
        self.note_field.setPlainText(event.note)
        self._on_moment_changed()

    def _by_whom(self) -> PageId | None:
        typed = self.by_whom_field.typed()
        found = self.by_whom_field.page() if typed else None
        if typed and found is None:
            why = self.tr("There is no page “{name}”. Choose one from the list.")
            if self.by_whom_field.is_doubtful():
                why = self.tr("Several pages may be meant by “{name}”. Choose one from the list.")
            self.complain(self.by_whom_field, why.format(name=typed))
        return found

    def _on_moment_changed(self) -> None:
        try:
            at, revealed = self.at_field.point(), self.revealed_field.point()
        except UnknownPoint:
            self.rows.set_row_visible(self._hint, False)
            return
        taken = any(_at_moment(events, at, revealed) is not None for events in self._events.values())
        self.rows.set_row_visible(self._hint, self._changed is None and taken)


def _setting(event: StatusEvent, character: PageId, events: Sequence[StatusEvent]) -> AddFact | ChangeFact:
    """Gives a character a status. One that is there at that moment is changed, and keeps what is left open."""
    present = _at_moment(events, event.at, event.revealed_at)
    if present is None:
        return AddFact(replace(event, id=FactId(new_id()), character=character))
    return ChangeFact(
        replace(
            present,
            state=event.state,
            certainty=event.certainty,
            evidence=event.evidence,
            cause=event.cause or present.cause,
            by_whom=event.by_whom or present.by_whom,
            note=event.note or present.note,
            source=event.source or present.source,
        )
    )


def _at_moment(events: Sequence[StatusEvent], at: EpisodeId | None, revealed: EpisodeId | None) -> StatusEvent | None:
    """The event of that moment which is made known at that point; of several, which stood there by being moved, the
    last, which is the one that holds.
    """
    there = [event for event in events if event.at == at and (event.revealed_at or event.at) == (revealed or at)]
    return there[-1] if there else None
