"""The frame shown while the program opens its stores: painted before anything heavy is read.

It stands where the window stood last and looks like its empty frame, so that the window that
follows takes its place without a jump. `app` shows it and lets `Opener` work beside it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QByteArray, QCoreApplication, QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from b2bdesk.texts import tr
from b2bdesk.ui.theme import look, paint
from b2bdesk.ui.widgets.logo import Logo

T = TypeVar("T")
WIDTH, HEIGHT = 1440, 900
_STRIP, _HEADER, _RAIL, _STATUS = 3, 48, 200, 26


class Opening(QMainWindow):
    """The empty frame.

    Args:
        geometry: of the window as it was left, base64; empty = none yet.
        title: of the window.

    Signals:
        painted: the frame is on the screen.
        refused: the person closed it before the program was there.
    """

    painted = Signal()
    refused = Signal()

    def __init__(self, geometry: str = "", title: str = "b2bdesk") -> None:
        super().__init__()
        self._told = False
        self._successor: QWidget | None = None
        self.setWindowTitle(title)
        room = self.screen().availableGeometry()
        self.resize(min(WIDTH, room.width()), min(HEIGHT, room.height()))
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii", "ignore")))
        self._frame = _Frame()
        self.setCentralWidget(self._frame)

    def give_way(self, window: QWidget) -> None:
        """Go as soon as the window that follows, in the same place, is painted."""
        self._successor = window
        window.setGeometry(self.geometry())
        window.setWindowState(self.windowState())
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._successor and event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self._successor = None
            self.hide()
            self.deleteLater()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._told:
            self._told = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.refused.emit()


class _Frame(QWidget):
    """Header, rail, work and status as empty panes, with the one word that says what goes on."""

    def __init__(self) -> None:
        super().__init__()
        self._logo = Logo(parent=self)
        self._logo.move(18, _STRIP + (_HEADER - self._logo.height()) // 2)
        self._words = tr("Opening…")
        self.setAccessibleName(self._words)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        width, height = self.width(), self.height()
        top, bottom = _STRIP + _HEADER, height - _STATUS
        chrome, line = look.color("chrome"), look.color("line")
        painter.fillRect(self.rect(), look.color("surface"))
        painter.fillRect(0, 0, width, top, chrome)
        painter.fillRect(0, top, _RAIL, bottom - top, chrome)
        painter.fillRect(0, bottom, width, _STATUS, chrome)
        painter.fillRect(0, 0, width, _STRIP, look.color("line2"))
        paint.hline(painter, 0, top, width, line)
        paint.hline(painter, 0, bottom + 1, width, line)
        paint.vline(painter, _RAIL, top, bottom - top, line)
        words = QRectF(16, bottom, width - 32, _STATUS)
        paint.text(painter, words, self._words, look.font(12), look.color("text2"))
        painter.end()


class Opener(QObject, Generic[T]):
    """Opens what the program works with on a thread, while the frame stays alive.

    Args:
        opening: the frame.
        work: opens; runs on a thread of its own.
        undo: closes what was opened for nobody.
    """

    _ended = Signal()

    def __init__(
        self, opening: Opening, work: Callable[[], T], undo: Callable[[T], object]
    ) -> None:
        super().__init__()
        self._opening = opening
        self._work = work
        self._undo = undo
        self._made: list[T] = []
        self._error: BaseException | None = None
        self._refused = False
        self._waiting = False
        self._thread = threading.Thread(target=self._run, name="opening", daemon=True)
        opening.painted.connect(self._begin, Qt.ConnectionType.QueuedConnection)
        opening.refused.connect(self._on_refused)
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    def open(self) -> T | None:
        """Show the frame and return what was opened; None when the person closed the frame.

        Raises:
            BaseException: what the opening raised.
        """
        self._opening.show()
        self._waiting = True
        QCoreApplication.exec()
        self._waiting = False
        if self._thread.ident is not None:
            self._thread.join()
        self._opening.refused.disconnect(self._on_refused)
        if self._error is not None or self._refused or not self._made:
            self._opening.hide()
            self._opening.deleteLater()
        if self._error is not None:
            raise self._error
        if self._refused or not self._made:
            for made in self._made:
                self._undo(made)
            return None
        return self._made[0]

    def _begin(self) -> None:
        self._thread.start()

    def _run(self) -> None:
        try:
            self._made.append(self._work())
        except BaseException as error:  # noqa: BLE001 - raised again in `open`
            self._error = error
        self._ended.emit()

    def _on_refused(self) -> None:
        self._refused = True
        self._leave()

    def _on_ended(self) -> None:
        self._leave()

    def _leave(self) -> None:
        """Go on; what comes later (closed while it was opened) must not end the program's loop."""
        if self._waiting:
            QCoreApplication.exit()
