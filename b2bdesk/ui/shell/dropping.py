"""Lists dropped on any place of the window, and the reading child started before it is needed.

The child is warm when the window has been at rest for a while after the start, or as soon as a file
is dragged over it, so that the first list is read as fast as the next ones.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from b2bdesk.trade.errors import CodedError
from b2bdesk.ui.main_window import MainWindow
from b2bdesk.ui.tasks import TaskRunner
from b2bdesk.usecases.services import Services

REST_MS = 4000
_NO_LISTS = (".b2bcart", ".b2bdesk")


class Dropping(QObject):
    """Files over the window.

    Args:
        window: takes the drops its screens do not take.
        services: reads the lists.
        runner: of the program; while it works, the child waits.

    Signals:
        given: path of a cart or connection file that was dropped.
    """

    given = Signal(str)

    def __init__(self, window: MainWindow, services: Services, runner: TaskRunner) -> None:
        super().__init__(window)
        self._window, self._services, self._runner = window, services, runner
        self._warm = False
        self._timer = QTimer(self)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self.rested)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def start(self) -> None:
        """Begin to wait for a rest."""
        self._timer.start()

    def rested(self) -> None:
        """Start the child unless the program is at work."""
        if not self._runner.busy():
            self.warm()

    def warm(self) -> None:
        """Start the child, once; trouble is told when a list is really to be read."""
        self._timer.stop()
        if not self._warm:
            self._warm = True
            self._runner.run(
                self._services.bulk_entry.prepare, on="slow", failed=_later, owner=self
            )

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent) and _local(event.mimeData()):
            event.acceptProposedAction()
            if isinstance(event, QDragEnterEvent):
                self.warm()
            elif event.type() == QEvent.Type.Drop:
                self._take(str(_local(event.mimeData())[0]))
            return True
        return False

    def _take(self, path: str) -> None:
        if path.casefold().endswith(_NO_LISTS):
            self.given.emit(path)
        else:
            self._window.navigate("import", path=path)


def _local(mime: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def _later(error: BaseException) -> bool:
    return isinstance(error, CodedError)
