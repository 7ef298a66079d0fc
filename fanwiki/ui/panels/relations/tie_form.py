"""The forms of what ties pages together: a relationship of two, or a character's membership of a group."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QComboBox, QWidget

from fanwiki.domain.edits import AddFact, ChangeFact
from fanwiki.domain.entities import Membership, Page, Relationship
from fanwiki.domain.ids import EpisodeId, FactId, PageId, new_id
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui.panels.fact_section import FactForm, SectionFact
from fanwiki.ui.panels.fields import WordField
from fanwiki.ui.panels.page_field import PageField
from fanwiki.ui.panels.points import PointField
from fanwiki.ui.panels.words import word
from fanwiki.ui.plain import PlainLabel
from fanwiki.ui.session import WikiSession
from fanwiki.wiki import View
from fanwiki.wiki.reading.choosing import Wanted

_OTHERS: Final = {
    PageKind.CHARACTER: (PageKind.CHARACTER, PageKind.GROUP),
    PageKind.GROUP: (PageKind.CHARACTER, PageKind.GROUP),
    PageKind.PERSON: (PageKind.PERSON,),
}
"""With whom a page can have a relationship: a story's people among themselves, and real people among themselves."""


@dataclass(frozen=True)
class Span:
    """From when to when something is true, and when the audience learns of either."""

    start: EpisodeId | None
    end: EpisodeId | None
    revealed_at: EpisodeId | None
    end_revealed_at: EpisodeId | None


