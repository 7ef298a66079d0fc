"""A bundle with a ceiling is, to the byte, that of a wiki in which everything revealed later was never entered."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st

from fanwiki.exporters.html import HtmlExport, HtmlOptions
from tests.canons import EPISODES, RENAMED, Canon, Plan, introductions, modest, plans, whole_and_part
from tests.exporters.conftest import files_of


@settings(modest, max_examples=8)
@given(plans, introductions, st.integers(1, EPISODES))
@example(RENAMED, [None, 3, None], 1)
def test_a_bundle_with_a_ceiling_holds_no_trace_of_what_is_revealed_later(
    asked: list[Plan], introduced: list[int | None], position: int
) -> None:
    with whole_and_part(asked, introduced, position) as (whole, part), TemporaryDirectory() as folder:
        with_all = _exported(whole, position, Path(folder) / "whole")
        with_part = _exported(part, position, Path(folder) / "part")
    assert with_all.keys() == with_part.keys()
    differing = [path for path in with_all if with_all[path] != with_part[path]]
    assert not differing


def _exported(canon: Canon, position: int, out: Path) -> dict[str, bytes]:
    export = HtmlExport(canon.wiki, out, HtmlOptions(as_of=f"S1E{position:02d}"))
    for _ in export.run():
        pass
    return files_of(out)
