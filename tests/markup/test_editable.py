"""A page that is edited is, to the byte, the page that is read and rendered as a whole.

`make edits` runs the long form: EDIT_SEQUENCES says how many random sequences of edits to try.
"""

import json
import os
import re
import tarfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fanwiki.markup import parse, render
from fanwiki.markup.editable import EditableDocument, Splice
from fanwiki.markup.live import LivePage
from fanwiki.markup.units import change_units

from .test_properties import SNIPPETS
from .worlds import AUTHOR, NEWCOMER, SmallWorld

SHARED = Path(__file__).parents[2].parent / "shared"
SEQUENCES = int(os.environ.get("EDIT_SEQUENCES", "300"))
READERS = (
    AUTHOR,
    NEWCOMER,
    SmallWorld(
        seen="S1E05",
        full=True,
        pages={
            "Other": "a[^1]\n\n[^1]: b\n\n# Part\n\nx",
            "This page": "y",
            "Template:Korean": "*{{{1}}}*\n\n{{{d|{{status}}}}}",
        },
    ),
    SmallWorld(seen="S1E05", prose_seen=False, full=True),
)

DIALECT = (
    "# Title\n", "# Title\n\n# Title\n", "## Title 1\n", "Title\n===\n", "a paragraph\nof two lines\n", "lazy\n",
    "- one\n- two\n- three\n", "- one\n\n- two\n", "- [ ] open\n- [x] done\n", "1. one\n2. two\n", "7) seven\n",
    "* a\n  * b\n    * c\n", "-\n", "- \n\n  x\n", "+ other\n", "- one\n  ```\n  code\n  ```\n- # head\n",
    "| a | b |\n|---|:-:|\n| 1 | 2 |\n| 3 |\n", "| a |\n| - |\n", "| 4 | 5 |\n", "| ||S1E06: x|| |\n",
    "| [r] [^n] | y |\n",
    "> quoted\n", "> [!note]- Callout\n> body\n", "> - a\n> - b\n", "```python\ncode\n", "```\n", "~~~\nx\n~~~\n",
    "::: reveal S1E06\n", ":::\n", "::: reveal S1E01\n# Title\n\n[^n]: inner\n\nx[^n]\n:::\n",
    "%% comment %%\n", "%%\n", "%% open\n", "text %% inline %% text\n", "- %% x\n",
    "term\n: definition\n", "term\n\n: definition\n\n: more\n", ": lone\n",
    "[r]: /url 'title'\n", "[r]: https://a.b/\n'title\n", "[R]: #other\n", "see [r] and [other][r]\n", "[r]\n",
    "call[^n] and[^m] and[^n]\n", "[^n]: a note\n", "[^n]: other\n", "[^m]: note\n\n    of two\n", "[^m]\n",
    "{{Korean|지우}}\n", "{{Korean\n|a [[b|c]]\n|d=||S1E06: e||\n}}\n", "text {{Korean|x}} more\n", "{{Korean|\n",
    "}}\n",
    "{{Box|{{Korean|y}}|\n", "| {{Korean|x}} | y |\n", "{{{1}}}\n",
    "{{status}}\n", "{{cast S1}}\n", "![[Other]]\n", "![[Other#Part]]\n", "![[roof.png|200]]\n", "![x](roof.png)\n",
    "<div>\n", "</div>\n", "<!--\n", "-->\n", "<pre>\n", "<b>x</b>\n", "<script>\n", "    indented code\n", "---\n",
    "\n", "\n", "\n\n", "  \n", "[[Nam-ra]] and [[Wanted x]]\n", "||S1E06: hidden[^n]|| ||veil||\n", "지우\n",
    "\t- tab\n",
)  # fmt: skip


@cache
def examples() -> tuple[str, ...]:
    """The examples of the specifications, as far as they are beside this repository."""
    found: list[str] = []
    commonmark, gfm = SHARED / "suites" / "commonmark-0.31.json", SHARED / "suites" / "gfm-spec.txt"
    if commonmark.exists():
        found += [each["markdown"] for each in json.loads(commonmark.read_text(encoding="utf-8"))]
    if gfm.exists():
        pattern = re.compile(r"^`{32} example[^\n]*\n(.*?)^\.\n", re.MULTILINE | re.DOTALL)
        found += [source.replace("→", "\t") for source in pattern.findall(gfm.read_text(encoding="utf-8"))]
    return tuple(found) or DIALECT


