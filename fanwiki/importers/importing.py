"""An import of whatever a source is. Each kind of source has a module of its own, which is loaded when it is needed."""

from collections.abc import Generator
from pathlib import Path
from typing import Protocol

from fanwiki.domain.progress import Progress
from fanwiki.importers.looks import SourceFormat, check_there
from fanwiki.importers.options import ImportOptions
from fanwiki.importers.report import ImportReport
from fanwiki.wiki import Wiki


class Import(Protocol):
    """One import. Iterate `run()` to its end; then `report` says what came in. To cancel, close the generator."""

    @property
    def report(self) -> ImportReport: ...

    def run(self) -> Generator[Progress, None, None]: ...


def make_import(wiki: Wiki, source: Path, format: SourceFormat, options: ImportOptions) -> Import:
    """The import of a source that is of this format. Raises WikiError if it is not there."""
    check_there(source)
    match format:
        case SourceFormat.BUNDLE:
            from fanwiki.importers.bundle.importing import (  # noqa: PLC0415 - loaded where it is needed
                BundleImport,
                BundleOptions,
            )

            return BundleImport(wiki, source, BundleOptions(options.dry_run))
        case SourceFormat.MEDIAWIKI:
            from fanwiki.importers.mediawiki.importing import MediaWikiImport  # noqa: PLC0415 - the same

            return MediaWikiImport(wiki, source, options)
        case SourceFormat.TV | SourceFormat.CSV:
            from fanwiki.importers.tv.importing import TvImport  # noqa: PLC0415 - the same

            return TvImport(wiki, source, format, options)
        case _:
            from fanwiki.importers.vaults.importing import VaultImport  # noqa: PLC0415 - the same

            return VaultImport(wiki, source, format, options)
