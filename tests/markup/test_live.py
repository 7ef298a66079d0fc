"""What is shown of a page follows the wiki: what has changed there is rendered again, and the rest is not."""

from dataclasses import replace

import pytest

from fanwiki.markup import parse, render
from fanwiki.markup.editable import EditableDocument
from fanwiki.markup.live import LivePage
from fanwiki.markup.units import PartsChanged, Unit, UnitChange, UnitsChanged, change_units

from .worlds import AUTHOR, SmallWorld

TEXT = """# Title

Prose without a question.

[[Wanted one]] and [[Other]].

{{status}}

![[Other]]

- [[Wanted two]]
- plain

A call[^1] and ![[Other|]] and ||S1E06: hidden||.

::: reveal S1E06
[[Wanted three]]
:::

[^1]: See [[Wanted four]].
"""


class Reading:
    """A page as it is shown, and the world around it."""

    def __init__(self, text: str, world: SmallWorld) -> None:
        self.text = text
        self.world = world
        self.opened = 0
        self.document = EditableDocument(text)
        self.live = LivePage(self.document, self._open)
        self.units = list(self.live.units)
        self.take(self.live.edited(self.document.read_all()))

    def _open(self) -> SmallWorld:
        self.opened += 1
        return self.world

    def take(self, changes: list[UnitChange]) -> list[UnitChange]:
        change_units(self.units, changes)
        assert "".join(unit.html for unit in self.units) == render(parse(self.text), self.world)
        return changes

    def turned(self) -> list[UnitChange]:
        """After the world around the page has become another."""
        self.live.doubt()
        return self.catch_up()

    def catch_up(self) -> list[UnitChange]:
        return self.take(self.live.catch_up(60))

    def type(self, line: int, text: str) -> list[UnitChange]:
        lines = self.text.split("\n")
        lines[line] = text
        self.text = "\n".join(lines)
        return self.take(self.live.edited(self.document.edit(line, 1, [text])))


PAGES = {"Other": "One.\n"}


def _changed(changes: list[UnitChange]) -> list[str]:
    """The HTML that has come with some changes."""
    found: list[str] = []
    for change in changes:
        if isinstance(change, UnitsChanged):
            found += (unit.html for unit in change.inserted)
        else:
            found += change.inserted
    return found


def test_what_is_typed_alone_is_rendered_and_the_wiki_is_not_opened() -> None:
    reading = Reading(TEXT, replace(AUTHOR, pages=PAGES))
    opened = reading.opened
    assert _changed(reading.type(2, "Other prose.")) == ["<p>Other prose.</p>\n"]
    assert _changed(reading.type(4, "[[Other]] and [[Wanted one]].")) != []
    assert reading.opened == opened


def test_a_list_and_a_table_change_item_by_item_and_row_by_row() -> None:
    items = "".join(f"- item {n}\n" for n in range(500))
    rows = "".join(f"| {n} | x |\n" for n in range(500))
    reading = Reading(f"{items}\n| a | b |\n|---|---|\n{rows}\nText[^1]\n\n[^1]: one\n", AUTHOR)
    assert reading.type(250, "- other") == [PartsChanged(0, 250, 1, ("<li>other</li>\n",), 500, 501)]
    [change] = reading.type(753, "| 250 | y |")
    assert isinstance(change, PartsChanged)
    assert (change.unit, change.start, change.removed, len(change.inserted)) == (1, 250, 1, 1)
    [change] = reading.type(1006, "[^1]: two")
    assert isinstance(change, PartsChanged)
    assert "two" in change.inserted[0]


def test_a_page_that_is_made_turns_its_links_alone() -> None:
    reading = Reading(TEXT, replace(AUTHOR, pages=PAGES))
    reading.world = replace(reading.world, red_links=False)
    assert all("Wanted" in html for html in _changed(reading.turned()))


def test_a_fact_turns_the_data_blocks_alone() -> None:
    reading = Reading(TEXT, replace(AUTHOR, pages=PAGES))
    reading.world = replace(reading.world, full=True)
    changes = _changed(reading.turned())
    assert any("half" in html for html in changes)
    assert not any("Prose" in html for html in changes)


