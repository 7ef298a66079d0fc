"""The canon: subjects of pages and facts about them, checked against each other and written."""

from collections.abc import Iterable
from dataclasses import fields
from functools import singledispatch

from fanwiki.domain import edits, entities
from fanwiki.domain.colours import is_colour
from fanwiki.domain.entities import Fact, Page
from fanwiki.domain.errors import InvalidEdit
from fanwiki.domain.ids import EpisodeId, PageId, SourceId
from fanwiki.domain.images import check_content
from fanwiki.domain.names import is_language_tag, title_key
from fanwiki.domain.points import ALL
from fanwiki.domain.queries import parse_query
from fanwiki.domain.vocabulary import PageKind
from fanwiki.store import media, page_rows, pages, schema
from fanwiki.store.facts import fact, facts
from fanwiki.store.records import to_row
from fanwiki.wiki.handlers.belonging import check_in_show
from fanwiki.wiki.handlers.introduction import check_known_after
from fanwiki.wiki.handlers.titles import check_free, check_linkable, check_sole_redirect, check_without_marks
from fanwiki.wiki.transaction import Transaction


def change_subject(edit: edits.ChangeSubject, transaction: Transaction) -> None:
    subject = edit.subject
    page = transaction.page(subject.id)
    if pages.SUBJECT_OF.get(page.kind) is not type(subject):
        raise InvalidEdit(f"“{page.title}” is a {page.kind}, not a {type(subject).__name__.lower()}")
    match subject:
        case entities.Show():
            page_rows.check_code(transaction.writing, subject)
        case entities.Season():
            _check_kind(subject.show, PageKind.SHOW, transaction, "show")
            page_rows.check_season_number(transaction.writing, subject)
            _put_below(page, subject.show, transaction)
        case entities.Episode():
            _check_kind(subject.season, PageKind.SEASON, transaction, "season")
            page_rows.check_episode_number(transaction.writing, subject)
            _put_below(page, subject.season, transaction)
        case _:
            pass
    transaction.writing.change(schema.SUBJECT_TABLES[type(subject)], subject.id, to_row(subject))
    if isinstance(subject, entities.Show | entities.Season | entities.Episode):
        transaction.writing.forget_orders()


def _put_below(page: Page, parent: PageId, transaction: Transaction) -> None:
    """A season stands below its show and an episode below its season, whatever moves it."""
    if page.parent != parent:
        position = page_rows.last_position(transaction.writing, parent) + 1
        transaction.writing.change(schema.page, page.id, {"parent": parent, "position": position})


def add_fact(edit: edits.AddFact, transaction: Transaction) -> None:
    transaction.check_id(edit.fact.id)
    _check(edit.fact, transaction)
    transaction.writing.insert(schema.FACT_TABLES[type(edit.fact)], to_row(edit.fact))
    _after(edit.fact, transaction)


def change_fact(edit: edits.ChangeFact, transaction: Transaction) -> None:
    _check(edit.fact, transaction)
    transaction.writing.change(schema.FACT_TABLES[type(edit.fact)], edit.fact.id, to_row(edit.fact))
    _after(edit.fact, transaction)


def remove_fact(edit: edits.RemoveFact, transaction: Transaction) -> None:
    record = schema.FACT_TYPES[edit.type]
    if record is entities.State and facts(transaction.writing, ALL, entities.StatusEvent, state=edit.id):
        raise InvalidEdit("this state is in use; change those statuses first")
    transaction.writing.remove(schema.FACT_TABLES[record], edit.id)
    transaction.writing.forget_orders()


def reorder_cast(edit: edits.ReorderCast, transaction: Transaction) -> None:
    cast = facts(transaction.writing, ALL, entities.Portrayal, show=edit.show)
    places = {id: place for place, id in enumerate(edit.portrayals)}
    if unknown := places.keys() - {portrayal.id for portrayal in cast}:
        raise InvalidEdit(f"{len(unknown)} of these portrayals are not in the cast of this show", field="portrayals")
    ordered = sorted(cast, key=lambda each: (places.get(each.id, len(places)), each.billing))
    for billing, portrayal in enumerate(ordered, 1):
        transaction.writing.change(schema.FACT_TABLES[entities.Portrayal], portrayal.id, {"billing": billing})


