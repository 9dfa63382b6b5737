"""The program started as a person starts it; says `frame` behind the first paint of its frame and
`window` behind that of the window with its first screen, and ends.

A process of its own: `python -m bench.first_paint --home FOLDER --profile NAME`.
"""

from __future__ import annotations

import gc
import sys

gc.disable()  # as `b2bdesk.__main__` does

from PySide6.QtCore import (  # noqa: E402 - read by the program itself, as at every start
    QCoreApplication,
    QEvent,
    QMetaObject,
    QObject,
    Qt,
)
from PySide6.QtWidgets import QApplication, QMainWindow  # noqa: E402

from b2bdesk import app  # noqa: E402
from b2bdesk.ui.opening import Opening  # noqa: E402
from b2bdesk.ui.startup import make_application  # noqa: E402


class _Eye(QObject):
    """Sees the events of all widgets; ends the program behind the first paint of its window."""

    seen = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the paint happen first: what is queued is done behind it."""
        if event.type() != QEvent.Type.Paint or not isinstance(watched, QMainWindow):
            return False
        if isinstance(watched, Opening):
            if not self.seen:
                self.seen = True
                watched.painted.connect(_tell_frame, Qt.ConnectionType.QueuedConnection)
            return False
        QCoreApplication.instance().removeEventFilter(self)  # type: ignore[union-attr] # runs
        QMetaObject.invokeMethod(self, "deleteLater", Qt.ConnectionType.QueuedConnection)
        self.destroyed.connect(_tell_window)
        self.destroyed.connect(watched.close)
        return False


def _tell_frame() -> None:
    print("frame", flush=True)


def _tell_window() -> None:
    print("window", flush=True)


def _watched(theme: str) -> QApplication:
    made = make_application(theme)
    made.installEventFilter(_Eye(made))
    return made


if __name__ == "__main__":
    setattr(app, "make_application", _watched)  # noqa: B010 - the program itself, watched
    sys.exit(app.main(sys.argv[1:]))
