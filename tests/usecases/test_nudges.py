"""What the portal says moved is asked for soon, once, and never in a storm."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Collection, Iterator

import pytest

from b2bdesk.trade.errors import CodedError, Environment, Expected
from b2bdesk.usecases import nudges as module
from b2bdesk.usecases.changes import ChangeSet, News
from b2bdesk.usecases.nudges import Nudges

Told = Callable[[Collection[str], float], None]


class Portal:
    """Events by hand: each listening runs one of the `acts`, then waits to be cut."""

    def __init__(self) -> None:
        self.here = True
        self.acts: list[Callable[[Told], None]] = []
        self.listening = threading.Semaphore(0)
        self._cut = threading.Event()
        self.starts = 0

    def offered(self) -> bool:
        return self.here

    def listen(self, told: Told) -> None:
        self.starts += 1
        self._cut.clear()
        if self.acts:
            self.acts.pop(0)(told)
        else:
            told((), 0.0)
            self.listening.release()
            self._cut.wait(20)
            raise Environment("network_broken")

    def cut(self) -> None:
        self._cut.set()


class Time:
    """A clock by hand."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


class World:
    """Nudges with everything around them in the test's hands."""

    def __init__(self) -> None:
        self.portal, self.news, self.time = Portal(), News(), Time()
        self.heard: list[ChangeSet] = []
        self.news.subscribe(self.heard.append)
        self.stopping = threading.Event()
        self.nudges = Nudges(self.portal, self.news, self.stopping, random.Random(7), self.time)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setattr(module, "AGAIN", (0.0, 0.001))
    monkeypatch.setattr(module, "FIRST_PAUSE", 0.0005)
    made = World()
    yield made
    made.nudges.close()


def test_what_moved_is_due_once_and_then_rests(world: World) -> None:
    nudges = world.nudges
    nudges.told({"prices"}, 0.0)
    nudges.told({"prices", "stock"}, 0.0)
    assert nudges.take() == ("prices", "stock")
    assert nudges.take() == ()
    nudges.told({"prices"}, 0.0)
    assert nudges.take() == ()
    world.time.now += module.REST_SECONDS
    assert nudges.take() == ("prices",)
    assert any(each.touches("nudge") for each in world.heard)


def test_very_many_scopes_become_their_feeds(world: World) -> None:
    world.nudges.told({f"terms/c{number}" for number in range(module.MOST_DUE + 50)}, 0.0)
    due = world.nudges.take()
    assert len(due) == module.MOST_DUE + 1
    assert "terms" in due


def test_listeners_spread_their_questions_over_the_time_the_portal_names() -> None:
    moments = []
    for seed in range(200):
        time = Time()
        nudges = Nudges(Portal(), News(), threading.Event(), random.Random(seed), time)
        nudges.told({"stock"}, 20.0)
        start = time.now
        while not nudges.take():
            time.now += 1.0
        moments.append(time.now - start)
    assert max(moments) <= 21.0
    assert len([each for each in moments if each <= 10.0]) in range(60, 140)


def test_a_portal_that_lies_about_the_spread_does_not_silence_a_feed(world: World) -> None:
    world.nudges.told({"stock"}, 1e5)
    world.time.now += module.LONGEST_SPREAD
    assert world.nudges.take() == ("stock",)


def test_a_flood_is_given_up_and_costs_one_question_per_rest(world: World) -> None:
    world.nudges.told((), 0.0)

    def flood() -> None:
        for _ in range(10_000):
            world.nudges.told({"stock"}, 0.0)

    with pytest.raises(Expected) as refused:
        flood()
    assert refused.value.code == "bad_message"
    assert world.nudges.take() == ("stock",)
    assert world.nudges.take() == ()


def test_it_listens_again_after_every_end_and_says_whether_it_does(world: World) -> None:
    def fails(error: CodedError) -> Callable[[Told], None]:
        def act(told: Told) -> None:
            raise error

        return act

    def ends(told: Told) -> None:
        told((), 0.0)
        told({"orders"}, 0.0)

    world.portal.acts = [
        fails(Environment("network_unreachable")), fails(Expected("not_found")), ends,
        fails(Environment("portal_busy")), lambda told: None,
    ]  # fmt: skip
    world.nudges.start()
    world.nudges.start()
    assert world.portal.listening.acquire(timeout=20)
    assert world.portal.starts == 6
    assert world.nudges.live()
    assert world.nudges.take() == ("orders",)
    world.nudges.close()
    assert not world.nudges.live()
    assert world.nudges._thread is not None
    assert not world.nudges._thread.is_alive()


def test_another_person_means_another_listening_and_nothing_of_the_old(world: World) -> None:
    world.nudges.start()
    assert world.portal.listening.acquire(timeout=20)
    world.nudges.told({"orders"}, 50.0)
    world.news.publish(ChangeSet.of("session"))
    assert world.portal.listening.acquire(timeout=20)
    world.time.now += 1_000
    assert world.nudges.take() == ()


def test_a_portal_without_events_is_not_asked_until_something_changes(world: World) -> None:
    world.portal.here = False
    world.nudges.start()
    world.news.publish(ChangeSet.of("sync"))
    assert not world.nudges.live()
    assert world.portal.starts == 0
    world.portal.here = True
    world.news.publish(ChangeSet.of("session"))
    assert world.portal.listening.acquire(timeout=20)


def test_pauses_grow_with_failures_and_end_at_five_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    nudges = Nudges(Portal(), News(), threading.Event(), random.Random(1), Time())
    pauses = [nudges._pause(failures) for failures in range(1, 14)]
    assert 2.0 <= pauses[0] <= 4.0
    assert all(150.0 <= each <= 300.0 for each in pauses[8:])
