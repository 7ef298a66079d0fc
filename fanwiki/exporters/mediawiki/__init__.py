"""Pages for a MediaWiki: an XML file that it imports, and the files that they show.

export = MediaWikiExport(wiki, out, MediaWikiOptions())
for progress in export.run(): ...
export.report
"""

from fanwiki.exporters.mediawiki.export import MediaWikiExport, MediaWikiOptions

__all__ = ["MediaWikiExport", "MediaWikiOptions"]
