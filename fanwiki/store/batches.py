"""SQLite takes a bounded number of values in one statement: longer lists go in batches."""

from collections.abc import Iterable, Iterator
from typing import Final, TypeVar

Value = TypeVar("Value")

_MOST: Final = 500


def batches(values: Iterable[Value]) -> Iterator[list[Value]]:
    """The values in their order, at most 500 at a time."""
    listed = list(values)
    for start in range(0, len(listed), _MOST):
        yield listed[start : start + _MOST]