def test_what_must_be_asked_again_is_asked_bit_by_bit() -> None:
    reading = Reading(TEXT, replace(AUTHOR, pages=PAGES))
    reading.world = replace(reading.world, red_links=False)
    reading.live.doubt()
    assert reading.live.catch_up(0) == []
    reading.live.edited(reading.document.edit(2, 1, ["Prose without a question."]))
    assert reading.live.behind
    assert reading.catch_up() != []
    assert not reading.live.behind


def test_the_text_of_another_page_turns_what_shows_it_alone() -> None:
    reading = Reading(TEXT, replace(AUTHOR, pages=PAGES))
    reading.world = replace(reading.world, pages={"Other": "Two.\n"})
    reading.live.doubt_texts()
    [html] = _changed(reading.catch_up())
    assert "Two." in html


@pytest.mark.parametrize("world", [SmallWorld(), SmallWorld(seen="S1E06"), SmallWorld(seen="S1E06", prose_seen=False)])
def test_a_viewpoint_turns_everything(world: SmallWorld) -> None:
    reading = Reading(TEXT, replace(AUTHOR, pages=PAGES))
    reading.world = replace(world, pages=PAGES)
    reading.live.forget()
    reading.catch_up()
    reading.turned()
    reading.world = replace(AUTHOR, pages=PAGES)
    reading.turned()


LONG = "".join(f"Paragraph {n} of [[Wanted {n}]].\n\n" for n in range(40)) + "".join(f"- item {n}\n" for n in range(40))


def _said(change: UnitChange) -> range:
    """The units that a change speaks of."""
    if isinstance(change, UnitsChanged):
        return range(change.start, change.start + len(change.inserted))
    return range(change.unit, change.unit + 1)


def test_a_viewpoint_turns_a_page_in_slices_what_is_seen_first() -> None:
    reading = Reading(LONG, AUTHOR)
    reading.world = SmallWorld(seen="S1E06")
    reading.live.forget()
    said: list[int] = []
    while reading.live.behind:
        changes = reading.live.catch_up(0, line=20)
        change_units(reading.units, changes)
        said += (unit for change in changes for unit in _said(change))
    assert said == [*range(10, 41), *range(10)]
    assert reading.take([]) == []


def test_one_can_type_while_a_viewpoint_turns_a_page() -> None:
    reading = Reading(LONG + "\nA call[^1].\n\n[^1]: [[Wanted note]]\n", AUTHOR)
    reading.world = SmallWorld(seen="S1E06")
    reading.live.forget()
    lines = reading.text.split("\n")
    for line, text in ((0, "Typed ||S1E09: hidden||."), (81, "- typed"), (90, ""), (119, "- last[^1]"), (30, "> new")):
        change_units(reading.units, reading.live.catch_up(0, line=100))
        lines[line] = text
        change_units(reading.units, reading.live.edited(reading.document.edit(line, 1, [text])))
        assert reading.live.behind
    reading.text = "\n".join(lines)
    reading.catch_up()


def test_a_page_that_has_been_read_is_shown_in_slices() -> None:
    reading = Reading(TEXT + LONG, replace(AUTHOR, pages=PAGES))
    reading.live = LivePage(reading.document, lambda: reading.world)
    reading.units = list(reading.live.units)
    assert {unit.html for unit in reading.units} == {""}
    change_units(reading.units, reading.live.catch_up(0))
    assert sum(unit.html != "" for unit in reading.units) == 1
    reading.catch_up()


def test_what_one_embed_takes_a_later_one_lacks() -> None:
    pages = {"Other": "x" * 200_000, "Small": "y"}
    reading = Reading("![[Small]]\n\n![[Other]]\n\n![[Small]]\n\ntext\n", replace(AUTHOR, pages=pages))
    reading.type(0, "![[Other]]")
    reading.type(0, "![[Small]]")


def test_a_unit_is_its_parts() -> None:
    assert Unit(1, "<ul>", ("<li>", "</li>"), "</ul>").html == "<ul><li></li></ul>"
