"""How far the tests of this folder go: quick, or long with `make faults`."""

import os
from typing import Final

LONG: Final = os.environ.get("FANWIKI_FAULTS") == "long"


def times(quick: int, long: int) -> int:
    """How often something is tried."""
    return long if LONG else quick
