"""How large things are: an empty wiki, the sample, and the program itself, room by room."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import fanwiki
from fanwiki.importers.sample import create_sample
from fanwiki.wiki import Wiki
from tests.benchmarks.report import Line


def measure() -> Iterator[Line]:
    with tempfile.TemporaryDirectory() as folder:
        empty, sample = Path(folder) / "empty.fanwiki", Path(folder) / "sample.fanwiki"
        Wiki.create(empty).close()
        wiki = create_sample(sample)
        text = sum(len(wiki.view().text(page.id).body.encode()) for page in wiki.view().pages())
        wiki.close()
        yield Line("an empty wiki", f"{empty.stat().st_size // 1024} KiB", "")
        yield Line("the sample wiki", f"{sample.stat().st_size // 1024} KiB, {text // 1024} KiB of it text", "")
    home = Path(fanwiki.__file__).parent
    rooms = [home, *(folder for folder in sorted(home.iterdir()) if (folder / "__init__.py").is_file())]
    for room in rooms:
        files = room.glob("*.py") if room == home else room.rglob("*.py")
        lines = sum(len(file.read_text(encoding="utf-8").splitlines()) for file in files)
        yield Line(f"lines in {room.name}/", str(lines), "")
