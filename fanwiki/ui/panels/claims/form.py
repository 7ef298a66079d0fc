"""The form of a claim: what is said of which subject, how far it is to be believed, on whose word, and until when."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from fanwiki.domain.dates import is_before
from fanwiki.domain.edits import AddFact, ChangeFact, Edit
from fanwiki.domain.entities import Claim
from fanwiki.domain.errors import InvalidEdit
from fanwiki.domain.ids import FactId, PageId, new_id
from fanwiki.domain.vocabulary import Standing
from fanwiki.ui import icons
from fanwiki.ui.panels.claims.source_fields import SourceChoice
from fanwiki.ui.panels.dates import DateField
from fanwiki.ui.panels.fields import ShortText, WordField, narrow
from fanwiki.ui.panels.form import InlineForm
from fanwiki.ui.panels.page_field import PageField
from fanwiki.ui.panels.points import PointField
from fanwiki.ui.panels.words import sentence, word
from fanwiki.ui.session import WikiSession
from fanwiki.wiki import View


class ClaimForm(InlineForm):
    """Adds a claim or changes one; a source made on the way, and the standing of a superseded claim, go with it."""

    def __init__(self, session: WikiSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.subject_field = PageField(session, self.tr("the title of a page"))
        self.property_field = WordField(self.tr("such as renewal or played by"))
        self.value_field = ShortText()
        self.standing_field = narrow(QComboBox())
        for standing in Standing:
            self.standing_field.addItem(icons.icon(standing), word(standing), standing)
        self.published_field = DateField()
        self.checked_field = DateField()
        self.today_button = QPushButton(icons.icon("check"), self.tr("Checked today"))
        self.review_field = DateField()
        self.supersedes_field = narrow(QComboBox())
        self.revealed_field = PointField(self.tr("from the start"))
        self.rows.add_field(self.tr("About"), self.subject_field, "subject")
        self.rows.add_field(self.tr("Property"), self.property_field, "property")
        self.rows.add_field(self.tr("Value"), self.value_field, "value")
        self.rows.add_field(self.tr("Standing"), self.standing_field, "standing")
        self.rows.add_field(self.tr("Published"), self.published_field, "published")
        self.rows.add_field(self.tr("Checked on"), self.checked_field, "checked_on")
        self.rows.add_widget(self.today_button)
        self.rows.add_field(self.tr("Review by"), self.review_field, "review_by")
        self.rows.add_field(self.tr("Supersedes"), self.supersedes_field, "supersedes")
        self.rows.add_field(self.tr("Known from"), self.revealed_field, "revealed_at")
        self.source = SourceChoice(session, self, published_label=self.tr("Source dated"))
        self.subject_field.textChanged.connect(self._on_subject_changed)
        self.today_button.clicked.connect(self._on_checked_today)
        self._dates = (self.published_field, self.checked_field, self.review_field)
        self.published_field.editingFinished.connect(self._on_date_typed)
        self.checked_field.editingFinished.connect(self._on_date_typed)
        self.review_field.editingFinished.connect(self._on_date_typed)
        self._changed: Claim | None = None
        self.claim_id = FactId("")
        self._today = date.min
        self._about: Sequence[Claim] = ()

    def begin_new(self, view: View, subject: PageId | None, today: date) -> None:
        """Opens for a new claim, about a page if one is given. `view` is the author's: it knows all."""
        self._changed = None
        blank = Claim(FactId(""), subject or PageId(""), "", "", Standing.ANNOUNCED)
        self._load(view, blank, today)
        self.open_with(self.tr("New claim"), self.subject_field if subject is None else self.property_field)

    def begin_change(self, view: View, claim: FactId, today: date) -> None:
        """Opens to change a claim, if it is still there."""
        found = next((each for each in view.facts(Claim, id=claim)), None)
        if found is None:
            return
        self._changed = found
        self._load(view, found, today)
        self.open_with(self.tr("Claim about “{property}”").format(property=found.property), self.property_field)

    def edits(self) -> Sequence[Edit]:
        """What the form asks for, a new source first; nothing, with complaints at the fields, for what cannot be
        meant.
        """
        self.clear_complaints()
        subject = self.subject_field.page()
        said = self.property_field.typed()
        value = " ".join(self.value_field.toPlainText().split())
        if subject is None:
            self.complain(self.subject_field, self.tr("Choose the page that the claim is about."))
        if not said:
            self.complain(self.property_field, self.tr("Say what the claim is about, such as renewal."))
        if not value:
            self.complain(self.value_field, self.tr("Say what is claimed."))
        published, checked, review = (self.read_date(field) for field in self._dates)
        if checked is not None and review is not None and is_before(review, checked):
            self.complain(self.review_field, self.tr("The review is due before the day of the last check."))
        revealed = self.read_point(self.revealed_field)
        source, made = self.source.read()
        superseded = self._superseded()
        if self.rows.first_bad() is not None or subject is None:
            return ()
        standing = Standing(self.standing_field.currentData())
        claim = replace(
            self._changed or Claim(FactId(new_id()), subject, said, value, standing),
            subject=subject,
            property=said,
            value=value,
            standing=standing,
            source=source,
            published=published,
            checked_on=checked,
            review_by=review,
            supersedes=None if superseded is None else superseded.id,
            revealed_at=revealed,
        )
        self.claim_id = claim.id
        edits: list[Edit] = [*made]
        edits.append(AddFact(claim) if self._changed is None else ChangeFact(claim))
        before = None if self._changed is None else self._changed.supersedes
        if superseded is not None and superseded.id != before and superseded.standing is not Standing.SUPERSEDED:
            edits.append(ChangeFact(replace(superseded, standing=Standing.SUPERSEDED)))
        return edits

    @property
    def label(self) -> str:
        """How the step is called in the Undo menu when it is more than one edit."""
        return "add claim" if self._changed is None else "change claim"

    def _load(self, view: View, claim: Claim, today: date) -> None:
        with view.together() as reading:
            home = reading.home_show(claim.subject) if claim.subject else None
            title = reading.page(claim.subject).title if claim.subject else ""
            self.revealed_field.load(reading, home)
            self.source.load(reading, claim.source)
        self._today = today
        self._session.look_up(partial(view.at_any_time().words_of, Claim, "property"), self.property_field.offer)
        self._show(claim, title)

    def _show(self, claim: Claim, title: str) -> None:
        self.subject_field.setText(title)
        self.property_field.setText(claim.property)
        self.value_field.setPlainText(claim.value)
        self.standing_field.setCurrentIndex(list(Standing).index(claim.standing))
        self.published_field.set_date(claim.published)
        self.checked_field.set_date(claim.checked_on)
        self.review_field.set_date(claim.review_by)
        self.revealed_field.set_point(claim.revealed_at)
        self._offer_superseded(claim.subject or None, claim.supersedes)

    def _offer_superseded(self, subject: PageId | None, chosen: FactId | None) -> None:
        """The other claims of the subject."""
        self._about = () if subject is None else self._session.author_view().facts(Claim, subject=subject)
        self.supersedes_field.clear()
        self.supersedes_field.addItem(self.tr("no other claim"), None)
        own = None if self._changed is None else self._changed.id
        for claim in self._about:
            if claim.id != own:
                text = f"{claim.property}: {claim.value}"
                self.supersedes_field.addItem(icons.icon(claim.standing), text, claim.id)
        self.supersedes_field.setCurrentIndex(max(self.supersedes_field.findData(chosen), 0))

    def _superseded(self) -> Claim | None:
        """The claim chosen as superseded, unless it supersedes this one in its turn."""
        chosen = next((claim for claim in self._about if claim.id == self.supersedes_field.currentData()), None)
        step, met = chosen, set[FactId]()
        while step is not None and step.supersedes is not None and step.id not in met:
            met.add(step.id)
            if self._changed is not None and step.supersedes == self._changed.id:
                self.complain(self.supersedes_field, self.tr("That claim supersedes this one already."))
                return None
            step = next(iter(self._session.author_view().facts(Claim, id=step.supersedes)), None)
        return chosen

    def _on_date_typed(self) -> None:
        """Says at once that a date is none, and leaves the cursor where it went."""
        for field in self._dates:
            try:
                field.date()
            except InvalidEdit as error:
                self.rows.complain(field, sentence(error))
            else:
                self.rows.clear_complaint(field)

    def _on_checked_today(self) -> None:
        self.checked_field.setText(self._today.isoformat())
        self.rows.clear_complaint(self.checked_field)

    def _on_subject_changed(self) -> None:
        self._offer_superseded(self.subject_field.page(), self.supersedes_field.currentData())
