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
from fanwiki.exporters.export import Export, with_suffix
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


class HtmlExport(Export):
    """One bundle."""

    def __init__(self, wiki: "Wiki", out: Path, options: HtmlOptions | None = None) -> None:
        self._options = options or HtmlOptions()
        super().__init__(wiki, with_suffix(out, ".zip") if self._options.zip else out)

    def _written(self) -> Generator[Progress, None, ExportReport]:
        report = as_it_was(self._wiki.path, self._out, self._options)
        if report is not None:
            yield Progress(1, 1, "nothing has changed")
            return report
        asked = wanted(self._options)
        put_back(self._out)
        with closing(Former(self._out)) as former:
            known = None if self._options.zip else former.hashes()
            if known is not None and self._options.cached:
                yield Progress(0, 1, "looking for what has changed")
                report = yield from self._retouched(former, known, asked)
            if report is None:
                from fanwiki.exporters.html.making import make  # noqa: PLC0415 - Jinja2 and Markdown, see above

                report = yield from make(self._wiki, self._out, asked, former, known)
        return report

    def _retouched(
        self, former: Former, known: Mapping[str, str], asked: Wanted
    ) -> Generator[Progress, None, ExportReport | None]:
        from fanwiki.exporters.html.retouch import retouched  # noqa: PLC0415 - as above

        return (yield from retouched(self._wiki, self._out, asked, former, known))
