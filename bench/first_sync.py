"""A first synchronisation in a process of its own; prints what it cost as one JSON line.

    python -m bench.first_sync --address URL --home FOLDER --way files|pages [--window]

Seconds are those of this process's processors, because benches share a machine; `ready` is when
the catalogue can be searched and is told, `whole` when the run has ended. With `--window` the
program's own window starts the synchronisation and the longest pause between two turns of its event
loop is told: `gap`, and `held`, without the time for which others had the processor.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import threading
import time
from pathlib import Path
from unittest.mock import patch

from b2bdesk.bootstrap import open_services
from b2bdesk.host.embedded import LOGIN, PASSWORD
from b2bdesk.host.leaving import leave
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.services import Services

_TICK_MS = 1
_OPENING = 50
"""Turns in which the window appears and the run asks who it is: a start, not a synchronisation."""
_AFTERWARDS = 1_000
"""Turns of the loop after the run has ended."""


def peak_mib() -> float | None:
    """The greatest memory of this process so far; None where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
    return int(lines["VmHWM"].split()[0]) / 1024


class Watch:
    """Processor seconds of this process from its making to what happens."""

    def __init__(self, services: Services) -> None:
        self.began, self.wall = time.process_time(), time.perf_counter()
        self.ready: float | None = None
        self.ready_wall: float | None = None
        services.news.subscribe(self._heard)

    def _heard(self, changes: ChangeSet) -> None:
        if self.ready is None and changes.touches("catalogue"):
            self.ready = time.process_time() - self.began
            self.ready_wall = time.perf_counter() - self.wall


def run(services: Services) -> dict[str, object]:
    """Synchronise for the first time."""
    before, watch = peak_mib(), Watch(services)
    receipt = services.sync.run()
    after = peak_mib()
    return {
        "ready": watch.ready,
        "ready_wall": watch.ready_wall,
        "whole": time.process_time() - watch.began,
        "whole_wall": time.perf_counter() - watch.wall,
        "bytes": sum(feed.bytes for feed in receipt.feeds.values()),
        "rows": sum(feed.rows for feed in receipt.feeds.values()),
        "modes": {name: feed.mode for name, feed in receipt.feeds.items()},
        "memory": after - before if after is not None and before is not None else None,
    }


def _waited() -> float:
    """Return for how many seconds this thread has been ready and was given no processor."""
    place = Path("/proc/thread-self/schedstat")
    return int(place.read_text().split()[1]) / 1e9 if place.exists() else 0.0


def windowed(services: Services, home: Path) -> dict[str, object]:
    """Synchronise as the program does when it starts: its window shows the catalogue meanwhile."""
    # lazy: the plain run must not count Qt's memory
    from PySide6.QtCore import QObject, Qt, QTimer

    from b2bdesk.app.desktop import Desktop
    from b2bdesk.ui.shell.arguments import Started
    from b2bdesk.ui.startup import make_application

    app = make_application("light")
    begun, ended = threading.Event(), threading.Event()
    gaps: list[tuple[float, float]] = []

    class Pulse(QObject):
        """Counts the time between turns of the loop, until what followed the run is read, too."""

        last, waited, left = time.perf_counter(), _waited(), _AFTERWARDS
        opening = _OPENING

        def beat(self) -> None:
            """One turn."""
            now, waited = time.perf_counter(), _waited()
            self.opening -= begun.is_set()
            if self.opening < 0:
                gaps.append((now - self.last, waited - self.waited))
            self.last, self.waited = now, waited
            self.left -= ended.is_set()
            if not self.left:
                app.quit()

    def heard(changes: ChangeSet) -> None:
        if changes.touches("sync"):
            begun.set()
            if changes.touches("catalogue"):
                ended.set()

    services.news.subscribe(heard)
    desktop = Desktop(services, Started(False, home, None, ""), app=app)
    gc.freeze()
    desktop.window.navigate("catalog")
    desktop.start()
    pulse, timer = Pulse(), QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(pulse.beat)
    timer.start(_TICK_MS)
    app.exec()
    desktop.stop()
    return _longest(gaps)


def _longest(gaps: list[tuple[float, float]]) -> dict[str, object]:
    held = sorted(gap - waited for gap, waited in gaps)
    return {
        "gap": max(gap for gap, _ in gaps) * 1e3,
        "held": held[-1] * 1e3,
        "held_p99": held[int(len(held) * 0.99)] * 1e3,
    }


def main() -> int:
    """Run and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--address", required=True)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--way", choices=("files", "pages"), required=True)
    parser.add_argument("--window", action="store_true")
    chosen = parser.parse_args()
    services = open_services(chosen.home, "bench", dict(os.environ))
    asked = "snapshot" if chosen.way == "files" else "none"
    try:
        services.session.sign_in(chosen.address, LOGIN, PASSWORD)
        with patch("b2bdesk.sync.runner.CAPABILITY", asked):
            found = windowed(services, chosen.home) if chosen.window else run(services)
    finally:
        services.close()
    print(json.dumps(found), flush=True)
    return 0


if __name__ == "__main__":
    leave(main())
