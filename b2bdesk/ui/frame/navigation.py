"""One screen at a time, each made at its first visit and keeping its state; Alt+← goes back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from b2bdesk.ui.frame.context import Screen, ScreenContext, ScreenEntry

_KEPT = 50


class Navigation(QStackedWidget):
    """The stack of screens.

    Args:
        entries: the screens there are.
        parent: owner.

    Signals:
        shown: key of the screen now shown.
    """

    shown = Signal(str)

    def __init__(self, entries: Sequence[ScreenEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = {entry.key: entry for entry in entries}
        self._screens: dict[str, Screen] = {}
        self._visited: list[tuple[str, dict[str, object]]] = []
        self._context: ScreenContext | None = None

    def set_context(self, context: ScreenContext) -> None:
        """Give what screens are made with."""
        self._context = context

    def current_key(self) -> str:
        """Key of the screen shown, empty at first."""
        return self._visited[-1][0] if self._visited else ""

    def current_screen(self) -> Screen | None:
        """The screen shown."""
        return self._screens.get(self.current_key())

    def show_screen(self, key: str, args: dict[str, object]) -> None:
        """Show a screen.

        Raises:
            KeyError: there is no such screen.
        """
        if key not in self._entries:
            raise KeyError(key)
        here = self.current_screen()
        if here is not None and self.current_key() != key:
            here.leave()
        if not self._visited or self._visited[-1] != (key, args):
            self._visited.append((key, args))
            del self._visited[:-_KEPT]
        self._present(key, args)

    def back(self) -> bool:
        """Show the screen before; False when there is none."""
        if len(self._visited) < 2:
            return False
        here = self.current_screen()
        if here is not None:
            here.leave()
        self._visited.pop()
        self._present(*self._visited[-1])
        return True

    def made(self) -> list[Screen]:
        """The screens made so far."""
        return list(self._screens.values())

    def _present(self, key: str, args: dict[str, object]) -> None:
        screen = self._screens.get(key)
        if screen is None:
            assert self._context is not None, "set_context comes first"
            screen = self._entries[key].factory(self._context)
            self._screens[key] = screen
            self.addWidget(screen)
        self.setCurrentWidget(screen)
        self.shown.emit(key)
        screen.arrive(dict(args))
        focused = QApplication.focusWidget()
        # somebody is typing into the search field of the header: the keys stay there
        typing = "search" in args
        if not typing and (focused is None or not screen.isAncestorOf(focused)):
            screen.setFocus(Qt.FocusReason.OtherFocusReason)
