"""A new page of any kind, with what its kind needs."""

import re
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QWidget

from fanwiki.domain.edits import AddPage
from fanwiki.domain.entities import Character, Episode, Group, Page, Person, Season, Show, Subject
from fanwiki.domain.errors import InvalidEdit
from fanwiki.domain.ids import PageId, new_id
from fanwiki.domain.vocabulary import PageKind
from fanwiki.ui.dialogs.form import FormDialog
from fanwiki.ui.icons import icon
from fanwiki.ui.panels.page_field import PageField
from fanwiki.ui.panels.points import PointField
from fanwiki.ui.session import WikiSession
from fanwiki.wiki.reading.choosing import Wanted

_KINDS: Final = {
    PageKind.ARTICLE: QT_TRANSLATE_NOOP("NewPageDialog", "Page"),
    PageKind.CHARACTER: QT_TRANSLATE_NOOP("NewPageDialog", "Character"),
    PageKind.PERSON: QT_TRANSLATE_NOOP("NewPageDialog", "Person"),
    PageKind.EPISODE: QT_TRANSLATE_NOOP("NewPageDialog", "Episode"),
    PageKind.SEASON: QT_TRANSLATE_NOOP("NewPageDialog", "Season"),
    PageKind.SHOW: QT_TRANSLATE_NOOP("NewPageDialog", "Show"),
    PageKind.GROUP: QT_TRANSLATE_NOOP("NewPageDialog", "Group"),
    PageKind.CATEGORY: QT_TRANSLATE_NOOP("NewPageDialog", "Category"),
    PageKind.TEMPLATE: QT_TRANSLATE_NOOP("NewPageDialog", "Template"),
}
_PARENTS: Final = {
    PageKind.CHARACTER: (PageKind.SHOW,),
    PageKind.SEASON: (PageKind.SHOW,),
    PageKind.EPISODE: (PageKind.SEASON,),
    PageKind.ARTICLE: (PageKind.ARTICLE, PageKind.GROUP, PageKind.SHOW),
    PageKind.GROUP: (PageKind.ARTICLE, PageKind.GROUP, PageKind.SHOW),
}
"""What a page of a kind may stand below; the kinds that are not named stand at the root."""
_MUST_HAVE_PARENT: Final = (PageKind.CHARACTER, PageKind.SEASON, PageKind.EPISODE)
_PLAIN: Final[dict[PageKind, Callable[[PageId], Subject]]] = {
    PageKind.CHARACTER: Character,
    PageKind.PERSON: Person,
    PageKind.GROUP: Group,
}
_INTRODUCED: Final = (PageKind.ARTICLE, PageKind.CHARACTER, PageKind.PERSON, PageKind.GROUP, PageKind.CATEGORY)

_WITHOUT_TEMPLATE: Final = (PageKind.TEMPLATE, PageKind.CATEGORY)
_PLACE: Final = re.compile(r"\{\{\{\s*(?P<name>[^{}|]+?)\s*(?:\|(?P<usual>[^{}]*))?\}\}\}")
_TITLE: Final = "title"

Submit = Callable[[AddPage, "NewPageDialog"], None]


