"""Backups in the background: after a seal soon, on closing what was asked for, never in the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from b2bdesk.trade.errors import Environment
from b2bdesk.usecases.changes import ChangeSet, News
from b2bdesk.usecases.keeping import Keeping
from b2bdesk.usecases.lanes import Lanes
from b2bdesk.usecases.settings import Settings
from tests.support.desk import DeskFixture


class Copies:
    """Counts copies; the first `failing` ones fail."""

    def __init__(self, failing: int = 0) -> None:
        self.made = 0
        self.failing = failing
        self.done = Event()

    def __call__(self) -> Path | None:
        self.made += 1
        try:
            if self.made <= self.failing:
                raise Environment("disk_full", place="x")
            return Path("copy.db")
        finally:
            self.done.set()


def test_a_seal_is_followed_by_a_copy_without_waiting_for_it() -> None:
    hourly, sealed = Copies(), Copies()
    keeping = Keeping(hourly, sealed)
    keeping.after_seal()
    assert sealed.done.wait(20)
    keeping.close()
    assert (hourly.made, sealed.made) == (0, 1)


def test_what_was_asked_for_is_made_before_the_end() -> None:
    sealed = Copies()
    keeping = Keeping(Copies(), sealed)
    keeping.after_seal()
    keeping.close()
    assert sealed.made == 1


def test_a_copy_that_fails_is_told_and_work_goes_on(expect_log: Callable[[str], None]) -> None:
    expect_log("no backup was made")
    sealed = Copies(failing=1)
    keeping = Keeping(Copies(), sealed)
    keeping.after_seal()
    assert sealed.done.wait(20)
    sealed.done.clear()
    keeping.after_seal()
    assert sealed.done.wait(20)
    keeping.close()
    assert sealed.made == 2


def test_a_copy_can_be_asked_for_and_waited_for() -> None:
    keeping = Keeping(Copies(), Copies())
    assert keeping.now() == Path("copy.db")
    keeping.close()
    failing = Keeping(Copies(failing=1), Copies())
    with pytest.raises(Environment, match="disk_full"):
        failing.now()
    failing.close()


def test_closing_lanes_finishes_what_writes_the_desk() -> None:
    lanes = Lanes.started()
    started, release = Event(), Event()
    done: list[str] = []

    def first() -> None:
        started.set()
        release.wait(20)
        done.append("first")

    lanes.desk.submit(first)
    lanes.desk.submit(done.append, "second")
    assert started.wait(20)
    lanes.readers.submit(release.set)
    assert release.wait(20)
    lanes.close()
    assert done == ["first", "second"]


def test_settings_tell_a_change_once(desk: DeskFixture) -> None:
    news = News()
    heard: list[ChangeSet] = []
    news.subscribe(heard.append)
    settings = Settings(desk.settings, news)
    assert settings.get("x", "default") == "default"
    settings.set("x", {"колонки": [1, 2]})
    settings.set("x", {"колонки": [1, 2]})
    assert settings.get("x") == {"колонки": [1, 2]}
    settings.set("x", None)
    assert settings.get("x", 7) == 7
    assert [each.ids for each in heard] == [frozenset({"x"})] * 2


@pytest.mark.parametrize("overdue", [True, False])
def test_a_short_sitting_leaves_a_copy_when_one_is_due(overdue: bool) -> None:
    hourly, sealed = Copies(), Copies()
    Keeping(hourly, sealed, lambda: overdue).close()
    assert (hourly.made, sealed.made) == (int(overdue), 0)
