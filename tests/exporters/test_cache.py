"""Taking over what was made before changes no byte: bodies from the render cache, files of the bundle that is there,
and pages that other processes write.
"""

import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanwiki.domain.edits import DeletePage, IntroducePage, RenamePage, ReviewPage, SavePage
from fanwiki.domain.errors import WikiError
from fanwiki.exporters.html import HtmlExport, HtmlOptions, crew
from fanwiki.exporters.html.cache import usual_cache
from fanwiki.exporters.html.compiled import CompiledTemplates
from fanwiki.exporters.html.forking import Fork, can_fork
from fanwiki.exporters.verify import verify
from fanwiki.wiki import Wiki
from tests.canons import CHARACTERS, EPISODES, Canon, Plan, carry_out, introductions, modest, plans, random_canon
from tests.exporters import small_wiki
from tests.exporters.conftest import files_of, leftovers, write_bundle

TEXTS = (
    "plain",
    "[[Someone 1]] and [[Someone 2#Past]], [[Elsewhere]]",
    "## Past\n\n{{infobox}}\n\n{{status}} {{status|Someone 1}}",
    "![[Someone 0]]\n\n{{relations}}\n\n{{claims}}",
    "{{survivors}}\n\n::: reveal S1E02\n[[canary0x]] ![[Someone 2#Past]]\n:::\n\n[[Category:Canaries]]",
    "{{cast}} {{episodes}} {{gallery}} ||S1E03: [[Someone 0|he]]|| ![[canary1x.svg]]",
)
Step = tuple[str, int, int]
steps = st.lists(
    st.tuples(
        st.sampled_from(["text", "text", "rename", "introduce", "review", "delete", "undo", "plan"]),
        st.integers(0, CHARACTERS - 1),
        st.integers(0, len(TEXTS) - 1),
    ),
    min_size=1,
    max_size=4,
)


@settings(modest, max_examples=6)
@given(plans, introductions, steps, st.integers(1, EPISODES))
def test_an_export_that_takes_over_is_one_that_does_not(
    asked: list[Plan], introduced: list[int | None], edits: list[Step], position: int
) -> None:
    half = len(asked) // 2
    later = list(enumerate(asked))[half:]
    with random_canon(asked[:half], introduced) as canon, TemporaryDirectory() as folder:
        for edit in edits:
            for as_of in (None, f"S1E{position:02d}"):
                warm, cold = Path(folder) / f"warm-{as_of}", Path(folder) / "cold"
                write_bundle(canon.wiki, warm, HtmlOptions(as_of))
                write_bundle(canon.wiki, cold, HtmlOptions(as_of, cached=False))
                _compare(warm, cold)
            _edit(canon, edit, later)


def _edit(canon: Canon, step: Step, later: list[tuple[int, Plan]]) -> None:
    """One edit; one that the wiki refuses changes nothing."""
    verb, who, number = step
    page = canon.characters[who]
    try:
        match verb:
            case "text":
                canon.wiki.apply(SavePage(page, TEXTS[number]))
            case "rename":
                canon.wiki.apply(RenamePage(page, f"Someone {number}", redirect=False))
            case "introduce":
                canon.wiki.apply(IntroducePage(page, canon.episodes[number % EPISODES]))
            case "review":
                canon.wiki.apply(ReviewPage(page, True, canon.episodes[number % EPISODES]))
            case "delete":
                canon.wiki.apply(DeletePage(page))
            case "undo":
                canon.wiki.undo()
            case "plan" if later:
                number, plan = later.pop()
                carry_out(canon, plan, number)
    except WikiError:
        return


def _compare(one: Path, other: Path) -> None:
    found, expected = files_of(one), files_of(other)
    assert found.keys() == expected.keys()
    assert not [path for path in found if found[path] != expected[path]]
    assert verify(one) == ()


@pytest.fixture(params=["copies", "fresh"])
def crew_of(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Of what kind the processes of the crew are."""
    kind = str(request.param)
    if kind == "fresh":
        monkeypatch.setattr(crew, "can_fork", lambda: False)
    elif not can_fork():
        pytest.skip("in a process of one thread, see the next test")
    return kind


@pytest.mark.skipif(can_fork(), reason="they run in this process")
@pytest.mark.skipif(sys.platform != "linux", reason="this system has no copies of a process")
def test_copies_are_tried_in_a_process_of_one_thread() -> None:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-k", "copies and not tried", __file__]
    told = subprocess.run(command, check=False, capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert told.returncode == 0, told.stdout
    assert " 5 passed" in told.stdout, told.stdout


@pytest.mark.parametrize("as_of", [None, "S1E06"])
def test_one_process_or_two_write_the_same(sample: Wiki, tmp_path: Path, as_of: str | None, crew_of: str) -> None:
    one = write_bundle(sample, tmp_path / "one", HtmlOptions(as_of, processes=1, cached=False))
    two = write_bundle(sample, tmp_path / "two", HtmlOptions(as_of, processes=2, cached=False))
    _compare(tmp_path / "one", tmp_path / "two")
    assert (one.rendered, one.reused, one.files, one.bytes) == (two.rendered, two.reused, two.files, two.bytes)


KILLED = """
import os, signal, sys
from pathlib import Path
from fanwiki.exporters.html import HtmlExport, HtmlOptions, crew
from fanwiki.wiki import Wiki

honest = crew.Crew.__init__

def noting(self, job, processes):
    print(*(each.pid for each in processes), flush=True)
    honest(self, job, processes)

crew.Crew.__init__ = noting
export = HtmlExport(Wiki.open(Path(sys.argv[1]), read_only=True), Path(sys.argv[2]), HtmlOptions(processes=2))
for number, _ in enumerate(export.run()):
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="this system has no copies of a process")
def test_copies_end_when_whoever_began_them_is_gone(sample: Wiki, tmp_path: Path) -> None:
    # What it prints ends once nobody holds the other end of the pipe any more: the copies do until they are gone.
    command = [sys.executable, "-c", KILLED, str(sample.path), str(tmp_path / "out")]
    told = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert told.returncode == -signal.SIGKILL
    assert len(told.stdout.split()) == 2


