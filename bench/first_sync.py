"""A first synchronisation in a process of its own; prints what it cost as one JSON line.

    python -m bench.first_sync --address URL --home FOLDER --way files|pages [--window]

Seconds are those of this process's processors, because benches share a machine; `ready` is when
the catalogue can be searched and is told, `whole` when the run has ended. With `--window` a Qt
window repaints meanwhile and the longest pause between two turns of its event loop is told.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
import time
from pathlib import Path
from unittest.mock import patch

from b2bdesk.bootstrap import open_services
from b2bdesk.host.embedded import LOGIN, PASSWORD
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.services import Services

_TICK_MS = 1


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


def windowed(services: Services) -> dict[str, object]:
    """Synchronise beside a window that repaints all the time."""
    # lazy: the plain run must not count Qt's memory
    from PySide6.QtCore import QObject, Qt, QTimer
    from PySide6.QtWidgets import QTableView

    from b2bdesk.ui.startup import make_application

    app = make_application("light")
    view = QTableView()
    view.resize(1200, 700)
    view.show()
    made: dict[str, object] = {}
    gaps: list[float] = []

    class Pulse(QObject):
        """Counts the time between turns of the loop."""

        last = time.perf_counter()
        turns = 0

        def beat(self) -> None:
            """One turn."""
            now = time.perf_counter()
            gaps.append(now - self.last)
            self.last = now
            self.turns += 1
            if self.turns % 50 == 0:
                view.viewport().update()
            if worker.is_alive():
                return
            if worker.ident is None and self.turns > 500:
                made["idle"] = max(gaps[100:]) * 1e3
                gaps.clear()
                worker.start()
            elif worker.ident is not None:
                app.quit()

    worker = threading.Thread(target=lambda: made.update(run(services)))
    pulse, timer = Pulse(), QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(pulse.beat)
    timer.start(_TICK_MS)
    app.exec()
    ordered = sorted(gaps)
    made["gap"] = ordered[-1] * 1e3
    made["gap_p99"] = ordered[int(len(ordered) * 0.99)] * 1e3
    return made


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
            found = windowed(services) if chosen.window else run(services)
    finally:
        services.close()
    print(json.dumps(found), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
