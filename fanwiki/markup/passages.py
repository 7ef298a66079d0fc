"""What a page says, split by what must have been seen to read it.

The search index, the backlinks and the ceiling of a bundle rest on this: a word under a reveal is in no passage
but its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from fanwiki.domain.vocabulary import LinkKind
from fanwiki.markup.html import text_of
from fanwiki.markup.tidying import HIDDEN, tidy_text

if TYPE_CHECKING:
    from markdown_it.token import Token

VEIL: Final = ""
"""The reveal of a veil without a point."""

MOST_USES: Final = 16
"""A footnote that is called from more differing reveals than this is indexed under the first of them alone."""


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
    without a point is VEIL. All of them must have been reached.
    """

    reveals: tuple[str, ...]
    text: str
    links: tuple[LinkRef, ...]


class Definition(Protocol):
    """A footnote's definition, as `document.Note` has it."""

    @property
    def id(self) -> int: ...
    @property
    def reveals(self) -> tuple[str, ...]: ...
    @property
    def tokens(self) -> "tuple[Token, ...]": ...


@dataclass
class _Draft:
    reveals: tuple[str, ...]
    lines: list[str] = field(default_factory=list)
    links: list[LinkRef] = field(default_factory=list)

    def passage(self) -> Passage:
        text = "\n".join(line for line in self.lines if line)
        return Passage(self.reveals, text, tuple(self.links))


def read_passages(blocks: Iterable["Sequence[Token]"], notes: Sequence[Definition]) -> tuple[Passage, ...]:
    """The passages of a page; the first is the prose under no reveal, the others are not empty. A footnote belongs to
    what calls it.
    """
    reader = _Reader(uses={note.id: {} for note in notes})
    prose = _Draft(())
    reader.drafts.append(prose)
    for tokens in blocks:
        reader.blocks(tokens, prose)
    for note in notes:
        uses = reader.uses[note.id]
        for reveals in [()] if () in uses else uses:
            whole = (*reveals, *note.reveals[len(_shared(reveals, note.reveals)) :])
            reader.blocks(note.tokens, prose if not whole else reader.draft(whole))
    passages = [draft.passage() for draft in reader.drafts]
    return (passages[0], *(passage for passage in passages[1:] if passage.text or passage.links))


def visible_text(tokens: Iterable["Token"]) -> str:
    """The text of inline tokens, without what a reveal, a veil or a comment takes away."""
    return tidy_text("".join(_inline_text(token) for token in tokens)).replace(HIDDEN, "")


@dataclass
class _Reader:
    uses: dict[int, dict[tuple[str, ...], None]]
    drafts: list[_Draft] = field(default_factory=list)

    def draft(self, reveals: tuple[str, ...]) -> _Draft:
        draft = _Draft(reveals)
        self.drafts.append(draft)
        return draft

    def blocks(self, tokens: Iterable["Token"], draft: _Draft) -> None:
        for token in tokens:
            match token.type:
                case "inline":
                    self.inline(token.children or [], draft)
                case "reveal":
                    self.blocks(token.children or [], self.draft((*draft.reveals, token.meta["point"])))
                case "fence" | "code_block":
                    draft.lines.append(token.content.rstrip("\n"))
                case "html_block":
                    draft.lines.append(text_of(token.content))
                    draft.links += _images(token)
                case "embed":
                    draft.links.append(LinkRef(LinkKind.EMBED, token.meta["title"], token.meta["heading"]))
                case "template":
                    self.use(token, draft)

    def use(self, token: "Token", draft: _Draft) -> None:
        """A template, which the page shows as it would another page; its arguments are the page's own words."""
        if token.meta["title"]:
            draft.links.append(LinkRef(LinkKind.EMBED, token.meta["title"]))
        self.blocks(token.children or [], draft)

    def inline(self, tokens: Iterable["Token"], draft: _Draft) -> None:
        parts: list[str] = []
        for token in tokens:
            if token.type == "reveal":
                self.inline(token.children or [], self.draft((*draft.reveals, token.meta["point"])))
                parts.append(HIDDEN)
                continue
            if token.type == "template_inline":
                self.use(token, draft)
                continue
            if token.type == "footnote_ref":
                uses = self.uses.get(token.meta["note"])
                if uses is not None and (len(uses) < MOST_USES or not draft.reveals):
                    uses[draft.reveals] = None
                continue
            parts.append(_inline_text(token))
            if token.type == "html_inline":
                draft.links += _images(token)
            elif (ref := _link(token)) is not None:
                draft.links.append(ref)
        draft.lines.append(tidy_text("".join(parts)).replace(HIDDEN, "").strip())


def _inline_text(token: "Token") -> str:
    match token.type:
        case "text" | "code_inline":
            return token.content
        case "softbreak" | "hardbreak":
            return "\n"
        case "html_inline" if token.content[:3].lower() == "<br":
            return "\n"
        case "reveal" | "comment" | "category":
            return HIDDEN
        case _:
            return ""


def _link(token: "Token") -> LinkRef | None:
    match token.type:
        case "wikilink_open":
            return LinkRef(LinkKind.LINK, token.meta["title"], token.meta["heading"])
        case "category":
            return LinkRef(LinkKind.CATEGORY, token.meta["title"])
        case "embed_inline":
            return LinkRef(LinkKind.EMBED, token.meta["title"], token.meta["heading"])
        case "embed_image":
            return LinkRef(LinkKind.IMAGE, token.meta["title"])
        case "image" if token.meta.get("name"):
            return LinkRef(LinkKind.IMAGE, token.meta["name"])
        case _:
            return None


def _images(token: "Token") -> list[LinkRef]:
    """The files of the wiki that raw HTML shows."""
    if "<img" not in token.content.lower():
        return []
    from fanwiki.markup.sanitize import images_of  # noqa: PLC0415  # loaded only when HTML shows an image

    return [LinkRef(LinkKind.IMAGE, name) for name in images_of(token.content)]


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """The reveals that two places have in common, from the outermost."""
    length = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        length += 1
    return one[:length]
