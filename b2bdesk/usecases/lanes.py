"""The threads work runs on: one worker per store that is written, two for reads, some for others.

Use cases never pick a lane; whoever calls them does (the window's task runner, the CLI, the sync
runner). `desk` runs everything that writes desk.db, so that a typed quantity never queues behind
a sync page, which runs on `cache`.
"""

from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lanes:
    """Executors by kind of work."""

    desk: Executor
    cache: Executor
    readers: Executor
    files: Executor
    net: Executor

    @classmethod
    def started(cls) -> "Lanes":
        """Return lanes with their workers; threads start at the first task."""
        return cls(
            desk=ThreadPoolExecutor(1, "desk"),
            cache=ThreadPoolExecutor(1, "cache"),
            readers=ThreadPoolExecutor(2, "reader"),
            files=ThreadPoolExecutor(1, "files"),
            net=ThreadPoolExecutor(1, "net"),
        )

    def close(self) -> None:
        """Let running tasks end, drop waiting ones except those that write desk.db."""
        for lane in (self.files, self.net, self.readers, self.cache):
            lane.shutdown(wait=True, cancel_futures=True)
        self.desk.shutdown(wait=True)
