"""Kept searches in the window: keeping what stands in the search field, renaming, forgetting."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from b2bdesk.texts import tr
from b2bdesk.texts.errors import describe
from b2bdesk.trade.errors import CodedError
from b2bdesk.ui.dialogs.sheet import Sheet
from b2bdesk.ui.frame.commands import EDIT, Command
from b2bdesk.ui.frame.context import ToastSpec
from b2bdesk.ui.main_window import MainWindow
from b2bdesk.ui.tasks import TaskRunner
from b2bdesk.ui.widgets.button import DANGER, PRIMARY
from b2bdesk.ui.widgets.field import Field
from b2bdesk.ui.widgets.labels import PlainLabel
from b2bdesk.ui.widgets.row_list import ListItem, RowList
from b2bdesk.usecases.saved_searches import SavedSearch, SavedSearches

_SAVE, _DELETE = "save", "delete"
_ROWS = 8


class Searches(QObject):
    """The commands of kept searches.

    Args:
        window: whose search field is kept.
        saved: the use case.
        runner: runs it where desk.db is written.
    """

    def __init__(self, window: MainWindow, saved: SavedSearches, runner: TaskRunner) -> None:
        super().__init__(window)
        self._window = window
        self._saved = saved
        self._runner = runner
        window.rebuilt.connect(self.register)
        self.register()

    def register(self) -> None:
        """Add the commands to the palette and the menu."""
        self._window.commands.add(
            Command("search.keep", tr("Save the search"), self.keep, ("Ctrl+Shift+F",),
                    menu=EDIT, icon="bookmark"),
            Command("search.kept", tr("Saved searches"), self.show, menu=EDIT, icon="bookmark"),
        )  # fmt: skip

    def keep(self) -> None:
        """Ask for a name and keep what stands in the search field."""
        text = " ".join(self._window.search_words().split())
        if not text:
            self._window.toast(ToastSpec(describe("search_empty", {}).one_line(), tone="info"))
            return
        _NameSheet(self._window, text, text, partial(self._keep, text)).open_over()

    def show(self) -> None:
        """Show the kept searches: open, rename, forget."""
        _ListSheet(self._window, self._saved.all(), self).open_over()

    def open(self, kept: SavedSearch) -> None:
        """Search again."""
        self._window.navigate("catalog", search=kept.text, anew=True)

    def rename(self, kept: SavedSearch) -> None:
        """Ask for another name."""
        done = partial(self._rename, kept.name)
        _NameSheet(self._window, kept.text, kept.name, done).open_over()

    def forget(self, kept: SavedSearch) -> None:
        """Forget a search; the message brings it back."""
        self._runner.run(partial(self._saved.delete, kept.name), on="write")
        words = tr("The search “{name}” is deleted").format(name=kept.name)
        self._window.toast(
            ToastSpec(words, action=tr("Undo"), run=partial(self._keep, kept.text, kept.name))
        )

    def _keep(self, text: str, name: str) -> None:
        self._runner.run(
            partial(self._saved.keep, name, text), partial(self._on_kept, name or text), on="write"
        )

    def _on_kept(self, name: str, _changes: object) -> None:
        words = tr("The search “{name}” is saved").format(name=name)
        self._window.toast(ToastSpec(words, tr("It is in the palette, Ctrl+K, and in the search")))

    def _rename(self, old: str, new: str) -> None:
        self._runner.run(partial(self._saved.rename, old, new), failed=self._on_failed, on="write")

    def _on_failed(self, error: BaseException) -> bool:
        if isinstance(error, CodedError):
            words = describe(error.code, error.params).one_line()
            self._window.toast(ToastSpec(words, tone="bad"))
            return True
        return False


class _NameSheet(Sheet):
    """Asks for the name of a search."""

    def __init__(
        self, window: MainWindow, text: str, name: str, done: Callable[[str], None]
    ) -> None:
        super().__init__(window, tr("Save the search"))
        self._done = done
        self.body.addWidget(PlainLabel(f"«{text}»", 13, tone="text2", wrap=True))
        self._field = Field(tr("Name of the search"))
        self._field.set_text(name)
        self._field.edit.selectAll()
        self._field.entered.connect(self._on_entered)
        self.body.addWidget(self._field)
        self.add_button("cancel", tr("Cancel"))
        self.add_button(_SAVE, tr("Save"), PRIMARY, "Enter")
        self.focus_on(self._field.edit)
        self.answered.connect(self._on_answered)

    def _on_entered(self, _words: str) -> None:
        self._answer = _SAVE
        self.close_now()

    def _on_answered(self, key: str) -> None:
        if key == _SAVE:
            self._done(self._field.text())


class _ListSheet(Sheet):
    """The kept searches; Enter opens one."""

    def __init__(
        self, window: MainWindow, kept: tuple[SavedSearch, ...], searches: Searches
    ) -> None:
        super().__init__(window, tr("Saved searches"), width=560)
        self._kept = {each.name: each for each in kept}
        self._searches = searches
        self._list = RowList(two_line=True)
        self._list.setAccessibleName(tr("Saved searches"))
        self._list.set_items(
            [ListItem(each.name, each.name, each.text, icon="bookmark") for each in kept]
        )
        self._list.fill_height(_ROWS)
        self._list.select_first()
        self._list.chosen.connect(self._on_chosen)
        if kept:
            self.body.addWidget(self._list)
            self.add_button(_DELETE, tr("Delete"), DANGER)
            self.add_button("rename", tr("Rename"))
            self.add_button("open", tr("Search"), PRIMARY, "Enter")
            self.focus_on(self._list)
        else:
            words = tr("Nothing is saved yet. Type into the search and press {key}.")
            note = PlainLabel(words.format(key="Ctrl+Shift+F"), 13, tone="text2", wrap=True)
            self.body.addWidget(note)
            self.add_button("close", tr("Close"))
        self.answered.connect(self._on_answered)

    def _on_chosen(self, key: str) -> None:
        self._list.set_current(key)
        self._answer = "open"
        self.close_now()

    def _on_answered(self, key: str) -> None:
        kept = self._kept.get(self._list.current())
        if kept is None:
            return
        if key == "open":
            self._searches.open(kept)
        elif key == "rename":
            self._searches.rename(kept)
        elif key == _DELETE:
            self._searches.forget(kept)
