"""Everything the window can do, as one list: menus, shortcuts and the command palette are made from it.

An action's object name is `action_<verb>_<noun>`. What it does is connected by whoever can do it; `needs` says when
it can be done at all.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Flag, auto
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from fanwiki.ui.icons import icon
from fanwiki.ui.plain import plain_tip

_Key = QKeySequence.StandardKey


class Needs(Flag):
    """What must be there before an action makes sense."""

    NOTHING = 0
    WIKI = auto()
    WRITABLE = auto()
    PAGE = auto()
    """A page in the current tab or selected in the tree."""
    TAB = auto()
    """A page open in a tab."""
    SHEET = auto()
    """Anything open in a tab: a page or the board."""
    SIDES = auto()
    """Pages beside each other."""
    TABLE = auto()
    """The cursor in a table of a page."""
    VIEWPOINT = auto()
    """A viewpoint that does not see everything."""


_CHANGE: Final = Needs.WIKI | Needs.WRITABLE
_CHANGE_PAGE: Final = _CHANGE | Needs.PAGE
_EDIT: Final = _CHANGE | Needs.TAB
_EDIT_TABLE: Final = _EDIT | Needs.TABLE
_READ: Final = Needs.WIKI | Needs.TAB
_SHEET: Final = Needs.WIKI | Needs.SHEET


@dataclass(frozen=True)
class ActionSpec:
    """One action: `name` is what stands after `action_`; `keys` are shortcuts, the first is the one shown."""

    name: str
    text: str
    icon: str = ""
    keys: tuple[QKeySequence.StandardKey | str, ...] = ()
    needs: Needs = Needs.NOTHING
    group: str = ""
    """Checkable actions of one group exclude each other; `-` stands alone."""


SEPARATOR: Final = "-"
HEADINGS: Final = tuple(f"set_heading{level}" for level in range(1, 7))
TABLE: Final = (
    "insert_table", "add_row_above", "add_row_below", "move_row_up", "move_row_down", "delete_row",
    "add_column_before", "add_column_after", "move_column_left", "move_column_right", "delete_column",
    "align_left", "align_centre", "align_right",
)  # fmt: skip
RECENT: Final = "recent"
FAVOURITES_MENU: Final = "favourites"
QUERIES_MENU: Final = "queries"
HEADING_MENU: Final = "heading"
TABLE_MENU: Final = "table"
THEME_MENU: Final = "theme"
PANES_MENU: Final = "panes"
SIDES_MENU: Final = "sides"
SIDES: Final = ("split_beside", "split_below", "move_tab", "close_side")

PANES: Final = ("pages", "status", "cast", "claims", "relations", "profile", "outline", "backlinks")
"""The panes that `action_show_<pane>` brings to the front; the others have more to do for it."""

MENUS: Final[tuple[tuple[str, ...], ...]] = (
    (
        "create_wiki", "open_wiki", RECENT, "open_sample", SEPARATOR, "save_page", "describe_save", "import_wiki",
        "export_html",
        "restore_backup", "open_past", "rescue_wiki", SEPARATOR, "close_tab", "reopen_tab", "close_wiki",
        "quit_program",
    ),
    (
        "undo_step", "redo_step", SEPARATOR, "cut_text", "copy_text", "paste_text", "paste_plain", "select_all",
        SEPARATOR, "toggle_bold", "toggle_italic", "insert_link", HEADING_MENU, TABLE_MENU, SEPARATOR, "find_text",
        "find_next", "find_previous", "replace_text", "replace_everywhere", SEPARATOR, "toggle_spelling", SEPARATOR,
        "show_settings",
    ),
    (
        "cycle_mode", "show_edit", "show_split", "show_read", SEPARATOR, "zoom_in", "zoom_out", "reset_zoom", SEPARATOR,
        SIDES_MENU, SEPARATOR, THEME_MENU, SEPARATOR, "toggle_panes", PANES_MENU, "toggle_focus",
        "toggle_fullscreen", SEPARATOR, "focus_next", "focus_editor",
    ),
    (
        "go_back", "go_forward", "go_up", "go_home", SEPARATOR, "go_previous", "go_next", SEPARATOR, "switch_page",
        "search_wiki", "go_random", "show_card", FAVOURITES_MENU, "toggle_favourite", SEPARATOR,
        "show_everything", "show_unlocked",
    ),
    (
        "create_page", "rename_page", "merge_page", "split_section", "review_page", "approve_page", "delete_page",
        SEPARATOR, "restore_page", SEPARATOR, "edit_states", "edit_fields", "edit_orders", "rename_wiki", SEPARATOR,
        "show_board", "show_graph", "show_appearances", "show_findings", "show_queries", QUERIES_MENU,
        "show_history", "show_changes",
    ),
    ("show_commands", "show_shortcuts", SEPARATOR, "show_about"),
)  # fmt: skip
"""File, Edit, View, Go, Wiki, Help: names of actions, and of the menus within."""


class Actions(QObject):
    """The actions of one window, and its menus."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._specs = {spec.name: spec for spec in self._list()}
        self._groups: dict[str, QActionGroup] = {}
        self._actions = {name: self._make(spec) for name, spec in self._specs.items()}
        self.recent_menu = QMenu(self.tr("Open &recent"), window)
        self.favourites_menu = QMenu(self.tr("Fa&vourites"), window)
        self.queries_menu = QMenu(self.tr("Saved &queries"), window)
        self.panes_menu = QMenu(self.tr("&Panes"), window)
        self.edit_menu = self._make_menus()
        self.set_there(Needs.NOTHING)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._actions.values())

    def names(self) -> tuple[str, ...]:
        """What all actions are called, without `action_`."""
        return tuple(self._actions)

    def set_keys(self, name: str, keys: Sequence[QKeySequence]) -> None:
        """Gives an action these keys, in its menu and in the palette; the first is the one shown."""
        self._actions[name].setShortcuts(list(keys))
        self._actions[name].setToolTip(_tool_tip(self._actions[name]))

    def connect_all(self, slots: dict[str, Callable[[], object]]) -> None:
        """Joins actions, by name, to what they do."""
        for name, slot in slots.items():
            self._actions[name].triggered.connect(slot)

    def set_there(self, there: Needs) -> None:
        """Enables what can be done with what is there now."""
        for name, spec in self._specs.items():
            self._actions[name].setEnabled(spec.needs in there)

    def say(self, name: str, text: str) -> None:
        """Gives an action another text, in its menu and in the palette."""
        self._actions[name].setText(text)
        self._actions[name].setToolTip(_tool_tip(self._actions[name]))

    def set_icons(self) -> None:
        """Gives the actions their icons: after the first paint, since the font must be read for it."""
        for name, spec in self._specs.items():
            if spec.icon:
                self._actions[name].setIcon(icon(spec.icon))

    def keep_to(self, widget: QWidget, *names: str) -> None:
        """Lets the shortcuts of actions work in a widget alone, or in several, one after the other."""
        for name in names:
            action = self._actions[name]
            self._window.removeAction(action)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            widget.addAction(action)

    def _make(self, spec: ActionSpec) -> QAction:
        action = QAction(spec.text, self._window)
        action.setObjectName(f"action_{spec.name}")
        action.setShortcuts(_sequences(spec))
        action.setToolTip(_tool_tip(action))
        action.setMenuRole(_ROLES.get(spec.name, QAction.MenuRole.NoRole))
        if spec.group:
            action.setCheckable(True)
        if spec.group not in ("", "-"):
            group = self._groups.setdefault(spec.group, QActionGroup(self._window))
            group.addAction(action)
        return action

    def _make_menus(self) -> QMenu:
        bar = self._window.menuBar()
        titles = (
            self.tr("&File"),
            self.tr("&Edit"),
            self.tr("&View"),
            self.tr("&Go"),
            self.tr("&Wiki"),
            self.tr("&Help"),
        )
        inner = {
            RECENT: self.recent_menu,
            FAVOURITES_MENU: self.favourites_menu,
            QUERIES_MENU: self.queries_menu,
            HEADING_MENU: self._inner(self.tr("&Heading"), HEADINGS),
            TABLE_MENU: self._inner(self.tr("Ta&ble"), TABLE),
            THEME_MENU: self._inner(self.tr("&Theme"), ("follow_system", "use_light", "use_dark")),
            PANES_MENU: self.panes_menu,
            SIDES_MENU: self._inner(self.tr("Pages bes&ide each other"), SIDES),
        }
        menus = [bar.addMenu(title) for title in titles]
        for menu, names in zip(menus, MENUS, strict=True):
            for name in names:
                if name == SEPARATOR:
                    menu.addSeparator()
                elif name in inner:
                    menu.addMenu(inner[name])
                else:
                    menu.addAction(self._actions[name])
        # What stands in no menu still answers to its keys.
        self._window.addActions(list(self._actions.values()))
        return menus[1]

    def _inner(self, title: str, names: tuple[str, ...]) -> QMenu:
        menu = QMenu(title, self._window)
        menu.addActions([self._actions[name] for name in names])
        return menu

    def _list(self) -> tuple[ActionSpec, ...]:
        return (
            *self._of_files(),
            *self._of_texts(),
            *self._of_tables(),
            *self._of_looks(),
            *self._of_ways(),
            *self._of_structure(),
        )

    def _of_files(self) -> tuple[ActionSpec, ...]:
        return (
            ActionSpec("create_wiki", self.tr("&New wiki…"), "new-wiki", ("Ctrl+Shift+N",)),
            ActionSpec("open_wiki", self.tr("&Open wiki…"), "open", ("Ctrl+Shift+O",)),
            ActionSpec("open_sample", self.tr("Open the &sample wiki"), "sample"),
            ActionSpec("save_page", self.tr("Save &now"), "save", (_Key.Save,), _EDIT),
            ActionSpec("describe_save", self.tr("Save with a su&mmary…"), "", ("Ctrl+Shift+S",), _EDIT),
            ActionSpec("export_html", self.tr("&Export…"), "export", ("Ctrl+Shift+E",), Needs.WIKI),
            ActionSpec("import_wiki", self.tr("&Import…"), "import", (), Needs.WRITABLE),
            ActionSpec("restore_backup", self.tr("Restore from &backup…"), "open", (), Needs.WIKI),
            ActionSpec("rescue_wiki", self.tr("Resc&ue a damaged wiki…")),
            ActionSpec("open_past", self.tr("As it stood &on a date…"), "history", (), Needs.WIKI),
            ActionSpec("close_tab", self.tr("Close &tab"), "close", ("Ctrl+W",), _SHEET),
            ActionSpec("reopen_tab", self.tr("Reopen closed ta&b"), "", ("Ctrl+Shift+T",), Needs.WIKI),
            ActionSpec("close_wiki", self.tr("&Close wiki"), "", ("Ctrl+Shift+W",), Needs.WIKI),
            ActionSpec("quit_program", self.tr("&Quit"), "quit", ("Ctrl+Q",)),
        )

    def _of_texts(self) -> tuple[ActionSpec, ...]:
        headings = tuple(
            ActionSpec(name, self.tr("Heading &{level}").format(level=level), "heading", (f"Ctrl+{level}",), _EDIT)
            for level, name in enumerate(HEADINGS, 1)
        )
        return (
            ActionSpec("undo_step", self.tr("&Undo"), "undo", (_Key.Undo,), _CHANGE),
            ActionSpec("redo_step", self.tr("&Redo"), "redo", (_Key.Redo,), _CHANGE),
            ActionSpec("cut_text", self.tr("Cu&t"), "cut", (_Key.Cut,)),
            ActionSpec("copy_text", self.tr("&Copy"), "copy", (_Key.Copy,)),
            ActionSpec("paste_text", self.tr("&Paste"), "paste", (_Key.Paste,)),
            ActionSpec("paste_plain", self.tr("Paste as plain te&xt"), "", ("Ctrl+Shift+V",)),
            ActionSpec("select_all", self.tr("Select &all"), "", (_Key.SelectAll,)),
            ActionSpec("toggle_bold", self.tr("&Bold"), "bold", (_Key.Bold,), _EDIT),
            ActionSpec("toggle_italic", self.tr("&Italic"), "italic", (_Key.Italic,), _EDIT),
            ActionSpec("insert_link", self.tr("&Link"), "link", ("Ctrl+K",), _EDIT),
            *headings,
            ActionSpec("find_text", self.tr("&Find in page…"), "find", (_Key.Find,), _READ),
            ActionSpec("find_next", self.tr("Find &next"), "", ("F3",), _READ),
            ActionSpec("find_previous", self.tr("Find pre&vious"), "", ("Shift+F3",), _READ),
            ActionSpec("toggle_spelling", self.tr("Mark mi&sspelt words"), "", ("F7",), Needs.WIKI, "-"),
            ActionSpec("replace_text", self.tr("&Replace in page…"), "replace", ("Ctrl+H",), _EDIT),
            ActionSpec("replace_everywhere", self.tr("Replace in the &wiki…"), "replace", ("Ctrl+Alt+F",), _CHANGE),
        )

    def _of_tables(self) -> tuple[ActionSpec, ...]:
        return (
            ActionSpec("insert_table", self.tr("Insert &table"), "table", (), _EDIT),
            ActionSpec("add_row_above", self.tr("Add row &above"), "", (), _EDIT_TABLE),
            ActionSpec("add_row_below", self.tr("Add row &below"), "", (), _EDIT_TABLE),
            ActionSpec("move_row_up", self.tr("Move row &up"), "", (), _EDIT_TABLE),
            ActionSpec("move_row_down", self.tr("Move row &down"), "", (), _EDIT_TABLE),
            ActionSpec("delete_row", self.tr("Delete r&ow"), "", (), _EDIT_TABLE),
            ActionSpec("add_column_before", self.tr("Add column b&efore"), "", (), _EDIT_TABLE),
            ActionSpec("add_column_after", self.tr("Add column a&fter"), "", (), _EDIT_TABLE),
            ActionSpec("move_column_left", self.tr("Move column &left"), "", (), _EDIT_TABLE),
            ActionSpec("move_column_right", self.tr("Move column &right"), "", (), _EDIT_TABLE),
            ActionSpec("delete_column", self.tr("Delete &column"), "", (), _EDIT_TABLE),
            ActionSpec("align_left", self.tr("Align column left"), "", (), _EDIT_TABLE),
            ActionSpec("align_centre", self.tr("Align column in the middle"), "", (), _EDIT_TABLE),
            ActionSpec("align_right", self.tr("Align column right"), "", (), _EDIT_TABLE),
        )

    def _of_looks(self) -> tuple[ActionSpec, ...]:
        return (
            ActionSpec("cycle_mode", self.tr("&Next mode: edit, split, read"), "", ("Ctrl+E",), _READ),
            ActionSpec("show_edit", self.tr("&Edit"), "edit", (), _READ, "mode"),
            ActionSpec("show_split", self.tr("&Split"), "split", (), _READ, "mode"),
            ActionSpec("show_read", self.tr("&Read"), "read", (), _READ, "mode"),
            ActionSpec("zoom_in", self.tr("Zoom &in"), "zoom-in", ("Ctrl++", "Ctrl+="), _READ),
            ActionSpec("zoom_out", self.tr("Zoom &out"), "zoom-out", ("Ctrl+-",), _READ),
            ActionSpec("reset_zoom", self.tr("&Original size"), "", ("Ctrl+0",), _READ),
            ActionSpec("split_beside", self.tr("Split, side &by side"), "split", ("Ctrl+\\",), _READ),
            ActionSpec("split_below", self.tr("Split, one &above the other"), "", ("Ctrl+Shift+\\",), _READ),
            ActionSpec("move_tab", self.tr("&Move tab to the other side"), "", ("Ctrl+Alt+M",), _SHEET),
            ActionSpec("close_side", self.tr("&Close this side"), "", (), Needs.WIKI | Needs.SIDES),
            ActionSpec("follow_system", self.tr("As the &system"), "theme", (), Needs.NOTHING, "theme"),
            ActionSpec("use_light", self.tr("&Light"), "light", (), Needs.NOTHING, "theme"),
            ActionSpec("use_dark", self.tr("&Dark"), "dark", (), Needs.NOTHING, "theme"),
            ActionSpec("toggle_panes", self.tr("Side p&anes"), "panes", ("F9",), Needs.WIKI, "-"),
            ActionSpec("toggle_focus", self.tr("F&ocus mode"), "", ("F8",), _READ, "-"),
            ActionSpec("toggle_fullscreen", self.tr("&Full screen"), "fullscreen", ("F11",), Needs.NOTHING, "-"),
            ActionSpec("show_pages", self.tr("Pane: Pages"), "", (), Needs.WIKI),
            ActionSpec("show_status", self.tr("Pane: Status"), "", (), Needs.WIKI),
            ActionSpec("show_cast", self.tr("Pane: Cast"), "cast", (), Needs.WIKI),
            ActionSpec("show_claims", self.tr("Pane: Claims"), "claims", (), Needs.WIKI),
            ActionSpec("show_relations", self.tr("Pane: Relations"), "", (), Needs.WIKI),
            ActionSpec("show_profile", self.tr("Pane: Profile"), "profile", (), Needs.WIKI),
            ActionSpec("show_outline", self.tr("Pane: Outline"), "outline", (), Needs.WIKI),
            ActionSpec("show_backlinks", self.tr("Pane: Backlinks"), "backlinks", (), Needs.WIKI),
            ActionSpec("focus_next", self.tr("Ne&xt pane"), "", ("F6",), Needs.WIKI),
            ActionSpec("focus_editor", self.tr("Bac&k to the editor"), "", ("Escape",), _READ),
        )

    def _of_ways(self) -> tuple[ActionSpec, ...]:
        return (
            ActionSpec("go_back", self.tr("&Back"), "back", ("Alt+Left",), Needs.WIKI),
            ActionSpec("go_forward", self.tr("&Forward"), "forward", ("Alt+Right",), Needs.WIKI),
            ActionSpec("go_up", self.tr("&Page above"), "up", ("Alt+Up",), _READ),
            ActionSpec("go_home", self.tr("&Main page"), "home", ("Alt+Home",), Needs.WIKI),
            ActionSpec("go_previous", self.tr("P&revious episode"), "previous", ("Alt+PgUp",), Needs.WIKI),
            ActionSpec("go_next", self.tr("&Next episode"), "next", ("Alt+PgDown",), Needs.WIKI),
            ActionSpec("switch_page", self.tr("&Switch to page…"), "switch", ("Ctrl+O",), Needs.WIKI),
            ActionSpec("search_wiki", self.tr("Search the &wiki"), "find", ("Ctrl+Shift+F",), Needs.WIKI),
            ActionSpec("go_random", self.tr("A page by &chance"), "", ("Alt+Shift+Home",), Needs.WIKI),
            ActionSpec("show_card", self.tr("&Card of the link"), "info", ("Ctrl+Shift+K",), _READ),
            ActionSpec("toggle_favourite", self.tr("&Keep among the favourites"), "star", ("Ctrl+D",), _CHANGE_PAGE),
            ActionSpec("show_everything", self.tr("Show &everything"), "eye", (), Needs.WIKI | Needs.VIEWPOINT),
            ActionSpec(
                "show_unlocked",
                self.tr("What this episode &unlocks"),
                "unlocked",
                ("Ctrl+Alt+U",),
                Needs.WIKI | Needs.VIEWPOINT,
            ),
        )

    def _of_structure(self) -> tuple[ActionSpec, ...]:
        return (
            ActionSpec("create_page", self.tr("&New page…"), "new-page", (_Key.New,), _CHANGE),
            ActionSpec("rename_page", self.tr("&Rename page…"), "rename", ("F2",), _CHANGE_PAGE),
            ActionSpec("merge_page", self.tr("Mer&ge page into…"), "", (), _CHANGE_PAGE),
            ActionSpec("split_section", self.tr("Split secti&on off as a page…"), "new-page", (), _EDIT),
            ActionSpec("review_page", self.tr("&Mark as safe…"), "safe", (), _CHANGE_PAGE),
            ActionSpec(
                "approve_page",
                self.tr("Mark as safe &from here"),
                "safe",
                ("Ctrl+Alt+R",),
                _CHANGE_PAGE | Needs.VIEWPOINT,
            ),
            ActionSpec("delete_page", self.tr("&Delete page"), "delete", (_Key.Delete,), _CHANGE_PAGE),
            ActionSpec("restore_page", self.tr("&Trash…"), "restore", (), _CHANGE),
            ActionSpec("edit_states", self.tr("&States…"), "status", (), _CHANGE),
            ActionSpec("edit_fields", self.tr("Profile &fields…"), "profile", (), _CHANGE),
            ActionSpec("edit_orders", self.tr("Episode &orders…"), "episode", (), _CHANGE),
            ActionSpec("rename_wiki", self.tr("Rename the &wiki…"), "", (), _CHANGE),
            ActionSpec("show_board", self.tr("Survivor &board"), "status", ("Ctrl+Shift+B",), Needs.WIKI),
            ActionSpec("show_graph", self.tr("Relationship &graph"), "relations", ("Ctrl+Shift+G",), Needs.WIKI),
            ActionSpec("show_appearances", self.tr("&Appearances"), "characters", ("Ctrl+Shift+A",), Needs.WIKI),
            ActionSpec("show_queries", self.tr("&Queries"), "find", ("Ctrl+Shift+Q",), Needs.WIKI),
            ActionSpec("show_findings", self.tr("F&indings"), "findings", ("Ctrl+Shift+I",), Needs.WIKI),
            ActionSpec("show_history", self.tr("&History"), "history", ("Ctrl+Shift+H",), Needs.WIKI),
            ActionSpec("show_changes", self.tr("Recent &changes"), "recent", ("Ctrl+Alt+H",), Needs.WIKI),
            ActionSpec("show_settings", self.tr("&Settings…"), "", ("Ctrl+,",)),
            ActionSpec("show_commands", self.tr("&Commands…"), "commands", ("Ctrl+P", "Ctrl+Shift+P")),
            ActionSpec("show_shortcuts", self.tr("&Keyboard shortcuts"), "keyboard", (_Key.HelpContents,)),
            ActionSpec("show_about", self.tr("&About fanwiki"), "info"),
        )


_ROLES: Final = {
    "quit_program": QAction.MenuRole.QuitRole,
    "show_about": QAction.MenuRole.AboutRole,
    "show_settings": QAction.MenuRole.PreferencesRole,
}


def _sequences(spec: ActionSpec) -> list[QKeySequence]:
    found: list[QKeySequence] = []
    for key in spec.keys:
        found.extend([QKeySequence(key)] if isinstance(key, str) else QKeySequence.keyBindings(key)[:1])
    return found


def _tool_tip(action: QAction) -> str:
    words = plain_text(action)
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return plain_tip(f"{words} ({keys})" if keys else words)


def plain_text(action: QAction) -> str:
    """An action's text without the marks of its menu."""
    return action.text().replace("&&", "\0").replace("&", "").replace("\0", "&").removesuffix("…")
