"""The program on a stage: services over a seeded demo profile, the window, and patience.

Steps run from a timer, never in a nested loop; the next one comes when nothing has been under way
for a few ticks. A step that never comes to rest ends the run with an error.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from b2bdesk import __version__
from b2bdesk.ui.changehub import ChangeHub
from b2bdesk.ui.frame.context import MemorySettings
from b2bdesk.ui.main_window import FrameParts, MainWindow
from b2bdesk.ui.screens import entries, palette_sources
from b2bdesk.ui.shell.shell import Shell
from b2bdesk.ui.tasks import TaskRunner
from b2bdesk.usecases.services import Services
from devtools.shots.manifest import STATES

TICK_MS = 40
REST_TICKS = 12
LIMIT_TICKS = 750


class Theatre(QObject):
    """Window and services of one run.

    Attributes:
        cart: id of the cart with every kind of line.
        sample: the order list to import.
    """

    def __init__(self, services: Services, cart: str, sample: Path) -> None:
        super().__init__()
        self.services = services
        self.cart = cart
        self.sample = sample
        lanes = services.lanes
        self.runner = TaskRunner(
            {
                "read": lanes.readers,
                "write": lanes.desk,
                "slow": lanes.files,
                "net": lanes.net,
                "sync": lanes.cache,
            },
            self,
        )
        self._busy = 0
        self.runner.busy_changed.connect(self._on_busy)
        hub = ChangeHub(self)
        self._silence = services.news.subscribe(hub.publish)
        screens = entries(services)
        self.window = MainWindow(
            FrameParts(
                screens,
                self.runner,
                hub,
                MemorySettings(),
                home=screens[0].key,
                version=__version__,
                sources=palette_sources(services),
            )
        )
        self.shell = Shell(self.window, services, self.runner, hub)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        self._steps: Iterator[None] = iter(())
        self._waited = self._rested = 0
        self.made: list[Path] = []
        self.trouble = ""

    def play(self, folder: Path, names: Sequence[str], size: tuple[int, int]) -> None:
        """Photograph these states; returns when the event loop ends."""
        self.window.resize(*size)
        self.window.show()
        self.shell.start()
        self._steps = self._run(folder, names)
        self._timer.start()
        QApplication.exec()
        self._timer.stop()
        self.shell.stop()
        self._silence()

    def _run(self, folder: Path, names: Sequence[str]) -> Iterator[None]:
        yield
        for name in names:
            yield from STATES[name](self)
            path = folder / f"{name}.png"
            self.window.grab().save(str(path))
            self.made.append(path)
            self._close_covers()
            yield

    def _close_covers(self) -> None:
        for widget in self.window.findChildren(QObject):
            close = getattr(widget, "close_now", None)
            if callable(close):
                close()

    def _on_busy(self, count: int) -> None:
        self._busy = count

    def _on_tick(self) -> None:
        self._waited += 1
        self._rested = self._rested + 1 if not self._busy else 0
        if self._waited > LIMIT_TICKS:
            self.trouble = "a state never came to rest"
            QApplication.quit()
        elif self._rested >= REST_TICKS:
            self._waited = self._rested = 0
            try:
                next(self._steps)
            except StopIteration:
                QApplication.quit()
