"""The data of a page's subject, edited in place: a field is saved when it is left or Enter is pressed."""

from functools import partial

from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from fanwiki.domain.edits import ChangeSubject, IntroducePage
from fanwiki.domain.entities import Page, Show, Subject
from fanwiki.domain.errors import NotFound, WikiError
from fanwiki.domain.ids import PageId
from fanwiki.domain.vocabulary import PageKind, ShowStatus
from fanwiki.ui.panels.form_rows import FormRows
from fanwiki.ui.panels.points import PointField
from fanwiki.ui.panels.profile.subject_fields import FIELDS, SubjectField
from fanwiki.ui.panels.words import sentence, word
from fanwiki.ui.session import WikiSession

_INTRODUCED = frozenset({PageKind.CHARACTER, PageKind.PERSON, PageKind.GROUP})
"""Kinds of page whose introduction is set by hand: seasons and episodes are there when they are reached."""


class SubjectForm(QWidget):
    """One row for each thing that can be said of the subject. What cannot be saved stays, with the reason below, even
    while another page is shown.
    """

    def __init__(self, session: WikiSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._page: Page | None = None
        self._subject: Subject | None = None
        self._drafts: dict[tuple[PageId, str], tuple[str, str]] = {}
        self.rows = FormRows(self)
        self.fields: dict[str, QLineEdit | QComboBox] = {}
        self.introduced: PointField | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.rows)

    def load(self, page: Page, subject: Subject, home: PageId | None) -> None:
        """Shows a page's subject; its points are those of the show `home`. Not to be called while a reading is held:
        it reads for itself.
        """
        same = self._page is not None and self._page.id == page.id and type(self._subject) is type(subject)
        self._page, self._subject = page, subject
        if not same:
            self._build(page, subject)
        for field in FIELDS[type(subject)]:
            self._show_value(field.attribute, field.value(subject))
        self._show_introduction(page, home)

    def commit(self) -> None:
        """Saves what has been typed and not left yet."""
        for attribute in self.fields:
            self._save(attribute)
        self._save_introduction()

    def _build(self, page: Page, subject: Subject) -> None:
        self.rows.clear()
        self.fields = {}
        for field in FIELDS[type(subject)]:
            widget = self._status_field() if _is_choice(subject, field) else self._line_field(field)
            self.fields[field.attribute] = widget
            self.rows.add_field(self._label(field.attribute), widget)
        self.introduced = None
        if page.kind in _INTRODUCED:
            self.introduced = PointField(self.tr("known from the start"))
            self.introduced.setObjectName("introducedField")
            self.introduced.setEnabled(not self._session.read_only)
            self.introduced.activated.connect(self._on_introduction_chosen)
            line = self.introduced.lineEdit()
            assert line is not None
            line.editingFinished.connect(self._save_introduction)
            self.rows.add_field(self.tr("Introduced"), self.introduced)

    def _label(self, attribute: str) -> str:
        labels = {
            "code": self.tr("Code"),
            "original_title": self.tr("Original title"),
            "network": self.tr("Network"),
            "status": self.tr("Status"),
            "number": self.tr("Number"),
            "released": self.tr("Released"),
            "absolute": self.tr("Overall"),
            "air_date": self.tr("Aired"),
            "runtime": self.tr("Runtime"),
            "species": self.tr("Species"),
            "born": self.tr("Born"),
            "purpose": self.tr("Purpose"),
        }
        return labels[attribute]

    def _hint(self, attribute: str) -> str:
        hints = {
            "code": self.tr("stands before points, as in aouad:S1E06"),
            "status": self.tr("such as renewed"),
            "released": self.tr("such as 2022-01-28"),
            "absolute": self.tr("number in the whole show"),
            "air_date": self.tr("such as 2022-01-28"),
            "runtime": self.tr("in minutes"),
            "species": self.tr("such as human"),
            "born": self.tr("such as 1999-12-09, or 1999"),
        }
        return hints.get(attribute, "")

    def _line_field(self, field: SubjectField) -> QLineEdit:
        line = QLineEdit()
        line.setPlaceholderText(self._hint(field.attribute))
        line.setReadOnly(self._session.read_only)
        line.setObjectName(f"subject_{field.attribute}")
        line.editingFinished.connect(partial(self._save, field.attribute))
        return line

    def _status_field(self) -> QComboBox:
        combo = QComboBox()
        combo.addItem(self.tr("not known"), "")
        for status in ShowStatus:
            combo.addItem(word(status), status.value)
        combo.setEnabled(not self._session.read_only)
        combo.setObjectName("subject_status")
        combo.activated.connect(self._on_status_chosen)
        return combo

    def _show_value(self, attribute: str, text: str) -> None:
        """Shows what is stored, unless the user is typing there or has left something that could not be saved."""
        assert self._page is not None
        widget = self.fields[attribute]
        if isinstance(widget, QComboBox):
            widget.setCurrentIndex(max(0, widget.findData(text)))
            return
        draft = self._drafts.get((self._page.id, attribute))
        if draft is not None:
            widget.setText(draft[0])
            self.rows.complain(widget, draft[1])
        elif not (widget.hasFocus() and widget.isModified()) and widget.text() != text:
            widget.setText(text)
            # A long text is read from its beginning.
            widget.setCursorPosition(0)
            self.rows.clear_complaint(widget)

    def _show_introduction(self, page: Page, home: PageId | None) -> None:
        field = self.introduced
        if field is None:
            return
        field.load(self._session.author_view(), home)
        if not field.hasFocus():
            field.set_point(page.introduced_at)
            self.rows.clear_complaint(field)

    def _typed(self, attribute: str) -> str:
        widget = self.fields[attribute]
        return str(widget.currentData()) if isinstance(widget, QComboBox) else widget.text().strip()

    def _save(self, attribute: str) -> None:
        if self._page is None or self._subject is None or self._session.read_only:
            return
        field = next(field for field in FIELDS[type(self._subject)] if field.attribute == attribute)
        key, typed = (self._page.id, attribute), self._typed(attribute)
        if typed == field.value(self._subject):
            self._drafts.pop(key, None)
            self.rows.clear_complaint(self.fields[attribute])
            return
        current = self._current(self._page.id)
        if current is None or self._drafts.get(key, ("", ""))[0] == typed:
            return
        try:
            changed = field.put(current, typed)
        except WikiError as error:
            self._refuse(key, typed, error)
            return
        self._session.apply(
            ChangeSubject(changed),
            initiator=self,
            done=partial(self._accept, key, changed),
            refused=partial(self._refuse, key, typed),
        )

    def _current(self, page: PageId) -> Subject | None:
        """The subject as it is stored now, which may be newer than what is shown; None if its page is gone."""
        try:
            return self._session.author_view().subject(page)
        except NotFound:
            return None

    def _accept(self, key: tuple[PageId, str], changed: Subject, _change: object) -> None:
        self._drafts.pop(key, None)
        if self._page is not None and self._page.id == key[0]:
            self._subject = changed
            self.rows.clear_complaint(self.fields[key[1]])

    def _refuse(self, key: tuple[PageId, str], typed: str, error: WikiError) -> None:
        message = sentence(error)
        here = self._page is not None and self._page.id == key[0]
        if here and self._typed(key[1]) != typed:
            return
        self._drafts[key] = (typed, message)
        if here:
            self.rows.complain(self.fields[key[1]], message)

    def _save_introduction(self) -> None:
        field, page = self.introduced, self._page
        if field is None or page is None or self._session.read_only:
            return
        try:
            point = field.point()
        except WikiError as error:
            self._refuse_introduction(error)
            return
        self.rows.clear_complaint(field)
        if point != page.introduced_at:
            self._session.apply(IntroducePage(page.id, point), initiator=self, refused=self._refuse_introduction)

    def _refuse_introduction(self, error: WikiError) -> None:
        if self.introduced is not None:
            self.rows.complain(self.introduced, sentence(error))

    def _on_status_chosen(self, _index: int) -> None:
        self._save("status")

    def _on_introduction_chosen(self, _index: int) -> None:
        self._save_introduction()


def _is_choice(subject: Subject, field: SubjectField) -> bool:
    return isinstance(subject, Show) and field.attribute == "status"
