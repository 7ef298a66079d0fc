"""The end of what a test has made of Qt."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject


def bury(made: QObject) -> None:
    """Takes it apart here and now, in the thread of the window. Left to the garbage, it would go in whichever thread
    finds it, and there Chromium ends the process if something of it hangs on it.
    """
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QCoreApplication.processEvents()
