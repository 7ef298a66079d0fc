"""What the files of a bundle say, as records: every value is checked before anything is done with it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Final, TypeVar, Union, get_args, get_origin, get_type_hints

from fanwiki.domain import bundle, entities
from fanwiki.domain.dates import PartialDate, partial_date
from fanwiki.domain.edits import KeepRevision
from fanwiki.domain.entities import Page, Subject
from fanwiki.domain.errors import InvalidEdit, WikiError
from fanwiki.domain.ids import EpisodeId, FactId, OrderId, PageId, SourceId, StateId, is_uuid
from fanwiki.domain.vocabulary import PageKind
from fanwiki.importers.bundle.files import BundleFiles

Record = TypeVar("Record")

_IDS: Final = (PageId, EpisodeId, FactId, StateId, SourceId, OrderId)
_LARGEST: Final = 2**53
_SUBJECTS: Final[dict[PageKind, type[Any]]] = {PageKind(kind.__name__.lower()): kind for kind in get_args(Subject)}


@dataclass(frozen=True)
class Card:
    """What a bundle says of itself. `whole` tells the copy of a wiki from what a reader may have of it."""

    wiki: str
    title: str
    whole: bool
    canon_alone: bool


@dataclass(frozen=True)
class PageEntry:
    """A page as the canon has it, with the file of its text, empty for none."""

    page: Page
    subject: Subject | None
    file: str


def read_card(files: BundleFiles) -> Card:
    """Raises WikiError for a bundle that cannot be imported."""
    card = _json(files, bundle.CARD)
    found = card.get("format") if isinstance(card, dict) else None
    if not isinstance(card, dict) or found not in (bundle.MARKDOWN, bundle.CANON):
        raise WikiError(
            f"{files.path.name} is a bundle for reading ({found}); what can be imported is written by "
            "`fanwiki export --format markdown`"
        )
    if card.get("version") != bundle.VERSION:
        raise WikiError(f"{files.path.name} was written by a newer fanwiki; import it with that one")
    wiki, title = card.get("wiki"), card.get("title")
    if not isinstance(wiki, str) or not is_uuid(wiki) or not isinstance(title, str):
        raise _wrong(files, bundle.CARD, "it does not say which wiki it is of")
    return Card(wiki, title, card.get("ceiling") is None, found == bundle.CANON)


def read_pages(files: BundleFiles) -> list[PageEntry]:
    """The pages in the order of the tree. Raises WikiError for a file that no version of this program wrote."""
    found: list[PageEntry] = []
    known: set[str] = set()
    for row in _rows(files, bundle.PAGES):
        subject, file = row.pop("subject", None), row.pop("file", "")
        try:
            page = _record(Page, row)
            kind = _SUBJECTS.get(page.kind)
            if not isinstance(file, str) or (subject is not None and (kind is None or not isinstance(subject, dict))):
                raise InvalidEdit("its data or its file cannot be right")
            data = None if kind is None or subject is None else _record(kind, {**subject, "id": page.id})
        except InvalidEdit as error:
            raise _wrong(files, bundle.PAGES, str(error)) from error
        if page.id in known or (page.parent is not None and page.parent not in known):
            raise _wrong(files, bundle.PAGES, f"“{page.title}” is there twice, or stands before the page above it")
        known.add(page.id)
        found.append(PageEntry(page, data, file))
    return found


def read_facts(files: BundleFiles, kind: type[Record]) -> Iterator[tuple[Record, str]]:
    """The facts of a kind in the order of entry, each with its file, empty for none. Raises WikiError."""
    path = bundle.FACT_FILES[kind]
    if path not in files.names:
        return
    for row in _rows(files, path):
        file = row.pop("file", "") if kind is entities.Media else ""
        try:
            yield _record(kind, row), str(file)
        except InvalidEdit as error:
            raise _wrong(files, path, str(error)) from error


def read_text(files: BundleFiles, entry: PageEntry) -> str:
    """The text of a page, without the YAML before it."""
    if not entry.file:
        return ""
    text = files.text(entry.file)
    end = text.find(f"\n{bundle.FRONT}", len(bundle.FRONT) - 1)
    if not text.startswith(bundle.FRONT) or end < 0:
        return text
    return text[end + 1 + len(bundle.FRONT) :]


def read_history(files: BundleFiles, page: PageId) -> list[KeepRevision]:
    """What the text of a page once was, the oldest first; nothing where the bundle brings no history."""
    path = bundle.history_file(page)
    if path not in files.names:
        return []
    try:
        return [_record(KeepRevision, {**row, "page": page}) for row in _rows(files, path)]
    except InvalidEdit as error:
        raise _wrong(files, path, str(error)) from error


def _json(files: BundleFiles, path: str) -> Any:
    try:
        return json.loads(files.text(path))
    except (ValueError, RecursionError) as error:
        raise _wrong(files, path, str(error)) from error


def _rows(files: BundleFiles, path: str) -> Iterator[dict[str, Any]]:
    rows = _json(files, path)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _wrong(files, path, "it is no list of records")
    yield from rows


def _wrong(files: BundleFiles, path: str, why: str) -> WikiError:
    return WikiError(f"{path} in the bundle {files.path.name} is damaged: {why}")


def _record(kind: type[Record], row: Mapping[str, Any]) -> Record:
    """Raises InvalidEdit that says which field is wrong."""
    known: dict[str, Field[Any]] = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]  # a dataclass
    if unknown := row.keys() - known.keys():
        raise InvalidEdit(f"{kind.__name__} has no field {min(unknown)!r}")
    hints = get_type_hints(kind)
    values: dict[str, Any] = {}
    for name, field in known.items():
        if name in row:
            values[name] = _value(f"{kind.__name__}.{name}", hints[name], row[name])
        elif field.default is MISSING:
            raise InvalidEdit(f"{kind.__name__} needs {name!r}")
    return kind(**values)


def _value(where: str, hint: Any, written: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        if written is None:
            return None
        (inner,) = (part for part in get_args(hint) if part is not NoneType)
        return _value(where, inner, written)
    if get_origin(hint) is tuple:
        if not isinstance(written, list):
            raise InvalidEdit(f"{where} is a list")
        return tuple(_value(where, get_args(hint)[0], each) for each in written)
    accepted = {int: (int,), float: (int, float), bool: (bool,)}.get(hint, (str,))
    if not isinstance(written, accepted) or (isinstance(written, bool) and hint is not bool):
        raise InvalidEdit(f"{where} is of another type")
    if isinstance(written, int) and not -_LARGEST <= written <= _LARGEST:
        raise InvalidEdit(f"{where} is too large a number")
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        if written not in set(hint):
            raise InvalidEdit(f"{where} is one of {', '.join(hint)}")
        return hint(written)
    if hint in _IDS and not is_uuid(str(written)):
        raise InvalidEdit(f"{where} is no id")
    return partial_date(str(written)) if hint is PartialDate else written
