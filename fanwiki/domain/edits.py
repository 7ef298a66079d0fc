"""The catalogue of everything a user can change. The window, the command line, imports and merges all give
these to `Wiki.apply`; there is no other way to change a wiki.

`label` names the edit in the Undo menu and in the history.
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

from fanwiki.domain.entities import Fact, Media, Subject
from fanwiki.domain.ids import EpisodeId, FactId, OrderId, PageId, RevisionId
from fanwiki.domain.vocabulary import PageKind

FactType = Literal[
    "Name",
    "Redirect",
    "Portrayal",
    "Appearance",
    "Relationship",
    "Membership",
    "State",
    "StatusEvent",
    "Source",
    "Claim",
    "ProfileField",
    "ProfileValue",
    "Media",
    "Portrait",
    "TalkNote",
    "AlternativeOrder",
    "Favourite",
    "SavedQuery",
]
"""The class names of `entities.Fact`."""


@dataclass(frozen=True)
class RenameWiki:
    label: ClassVar[str] = "rename wiki"
    title: str


@dataclass(frozen=True)
class BecomeCopy:
    """Makes a wiki that has no pages yet a copy of another: `wiki` is the id of that one, and this one's from now on.
    Copies of a wiki can be merged when each has gone its own way.
    """

    label: ClassVar[str] = "become a copy"
    wiki: str


@dataclass(frozen=True)
class AddPage:
    """A new page below `parent`, last among its siblings. `subject` has the page's id and must fit its kind;
    articles, categories and templates have none.
    """

    label: ClassVar[str] = "new page"
    id: PageId
    kind: PageKind
    title: str
    parent: PageId | None = None
    body: str = ""
    subject: Subject | None = None
    introduced_at: EpisodeId | None = None
    reviewed: bool = False
    safe_from: EpisodeId | None = None


@dataclass(frozen=True)
class RenamePage:
    """A new title. The old one becomes a redirect unless told otherwise, so that links resolve at once. A name that is
    revealed later than the page is cannot be its title.
    """

    label: ClassVar[str] = "rename page"
    page: PageId
    title: str
    redirect: bool = True


@dataclass(frozen=True)
class FollowRename:
    """Brings some texts that link to a page by `titles`, as they are typed there, up to date: they say the new `title`
    instead. A text that is read before the page is known stays as it is, and so does what leads to another page by now,
    and all if the new title does not lead to this page any more. The second half of a rename, in as many parts as one
    likes.
    """

    label: ClassVar[str] = "links follow a rename"
    page: PageId
    title: str
    titles: tuple[str, ...]
    texts: tuple[PageId, ...]


@dataclass(frozen=True)
class MovePage:
    """Puts a page below `parent` (None: the root), before the sibling `before` (None: last)."""

    label: ClassVar[str] = "move page"
    page: PageId
    parent: PageId | None = None
    before: PageId | None = None


@dataclass(frozen=True)
class DeletePage:
    """Puts a page, and the pages below it, into the trash. Facts about them rest with them."""

    label: ClassVar[str] = "delete page"
    page: PageId


@dataclass(frozen=True)
class RestorePage:
    """Takes a page, and what went with it, out of the trash."""

    label: ClassVar[str] = "restore page"
    page: PageId


@dataclass(frozen=True)
class EmptyTrash:
    """Forgets pages in the trash for good, with what went there along with them, their history and their facts. The one
    edit that cannot be undone, and nothing can that is done in one step with it. What is still named elsewhere stays.
    """

    label: ClassVar[str] = "empty trash"
    pages: tuple[PageId, ...]


@dataclass(frozen=True)
class SavePage:
    """New text for a page. `base` is the revision that was edited: None overwrites whatever is there, another
    than the current one is an EditConflict. While one types, saves close together are one revision; `closing`
    ends it.
    """

    label: ClassVar[str] = "edit text"
    page: PageId
    text: str
    base: RevisionId | None = None
    summary: str = ""
    closing: bool = True


@dataclass(frozen=True)
class RestoreRevision:
    """Gives a page the text again that it had in one of its revisions. The revisions since stay in the history."""

    label: ClassVar[str] = "restore revision"
    page: PageId
    revision: RevisionId


@dataclass(frozen=True)
class KeepRevision:
    """A state that a new page's text had before it came into this wiki: who wrote it, when (ISO 8601 in UTC) and why.
    Given in the step that adds the page, the oldest first; if the last one is the page's text, it is its newest
    revision.
    """

    label: ClassVar[str] = "keep history"
    page: PageId
    text: str
    author: str
    time: str
    summary: str = ""


@dataclass(frozen=True)
class IntroducePage:
    """From which point a page, its title and its subject exist for a reader."""

    label: ClassVar[str] = "set introduction"
    page: PageId
    at: EpisodeId | None


@dataclass(frozen=True)
class ReviewPage:
    """Vouches that a page's prose is safe from a point on (None: from the start), or takes that back."""

    label: ClassVar[str] = "mark as safe"
    page: PageId
    reviewed: bool
    safe_from: EpisodeId | None = None


