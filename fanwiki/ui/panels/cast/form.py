"""The form of a cast line: who plays whom, as what, over which episodes, and how sure that is."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from fanwiki.domain.edits import AddFact, AddPage, ChangeFact, Edit
from fanwiki.domain.entities import Character, Person, Portrayal
from fanwiki.domain.ids import FactId, PageId, new_id
from fanwiki.domain.names import is_language_tag
from fanwiki.domain.vocabulary import PageKind, RoleType, Standing
from fanwiki.ui.panels.claims.source_fields import SourceChoice
from fanwiki.ui.panels.form import InlineForm
from fanwiki.ui.panels.page_field import PageField
from fanwiki.ui.panels.points import PointField
from fanwiki.ui.panels.words import word
from fanwiki.ui.session import WikiSession
from fanwiki.wiki import View
from fanwiki.wiki.reading.choosing import Wanted

_SPOKEN: Final = frozenset({RoleType.DUB, RoleType.VOICE})
"""Roles that are of a language."""


class CastForm(InlineForm):
    """Adds a portrayal to the cast of a show, or changes one; a person or character who has no page yet gets one if
    asked for.
    """

    def __init__(self, session: WikiSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.person_field = PageField(session, self.tr("type a name"))
        self.person_field.ask_for(Wanted(kinds=(PageKind.PERSON,)))
        self.make_person = QCheckBox()
        self.character_field = PageField(session, self.tr("type a name"))
        self.make_character = QCheckBox()
        self.role_field = QComboBox()
        self.credited_field = QLineEdit()
        self.credited_field.setPlaceholderText(self.tr("as the person is called"))
        self.language_field = QLineEdit()
        self.language_field.setPlaceholderText(self.tr("such as en, ja or pt-BR"))
        self.first_field = PointField(self.tr("the beginning"))
        self.last_field = PointField(self.tr("the end, or still going on"))
        self.standing_field = QComboBox()
        self.revealed_field = PointField(self.tr("with the first episode"))
        for role in RoleType:
            self.role_field.addItem(word(role), role)
        for standing in Standing:
            self.standing_field.addItem(word(standing), standing)
        self.rows.add_field(self.tr("Person"), self.person_field, "person", "Person.title")
        self.rows.add_widget(self.make_person)
        self.rows.add_field(self.tr("Character"), self.character_field, "character", "Character.title")
        self.rows.add_widget(self.make_character)
        self.rows.add_field(self.tr("Role"), self.role_field, "role")
        self.rows.add_field(self.tr("Language"), self.language_field, "language")
        self.rows.add_field(self.tr("Credited as"), self.credited_field, "credited_as")
        self.rows.add_field(self.tr("From"), self.first_field, "first")
        self.rows.add_field(self.tr("To"), self.last_field, "last")
        self.rows.add_field(self.tr("Standing"), self.standing_field, "standing")
        self.rows.add_field(self.tr("Known from"), self.revealed_field, "revealed_at")
        self.source = SourceChoice(session, self, published_label=self.tr("Source dated"))
        self.person_field.textChanged.connect(self._on_names_changed)
        self.character_field.textChanged.connect(self._on_names_changed)
        self.role_field.currentIndexChanged.connect(self._on_role_changed)
        self._changed: Portrayal | None = None
        self._show = PageId("")
        self._billing = 1

    def begin_new(self, view: View, show: PageId, *, person: PageId | None, character: PageId | None) -> None:
        """Opens for a new line at the end of a show's cast list, with a person or character filled in if known.
        `view` is the author's.
        """
        self._load(view, show)
        self._changed = None
        self._billing = 1 + max((line.portrayal.billing for line in view.cast(show)), default=0)
        self.source.load(view, None)
        blank = Portrayal(FactId(""), show, person or PageId(""), character or PageId(""))
        self._fill(blank, _title(view, person), _title(view, character))
        first = self.character_field if person is not None else self.person_field
        self.open_with(self.tr("New in the cast of {show}").format(show=view.page(show).title), first)

    def begin_change(self, view: View, id: FactId) -> None:
        """Opens to change a line, if it is still there. `view` is the author's: what a viewpoint hides of the line
        must not be lost.
        """
        portrayal = next(iter(view.facts(Portrayal, id=id)), None)
        if portrayal is None:
            return
        self._load(view, portrayal.show)
        self._changed = portrayal
        self.source.load(view, portrayal.source)
        person, character = _title(view, portrayal.person), _title(view, portrayal.character)
        self._fill(portrayal, person, character)
        title = self.tr("{person} as {character}").format(person=person, character=character)
        self.open_with(title, self.person_field)

    def edits(self) -> Sequence[Edit]:
        """What the form asks for, pages to be made first; nothing, with complaints at the fields, for what cannot
        be meant.
        """
        self.clear_complaints()
        first, last = self.read_point(self.first_field), self.read_point(self.last_field)
        revealed = self.read_point(self.revealed_field)
        pages: list[Edit] = []
        person = self._page(PageKind.PERSON, pages)
        character = self._page(PageKind.CHARACTER, pages)
        role = RoleType(self.role_field.currentData())
        language = self._language(role)
        source, made = self.source.read()
        if self.rows.first_bad() is not None or person is None or character is None:
            return ()
        base = self._changed or Portrayal(FactId(new_id()), self._show, person, character, billing=self._billing)
        portrayal = replace(
            base,
            person=person,
            character=character,
            role=role,
            credited_as=self.credited_field.text().strip(),
            language=language,
            first=first,
            last=last,
            standing=Standing(self.standing_field.currentData()),
            source=source,
            revealed_at=revealed,
        )
        return (*pages, *made, AddFact(portrayal) if self._changed is None else ChangeFact(portrayal))

    @property
    def label(self) -> str:
        """How the step is called in the Undo menu when it is more than one edit."""
        return "add portrayal" if self._changed is None else "change portrayal"

    def _load(self, view: View, show: PageId) -> None:
        self.character_field.ask_for(Wanted(kinds=(PageKind.CHARACTER,), near=show))
        for field in (self.first_field, self.last_field, self.revealed_field):
            field.load(view, show)
        self._show = show

    def _fill(self, portrayal: Portrayal, person: str, character: str) -> None:
        self.make_person.setChecked(False)
        self.make_character.setChecked(False)
        self.person_field.setText(person)
        self.character_field.setText(character)
        self.role_field.setCurrentIndex(list(RoleType).index(portrayal.role))
        self.credited_field.setText(portrayal.credited_as)
        self.language_field.setText(portrayal.language)
        self.first_field.set_point(portrayal.first)
        self.last_field.set_point(portrayal.last)
        self.standing_field.setCurrentIndex(list(Standing).index(portrayal.standing))
        self.revealed_field.set_point(portrayal.revealed_at)
        self._on_names_changed()
        self._on_role_changed()

    def _page(self, kind: PageKind, made: list[Edit]) -> PageId | None:
        """The page that the person's or the character's field names. One to be made first is added to `made`."""
        person = kind is PageKind.PERSON
        field = self.person_field if person else self.character_field
        offer = self.make_person if person else self.make_character
        found = field.page()
        if found is not None:
            return found
        if not field.typed():
            self.complain(field, self.tr("Say who plays.") if person else self.tr("Say who is played."))
            return None
        if not offer.isChecked():
            missing = self.tr("There is no page of “{name}”. Choose a name from the list, or tick the box to make one.")
            self.complain(field, missing.format(name=field.typed()))
            return None
        id = PageId(new_id())
        if person:
            made.append(AddPage(id, kind, field.typed(), subject=Person(id)))
        else:
            made.append(AddPage(id, kind, field.typed(), parent=self._show, subject=Character(id)))
        return id

    def _on_names_changed(self) -> None:
        self._offer(self.person_field, self.make_person, self.tr("Make a page for this person"))
        self._offer(self.character_field, self.make_character, self.tr("Make a page for this character"))

    def _offer(self, field: PageField, offer: QCheckBox, text: str) -> None:
        unknown = bool(field.typed()) and field.page() is None
        offer.setText(text)
        self.rows.set_row_visible(offer, unknown)
        if not unknown:
            offer.setChecked(False)

    def _language(self, role: RoleType) -> str:
        """The language of a dub or voice. One that an earlier role had stays, unseen, for when it is needed again."""
        if role not in _SPOKEN:
            return "" if self._changed is None else self._changed.language
        typed = self.language_field.text().strip()
        if typed and not is_language_tag(typed):
            message = self.tr("“{text}” is no language tag; write it like en, ja or pt-BR.")
            self.complain(self.language_field, message.format(text=typed))
        return typed

    def _on_role_changed(self) -> None:
        spoken = self.role_field.currentData() in _SPOKEN
        self.rows.set_row_visible(self.language_field, spoken)
        if not spoken:
            self.rows.clear_complaint(self.language_field)


def _title(view: View, page: PageId | None) -> str:
    return "" if page is None else view.page(page).title
