"""Times of the file as people write them."""

from datetime import datetime

from PySide6.QtCore import QDateTime, QLocale


def when(time: str) -> str:
    """A time of the file, ISO 8601 in UTC, in the user's own zone and way of writing it."""
    try:
        local = datetime.fromisoformat(time).astimezone()
    except ValueError:
        return time
    moment = QDateTime.fromSecsSinceEpoch(int(local.timestamp()))
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)
