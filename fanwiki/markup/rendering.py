"""Tokens to HTML, as of a world.

What the world does not show must leave no trace: no empty element, no blank that would not be there. A hidden
thing is rendered as HIDDEN (a NUL, which no text holds); each element that closes around it takes it away with
the blanks it leaves, and an element that held nothing else becomes HIDDEN itself.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from markdown_it.token import Token

from fanwiki.markup import data
from fanwiki.markup.code import code_html
from fanwiki.markup.html import attributes, element, escape, external_link, is_remote
from fanwiki.markup.images import image_html
from fanwiki.markup.parser import parse, parse_inline
from fanwiki.markup.passages import VEIL, visible_text
from fanwiki.markup.sanitize import VOID, tag_name
from fanwiki.markup.scene import Scene, shows
from fanwiki.markup.syntax.reveal import gives_away
from fanwiki.markup.syntax.template import without_prefix
from fanwiki.markup.templates import Expansion, expand
from fanwiki.markup.tidying import HIDDEN, tidy_blocks, tidy_row, tidy_text
from fanwiki.markup.world import LinkState, LinkTarget

DEEPEST_RAW = 20
"""Raw tags that may be open within one another in a text."""

ShowPage = Callable[[Scene, str, str], str]
"""Renders an embedded page, given its title and heading; HIDDEN for none."""


@dataclass
class _Frame:
    """An element that is open: its token, or for a raw tag its name and opening; and the HTML in it so far."""

    token: Token | None
    raw: str = ""
    opening: str = ""
    parts: list[str] = field(default_factory=list)
    title: str = ""


def render_tokens(tokens: Sequence[Token], scene: Scene, show_page: ShowPage) -> str:
    """The HTML of some tokens; HIDDEN if the world shows nothing of them."""
    return tidy_blocks("".join(_Renderer(scene, show_page).run(tokens)))


class _Renderer:
    def __init__(self, scene: Scene, show_page: ShowPage) -> None:
        self.scene = scene
        self.show_page = show_page

    def run(self, tokens: Sequence[Token]) -> list[str]:
        """Renders a run of tokens in which every element that opens closes."""
        frames = [_Frame(None)]
        for token in tokens:
            if token.nesting > 0:
                frames.append(_Frame(token))
            elif token.nesting < 0:
                if frames[-1].raw:
                    self._close_raw(frames)
                frame = frames.pop()
                frames[-1].parts.append(self._element(frame, frames[-1]))
            elif token.type == "text":
                frames[-1].parts.append(escape(token.content))
            elif token.type == "html_inline":
                self._raw_tag(frames, token.content)
            else:
                frames[-1].parts.append(_LEAVES[token.type](self, token))
        self._close_raw(frames)
        return frames[0].parts

    def text(self, tokens: Sequence[Token]) -> str:
        """Renders the text of one block or of an inline reveal."""
        return tidy_text("".join(self.run(tokens)))

    def _element(self, frame: _Frame, parent: _Frame) -> str:
        assert frame.token is not None
        inner = "".join(frame.parts)
        kind = frame.token.type
        if kind == "callout_title_open":
            parent.title = inner
            return ""
        if kind == "callout_open":
            return _callout(frame.token, frame.title, inner)
        write = _TEXT_ELEMENTS.get(kind)
        if write is not None:
            inner = tidy_text(inner)
            return inner if inner == HIDDEN else write(self, frame.token, inner)
        inner = tidy_blocks(inner) if kind != "tr_open" else tidy_row(inner)
        if inner == HIDDEN and kind in _CELLS:
            return _cell(self, frame.token, "") + HIDDEN
        return inner if inner == HIDDEN else _BLOCK_ELEMENTS[kind](self, frame.token, inner)

    def _close_raw(self, frames: list[_Frame]) -> None:
        while frames[-1].raw:
            frame = frames.pop()
            inner = tidy_text("".join(frame.parts))
            frames[-1].parts.append(inner if inner == HIDDEN else f"{frame.opening}{inner}</{frame.raw}>")

    def _raw_tag(self, frames: list[_Frame], source: str) -> None:
        """A tag of raw HTML within a text. Each is closed where the Markdown around it closes, at the latest."""
        name = tag_name(source)
        depth = 0
        while frames[-1 - depth].raw:
            depth += 1
        if source.startswith("</"):
            names = [frame.raw for frame in frames[len(frames) - depth :]]
            if name in names:
                inner = _Frame(None)
                while inner.raw != name:
                    inner = frames[-1]
                    text = tidy_text("".join(inner.parts))
                    frames.pop()
                    frames[-1].parts.append(text if text == HIDDEN else f"{inner.opening}{text}</{inner.raw}>")
            return
        opening = self.scene.sanitizer.tag(source)
        if not opening:
            return
        if name in VOID:
            frames[-1].parts.append(opening)
        elif depth < DEEPEST_RAW:
            frames.append(_Frame(None, raw=name, opening=opening))

    def link_to(self, title: str, heading: str, inner: str) -> str:
        """A link within the wiki around a label."""
        return wiki_link(self.scene.world.link(title, heading), inner)


def wiki_link(target: LinkTarget, inner: str) -> str:
    """The label as a link to where it leads; as plain text where the viewpoint knows of no page."""
    match target.state:
        case LinkState.FOUND:
            return f'<a class="wikilink" href="{escape(target.href)}">{inner}</a>'
        case LinkState.WANTED if target.href:
            return f'<a class="wikilink wanted" href="{escape(target.href)}">{inner}</a>'
        case LinkState.WANTED:
            return f'<span class="wanted">{inner}</span>'
        case LinkState.HIDDEN:
            return inner


def author_note(text: str, tag: str = "p") -> str:
    """A remark that only the author sees."""
    return element(tag, escape(text), class_="author-note", role="note")


# Leaves: tokens that hold no others, and reveals, which hold theirs apart.


def _inline(r: _Renderer, token: Token) -> str:
    children = token.children or ()
    if len(children) == 1 and children[0].type == "text":
        return escape(children[0].content)
    return r.text(children)


def _reveal(r: _Renderer, token: Token) -> str:
    point, form = str(token.meta["point"]), str(token.meta["form"])
    if not shows(r.scene.world, point):
        return HIDDEN
    children = token.children or ()
    if form == "inline":
        return _inline_reveal(r, point, r.text(children))
    inner = tidy_blocks("".join(r.run(children)))
    if inner == HIDDEN or form == "row":
        return inner
    if point == VEIL:
        return f'<section class="veil" tabindex="0">\n{inner}</section>\n'
    label = ""
    if r.scene.world.author:
        unknown = r.scene.world.sees(point) is None
        label = f'<p class="reveal-label">{escape(_label(point, unknown))}</p>\n'
    opening = attributes(class_="reveal", data_point=point, data_from=r.scene.world.since_point(point) or None)
    return f"<section{opening}>\n{label}{inner}</section>\n"


def _inline_reveal(r: _Renderer, point: str, inner: str) -> str:
    if inner == HIDDEN:
        return inner
    if point == VEIL:
        return f'<span class="veil" tabindex="0">{inner}</span>'
    label = ""
    if r.scene.world.author:
        unknown = r.scene.world.sees(point) is None
        label = f'<span class="reveal-label">{escape(_label(point, unknown))}</span> '
    since = r.scene.world.since_point(point) or None
    return element("span", f"{label}{inner}", class_="reveal", data_point=point, data_from=since)


def _label(point: str, unknown: bool) -> str:
    if unknown:
        return f"“{point}” is not a point of any show here: readers never see this."
    return f"from {point}"


def _hidden(_r: _Renderer, _token: Token) -> str:
    return HIDDEN


def _code_inline(_r: _Renderer, token: Token) -> str:
    return f"<code>{escape(token.content)}</code>"


def _code_block(_r: _Renderer, token: Token) -> str:
    return f"<pre><code>{escape(token.content)}</code></pre>\n"


def _fence(_r: _Renderer, token: Token) -> str:
    return code_html(token.content, token.info)


def _html_block(r: _Renderer, token: Token) -> str:
    cleaned = r.scene.sanitizer.block(token.content).strip()
    return f"{cleaned}\n" if cleaned else ""


def _image(r: _Renderer, token: Token) -> str:
    source, alt = str(token.attrGet("src") or ""), visible_text(token.children or ())
    if is_remote(source):
        return external_link(source, escape(alt or source))
    title = token.attrGet("title")
    shown = None if title is None or gives_away(str(title)) else str(title)
    return _media(r, str(token.meta["name"]), alt, title=shown)


def _embed_image(r: _Renderer, token: Token) -> str:
    return _media(r, token.meta["title"], token.meta["alt"], width=token.meta["width"])


def _media(r: _Renderer, name: str, alt: str, width: int | None = None, title: str | None = None) -> str:
    """An image of the wiki. One that is not there, or not yet, shows nothing of its name or its alt text."""
    media = r.scene.world.media(name) if name else None
    if media is not None:
        return image_html(media, alt, width=width, title=title)
    if r.scene.world.author:
        return author_note(f"There is no file “{name}” in this wiki.", "span")
    return HIDDEN


def _embed(r: _Renderer, token: Token) -> str:
    return r.show_page(r.scene, token.meta["title"], token.meta["heading"])


def _embed_inline(r: _Renderer, token: Token) -> str:
    title, heading = token.meta["title"], token.meta["heading"]
    inner = escape("#".join(part for part in (title, heading) if part))
    return inner if token.meta["plain"] else r.link_to(title, heading, inner)


def _data(r: _Renderer, token: Token) -> str:
    return data.block_html(token.meta["name"], token.meta["argument"], r.scene.world) or HIDDEN


def _data_inline(r: _Renderer, token: Token) -> str:
    return data.inline_html(token.meta["argument"], r.scene.world) or HIDDEN


def _template(r: _Renderer, token: Token) -> str:
    """What a template comes to, as a part of the page. A use that an expansion has made is text."""
    if r.scene.expanded:
        return f"<p>{escape(token.meta['source'])}</p>\n"
    expansion = expand(token.meta["source"], r.scene.world, r.scene.allowance)
    inner = r.scene.of_template()
    blocks = [render_tokens(block.tokens, inner, r.show_page) for block in parse(expansion.text).blocks]
    return "".join((*blocks, *_notices(r, expansion, "p"))) or HIDDEN


def _template_inline(r: _Renderer, token: Token) -> str:
    if r.scene.expanded:
        return escape(str(token.meta["source"]))
    expansion = expand(token.meta["source"], r.scene.world, r.scene.allowance)
    inner = _Renderer(r.scene.of_template(), r.show_page)
    text = "".join(inner.run(parse_inline(expansion.text))) if expansion.text else ""
    return "".join((text, *_notices(r, expansion, "span"))) or HIDDEN


def _notices(r: _Renderer, expansion: Expansion, tag: str) -> Iterator[str]:
    """What went wrong with a template. But for a cycle it is told to the author alone."""
    end = "\n" if tag == "p" else ""
    for notice in expansion.notices:
        if notice.for_readers:
            yield element(tag, escape(notice.text), class_="note") + end
        elif r.scene.world.author and notice.title:
            link = wiki_link(r.scene.world.link(notice.title, ""), escape(without_prefix(notice.title)))
            yield element(tag, f"There is no template {link}.", class_="author-note", role="note") + end
        elif r.scene.world.author:
            yield author_note(notice.text, tag) + end


def _footnote_ref(r: _Renderer, token: Token) -> str:
    note = token.meta["note"]
    number = r.scene.numbering.numbers.get(note)
    if number is None:
        return HIDDEN
    if r.scene.embedded:
        return f'<sup class="footnote-ref">[{number}]</sup>'
    place = f' id="fnref-{number}"' if r.scene.numbering.first.get(note) == id(token) else ""
    return f'<sup class="footnote-ref"{place}><a href="#fn-{number}">[{number}]</a></sup>'


_LEAVES: Final[Mapping[str, Callable[[_Renderer, Token], str]]] = {
    "inline": _inline,
    "reveal": _reveal,
    "comment": _hidden,
    "category": _hidden,
    "softbreak": lambda _r, _token: "\n",
    "hardbreak": lambda _r, _token: "<br>\n",
    "hr": lambda _r, _token: "<hr>\n",
    "code_inline": _code_inline,
    "code_block": _code_block,
    "fence": _fence,
    "html_block": _html_block,
    "image": _image,
    "embed": _embed,
    "embed_inline": _embed_inline,
    "embed_image": _embed_image,
    "data": _data,
    "data_inline": _data_inline,
    "template": _template,
    "template_inline": _template_inline,
    "footnote_ref": _footnote_ref,
}


# Elements: given their token and their HTML, which is not hidden.


def _paragraph(_r: _Renderer, token: Token, inner: str) -> str:
    if token.hidden:
        return f"{inner}\n"
    return f"<p>{inner}</p>\n"


def _heading(r: _Renderer, token: Token, inner: str) -> str:
    anchor = None if r.scene.embedded else token.meta.get("anchor")  # in a footnote it has none
    return element(token.tag, inner, id=anchor) + "\n"


def _link(_r: _Renderer, token: Token, inner: str) -> str:
    title = token.attrGet("title")
    shown = None if title is None or gives_away(str(title)) else str(title)
    return external_link(str(token.attrGet("href") or ""), inner, shown)


def _wikilink(r: _Renderer, token: Token, inner: str) -> str:
    return inner if token.meta["plain"] else r.link_to(token.meta["title"], token.meta["heading"], inner)


def _plain(tag: str) -> Callable[[_Renderer, Token, str], str]:
    return lambda _r, _token, inner: f"<{tag}>{inner}</{tag}>"


def _line(tag: str) -> Callable[[_Renderer, Token, str], str]:
    return lambda _r, _token, inner: f"<{tag}>{inner.rstrip()}</{tag}>\n"


def _container(tag: str) -> Callable[[_Renderer, Token, str], str]:
    return lambda _r, _token, inner: f"<{tag}>\n{inner}</{tag}>\n"


def _list(_r: _Renderer, token: Token, inner: str) -> str:
    return f"{list_opening(token, tasks=bool(token.attrGet('class')))}{inner}</{token.tag}>\n"


def list_opening(token: Token, *, tasks: bool) -> str:
    """How the HTML of a list begins, given its opening token and whether any of its items is a task."""
    kind = ' class="task-list"' if tasks else ""
    return f"<{token.tag}{kind}{_start(token)}>\n"


def _start(token: Token) -> str:
    start = token.attrGet("start")
    return "" if start is None else f' start="{int(start)}"'


_TASK: Final = {True: "done", False: "not done"}


def _list_item(_r: _Renderer, token: Token, inner: str) -> str:
    checked = token.meta.get("checked")
    if checked is None:
        return f"<li>{inner.rstrip()}</li>\n"
    box = f'<input type="checkbox" disabled{" checked" if checked else ""} aria-label="{_TASK[checked]}">'
    return f'<li class="task">{box} {inner.rstrip()}</li>\n'


def _cell(_r: _Renderer, token: Token, inner: str) -> str:
    align = str(token.attrGet("style") or "").removeprefix("text-align:")
    scope = ' scope="col"' if token.tag == "th" else ""
    return f"<{token.tag}{scope}" + (f' class="align-{align}"' if align else "") + f">{inner}</{token.tag}>\n"


def _callout(token: Token, title: str, inner: str) -> str:
    kind, fold, typed = str(token.meta["kind"]), token.meta["fold"], token.meta["typed"]
    shown = title not in ("", HIDDEN)
    body = tidy_blocks(inner)
    if body == HIDDEN:
        if not (typed and shown):
            return HIDDEN
        body = ""
    if typed and not shown and not body:
        return HIDDEN
    text = title if shown else escape(kind.replace("-", " ").capitalize())
    start = f'class="callout" data-callout="{escape(kind)}"'
    if not fold:
        return f'<div {start} role="note">\n<p class="callout-title">{text}</p>\n{body}</div>\n'
    is_open = " open" if fold == "+" else ""
    return f'<details {start}{is_open}>\n<summary class="callout-title">{text}</summary>\n{body}</details>\n'


_CELLS: Final = frozenset({"td_open", "th_open"})
"""Elements that stay when they are emptied, because others are counted from them."""

_TEXT_ELEMENTS: Final[Mapping[str, Callable[[_Renderer, Token, str], str]]] = {
    "em_open": _plain("em"),
    "strong_open": _plain("strong"),
    "s_open": _plain("del"),
    "link_open": _link,
    "wikilink_open": _wikilink,
}

_BLOCK_ELEMENTS: Final[Mapping[str, Callable[[_Renderer, Token, str], str]]] = {
    "paragraph_open": _paragraph,
    "heading_open": _heading,
    "blockquote_open": _container("blockquote"),
    "bullet_list_open": _list,
    "ordered_list_open": _list,
    "list_item_open": _list_item,
    "dl_open": _container("dl"),
    "dt_open": _line("dt"),
    "dd_open": _line("dd"),
    "table_open": _container("table"),
    "thead_open": _container("thead"),
    "tbody_open": _container("tbody"),
    "tr_open": _container("tr"),
    "th_open": _cell,
    "td_open": _cell,
}