@dataclass(frozen=True)
class ChangeSubject:
    """New data for the show, season, episode, character, person or group of a page."""

    label: ClassVar[str] = "change data"
    subject: Subject


@dataclass(frozen=True)
class AddFact:
    label: ClassVar[str] = "add"
    fact: Fact


@dataclass(frozen=True)
class ChangeFact:
    """Puts a fact in the place of the one with the same id."""

    label: ClassVar[str] = "change"
    fact: Fact


@dataclass(frozen=True)
class RemoveFact:
    label: ClassVar[str] = "remove"
    type: FactType
    id: FactId


@dataclass(frozen=True)
class ReorderCast:
    """The portrayals of a show in their new billing order; those not named follow as they were."""

    label: ClassVar[str] = "reorder cast"
    show: PageId
    portrayals: tuple[FactId, ...]


@dataclass(frozen=True)
class ChooseOrder:
    """Which episode order a show's points follow; None for the aired one."""

    label: ClassVar[str] = "choose episode order"
    show: PageId
    order: OrderId | None


@dataclass(frozen=True)
class ChooseFields:
    """What becomes of the fields of infoboxes when a dump is imported, as `Infobox character|allies=aliases` each: the
    whole choice, in the place of the one before.
    """

    label: ClassVar[str] = "choose infobox fields"
    choices: tuple[str, ...]


@dataclass(frozen=True)
class StoreMedia:
    """A file of the wiki with its bytes, of which `media.sha256` is the hash."""

    label: ClassVar[str] = "add media"
    media: Media
    content: bytes


Edit = (
    RenameWiki
    | BecomeCopy
    | AddPage
    | RenamePage
    | FollowRename
    | MovePage
    | DeletePage
    | RestorePage
    | EmptyTrash
    | SavePage
    | RestoreRevision
    | KeepRevision
    | IntroducePage
    | ReviewPage
    | ChangeSubject
    | AddFact
    | ChangeFact
    | RemoveFact
    | ReorderCast
    | ChooseOrder
    | ChooseFields
    | StoreMedia
)


def record(edit: Edit) -> str:
    """The class name of the subject or fact that an edit is about, such as "Portrayal"; of the edit, where it is about
    none.
    """
    match edit:
        case AddFact() | ChangeFact():
            return type(edit.fact).__name__
        case RemoveFact():
            return edit.type
        case ChangeSubject() | AddPage() if edit.subject is not None:
            return type(edit.subject).__name__
        case StoreMedia():
            return type(edit.media).__name__
        case _:
            return type(edit).__name__


def label(edit: Edit) -> str:
    """How an edit is called in the Undo menu: its own label, and for a fact what kind of fact it is."""
    if isinstance(edit, AddFact | ChangeFact):
        return f"{edit.label} {edit.fact.noun}"
    return edit.label
