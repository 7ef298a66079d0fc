"""Spelling in the window: whether it is on, in which language, and what is right in this wiki."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject
from shiboken6 import isValid

from fanwiki.domain.changes import Change
from fanwiki.ui.editor.spell_marks import SpellMarks
from fanwiki.ui.editor.spelling import Spelling, best_language, languages, names_in, open_speller
from fanwiki.ui.look import Look, Looks
from fanwiki.ui.main_window import MainWindow
from fanwiki.ui.session import WikiSession
from fanwiki.ui.settings import Settings
from fanwiki.wiki import View

if TYPE_CHECKING:
    from fanwiki.ui.editor.text_editor import TextEditor


def _names(view: View) -> frozenset[str]:
    return names_in(title for title, _, _, _ in view.titles())


class SpellWork(QObject):
    """Lives as long as the session does. The words that a writer adds are kept on his machine, for each wiki by its
    uuid: they are his hand and not the wiki's.
    """

    def __init__(self, window: MainWindow, session: WikiSession, settings: Settings, looks: Looks) -> None:
        super().__init__(session)
        self._window = window
        self._session = session
        self._settings = settings
        self._looks = looks
        self._uuid = session.author_view().uuid()
        self._own = settings.words(self._uuid)
        self._spelling: Spelling | None = None
        self._asked = 0
        """How often the names have become others."""
        self._reading = False
        self._marks: list[SpellMarks] = []
        self._shown = (looks.look.spelling, looks.look.language)
        window.actions_of_window.connect_all({"toggle_spelling": self.toggle})
        window.actions_of_window["toggle_spelling"].setChecked(looks.look.spelling)
        looks.changed.connect(self._on_look_changed)
        session.changed.connect(self._on_changed)
        session.viewpoint_changed.connect(self._begin)

    def join(self, editor: "TextEditor") -> None:
        """Marks what is misspelt in an editor from now on."""
        marks = SpellMarks(editor, self._ask)
        marks.added.connect(self._add)
        self._marks = [each for each in self._marks if isValid(each)]
        self._marks.append(marks)

    def toggle(self) -> None:
        """Turns the marks on or off; without a dictionary it says what is missing."""
        look = self._looks.look
        if not languages():
            self._window.actions_of_window["toggle_spelling"].setChecked(False)
            self._window.notice.say(self.tr("There is no dictionary: install pyenchant, and one of hunspell's."))
            return
        self._looks.choose(replace(look, spelling=not look.spelling))
        if self._looks.look.spelling:
            words = self.tr("Misspelt words are marked ({language})").format(language=self._language())
        else:
            words = self.tr("Misspelt words are not marked")
        self._window.notice.say(words)

    def _ask(self) -> Spelling | None:
        """The spelling of now. A wiki may have many titles, so its names are read on the lane, and None till then."""
        if self._spelling is None and self._looks.look.spelling and not self._reading:
            if not self._language():
                self._window.actions_of_window["toggle_spelling"].setChecked(False)
                return None
            self._reading = True
            read = partial(_names, self._session.view())
            self._session.lane.submit(read, partial(self._on_names, self._asked), self._on_unread)
        return self._spelling

    def _on_names(self, asked: int, names: frozenset[str]) -> None:
        self._reading = False
        language = self._language()
        if asked == self._asked and language:
            self._spelling = Spelling(open_speller(language), language, names, self._own)
        for marks in self._marks:
            if isValid(marks):
                marks.begin()

    def _on_unread(self, error: Exception) -> None:
        self._reading = False
        raise error

    def _language(self) -> str:
        return best_language(self._looks.look.language or QLocale.system().name(), languages())

    def _add(self, word: str) -> None:
        self._own |= {word.casefold()}
        self._settings.set_words(self._uuid, self._own)
        self._begin()

    def _begin(self) -> None:
        self._spelling = None
        self._asked += 1
        for marks in self._marks:
            if isValid(marks):
                marks.begin()

    def _on_look_changed(self, look: Look) -> None:
        self._window.actions_of_window["toggle_spelling"].setChecked(look.spelling)
        if (look.spelling, look.language) != self._shown:
            self._shown = (look.spelling, look.language)
            self._begin()

    def _on_changed(self, change: Change) -> None:
        if change.pages:
            self._begin()