class TieForm(FactForm):
    """What both forms have: the other page, and from when to when. A form that is opened from a reader's viewpoint
    shows the whole fact all the same, since it is its author who changes it.
    """

    def __init__(self, session: WikiSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.other_field = PageField(session, self.tr("type a name"))
        self.start_field = PointField(self.tr("from the start"))
        self.end_field = PointField(self.tr("goes on"))
        self.revealed_field = PointField(self.tr("at the same moment"))
        self.end_revealed_field = PointField(self.tr("at the same moment"))
        self._view: View | None = None
        self._page: Page | None = None
        self._kinds: tuple[PageKind, ...] = ()
        self._is_new = True

    def add_span(self) -> None:
        self.rows.add_field(self.tr("From"), self.start_field, "start")
        self.rows.add_field(self.tr("Known from"), self.revealed_field, "revealed_at")
        self.rows.add_field(self.tr("Until"), self.end_field, "end")
        self.rows.add_field(self.tr("End known from"), self.end_revealed_field, "end_revealed_at")

    def load(self, view: View, page: Page, kinds: tuple[PageKind, ...]) -> None:
        """Offers the pages of some kinds, and the episodes."""
        self._view, self._page, self._kinds = view, page, kinds
        home = view.home_show(page.id)
        self.other_field.ask_for(Wanted(kinds, without=page.id, by_given_name=True))
        for field in (self.start_field, self.end_field, self.revealed_field, self.end_revealed_field):
            field.load(view, home)

    def fill(self, fact: Relationship | Membership, other: PageId) -> None:
        assert self._view is not None
        self.other_field.setText(self._view.page(other).title if other else "")
        self.start_field.set_point(fact.start)
        self.end_field.set_point(fact.end)
        self.revealed_field.set_point(fact.revealed_at)
        self.end_revealed_field.set_point(fact.end_revealed_at)

    def offer_words(self, field: WordField, kind: type[Relationship | Membership], name: str) -> None:
        """Has a field complete the words that such facts have in one of their fields."""
        self._session.look_up(partial(self._session.author_view().words_of, kind, name), field.offer)

    def read_span(self) -> Span:
        """The points of the form, with complaints at those that cannot be meant."""
        span = Span(
            self.read_point(self.start_field),
            self.read_point(self.end_field),
            self.read_point(self.revealed_field),
            self.read_point(self.end_revealed_field),
        )
        if span.end_revealed_at is not None and not self.end_field.currentText().strip():
            self.complain(self.end_field, self.tr("Say when it ends, or leave out since when the end is known."))
        return replace(
            span,
            revealed_at=None if span.revealed_at == span.start else span.revealed_at,
            end_revealed_at=None if span.end_revealed_at == span.end else span.end_revealed_at,
        )

    def read_other(self) -> PageId | None:
        """The page that is typed; a complaint there if it is none, or of a kind that cannot stand there."""
        found = self.other_field.page()
        if found is None:
            self.complain(self.other_field, self._why_not(self.other_field.typed()))
        return found

    def wanted(self) -> str:
        """What kind of page is asked for, in words such as "a group"."""
        raise NotImplementedError

    def _why_not(self, typed: str) -> str:
        assert self._view is not None
        assert self._page is not None
        if not typed:
            return self.tr("Type the name of {wanted}.").format(wanted=self.wanted())
        if self.other_field.is_doubtful():
            return self.tr("Several pages may be meant by “{name}”. Choose one from the list.").format(name=typed)
        for page in self._view.match(typed):
            if page.id == self._page.id:
                return self.tr("“{name}” is this page itself. Choose another.").format(name=page.title)
            if page.kind not in self._kinds:
                message = self.tr("“{name}” ({kind}) is not {wanted}. Choose one from the list.")
                return message.format(name=page.title, kind=word(page.kind), wanted=self.wanted())
        return self.tr("There is no page “{name}”. Choose one from the list.").format(name=typed)


class RelationshipForm(TieForm):
    """Of which of the two pages the kind is said, what it is, and what is read from the other side."""

    def __init__(self, session: WikiSession, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.said_field = QComboBox()
        self.kind_field = WordField(self.tr("such as father, friend"))
        self.inverse_field = WordField(self.tr("such as daughter, friend"))
        self.hint = PlainLabel()
        self.hint.setWordWrap(True)
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.rows.add_field(self.tr("With"), self.other_field, "subject", "object")
        self.rows.add_field(self.tr("Kind"), self.kind_field, "kind")
        self.rows.add_field(self.tr("Said of"), self.said_field)
        self.rows.add_field(self.tr("Read back"), self.inverse_field, "inverse")
        self.rows.add_widget(self.hint)
        self.add_span()
        for field in (self.other_field, self.kind_field, self.inverse_field):
            field.textChanged.connect(self._on_changed)
        self.said_field.currentIndexChanged.connect(self._on_changed)
        self._fact = Relationship(FactId(""), PageId(""), PageId(""), "")

    def begin(self, view: View, page: Page, fact: SectionFact | None) -> None:
        self.load(view, page, _OTHERS.get(page.kind, (page.kind,)))
        known = () if fact is None else view.facts(Relationship, id=fact.id)
        self._is_new = fact is None
        blank = Relationship(FactId(new_id()), page.id, PageId(""), "")
        self._fact = next(iter(known), blank)
        back = self._fact.subject != page.id
        self.offer_words(self.kind_field, Relationship, "kind")
        self.offer_words(self.inverse_field, Relationship, "inverse")
        self.said_field.clear()
        self.said_field.addItems([page.title, self.tr("the other")])
        self.said_field.setCurrentIndex(int(back))
        self.kind_field.setText(self._fact.kind)
        self.inverse_field.setText(self._fact.inverse)
        self.fill(self._fact, self._fact.subject if back else self._fact.object)
        self._on_changed()
        title = self.tr("New relationship of {page}") if fact is None else self.tr("Relationship of {page}")
        self.open_with(title.format(page=page.title), self.other_field)

    def edit(self) -> AddFact | ChangeFact | None:
        assert self._page is not None
        self.clear_complaints()
        span = self.read_span()
        other = self.read_other()
        if not self.kind_field.typed():
            self.complain(self.kind_field, self.tr("Say what they are to each other."))
        if self.rows.first_bad() is not None or other is None:
            return None
        pair = (other, self._page.id) if self._is_back() else (self._page.id, other)
        fact = replace(
            self._fact,
            subject=pair[0],
            object=pair[1],
            kind=self.kind_field.typed(),
            inverse=self.inverse_field.typed(),
            start=span.start,
            end=span.end,
            revealed_at=span.revealed_at,
            end_revealed_at=span.end_revealed_at,
        )
        return AddFact(fact) if self._is_new else ChangeFact(fact)

    def wanted(self) -> str:
        people = PageKind.PERSON in self._kinds
        return self.tr("a person") if people else self.tr("a character or a group")

    def _is_back(self) -> bool:
        return self.said_field.currentIndex() == 1

    def _on_changed(self) -> None:
        """Shows how both pages will read."""
        kind, other = self.kind_field.typed(), self.other_field.typed()
        if self._page is None or not kind or not other:
            self.hint.setText(self.tr("Both pages show it, each in its own words."))
            return
        one, two = (other, self._page.title) if self._is_back() else (self._page.title, other)
        back = self.inverse_field.typed() or f"{kind} (of)"
        line = self.tr("Page {one}: {kind}, {two}")
        texts = [line.format(one=one, kind=kind, two=two), line.format(one=two, kind=back, two=one)]
        self.hint.setText("\n".join(texts))


class MembershipForm(TieForm):
    """A group of a character, or a member of a group, with the role there."""

    def __init__(self, session: WikiSession, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.role_field = WordField(self.tr("member"))
        self._fact = Membership(FactId(""), PageId(""), PageId(""))

    def name_other(self, label: str) -> None:
        """Lays the form out, with what the other page is called."""
        self.rows.add_field(label, self.other_field, "group", "character")
        self.rows.add_field(self.tr("Role"), self.role_field, "role")
        self.add_span()

    def begin(self, view: View, page: Page, fact: SectionFact | None) -> None:
        of_group = page.kind is PageKind.GROUP
        self.load(view, page, (PageKind.CHARACTER if of_group else PageKind.GROUP,))
        known = () if fact is None else view.facts(Membership, id=fact.id)
        self._is_new = fact is None
        blank = Membership(FactId(new_id()), *((page.id, PageId("")) if of_group else (PageId(""), page.id)))
        self._fact = next(iter(known), blank)
        self.offer_words(self.role_field, Membership, "role")
        self.role_field.setText(self._fact.role)
        self.fill(self._fact, self._fact.character if of_group else self._fact.group)
        if of_group:
            title = self.tr("New member of {page}") if fact is None else self.tr("Member of {page}")
        else:
            title = self.tr("New group of {page}") if fact is None else self.tr("Group of {page}")
        self.open_with(title.format(page=page.title), self.other_field)

    def edit(self) -> AddFact | ChangeFact | None:
        assert self._page is not None
        self.clear_complaints()
        span = self.read_span()
        other = self.read_other()
        if self.rows.first_bad() is not None or other is None:
            return None
        of_group = self._page.kind is PageKind.GROUP
        fact = replace(
            self._fact,
            group=self._page.id if of_group else other,
            character=other if of_group else self._page.id,
            role=self.role_field.typed(),
            start=span.start,
            end=span.end,
            revealed_at=span.revealed_at,
            end_revealed_at=span.end_revealed_at,
        )
        return AddFact(fact) if self._is_new else ChangeFact(fact)

    def wanted(self) -> str:
        return self.tr("a character") if PageKind.CHARACTER in self._kinds else self.tr("a group")
