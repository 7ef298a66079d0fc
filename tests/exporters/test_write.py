"""Writing and verifying: nothing of anyone is destroyed, nothing is left half done, and tampering shows."""

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from fanwiki.domain.errors import WikiError
from fanwiki.exporters.html import HtmlExport, HtmlOptions
from fanwiki.exporters.manifest import MANIFEST
from fanwiki.exporters.verify import Problem, verify
from fanwiki.exporters.write import BundleWriter
from fanwiki.wiki import Wiki
from tests.exporters.conftest import files_of, leftovers, write_bundle


@pytest.fixture
def copy(bundle: Path, tmp_path: Path) -> Path:
    """A bundle that may be harmed."""
    return Path(shutil.copytree(bundle, tmp_path / "copy"))


def test_a_bundle_verifies(bundle: Path) -> None:
    assert verify(bundle) == ()


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_the_manifest_is_sha256sums(bundle: Path) -> None:
    subprocess.run(["sha256sum", "--check", "--quiet", "--strict", MANIFEST], cwd=bundle, check=True)


def test_tampering_shows(copy: Path) -> None:
    (copy / "index.html").write_bytes((copy / "index.html").read_bytes().replace(b"Survivors", b"survivors", 1))
    (copy / "about.html").unlink()
    (copy / "extra.txt").write_text("x")
    (copy / "link.html").symlink_to("/etc/hostname")
    (copy / "folder").symlink_to("/etc")
    found = {finding.path: finding.problem for finding in verify(copy)}
    assert found == {
        "index.html": Problem.CHANGED,
        "about.html": Problem.MISSING,
        "extra.txt": Problem.EXTRA,
        "link.html": Problem.UNSAFE,
        "folder": Problem.UNSAFE,
    }


def test_a_manifest_cannot_lead_out(copy: Path) -> None:
    manifest = copy / MANIFEST
    hostile = ["../../etc/passwd", "/etc/passwd", "C:/x", "a\\b", "a//b", "./index.html"]
    manifest.write_text(manifest.read_text() + "".join(f"{'0' * 64}  {path}\n" for path in hostile) + "nonsense\n")
    assert [finding.problem for finding in verify(copy)] == [Problem.CHANGED] * (len(hostile) + 1)


@pytest.mark.parametrize("what", ["missing", "text", "folder"])
def test_what_is_no_bundle_is_refused(tmp_path: Path, what: str) -> None:
    path = tmp_path / "x"
    if what == "text":
        path.write_text("hello")
    elif what == "folder":
        path.mkdir()
    with pytest.raises(WikiError):
        verify(path)


def test_an_archive_holds_the_same_and_is_the_same_twice(sample: Wiki, bundle: Path, tmp_path: Path) -> None:
    report = write_bundle(sample, tmp_path / "a", HtmlOptions(zip=True))
    write_bundle(sample, tmp_path / "b.zip", HtmlOptions(zip=True))
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert report.manifest.endswith(MANIFEST)
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == files_of(bundle)
    assert verify(tmp_path / "a.zip") == ()
    write_bundle(sample, tmp_path / "a.zip", HtmlOptions(zip=True))


def test_tampering_with_an_archive_shows(bundle: Path, tmp_path: Path) -> None:
    path = tmp_path / "bad.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files_of(bundle).items():
            archive.writestr(name, content + (b" " if name == "index.html" else b""))
        archive.writestr("../outside.txt", "x")
        archive.writestr("extra.txt", "x")
    found = {finding.path: finding.problem for finding in verify(path)}
    assert found == {"index.html": Problem.CHANGED, "extra.txt": Problem.EXTRA, "../outside.txt": Problem.UNSAFE}


def test_a_bundle_of_ours_is_replaced(sample: Wiki, copy: Path) -> None:
    (copy / "about.html").unlink()
    write_bundle(sample, copy, HtmlOptions(as_of="S1E01"))
    assert verify(copy) == ()
    assert not (copy / "pages/half-zombies.html").exists()


def test_an_empty_folder_is_taken(sample: Wiki, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    write_bundle(sample, tmp_path / "out")
    assert verify(tmp_path / "out") == ()


@pytest.mark.parametrize("harm", ["foreign", "extra", "changed", "file", "no parent"])
def test_nothing_of_anyone_is_destroyed(sample: Wiki, copy: Path, tmp_path: Path, harm: str) -> None:
    out = copy
    if harm == "foreign":
        (copy / MANIFEST).unlink()
    elif harm == "extra":
        (copy / "notes.txt").write_text("mine")
    elif harm == "changed":
        (copy / "index.html").write_text("mine")
    elif harm == "file":
        out = tmp_path / "file"
        out.write_text("mine")
    else:
        out = tmp_path / "nowhere" / "out"
    before = files_of(copy)
    with pytest.raises(WikiError):
        write_bundle(sample, out)
    assert files_of(copy) == before
    assert not leftovers(tmp_path)


def test_cancelling_leaves_nothing_behind(sample: Wiki, copy: Path, tmp_path: Path) -> None:
    before = files_of(copy)
    steps = HtmlExport(sample, copy).run()
    for _ in range(20):
        next(steps)
    assert leftovers(tmp_path)
    steps.close()
    assert files_of(copy) == before
    assert not leftovers(tmp_path)


def test_a_full_disk_is_said_in_words(
    sample: Wiki, copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files_of(copy)
    honest = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if path.name == "a-z.html":
            raise OSError(28, "No space left on device")
        return honest(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(WikiError, match="No space left on device"):
        write_bundle(sample, copy, HtmlOptions(as_of="S1E01"))
    monkeypatch.undo()
    assert files_of(copy) == before
    assert not leftovers(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_to(sample: Wiki, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    with pytest.raises(WikiError):
        write_bundle(sample, closed / "out")


def test_a_swap_that_fails_puts_the_old_bundle_back(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files_of(copy)
    honest = Path.rename

    def failing(path: Path, target: Path) -> Path:
        if ".part-" in path.name:
            raise OSError(5, "Input/output error")
        return honest(path, target)

    with BundleWriter(copy) as writer:
        writer.add("index.html", b"new")
        monkeypatch.setattr(Path, "rename", failing)
        with pytest.raises(WikiError):
            writer.finish()
    monkeypatch.undo()
    assert files_of(copy) == before


@pytest.mark.parametrize("path", ["../x", "/x", "a/../b", "a\\b", ""])
def test_a_writer_writes_inside_alone(tmp_path: Path, path: str) -> None:
    with BundleWriter(tmp_path / "out") as writer, pytest.raises(ValueError, match="cannot have"):
        writer.add(path, b"x")
