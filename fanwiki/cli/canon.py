"""Commands that read the canon: `status`, `cast`, `appearances`, `claims`."""

from datetime import date
from typing import Annotated

import typer

from fanwiki.cli.arguments import AsOf, Json, ShowName, WikiPath
from fanwiki.cli.opening import show_named, view_of
from fanwiki.cli.output import print_json, print_table
from fanwiki.domain.entities import StatusEvent
from fanwiki.domain.errors import WikiError
from fanwiki.domain.ids import EpisodeId, SourceId
from fanwiki.wiki import View


def status(wiki: WikiPath, show: ShowName = "", as_of: AsOf = None, json: Json = False) -> None:
    """The survivor board: who is in which state, how surely, since when."""
    with view_of(wiki, as_of) as view:
        titles = {entry.page.id: entry.page.title for entry in view.shows()}
        rows = [
            {
                "character": each.name,
                "state": None if each.state is None else each.state.word,
                "certainty": each.certainty,
                "evidence": each.evidence,
                "since": _point(view, each.since),
                "cause": each.cause or None,
                "by_whom": _by_whom(view, each.event),
                "show": titles[of_show],
            }
            for of_show in show_named(view, show)
            for each in view.statuses(view.characters(of_show))
        ]
    if json:
        print_json(rows)
        return
    columns = ("character", "state", "certainty", "since", "cause")
    print_table(columns, [[row[name] for name in columns] for row in rows], "No characters as of this viewpoint.")


def _by_whom(view: View, event: StatusEvent | None) -> str | None:
    return None if event is None or event.by_whom is None else view.page(event.by_whom).title


def cast(wiki: WikiPath, show: ShowName = "", as_of: AsOf = None, json: Json = False) -> None:
    """The cast list, by billing. Episodes are counted as far as the viewpoint has seen them."""
    with view_of(wiki, as_of) as view:
        sources: dict[SourceId | None, str] = {source.id: source.title for source in view.sources()}
        rows = [
            {
                "person": line.person,
                "character": line.character,
                "role": line.portrayal.role,
                "credited_as": line.portrayal.credited_as or None,
                "language": line.portrayal.language or None,
                "order": line.portrayal.billing,
                "from": _point(view, line.first),
                "to": _point(view, line.last),
                "episodes": line.episodes,
                "first_seen": _point(view, line.first_seen),
                "standing": line.portrayal.standing,
                "source": sources.get(line.portrayal.source),
            }
            for of_show in show_named(view, show)
            for line in view.cast(of_show)
        ]
    if json:
        print_json(rows)
        return
    columns = ("person", "character", "role", "from", "to", "episodes", "standing")
    print_table(columns, [[row[name] for name in columns] for row in rows], "No cast as of this viewpoint.")


def appearances(wiki: WikiPath, show: ShowName = "", as_of: AsOf = None, json: Json = False) -> None:
    """Who is in which episode, and how: on-screen, voice, flashback, mentioned or body."""
    with view_of(wiki, as_of) as view:
        rows = [
            {"character": row.name, "episode": _point(view, each.episode), "mode": each.mode}
            for of_show in show_named(view, show)
            if (table := view.appearances(of_show)) is not None
            for row in table.rows
            for cell in row.cells
            for each in cell
        ]
    if json:
        print_json(rows)
        return
    columns = ("character", "episode", "mode")
    print_table(columns, [[row[name] for name in columns] for row in rows], "No appearances as of this viewpoint.")


def claims(
    wiki: WikiPath,
    stale: Annotated[bool, typer.Option("--stale", help="Those alone that want another look.")] = False,
    as_of_date: Annotated[str, typer.Option("--as-of-date", metavar="DATE", help="Stale on that day.")] = "",
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """The claim ledger."""
    today = _day(as_of_date)
    with view_of(wiki, as_of) as view:
        rows = [
            {
                "subject": entry.subject,
                "property": entry.claim.property,
                "value": entry.claim.value,
                "standing": entry.claim.standing,
                "source": None if entry.source is None else entry.source.title,
                "published": entry.claim.published,
                "checked_on": entry.claim.checked_on,
                "review_by": entry.claim.review_by,
                "stale": entry.stale,
            }
            for entry in view.claims(today=today)
            if entry.stale or not stale
        ]
    if json:
        print_json(rows)
        return
    columns = ("subject", "property", "value", "standing", "published", "source")
    print_table(columns, [[row[name] for name in columns] for row in rows], "No claims.")


def _point(view: View, episode: EpisodeId | None) -> str | None:
    return None if episode is None else view.point(episode)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written) if written else date.today()
    except ValueError:
        raise WikiError(f"“{written}” is not a day; write it like 2022-06-06") from None
