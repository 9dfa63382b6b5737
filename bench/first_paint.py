"""The program started as a person starts it; says `painted` behind the first paint and ends.

A process of its own: `python -m bench.first_paint --home FOLDER --profile NAME`.
"""

from __future__ import annotations

import sys

from b2bdesk.__main__ import load

load()

from PySide6.QtCore import (  # noqa: E402 - read by the program itself, as at every start
    QCoreApplication,
    QEvent,
    QMetaObject,
    QObject,
    Qt,
)
from PySide6.QtWidgets import QMainWindow  # noqa: E402

from b2bdesk import app  # noqa: E402


class _Eye(QObject):
    """Sees the events of all widgets; ends the program behind the first paint of its window."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the paint happen first: what is queued is done behind it."""
        if event.type() == QEvent.Type.Paint and isinstance(watched, QMainWindow):
            QCoreApplication.instance().removeEventFilter(self)  # type: ignore[union-attr] # runs
            QMetaObject.invokeMethod(self, "deleteLater", Qt.ConnectionType.QueuedConnection)
            self.destroyed.connect(watched.close)
            self.destroyed.connect(_tell)
        return False


def _tell() -> None:
    print("painted", flush=True)


class _Watched(app.Desktop):
    def run(self) -> int:
        """Run with an eye on the window."""
        self._app.installEventFilter(_Eye(self._app))
        return super().run()


if __name__ == "__main__":
    app.Desktop = _Watched  # type: ignore[misc] # the program itself, watched
    sys.exit(app.main(sys.argv[1:]))
