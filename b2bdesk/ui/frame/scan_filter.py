"""Tells a keyboard-wedge scanner from fingers: ≥ 6 characters ≤ 35 ms apart, ending in Enter.

The first characters of a scan may have opened a quantity editor or a search; when the burst is
recognised they are taken back, the Enter is swallowed and `scanned` goes out. The filter looks
at key presses only and keeps nothing of what people type slower, nor of passwords. It also sees
Alt pressed and released alone, which opens the menu: one filter over all events is dear enough.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QWidget

from b2bdesk.ui.frame.overlay import Overlay

MIN_LENGTH = 6
MAX_GAP_MS = 35
_ENTER = frozenset({int(Qt.Key.Key_Return), int(Qt.Key.Key_Enter)})


class ScanFilter(QObject):
    """Installed on the application by the window, for the window's own key presses.

    Args:
        window: the window whose scans count.

    Signals:
        scanned: the code, without Enter.
        alt_tapped: Alt was pressed and released alone.
    """

    scanned = Signal(str)
    alt_tapped = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._burst = ""
        self._last = 0
        self._texts: dict[QLineEdit, str] = {}
        self._alt = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Alt and self._alt:
                self._alt = False
                self.alt_tapped.emit()
            return False
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # Alt+Left is a shortcut: its Left never comes as a press
            self._alt = self._alt and event.key() == Qt.Key.Key_Alt
            return False
        if kind != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        alone = isinstance(watched, QWidget) and not under_overlay(watched)
        self._alt = event.key() == Qt.Key.Key_Alt and alone
        return self._pressed(watched, event)

    def _pressed(self, watched: QObject, event: QKeyEvent) -> bool:
        if not isinstance(watched, QWidget) or watched.window() is not self._window:
            return False
        if under_overlay(watched) or self._kept_out(watched):
            return False
        if watched is not QApplication.focusWidget() and watched.focusProxy() is None:
            return False
        gap = event.timestamp() - self._last
        quick = bool(event.timestamp()) and 0 <= gap <= MAX_GAP_MS
        if event.key() in _ENTER:
            taken = quick and len(self._burst) >= MIN_LENGTH
            code = self._burst
            if taken:
                self._take_back()
                self._forget()
                self.scanned.emit(code)
                return True
            self._forget()
            return False
        self._note(watched, event, quick=quick)
        return False

    def _kept_out(self, watched: QWidget) -> bool:
        """A password that a keeper of passwords types is no scan, nor what is typed on a cover."""
        if isinstance(watched, QLineEdit) and watched.echoMode() != QLineEdit.EchoMode.Normal:
            return True
        behind = self._window.centralWidget() if isinstance(self._window, QMainWindow) else None
        return behind is not None and not behind.isEnabled()

    def _note(self, watched: QWidget, event: QKeyEvent, *, quick: bool) -> None:
        text = event.text()
        if not text or not text.isprintable() or text.isspace():
            return
        if not quick:
            self._forget()
        self._last = event.timestamp()
        if isinstance(watched, QLineEdit) and watched not in self._texts:
            before = watched.text()
            if self._burst and before.endswith(self._burst):
                before = before[: -len(self._burst)]
            self._texts[watched] = before
        self._burst += text

    def _take_back(self) -> None:
        from b2bdesk.ui.widgets.grid.editor import CellEditor  # a grid: not for the start

        for edit, before in self._texts.items():
            if isinstance(edit, CellEditor):
                edit.give_up()
            else:
                edit.setText(before)
                edit.textEdited.emit(before)

    def _forget(self) -> None:
        self._burst = ""
        self._texts.clear()


def under_overlay(widget: QWidget) -> bool:
    """Whether a widget belongs to a sheet or the palette, where no scan is expected."""
    here: QWidget | None = widget
    while here is not None:
        if isinstance(here, Overlay):
            return True
        here = here.parentWidget()
    return False
