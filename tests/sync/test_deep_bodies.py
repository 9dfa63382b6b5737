"""Bodies that are nothing but depth, air or weight: refused, and the disk and memory are left."""

from __future__ import annotations

import json
from typing import NamedTuple

import pytest

from b2bdesk.models import load
from b2bdesk.sync.feedbody import MOST_BLANK, read
from b2bdesk.sync.refusals import Refused
from b2bdesk.sync.steps import write
from b2bdesk.sync.transport import refusal
from b2bdesk.trade.errors import Environment, Expected
from tests.support.client import Client
from tests.support.fake_portal import FakePortal, item
from tests.sync.test_runs import equal


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