def choose_order(edit: edits.ChooseOrder, transaction: Transaction) -> None:
    if edit.order is not None:
        order = fact(transaction.writing, ALL, entities.AlternativeOrder, edit.order)
        if order is None or order.show != edit.show:
            raise InvalidEdit("this episode order is of another show", field="order")
    transaction.writing.change(schema.SUBJECT_TABLES[entities.Show], edit.show, {"order": edit.order})
    transaction.writing.forget_orders()


def store_media(edit: edits.StoreMedia, transaction: Transaction) -> None:
    check_content(edit.media, edit.content)
    transaction.check_id(edit.media.id)
    _check(edit.media, transaction)
    media.store_content(transaction.writing, edit.media.sha256, edit.content)
    transaction.writing.insert(schema.FACT_TABLES[entities.Media], to_row(edit.media))


def _after(fact: Fact, transaction: Transaction) -> None:
    if isinstance(fact, entities.AlternativeOrder):
        transaction.writing.forget_orders()


def _check(fact: Fact, transaction: Transaction) -> None:
    """Raises WikiError if a fact contradicts the wiki."""
    for page in fact.touches():
        transaction.page(page, _field_with(fact, page))
    for point in fact.reveals():
        transaction.check_point(point, f"the point that reveals a {fact.noun}", _field_with(fact, point))
    if isinstance(fact, entities.Portrayal | entities.StatusEvent | entities.Claim):
        _check_source(fact.source, transaction)
    _check_more(fact, transaction)


def _field_with(fact: Fact, id: str | None) -> str:
    """The name of the field in which a fact has this page or point."""
    return next((field.name for field in fields(fact) if getattr(fact, field.name) == id), "")


@singledispatch
def _check_more(fact: Fact, transaction: Transaction) -> None:
    """What is to be checked of this kind of fact beyond what all have in common."""
    del fact, transaction


@_check_more.register
def _check_name(name: entities.Name, transaction: Transaction) -> None:
    del transaction
    _check_words(name.text, "a name needs its text", "text")


@_check_more.register
def _check_query(query: entities.SavedQuery, transaction: Transaction) -> None:
    _check_words(query.name, "a saved query needs a name", "name")
    parse_query(query.query)
    same = [each for each in facts(transaction.writing, ALL, entities.SavedQuery) if each.id != query.id]
    if any(each.name.casefold() == query.name.casefold() for each in same):
        raise InvalidEdit(f"there is already a saved query “{query.name}”", field="name")


@_check_more.register
def _check_redirect(redirect: entities.Redirect, transaction: Transaction) -> None:
    _check_words(redirect.title, "a redirect needs a title", "title")
    check_linkable(redirect.title)
    check_free(redirect.title, transaction)
    check_sole_redirect(redirect, transaction)


@_check_more.register
def _check_state(state: entities.State, transaction: Transaction) -> None:
    _check_words(state.word, "a state needs a word", "word")
    others = [other.word for other in facts(transaction.writing, ALL, entities.State) if other.id != state.id]
    _check_unlike(state.word, others, "state", "word")
    if not is_colour(state.colour):
        raise InvalidEdit(f"“{state.colour}” is no colour for a state; write it like #1a7f4b", field="colour")


@_check_more.register
def _check_relationship(relationship: entities.Relationship, transaction: Transaction) -> None:
    _check_words(relationship.kind, "a relationship needs a word for what it is", "kind")
    transaction.check_point(relationship.end, "the end of a relationship", "end")
    transaction.check_point(
        relationship.end_revealed_at, "the point that reveals the end of a relationship", "end_revealed_at"
    )
    _check_span(relationship.start, relationship.end, transaction, "end")
    _check_end_known(relationship, transaction)


