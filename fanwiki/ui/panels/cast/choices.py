"""How the cast list is read: in which order, and whether those without a part stand below it."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QWidget

from fanwiki.ui.panels.cast.order import CastOrder
from fanwiki.ui.settings import Settings

_NAME: Final = "cast"
"""Under which settings keep how the cast is read."""


class CastChoices(QWidget):
    """`changed` comes when something else is chosen. `settings` keep it from one start to the next."""

    changed = Signal()

    def __init__(self, settings: Settings | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.order_field = QComboBox()
        self.order_field.setObjectName("castOrder")
        self.order_field.setAccessibleName(self.tr("Sort the cast by"))
        self.order_field.setToolTip(self.tr("Sort by; lines are moved by hand in the order of billing"))
        self.idle_box = QCheckBox(self.tr("Without a part too"))
        self.idle_box.setObjectName("castIdle")
        self.idle_box.setToolTip(self.tr("Show characters that nobody plays and people who play nobody"))
        names = {
            CastOrder.BILLING: self.tr("By billing"),
            CastOrder.NAME: self.tr("By name"),
            CastOrder.APPEARANCE: self.tr("By first appearance"),
        }
        for order, name in names.items():
            self.order_field.addItem(name, order)
        if settings is not None:
            chosen = settings.chosen(_NAME)
            self.order_field.setCurrentIndex(max(self.order_field.findData(chosen.get("order")), 0))
            self.idle_box.setChecked(chosen.get("idle") is True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.order_field)
        layout.addWidget(self.idle_box)
        layout.addStretch(1)
        self.order_field.currentIndexChanged.connect(self._on_changed)
        self.idle_box.toggled.connect(self._on_changed)

    @property
    def order(self) -> CastOrder:
        return CastOrder(self.order_field.currentData())

    @property
    def idle(self) -> bool:
        """Whether characters that nobody plays and people who play nobody are shown."""
        return self.idle_box.isChecked()

    def _on_changed(self) -> None:
        if self._settings is not None:
            self._settings.choose(_NAME, {"order": self.order.value, "idle": self.idle})
        self.changed.emit()
