"""What an export leaves behind."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ExportReport:
    """What an export wrote.

    `pages` are the pages that readers meet, without those that merely forward; `bytes` is the size of all files as
    they lie in the bundle, before any packing. `rendered` and `reused` count the texts that were rendered anew and
    those taken over. `withheld` are titles with the reason why they, or their prose, were left out: for the author's
    eyes, it stands in no file. `manifest` is where the manifest is.
    """

    pages: int
    files: int
    bytes: int
    rendered: int
    reused: int
    withheld: tuple[tuple[str, str], ...]
    manifest: str
