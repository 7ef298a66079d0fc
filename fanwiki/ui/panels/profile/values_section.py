"""The typed profile of a page: values in fields that its kind of page has, or in fields of one's own."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Final

from PySide6.QtWidgets import QComboBox, QWidget

from fanwiki.domain.dates import partial_date
from fanwiki.domain.edits import AddFact, ChangeFact
from fanwiki.domain.entities import Media, Page, ProfileField, ProfileValue
from fanwiki.domain.errors import InvalidEdit, WikiError
from fanwiki.domain.ids import FactId, PageId, new_id
from fanwiki.domain.points import EpisodeOrders
from fanwiki.ui.panels.fact_section import FactForm, FactSection, SectionFact
from fanwiki.ui.panels.fields import WordField
from fanwiki.ui.panels.list_view import Cell, Row
from fanwiki.ui.panels.page_field import TitleOffers
from fanwiki.ui.panels.points import PointField
from fanwiki.ui.panels.words import sentence
from fanwiki.ui.session import WikiSession
from fanwiki.wiki import View

_EMPTY: Final = "–"
_MOST_POINTS: Final = 500
"""Points that are completed; whoever means another types it."""
_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


class ValueForm(FactForm):
    """A field, its value, and from when it is known. The value is checked by the field's type."""

    def __init__(self, session: WikiSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.name_field = QComboBox()
        self.name_field.setEditable(True)
        self.name_field.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        line = self.name_field.lineEdit()
        assert line is not None
        line.setPlaceholderText(self.tr("such as Age, Class"))
        self.value_field = WordField()
        self._titles = TitleOffers(session, self.value_field)
        self._words = self.value_field.completer()
        self.revealed_field = PointField(self.tr("known from the start"))
        self.rows.add_field(self.tr("Field"), self.name_field, "field")
        self.rows.add_field(self.tr("Value"), self.value_field, "value")
        self.rows.add_field(self.tr("Known from"), self.revealed_field, "revealed_at")
        self.name_field.editTextChanged.connect(self._on_name_changed)
        self._schema: Mapping[str, ProfileField] = {}
        self._view: View | None = None
        self._orders = EpisodeOrders()
        self._home: PageId | None = None
        self._value = ProfileValue(FactId(""), PageId(""), "", "")
        self._is_new = True

    def begin(self, view: View, page: Page, fact: SectionFact | None) -> None:
        with view.together() as reading:
            schema = _schema(reading, page)
            self._orders = reading.orders()
            self._home = reading.home_show(page.id)
        self._schema = {field.name: field for field in schema}
        self._view = view
        self._is_new = fact is None or not fact.id
        value = fact if isinstance(fact, ProfileValue) else ProfileValue(FactId(""), page.id, "", "")
        self._value = replace(value, id=FactId(new_id())) if self._is_new else value
        self.name_field.clear()
        self.name_field.addItems(list(self._schema))
        self.name_field.setCurrentIndex(-1)
        self.name_field.setEditText(self._value.field)
        self.value_field.setText(self._value.value)
        self.revealed_field.load(view, self._home)
        self.revealed_field.set_point(self._value.revealed_at)
        title = self.tr("New in the profile of {page}") if self._is_new else self.tr("Profile of {page}")
        self.open_with(title.format(page=page.title), self.value_field if self._value.field else self.name_field)

    def edit(self) -> AddFact | ChangeFact | None:
        self.clear_complaints()
        revealed = self.read_point(self.revealed_field)
        name = " ".join(self.name_field.currentText().split())
        text = self.value_field.text().strip()
        if not name:
            self.complain(self.name_field, self.tr("Choose a field, or type the name of a new one."))
        if not text:
            self.complain(self.value_field, self.tr("Type the value."))
        else:
            self._check(name, text)
        if self.rows.first_bad() is not None:
            return None
        value = replace(self._value, field=name, value=text, revealed_at=revealed)
        return AddFact(value) if self._is_new else ChangeFact(value)

    def _check(self, name: str, text: str) -> None:
        field = self._schema.get(name)
        if field is None:
            return
        try:
            self._check_type(field, text)
        except WikiError as error:
            self.complain(self.value_field, sentence(error))

    def _check_type(self, field: ProfileField, text: str) -> None:
        match field.type:
            case "number" if _NUMBER.fullmatch(text) is None:
                raise InvalidEdit(self.tr("“{text}” is not a number; write it like 17 or 1.65").format(text=text))
            case "date":
                partial_date(text)
            case "point":
                self._orders.find(text, self._home)
            case "choice" if text not in _choices(field):
                known = ", ".join(_choices(field))
                raise InvalidEdit(self.tr("“{text}” is none of the choices: {known}").format(text=text, known=known))
            case "link":
                assert self._view is not None
                self._view.find(text)
            case "image" if not self._session.author_view().facts(Media, name=text):
                raise InvalidEdit(self.tr("there is no file “{text}” in this wiki").format(text=text))
            case "list" if not all(part.strip() for part in text.split(",")):
                raise InvalidEdit(self.tr("a place of the list is empty; write it like one, two, three"))
            case _:
                pass

    def _on_name_changed(self, name: str) -> None:
        field = self._schema.get(name.strip())
        self._offer(field)
        hints = {
            "number": self.tr("a number"),
            "date": self.tr("such as 2022-01-28"),
            "point": self.tr("such as S1E06"),
            "link": self.tr("the name of a page"),
            "list": self.tr("separated by commas"),
            "image": self.tr("the name of a picture"),
        }
        hint = "" if field is None else hints.get(field.type, " · ".join(_choices(field)))
        self.value_field.setPlaceholderText(hint)

    def _offer(self, field: ProfileField | None) -> None:
        """Completes what may be the value of a field."""
        is_link = field is not None and field.type == "link"
        self._titles.turn_on(is_link)
        self.value_field.setCompleter(self._titles.completer if is_link else self._words)
        match "" if field is None else field.type:
            case "image":
                names = partial(self._session.author_view().words_of, Media, "name")
                self._session.look_up(names, partial(self._offer_names, field))
            case "point":
                self.value_field.offer(islice(self._points(), _MOST_POINTS))
            case _:
                self.value_field.offer([] if field is None else _choices(field))

    def _offer_names(self, field: ProfileField | None, names: Sequence[str]) -> None:
        """The names of pictures have come, unless another field has been chosen since."""
        if field is self._schema.get(self.name_field.currentText().strip()):
            self.value_field.offer(names)

    def _points(self) -> Iterator[str]:
        for order in self._orders.orders:
            if self._home in (None, order.show):
                yield from (self._orders.write(episode.id, self._home) for episode in order.episodes)


class ValuesSection(FactSection):
    """The profile values, fields of the schema first. A field of the schema without a value has a row too, whose fact
    has no id yet.
    """

    fact_type = "ProfileValue"

    def __init__(self, session: WikiSession, parent: QWidget | None = None) -> None:
        super().__init__(session, ValueForm(session), parent)
        self.setObjectName("valuesSection")

    def title(self) -> str:
        return self.tr("Profile")

    def purpose(self) -> str:
        return self.tr("Whatever else is known, in fields such as age or class.")

    def headings(self) -> Sequence[str]:
        return (self.tr("Field"), self.tr("Value"))

    def read(self, view: View, page: Page) -> tuple[SectionFact, ...]:
        order = {field.name: place for place, field in enumerate(_schema(view, page))}
        found = list(view.facts(ProfileValue, page=page.id))
        filled = {value.field for value in found}
        found += [ProfileValue(FactId(""), page.id, name, "") for name in order if name not in filled]
        return tuple(sorted(found, key=lambda value: (order.get(value.field, len(order)), value.field, value.value)))

    def row(self, fact: SectionFact, view: View, page: Page) -> Row:
        assert isinstance(fact, ProfileValue)
        if not fact.id:
            return Row(f"field/{fact.field}", (Cell(fact.field), Cell(_EMPTY, self.tr("not filled in"))))
        point = "" if fact.revealed_at is None else view.point(fact.revealed_at, view.home_show(page.id))
        known = self.tr("known from {point}").format(point=point) if point else ""
        return Row(fact.id, (Cell(fact.field, known), Cell(fact.value)))


def _choices(field: ProfileField) -> tuple[str, ...]:
    return tuple(choice.strip() for choice in field.choices.split("|") if choice.strip())


def _schema(view: View, page: Page) -> list[ProfileField]:
    """The fields that pages of this page's kind have, in their order."""
    found = [field for field in view.facts(ProfileField) if field.kind is page.kind]
    return sorted(found, key=lambda field: field.position)
