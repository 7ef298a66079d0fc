"""One writer at a time: a lock beside the wiki file that the system lets go when its holder dies.

Who holds it is written into a second small file, since a locked file cannot be read everywhere.
"""

import json
import os
import socket
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from fanwiki.domain.errors import WikiFileError, WikiLocked


class WriterLock:
    """Held while a wiki is open for writing. Raises WikiLocked if someone else holds it, and says who."""

    def __init__(self, wiki: Path, program: str) -> None:
        self._owner = wiki.with_name(f".{wiki.name}.owner")
        file = wiki.with_name(f".{wiki.name}.lock")
        # The lane opens a wiki and the window may close it: the lock belongs to the object and not to a thread.
        self._lock = FileLock(file, timeout=0, thread_local=False)
        try:
            file.touch()
            self._lock.acquire()
        except Timeout:
            raise WikiLocked(
                f"{wiki.name} is being written by {self._holder()}; close it there, or open it for reading"
            ) from None
        except OSError as error:
            raise WikiFileError(
                f"{wiki} cannot be written, for its folder cannot ({error.strerror}); it can be opened for reading"
            ) from error
        says = {"program": program, "pid": os.getpid(), "host": socket.gethostname()}
        with suppress(OSError):
            self._owner.write_text(json.dumps(says), encoding="utf-8")

    def release(self) -> None:
        """Lets go, and leaves nothing beside the wiki."""
        if not self._lock.is_locked:
            return
        with suppress(OSError):
            self._owner.unlink(missing_ok=True)
        # Unlinked while it is still held: whoever has it open then finds it nameless and tries again.
        with suppress(OSError):
            Path(self._lock.lock_file).unlink(missing_ok=True)
        self._lock.release()
        if os.name == "nt":
            with suppress(OSError):
                Path(self._lock.lock_file).unlink(missing_ok=True)

    def _holder(self) -> str:
        try:
            owner = json.loads(self._owner.read_text(encoding="utf-8"))
            return f"{owner['program']} (process {owner['pid']} on {owner['host']})"
        except (OSError, ValueError, KeyError, TypeError):
            return "another program"
