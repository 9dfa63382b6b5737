"""The task runner: answers come home on the GUI thread, late ones do not, errors are shown."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from b2bdesk.ui.changehub import ChangeHub
from b2bdesk.ui.tasks import Failure, JobControl, Progress, TaskRunner, name_of
from b2bdesk.usecases.changes import ChangeSet


class Gate:
    """Work that waits until it is let through."""

    def __init__(self, answer: str) -> None:
        self.answer = answer
        self.go = threading.Event()

    def work(self) -> str:
        """Wait and answer."""
        assert self.go.wait(10)
        return self.answer


def _broken() -> str:
    raise ValueError("сломано")


def test_the_answer_comes_home_on_the_gui_thread(runner: TaskRunner, qtbot: QtBot) -> None:
    seen: list[tuple[str, bool]] = []

    def work() -> str:
        return threading.current_thread().name

    def then(name: str) -> None:
        seen.append((name, threading.current_thread() is threading.main_thread()))

    runner.run(work, then)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0] != threading.main_thread().name
    assert seen[0][1]


def test_a_newer_question_of_a_lane_drops_the_older_answer(
    runner: TaskRunner, qtbot: QtBot
) -> None:
    seen: list[str] = []
    old, new = Gate("старый"), Gate("новый")
    runner.run(old.work, seen.append, lane="search")
    runner.run(new.work, seen.append, lane="search")
    new.go.set()
    qtbot.waitUntil(lambda: bool(seen))
    old.go.set()
    qtbot.waitUntil(lambda: runner.busy() == 0)
    assert seen == ["новый"]


def test_the_answer_for_a_closed_screen_is_dropped(runner: TaskRunner, qtbot: QtBot) -> None:
    seen: list[str] = []
    owner, gate = QObject(), Gate("поздно")
    runner.run(gate.work, seen.append, owner=owner)
    delete(owner)
    gate.go.set()
    qtbot.waitUntil(lambda: runner.busy() == 0)
    assert seen == []


def test_an_error_goes_to_its_taker_or_to_the_frame(runner: TaskRunner, qtbot: QtBot) -> None:
    taken: list[BaseException] = []

    def take(error: BaseException) -> bool:
        taken.append(error)
        return True

    runner.run(_broken, failed=take)
    qtbot.waitUntil(lambda: bool(taken))
    with qtbot.waitSignal(runner.failed) as told:
        runner.run(_broken)
    assert told.args is not None
    failure = told.args[0]
    assert isinstance(failure, Failure)
    assert isinstance(failure.error, ValueError)
    with qtbot.waitSignal(runner.failed):
        assert failure.again is not None
        failure.again()


def test_long_work_tells_progress_and_stops_when_asked(runner: TaskRunner, qtbot: QtBot) -> None:
    told: list[Progress] = []
    ended = threading.Event()
    answers: list[object] = []

    def work(control: JobControl) -> str:
        try:
            for done in range(10_000_000):
                control.check()
                if not done:
                    control.progress("Чтение", 1, 10, "быстро")
            return "всё"
        finally:
            ended.set()

    task = runner.run_job(work, answers.append, progress=told.append)
    qtbot.waitUntil(lambda: bool(told))
    task.cancel()
    assert ended.wait(10)
    qtbot.waitUntil(lambda: runner.busy() == 0)
    assert told == [Progress("Чтение", 1, 10, "быстро")]
    assert answers == []


@pytest.mark.parametrize("from_thread", [False, True])
def test_changes_arrive_on_the_gui_thread(qtbot: QtBot, from_thread: bool) -> None:
    hub = ChangeHub()
    seen: list[bool] = []

    def note(change: ChangeSet) -> None:
        assert change.touches("carts")
        seen.append(threading.current_thread() is threading.main_thread())

    hub.changed.connect(note)
    change = ChangeSet.of("carts", initiator="grid")
    if from_thread:
        worker = threading.Thread(target=hub.publish, args=(change,))
        worker.start()
        worker.join()
    else:
        hub.publish(change)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [True]


def test_reports_name_the_work_and_not_what_it_was_given() -> None:
    def read_page(_secret: str) -> None:
        raise ValueError

    assert name_of(partial(partial(read_page, "пароль"))).endswith("read_page")
    assert "пароль" not in name_of(partial(read_page, "пароль"))
