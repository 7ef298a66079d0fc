"""Pages: made, moved, put into the trash and taken out again, introduced and reviewed."""

from fanwiki.domain import edits
from fanwiki.domain.entities import Episode, Page, Season, Show
from fanwiki.domain.errors import InvalidEdit
from fanwiki.domain.ids import PageId, is_uuid
from fanwiki.domain.vocabulary import PageKind
from fanwiki.store import page_rows, pages, schema, settings
from fanwiki.store.records import page_row, to_row
from fanwiki.wiki.handlers.introduction import check_introduction
from fanwiki.wiki.handlers.titles import check_free, checked_title
from fanwiki.wiki.transaction import Transaction


def rename_wiki(edit: edits.RenameWiki, transaction: Transaction) -> None:
    if not edit.title.strip():
        raise InvalidEdit("a wiki needs a name", field="title")
    transaction.writing.change(schema.setting, "title", {"value": edit.title.strip()})


def become_copy(edit: edits.BecomeCopy, transaction: Transaction) -> None:
    if not is_uuid(edit.wiki):
        raise InvalidEdit(f"“{edit.wiki}” is no id of a wiki", field="wiki")
    if page_rows.all_ids(transaction.writing):
        raise InvalidEdit("this wiki has pages of its own, and stays what it is")
    transaction.writing.change(schema.setting, "uuid", {"value": edit.wiki})


def choose_fields(edit: edits.ChooseFields, transaction: Transaction) -> None:
    if any("\n" in choice for choice in edit.choices):
        raise InvalidEdit("a choice of a field stands on one line", field="choices")
    row = {"value": "\n".join(edit.choices)}
    if transaction.writing.row(schema.setting, settings.INFOBOX_FIELDS) is None:
        transaction.writing.insert(schema.setting, {"id": settings.INFOBOX_FIELDS, **row})
    else:
        transaction.writing.change(schema.setting, settings.INFOBOX_FIELDS, row)


def add_page(edit: edits.AddPage, transaction: Transaction) -> None:
    writing = transaction.writing
    transaction.check_id(edit.id)
    title = checked_title(edit.title, edit.kind)
    check_free(title, transaction)
    _check_subject(edit, transaction)
    transaction.check_point(edit.introduced_at, "the introduction", "introduced_at")
    transaction.check_point(edit.safe_from, "the point a page is safe from", "safe_from")
    if edit.parent is not None:
        transaction.page(edit.parent, "parent")
    page = Page(
        edit.id,
        edit.kind,
        title,
        edit.parent,
        page_rows.last_position(writing, edit.parent) + 1,
        edit.introduced_at,
        edit.reviewed,
        edit.safe_from,
    )
    writing.insert(schema.page, page_row(page, transaction.now))
    writing.insert(schema.page_text, {"id": edit.id, "body": edit.body})
    transaction.added.add(edit.id)
    if edit.subject is not None:
        writing.insert(schema.SUBJECT_TABLES[type(edit.subject)], to_row(edit.subject))
        if isinstance(edit.subject, Show | Season | Episode):
            writing.forget_orders()


def move_page(edit: edits.MovePage, transaction: Transaction) -> None:
    page = transaction.page(edit.page)
    if page.kind in (PageKind.SEASON, PageKind.EPISODE):
        raise InvalidEdit(f"{page.title} stays where its number puts it; change the number instead")
    if edit.parent is not None:
        _check_no_circle(page, edit.parent, transaction)
    if page.kind == PageKind.CHARACTER and (edit.parent is None or transaction.page(edit.parent).kind != PageKind.SHOW):
        raise InvalidEdit(f"{page.title} is a character and belongs to a show", field="parent")
    position = page_rows.position_before(transaction.writing, edit.parent, edit.before, edit.page)
    if edit.before is not None and position == transaction.page(edit.before).position:
        _number_anew(transaction.page(edit.before), transaction)
        position = page_rows.position_before(transaction.writing, edit.parent, edit.before, edit.page)
    transaction.writing.change(schema.page, edit.page, {"parent": edit.parent, "position": position})
    if page.kind == PageKind.SHOW:
        transaction.writing.forget_orders()


def _number_anew(page: Page, transaction: Transaction) -> None:
    """Halving the gap between two siblings comes to an end after some fifty moves to one place."""
    for number, sibling in enumerate(page_rows.siblings(transaction.writing, page), 1):
        transaction.writing.change(schema.page, sibling.id, {"position": float(number)})


