"""Qt counts text in UTF-16 code units, Python in characters; a letter outside the basic plane is two of the one and
one of the other. Whatever crosses between the two is converted here.
"""

LAST_OF_BASIC_PLANE = "\uffff"


def to_units(text: str, index: int) -> int:
    """How many code units the first `index` characters take."""
    return units(text[:index])


def units(text: str) -> int:
    """How many code units a text takes."""
    return len(text) + sum(character > LAST_OF_BASIC_PLANE for character in text)


def from_units(text: str, position: int) -> int:
    """How many whole characters lie within the first `position` code units."""
    if text.isascii():
        return min(position, len(text))
    taken = 0
    for index, character in enumerate(text):
        taken += 2 if character > LAST_OF_BASIC_PLANE else 1
        if taken > position:
            return index
    return len(text)
