"""Scopes that never end, bodies that are nothing but depth or air: each is given up."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest

from b2bdesk.models import load
from b2bdesk.sync.feedbody import MOST_BLANK, Ended, Paged, read
from b2bdesk.sync.plan import Pull
from b2bdesk.sync.refusals import Gone, Refused
from b2bdesk.sync.steps import pull as steps_pull
from b2bdesk.sync.steps import write
from b2bdesk.sync.steps.pull import pull
from b2bdesk.sync.transport import refusal
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.usecases.ports.cache import Batch, Head
from tests.support.client import Client, Pause, Time
from tests.support.fake_portal import FakePortal, item
from tests.sync.test_edges import SCOPE, Always, Bodies, Kept, end, head, page
from tests.sync.test_runs import equal


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


def test_air_between_the_lines_has_an_end() -> None:
    body = [b'{"feed":"prices","scope":"pt","tables":{}}', *[b""] * (MOST_BLANK + 1)]
    with pytest.raises(Expected) as caught:
        list(read(body, "prices", "pt"))
    assert caught.value.code == "bad_message"


DEEP = b"[" * 1_000_000 + b"]" * 1_000_000


@pytest.mark.parametrize(
    "line",
    [
        b'{"table":"terms","put":[["a",%b,1]],"cursor":"c"}' % DEEP,
        b'{"table":"terms","put":%b,"cursor":"c"}' % DEEP,
        b'{"table":"terms","unheard":%b,"put":[]}' % DEEP,
        DEEP,
    ],
)
def test_a_million_levels_of_json_are_a_bad_message(line: bytes) -> None:
    head_line = json.dumps(
        {"feed": "terms", "scope": "c", "full": True, "generation": "g", "incarnation": "i",
         "tables": {"terms": ["id", "body", "rev"]}}
    ).encode()  # fmt: skip
    for lines in ([head_line, line, b"{}"], [line, b"{}"]):
        with pytest.raises(Expected) as caught:
            list(read(lines, "terms", "c"))
        assert caught.value.code == "bad_message"


def test_a_refusal_of_a_million_levels_is_one_without_words() -> None:
    for body in (DEEP, b'{"code":"not_found","title":"x","status":404,"more":%b}' % DEEP):
        found = refusal(404, body, {})
        assert isinstance(found, Refused)
        assert found.code == "http_404"


class Room(NamedTuple):
    """What `shutil.disk_usage` returns."""

    free: int


def test_pages_stop_before_the_disk_is_full(
    client: Client, portal: FakePortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.sync()
    monkeypatch.setattr(write, "SMALL", 2)
    free = iter([*[1 << 40] * 2, *[load.LEAST_FREE - 1] * 99])
    monkeypatch.setattr("shutil.disk_usage", lambda _: Room(next(free)))
    with pytest.raises(Environment) as caught:
        client.sync(full=True)
    assert caught.value.code == "disk_full"
    monkeypatch.undo()
    assert [path.name for path in client.folder.glob("cache-*.db")] == [client.caches.active.name]
    equal(client, portal)


def test_rows_of_any_size_do_not_pile_up_in_memory(
    client: Client, portal: FakePortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is held until a body is proven has a size: a delta comes whole then, to the disk."""
    client.sync()
    monkeypatch.setattr(write, "LARGE_BYTES", 40_000)
    monkeypatch.setattr(write, "SMALL_BYTES", 40_000)
    portal.put("catalog", "all", "item", item(3, description="д" * 50_000))
    receipt = client.sync()
    assert receipt.feeds["catalog"].mode == "full"
    assert [each["reason"] for each in receipt.notes] == ["large_delta"]
    equal(client, portal)
