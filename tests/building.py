"""Small wikis for tests, built as anything else is: by edits."""

from fanwiki.domain.edits import AddFact, AddPage
from fanwiki.domain.entities import Character, Episode, Fact, Person, Season, Show, State, StatusEvent
from fanwiki.domain.ids import EpisodeId, FactId, PageId, fixed_id, new_id
from fanwiki.domain.points import Viewpoint
from fanwiki.domain.vocabulary import Certainty, PageKind
from fanwiki.wiki import Wiki


class Builder:
    """Puts things into a wiki and answers with their ids. With `same_ids`, things of the same name have the same id
    in every wiki, so that two wikis can be compared.
    """

    def __init__(self, wiki: Wiki, *, same_ids: bool = False) -> None:
        self.wiki = wiki
        self._same_ids = same_ids

    def id(self, name: str) -> str:
        return fixed_id(f"test/{name}") if self._same_ids else new_id()

    def show(self, title: str = "Show", code: str = "show", episodes: int = 6) -> tuple[PageId, list[EpisodeId]]:
        """A show with one season of some episodes."""
        show, season = PageId(self.id(title)), PageId(self.id(f"{title} season 1"))
        self.wiki.apply(
            AddPage(show, PageKind.SHOW, title, subject=Show(show, code)),
            *(
                [AddPage(season, PageKind.SEASON, f"{title} season 1", show, subject=Season(season, show, 1))]
                if episodes
                else []
            ),
        )
        ids = [PageId(self.id(f"{title} episode {n}")) for n in range(1, episodes + 1)]
        self.wiki.apply(
            *(
                AddPage(id, PageKind.EPISODE, f"{title} episode {n}", season, subject=Episode(id, season, n))
                for n, id in enumerate(ids, 1)
            )
        )
        return show, [EpisodeId(id) for id in ids]

    def episode(self, season: PageId, number: int) -> EpisodeId:
        """A further episode of a season."""
        id = PageId(self.id(f"episode {number} of {season}"))
        title = f"Episode {number} of {season}"
        self.wiki.apply(AddPage(id, PageKind.EPISODE, title, season, subject=Episode(id, season, number)))
        return EpisodeId(id)

    def page(self, title: str, body: str = "", **more: object) -> PageId:
        id = PageId(self.id(title))
        self.wiki.apply(AddPage(id, PageKind.ARTICLE, title, body=body, **more))  # type: ignore[arg-type]  # fields of AddPage
        return id

    def character(self, show: PageId, title: str, introduced_at: EpisodeId | None = None, body: str = "") -> PageId:
        id = PageId(self.id(title))
        subject = Character(id)
        self.wiki.apply(
            AddPage(
                id,
                PageKind.CHARACTER,
                title,
                show,
                body,
                subject,
                introduced_at,
                reviewed=True,
                safe_from=introduced_at,
            )
        )
        return id

    def person(self, title: str) -> PageId:
        id = PageId(self.id(title))
        self.wiki.apply(AddPage(id, PageKind.PERSON, title, subject=Person(id)))
        return id

    def fact(self, fact: Fact) -> None:
        self.wiki.apply(AddFact(fact))

    def state(self, word: str) -> State:
        return next(state for state in self.wiki.view().states() if state.word == word)

    def status(
        self,
        character: PageId,
        word: str,
        at: EpisodeId | None = None,
        revealed_at: EpisodeId | None = None,
        certainty: Certainty = Certainty.CONFIRMED,
    ) -> StatusEvent:
        event = StatusEvent(FactId(new_id()), character, self.state(word).id, certainty, at=at, revealed_at=revealed_at)
        self.fact(event)
        return event


def seen(show: PageId, episode: EpisodeId) -> Viewpoint:
    """The viewpoint of someone who has watched one show up to an episode."""
    return Viewpoint(((show, episode),))


NOTHING_SEEN = Viewpoint()
