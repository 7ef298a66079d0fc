"""The Markdown bundle: a wiki as folders of text and JSON that git, people and other programs can read, and that comes
back as it was.

export = MarkdownExport(wiki, out, MarkdownOptions())
for progress in export.run(): ...
export.report
"""

from fanwiki.exporters.markdown.export import MarkdownExport, MarkdownOptions

__all__ = ["MarkdownExport", "MarkdownOptions"]
