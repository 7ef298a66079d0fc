"""A field for a page that is typed by any of its names, with completion."""

from collections.abc import Iterable

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from fanwiki.domain.ids import PageId
from fanwiki.domain.names import given_keys, matching_key, title_key


class PageField(QLineEdit):
    """Holds a page, or a text that no page is called by."""

    def __init__(self, placeholder: str, parent: QWidget | None = None, *, by_given_name: bool = False) -> None:
        super().__init__(parent)
        self._by_given_name = by_given_name
        self._by_end: dict[str, set[PageId]] = {}
        self._by_title: dict[str, PageId] = {}
        self._by_name: dict[str, set[PageId]] = {}
        self._model = QStringListModel(self)
        self.setPlaceholderText(placeholder)
        completer = QCompleter(self._model, self)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)

    def load(self, names: Iterable[tuple[str, PageId]]) -> None:
        """Offers pages by their names, the better names first: of two pages of one name the first is meant."""
        self._by_title, self._by_name, self._by_end = {}, {}, {}
        texts: dict[str, None] = {}
        for text, page in names:
            texts.setdefault(text)
            self._by_title.setdefault(title_key(text), page)
            self._by_name.setdefault(matching_key(text), set()).add(page)
            for key in given_keys(text) if self._by_given_name else ():
                self._by_end.setdefault(key, set()).add(page)
        self._model.setStringList(sorted(texts))

    def typed(self) -> str:
        """The text in the field, without blanks around it."""
        return " ".join(self.text().split())

    def page(self) -> PageId | None:
        """The page that the text names, hyphens, blanks and case aside where that leaves no doubt."""
        meant = self._meant()
        return next(iter(meant)) if len(meant) == 1 else None

    def is_doubtful(self) -> bool:
        """Whether the text may name several pages."""
        return len(self._meant()) > 1

    def _meant(self) -> set[PageId]:
        typed = self.typed()
        exact = self._by_title.get(title_key(typed))
        if exact is not None:
            return {exact}
        key = matching_key(typed)
        return self._by_name.get(key) or self._by_end.get(key, set())
