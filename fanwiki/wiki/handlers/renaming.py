"""A page gets a new title, and every link goes on leading where it led.

The old title becomes a redirect at once; the texts follow in a second edit, which may take its time. A text that some
reader may read before the page is known keeps the old title: that is what stands there for him, as plain text, and the
new one may say more. For the same reason no name can become a title that is revealed later than its page.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from fanwiki.domain import edits
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
from fanwiki.wiki.covering import covers
from fanwiki.wiki.handlers.titles import check_free, check_sole_redirect, checked_title
from fanwiki.wiki.transaction import Transaction


def rename_page(edit: edits.RenamePage, transaction: Transaction) -> None:
    writing = transaction.writing
    page = transaction.page(edit.page)
    title = checked_title(edit.title, page.kind)
    if title == page.title:
        return
    check_free(title, transaction)
    _check_known(title, page, transaction)
    redirect = Redirect(FactId(new_id()), page.title, page.id)
    following = _following(page, title, redirect, transaction)
    if edit.redirect or _said_early(following, transaction):
        check_sole_redirect(redirect, transaction)
        writing.insert(schema.FACT_TABLES[Redirect], to_row(redirect))
    for former in page_rows.redirects_from(writing, title):
        # A page that takes back an old title of its own needs no redirect from it to itself.
        if former.page == page.id:
            writing.remove(schema.FACT_TABLES[Redirect], former.id)
    writing.change(schema.page, page.id, title_columns(title))
    transaction.links_to_follow += following


def follow_rename(edit: edits.FollowRename, transaction: Transaction) -> None:
    """Rewrites links in every text that nobody reads before the page is known."""
    page = transaction.page(edit.page)
    old = frozenset(edit.titles)

    def renamed(typed: str) -> str | None:
        return page.title if typed in old else None

    found = links.passages_typing(transaction.writing, old)
    early = _read_before(found, _page_locks(page.id, transaction), transaction)
    for source in found:
        if source not in early:
            said = rewrite_links(texts.body(transaction.writing, source), renamed, shown=edit.shown)
            transaction.writing.change(schema.page_text, source, {"body": said})


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


def _following(page: Page, title: str, redirect: Redirect, transaction: Transaction) -> list[edits.FollowRename]:
    """What brings the texts up to date: those that say the old title, and those whose links to another page the new
    one takes over.
    """
    writing = transaction.writing
    keys = {title_key(page.title), title_key(title)}
    typed = links.typed_as(writing, keys)
    now = titles.ways_by_key(writing, keys)
    later = _ways_after(now, page, title, redirect)
    own: list[str] = []
    taken: dict[PageId, list[tuple[str, KnownWay]]] = defaultdict(list)
    for key, said in sorted((key, said) for key, each in typed.items() for said in each):
        before, after = titles.led(now.get(key, ()), said), titles.led(later.get(key, ()), said)
        if before is None:
            continue
        if before.fact == page.id:
            own.append(said)
        elif after is None or after.page != before.page:
            taken[before.id].append((said, before))
    # First of all, since texts say the new title afterwards.
    given_back = [_given_back(of, each, transaction) for of, each in taken.items()]
    return [*given_back, edits.FollowRename(page.id, tuple(own))] if own else given_back


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


def _given_back(of: PageId, taken: Sequence[tuple[str, KnownWay]], transaction: Transaction) -> edits.FollowRename:
    """What has the links to another page name it by its own title. Raises InvalidEdit where that would tell a reader
    which page is meant before he may know it by that name.
    """
    said = tuple(each for each, _ in taken)
    found = links.passages_typing(transaction.writing, said)
    locks = gates.read_locks(transaction.writing, [way.fact for _, way in taken])
    known = latest(_page_locks(of, transaction), *locks.values())
    if early := _read_before(found, known, transaction):
        source, other = transaction.page(min(early)).title, transaction.page(of).title
        raise InvalidEdit(
            f"“{source}” has a link “{said[0]}” that leads to “{other}” and would lead to this page: change that link, "
            "or choose another title",
            field="title",
        )
    return edits.FollowRename(of, said, shown=True)


def _said_early(following: Sequence[edits.FollowRename], transaction: Transaction) -> bool:
    """Whether a text keeps an old title, which must lead on then."""
    return any(
        _read_before(
            links.passages_typing(transaction.writing, each.titles), _page_locks(each.page, transaction), transaction
        )
        for each in following
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
