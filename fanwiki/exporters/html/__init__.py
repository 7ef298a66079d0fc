"""The HTML bundle.

export = HtmlExport(wiki, out, HtmlOptions(as_of="S1E06"))
for progress in export.run(): ...
export.report
"""

from fanwiki.exporters.html.export import HtmlExport
from fanwiki.exporters.html.options import HtmlOptions

__all__ = ["HtmlExport", "HtmlOptions"]