@_check_more.register
def _check_membership(membership: entities.Membership, transaction: Transaction) -> None:
    _check_kind(membership.group, PageKind.GROUP, transaction, "group")
    _check_kind(membership.character, PageKind.CHARACTER, transaction, "character")
    transaction.check_point(membership.end, "the end of a membership", "end")
    transaction.check_point(
        membership.end_revealed_at, "the point that reveals the end of a membership", "end_revealed_at"
    )
    _check_span(membership.start, membership.end, transaction, "end")
    _check_end_known(membership, transaction)


@_check_more.register
def _check_appearance(appearance: entities.Appearance, transaction: Transaction) -> None:
    _check_kind(appearance.character, PageKind.CHARACTER, transaction, "character")


@_check_more.register
def _check_order(order: entities.AlternativeOrder, transaction: Transaction) -> None:
    _check_words(order.name, "an episode order needs a name", "name")
    _check_kind(order.show, PageKind.SHOW, transaction, "show")
    for episode in order.episodes:
        transaction.check_point(episode, "each part of an episode order", "episodes")
        found = transaction.writing.orders.of_episode(episode)
        if found is None or found.show != order.show:
            title = transaction.page(PageId(episode)).title
            raise InvalidEdit(f"“{title}” is no episode of this show", field="episodes")
    if len(set(order.episodes)) < len(order.episodes):
        raise InvalidEdit("an episode order has each episode once", field="episodes")
    others = facts(transaction.writing, ALL, entities.AlternativeOrder, show=order.show)
    if title_key(order.name) in {title_key(other.name) for other in others if other.id != order.id}:
        raise InvalidEdit(f"there is already an episode order “{order.name}” of this show", field="name")


@_check_more.register
def _check_portrait(portrait: entities.Portrait, transaction: Transaction) -> None:
    if portrait.season is not None:
        _check_kind(portrait.season, PageKind.SEASON, transaction, "season")


@_check_more.register
def _check_media(media: entities.Media, transaction: Transaction) -> None:
    _check_words(media.name, "a file needs a name", "name")
    check_linkable(media.name, "name")
    check_without_marks(media.name, "name")
    others = facts(transaction.writing, ALL, entities.Media, name=media.name)
    _check_unlike(media.name, [other.name for other in others if other.id != media.id], "file", "name")


@_check_more.register
def _check_field(field: entities.ProfileField, transaction: Transaction) -> None:
    _check_words(field.name, "a profile field needs a name", "name")
    fields = facts(transaction.writing, ALL, entities.ProfileField)
    others = [other.name for other in fields if other.kind is field.kind and other.id != field.id]
    _check_unlike(field.name, others, "field", "name")


@_check_more.register
def _check_claim(claim: entities.Claim, transaction: Transaction) -> None:
    _check_words(claim.property, "a claim needs to say what it is about", "property")
    known = {claim.id}
    superseded = claim.supersedes
    while superseded is not None:
        older = fact(transaction.writing, ALL, entities.Claim, superseded)
        if older is None:
            raise InvalidEdit("a claim can only supersede another claim of this wiki", field="supersedes")
        if older.id in known:
            raise InvalidEdit("a claim cannot supersede itself, nor one that supersedes it", field="supersedes")
        known.add(older.id)
        superseded = older.supersedes


@_check_more.register
def _check_status(event: entities.StatusEvent, transaction: Transaction) -> None:
    _check_kind(event.character, PageKind.CHARACTER, transaction, "character")
    transaction.check_point(event.at, "the moment of a status", "at")
    if event.by_whom is not None:
        transaction.page(event.by_whom, "by_whom")
    if fact(transaction.writing, ALL, entities.State, event.state) is None:
        raise InvalidEdit("this wiki has no such state", field="state")
    character = transaction.page(event.character)
    order = None if event.at is None else transaction.writing.orders.of_episode(event.at)
    if order is not None:
        check_in_show(character.id, order.show, transaction, "at")
    check_known_after(character, event, transaction)


