"""The HTML bundle: a folder of pages that opens by double click, without a server and without a network.

Here is decided how much of it is to be made: nothing, if nothing was touched since the last time; what shows a few
texts that have changed; or all of it. What makes it takes long to load, and is imported once something is to be made.
"""

from collections.abc import Generator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from fanwiki.domain.progress import Progress
from fanwiki.exporters.html.former import Former, key_of_file
from fanwiki.exporters.html.options import HtmlOptions, Wanted, wanted
from fanwiki.exporters.interrupted import put_back
from fanwiki.exporters.report import ExportReport
from fanwiki.store.standing import stamp

if TYPE_CHECKING:
    from fanwiki.wiki.wiki import Wiki


def as_it_was(wiki: Path, out: Path, options: HtmlOptions) -> ExportReport | None:
    """What an export of this wiki says that has nothing to do: the same was exported to the same place, and neither
    the wiki's file nor a file of the bundle was touched since. None if that is not so, or not known. It reads nothing
    of the wiki, and takes a fraction of the time that it takes to open one.
    """
    asked = wanted(options)
    if options.zip or not options.cached:
        return None
    with closing(Former(out)) as former:
        key = key_of_file(stamp(wiki), asked)
        if not key or former.key_of_file() != key or former.hashes() is None:
            return None
        report = former.report()
    return None if report is None else replace(report, rendered=0, reused=report.rendered + report.reused)


class HtmlExport:
    """One export. Iterate `run()` to its end; then `report` says what was written."""

    def __init__(self, wiki: "Wiki", out: Path, options: HtmlOptions | None = None) -> None:
        self._wiki = wiki
        self._options = options or HtmlOptions()
        self._out = out.with_name(f"{out.name}.zip") if self._options.zip and out.suffix != ".zip" else out
        self._report: ExportReport | None = None

    @property
    def report(self) -> ExportReport:
        """What was written; only once `run()` has come to its end."""
        if self._report is None:
            raise RuntimeError("the export has not come to its end")
        return self._report

    def run(self) -> Generator[Progress, None, None]:
        """Writes the bundle from a snapshot of the wiki. To cancel, stop iterating and close the generator: nothing
        is left behind. Raises UnknownPoint for a ceiling that is no point, and WikiError where the bundle cannot be
        written or would give something away.
        """
        self._report = as_it_was(self._wiki.path, self._out, self._options)
        if self._report is None:
            yield from self._written(wanted(self._options))
        else:
            yield Progress(1, 1, "nothing has changed")

    def _written(self, asked: Wanted) -> Generator[Progress, None, None]:
        put_back(self._out)
        with closing(Former(self._out)) as former:
            known = None if self._options.zip else former.hashes()
            if known is not None and self._options.cached:
                yield Progress(0, 1, "looking for what has changed")
                self._report = yield from self._retouched(former, known, asked)
            if self._report is None:
                from fanwiki.exporters.html.making import make  # noqa: PLC0415 - Jinja2 and Markdown, see above

                self._report = yield from make(self._wiki, self._out, asked, former, known)

    def _retouched(
        self, former: Former, known: Mapping[str, str], asked: Wanted
    ) -> Generator[Progress, None, ExportReport | None]:
        from fanwiki.exporters.html.retouch import retouched  # noqa: PLC0415 - as above

        return (yield from retouched(self._wiki, self._out, asked, former, known))
