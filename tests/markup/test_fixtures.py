"""Each rule of the wiki's Markdown, by readable examples.

A file holds cases: a line `=== title [world]`, the Markdown, a line of dashes, the HTML. The world in brackets is
one or more of: `author`, `red` (red links), `data`, `no prose`, a point for the last episode seen; without it the
reader has seen nothing. `{title}: text` lines in front of the dashes give pages to embed (`\\n` is a line break).
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from fanwiki.markup import parse, render

from .worlds import SmallWorld

FIXTURES = Path(__file__).parent / "fixtures"
_TITLE = re.compile(r"^=== (.*?)(?: \[(.*)\])?\n", re.MULTILINE)
_PAGE = re.compile(r"^\{([^{}]+)\}: (.*)\n", re.MULTILINE)
_DASHES = "-" * 40 + "\n"


@dataclass(frozen=True)
class Case:
    title: str
    world: SmallWorld
    text: str
    html: str


def read_cases(path: Path) -> list[Case]:
    parts = _TITLE.split(path.read_text(encoding="utf-8"))
    cases = []
    for title, options, body in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        source, html = body.split(_DASHES)
        pages = {name: text.replace("\\n", "\n") for name, text in _PAGE.findall(source)}
        text = _PAGE.sub("", source)
        world = _world(options or "", {"This page": text, **pages})
        cases.append(Case(f"{path.stem}: {title}", world, text, html))
    return cases


def _world(options: str, pages: dict[str, str]) -> SmallWorld:
    words = [word.strip() for word in options.split(",")]
    seen = next((word for word in words if re.fullmatch(r"S\d+E\d+", word)), "")
    return SmallWorld(
        author="author" in words,
        red_links="red" in words,
        full="data" in words,
        prose_seen="no prose" not in words,
        seen=seen,
        pages=pages,
    )


CASES = [case for path in sorted(FIXTURES.glob("*.txt")) for case in read_cases(path)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_fixture(case: Case) -> None:
    assert render(parse(case.text), case.world).strip() == case.html.strip()


def test_every_rule_has_fixtures() -> None:
    assert len({path.stem for path in FIXTURES.glob("*.txt")}) >= 14
    assert len(CASES) > 100
