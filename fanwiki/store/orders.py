"""The episode orders of a wiki's shows, kept between reads: every point and viewpoint is measured in them."""

import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, select, true

from fanwiki.domain import entities
from fanwiki.domain.ids import EpisodeId, OrderId, PageId
from fanwiki.domain.points import EpisodeOrder, EpisodeOrders, OrderedEpisode
from fanwiki.store import schema

_SHOW = schema.SUBJECT_TABLES[entities.Show]
_SEASON = schema.SUBJECT_TABLES[entities.Season]
_EPISODE = schema.SUBJECT_TABLES[entities.Episode]
_ALTERNATIVE = schema.FACT_TABLES[entities.AlternativeOrder]

_KEY = "fanwiki episode orders"


class OrderCache:
    """Remembers the orders. Who has the file to itself (`alone`) reads them again only after a transaction of its own
    that has changed them: it says so with `changing`. Who has not, after any that another program has written, which
    shows in SQLite's `data_version`.
    """

    def __init__(self, *, alone: bool) -> None:
        self._alone = alone
        # Odd while a transaction that changes them is being written. A reader keeps writers from ending, so what it
        # finds at an even number belongs to that number.
        self._epoch = 0
        self._known: tuple[int, EpisodeOrders] | None = None

    def get(self, connection: Connection) -> EpisodeOrders:
        """As of a transaction that has begun."""
        # Also begins to read: from here on the file stays as it is.
        version = connection.exec_driver_sql("PRAGMA data_version").scalar_one()
        if not self._alone:
            return _of_connection(connection, version)
        epoch, known = self._epoch, self._known
        if known is not None and known[0] == epoch:
            return known[1]
        found = read_orders(connection)
        if epoch % 2 == 0:
            self._known = epoch, found
        return found

    @contextmanager
    def changing(self, to: EpisodeOrders | None) -> Iterator[None]:
        """Around the end of a transaction that leaves other orders, whether or not it succeeds; None: unknown ones."""
        self._epoch += 1
        try:
            yield
            self._known = None if to is None else (self._epoch + 1, to)
        finally:
            self._epoch += 1


def _of_connection(connection: Connection, version: int) -> EpisodeOrders:
    """As remembered by a connection, unless the file has another version by now."""
    kept = connection.connection.info
    known: tuple[int, EpisodeOrders] | None = kept.get(_KEY)
    if known is None or known[0] != version:
        known = kept[_KEY] = (version, read_orders(connection))
    return known[1]


def read_orders(connection: Connection) -> EpisodeOrders:
    """Each live show with its live episodes: in the order chosen for it, else as aired."""
    page = schema.page
    shows = connection.execute(
        select(_SHOW.c.id, _SHOW.c.code, _ALTERNATIVE.c.episodes)
        .join(page, page.c.id == _SHOW.c.id)
        .outerjoin(_ALTERNATIVE, _ALTERNATIVE.c.id == _SHOW.c.order)
        .where(page.c.trashed_at.is_(None))
        .order_by(page.c.position, page.c.number)
    ).all()
    aired = _aired(connection)
    return EpisodeOrders(
        tuple(
            EpisodeOrder(PageId(show), code, _chosen(aired.get(show, []), alternative))
            for show, code, alternative in shows
        )
    )


def order_as(connection: Connection, show: PageId, order: OrderId | None) -> tuple[OrderedEpisode, ...]:
    """A show's live episodes in one of its alternative orders, or (None) as aired, whichever is chosen."""
    query = select(_ALTERNATIVE.c.episodes).where(_ALTERNATIVE.c.id == order, _ALTERNATIVE.c.show == show)
    return _chosen(_aired(connection, show).get(show, []), connection.execute(query).scalar())


def _aired(connection: Connection, show: PageId | None = None) -> dict[str, list[OrderedEpisode]]:
    """The live episodes of each show that has any, or of one, as aired."""
    page, parent = schema.page, schema.page.alias()
    asked = true() if show is None else _SEASON.c.show == show
    rows = connection.execute(
        select(_SEASON.c.show, _SEASON.c.number, _EPISODE.c.id, _EPISODE.c.number, _EPISODE.c.air_date)
        .join(_SEASON, _SEASON.c.id == _EPISODE.c.season)
        .join(page, page.c.id == _EPISODE.c.id)
        .join(parent, parent.c.id == _SEASON.c.id)
        .where(asked, page.c.trashed_at.is_(None), parent.c.trashed_at.is_(None))
    ).all()
    aired: dict[str, list[tuple[str, OrderedEpisode]]] = defaultdict(list)
    for of, season, episode, number, air_date in rows:
        aired[of].append((air_date or "", OrderedEpisode(EpisodeId(episode), season, number)))
    return {of: _as_aired(episodes) for of, episodes in aired.items()}


def _as_aired(episodes: list[tuple[str, OrderedEpisode]]) -> list[OrderedEpisode]:
    """Seasons one after the other; a special goes where its air date puts it, at the end if it has none."""
    regular = sorted((episode for _, episode in episodes if episode.season > 0), key=_season_and_number)
    dates = {episode.id: air_date for air_date, episode in episodes}
    specials = sorted(
        (episode for _, episode in episodes if episode.season == 0),
        key=lambda episode: (dates[episode.id] or "9999", episode.number),
    )
    for special in specials:
        date = dates[special.id]
        later = (place for place, episode in enumerate(regular) if date and dates[episode.id] > date)
        regular.insert(next(later, len(regular)), special)
    return regular


def _season_and_number(episode: OrderedEpisode) -> tuple[int, int]:
    return episode.season, episode.number


def _chosen(aired: list[OrderedEpisode], alternative: str | None) -> tuple[OrderedEpisode, ...]:
    """An alternative order, in which episodes it does not name follow as aired."""
    if alternative is None:
        return tuple(aired)
    by_id = {episode.id: episode for episode in aired}
    named = [by_id.pop(id) for id in json.loads(alternative) if id in by_id]
    return (*named, *by_id.values())
