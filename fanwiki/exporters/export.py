"""What exports have in common, whatever the format: they run step by step, and tell what they wrote at their end."""

from abc import ABC, abstractmethod
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

from fanwiki.domain.progress import Progress
from fanwiki.exporters.report import ExportReport

if TYPE_CHECKING:
    from fanwiki.wiki.wiki import Wiki


class Export(ABC):
    """One export. Iterate `run()` to its end, in any thread; then `report` says what was written."""

    def __init__(self, wiki: "Wiki", out: Path) -> None:
        self._wiki = wiki
        self._out = out
        self._report: ExportReport | None = None

    @property
    def report(self) -> ExportReport:
        """What was written; only once `run()` has come to its end."""
        if self._report is None:
            raise RuntimeError("the export has not come to its end")
        return self._report

    def run(self) -> Generator[Progress, None, None]:
        """Writes it from a snapshot of the wiki. To cancel, stop iterating and close the generator: nothing is left
        behind. Raises UnknownPoint for a ceiling that is no point, and WikiError where it cannot be written or would
        give something away.
        """
        self._report = yield from self._written()

    @abstractmethod
    def _written(self) -> Generator[Progress, None, ExportReport]:
        """As `run`, and returns what was written."""


def with_suffix(out: Path, suffix: str) -> Path:
    """The path with the ending of its format."""
    return out if out.suffix.casefold() == suffix else out.with_name(f"{out.name}{suffix}")
