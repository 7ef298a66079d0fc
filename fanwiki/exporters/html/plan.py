"""What a bundle has and where: what an export that makes but little needs to know of the whole."""

from collections.abc import Mapping
from dataclasses import dataclass

from fanwiki.exporters.html.beside import Besides
from fanwiki.exporters.html.layout import Layout
from fanwiki.exporters.selection import Selection


@dataclass(frozen=True)
class Plan:
    """What the bundle has, and where, and how many of everything."""

    selection: Selection
    layout: Layout
    besides: Besides
    counts: Mapping[str, int]
