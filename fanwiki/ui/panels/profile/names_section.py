"""The further names of a page's subject: native, romanised, aliases, as credited."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from fanwiki.domain.edits import AddFact, ChangeFact
from fanwiki.domain.entities import Name, Page
from fanwiki.domain.ids import FactId, PageId, new_id
from fanwiki.domain.vocabulary import NameKind
from fanwiki.ui.panels.fact_section import FactForm, FactSection, SectionFact
from fanwiki.ui.panels.list_view import Cell, Row
from fanwiki.ui.panels.points import PointField
from fanwiki.ui.panels.words import word
from fanwiki.ui.session import WikiSession
from fanwiki.wiki import View


class NameForm(FactForm):
    """A name, its kind and language, and from when it may be said."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text_field = QLineEdit()
        self.kind_field = QComboBox()
        for kind in NameKind:
            self.kind_field.addItem(word(kind), kind)
        self.language_field = QLineEdit()
        self.language_field.setPlaceholderText(self.tr("such as ko or ko-Latn"))
        self.revealed_field = PointField(self.tr("known from the start"))
        self.rows.add_field(self.tr("Name"), self.text_field, "text")
        self.rows.add_field(self.tr("Kind"), self.kind_field, "kind")
        self.rows.add_field(self.tr("Language"), self.language_field, "language")
        self.rows.add_field(self.tr("Known from"), self.revealed_field, "revealed_at")
        self._name = Name(FactId(""), PageId(""), "")
        self._is_new = True

    def begin(self, view: View, page: Page, fact: SectionFact | None) -> None:
        self._is_new = fact is None
        self._name = fact if isinstance(fact, Name) else Name(FactId(new_id()), page.id, "")
        self.text_field.setText(self._name.text)
        self.kind_field.setCurrentIndex(list(NameKind).index(self._name.kind))
        self.language_field.setText(self._name.language)
        self.revealed_field.load(view, view.home_show(page.id))
        self.revealed_field.set_point(self._name.revealed_at)
        title = self.tr("New name of {page}") if fact is None else self.tr("Name of {page}")
        self.open_with(title.format(page=page.title), self.text_field)

    def edit(self) -> AddFact | ChangeFact | None:
        self.clear_complaints()
        revealed = self.read_point(self.revealed_field)
        text = " ".join(self.text_field.text().split())
        if not text:
            self.complain(self.text_field, self.tr("Type the name."))
        if self.rows.first_bad() is not None:
            return None
        name = replace(
            self._name,
            text=text,
            kind=NameKind(self.kind_field.currentData()),
            language=self.language_field.text().strip(),
            revealed_at=revealed,
        )
        return AddFact(name) if self._is_new else ChangeFact(name)


class NamesSection(FactSection):
    """All names but the page's title."""

    fact_type = "Name"

    def __init__(self, session: WikiSession, parent: QWidget | None = None) -> None:
        super().__init__(session, NameForm(), parent)
        self.setObjectName("namesSection")

    def title(self) -> str:
        return self.tr("Names")

    def purpose(self) -> str:
        return self.tr("Native, romanised and other names, by which the page is found as well.")

    def headings(self) -> Sequence[str]:
        return (self.tr("Name"), self.tr("Kind"))

    def read(self, view: View, page: Page) -> tuple[SectionFact, ...]:
        order = list(NameKind)
        return tuple(sorted(view.facts(Name, page=page.id), key=lambda name: (order.index(name.kind), name.text)))

    def row(self, fact: SectionFact, view: View, page: Page) -> Row:
        assert isinstance(fact, Name)
        point = "" if fact.revealed_at is None else view.point(fact.revealed_at, view.home_show(page.id))
        known = self.tr("known from {point}").format(point=point) if point else ""
        return Row(fact.id, (Cell(fact.text, known), Cell(word(fact.kind), fact.language)))
