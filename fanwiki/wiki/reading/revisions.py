"""What the revisions of a page say and differ in: for the author alone, since a revision holds the whole text and all
facts of its time.

Facts lie in a revision as rows, which name other pages by their ids; they are put into words by what those are called
now. The facts of a revision are those that are first about its page: a portrayal is in the history of the character.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, Final

from fanwiki.domain.entities import AlternativeOrder, Media, Revision, Source, State
from fanwiki.domain.errors import NotFound, WikiFileError
from fanwiki.domain.history import Comparison, FactChange, FieldChange, Mark, WikiChange
from fanwiki.domain.ids import EpisodeId, RevisionId
from fanwiki.domain.points import ALL
from fanwiki.domain.vocabulary import PageKind
from fanwiki.store import gates, page_rows, schema, texts
from fanwiki.store.facts import facts_among
from fanwiki.wiki.reading.scene import Scene

SealedFact = dict[str, Any]

_NOTHING: Final = texts.Content("", "")
_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TOLD_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "Name": ("text",),
    "Redirect": ("title",),
    "Portrayal": ("person",),
    "Appearance": ("episode",),
    "Relationship": ("kind", "object"),
    "Membership": ("group",),
    "StatusEvent": ("state",),
    "Claim": ("property", "value"),
    "ProfileValue": ("field", "value"),
    "Portrait": ("media",),
    "TalkNote": ("text",),
    "AlternativeOrder": ("name",),
    "Favourite": (),
}
"""What a fact is recognised by, which is said first and without saying what it is."""
_UNSAID: Final = (None, "", 0, "[]")
_OWN: Final = {"page", "character", "subject", "show"}
"""What names the page that the history is of."""
_WORDS: Final[Mapping[str, str]] = {
    "introduced_at": "introduced",
    "revealed_at": "revealed",
    "end_revealed_at": "end revealed",
}


def compare(scene: Scene, older: RevisionId | None, newer: RevisionId) -> Comparison:
    """From one revision of a page to another; None for from nothing. Raises NotFound."""
    from fanwiki.wiki.comparing import compared  # noqa: PLC0415 - `regex` takes long to load, and few compare

    to = texts.revision(scene.reading, newer)
    since = None if older is None else texts.revision(scene.reading, older)
    if since is not None and since.page != to.page:
        raise NotFound("these revisions are of two pages")
    before = _NOTHING if since is None else texts.content(scene.reading, since.id)
    after = texts.content(scene.reading, to.id)
    kept = bool(after.facts) and (since is None or bool(before.facts))
    return Comparison(
        since, to, compared(before.body, after.body), _fact_changes(scene, before, after) if kept else (), kept
    )


def changes(scene: Scene, limit: int) -> tuple[WikiChange, ...]:
    """The newest revisions of the whole wiki, newest first, of pages that are there or in the trash."""
    found = texts.changes(scene.reading, limit)
    rows = page_rows.rows(scene.reading, {each.page for each in found})
    shows = gates.home_shows(scene.reading, rows)
    titles = {id: row["title"] for id, row in page_rows.rows(scene.reading, set(shows.values())).items()}
    return tuple(
        WikiChange(
            each,
            rows[each.page]["title"],
            PageKind(rows[each.page]["kind"]),
            titles.get(shows.get(each.page, each.page), ""),
            rows[each.page]["trashed_at"] is not None,
        )
        for each in found
        if each.page in rows
    )


def sealed_facts(held: texts.Content) -> tuple[SealedFact, dict[str, SealedFact]]:
    """The facts that a revision holds: the page and its subject in one row, then each fact by its id. Raises
    WikiFileError.
    """
    try:
        head, *rows = [json.loads(line) for line in held.facts.split("\n")] if held.facts else [{}]
        return head, {row["id"]: row for row in rows}
    except (ValueError, KeyError, TypeError) as error:
        raise WikiFileError("the facts of this revision are damaged") from error


def _fact_changes(scene: Scene, before: texts.Content, after: texts.Content) -> tuple[FactChange, ...]:
    old_head, old = sealed_facts(before)
    new_head, new = sealed_facts(after)
    names = _Names(scene, f"{before.facts}\n{after.facts}")
    changed = _field_changes(old_head, new_head, names)
    if not old_head:
        # Of a page that is new, what is not the case is no news.
        changed = tuple(field for field in changed if field.after != "no")
    found = [FactChange(Mark.CHANGED, "page", str(new_head.get("title", "")), changed)] if changed else []
    for id in [*old, *(id for id in new if id not in old)]:
        row = new.get(id) or old[id]
        noun = schema.FACT_TYPES[row["type"]].noun
        if id not in old:
            found.append(FactChange(Mark.ADDED, noun, _said(row, names)))
        elif id not in new:
            found.append(FactChange(Mark.REMOVED, noun, _said(row, names)))
        elif old[id] != new[id]:
            changes = _field_changes(old[id], new[id], names)
            found.append(FactChange(Mark.CHANGED, noun, _told(row, names), changes))
    return tuple(found)


def _field_changes(before: SealedFact, after: SealedFact, names: "_Names") -> tuple[FieldChange, ...]:
    changes = (
        FieldChange(_word(name), names.say(before.get(name)), names.say(after.get(name)))
        for name in {**before, **after}
        if name != "id" and before.get(name) != after.get(name)
    )
    return tuple(change for change in changes if change.before != change.after)


def _told(row: SealedFact, names: "_Names") -> str:
    """What a fact is recognised by."""
    return ": ".join(names.say(row[name]) for name in TOLD_BY[row["type"]])


def _said(row: SealedFact, names: "_Names") -> str:
    """A fact in words: what it is recognised by, and the rest of what it says."""
    known = {"type", "id", *_OWN, *TOLD_BY[row["type"]]}
    ordered = (field.name for field in fields(schema.FACT_TYPES[row["type"]]) if field.name not in known)
    more = (f"{_word(name)} {names.say(row[name])}" for name in ordered if row.get(name) not in _UNSAID)
    return " · ".join(part for part in (_told(row, names), *more) if part)


def _word(name: str) -> str:
    return _WORDS.get(name, name.replace("_", " "))


class _Names:
    """What the values in rows are called: pages by title, points as they are written, words of a vocabulary."""

    def __init__(self, scene: Scene, written: str) -> None:
        self._scene = scene
        ids = set(_ID.findall(written))
        self._names: dict[str, str] = {id: row["title"] for id, row in page_rows.rows(scene.reading, ids).items()}
        for state in facts_among(scene.reading, ALL, State, "id", ids):
            self._names[state.id] = state.word
        for source in facts_among(scene.reading, ALL, Source, "id", ids):
            self._names[source.id] = source.title
        for media in facts_among(scene.reading, ALL, Media, "id", ids):
            self._names[media.id] = media.name
        for order in facts_among(scene.reading, ALL, AlternativeOrder, "id", ids):
            self._names[order.id] = order.name

    def say(self, value: object) -> str:
        if isinstance(value, bool):
            return "yes" if value else "no"
        text = "" if value is None else str(value)
        if text.startswith("["):
            return ", ".join(self._names_in(text)) or text
        return self._name(text) if _ID.fullmatch(text) else text

    def _names_in(self, text: str) -> Iterable[str]:
        return [self._name(id) for id in _ID.findall(text)]

    def _name(self, id: str) -> str:
        if self._scene.orders.of_episode(EpisodeId(id)) is not None:
            return self._scene.write(EpisodeId(id))
        return self._names.get(id, "something that is gone")


def revision_named(found: Iterable[Revision], written: str) -> Revision:
    """The revision of a page that is meant by its id or by how that begins. Raises NotFound."""
    meant = [each for each in found if each.id.startswith(written.strip().lower())] if written.strip() else []
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise NotFound(f"“{written}” may be one of {len(meant)} revisions; write more of it")
    raise NotFound(f"the page has no revision “{written}”; see `fanwiki history`")
