"""A field for a date of which the day, or month and day, may be missing."""

from PySide6.QtWidgets import QLineEdit, QWidget

from fanwiki.domain.dates import PartialDate, partial_date


class DateField(QLineEdit):
    """Typed as sources give it. Empty stands for a date that is not known."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(self.tr("2022-06-06, 2022-06 or 2022"))
        self.setClearButtonEnabled(True)

    def set_date(self, written: PartialDate | None) -> None:
        self.setText(written or "")

    def date(self) -> PartialDate | None:
        """The date in the field, None if it is empty. Raises InvalidEdit."""
        typed = self.text().strip()
        return partial_date(typed) if typed else None
