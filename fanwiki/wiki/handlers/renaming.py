"""A page gets a new title, and every link goes on leading where it led.

The old title becomes a redirect at once, and links that the new one would take over from another page name that page
by its own; the texts follow in further edits, which may take their time, or never come. A text that some reader may
read before the page is known keeps the old title: that is what stands there for him, as plain text, and the new one may
say more. For the same reason no name can become a title that is revealed later than its page.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from fanwiki.domain import edits
from fanwiki.domain.changes import Renamed
from fanwiki.domain.entities import Name, Page, Redirect
from fanwiki.domain.errors import InvalidEdit
from fanwiki.domain.ids import FactId, PageId, new_id
from fanwiki.domain.names import title_key
from fanwiki.domain.points import ALL, UNREVIEWED, VEILED, Locks, latest
from fanwiki.markup import rewrite_links
from fanwiki.store import gates, links, page_rows, schema, texts, titles
from fanwiki.store.facts import facts
from fanwiki.store.records import title_columns, to_row
from fanwiki.store.titles import KnownWay
from fanwiki.wiki import derivation
from fanwiki.wiki.covering import covers
from fanwiki.wiki.handlers.titles import check_free, check_sole_redirect, checked_title
from fanwiki.wiki.transaction import Transaction


def rename_page(edit: edits.RenamePage, transaction: Transaction) -> None:
    writing = transaction.writing
    page = transaction.page(edit.page)
    title = checked_title(edit.title, page.kind)
    if title == page.title:
        return
    _name_anew(transaction)
    check_free(title, transaction)
    _check_known(title, page, transaction)
    redirect = Redirect(FactId(new_id()), page.title, page.id)
    own, taken = _concerned(page, title, redirect, transaction)
    given_back = [_given_back(other, said, transaction) for other, said in taken.items()]
    left = Renamed(page.id, title, tuple(own))
    if edit.redirect or _said_early(left, transaction):
        check_sole_redirect(redirect, transaction)
        writing.insert(schema.FACT_TABLES[Redirect], to_row(redirect))
    for back in given_back:
        _rewrite(back.texts, back.titles, back.title, transaction, shown=True)
    for former in page_rows.redirects_from(writing, title):
        # A page that takes back an old title of its own needs no redirect from it to itself.
        if former.page == page.id:
            writing.remove(schema.FACT_TABLES[Redirect], former.id)
    writing.change(schema.page, page.id, title_columns(title))
    transaction.renamed.append(left)


def follow_rename(edit: edits.FollowRename, transaction: Transaction) -> None:
    """Rewrites links in those of some texts that nobody reads before the page is known."""
    page = transaction.page(edit.page)
    leads = _leads({edit.title, *edit.titles}, transaction)
    if leads[edit.title] != page.id:
        return
    # An old title may have become that of another page meanwhile.
    old = [title for title in edit.titles if leads[title] in (page.id, None)]
    found = links.passages_typing(transaction.writing, old, edit.texts)
    early = _read_before(found, _page_locks(page.id, transaction), transaction)
    transaction.keeping |= early
    _rewrite([each for each in found if each not in early], old, edit.title, transaction)


def _leads(typed: Collection[str], transaction: Transaction) -> dict[str, PageId | None]:
    """Where each of some typed titles leads."""
    ways = titles.ways_by_key(transaction.writing, {title_key(title) for title in typed})
    found = {title: titles.led(ways.get(title_key(title), ()), title) for title in typed}
    return {title: None if way is None else way.id for title, way in found.items()}


def _name_anew(transaction: Transaction) -> None:
    """What was renamed before in the same transaction, or added, has its title."""
    if transaction.named == len(transaction.writing.changes):
        return
    found = derivation.touched(transaction.writing, transaction.named)
    transaction.named = len(transaction.writing.changes)
    derivation.name_anew(transaction.writing, found)


def _check_known(title: str, page: Page, transaction: Transaction) -> None:
    """Raises InvalidEdit if readers see the page before they may know this name of its subject."""
    known, orders = _page_locks(page.id, transaction), transaction.writing.orders
    names = [(name.text, name) for name in facts(transaction.writing, ALL, Name, page=page.id)]
    redirects = [(each.title, each) for each in facts(transaction.writing, ALL, Redirect, page=page.id)]
    for named, fact in (*names, *redirects):
        late = fact.revealed_at is not None and not covers(known, orders.locks(fact.reveals()))
        if late and fact.revealed_at is not None and title_key(named) == title_key(title):
            raise InvalidEdit(
                f"“{named}” is known from {orders.write(fact.revealed_at)} on, and “{page.title}” is there before: as "
                "its title it would be read too early. Change first since when it is known, or keep it as a name",
                field="title",
            )


def _concerned(
    page: Page, title: str, redirect: Redirect, transaction: Transaction
) -> tuple[list[str], dict[PageId, list[tuple[str, KnownWay]]]]:
    """The titles, as they are typed, that lead to a page by its title until now; and those that lead to another page,
    each by what way, and that the new title takes over.
    """
    writing = transaction.writing
    keys = {title_key(page.title), title_key(title)}
    typed = links.typed_as(writing, keys)
    now = titles.ways_by_key(writing, keys)
    later = _ways_after(now, page, title, redirect)
    own = [page.title]
    taken: dict[PageId, list[tuple[str, KnownWay]]] = defaultdict(list)
    for key, said in sorted((key, said) for key, each in typed.items() for said in each):
        before, after = titles.led(now.get(key, ()), said), titles.led(later.get(key, ()), said)
        if before is None:
            continue
        if before.fact == page.id:
            own.append(said)
        elif after is None or after.page != before.page:
            taken[before.id].append((said, before))
    return list(dict.fromkeys(own)), taken


def _ways_after(
    now: Mapping[str, Sequence[KnownWay]], page: Page, title: str, redirect: Redirect
) -> dict[str, list[KnownWay]]:
    """The ways to name pages, by key, once a page has its new title."""
    later = {key: [way for way in ways if way.fact != page.id] for key, ways in now.items()}
    own = next((way for ways in now.values() for way in ways if way.fact == page.id), None)
    if own is not None:
        old, new = own.title_key, title_key(title)
        later.setdefault(old, []).append(own._replace(fact=redirect.id, rank=1))
        later.setdefault(new, []).append(own._replace(title_key=new, text=title))
    return later


def _given_back(to: PageId, taken: Sequence[tuple[str, KnownWay]], transaction: Transaction) -> edits.FollowRename:
    """What has the links to another page name it by its own title. Raises InvalidEdit where that would tell a reader
    which page is meant before he may know it by that name.
    """
    said = tuple(each for each, _ in taken)
    found = links.passages_typing(transaction.writing, said)
    locks = gates.read_locks(transaction.writing, [way.fact for _, way in taken])
    known = latest(_page_locks(to, transaction), *locks.values())
    other = transaction.page(to).title
    if early := _read_before(found, known, transaction):
        source = transaction.page(min(early)).title
        raise InvalidEdit(
            f"“{source}” has a link “{said[0]}” that leads to “{other}” and would lead to this page: change that link, "
            "or choose another title",
            field="title",
        )
    return edits.FollowRename(to, other, said, tuple(found))


def _rewrite(
    pages: Collection[PageId], typed: Collection[str], title: str, transaction: Transaction, *, shown: bool = False
) -> None:
    """Has the links of some pages say a title instead of others, with `shown` under a label, so that they read as
    before.
    """

    def renamed(old: str) -> str | None:
        return title if old in typed else None

    found = texts.bodies(transaction.writing, pages)
    said = {page: rewrite_links(body, renamed, shown=shown) for page, body in found.items()}
    transaction.writing.change_each(schema.page_text, "body", said)


def _said_early(left: Renamed, transaction: Transaction) -> bool:
    """Whether a text keeps an old title, which must lead on then."""
    known = _page_locks(left.page, transaction)
    return bool(known) and bool(
        _read_before(links.passages_typing(transaction.writing, left.titles), known, transaction)
    )


def _read_before(found: Mapping[PageId, Collection[str]], known: Locks, transaction: Transaction) -> frozenset[PageId]:
    """Those of some pages of which one of these passages may be read before something is known. Prose that nobody has
    reviewed, and what is under a veil without a point, is for those who may know everything.
    """
    if not known:
        return frozenset()
    locks = gates.read_locks(transaction.writing, [key for keys in found.values() for key in keys])

    def early(passage: str) -> bool:
        shut = locks.get(passage, {})
        return not (covers(shut, known) or {UNREVIEWED, VEILED} & shut.keys())

    return frozenset(page for page, keys in found.items() if any(map(early, keys)))


def _page_locks(page: PageId, transaction: Transaction) -> Locks:
    return gates.page_locks(transaction.writing, [page]).get(page, {})
