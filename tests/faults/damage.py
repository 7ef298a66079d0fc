"""Ways in which a file gets damaged."""

from random import Random

PAGE = 4096


def flipped(sound: bytes, dice: Random) -> bytes:
    """A few bits are other than they were."""
    damaged = bytearray(sound)
    for _ in range(dice.randrange(1, 30)):
        damaged[dice.randrange(len(damaged))] ^= 1 << dice.randrange(8)
    return bytes(damaged)


def cut_off(sound: bytes, dice: Random) -> bytes:
    return sound[: dice.randrange(len(sound))]


def zeroed(sound: bytes, dice: Random) -> bytes:
    """A stretch is zeros."""
    start, length = dice.randrange(len(sound)), dice.randrange(1, 8 * PAGE)
    return (sound[:start] + bytes(length) + sound[start + length :])[: len(sound)]


def swapped(sound: bytes, dice: Random) -> bytes:
    """Some pages lie where others belong."""
    pages = [sound[at : at + PAGE] for at in range(0, len(sound), PAGE)]
    for _ in range(dice.randrange(1, 6)):
        one, other = dice.randrange(len(pages)), dice.randrange(len(pages))
        pages[one], pages[other] = pages[other], pages[one]
    return b"".join(pages)


def overwritten(sound: bytes, places: list[int], dice: Random) -> bytes:
    """A page's worth of noise at each of some places."""
    damaged = bytearray(sound)
    for place in places:
        damaged[place : place + PAGE] = dice.randbytes(PAGE)
    return bytes(damaged)


WAYS = (flipped, cut_off, zeroed, swapped)
