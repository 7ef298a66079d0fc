"""How long a test waits for what is sure to come: not as long as it takes here, but until a machine that does ten other
things has got round to it. Nobody waits that long unless something is broken.
"""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

PATIENCE_MS: Final = 90_000


class PatientBot(QtBot):
    """A bot whose waits are as patient where nobody says how long."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: SignalInstance, *, timeout: int = PATIENCE_MS, **how: Any) -> Any:
        return super().waitSignal(signal, timeout=timeout, **how)

    def waitExposed(self, widget: QWidget, *, timeout: int = PATIENCE_MS) -> Any:
        return super().waitExposed(widget, timeout=timeout)
