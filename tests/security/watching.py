"""What would be seen if a page reached out of itself: a server on this machine, and a file that nobody should open."""

import ctypes
import os
import socket
import sys
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Final

import pytest

_IN_OPEN: Final = 0x20
_PIXEL: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c6360f8cf000001010100"
    "18dd8db00000000049454e44ae426082"
)

needs_inotify = pytest.mark.skipif(sys.platform != "linux", reason="that a file is opened is seen on Linux alone")


@dataclass
class Listener:
    """A server on this machine that notes every connection."""

    connections: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.thread = Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with connection:
                self.connections.append(_heard(connection))

    def close(self) -> None:
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join()


def _heard(connection: socket.socket) -> bytes:
    """What is asked for, which is answered; a browser may connect and ask for nothing."""
    connection.settimeout(0.1)
    try:
        asked = connection.recv(1000)
        connection.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n")
    except OSError:
        return b""
    return asked


class Canary:
    """A picture that tells whether anyone has opened it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "canary.png"
        self.path.write_bytes(_PIXEL)
        system = ctypes.CDLL(None, use_errno=True)
        self._handle = system.inotify_init1(os.O_NONBLOCK)
        assert self._handle >= 0
        assert system.inotify_add_watch(self._handle, os.fsencode(self.path), _IN_OPEN) >= 0

    @property
    def opened(self) -> bool:
        """Whether it was opened since this was asked last."""
        try:
            return bool(os.read(self._handle, 1 << 16))
        except BlockingIOError:
            return False

    def close(self) -> None:
        os.close(self._handle)