@cache
def real_pages() -> tuple[str, ...]:
    """Some notes of real vaults."""
    found: list[str] = []
    for path in sorted((SHARED / "data" / "vaults").glob("*.tar.xz")):
        with tarfile.open(path) as archive:
            notes = [member for member in archive.getmembers() if member.name.endswith((".md", ".tid"))]
            for member in notes[:: max(len(notes) // 12, 1)]:
                stream = archive.extractfile(member)
                if stream is not None and member.size < 6_000:
                    found.append(stream.read().decode("utf-8", "replace"))
    return tuple(found) or DIALECT


@dataclass(frozen=True)
class Edit:
    """`removed` characters at some place of the text, given as a fraction of its length, become `inserted`."""

    place: float
    removed: int
    inserted: str
    typed: bool = False
    undone: bool = False


class Writer:
    """A text that is edited, beside its document and what is shown of it."""

    def __init__(self, text: str, world: SmallWorld, slices: bool) -> None:
        self.text = text
        self.world = world
        self.document = EditableDocument(text)
        self.live = LivePage(self.document, lambda: self.world)
        self.units = list(self.live.units)
        if not slices:
            self._follow(self.document.read_all())
        self.check()

    def do(self, edit: Edit) -> None:
        start = int(edit.place * len(self.text))
        if not edit.typed:
            before = self.text
            self.replace(start, edit.removed, edit.inserted)
            self.check()
            if edit.undone:
                self.replace(start, len(edit.inserted), before[start : start + edit.removed])
                self.check()
            return
        self.replace(start, edit.removed, "")
        for offset, character in enumerate(edit.inserted):
            self.replace(start + offset, 0, character)
            self.check()

    def replace(self, start: int, removed: int, inserted: str) -> None:
        old, removed = self.text, min(removed, len(self.text) - start)
        self.text = old[:start] + inserted + old[start + removed :]
        first = old.count("\n", 0, start)
        count = old.count("\n", start, start + removed) + 1
        lines = self.text.split("\n")[first : first + inserted.count("\n") + 1]
        self._follow(self.document.edit(first, count, lines))
        if not self.document.complete:
            self._follow(self.document.read_on(0))

    def _follow(self, splice: Splice) -> None:
        change_units(self.units, self.live.edited(splice))

    def check(self) -> None:
        assert tuple(self.units) == self.live.units
        assert "\n".join(self.document.lines) == self.text
        if not self.document.complete:
            return
        whole = parse(self.text)
        assert "".join(unit.html for unit in self.units) == render(whole, self.world)
        assert self.document.headings == whole.headings
        assert sum(unit.lines for unit in self.units) == self.text.count("\n") + 1

    def finish(self) -> None:
        while not self.document.complete:
            self._follow(self.document.read_on(0))
        self.check()


@pytest.mark.parametrize(
    ("text", "removed", "inserted"),
    [
        ("before\n{{Card\n|a\n|b\n|c\n|d\n}}\n", "}}", "} }"),
        ("before\n{{Card\n|a\n|b\n|c\n|d\n\n", "|d\n", "|d\n}}\n"),
        ("before\n{{Card\n- a\n- b\n- c\n- d\nend\n", "end", "}}"),
        ("- a\n- {{Card\n- b\n- c\n- d\n- e\n", "e", "}}"),
    ],
)  # fmt: skip
def test_braces_are_closed_and_opened_far_below(text: str, removed: str, inserted: str) -> None:
    writer = Writer(text, AUTHOR, slices=False)
    start = text.rindex(removed)
    writer.do(Edit(start / len(text) + 1e-9, len(removed), inserted, undone=True))


fragments = st.one_of(
    st.sampled_from(DIALECT), st.sampled_from(SNIPPETS).filter(lambda t: t.isprintable() or "\n" in t)
)


@st.composite
def pages(draw: st.DrawFn) -> str:
    source = st.one_of(
        st.sampled_from(DIALECT), st.sampled_from(DIALECT), st.sampled_from(examples()), st.sampled_from(real_pages())
    )
    parts = draw(st.lists(source, max_size=10))
    return draw(st.sampled_from(("", "\n"))).join(parts)


edits = st.builds(
    Edit,
    st.floats(0, 1),
    st.one_of(st.just(0), st.integers(0, 4), st.integers(0, 80)),
    st.one_of(st.just(""), fragments, st.lists(fragments, max_size=3).map("".join), st.sampled_from(examples())),
    st.just(False),
    st.booleans(),
)
typing = st.builds(Edit, st.floats(0, 1), st.integers(0, 3), fragments, st.just(True))


def test_a_comment_that_opens_or_loses_its_end_far_below_changes_the_paragraph_before_it() -> None:
    writer = Writer("a paragraph\nof two lines\n%%\n" + "more\n\n" * 20, AUTHOR, slices=False)
    writer.do(Edit(1.0, 0, "%% end %%\n", undone=True))
    writer.do(Edit(0.0, 0, "%%\n", undone=True))


def test_an_underline_far_below_makes_a_heading_of_what_was_none() -> None:
    for start in ("{{status}}", "![[Other]]", "term\n: definition", "[r]: /url\n'title"):
        writer = Writer(f"{start}\n" + "more\n" * 8 + "\nend\n", AUTHOR, slices=False)
        writer.do(Edit(0.85, 0, "\n---\n", undone=True))
        writer.do(Edit(0.8, 0, "'", undone=True))


@settings(
    max_examples=SEQUENCES, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(
    pages(), st.lists(st.one_of(edits, edits, typing), min_size=1, max_size=6), st.sampled_from(READERS), st.booleans()
)
def test_editing_is_the_same_as_reading_anew(text: str, steps: list[Edit], world: SmallWorld, slices: bool) -> None:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    text = text.encode("utf-8", "ignore").decode()
    writer = Writer(text, world, slices)
    for step in steps:
        inserted = step.inserted.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
        inserted = inserted.encode("utf-8", "ignore").decode()
        writer.do(Edit(step.place, step.removed, inserted, step.typed, step.undone))
    writer.finish()