@_check_more.register
def _check_portrayal(portrayal: entities.Portrayal, transaction: Transaction) -> None:
    _check_kind(portrayal.show, PageKind.SHOW, transaction, "show")
    _check_kind(portrayal.person, PageKind.PERSON, transaction, "person")
    _check_kind(portrayal.character, PageKind.CHARACTER, transaction, "character")
    for field, what in (("first", "the first episode of a portrayal"), ("last", "the last episode of a portrayal")):
        transaction.check_point(getattr(portrayal, field), what, field)
        _check_of_show(getattr(portrayal, field), portrayal.show, what, transaction, field)
    _check_span(portrayal.first, portrayal.last, transaction, "last")
    before = fact(transaction.writing, ALL, entities.Portrayal, portrayal.id)
    if before is None or (before.character, before.show) != (portrayal.character, portrayal.show):
        check_in_show(portrayal.character, portrayal.show, transaction, "character")
    written = "" if before is None else before.language
    if portrayal.language not in ("", written) and not is_language_tag(portrayal.language):
        message = f"“{portrayal.language}” is no language tag; write it like en, ja or pt-BR"
        raise InvalidEdit(message, field="language")


def _check_of_show(point: EpisodeId | None, show: PageId, what: str, transaction: Transaction, field: str) -> None:
    if point is None:
        return
    orders = transaction.writing.orders
    order = orders.of_episode(point)
    if order is None or order.show != show:
        title = transaction.page(show).title
        raise InvalidEdit(f"{what} ({orders.write(point)}) must be an episode of “{title}”", field=field)


def _check_end_known(tie: entities.Relationship | entities.Membership, transaction: Transaction) -> None:
    """Nobody learns of the end before the beginning."""
    begun = tie.revealed_at or tie.start
    if tie.end_revealed_at is None or begun is None:
        return
    orders = transaction.writing.orders
    order = orders.of_episode(begun)
    if order is None or tie.end_revealed_at not in order:
        return
    if order.position(tie.end_revealed_at) < order.position(begun):
        end, start = orders.write(tie.end_revealed_at), orders.write(begun)
        message = f"the point that reveals the end of a {tie.noun} ({end}) is before it is known ({start})"
        raise InvalidEdit(message, field="end_revealed_at")


def _check_source(source: SourceId | None, transaction: Transaction) -> None:
    if source is not None and fact(transaction.writing, ALL, entities.Source, source) is None:
        raise InvalidEdit("this wiki has no such source", field="source")


def _check_kind(page: PageId, kind: PageKind, transaction: Transaction, field: str) -> None:
    found = transaction.page(page, field)
    if found.kind != kind:
        raise InvalidEdit(f"“{found.title}” is a {found.kind}, not a {kind}", field=field)


def _check_span(start: EpisodeId | None, end: EpisodeId | None, transaction: Transaction, field: str) -> None:
    """Raises InvalidEdit, about the field of the end, unless the two are in the order of one show."""
    if start is None or end is None:
        return
    orders = transaction.writing.orders
    order = orders.of_episode(start)
    if order is None or end not in order:
        raise InvalidEdit("start and end must be episodes of one show", field=field)
    if order.position(end) < order.position(start):
        raise InvalidEdit(f"the end ({orders.write(end)}) is before the start ({orders.write(start)})", field=field)


def _check_words(text: str, message: str, field: str) -> None:
    if not text.strip():
        raise InvalidEdit(message, field=field)


def _check_unlike(word: str, others: Iterable[str], noun: str, field: str) -> None:
    """Raises InvalidEdit if one of the others is the same word but for its case."""
    if any(other.casefold() == word.casefold() for other in others):
        raise InvalidEdit(f"there is already a {noun} “{word}”", field=field)
