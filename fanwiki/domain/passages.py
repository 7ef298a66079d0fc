"""What a page says, split by what must have been seen to read it: markup reads passages, the store keeps them."""

from dataclasses import dataclass

from fanwiki.domain.vocabulary import LinkKind


@dataclass(frozen=True)
class LinkRef:
    """A link as it is typed, with runs of blanks made one. `title` is empty for the page itself, has its
    prefix for a category and is the file's name for an image.
    """

    kind: LinkKind
    title: str
    heading: str = ""


@dataclass(frozen=True)
class Passage:
    """Readable text and its links. `reveals` are the points that enclose it, outermost first, as written; a veil
    without a point is `markup.VEIL`. All of them must have been reached.
    """

    reveals: tuple[str, ...]
    text: str
    links: tuple[LinkRef, ...]
