"""Starts the window's synchronisations and knows how far the one under way is.

A run that a person asked for is shown at once; one of the rhythm only when it takes longer than a
glance, so that the status bar does not flicker twice a minute. Cancelling stops the run between two
pages; whole scopes stay, the next run goes on from there.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from b2bdesk.texts import formats, tr
from b2bdesk.trade.errors import CodedError
from b2bdesk.ui.shell.sync_ask import Ask, synchronise
from b2bdesk.ui.tasks import Progress as Step
from b2bdesk.ui.tasks import Task, TaskRunner
from b2bdesk.usecases.rows.sync import Receipt
from b2bdesk.usecases.services import Services

GLANCE_MS = 1_000
_SPEED_AFTER_MS = 700


class SyncWatch(QObject):
    """Runs one synchronisation at a time and tells how far it is.

    Signals:
        moved: progress came, a run began to be shown, or it ended.
        ended: an `Ask` and its `Receipt`.
        broke: an `Ask` and the coded error it broke off with.
    """

    moved = Signal()
    ended = Signal(object, object)
    broke = Signal(object, object)

    def __init__(self, services: Services, runner: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._services, self._runner = services, runner
        self._task: Task | None = None
        self._ask = Ask()
        self._next: Ask | None = None
        self._waiting: dict[str, None] = {}
        self._step = Step("")
        self._since = QElapsedTimer()
        self._shown = False
        self._glance = QTimer(self)
        self._glance.setSingleShot(True)
        self._glance.setInterval(GLANCE_MS)
        self._glance.timeout.connect(self._show)

    def run(self, ask: Ask) -> None:
        """Synchronise, or as soon as the run under way is over; the same is not asked for twice."""
        if self._task is None:
            self._start(ask)
        elif ask.by_hand:
            if not (self._ask.by_hand and ask == self._ask):
                self._next = ask
            self._show()
        else:
            self._waiting.update(dict.fromkeys(ask.only or ()))

    def cancel(self) -> None:
        """Stop the run under way."""
        self._next = None
        self._waiting.clear()
        if self._task is not None:
            self._task.control.cancel()
            self._tell(Step(tr("Stopping")))

    def busy(self) -> bool:
        """Whether a run is under way that a person should see."""
        return self._shown

    def running(self) -> bool:
        """Whether a run of this window is under way."""
        return self._task is not None

    def step(self) -> Step:
        """What is being done, how far it is, and words on speed and rest."""
        return self._step

    def _start(self, ask: Ask) -> None:
        self._ask = ask
        self._step = Step(tr("Asking the portal"))
        self._task = self._runner.run_job(
            partial(synchronise, self._services, ask),
            self._on_done,
            on="sync",
            failed=self._on_failed,
            progress=self._tell,
        )
        if ask.by_hand:
            self._show()
        else:
            self._glance.start()

    def _show(self) -> None:
        if self._task is not None and not self._shown:
            self._shown = True
            self.moved.emit()

    def _tell(self, step: Step) -> None:
        if step.what != self._step.what:
            self._since.restart()
        elif step.total and self._since.elapsed() > _SPEED_AFTER_MS:
            step = Step(step.what, step.done, step.total, speed_words(step, self._since.elapsed()))
        self._step = step
        if self._shown:
            self.moved.emit()

    def _on_done(self, receipt: Receipt) -> None:
        ask = self._over()
        self.ended.emit(ask, receipt)
        self._go_on()

    def _on_failed(self, error: BaseException) -> bool:
        ask = self._over()
        coded = isinstance(error, CodedError)
        if coded:
            self.broke.emit(ask, error)
            self._go_on()
        return coded  # bugs are not hidden

    def _over(self) -> Ask:
        self._task, self._shown = None, False
        self._glance.stop()
        self.moved.emit()
        return self._ask

    def _go_on(self) -> None:
        """Do what was asked for meanwhile."""
        if self._task is not None:
            return
        following, self._next = self._next, None
        if following is None and self._waiting:
            following = Ask(only=tuple(self._waiting), by_hand=False)
            self._waiting.clear()
        if following is not None:
            self._start(following)


def percent(step: Step) -> str:
    """How far a step is, in words; empty while nobody knows."""
    return f"{100 * step.done // step.total}\u00a0%" if step.total and step.done else ""


def speed_words(step: Step, elapsed_ms: int) -> str:
    """How fast a step goes and what is left of it, after so many milliseconds of it."""
    rate = step.done * 1000 / elapsed_ms
    if rate < 1 or step.done >= step.total:
        return ""
    left = round((step.total - step.done) / rate)
    words = tr("{n} rows a second").format(n=formats.number(round(rate)))
    rest = tr("about {n} s left").format(n=formats.number(max(1, left)))
    return f"{words} · {rest}"
