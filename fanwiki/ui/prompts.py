"""Every question and message that comes up in a window of its own. An error says what happened, what is safe and
what to do, in that order. Nothing here blocks: who asks is called back.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QMessageBox, QWidget

from fanwiki.ui.dialogs.line import LineDialog

_SUFFIX = ".fanwiki"


class Prompts(QObject):
    """Asks and tells on behalf of one window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    def tell_error(self, what: str, *, safe: str = "", do: str = "") -> None:
        """Something went wrong: what happened, what is safe, what to do."""
        box = self._box(QMessageBox.Icon.Warning, what, safe, do)
        box.setObjectName("errorMessage")
        box.addButton(self.tr("OK"), QMessageBox.ButtonRole.AcceptRole)
        box.open()

    def tell(self, what: str, detail: str = "") -> None:
        box = self._box(QMessageBox.Icon.Information, what, detail)
        box.addButton(self.tr("OK"), QMessageBox.ButtonRole.AcceptRole)
        box.open()

    def tell_bug(self, saved: str, report: str, open_folder: Callable[[], None]) -> QMessageBox:
        """An error of the program's own: what is safe, and where the report lies. `saved` is when something was saved
        last, empty if nothing was; `report` is its path, empty if it could not be written.
        """
        safe = self.tr("What you have typed is noted beside the wiki and goes on being saved.")
        if saved:
            safe += " " + self.tr("The last save was at {time}.").format(time=saved)
        told = self.tr("A report was written, with the place in the program and nothing of what you wrote: {path}")
        box = self._box(
            QMessageBox.Icon.Critical,
            self.tr("Something in fanwiki went wrong."),
            safe,
            self.tr("You can go on. If it happens again, close the program and open it anew."),
            told.format(path=report) if report else "",
        )
        box.setObjectName("bugMessage")
        go_on = box.addButton(self.tr("Go on"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(go_on)
        box.setEscapeButton(go_on)
        if report:
            folder = box.addButton(self.tr("Open folder"), QMessageBox.ButtonRole.ActionRole)
            box.buttonClicked.connect(partial(_pass_yes, folder, open_folder))
        box.open()
        return box

    def ask_read_only(self, why: str, answered: Callable[[], None]) -> None:
        """The wiki is being written elsewhere: offers to open it for reading."""
        box = self._box(
            QMessageBox.Icon.Question,
            why,
            self.tr("Nothing was changed."),
            self.tr("You can read it here meanwhile; what is saved elsewhere shows when you open it again."),
        )
        box.setObjectName("readOnlyQuestion")
        self._ask(box, self.tr("Open for reading"), answered)

    def ask_rescue(self, why: str, answered: Callable[[], None]) -> None:
        """A wiki is damaged: offers to open what can be read of it."""
        box = self._box(
            QMessageBox.Icon.Warning,
            why,
            self.tr(
                "The file was not changed, and will not be. Its backups, if there are any, lie in a folder beside it."
            ),
            self.tr("What can still be read of it can be opened for reading here, and written out as Markdown."),
        )
        box.setObjectName("rescueQuestion")
        self._ask(box, self.tr("Open what can be read"), answered)

    def ask_open_address(self, address: str, answered: Callable[[], None]) -> None:
        """A link leads out of the wiki: shows the whole address first."""
        box = self._box(QMessageBox.Icon.Question, self.tr("This link leads out of the wiki:"), address)
        box.setObjectName("addressQuestion")
        self._ask(box, self.tr("Open in the browser"), answered)

    def ask_close_unsaved(self, titles: list[str], why: str, answered: Callable[[], None]) -> None:
        """Some text cannot be saved: asks before it would be lost."""
        box = self._box(
            QMessageBox.Icon.Warning,
            self.tr("The text of {titles} could not be saved: {why}").format(titles=", ".join(titles), why=why),
            self.tr("It is still in the window."),
            self.tr("Stay and copy it to a safe place, or close and lose it."),
        )
        box.setObjectName("unsavedQuestion")
        self._ask(box, self.tr("Close and lose it"), answered, no=self.tr("Stay"), destructive=True)

    def ask_text(self, title: str, label: str, text: str, answered: Callable[[str], None]) -> None:
        """Asks for a line of text, such as a new name."""
        LineDialog(self._window, title, label, text, answered).open()

    def choose_wiki(self, chosen: Callable[[Path], None]) -> None:
        """Asks for a wiki file that is there."""
        dialog = self._file_dialog(self.tr("Open wiki"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._choose(dialog, chosen)

    def choose_new_wiki(self, chosen: Callable[[Path], None], name: str = "") -> None:
        """Asks where a new wiki shall be; the suffix is added for whoever leaves it out."""
        dialog = self._file_dialog(self.tr("New wiki"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix(_SUFFIX.removeprefix("."))
        dialog.selectFile(name)
        self._choose(dialog, chosen)

    def choose_folder(self, title: str, chosen: Callable[[Path], None], parent: QWidget | None = None) -> None:
        dialog = QFileDialog(parent or self._window, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self._choose(dialog, chosen)

    def choose_file(
        self, title: str, kinds: str, chosen: Callable[[Path], None], parent: QWidget | None = None
    ) -> None:
        """Asks for a file that is there; `kinds` is a filter of names as Qt writes it."""
        dialog = QFileDialog(parent or self._window, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(kinds)
        self._choose(dialog, chosen)

    def _file_dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self._window, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilter(self.tr("Wikis (*{suffix})").format(suffix=_SUFFIX))
        return dialog

    def _choose(self, dialog: QFileDialog, chosen: Callable[[Path], None]) -> None:
        dialog.fileSelected.connect(partial(_pass_path, chosen))
        dialog.open()

    def _box(self, icon: QMessageBox.Icon, what: str, *more: str) -> QMessageBox:
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowModality(Qt.WindowModality.WindowModal)
        box.setWindowTitle("fanwiki")
        box.setIcon(icon)
        # A message may hold what somebody else wrote, such as an address: it is never markup.
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(what)
        box.setInformativeText("\n\n".join(part for part in more if part))
        return box

    def _ask(
        self,
        box: QMessageBox,
        yes: str,
        answered: Callable[[], None],
        *,
        no: str = "",
        destructive: bool = False,
    ) -> None:
        role = QMessageBox.ButtonRole.DestructiveRole if destructive else QMessageBox.ButtonRole.AcceptRole
        accept = box.addButton(yes, role)
        reject = box.addButton(no or self.tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(reject if destructive else accept)
        box.setEscapeButton(reject)
        box.buttonClicked.connect(partial(_pass_yes, accept, answered))
        box.open()


def _pass_path(chosen: Callable[[Path], None], path: str) -> None:
    chosen(Path(path))


def _pass_yes(accept: QAbstractButton, answered: Callable[[], None], clicked: QAbstractButton) -> None:
    if clicked is accept:
        answered()
