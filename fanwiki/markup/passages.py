"""What a page says, split by what must have been seen to read it.

The search index, the backlinks and the ceiling of a bundle rest on this: a word under a reveal is in no passage
but its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from fanwiki.domain.passages import LinkRef, Passage
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
class Said:
    """What some blocks say: `passages`, of which the first is under no reveal, and the footnotes that they call, by id
    and with the reveals of the call, in the order of the text.
    """

    passages: tuple[Passage, ...]
    calls: tuple[tuple[int, tuple[str, ...]], ...] = ()

    def under(self, reveals: tuple[str, ...]) -> "Said":
        """The same under further reveals."""
        if not reveals:
            return self
        passages = tuple(Passage((*reveals, *each.reveals), each.text, each.links) for each in self.passages)
        return Said(passages, tuple((note, (*reveals, *inner)) for note, inner in self.calls))


class Definition(Protocol):
    """A footnote's definition, as `document.Note` has it."""

    @property
    def id(self) -> int: ...
    @property
    def reveals(self) -> tuple[str, ...]: ...
    @property
    def said(self) -> Said: ...


@dataclass
class _Draft:
    reveals: tuple[str, ...]
    lines: list[str] = field(default_factory=list)
    links: list[LinkRef] = field(default_factory=list)

    def passage(self) -> Passage:
        text = "\n".join(line for line in self.lines if line)
        return Passage(self.reveals, text, tuple(self.links))


def read_said(tokens: "Sequence[Token]") -> Said:
    """What some blocks, or a footnote, say by themselves."""
    reader = _Reader()
    prose = reader.draft(())
    reader.blocks(tokens, prose)
    first, *others = [draft.passage() for draft in reader.drafts]
    return Said((first, *(each for each in others if each.text or each.links)), tuple(reader.calls))


def passages_of(blocks: Iterable[Said], notes: Sequence[Definition]) -> tuple[Passage, ...]:
    """The passages of a page; the first is the prose under no reveal, the others are not empty. A footnote belongs to
    what calls it.
    """
    uses: dict[int, dict[tuple[str, ...], None]] = {note.id: {} for note in notes}
    prose: list[Passage] = []
    others: list[Passage] = []
    for said in blocks:
        prose.append(said.passages[0])
        others += said.passages[1:]
        _note_uses(said, uses)
    for note in notes:
        used = uses[note.id]
        for reveals in [()] if () in used else tuple(used):
            whole = (*reveals, *note.reveals[len(_shared(reveals, note.reveals)) :])
            said = note.said.under(whole)
            (others if whole else prose).append(said.passages[0])
            others += said.passages[1:]
            _note_uses(said, uses)
    text = "\n".join(each.text for each in prose if each.text)
    first = Passage((), text, tuple(link for each in prose for link in each.links))
    return (first, *(passage for passage in others if passage.text or passage.links))


def _note_uses(said: Said, uses: dict[int, dict[tuple[str, ...], None]]) -> None:
    for note, reveals in said.calls:
        used = uses.get(note)
        if used is not None and (len(used) < MOST_USES or not reveals):
            used[reveals] = None


def visible_text(tokens: Iterable["Token"]) -> str:
    """The text of inline tokens, without what a reveal, a veil or a comment takes away."""
    return tidy_text("".join(_inline_text(token) for token in tokens)).replace(HIDDEN, "")


@dataclass
class _Reader:
    drafts: list[_Draft] = field(default_factory=list)
    calls: dict[tuple[int, tuple[str, ...]], None] = field(default_factory=dict)

    def draft(self, reveals: tuple[str, ...]) -> _Draft:
        draft = _Draft(reveals)
        self.drafts.append(draft)
        return draft

    def blocks(self, tokens: Iterable["Token"], draft: _Draft) -> None:
        for token in tokens:
            if token.nesting:
                continue
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
            if token.type == "text":
                parts.append(token.content)
                continue
            if token.type == "reveal":
                self.inline(token.children or [], self.draft((*draft.reveals, token.meta["point"])))
                parts.append(HIDDEN)
                continue
            if token.type == "template_inline":
                self.use(token, draft)
                continue
            if token.type == "footnote_ref":
                self.calls[token.meta["note"], draft.reveals] = None
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
