"""The HTML bundle.

export = HtmlExport(wiki, out, HtmlOptions(as_of="S1E06"))
for progress in export.run(): ...
export.report
"""

from fanwiki.exporters.html.export import HtmlExport, HtmlOptions

__all__ = ["HtmlExport", "HtmlOptions"]