def delete_page(edit: edits.DeletePage, transaction: Transaction) -> None:
    transaction.page(edit.page)
    for id in page_rows.live_branch(transaction.writing, edit.page):
        columns = {"trashed_at": transaction.now, "trashed_with": edit.page}
        transaction.writing.change(schema.page, id, columns)
    transaction.writing.forget_orders()


def restore_page(edit: edits.RestorePage, transaction: Transaction) -> None:
    gone = page_rows.trashed_branch(transaction.writing, edit.page)
    if not gone:
        raise InvalidEdit("this page is not in the trash")
    for page in gone:
        check_free(page.title, transaction)
        _check_number_free(page, transaction)
        transaction.writing.change(schema.page, page.id, {"trashed_at": None, "trashed_with": None})
    top = next(page for page in gone if page.id == edit.page)
    if top.parent is not None and page_rows.live_page(transaction.writing, top.parent) is None:
        if top.kind in (PageKind.SEASON, PageKind.EPISODE, PageKind.CHARACTER):
            raise InvalidEdit(f"restore the page above {top.title} first: it is in the trash too")
        transaction.writing.change(schema.page, top.id, {"parent": None})
    transaction.writing.forget_orders()


def introduce_page(edit: edits.IntroducePage, transaction: Transaction) -> None:
    page = transaction.page(edit.page)
    transaction.check_point(edit.at, "the introduction", "at")
    check_introduction(page, edit.at, transaction)
    transaction.writing.change(schema.page, edit.page, {"introduced_at": edit.at})


def review_page(edit: edits.ReviewPage, transaction: Transaction) -> None:
    transaction.page(edit.page)
    transaction.check_point(edit.safe_from, "the point a page is safe from", "safe_from")
    if edit.safe_from is not None and not edit.reviewed:
        raise InvalidEdit("a page that is safe from a point has been reviewed", field="reviewed")
    columns = {"reviewed": edit.reviewed, "safe_from": edit.safe_from}
    transaction.writing.change(schema.page, edit.page, columns)


def _check_number_free(page: Page, transaction: Transaction) -> None:
    """Its number or code may have been given to another while a page lay in the trash."""
    kind = pages.SUBJECT_OF.get(page.kind)
    match None if kind is None else pages.subject(transaction.writing, kind, page.id):
        case Show() as show:
            page_rows.check_code(transaction.writing, show)
        case Season() as season:
            page_rows.check_season_number(transaction.writing, season)
        case Episode() as episode:
            page_rows.check_episode_number(transaction.writing, episode)
        case _:
            pass


def _check_no_circle(page: Page, parent: PageId, transaction: Transaction) -> None:
    above: PageId | None = parent
    while above is not None:
        if above == page.id:
            raise InvalidEdit(f"{page.title} cannot go below itself", field="parent")
        above = transaction.page(above).parent


def _check_subject(edit: edits.AddPage, transaction: Transaction) -> None:
    """The typed data must fit the page, and seasons and episodes stand below what they belong to."""
    wanted = pages.SUBJECT_OF.get(edit.kind)
    if (None if edit.subject is None else type(edit.subject)) is not wanted:
        raise InvalidEdit(
            f"a page of kind {edit.kind} needs {'no data' if wanted is None else wanted.__name__} beside it"
        )
    if edit.subject is None:
        return
    if edit.subject.id != edit.id:
        raise InvalidEdit(f"the data of “{edit.title}” is of another page")
    above: PageId | None = edit.parent
    match edit.subject:
        case Show():
            page_rows.check_code(transaction.writing, edit.subject)
        case Season():
            above = edit.subject.show
            _check_above(above, PageKind.SHOW, transaction)
            page_rows.check_season_number(transaction.writing, edit.subject)
        case Episode():
            above = edit.subject.season
            _check_above(above, PageKind.SEASON, transaction)
            page_rows.check_episode_number(transaction.writing, edit.subject)
        case _:
            pass
    if edit.kind == PageKind.CHARACTER:
        if edit.parent is None:
            raise InvalidEdit(f"“{edit.title}” is a character and needs a show as its parent", field="parent")
        _check_above(edit.parent, PageKind.SHOW, transaction)
    if above != edit.parent:
        raise InvalidEdit(f"“{edit.title}” must stand below the page it belongs to", field="parent")


def _check_above(page: PageId, kind: PageKind, transaction: Transaction) -> None:
    found = transaction.page(page, "parent")
    if found.kind != kind:
        raise InvalidEdit(f"“{found.title}” is no {kind}", field="parent")
