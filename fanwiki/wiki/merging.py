"""Two texts that came from one, put together line by line."""


def merged(base: str, mine: str, theirs: str) -> str | None:
    """The text with what either side has changed since `base`; None where both changed the same lines."""
    from merge3 import Merge3  # noqa: PLC0415 - every wiki that is opened could merge, and hardly any does

    merge = Merge3(_lines(base), _lines(mine), _lines(theirs))
    if any(group[0] == "conflict" for group in merge.merge_groups()):
        return None
    return "".join(merge.merge_lines())


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)
