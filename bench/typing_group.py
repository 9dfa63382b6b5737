"""The catalogue in its window: from a key, a sort, a category or a contract to the painted rows."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QEvent, QEventLoop, QObject
from PySide6.QtWidgets import QWidget

from b2bdesk.ui.changehub import ChangeHub
from b2bdesk.ui.frame.context import MemorySettings
from b2bdesk.ui.main_window import FrameParts, MainWindow
from b2bdesk.ui.screens import entries
from b2bdesk.ui.screens.catalog.screen import CatalogueScreen
from b2bdesk.ui.startup import make_application
from b2bdesk.ui.tasks import TaskRunner
from bench.measure import Row, p95
from bench.search_group import TYPED
from bench.stage import Stage


class _Watch(QObject):
    """Waits for the rows of an answer to be painted."""

    def __init__(self, screen: CatalogueScreen) -> None:
        super().__init__()
        self._loop = QEventLoop()
        self._come = False
        self._view: QWidget = screen.view.grid.viewport()
        self._view.installEventFilter(self)
        screen.finding.began.connect(self._on_began)

    def seconds(self, act: Callable[[], object]) -> float:
        """Return the wall time from an act to the paint behind its first rows."""
        self._come = False
        began = time.perf_counter()
        act()
        self._loop.exec()
        return time.perf_counter() - began

    def _on_began(self) -> None:
        self._come = True
        self._view.update()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Let the paint happen, then end the waiting."""
        if self._come and event.type() == QEvent.Type.Paint:
            self._come = False
            self._loop.exit()
        return False


def rows(stage: Stage) -> Iterator[Row]:
    """Yield the rows of the group."""
    app = make_application("light")
    services = stage.services
    lanes, hub = services.lanes, ChangeHub()
    executors = {
        "read": lanes.readers, "write": lanes.desk, "slow": lanes.files, "net": lanes.net,
        "sync": lanes.cache,
    }  # fmt: skip
    runner = TaskRunner(executors)
    silence = services.news.subscribe(hub.publish)
    window = MainWindow(FrameParts(entries(services), runner, hub, MemorySettings()))
    window.resize(1440, 900)
    window.show()
    window.navigate("catalog")
    screen = window.findChild(CatalogueScreen)
    assert isinstance(screen, CatalogueScreen)
    watch = _Watch(screen)
    watch.seconds(partial(_search, screen, "ш"))
    typed = [word[:length].strip() for word in TYPED for length in range(1, len(word) + 1)]
    keys = [watch.seconds(partial(_search, screen, text)) for text in dict.fromkeys(typed)]
    yield Row("typing.painted", p95(keys) * 1e3, "ms", None, 33, "p95 from a key to its rows")
    watch.seconds(partial(_search, screen, ""))
    sorts = [("price", False), ("name", False), ("stock", True), ("article", False)]
    changes = [watch.seconds(partial(_sorted, screen, *each)) for each in (*sorts, *sorts)]
    yield Row("sort.painted", p95(changes) * 1e3, "ms", None, 200, "everything in another order")
    groups = [group.id for group in services.search.groups()][:12]
    shown = [watch.seconds(partial(screen.filtering.set_group, group)) for group in groups]
    yield Row("category.painted", p95(shown) * 1e3, "ms", None, 200, "another category")
    watch.seconds(partial(screen.filtering.set_group, ""))
    pairs = [(one.id, each.id) for one in services.account.entities() for each in one.contracts]
    turns = (*pairs[1:4], *pairs[:4])
    used = [watch.seconds(partial(services.account.use, *pair)) for pair in turns]
    yield Row("switch.painted", p95(used) * 1e3, "ms", None, 100, "another contract, its prices")
    runner.stop()
    silence()
    window.close()
    del app


def _search(screen: CatalogueScreen, words: str) -> None:
    screen.search(words)


def _sorted(screen: CatalogueScreen, sort: str, descending: bool) -> None:
    screen.finding.change(sort=sort, descending=descending)
