"""The header's search wired: the screen shown takes the words, or the list below the field does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from b2bdesk.ui.frame.context import Hit, Navigate, PaletteSource, ToastSpec
from b2bdesk.ui.frame.header_bar import HeaderBar
from b2bdesk.ui.frame.navigation import Navigation
from b2bdesk.ui.frame.search_drop import SearchDrop
from b2bdesk.ui.tasks import TaskRunner


@dataclass(frozen=True, slots=True)
class Ways:
    """Where found things lead: screens, toasts."""

    navigate: Navigate
    toast: Callable[[ToastSpec], None]


class HeaderSearch(QObject):
    """What is typed in the header's field.

    Args:
        window: the window.
        header: its bar.
        screens: who may take the words.
        drop: finds what no screen takes: runner, sources, kept searches.
        ways: where found things lead.

    Signals:
        searched: words nobody here took.
    """

    searched = Signal(str)

    def __init__(
        self,
        window: QWidget,
        header: HeaderBar,
        screens: Navigation,
        drop: tuple[TaskRunner, tuple[PaletteSource, ...], PaletteSource | None],
        ways: Ways,
    ) -> None:
        super().__init__(window)
        self._screens = screens
        self._ways = ways
        self._runner = drop[0]
        self._field, self._edit = header.field, header.field.edit
        self.drop = SearchDrop(window, header.field, *drop)
        self.drop.opened.connect(self._on_opened)
        self.drop.ordered.connect(self.order_hit)
        self.drop.everything.connect(self.searched)
        header.search_edited.connect(self._on_edited)
        header.search_entered.connect(self._on_entered)
        self.drop.left.connect(self._on_left)
        self._spent = False
        self._shown = ""
        self._taken: dict[str, str] = {}
        screens.shown.connect(self._on_shown)

    def open_hit(self, hit: Hit) -> None:
        """Do what a found thing does: its own act, or the screen it belongs to."""
        if hit.run is not None:
            hit.run()
        elif hit.screen:
            self._ways.navigate(hit.screen, **hit.args)

    def order_hit(self, hit: Hit) -> None:
        """Order one pack of a found thing and tell."""
        if hit.order is not None:
            # the list stays for another pack; the next letter begins another article
            self._edit.selectAll()
            self._spent = True
            self._runner.run(hit.order, self._on_ordered, on="write")

    def _on_shown(self, key: str) -> None:
        """The words of a screen stay with it: another screen shows its own, or none."""
        if key == self._shown:
            return
        self.drop.close_now()
        self._shown = key
        self._field.set_text(self._taken.get(key, ""))

    def keep(self, words: str) -> None:
        """Remember by which words the screen shown is narrowed now."""
        if words.strip():
            self._taken[self._shown] = words
        else:
            self._taken.pop(self._shown, None)

    def _on_opened(self, hit: Hit) -> None:
        self._field.set_text("")  # its words filter nothing on the screen they led to
        self.open_hit(hit)

    def _on_left(self) -> None:
        """The caret leaves the field: words that were ordered from are done with."""
        if self._spent:
            self._spent = False
            self._field.set_text("")

    def _on_ordered(self, words: str) -> None:
        self._ways.toast(ToastSpec(words))

    def _on_edited(self, words: str) -> None:
        """Let the screen take the words; whatever it shows for them, typing goes on here."""
        self._spent = False
        screen = self._screens.current_screen()
        typing = self._edit.hasFocus()
        taken = screen is not None and screen.search(words)
        self.keep(words if taken else "")
        if typing and not self._edit.hasFocus():
            self._edit.setFocus(Qt.FocusReason.OtherFocusReason)
        if not taken:
            self.drop.look(words)

    def _on_entered(self, words: str) -> None:
        screen = self._screens.current_screen()
        if words.strip() and (screen is None or not screen.search_entered(words)):
            self.searched.emit(words)
