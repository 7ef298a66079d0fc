"""Forms inside a panel, which open below a list."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from fanwiki.domain.dates import PartialDate
from fanwiki.domain.errors import InvalidEdit, UnknownPoint, WikiError
from fanwiki.domain.ids import EpisodeId
from fanwiki.ui.panels.dates import DateField
from fanwiki.ui.panels.form_rows import WARNING, FormRows
from fanwiki.ui.panels.points import PointField
from fanwiki.ui.panels.words import sentence
from fanwiki.ui.plain import PlainLabel


class InlineForm(QScrollArea):
    """A form that opens below a list, never before the window. Enter saves, Esc cancels; what was typed stays until
    it is saved or cancelled.
    """

    submitted = Signal()
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = FormRows()
        self._title = PlainLabel()
        self._title.setWordWrap(True)
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self.save_button = QPushButton(self.tr("Save"))
        self.save_button.setObjectName("saveButton")
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.cancel_button.setObjectName("cancelButton")
        self.wrong = PlainLabel()
        self.wrong.setObjectName("formError")
        self.wrong.setWordWrap(True)
        self.wrong.setForegroundRole(WARNING)
        self.wrong.hide()
        self.save_button.clicked.connect(self._on_save_clicked)
        self.cancel_button.clicked.connect(self._on_cancel_clicked)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.save_button)
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self._title)
        layout.addWidget(self.rows)
        layout.addWidget(self.wrong)
        layout.addLayout(buttons)
        layout.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumHeight(120)
        self.hide()

    @property
    def is_open(self) -> bool:
        return not self.isHidden()

    def open_with(self, title: str, first: QWidget) -> None:
        """Shows the form, without old complaints, the cursor in its first field."""
        self._title.setText(title)
        self.setAccessibleName(title)
        self.clear_complaints()
        self.set_waiting(False)
        self.show()
        self.updateGeometry()
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def title(self) -> str:
        return self._title.text()

    def close_form(self) -> None:
        """Hides the form."""
        self.set_waiting(False)
        self.hide()

    def set_waiting(self, waiting: bool) -> None:
        """While the wiki is asked, the form cannot be saved again."""
        self.save_button.setEnabled(not waiting)
        self.rows.setEnabled(not waiting)

    def complain(self, field: QWidget, message: str) -> None:
        """Says below a field what is wrong with it, and brings the cursor there."""
        self.set_waiting(False)
        self.rows.complain(field, message)
        first = self.rows.first_bad()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            self.ensureWidgetVisible(first)
        self.updateGeometry()

    def clear_complaints(self) -> None:
        """Takes back everything that was said to be wrong."""
        self.rows.clear_complaints()
        self._say_wrong("")

    def refuse(self, error: WikiError) -> None:
        """Says why the wiki would not have it: at the field that the error is about, or else above the buttons. What
        was typed stays.
        """
        field = self.rows.field_of(error)
        if field is not None:
            self.complain(field, sentence(error))
            return
        self.set_waiting(False)
        self._say_wrong(sentence(error))
        self.save_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.updateGeometry()
        self.ensureWidgetVisible(self.wrong)

    def read_point(self, field: PointField) -> EpisodeId | None:
        """The point in a field; a complaint there if it is none."""
        try:
            return field.point()
        except UnknownPoint as error:
            self.complain(field, sentence(error))
            return None

    def read_date(self, field: DateField) -> PartialDate | None:
        """The date in a field; a complaint there if it is none."""
        try:
            return field.date()
        except InvalidEdit as error:
            self.complain(field, sentence(error))
            return None

    def sizeHint(self) -> QSize:
        inside = self.widget()
        assert inside is not None
        width = super().sizeHint().width()
        height = inside.heightForWidth(self.viewport().width()) if inside.hasHeightForWidth() else -1
        return QSize(width, max(height, inside.sizeHint().height()) + 2 * self.frameWidth())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.save_button.isEnabled():
            self.submitted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self._cancel()
        else:
            super().keyPressEvent(event)

    def _say_wrong(self, message: str) -> None:
        self.wrong.setText(message)
        self.wrong.setVisible(bool(message))
        self.save_button.setAccessibleDescription(message)

    def _on_save_clicked(self) -> None:
        self.submitted.emit()

    def _on_cancel_clicked(self) -> None:
        self._cancel()

    def _cancel(self) -> None:
        self.close_form()
        self.cancelled.emit()
