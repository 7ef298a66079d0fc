"""What the data blocks are called, for whoever offers them without loading the parser."""

from typing import Final

PLAIN: Final = frozenset({"infobox", "relations", "claims", "gallery"})
SCOPED: Final = frozenset({"status", "survivors", "cast", "episodes"})
"""Those that take a name or a season after them."""

ASKING: Final = frozenset({"query"})
"""Those that have to have something after them: a query, or the name of one that was saved."""
