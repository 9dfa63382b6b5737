"""Runs use cases off the GUI thread and brings the results home.

Executors are `concurrent.futures` ones, made by `bootstrap` and handed in; this class owns no
thread. Every answer comes back through one queued signal and is handed to its callback on the
GUI thread. A *lane* numbers its requests: a newer one makes older answers of the same lane
disappear and asks their work to stop. Errors a callback does not take go to `failed`, which
`ui.errors` turns into a banner, a toast or a report.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

Result = TypeVar("Result")

_log = logging.getLogger(__name__)


class Cancelled(Exception):
    """Raised by `JobControl.check` when the user cancelled; not an error."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: what it does, n of total (0 = unknown), words on speed and rest."""

    what: str
    done: int = 0
    total: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """An error nobody took.

    Attributes:
        error: the exception.
        what: name of the work, for the report.
        again: runs the same work once more, for «Повторить».
    """

    error: BaseException
    what: str
    again: Callable[[], None] | None = None


class JobControl:
    """Handed to long work: tell progress, learn of cancellation. Safe from any thread."""

    def __init__(self, tell: Callable[[Progress], None]) -> None:
        self._tell = tell
        self._stop = threading.Event()

    def progress(self, what: str, done: int = 0, total: int = 0, note: str = "") -> None:
        """Tell how far the work is."""
        self._tell(Progress(what, done, total, note))

    def cancelled(self) -> bool:
        """Whether the work should stop."""
        return self._stop.is_set()

    def check(self) -> None:
        """Stop here if cancelled.

        Raises:
            Cancelled: the user, or a newer request of the lane, asked to stop.
        """
        if self._stop.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """Ask the work to stop."""
        self._stop.set()

    @property
    def switch(self) -> threading.Event:
        """Is set when the work should stop, for work that waits for it itself."""
        return self._stop


@dataclass(eq=False, slots=True)
class Task:
    """A piece of work under way; `cancel` asks it to stop and drops its answer."""

    number: int
    lane: str
    control: JobControl
    what: str
    then: Callable[..., object] | None = None
    failed: Callable[[BaseException], bool | None] | None = None
    on_progress: Callable[[Progress], object] | None = None
    owner: QObject | None = None
    again: Callable[[], None] | None = None
    future: Future[None] | None = field(default=None, repr=False)
    dropped: bool = False

    def cancel(self) -> None:
        """Ask the work to stop; its answer is not delivered."""
        self.dropped = True
        self.control.cancel()
        if self.future is not None:
            self.future.cancel()


@dataclass(frozen=True, slots=True)
class _Landing:
    task: Task
    result: object = None
    error: BaseException | None = None
    progress: Progress | None = None


class TaskRunner(QObject):
    """Runs callables on the executors it was given.

    Args:
        executors: by name; `read` is the default, `write` and `slow` are usual.
        parent: owner.

    Signals:
        failed: a `Failure` no callback took.
        busy_changed: number of tasks under way.
    """

    failed = Signal(object)
    busy_changed = Signal(int)
    _landed = Signal(object)

    def __init__(self, executors: Mapping[str, Executor], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executors = dict(executors)
        self._lanes: dict[str, Task] = {}
        self._alive: set[Task] = set()
        self._count = 0
        self._landed.connect(self._on_landed, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], Result],
        then: Callable[[Result], object] | None = None,
        *,
        on: str = "read",
        failed: Callable[[BaseException], bool | None] | None = None,
        lane: str = "",
        owner: QObject | None = None,
    ) -> Task:
        """Run `work` and call `then` with its result on the GUI thread.

        Args:
            work: called on the executor, must not touch Qt.
            then: takes the result.
            on: name of the executor.
            failed: takes the error; returns True when it dealt with it.
            lane: a newer run of the same lane drops the answers of older ones.
            owner: when this object is gone, so is the answer.
        """
        task = self._task(lane, owner, name_of(work))
        task.then, task.failed = then, failed
        self._start(task, work, on)
        return task

    def run_job(
        self,
        work: Callable[[JobControl], Result],
        then: Callable[[Result], object] | None = None,
        *,
        on: str = "read",
        failed: Callable[[BaseException], bool | None] | None = None,
        progress: Callable[[Progress], object] | None = None,
        lane: str = "",
    ) -> Task:
        """Run long work that tells progress and can be cancelled; see `run`."""
        task = self._task(lane, None, name_of(work))
        task.then, task.failed, task.on_progress = then, failed, progress
        control = task.control

        def bound() -> Result:
            return work(control)

        self._start(task, bound, on)
        return task

    def busy(self) -> int:
        """Number of tasks under way."""
        return len(self._alive)

    def stop(self) -> None:
        """Drop all answers and ask all work to stop; the executors stay with their owner."""
        for task in list(self._alive):
            task.cancel()
        self._alive.clear()
        self._lanes.clear()

    def _task(self, lane: str, owner: QObject | None, what: str) -> Task:
        self._count += 1
        task = Task(self._count, lane, JobControl(_ignore), what, owner=owner)

        def tell(progress: Progress) -> None:
            self._land(_Landing(task, progress=progress))

        task.control = JobControl(tell)
        if lane:
            older = self._lanes.get(lane)
            if older is not None:
                older.cancel()
                self._alive.discard(older)
            self._lanes[lane] = task
        return task

    def _start(self, task: Task, work: Callable[[], object], on: str) -> None:
        def again() -> None:
            self.run(work, task.then, on=on, failed=task.failed, lane=task.lane, owner=task.owner)

        def call() -> None:
            try:
                landing = _Landing(task, result=work())
            except BaseException as error:  # noqa: BLE001  # handed to the GUI thread whole
                landing = _Landing(task, error=error)
            self._land(landing)

        self._alive.add(task)
        task.again = again
        task.future = self._executors[on].submit(call)
        self.busy_changed.emit(len(self._alive))

    def _land(self, landing: _Landing) -> None:
        if isValid(self):
            self._landed.emit(landing)

    def _on_landed(self, landing: _Landing) -> None:
        task = landing.task
        gone = task.dropped or (task.owner is not None and not isValid(task.owner))
        if landing.progress is not None:
            if not gone and task.on_progress is not None:
                task.on_progress(landing.progress)
            return
        self._alive.discard(task)
        if self._lanes.get(task.lane) is task:
            del self._lanes[task.lane]
        self.busy_changed.emit(len(self._alive))
        if gone or isinstance(landing.error, Cancelled):
            return
        if landing.error is not None:
            self._fail(task, landing.error)
        elif task.then is not None:
            task.then(landing.result)

    def _fail(self, task: Task, error: BaseException) -> None:
        if task.failed is not None and task.failed(error):
            return
        _log.info("%s failed: %r", task.what, error)
        self.failed.emit(Failure(error, task.what, task.again))


def _ignore(_progress: Progress) -> None:
    """Before the task exists nobody listens."""


def name_of(work: Callable[..., object]) -> str:
    """Return what logs and reports call a piece of work: a name, never what it was given."""
    while isinstance(work, partial):
        work = work.func
    return str(getattr(work, "__qualname__", type(work).__qualname__))