class NewPageDialog(FormDialog):
    """Asks for kind, title, place and first appearance, and gives `submit` the edit. `near` is the page that the new
    one shall stand below or beside, if its kind can.
    """

    def __init__(
        self,
        session: WikiSession,
        submit: Submit,
        parent: QWidget,
        *,
        kind: PageKind = PageKind.ARTICLE,
        near: PageId | None = None,
        title: str = "",
    ) -> None:
        super().__init__(parent, "", "")
        self.setObjectName("newPageDialog")
        self.setWindowTitle(self.tr("New page"))
        self.go.setText(self.tr("Make the page"))
        self._view = view = session.author_view()
        self._submit = submit
        self._near: tuple[Page, ...] = () if near is None else tuple(reversed(view.path(near)))
        self.kind = QComboBox(self)
        for each, text in _KINDS.items():
            self.kind.addItem(icon(each.value), self.tr(str(text)), each)
        self.title = QLineEdit(title, self)
        self.title.setPlaceholderText(self.tr("How the page is called; links use it"))
        self.code = QLineEdit(self)
        self.code.setPlaceholderText(self.tr("Short, such as aouad; stands in points like aouad:S1E06"))
        self.parent_page = PageField(session, "", self)
        self.number = QSpinBox(self)
        self.number.setRange(0, 9999)
        self.introduced = PointField(self.tr("known from the start"), self)
        self.row(self.tr("&Kind:"), self.kind)
        self.row(self.tr("&Title:"), self.title)
        self.row(self.tr("&Code:"), self.code)
        self.row(self.tr("&Below:"), self.parent_page)
        self.row(self.tr("&Number:"), self.number)
        self.row(self.tr("&Introduced in:"), self.introduced)
        self.template = PageField(session, self.tr("an empty page, or the name of a template"), self)
        self.template.ask_for(Wanted((PageKind.TEMPLATE,)))
        self._has_templates = bool(view.first_pages(1, PageKind.TEMPLATE))
        self.row(self.tr("&Begin with:"), self.template)
        self.kind.currentIndexChanged.connect(self._on_kind_changed)
        self.parent_page.textChanged.connect(self._on_parent_changed)
        self.title.textChanged.connect(self._on_title_changed)
        self.choose_kind(kind)
        self._on_kind_changed()
        self.title.setFocus()

    def choose_kind(self, kind: PageKind) -> None:
        self.kind.setCurrentIndex(self.kind.findData(kind))

    def submit(self) -> None:
        kind = self._kind
        parent = self._parent_asked(kind)
        page = PageId(new_id())
        title = self.title.text().strip()
        if not title:
            raise InvalidEdit(self.tr("give the page a title"))
        edit = AddPage(
            page,
            kind,
            title,
            None if parent is None else parent.id,
            self._body(title),
            subject=self._subject(page, parent),
            introduced_at=self.introduced.point() if kind in _INTRODUCED else None,
        )
        self._submit(edit, self)

    def _body(self, title: str) -> str:
        """The text that the page begins with."""
        typed = self.template.typed()
        if not typed or not self._has_templates or self._kind in _WITHOUT_TEMPLATE:
            return ""
        template = self.template.page()
        if template is None:
            self.template.setFocus()
            raise InvalidEdit(self.tr("there is no template “{name}”; choose one from the list").format(name=typed))
        return begun_from(self._view.text(template).body, title)

    def _parent_asked(self, kind: PageKind) -> Page | None:
        """The page that the new one shall stand below. Raises InvalidEdit for a text that is none, and where there has
        to be one.
        """
        parent, typed = self._parent, self.parent_page.typed()
        if parent is not None or kind not in _PARENTS:
            return parent
        if typed:
            self.parent_page.setFocus()
            said = self.tr("there is no page “{name}” that this one could stand below; choose one from the list")
            raise InvalidEdit(said.format(name=typed))
        if kind not in _MUST_HAVE_PARENT:
            return None
        wanted = self.tr(str(_KINDS[_PARENTS[kind][0]])).lower()
        if not self._view.first_pages(1, *_PARENTS[kind]):
            raise InvalidEdit(self.tr("make a {wanted} first: this page stands below one").format(wanted=wanted))
        self.parent_page.setFocus()
        raise InvalidEdit(self.tr("choose the {wanted} that this page stands below").format(wanted=wanted))

    @property
    def _kind(self) -> PageKind:
        return PageKind(self.kind.currentData())

    @property
    def _parent(self) -> Page | None:
        found = self.parent_page.page() if self._kind in _PARENTS else None
        return None if found is None else self._view.page(found)

    def _subject(self, page: PageId, parent: Page | None) -> Subject | None:
        kind = self._kind
        if kind is PageKind.SHOW:
            return Show(page, self.code.text().strip() or _initials(self.title.text()))
        if kind is PageKind.SEASON and parent is not None:
            return Season(page, parent.id, self.number.value())
        if kind is PageKind.EPISODE and parent is not None:
            return Episode(page, parent.id, self.number.value())
        plain = _PLAIN.get(kind)
        return None if plain is None else plain(page)

    def _on_kind_changed(self) -> None:
        kind = self._kind
        allowed = _PARENTS.get(kind, ())
        must = kind in _MUST_HAVE_PARENT
        near = next((page for page in self._near if page.kind in allowed), None)
        if near is None and must:
            near = next(iter(self._view.first_pages(1, *allowed)), None)
        self.parent_page.ask_for(Wanted(allowed))
        self.parent_page.setPlaceholderText(self.tr("type a name") if must else self.tr("the top of the tree"))
        self.parent_page.blockSignals(True)
        self.parent_page.setText("" if near is None else near.title)
        self.parent_page.blockSignals(False)
        self.form.setRowVisible(self.code, kind is PageKind.SHOW)
        self.form.setRowVisible(self.parent_page, bool(allowed))
        self.form.setRowVisible(self.number, kind in (PageKind.SEASON, PageKind.EPISODE))
        self.form.setRowVisible(self.introduced, kind in _INTRODUCED)
        self.form.setRowVisible(self.template, self._has_templates and kind not in _WITHOUT_TEMPLATE)
        self._on_parent_changed()
        self.adjustSize()

    def _on_parent_changed(self) -> None:
        """Proposes the next number, and loads the points of the show that the page belongs to."""
        parent = self._parent
        home = None if parent is None else self._view.home_show(parent.id)
        self.introduced.load(self._view, home)
        if parent is None:
            return
        if self._kind is PageKind.SEASON:
            numbers = [season.number for _, season in self._view.seasons(parent.id)]
            self.number.setValue(max(numbers, default=0) + 1)
        elif self._kind is PageKind.EPISODE and home is not None:
            lines = [line for line in self._view.episodes(home) if line.season == parent.id]
            self.number.setValue(len(lines) + 1)

    def _on_title_changed(self, title: str) -> None:
        self.code.setPlaceholderText(_initials(title) or self.tr("Short, such as aouad"))


def _initials(title: str) -> str:
    """A proposal for a show's code: the first letters of its words."""
    return "".join(word[0] for word in title.split() if word[0].isalnum()).lower()


def begun_from(template: str, title: str) -> str:
    """A template's text for a new page: `{{{title}}}` is its title, `{{{name|usual}}}` what is usual. A place with
    nothing usual stays, for the writer to fill.
    """

    def filled(place: re.Match[str]) -> str:
        if place["name"].casefold() == _TITLE:
            return title
        return place[0] if place["usual"] is None else place["usual"]

    return _PLACE.sub(filled, template)
