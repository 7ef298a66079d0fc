"""The profile that pages of each kind have: which fields, of what type, in which order."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QWidget

from fanwiki.domain.edits import AddFact, ChangeFact, Edit
from fanwiki.domain.entities import ProfileField, ProfileValue
from fanwiki.domain.ids import FactId, new_id
from fanwiki.domain.names import title_key
from fanwiki.domain.vocabulary import FieldType, PageKind
from fanwiki.ui import icons
from fanwiki.ui.dialogs.vocabulary import Entry, EntryForm, VocabularyDialog
from fanwiki.ui.panels.list_view import Cell, Row
from fanwiki.ui.panels.words import word
from fanwiki.ui.session import WikiSession

_KINDS: Final = (
    PageKind.CHARACTER, PageKind.PERSON, PageKind.GROUP, PageKind.SHOW, PageKind.SEASON, PageKind.EPISODE,
)  # fmt: skip
"""The kinds of page that have a profile."""


class ProfileFieldForm(EntryForm):
    """A field's name, type, and the choices there are. Values go along when a field gets another name."""

    def __init__(self, session: WikiSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.kind = PageKind.CHARACTER
        self.name_field = QLineEdit()
        self.name_field.setPlaceholderText(self.tr("such as Age, Class"))
        self.type_field = QComboBox()
        self.choices_field = QLineEdit()
        self.choices_field.setPlaceholderText(self.tr("separated by |, such as student | teacher"))
        self.rows.add_field(self.tr("Name"), self.name_field, "name")
        self.rows.add_field(self.tr("Type"), self.type_field, "type")
        self.rows.add_field(self.tr("Choices"), self.choices_field, "choices")
        self.type_field.currentIndexChanged.connect(self._on_type_changed)
        self._field = ProfileField(FactId(""), self.kind, "")
        self._others: Sequence[str] = ()
        self._is_new = True

    def begin(self, entry: Entry | None, entries: Sequence[Entry]) -> None:
        self._is_new = entry is None
        position = 1 + max((each.position for each in entries), default=-1)
        fresh = ProfileField(FactId(new_id()), self.kind, "", position=position)
        self._field = entry if isinstance(entry, ProfileField) else fresh
        fields = [each for each in entries if isinstance(each, ProfileField)]
        self._others = [title_key(each.name) for each in fields if each.id != self._field.id]
        self.name_field.setText(self._field.name)
        self.choices_field.setText(" | ".join(_parts(self._field.choices)))
        self._show_types(self._field.type)
        if entry is None:
            title = self.tr("New field for pages of the kind “{kind}”").format(kind=word(self.kind))
        else:
            title = self.tr("Field “{name}”").format(name=self._field.name)
        self.open_with(title, self.name_field)

    def edits(self) -> Sequence[Edit]:
        self.clear_complaints()
        name = " ".join(self.name_field.text().split())
        type = str(self.type_field.currentData())
        choices = _parts(self.choices_field.text()) if type == FieldType.CHOICE else ()
        if not name:
            self.complain(self.name_field, self.tr("Type the name of the field."))
        elif title_key(name) in self._others:
            self.complain(self.name_field, self.tr("There is already a field “{name}”.").format(name=name))
        if type == FieldType.CHOICE and not choices:
            self.complain(self.choices_field, self.tr("Type what can be chosen, separated by |."))
        if self.rows.first_bad() is not None:
            return ()
        field = replace(self._field, name=name, type=type, choices="|".join(choices))
        if self._is_new:
            return (AddFact(field),)
        return (ChangeFact(field), *self._renamed_values(name))

    def _renamed_values(self, name: str) -> Sequence[Edit]:
        if name == self._field.name:
            return ()
        with self._session.author_view().together() as view:
            values = view.facts(ProfileValue, field=self._field.name)
            pages = {page.id for page in view.pages_among(value.page for value in values) if page.kind is self.kind}
        return [ChangeFact(replace(value, field=name)) for value in values if value.page in pages]

    def _show_types(self, current: str) -> None:
        """Offers the types; one of another version stays as it is."""
        self.type_field.clear()
        for type in FieldType:
            self.type_field.addItem(word(type), type.value)
        if self.type_field.findData(current) < 0:
            self.type_field.addItem(current, current)
        self.type_field.setCurrentIndex(self.type_field.findData(current))
        self._on_type_changed()

    def _on_type_changed(self) -> None:
        self.rows.set_row_visible(self.choices_field, self.type_field.currentData() == FieldType.CHOICE)
        self.updateGeometry()


class ProfileFieldsDialog(VocabularyDialog):
    """The fields of one kind of page at a time. Values of a field that is removed stay on their pages."""

    fact_type = "ProfileField"
    noun = ProfileField.noun

    def __init__(
        self, session: WikiSession, parent: QWidget | None = None, kind: PageKind = PageKind.CHARACTER
    ) -> None:
        self._form = ProfileFieldForm(session)
        self.kind_field = QComboBox()
        for each in _KINDS:
            self.kind_field.addItem(word(each), each.value)
        super().__init__(session, self._form, parent)
        self.setObjectName("profileFieldsDialog")
        for place, each in enumerate(_KINDS):
            self.kind_field.setItemIcon(place, icons.icon(each.value))
        self.kind_field.setCurrentIndex(max(0, self.kind_field.findData(kind.value)))
        self.kind_field.currentIndexChanged.connect(self._on_kind_changed)
        self.refresh()

    def title(self) -> str:
        return self.tr("Profile fields")

    def headings(self) -> Sequence[str]:
        return (self.tr("Field"), self.tr("Type"))

    def top(self) -> QWidget:
        self.kind_field.setAccessibleName(self.tr("Kind of page"))
        label = QLabel(self.tr("Pages of the &kind"))
        label.setBuddy(self.kind_field)
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label)
        row.addWidget(self.kind_field, 1)
        return made

    def read(self) -> tuple[Entry, ...]:
        kind = PageKind(self.kind_field.currentData())
        self._form.kind = kind
        found = [field for field in self.session.author_view().facts(ProfileField) if field.kind is kind]
        return tuple(sorted(found, key=lambda field: field.position))

    def row(self, entry: Entry) -> Row:
        assert isinstance(entry, ProfileField)
        known = [type for type in FieldType if type == entry.type]
        name = word(known[0]) if known else entry.type
        return Row(entry.id, (Cell(entry.name), Cell(name, " · ".join(_parts(entry.choices)))))

    def update_actions(self) -> None:
        super().update_actions()
        self.kind_field.setEnabled(not self.form.is_open)

    def _on_kind_changed(self) -> None:
        self.wrong.hide()
        self.refresh()


def _parts(choices: str) -> tuple[str, ...]:
    """Choices that are separated by `|`, each once."""
    return tuple(dict.fromkeys(part for part in (" ".join(each.split()) for each in choices.split("|")) if part))
