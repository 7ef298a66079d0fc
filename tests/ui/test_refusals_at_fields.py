"""Every form says what the wiki will not have at the field that it is about, and keeps what was typed."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date
from typing import Final

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from fanwiki.domain.edits import AddFact, AddPage, DeletePage, RemoveFact
from fanwiki.domain.entities import (
    Character,
    Claim,
    Group,
    Media,
    Membership,
    Name,
    Person,
    Portrait,
    Portrayal,
    ProfileField,
    ProfileValue,
    Relationship,
    Source,
    State,
    StatusEvent,
)
from fanwiki.domain.errors import InvalidEdit, WikiError
from fanwiki.domain.ids import FactId, PageId, new_id
from fanwiki.domain.vocabulary import PageKind, Standing
from fanwiki.ui.dialogs.profile_fields import ProfileFieldForm
from fanwiki.ui.dialogs.states import StateForm
from fanwiki.ui.panels.cast.form import CastForm
from fanwiki.ui.panels.cast.panel import CastPanel
from fanwiki.ui.panels.claims.form import ClaimForm
from fanwiki.ui.panels.claims.panel import ClaimsPanel
from fanwiki.ui.panels.claims.source_fields import SourceForm
from fanwiki.ui.panels.form import InlineForm
from fanwiki.ui.panels.profile.names_section import NameForm
from fanwiki.ui.panels.profile.panel import ProfilePanel
from fanwiki.ui.panels.profile.portraits_section import PortraitForm
from fanwiki.ui.panels.profile.values_section import ValueForm
from fanwiki.ui.panels.relations.panel import RelationsPanel
from fanwiki.ui.panels.relations.tie_form import MembershipForm, RelationshipForm
from fanwiki.ui.panels.status.form import StatusForm
from fanwiki.ui.panels.status.panel import StatusPanel
from fanwiki.ui.session import WikiSession
from fanwiki.wiki import Wiki
from tests.building import Builder
from tests.ui.panel_desk import PanelDesk, desk_on

pytestmark = pytest.mark.gui

_NUL = "typed\0here"
_PLACES: dict[type[InlineForm], tuple[type, frozenset[str]]] = {
    StatusForm: (StatusEvent, frozenset({"character"})),
    CastForm: (Portrayal, frozenset({"show", "billing", "language"})),
    ClaimForm: (Claim, frozenset()),
    SourceForm: (Source, frozenset()),
    RelationshipForm: (Relationship, frozenset()),
    MembershipForm: (Membership, frozenset()),
    NameForm: (Name, frozenset({"page"})),
    ValueForm: (ProfileValue, frozenset({"page"})),
    PortraitForm: (Portrait, frozenset({"page"})),
    StateForm: (State, frozenset({"position"})),
}
"""The record of each form, and which of its fields nobody types there (a role without a language hides that one)."""

_ASKING: Final[dict[type[InlineForm], Callable[[WikiSession], InlineForm]]] = {
    StatusForm: StatusForm,
    CastForm: CastForm,
    ClaimForm: ClaimForm,
    RelationshipForm: RelationshipForm,
    MembershipForm: MembershipForm,
    ValueForm: ValueForm,
}
"""The forms that ask the wiki for what they offer."""


@pytest.fixture
def desk(qtbot: QtBot, wiki: Wiki) -> Iterator[PanelDesk]:
    with desk_on(qtbot, wiki) as made:
        yield made


@pytest.fixture
def build(wiki: Wiki) -> Builder:
    return Builder(wiki)


def _error(record: type, field: str) -> WikiError:
    error = InvalidEdit("this cannot be", field=field)
    error.record = record.__name__
    return error


def _made(desk: PanelDesk, kind: type[InlineForm]) -> InlineForm:
    asking = _ASKING.get(kind)
    form = kind() if asking is None else asking(desk.session)
    desk.qtbot.addWidget(form)
    return form


def _refused(desk: PanelDesk, form: InlineForm) -> None:
    """Saves a form, which the wiki refuses; it stays, ready to be saved again."""
    form.submitted.emit()
    desk.settle()
    assert form.is_open
    assert form.save_button.isEnabled()
    assert form.rows.isEnabled()


@pytest.mark.parametrize("kind", _PLACES, ids=lambda kind: kind.__name__)
def test_each_field_of_a_record_has_its_place(desk: PanelDesk, kind: type[InlineForm]) -> None:
    form = _made(desk, kind)
    if isinstance(form, MembershipForm):
        form.name_other("Group")
    if isinstance(form, CastForm):
        form.rows.set_row_visible(form.language_field, visible=False)
    record, untyped = _PLACES[kind]
    for field in fields(record):
        place = form.rows.field_of(_error(record, field.name))
        assert (place is None) == (field.name in {"id", *untyped}), field.name


@pytest.mark.parametrize(
    ("kind", "record", "field", "place"),
    [
        (CastForm, Person, "title", "person_field"),
        (CastForm, Character, "title", "character_field"),
        (PortraitForm, Media, "name", "media_field"),
        (PortraitForm, Media, "content", "media_field"),
        (PortraitForm, Media, "alt", "alt_field"),
        (ClaimForm, Claim, "published", "published_field"),
    ],
)
def test_what_goes_along_has_its_place_too(
    desk: PanelDesk, kind: type[InlineForm], record: type, field: str, place: str
) -> None:
    form = _made(desk, kind)
    assert form.rows.field_of(_error(record, field)) is getattr(form, place)


def test_the_fields_of_a_profile_field(desk: PanelDesk) -> None:
    form = ProfileFieldForm(desk.session)
    desk.qtbot.addWidget(form)
    assert form.rows.field_of(_error(ProfileField, "name")) is form.name_field
    assert form.rows.field_of(_error(ProfileField, "type")) is form.type_field


def _type(field: QWidget, text: str) -> None:
    if isinstance(field, QPlainTextEdit):
        field.setPlainText(text)
    elif isinstance(field, QComboBox):
        field.setEditText(text)
    else:
        assert isinstance(field, QLineEdit)
        field.setText(text)


def _typed(field: QWidget) -> str:
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText()
    if isinstance(field, QComboBox):
        return field.currentText()
    assert isinstance(field, QLineEdit)
    return field.text()


def _each_text_is_refused_at_its_field(desk: PanelDesk, form: InlineForm, *texts: QWidget) -> None:
    for field in texts:
        before = _typed(field)
        _type(field, _NUL)
        _refused(desk, form)
        assert "NUL" in form.rows.complaint(field)
        assert form.rows.first_bad() is field
        assert _typed(field) == _NUL
        _type(field, before)


def test_status(desk: PanelDesk, build: Builder) -> None:
    show, _ = build.show()
    build.character(show, "Ann")
    panel = desk.shown(StatusPanel(desk.session))
    panel.show_page(desk.page("Ann"))
    panel.change_action.trigger()
    form = panel.form
    form.state_field.setCurrentText("dead")
    _each_text_is_refused_at_its_field(desk, form, form.cause_field, form.note_field)
    form.source.field.setCurrentIndex(1)
    form.source.made.title_field.setText("A source")
    _each_text_is_refused_at_its_field(
        desk, form, form.source.made.title_field, form.source.made.publisher_field, form.source.made.quote_field
    )


def test_a_character_that_is_gone_is_said_above_the_buttons(desk: PanelDesk, build: Builder) -> None:
    show, _ = build.show()
    build.character(show, "Ben")
    ann = build.character(show, "Ann")
    panel = desk.shown(StatusPanel(desk.session))
    panel.show_page(desk.page("Ann"))
    panel.change_action.trigger()
    form = panel.form
    form.state_field.setCurrentText("dead")
    form.cause_field.setText("kept")
    desk.apply(DeletePage(ann))
    _refused(desk, form)
    assert form.wrong.text() == "There is no such page; it may have been deleted."
    assert form.wrong.isVisible()
    assert form.save_button.hasFocus()
    assert form.save_button.accessibleDescription() == form.wrong.text()
    assert form.rows.first_bad() is None
    assert form.cause_field.text() == "kept"
    desk.undo()
    form.submitted.emit()
    desk.settle()
    assert not form.is_open
    assert not form.wrong.text()


def test_a_state_that_is_gone(desk: PanelDesk, build: Builder) -> None:
    show, _ = build.show()
    build.character(show, "Ann")
    panel = desk.shown(StatusPanel(desk.session))
    panel.show_page(desk.page("Ann"))
    panel.change_action.trigger()
    panel.form.state_field.setCurrentText("infected")
    desk.apply(RemoveFact("State", FactId(build.state("infected").id)))
    _refused(desk, panel.form)
    assert "no such state" in panel.form.rows.complaint(panel.form.state_field)


def test_cast(desk: PanelDesk, build: Builder) -> None:
    show, episodes = build.show()
    _other, others = build.show("Other", "other")
    build.person("Somebody")
    build.character(show, "Ann")
    panel = desk.shown(CastPanel(desk.session))
    panel.show_page(desk.page("Show"))
    panel.add_action.trigger()
    form = panel.form
    form.person_field.setText("Somebody")
    form.character_field.setText("Ann")
    form.last_field.set_point(others[0])
    _refused(desk, form)
    assert "last episode" in form.rows.complaint(form.last_field)
    form.last_field.set_point(None)
    form.first_field.set_point(others[0])
    _refused(desk, form)
    assert "first episode" in form.rows.complaint(form.first_field)
    form.first_field.set_point(episodes[0])
    _each_text_is_refused_at_its_field(desk, form, form.credited_field)
    form.character_field.setText("Show")
    form.make_character.setChecked(True)
    _refused(desk, form)
    assert "already a page “Show”" in form.rows.complaint(form.character_field)
    assert not form.rows.complaint(form.person_field)
    form.person_field.setText("Show")
    form.make_person.setChecked(True)
    _refused(desk, form)
    assert "already a page “Show”" in form.rows.complaint(form.person_field)


def test_claim(desk: PanelDesk, build: Builder) -> None:
    show, episodes = build.show()
    claim = Claim(FactId(new_id()), show, "renewal", "no", Standing.ANNOUNCED)
    build.fact(claim)
    panel = desk.shown(ClaimsPanel(desk.session, today=lambda: date(2027, 1, 1)))
    panel.show_page(desk.page("Show"))
    panel.add_action.trigger()
    form = panel.form
    form.property_field.setText("renewal")
    form.value_field.setPlainText("yes")
    _each_text_is_refused_at_its_field(desk, form, form.property_field, form.value_field)
    form.revealed_field.set_point(episodes[5])
    desk.apply(DeletePage(PageId(episodes[5])))
    _refused(desk, form)
    assert "no such page" in form.rows.complaint(form.revealed_field)
    desk.undo()
    form.supersedes_field.setCurrentIndex(form.supersedes_field.findData(claim.id))
    desk.apply(RemoveFact("Claim", claim.id))
    _refused(desk, form)
    assert "only supersede another claim" in form.rows.complaint(form.supersedes_field)
    assert form.value_field.toPlainText() == "yes"


def test_ties(desk: PanelDesk, build: Builder) -> None:
    show, episodes = build.show()
    build.character(show, "Ann")
    ben = build.character(show, "Ben")
    group = PageId(new_id())
    build.wiki.apply(AddPage(group, PageKind.GROUP, "Roof", subject=Group(group)))
    panel = desk.shown(RelationsPanel(desk.session))
    panel.show_page(desk.page("Ann"))
    panel.relationships.add_action.trigger()
    form = panel.relationships.form
    form.other_field.setText("Ben")
    form.kind_field.setText("friend")
    _each_text_is_refused_at_its_field(desk, form, form.kind_field, form.inverse_field)
    form.start_field.set_point(episodes[2])
    form.end_field.set_point(episodes[1])
    _refused(desk, form)
    assert "before the start" in form.rows.complaint(form.end_field)
    form.end_field.set_point(episodes[3])
    form.end_revealed_field.set_point(episodes[0])
    _refused(desk, form)
    assert "before it is known" in form.rows.complaint(form.end_revealed_field)
    form.end_revealed_field.set_point(None)
    desk.apply(DeletePage(ben))
    _refused(desk, form)
    assert "no page “Ben”" in form.rows.complaint(form.other_field)
    assert form.kind_field.text() == "friend"
    form.cancel_button.click()
    panel.groups.add_action.trigger()
    member = panel.groups.form
    member.other_field.setText("Roof")
    _each_text_is_refused_at_its_field(desk, member, member.role_field)


def test_profile(desk: PanelDesk, build: Builder) -> None:
    show, episodes = build.show()
    build.character(show, "Ann")
    build.wiki.apply(AddFact(Name(FactId(new_id()), desk.page("Ann").id, "Annie")))
    panel = desk.shown(ProfilePanel(desk.session))
    panel.show_page(desk.page("Ann"))
    panel.names.add_action.trigger()
    name = panel.names.form
    assert isinstance(name, NameForm)
    name.text_field.setText("An")
    _each_text_is_refused_at_its_field(desk, name, name.text_field, name.language_field)
    name.revealed_field.set_point(episodes[5])
    desk.apply(DeletePage(PageId(episodes[5])))
    _refused(desk, name)
    assert "no such page" in name.rows.complaint(name.revealed_field)
    assert name.text_field.text() == "An"
    panel.values.add_action.trigger()
    value = panel.values.form
    assert isinstance(value, ValueForm)
    value.name_field.setEditText("Age")
    value.value_field.setText("17")
    _each_text_is_refused_at_its_field(desk, value, value.name_field, value.value_field)
