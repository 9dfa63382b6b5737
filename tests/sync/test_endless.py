"""Scopes that never end, bodies that are nothing but depth or air: each is given up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from b2bdesk.sync.feedbody import Ended, Paged
from b2bdesk.sync.plan import Pull
from b2bdesk.sync.refusals import Gone
from b2bdesk.sync.steps import pull as steps_pull
from b2bdesk.sync.steps.pull import pull
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.usecases.ports.cache import Batch, Head
from tests.support.client import Pause, Time
from tests.sync.test_edges import SCOPE, Always, Bodies, Kept, end, head, page


class Endless:
    """A portal whose bodies are made as they are asked for, one after the other."""

    def __init__(self, body: Callable[[str, int], list[Any]]) -> None:
        self.body = body
        self.asked = 0

    def feed(self, feed: str, scope: str, cursor: str) -> Iterator[Any]:
        self.asked += 1
        yield from self.body(cursor, self.asked)

    def received(self) -> int:
        return 0


def ended(cursor: str) -> Ended:
    return Ended(1, "0", cursor, True)


def nothing(number: int) -> Paged:
    return Paged(Batch("price"), f"c{number}")


@pytest.mark.parametrize(
    ("body", "most"),
    [
        (lambda cursor, n: [head(n == 1), page(n), ended(cursor)], 1),
        (lambda cursor, n: [head(n == 1), ended("c1")], 2),
        (lambda cursor, n: [head(n == 1), nothing(n), ended(f"c{n}")], 600),
        (lambda cursor, n: [head(n == 1), ended("c1" if cursor == "c2" else "c2")], 1_100),
        (lambda cursor, n: [head(), page(n), ended(f"c{n}")], 60),
        (lambda cursor, n: [head(), *map(nothing, range(5_000)), ended(f"c{n}")], 1),
    ],
)
def test_a_scope_that_never_ends_is_given_up(
    body: Callable[[str, int], list[Any]], most: int
) -> None:
    """Cursors that stand or go round, pages of nothing, beginnings over and over."""
    source = Endless(body)
    with pytest.raises(Expected) as caught:
        pull(source, Pull(SCOPE, ""), Kept(), Pause(Time()), Always())
    assert caught.value.code == "bad_message"
    assert source.asked <= most


@pytest.mark.parametrize("what", ["rows", "bytes"])
def test_a_scope_larger_than_any_is_given_up(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps_pull, f"MAX_{what.upper()}", 100)
    row = Batch("price", [(1, 0, 5, 1)], size=1)
    source = Endless(lambda cursor, n: [head(n == 1), Paged(row, f"c{n}"), ended(f"c{n}")])
    with pytest.raises(Environment) as caught:
        pull(source, Pull(SCOPE, ""), Kept(), Pause(Time()), Always())
    assert (caught.value.code, source.asked) == ("body_too_big", 101)


def test_columns_that_change_between_bodies_start_anew() -> None:
    other = Head(SCOPE, {"price": ["n", "price:e5", "min:e3", "rev"]}, False, "g", "i")
    source = Bodies([head(), page(1), end(more=True)], [other, page(2), end()])
    with pytest.raises(Gone):
        pull(source, Pull(SCOPE, ""), Kept(), Pause(Time()), Always())
