"""Templates as they were compiled before: to compile them takes longer than to fill a page, and every process needs
them. They lie in the user's cache folder; what is damaged there, or cannot be kept, is compiled again.
"""

import hashlib
import secrets
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Final

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from platformdirs import user_cache_path

_DIGEST: Final = 16


class CompiledTemplates(BytecodeCache):
    """One file for each template. From which source it was compiled and by which Python, Jinja2 sees for itself; by
    which Jinja2 and how that was set up stands in the digest at the beginning.
    """

    def __init__(self) -> None:
        self.folder: Path = user_cache_path("fanwiki") / "templates"
        self._compiler = version("Jinja2").encode() + Path(__file__).with_name("templates.py").read_bytes()

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            content = (self.folder / bucket.key).read_bytes()
            if self._digest(content[_DIGEST:]) == content[:_DIGEST]:
                bucket.bytecode_from_string(content[_DIGEST:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        content = bucket.bytecode_to_string()
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            part = self.folder / f"{bucket.key}.{secrets.token_hex(4)}"
            try:
                part.write_bytes(self._digest(content) + content)
                part.replace(self.folder / bucket.key)
            finally:
                part.unlink(missing_ok=True)

    def _digest(self, content: bytes) -> bytes:
        return hashlib.blake2b(self._compiler + content, digest_size=_DIGEST).digest()