def test_a_process_of_the_crew_knows_no_window() -> None:
    script = "import sys, fanwiki.exporters.html.crew; print(any('PySide' in name for name in sys.modules))"
    told = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout
    assert told.strip() == "False"


def test_the_report_says_what_was_taken_over(wiki: Wiki, tmp_path: Path) -> None:
    small_wiki.fill(wiki)
    first = write_bundle(wiki, tmp_path / "out")
    assert first.rendered
    assert first.reused == 0
    again = write_bundle(wiki, tmp_path / "out", HtmlOptions(processes=2))
    assert (again.rendered, again.reused) == (0, first.rendered)
    wiki.apply(SavePage(small_wiki.page("con"), "Another text."))
    changed = write_bundle(wiki, tmp_path / "out")
    assert (changed.rendered, changed.reused) == (1, first.rendered - 1)


def test_a_reader_gets_nothing_that_was_rendered_for_another(wiki: Wiki, tmp_path: Path) -> None:
    small_wiki.fill(wiki)
    everything = write_bundle(wiki, tmp_path / "all")
    ceiling = write_bundle(wiki, tmp_path / "one", HtmlOptions("S1E01"))
    assert ceiling.reused == 0
    assert write_bundle(wiki, tmp_path / "all").reused == everything.rendered


def test_files_that_are_the_same_are_not_written_again(wiki: Wiki, tmp_path: Path) -> None:
    small_wiki.fill(wiki)
    out = tmp_path / "out"
    write_bundle(wiki, out)
    before = {path: (out / path).stat().st_ino for path in files_of(out)}
    wiki.apply(SavePage(small_wiki.page("con"), "Another text."))
    write_bundle(wiki, out)
    written = {path for path in files_of(out) if (out / path).stat().st_ino != before.get(path)}
    search = {f"assets/search/{kind}-0.js" for kind in ("parts", "texts", "words")} | {"assets/cards/cards-0.js"}
    assert written - search == {"pages/con-page-2.html", "manifest-sha256.txt"}


@pytest.mark.parametrize("harm", ["no cache", "cut off", "other bytes", "folder"])
def test_a_cache_that_is_damaged_costs_nothing_but_time(wiki: Wiki, tmp_path: Path, harm: str) -> None:
    small_wiki.fill(wiki)
    first = write_bundle(wiki, tmp_path / "first")
    file = usual_cache(wiki.view().uuid())
    for beside in file.parent.glob(f"{file.name}-*"):
        beside.unlink()
    match harm:
        case "no cache":
            file.unlink()
        case "cut off":
            file.write_bytes(file.read_bytes()[:5000])
        case "other bytes":
            file.write_bytes(b"nonsense" * 1000)
        case _:
            file.unlink()
            file.mkdir()
    second = write_bundle(wiki, tmp_path / "second")
    _compare(tmp_path / "first", tmp_path / "second")
    assert second.rendered == first.rendered


def test_what_fails_in_another_process_fails_here(
    sample: Wiki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, crew_of: str
) -> None:
    def ended(*_: object) -> None:
        raise SystemExit("no")

    monkeypatch.setattr(crew, "_CHILD", "raise SystemExit('no')")
    monkeypatch.setattr(crew, "_serve", ended)
    with pytest.raises(RuntimeError, match="before its time"):
        write_bundle(sample, tmp_path / "out", HtmlOptions(processes=2))
    assert not leftovers(tmp_path)


def test_cancelling_ends_the_other_processes(
    sample: Wiki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, crew_of: str
) -> None:
    begun: list[crew.Process] = []
    honest = crew.Crew.__init__

    def noting(self: crew.Crew, job: crew.Job, processes: Sequence[crew.Process]) -> None:
        begun.extend(processes)
        honest(self, job, processes)

    monkeypatch.setattr(crew.Crew, "__init__", noting)
    steps = HtmlExport(sample, tmp_path / "out", HtmlOptions(processes=2, cached=False)).run()
    for _ in range(4):
        next(steps)
    steps.close()
    assert [type(each) for each in begun] == [Fork if crew_of == "copies" else subprocess.Popen] * 2
    assert all(process.returncode is not None for process in begun)
    assert not leftovers(tmp_path)


@pytest.mark.parametrize("harm", [b"", b"harmed", None])
def test_damaged_templates_are_compiled_again(
    wiki: Wiki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: bytes | None
) -> None:
    small_wiki.fill(wiki)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    write_bundle(wiki, tmp_path / "one")
    compiled = sorted(CompiledTemplates().folder.iterdir())
    assert compiled
    harmed = {file: file.read_bytes()[:-9] + bytes(9) if harm is None else harm for file in compiled}
    for file, content in harmed.items():
        file.write_bytes(content)
    write_bundle(wiki, tmp_path / "two")
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")
    assert not [file for file, content in harmed.items() if file.read_bytes() == content]


def test_a_bundle_is_made_where_nothing_can_be_kept(
    wiki: Wiki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_wiki.fill(wiki)
    (tmp_path / "caches").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    write_bundle(wiki, tmp_path / "one")
    assert not list(tmp_path.glob("caches/*"))
