"""What the user can choose about the program. Each choice holds at once, so there is nothing to confirm."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QLocale, Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QGroupBox,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from fanwiki.ui.dialogs.form import without_icons
from fanwiki.ui.editor.spelling import languages
from fanwiki.ui.editor.text_editor import usual_points
from fanwiki.ui.look import MEASURES, POINTS, SPACINGS, Look, Looks, Preview
from fanwiki.ui.theme import Theme

_THEMES: Final = {
    Theme.SYSTEM: QT_TRANSLATE_NOOP("SettingsDialog", "As the system"),
    Theme.LIGHT: QT_TRANSLATE_NOOP("SettingsDialog", "Light"),
    Theme.DARK: QT_TRANSLATE_NOOP("SettingsDialog", "Dark"),
}
_PREVIEWS: Final = {
    Preview.FITTING: QT_TRANSLATE_NOOP("SettingsDialog", "Beside the text where there is room"),
    Preview.BESIDE: QT_TRANSLATE_NOOP("SettingsDialog", "Always beside the text"),
    Preview.BELOW: QT_TRANSLATE_NOOP("SettingsDialog", "Always below the text"),
}
_OFF: Final = "-"
"""In the place of a language."""


class SettingsDialog(QDialog):
    """`theme_chosen` carries a Theme, `author_named` a name, `trash_days_chosen` after how many days the trash is
    emptied (0: never); the look goes to `looks`.
    """

    theme_chosen = Signal(object)
    author_named = Signal(str)
    trash_days_chosen = Signal(int)

    def __init__(self, looks: Looks, theme: Theme, author: str, parent: QWidget, *, trash_days: int = 0) -> None:
        super().__init__(parent)
        self.setObjectName("settingsDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("Settings"))
        self.setMinimumWidth(460)
        self._looks = looks
        self.author = QLineEdit(author, self)
        self.author.setPlaceholderText(self.tr("Shown in the history of a page"))
        self.trash = QSpinBox(self)
        self.trash.setRange(0, 3650)
        self.trash.setSpecialValueText(self.tr("Never by itself"))
        self.trash.setSuffix(self.tr(" days"))
        self.trash.setValue(trash_days)
        self.theme = QComboBox(self)
        for each, text in _THEMES.items():
            self.theme.addItem(self.tr(str(text)), each)
        self.theme.setCurrentIndex(self.theme.findData(theme))
        self.family = QComboBox(self)
        self.family.addItem(self.tr("As the window"), "")
        for name in QFontDatabase.families():
            self.family.addItem(name, name)
        self.points = QSpinBox(self)
        self.points.setRange(*POINTS)
        self.points.setSuffix(self.tr(" points"))
        self.measure = QSpinBox(self)
        self.measure.setRange(*MEASURES)
        self.measure.setSuffix(self.tr(" letters"))
        self.spacing = QDoubleSpinBox(self)
        self.spacing.setRange(*SPACINGS)
        self.spacing.setSingleStep(0.1)
        self.spacing.setDecimals(1)
        self.preview = QComboBox(self)
        for way, text in _PREVIEWS.items():
            self.preview.addItem(self.tr(str(text)), way)
        self.language = QComboBox(self)
        self._list_languages()
        self.cards = QCheckBox(self.tr("Show a &card when the pointer rests on a link"), self)
        self._lay_out()
        self.show_look(looks.look)
        self._connect()

    def show_look(self, look: Look) -> None:
        """Shows a look in the fields."""
        fields: tuple[QWidget, ...] = (
            self.family,
            self.points,
            self.measure,
            self.spacing,
            self.preview,
            self.language,
            self.cards,
        )
        for field in fields:
            field.blockSignals(True)
        self.family.setCurrentIndex(max(self.family.findData(look.family), 0))
        self.points.setValue(look.points or round(usual_points()))
        self.measure.setValue(look.measure)
        self.spacing.setValue(look.spacing)
        self.preview.setCurrentIndex(self.preview.findData(look.preview))
        self.language.setCurrentIndex(max(self.language.findData(look.language if look.spelling else _OFF), 0))
        self.cards.setChecked(look.cards)
        for field in fields:
            field.blockSignals(False)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        program, text = QFormLayout(), QFormLayout()
        _row(program, self.tr("&Your name:"), self.author)
        _row(program, self.tr("&Theme:"), self.theme)
        _row(program, self.tr("&Empty the trash after:"), self.trash)
        _row(text, self.tr("&Font:"), self.family)
        _row(text, self.tr("&Size:"), self.points)
        _row(text, self.tr("&Width of the text:"), self.measure)
        _row(text, self.tr("&Line height:"), self.spacing)
        _row(text, self.tr("Sp&elling:"), self.language)
        _row(text, self.tr("&Preview in split mode:"), self.preview)
        text.addRow(self.cards)
        for title, form in ((self.tr("Program"), program), (self.tr("Editor"), text)):
            form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
            form.setVerticalSpacing(8)
            group = QGroupBox(title, self)
            group.setLayout(form)
            layout.addWidget(group)
        note = QLabel(self.tr("What you choose here holds at once. Texts are always saved by themselves."), self)
        note.setWordWrap(True)
        note.setForegroundRole(note.foregroundRole().PlaceholderText)
        layout.addWidget(note)
        layout.addStretch()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.reset = buttons.addButton(self.tr("&Usual look"), QDialogButtonBox.ButtonRole.ResetRole)
        self.reset.setAutoDefault(False)
        buttons.button(QDialogButtonBox.StandardButton.Close).setDefault(True)
        self.reset.setToolTip(self.tr("Font, size, width and line height as at the first start"))
        without_icons(buttons)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)

    def _connect(self) -> None:
        self.author.textChanged.connect(self._on_author_changed)
        self.trash.valueChanged.connect(self.trash_days_chosen)
        self.theme.currentIndexChanged.connect(self._on_theme_changed)
        self.family.currentIndexChanged.connect(self._on_look_changed)
        self.points.valueChanged.connect(self._on_points_changed)
        self.measure.valueChanged.connect(self._on_look_changed)
        self.spacing.valueChanged.connect(self._on_look_changed)
        self.preview.currentIndexChanged.connect(self._on_look_changed)
        self.language.currentIndexChanged.connect(self._on_language_changed)
        self.cards.toggled.connect(self._on_look_changed)
        self.reset.clicked.connect(self._on_reset)

    def _on_author_changed(self, name: str) -> None:
        self.author_named.emit(" ".join(name.split()))

    def _on_theme_changed(self) -> None:
        self.theme_chosen.emit(Theme(self.theme.currentData()))

    def _on_points_changed(self, points: int) -> None:
        self._looks.choose(replace(self._looks.look, points=points))

    def _on_look_changed(self) -> None:
        self._looks.choose(
            replace(
                self._looks.look,
                family=str(self.family.currentData()),
                measure=self.measure.value(),
                spacing=round(self.spacing.value(), 1),
                preview=Preview(self.preview.currentData()),
                cards=self.cards.isChecked(),
            )
        )

    def _on_language_changed(self) -> None:
        chosen = str(self.language.currentData())
        off = chosen == _OFF
        look = self._looks.look
        self._looks.choose(replace(look, spelling=not off, language=look.language if off else chosen))

    def _list_languages(self) -> None:
        there = languages()
        if not there:
            self.language.addItem(self.tr("No dictionary: install pyenchant, and one of hunspell's"), _OFF)
            self.language.setEnabled(False)
            return
        self.language.addItem(self.tr("As the system"), "")
        self.language.addItem(self.tr("Do not mark misspelt words"), _OFF)
        for each in there:
            locale = QLocale(each)
            name = f"{QLocale.languageToString(locale.language())} ({QLocale.territoryToString(locale.territory())})"
            self.language.addItem(name, each)

    def _on_reset(self) -> None:
        self._looks.choose(replace(Look(), zoom=self._looks.look.zoom, language=self._looks.look.language))
        self.show_look(self._looks.look)


def _row(form: QFormLayout, label: str, field: QWidget) -> None:
    """A labelled field; the label is its accessible name too."""
    form.addRow(label, field)
    field.setAccessibleName(label.replace("&", "").rstrip(":"))
