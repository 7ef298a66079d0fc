"""The filters above the survivor board: by name, state, certainty and group, as far as the viewpoint knows them."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from fanwiki.domain.entities import State
from fanwiki.domain.ids import PageId
from fanwiki.domain.vocabulary import Certainty
from fanwiki.ui.board.model import NOT_KNOWN, BoardFilter
from fanwiki.ui.panels.fields import Choice, choice_list, offer
from fanwiki.ui.panels.words import word

Group = tuple[PageId, str, frozenset[PageId]]
"""A group's page, its title, and the characters that belong or belonged to it."""


class FilterBar(QWidget):
    """`changed` comes when another filter is chosen or typed."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text_field = QLineEdit()
        self.text_field.setObjectName("boardFilter")
        self.text_field.setPlaceholderText(self.tr("Filter by name"))
        self.text_field.setAccessibleName(self.tr("Filter by name"))
        self.text_field.setClearButtonEnabled(True)
        self.state_field = choice_list("boardStateFilter", self.tr("Filter by state"))
        self.certainty_field = choice_list("boardCertaintyFilter", self.tr("Filter by certainty"))
        self.group_field = choice_list("boardGroupFilter", self.tr("Filter by group"))
        self._members: dict[PageId, frozenset[PageId]] = {}
        self._shown: tuple[object, object] = ((), ())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.text_field, 1)
        for combo in (self.state_field, self.certainty_field, self.group_field):
            layout.addWidget(combo)
        self.certainty_field.addItem(self.tr("Any certainty"))
        for certainty in Certainty:
            self.certainty_field.addItem(word(certainty), certainty)
        self.load((), ())
        self.text_field.textChanged.connect(self.changed)
        for combo in (self.state_field, self.certainty_field, self.group_field):
            combo.currentIndexChanged.connect(self.changed)

    def load(self, states: Sequence[State], groups: Sequence[Group]) -> None:
        """Offers these states and groups. What was chosen stays, if it is still offered."""
        self._members = {page: members for page, _title, members in groups}
        offered = (tuple(states), tuple((page, title) for page, title, _members in groups))
        if offered == self._shown and self.state_field.count():
            return
        self._shown = offered
        items: list[Choice] = [(state.icon, state.word, state.id) for state in states]
        unknown = ("question", self.tr("not known"), NOT_KNOWN)
        offer(self.state_field, ("", self.tr("Any state"), None), [*items, unknown])
        found = [("group", title, page) for page, title, _members in groups]
        offer(self.group_field, ("", self.tr("Any group"), None), found)
        self.group_field.setVisible(bool(groups))

    def chosen(self, names: Mapping[PageId, str]) -> BoardFilter:
        """What is chosen. `names` has the matching keys of the characters' names."""
        group = self.group_field.currentData()
        return BoardFilter(
            self.text_field.text(),
            self.state_field.currentData(),
            self.certainty_field.currentData(),
            None if group is None else self._members.get(group, frozenset()),
            names,
        )

    def clear(self) -> None:
        """Lets every character through."""
        self.text_field.clear()
        for combo in (self.state_field, self.certainty_field, self.group_field):
            combo.setCurrentIndex(0)
