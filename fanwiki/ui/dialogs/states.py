"""The states that characters of this wiki can be in: words, icons, colours, and on which side of the head count."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from fanwiki.domain.edits import AddFact, ChangeFact, Edit
from fanwiki.domain.entities import State
from fanwiki.domain.ids import StateId, new_id
from fanwiki.domain.names import title_key
from fanwiki.ui import icons
from fanwiki.ui.dialogs.colour_field import ColourField
from fanwiki.ui.dialogs.vocabulary import Entry, EntryForm, VocabularyDialog
from fanwiki.ui.panels.form_rows import WARNING
from fanwiki.ui.panels.list_view import Cell, Row
from fanwiki.ui.plain import PlainLabel
from fanwiki.ui.session import WikiSession

_NEW = State(StateId(""), "", icons.STATE_ICONS[0], "#7a7f87", None)


class StateForm(EntryForm):
    """A state's word, icon, colour, and how it counts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.word_field = QLineEdit()
        self.word_field.setPlaceholderText(self.tr("such as imprisoned"))
        self.icon_field = QComboBox()
        self.colour_field = ColourField()
        self.verdict = PlainLabel()
        self.verdict.setObjectName("contrastVerdict")
        self.verdict.setWordWrap(True)
        self.counts_field = QComboBox()
        for text, living in _counted_as():
            self.counts_field.addItem(text, living)
        self.rows.add_field(self.tr("Word"), self.word_field, "word")
        self.rows.add_field(self.tr("Icon"), self.icon_field, "icon")
        self.rows.add_field(self.tr("Colour"), self.colour_field, "colour")
        self.rows.add_widget(self.verdict)
        self.rows.add_field(self.tr("Counts as"), self.counts_field, "living")
        self.colour_field.changed.connect(self._on_colour_changed)
        self._state = _NEW
        self._others: Sequence[str] = ()
        self._is_new = True

    def begin(self, entry: Entry | None, entries: Sequence[Entry]) -> None:
        self._is_new = entry is None
        fresh = replace(_NEW, id=StateId(new_id()), position=1 + max((each.position for each in entries), default=-1))
        self._state = entry if isinstance(entry, State) else fresh
        states = [each for each in entries if isinstance(each, State)]
        self._others = [title_key(each.word) for each in states if each.id != self._state.id]
        self.word_field.setText(self._state.word)
        self.colour_field.set_colour(self._state.colour)
        self._show_icons(self._state.icon)
        self.counts_field.setCurrentIndex(self._counts_index(self._state.living))
        title = self.tr("New state") if entry is None else self.tr("State “{word}”").format(word=self._state.word)
        self.open_with(title, self.word_field)

    def edits(self) -> Sequence[Edit]:
        self.clear_complaints()
        word = " ".join(self.word_field.text().split())
        colour = self.colour_field.colour()
        if not word:
            self.complain(self.word_field, self.tr("Type the word for this state."))
        elif title_key(word) in self._others:
            self.complain(self.word_field, self.tr("There is already a state “{word}”.").format(word=word))
        if colour is None:
            self.complain(self.colour_field, self.tr("Write the colour like #1a7f4b, or choose one."))
        if self.rows.first_bad() is not None or colour is None:
            return ()
        state = replace(
            self._state,
            word=word,
            icon=str(self.icon_field.currentData()),
            colour=colour,
            living=self.counts_field.currentData(),
        )
        return (AddFact(state) if self._is_new else ChangeFact(state),)

    def _counts_index(self, living: bool | None) -> int:
        return [each for _text, each in _counted_as()].index(living)

    def _show_icons(self, current: str) -> None:
        """Offers the icons in the colour that is chosen; one of another version stays as it is."""
        words = _icon_words()
        names = list(icons.STATE_ICONS) + ([] if current in icons.STATE_ICONS else [current])
        self.icon_field.clear()
        for name in names:
            drawn = icons.icon(name, self.colour_field.colour() or "")
            self.icon_field.addItem(drawn, words.get(name, name), name)
        self.icon_field.setCurrentIndex(names.index(current))

    def _on_colour_changed(self) -> None:
        self.verdict.setText(self.colour_field.verdict())
        well = self.colour_field.is_seen_well()
        self.verdict.setForegroundRole(QPalette.ColorRole.PlaceholderText if well else WARNING)
        for place in range(self.icon_field.count()):
            name = str(self.icon_field.itemData(place))
            self.icon_field.setItemIcon(place, icons.icon(name, self.colour_field.colour() or ""))
        self.updateGeometry()


class StatesDialog(VocabularyDialog):
    """A state that a status uses cannot be removed: the wiki says so."""

    fact_type = "State"
    noun = State.noun

    def __init__(self, session: WikiSession, parent: QWidget | None = None) -> None:
        super().__init__(session, StateForm(), parent)
        self.setObjectName("statesDialog")
        self.refresh()

    def title(self) -> str:
        return self.tr("States")

    def headings(self) -> Sequence[str]:
        return (self.tr("State"), self.tr("Counts as"))

    def read(self) -> tuple[Entry, ...]:
        return self.session.author_view().states()

    def row(self, entry: Entry) -> Row:
        assert isinstance(entry, State)
        counts = {living: text for text, living in _counted_as()}
        return Row(entry.id, (Cell(entry.word, icon=entry.icon, colour=entry.colour), Cell(counts[entry.living])))


def _counted_as() -> tuple[tuple[str, bool | None], ...]:
    """The sides of the head count, in words."""
    translate = QCoreApplication.translate
    return (
        (translate("StatesDialog", "living"), True),
        (translate("StatesDialog", "not living"), False),
        (translate("StatesDialog", "neither"), None),
    )


def _icon_words() -> dict[str, str]:
    """The icons of states, in words."""
    translate = QCoreApplication.translate
    return {
        "heart": translate("StatesDialog", "heart"),
        "cross": translate("StatesDialog", "gravestone"),
        "skull": translate("StatesDialog", "skull"),
        "half": translate("StatesDialog", "half heart"),
        "biohazard": translate("StatesDialog", "biohazard"),
        "search": translate("StatesDialog", "magnifying glass"),
        "question": translate("StatesDialog", "question mark"),
    }
