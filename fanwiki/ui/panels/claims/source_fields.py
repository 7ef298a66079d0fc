"""The fields of a source, as a form of its own and as part of the form of a claim or a status."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from fanwiki.domain.edits import AddFact, ChangeFact
from fanwiki.domain.entities import Source
from fanwiki.domain.ids import SourceId, new_id
from fanwiki.domain.vocabulary import SourceKind
from fanwiki.ui import icons
from fanwiki.ui.panels.dates import DateField
from fanwiki.ui.panels.fields import ShortText, narrow
from fanwiki.ui.panels.form import InlineForm
from fanwiki.ui.panels.form_rows import FormRows
from fanwiki.ui.panels.words import word
from fanwiki.ui.session import WikiSession
from fanwiki.wiki import View

_WEB: Final = ("https://", "http://")
_NEW: Final = "new"
"""Stands in the list of sources for one that is made with the fact."""


class SourceFields:
    """Adds its rows to those of a form, and reads a source from them."""

    def __init__(self, form: InlineForm, *, published_label: str = "") -> None:
        """`published_label` tells the source's date from one that the form has for something else."""
        self._form = form
        self.kind_field = QComboBox()
        self.title_field = QLineEdit()
        self.url_field = QLineEdit()
        self.url_field.setPlaceholderText("https://")
        self.publisher_field = QLineEdit()
        self.published_field = DateField()
        self.accessed_field = DateField()
        self.quote_field = ShortText()
        for kind in SourceKind:
            self.kind_field.addItem(form.tr("{kind} · tier {tier}").format(kind=word(kind), tier=kind.tier), kind)
        rows: FormRows = form.rows
        rows.add_field(form.tr("Kind"), self.kind_field, "Source.kind")
        rows.add_field(form.tr("Title"), self.title_field, "Source.title")
        rows.add_field(form.tr("Address"), self.url_field, "Source.url")
        rows.add_field(form.tr("Publisher"), self.publisher_field, "Source.publisher")
        rows.add_field(published_label or form.tr("Published"), self.published_field, "Source.published")
        rows.add_field(form.tr("Accessed"), self.accessed_field, "Source.accessed")
        rows.add_field(form.tr("Quote"), self.quote_field, "Source.quote")

    def fields(self) -> tuple[QWidget, ...]:
        return (
            self.kind_field,
            self.title_field,
            self.url_field,
            self.publisher_field,
            self.published_field,
            self.accessed_field,
            self.quote_field,
        )

    def set_visible(self, visible: bool) -> None:
        for field in self.fields():
            self._form.rows.set_row_visible(field, visible)
            if not visible:
                self._form.rows.clear_complaint(field)

    def fill(self, source: Source) -> None:
        self.kind_field.setCurrentIndex(list(SourceKind).index(source.kind))
        self.title_field.setText(source.title)
        self.url_field.setText(source.url)
        self.publisher_field.setText(source.publisher)
        self.published_field.set_date(source.published)
        self.accessed_field.set_date(source.accessed)
        self.quote_field.setPlainText(source.quote)

    def read(self, base: Source | None) -> Source | None:
        """The source in the fields, in the place of `base` or new; None, with complaints, for what is none."""
        title, url = self.title_field.text().strip(), self.url_field.text().strip()
        if not title:
            self._form.complain(self.title_field, self._form.tr("A source needs a title."))
        if url and not url.casefold().startswith(_WEB):
            self._form.complain(
                self.url_field, self._form.tr("Write the whole address, beginning with https:// or http://.")
            )
        published = self._form.read_date(self.published_field)
        accessed = self._form.read_date(self.accessed_field)
        if self._form.rows.first_bad() is not None:
            return None
        kind = SourceKind(self.kind_field.currentData())
        return replace(
            base or Source(SourceId(new_id()), kind, title),
            kind=kind,
            title=title,
            url=url,
            publisher=self.publisher_field.text().strip(),
            published=published,
            accessed=accessed,
            quote=self.quote_field.toPlainText().strip(),
        )


class SourceChoice:
    """On whose word something is: no source, one that the wiki has, or a new one, whose fields come up below."""

    def __init__(self, session: WikiSession, form: InlineForm, *, published_label: str = "") -> None:
        """Adds its rows to those of a form; `published_label` as in `SourceFields`."""
        self._session = session
        self._form = form
        self._asked = 0
        self.field = narrow(QComboBox())
        form.rows.add_field(form.tr("Source"), self.field, "source")
        self.made = SourceFields(form, published_label=published_label)
        self.field.currentIndexChanged.connect(self._on_chosen)

    def load(self, view: View, chosen: SourceId | None) -> None:
        """Shows the source that is chosen, and has all that a view knows read, to be offered with it."""
        self._asked += 1
        self._offer(() if chosen is None else view.facts(Source, id=chosen))
        self.made.fill(Source(SourceId(""), SourceKind.ARTICLE, ""))
        self.field.setCurrentIndex(max(self.field.findData(chosen), 0))
        self._on_chosen()
        self._session.look_up(partial(_by_weight, view.at_any_time()), partial(self._arrived, self._asked))

    def _arrived(self, number: int, sources: Sequence[Source]) -> None:
        if number != self._asked:
            return
        kept = self.field.currentData()
        self.field.blockSignals(True)
        self._offer(sources)
        self.field.setCurrentIndex(max(self.field.findData(kept), 0))
        self.field.blockSignals(False)

    def _offer(self, sources: Sequence[Source]) -> None:
        """No source, a new one, or one of these."""
        self.field.clear()
        self.field.addItem(self._form.tr("no source"), None)
        self.field.addItem(icons.icon("add"), self._form.tr("New source…"), _NEW)
        for source in sources:
            text = self._form.tr("{title} · tier {tier}").format(title=source.title, tier=source.kind.tier)
            self.field.addItem(text, source.id)

    def read(self) -> tuple[SourceId | None, tuple[AddFact, ...]]:
        """The source chosen, and what makes it if it is new; no source, with complaints, for what is none."""
        if self.field.currentData() != _NEW:
            return self.field.currentData(), ()
        made = self.made.read(None)
        return (None, ()) if made is None else (made.id, (AddFact(made),))

    def _on_chosen(self) -> None:
        self.made.set_visible(self.field.currentData() == _NEW)
        self._form.updateGeometry()


class SourceForm(InlineForm):
    """Adds a source or changes one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source = SourceFields(self)
        self._changed: Source | None = None

    def begin(self, source: Source | None) -> None:
        """Opens for a source to be changed, or (None) for a new one."""
        self._changed = source
        self.source.fill(source or Source(SourceId(""), SourceKind.ARTICLE, ""))
        title = self.tr("New source") if source is None else self.tr("Source “{title}”").format(title=source.title)
        self.open_with(title, self.source.title_field)

    def edit(self) -> AddFact | ChangeFact | None:
        """What the form asks for; None, with a complaint at the field, for what cannot be meant."""
        self.clear_complaints()
        source = self.source.read(self._changed)
        if source is None:
            return None
        return AddFact(source) if self._changed is None else ChangeFact(source)


def _by_weight(view: View) -> list[Source]:
    """All sources, the weightiest first."""
    return sorted(view.sources(), key=lambda source: (source.kind.tier, source.title.casefold()))
