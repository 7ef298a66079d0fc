"""`[[Page]]`, `[[Page#Heading|label]]`; `[[Category:X]]` puts the page into a category and shows nothing."""

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from fanwiki.markup.syntax.target import Target, read_target


def install(md: MarkdownIt) -> None:
    md.inline.ruler.before("link", "wikilink", _wikilink)


def _wikilink(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("[[", state.pos):
        return False
    target = read_target(state.src, state.pos)
    if target is None or target.after > state.posMax:
        return False
    if not silent:
        _push(state, target)
    state.pos = target.after
    return True


def _push(state: StateInline, target: Target) -> None:
    if target.category:
        state.push("category", "", 0).meta = {"title": target.title}
        return
    opening = state.push("wikilink_open", "a", 1)
    # A link inside the label of another link cannot be followed; it still counts as a link of the page.
    opening.meta = {"title": target.title, "heading": target.heading, "plain": state.linkLevel > 0}
    if target.label is None or not target.label.strip():
        shown = "#".join(part for part in (target.title, target.heading) if part)
        state.push("text", "", 0).content = shown
    else:
        _push_label(state, target.label.strip())
    state.push("wikilink_close", "a", -1)


def _push_label(state: StateInline, label: str) -> None:
    """The label is Markdown of its own: it is read apart, so that nothing in it pairs with what stands outside."""
    inner = StateInline(label, state.md, state.env, [])
    inner.linkLevel = 1
    state.md.inline.tokenize(inner)
    for rule in state.md.inline.ruler2.getRules(""):
        rule(inner)
    if state.pending:
        state.pushPending()
    for token in inner.tokens:
        token.level += state.level
        state.tokens.append(token)
        state.tokens_meta.append(None)
