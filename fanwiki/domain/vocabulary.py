"""The closed vocabularies of the model, with the words the field uses. They are stored as these texts."""

from enum import StrEnum


class PageKind(StrEnum):
    ARTICLE = "article"
    SHOW = "show"
    SEASON = "season"
    EPISODE = "episode"
    CHARACTER = "character"
    PERSON = "person"
    GROUP = "group"
    CATEGORY = "category"
    TEMPLATE = "template"


class ShowStatus(StrEnum):
    PLANNED = "planned"
    IN_PRODUCTION = "in production"
    RETURNING = "returning"
    ENDED = "ended"
    CANCELLED = "cancelled"


class NameKind(StrEnum):
    NATIVE = "native"
    ROMANISED = "romanised"
    ALIAS = "alias"
    CREDITED_AS = "credited-as"


class RoleType(StrEnum):
    MAIN = "main"
    RECURRING = "recurring"
    GUEST = "guest"
    CAMEO = "cameo"
    VOICE = "voice"
    DUB = "dub"
    STUNT = "stunt"
    YOUNGER = "younger"


class AppearanceMode(StrEnum):
    ON_SCREEN = "on-screen"
    VOICE = "voice"
    FLASHBACK = "flashback"
    MENTIONED = "mentioned"
    BODY = "body"


class Certainty(StrEnum):
    CONFIRMED = "confirmed"
    PRESUMED = "presumed"
    CONTESTED = "contested"
    RUMOURED = "rumoured"


class Evidence(StrEnum):
    ON_SCREEN = "on-screen"
    STATED = "stated"
    OFFICIAL = "official"
    INFERRED = "inferred"


class Standing(StrEnum):
    CONFIRMED = "confirmed"
    ANNOUNCED = "announced"
    RUMOUR = "rumour"
    SPECULATION = "speculation"
    CONTRADICTED = "contradicted"
    SUPERSEDED = "superseded"


class SourceKind(StrEnum):
    """In falling order of weight: its place is a source's tier."""

    ON_SCREEN_CREDIT = "on-screen credit"
    PRESS_RELEASE = "press release"
    OFFICIAL_SITE = "official site"
    LISTING = "listing"
    INTERVIEW = "interview"
    ARTICLE = "article"
    FORUM = "forum"

    @property
    def tier(self) -> int:
        """1 for the weightiest kind of source."""
        return list(SourceKind).index(self) + 1


class FieldType(StrEnum):
    """What the values of a profile field look like; a list is separated by commas, an image is a file's name, a
    link the title of a page, after which words of its own may stand behind `|`.
    """

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    POINT = "point"
    LINK = "link"
    LIST = "list"
    IMAGE = "image"


class LinkKind(StrEnum):
    LINK = "link"
    EMBED = "embed"
    IMAGE = "image"
    CATEGORY = "category"
