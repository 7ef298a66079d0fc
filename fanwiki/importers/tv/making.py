"""From what files say of a show to edits, given what the wiki has already: that stays as it is."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from fanwiki.domain import entities
from fanwiki.domain.edits import AddFact, AddPage, Edit
from fanwiki.domain.entities import Episode, Season, Show
from fanwiki.domain.errors import WikiError
from fanwiki.domain.ids import EpisodeId, FactId, PageId, new_id
from fanwiki.domain.names import title_key
from fanwiki.domain.vocabulary import PageKind, RoleType
from fanwiki.importers.mediawiki.home import show_code
from fanwiki.importers.report import ImportReport
from fanwiki.importers.tv.canon import CanonData, CastEntry, EpisodeEntry, SeasonEntry
from fanwiki.importers.vaults.planning import linkable
from fanwiki.wiki import View

_SPECIALS: Final = 0


@dataclass
class ShowMaker:
    """Makes the pages of one show. `titles` are all that are taken, with what has them; `seasons` and `episodes` those
    of the show by number, `known` who plays whom and `seen` who is in which episode already.
    """

    report: ImportReport
    show: PageId
    title: str
    is_new: bool
    code: str
    titles: dict[str, tuple[PageId, PageKind]]
    seasons: dict[int, PageId] = field(default_factory=dict)
    episodes: dict[tuple[int, int], EpisodeId] = field(default_factory=dict)
    known: set[tuple[PageId, PageId]] = field(default_factory=set)
    seen: set[tuple[PageId, EpisodeId]] = field(default_factory=set)
    billing: int = 0

    def edits(self, data: CanonData) -> Iterator[Edit]:
        """Show, seasons, episodes, and then who is in them."""
        if self.is_new:
            self.report.pages += 1
            show = Show(self.show, self.code, data.original_title, data.network, data.status)
            yield AddPage(self.show, PageKind.SHOW, self.title, body=data.summary, subject=show)
        needed = {each.season for each in data.episodes} | set(data.seasons)
        for number in sorted(needed - self.seasons.keys()):
            yield self._season(data.seasons.get(number, SeasonEntry(number)))
        numbers = dict.fromkeys(needed, 0)
        for season, number in self.episodes:
            numbers[season] = max(numbers.get(season, 0), number)
        for each in data.episodes:
            numbers[each.season] = max(numbers[each.season], each.number or 0)
        for each in data.episodes:
            yield from self._episode(each, numbers)
        for entry in data.cast:
            yield from self._cast(entry)

    def page(self, name: str, kind: PageKind, more: str) -> tuple[PageId, bool]:
        """The page of a character or a person, and whether it is yet to be made; its title is then taken."""
        found = self.titles.get(name)
        if found is not None and found[1] is kind:
            return found[0], False
        title = name if found is None else f"{name} ({more})"
        if title in self.titles:
            return self.titles[title][0], False
        id = PageId(new_id())
        self.titles[title] = (id, kind)
        return id, True

    def title_of(self, id: PageId) -> str:
        return next(title for title, (page, _) in self.titles.items() if page == id)

    def _season(self, entry: SeasonEntry) -> Edit:
        id = PageId(new_id())
        self.seasons[entry.number] = id
        own = entry.title and title_key(entry.title) not in (f"season {entry.number}", "specials")
        usual = f"{self.title} specials" if entry.number == _SPECIALS else f"{self.title} season {entry.number}"
        title = self._free(entry.title if own else usual, usual)
        self.titles[title] = (id, PageKind.SEASON)
        self.report.pages += 1
        season = Season(id, self.show, entry.number, "", entry.released)
        return AddPage(id, PageKind.SEASON, title, self.show, entry.summary, season)

    def _episode(self, entry: EpisodeEntry, numbers: dict[int, int]) -> Iterator[Edit]:
        number = entry.number
        if number is None:
            known = self.titles.get(linkable(entry.title))
            if known is not None and known[1] is PageKind.EPISODE:
                self.report.skipped["episodes", "the wiki has them"] += 1
                return
            numbers[entry.season] += 1
            number = numbers[entry.season]
        if (entry.season, number) in self.episodes:
            self.report.skipped["episodes", "the wiki has them"] += 1
            return
        id = PageId(new_id())
        self.episodes[entry.season, number] = EpisodeId(id)
        point = f"{self.title} S{entry.season}E{number:02}"
        title = self._free(entry.title or point, f"{entry.title} ({point})")
        self.titles[title] = (id, PageKind.EPISODE)
        self.report.pages += 1
        self.report.episodes += 1
        season = self.seasons[entry.season]
        subject = Episode(id, season, number, None, entry.air_date, entry.runtime or None)
        yield AddPage(id, PageKind.EPISODE, title, season, entry.summary, subject)

    def _cast(self, entry: CastEntry) -> Iterator[Edit]:
        person, new = self.page(linkable(entry.person), PageKind.PERSON, "actor")
        if new:
            self.report.pages += 1
            self.report.people += 1
            yield AddPage(person, PageKind.PERSON, self.title_of(person), subject=entities.Person(person, entry.born))
        character, new = self.page(linkable(entry.character), PageKind.CHARACTER, "character")
        if new:
            self.report.pages += 1
            self.report.characters += 1
            subject = entities.Character(character)
            yield AddPage(character, PageKind.CHARACTER, self.title_of(character), self.show, subject=subject)
        episode = None if entry.episode is None else self.episodes.get(entry.episode)
        if episode is not None and (character, episode) not in self.seen:
            self.seen.add((character, episode))
            yield AddFact(entities.Appearance(FactId(new_id()), character, episode))
        if (person, character) not in self.known:
            self.known.add((person, character))
            self.billing += 1
            self.report.portrayals += 1
            role, first = entry.role, episode if entry.role is RoleType.GUEST else None
            yield AddFact(
                entities.Portrayal(FactId(new_id()), self.show, person, character, role, self.billing, first=first)
            )

    def _free(self, title: str, otherwise: str) -> str:
        made = linkable(title) or linkable(otherwise)
        if made not in self.titles:
            return made
        made, number = linkable(otherwise), 2
        while made in self.titles:
            made, number = linkable(f"{otherwise} ({number})"), number + 1
        return made


def show_maker(view: View, wanted: str, report: ImportReport) -> ShowMaker:
    """What makes the pages of a show by its title, which is the only one of the wiki where none is given. Raises
    WikiError where nobody says which show is meant.
    """
    shows = view.shows()
    if not wanted and len(shows) != 1:
        raise WikiError("the file does not say which show it is about; name it with --show")
    found = next((each for each in shows if not wanted or title_key(each.page.title) == title_key(wanted)), None)
    titles = {page.title: (page.id, page.kind) for page in view.pages()}
    if found is None:
        title = linkable(wanted)
        title = f"{title} (show)" if title in titles else title
        id = PageId(new_id())
        code = show_code(title, {each.show.code.casefold() for each in shows})
        return ShowMaker(report, id, title, True, code, {**titles, title: (id, PageKind.SHOW)})
    show = found.page.id
    maker = ShowMaker(report, show, found.page.title, False, found.show.code, titles)
    maker.seasons = {season.number: page.id for page, season in view.seasons(show)}
    maker.episodes = {(each.season, each.number): each.id for each in found.order.episodes}
    for line in view.cast(show):
        maker.known.add((line.portrayal.person, line.portrayal.character))
        maker.billing = max(maker.billing, line.portrayal.billing)
    for page in view.characters(show):
        maker.seen.update((page.id, each.episode) for each in view.appearances_of(page.id))
    return maker
