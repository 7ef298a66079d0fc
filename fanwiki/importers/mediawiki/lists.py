"""Lines with MediaWiki's list marks (`*`, `#`, `:`, `;`, nested and mixed) as lists of Markdown."""

from collections.abc import Sequence

Item = tuple[str, str]
"""The marks of a line, and its text as Markdown."""

_DEEPEST = 24


def lists(items: Sequence[Item]) -> str:
    """Some lines that follow one another, each with its marks."""
    return "\n".join(_rendered([(marks[:_DEEPEST], text) for marks, text in items], 0, within=""))


def _rendered(items: Sequence[Item], depth: int, within: str) -> list[str]:
    lines: list[str] = []
    place = 0
    while place < len(items):
        marks, text = items[place]
        if len(marks) <= depth:
            lines += ["", *text.split("\n")] if lines else text.split("\n")
            place += 1
            continue
        kind = _kind(marks[depth])
        end = place
        while end < len(items) and len(items[end][0]) > depth and _kind(items[end][0][depth]) == kind:
            end += 1
        run = items[place:end]
        place = end
        if lines:
            # A list that follows another, or some text, begins after an empty line; within an item it need not.
            lines.append("")
        if kind == ":":
            lines += _indented(run, depth, within)
        else:
            lines += _entries(run, depth, "- " if kind == "*" else "1. ")
    return lines


def _entries(run: Sequence[Item], depth: int, sign: str) -> list[str]:
    lines: list[str] = []
    for entry in _parted(run, depth):
        inner = _tight(entry, depth)
        lines.append(f"{sign}{inner[0]}".rstrip() if inner else sign.rstrip())
        lines += [f"{' ' * len(sign)}{line}" if line else "" for line in inner[1:]]
    return lines


def _tight(entry: Sequence[Item], depth: int) -> list[str]:
    """What is in one item: its own text, and under it at once the lists within it."""
    lines: list[str] = []
    rest = list(entry)
    if rest and len(rest[0][0]) == depth + 1:
        lines = rest.pop(0)[1].split("\n")
    if rest:
        below = _rendered(rest, depth + 1, within="item")
        needs_gap = bool(lines) and not below[0].lstrip().startswith(("- ", "1. "))
        lines += ["", *below] if needs_gap else below
    return lines


def _parted(run: Sequence[Item], depth: int) -> list[list[Item]]:
    parts: list[list[Item]] = []
    for item in run:
        if len(item[0]) == depth + 1 or not parts:
            parts.append([item])
        else:
            parts[-1].append(item)
    return parts


def _indented(run: Sequence[Item], depth: int, within: str) -> list[str]:
    """Terms with what they mean; text that is merely indented is a quotation, or a paragraph of its item."""
    lines: list[str] = []
    term = False
    parts = _parted(run, depth)
    for place, part in enumerate(parts):
        marks, text = part[0]
        if len(marks) == depth + 1 and marks[depth] == ";":
            term = bool(text) and _is_explained(parts, place, depth)
            shown = text if term or "*" in text or not text else f"**{text}**"
            lines += ([""] if lines else []) + [shown]
            if part[1:]:
                lines += ["", *_rendered(part[1:], depth + 1, within="item")]
            continue
        inner = _tight(part, depth)
        if term:
            lines += [f": {inner[0]}" if inner else ":", *(f"  {line}" if line else "" for line in inner[1:])]
        elif within == "item":
            lines += ([""] if lines else []) + inner
        else:
            lines += [f"> {line}".rstrip() for line in inner]
            lines.append(">")
    while lines and lines[-1] == ">":
        lines.pop()
    return lines


def _is_explained(parts: Sequence[Sequence[Item]], place: int, depth: int) -> bool:
    """Whether what a term means follows it. Markdown has no other terms; another is a line in bold."""
    if len(parts[place]) > 1 or place + 1 >= len(parts):
        return False
    marks = parts[place + 1][0][0]
    return len(marks) == depth + 1 and marks[depth] == ":"


def _kind(mark: str) -> str:
    return ":" if mark == ";" else mark
