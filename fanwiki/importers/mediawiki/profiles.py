"""From the infobox of a character or person to edits: profile, statuses, portrayals, names, episodes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from fanwiki.domain.edits import AddFact, AddPage, Edit
from fanwiki.domain.entities import (
    Appearance,
    Name,
    Person,
    Portrayal,
    ProfileField,
    ProfileValue,
    State,
    StatusEvent,
)
from fanwiki.domain.ids import EpisodeId, FactId, PageId, new_id
from fanwiki.domain.names import title_key
from fanwiki.domain.vocabulary import AppearanceMode, Evidence, FieldType, PageKind
from fanwiki.importers.mediawiki import airing, infobox, wording
from fanwiki.importers.mediawiki.home import Home
from fanwiki.importers.mediawiki.infobox import Target
from fanwiki.importers.mediawiki.reading import InfoboxUse
from fanwiki.importers.mediawiki.survey import Survey, why_not
from fanwiki.importers.mediawiki.targets import Targets
from fanwiki.importers.report import ImportReport

_LONGEST_CAUSE: Final = 200
"""Characters; a longer one is a field of the profile."""

_WORDS: Final = {
    Target.STATUS: "Status",
    Target.CAUSE: "Cause of death",
    Target.PORTRAYED_BY: "Portrayed by",
    Target.FIRST_SEEN: "First seen",
    Target.LAST_SEEN: "Last seen",
    Target.ALIASES: "Aliases",
    Target.IMAGE: "Image",
}


@dataclass
class Profiles:
    """Makes facts of infoboxes. `home` is where the characters belong; `fields` are the profile fields that there are,
    by kind and word; `people` those pages of people that can be cast, by title.
    """

    survey: Survey
    home: Home
    states: Mapping[str, State]
    fields: set[tuple[PageKind, str]]
    people: dict[str, PageId]
    report: ImportReport
    taken: frozenset[str] = frozenset()
    """Titles that are there and are no people's."""
    pictures: set[str] = field(default_factory=set)
    """The files that profiles show."""
    targets: Targets = field(default_factory=Targets)
    at_hand: frozenset[str] = frozenset()
    """The names of the files that are there, in small letters."""
    portraits: dict[PageId, str] = field(default_factory=dict)
    """The file that is the portrait of a page's subject."""
    coverage: infobox.Coverage = field(default_factory=infobox.Coverage)
    _linking: set[tuple[PageKind, str]] = field(default_factory=set)
    _billing: int = 0
    _died: bool = False
    """Whether the infobox at work says that its character is dead."""
    _known: set[tuple[PageId, str]] = field(default_factory=set)

    def look_for_links(self, kind: PageKind, uses: tuple[InfoboxUse, ...]) -> None:
        """Notes which fields link to pages, if only on one page: all their values are links then."""
        for use in uses:
            for key, value in use.fields:
                if "[[" in value and wording.has_links(value):
                    word = self._word(use.template, key, infobox.target_of(key)).casefold()
                    if (kind, word) not in self.fields:
                        self._linking.add((kind, word))

    def edits(self, page: PageId, title: str, kind: PageKind, uses: tuple[InfoboxUse, ...]) -> Iterator[Edit]:
        """What the infoboxes of a page say of its subject."""
        for use in uses:
            self.coverage.saw(use.template, use.fields)
            values = {self.targets.of(use.template, key): value for key, value in use.fields}
            self._died = any(fate.state == "dead" for fate in infobox.fates(values.get(Target.STATUS, "")))
            for key, value in use.fields:
                if wording.plain(value) or (value and self.targets.of(use.template, key) is Target.IMAGE):
                    yield from self._field(page, title, kind, use.template, key, value, values.get(Target.CAUSE, ""))

    def introduced_at(self, uses: tuple[InfoboxUse, ...]) -> EpisodeId | None:
        """The episode in which a character is first seen, where it is known."""
        for use in uses:
            for key, value in use.fields:
                first = self.targets.of(use.template, key) is Target.FIRST_SEEN
                if first and (episode := self._episode(value)) is not None:
                    return episode
        return None

    def species(self, uses: tuple[InfoboxUse, ...]) -> str:
        """What a character is, in a word or two."""
        for use in uses:
            for key, value in use.fields:
                if self.targets.of(use.template, key) is Target.SPECIES and wording.plain(value):
                    return wording.said(value, FieldType.LIST)
        return ""

    def _field(
        self, page: PageId, title: str, kind: PageKind, template: str, key: str, value: str, cause: str
    ) -> Iterator[Edit]:
        target = self.targets.of(template, key)
        if target is Target.DRESS:
            return
        if target is Target.ALIASES:
            yield from self._names(page, value)
            return
        if target is Target.TITLE and key.casefold() != "title":
            if title_key(wording.plain(value)) != title_key(title):
                yield from self._names(page, value)
            return
        if kind in (PageKind.SEASON, PageKind.EPISODE):
            place = self.survey.places.get(title)
            if place is not None and airing.tells_place(key, value, *place):
                return
        if kind is PageKind.CHARACTER:
            yield from self._of_character(page, target, key, value, cause)
            if self._is_told(target, key, value, cause):
                return
        yield from self._value(page, kind, template, key, value, target)

    def _of_character(self, page: PageId, target: Target, key: str, value: str, cause: str) -> Iterator[Edit]:
        if target is Target.STATUS:
            yield from self._statuses(page, value, cause)
        elif target is Target.PORTRAYED_BY:
            yield from self._portrayals(page, infobox.players(key, value))
        elif target in (Target.FIRST_SEEN, Target.LAST_SEEN):
            episode = self._episode(value)
            if episode is not None and (page, str(episode)) not in self._known:
                self._known.add((page, str(episode)))
                yield AddFact(Appearance(FactId(new_id()), page, episode, AppearanceMode.ON_SCREEN))

    def _is_told(self, target: Target, key: str, value: str, cause: str) -> bool:
        """Whether facts say all that a field of a character says, so that its profile need not."""
        match target:
            case Target.STATUS:
                return bool(infobox.fates(value))
            case Target.CAUSE:
                return _is_short(cause) and self._died
            case Target.PORTRAYED_BY:
                return not any(player.said for player in infobox.players(key, value))
            case Target.SPECIES:
                return True
            case _:
                return False

    def _value(
        self, page: PageId, kind: PageKind, template: str, key: str, value: str, target: Target
    ) -> Iterator[Edit]:
        type = FieldType.IMAGE if target is Target.IMAGE else infobox.field_type(key)
        word = self._word(template, key, target)
        if type is not FieldType.IMAGE and (kind, word.casefold()) in self._linking:
            type = FieldType.LINK
        match type:
            case FieldType.IMAGE:
                said = [self._picture(value)]
                if said[0].casefold() in self.at_hand and page not in self.portraits:
                    self.portraits[page] = said[0]
                    return
            case FieldType.LINK:
                said = wording.linked_items(value, self._title)
            case _:
                said = [wording.said(value, type)]
        said = [each for each in said if each]
        if not said or not word:
            return
        if (kind, word.casefold()) not in self.fields:
            self.fields.add((kind, word.casefold()))
            yield AddFact(ProfileField(FactId(new_id()), kind, word, type.value, position=len(self.fields)))
        # They are listed in the order of their ids.
        for id, each in zip(sorted(new_id() for _ in said), said, strict=True):
            yield AddFact(ProfileValue(FactId(id), page, word, each))

    def _word(self, template: str, key: str, target: Target) -> str:
        """How a field is called here."""
        return _WORDS.get(target) or infobox.label_of(key, self.survey.labels.get(template, {}))

    def _title(self, typed: str) -> str:
        return self.survey.site.title(self.survey.site.read(typed))

    def _picture(self, value: str) -> str:
        name = wording.linked(value).partition("|")[0]
        name = self.survey.site.read(name).text
        if name:
            self.pictures.add(name)
        return name

    def _names(self, page: PageId, value: str) -> Iterator[Edit]:
        for line in wording.plain(value).split("\n"):
            for text in line.split(","):
                name = text.strip(" \"“”'")
                if name and (page, title_key(name)) not in self._known:
                    self._known.add((page, title_key(name)))
                    yield AddFact(Name(FactId(new_id()), page, name))

    def _statuses(self, page: PageId, value: str, cause: str) -> Iterator[Edit]:
        fates = infobox.fates(value)
        # Of several at one time the last id is what holds: the last that the field says.
        for id, fate in zip(sorted(new_id() for _ in fates), fates, strict=True):
            state = self.states.get(fate.state)
            if state is None:
                continue
            dead = wording.said(cause, FieldType.TEXT) if fate.state == "dead" and _is_short(cause) else ""
            self.report.statuses += 1
            yield AddFact(
                StatusEvent(FactId(id), page, state.id, fate.certainty, Evidence.STATED, cause=dead, note=fate.note)
            )

    def _portrayals(self, page: PageId, players: tuple[infobox.Player, ...]) -> Iterator[Edit]:
        for player in players:
            title = self.survey.site.title(self.survey.site.read(player.title))
            end = self.survey.end_of(title)
            title = title if end is None else end[0]
            if title not in self.people:
                if end is not None or title in self.taken or why_not(title) is not None:
                    self.report.warnings.append(f"“{title}” cannot be cast: a page of this title is of another kind")
                    continue
                self.people[title] = PageId(new_id())
                self.report.people += 1
                self.report.pages += 1
                id = self.people[title]
                yield AddPage(id, PageKind.PERSON, title, subject=Person(id))
            if (page, f"played {title}") in self._known:
                continue
            self._known.add((page, f"played {title}"))
            self._billing += 1
            self.report.portrayals += 1
            yield AddFact(
                Portrayal(FactId(new_id()), self.home.show, self.people[title], page, player.role, self._billing)
            )

    def _episode(self, value: str) -> EpisodeId | None:
        """The episode that a field names: by a link, by its title, or by its season and number."""
        name = wording.linked(value)
        end = self.survey.end_of(self.survey.site.title(self.survey.site.read(name)))
        said = wording.plain(value).split("\n")[0]
        point = airing.point_in(said)
        for typed in (name, "" if end is None else end[0], said.strip(' "“”'), "" if point is None else str(point)):
            if (found := self.home.episodes.get(title_key(typed))) is not None:
                return found
        return None


def _is_short(cause: str) -> bool:
    """Whether a cause fits into a status."""
    return len(wording.plain(cause)) <= _LONGEST_CAUSE
