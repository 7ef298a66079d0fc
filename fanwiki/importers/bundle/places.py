"""What a bundle finds in the wiki it comes to: which of its things are there already, and by what id."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeVar, cast

from fanwiki.domain import bundle, entities
from fanwiki.domain.entities import Episode, Fact, Media, Page, Season
from fanwiki.domain.ids import EpisodeId
from fanwiki.importers.bundle.reading import PageEntry
from fanwiki.wiki import View

Record = TypeVar("Record")

_NUMBERED: Final = (Season, Episode)


@dataclass
class Places:
    """`ids` leads from an id of the bundle to the one in the wiki; who is not in it is not known yet. `kept` are pages
    of the bundle that the wiki has already: facts about them stay out.
    """

    empty: bool
    ids: dict[str, str] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    facts: set[str] = field(default_factory=set)
    _pages: dict[str, Page] = field(default_factory=dict)
    _titles: dict[str, Page] = field(default_factory=dict)
    _numbers: dict[tuple[str, int], Page] = field(default_factory=dict)
    _words: dict[str, str] = field(default_factory=dict)
    _files: dict[str, Media] = field(default_factory=dict)
    _fields: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, view: View) -> "Places":
        """What there is in a wiki."""
        pages = view.pages()
        found = cls(empty=not pages and not view.trash())
        for page in pages:
            found._pages[page.id] = found._titles[page.title] = page
            found.ids[page.id] = page.id
            subject = view.subject(page.id) if page.kind in ("season", "episode") else None
            if isinstance(subject, _NUMBERED):
                above = subject.show if isinstance(subject, Season) else subject.season
                found._numbers[above, subject.number] = page
        for kind in bundle.FACT_FILES:
            found.facts.update(fact.id for fact in view.facts(kind))
        found.ids.update((id, id) for id in found.facts)
        found._words = {state.word.casefold(): state.id for state in view.states()}
        found._files = {media.name.casefold(): media for media in view.facts(Media)}
        found._fields = {(each.kind.value, each.name.casefold()) for each in view.facts(entities.ProfileField)}
        return found

    def forget_states(self) -> None:
        """The states have gone."""
        for id in self._words.values():
            self.ids.pop(id, None)
            self.facts.discard(id)
        self._words.clear()

    def point(self, episode: EpisodeId | None) -> EpisodeId | None:
        """An episode of the bundle as the wiki knows it."""
        return None if episode is None else EpisodeId(self.ids[episode])

    def page_there(self, entry: PageEntry) -> tuple[Page, str] | None:
        """The page of the wiki that stands where one of the bundle would, and why it is that one."""
        page = entry.page
        if page.id in self._pages:
            return self._pages[page.id], "the wiki has them already"
        rival = self._titles.get(page.title)
        if rival is not None:
            return rival, "the wiki has a page of this title"
        if isinstance(entry.subject, _NUMBERED):
            above = entry.subject.show if isinstance(entry.subject, Season) else entry.subject.season
            numbered = self._numbers.get((self.ids.get(above, above), entry.subject.number))
            if numbered is not None:
                return numbered, "the wiki has a season or episode of this number"
        return None

    def fact_there(self, fact: Fact) -> tuple[str, str] | None:
        """The fact of the wiki that stands where one of the bundle would, and why; no reason if both say the same."""
        match fact:
            case _ if fact.id in self.facts:
                return fact.id, "the wiki has them already"
            case entities.State() if fact.word.casefold() in self._words:
                return self._words[fact.word.casefold()], ""
            case Media() if (known := self._files.get(fact.name.casefold())) is not None:
                return known.id, "" if known.sha256 == fact.sha256 else "the wiki has another file of this name"
            case entities.ProfileField() if (fact.kind.value, fact.name.casefold()) in self._fields:
                return fact.id, ""
            case _:
                return None

    def translated(self, record: Record) -> Record | None:
        """A record with the wiki's ids for those of the bundle; None if it names what is not there."""
        changes: dict[str, Any] = {}
        for name, (_, many) in bundle.references(cast("Any", type(record))).items():
            value = getattr(record, name)
            named: Iterable[str] = value if many else () if value is None else (value,)
            if any(each not in self.ids for each in named):
                return None
            if many:
                changes[name] = tuple(self.ids[each] for each in value)
            elif value is not None:
                changes[name] = self.ids[value]
        return cast("Record", replace(cast("Any", record), **changes))
