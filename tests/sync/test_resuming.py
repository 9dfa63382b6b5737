"""A whole load that broke off goes on from its last proven page, whatever happened meanwhile."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from contextlib import suppress

import pytest

from b2bdesk.models import parked
from b2bdesk.models.rowsql import TABLES
from b2bdesk.sync.steps import write
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.usecases.rows.sync import Progress
from tests.support.client import Client
from tests.support.fake_portal import FakePortal, Fault, item
from tests.sync.test_runs import equal


def proven(body: bytes) -> bytes:
    """Return a body whose pages hold the digest of what came before them, as our portal's do."""
    head, *pages, last = body.split(b"\n")
    done = head + b"\n"
    for page in pages:
        told = {**json.loads(page), "sha256": hashlib.sha256(done).hexdigest()}
        done += json.dumps(told, ensure_ascii=False).encode() + b"\n"
    end = {**json.loads(last), "sha256": hashlib.sha256(done).hexdigest()}
    return done + json.dumps(end).encode()


UNIT = {"okei": "778", "name": "уп", "factor": 10_000}


class Sealing(FakePortal):
    """A portal that proves its pages and counts the rows it sends."""

    sent = 0
    plain = False

    def _body(self, feed: str, scope: str, since: int) -> bytes:
        body = super()._body(feed, scope, since)
        return body if self.plain else proven(body)


def fill(made: Sealing) -> Sealing:
    """Put forty items with units and prices into a portal."""
    for n in range(1, 41):
        made.put("catalog", "all", "item", item(n))
        made.put("catalog", "all", "unit", {**UNIT, "n": n})
        made.put("prices", "pt", "price", {"n": n, "min": 0, "price": n * 100_000})
    return made


@pytest.fixture
def portal() -> Sealing:
    return fill(Sealing(compress=False))


def broken(client: Client, portal: FakePortal, cut: float = 0.6, **wanted: object) -> None:
    portal.fail("feed", Fault(cut=cut), *[Fault(unreachable=True)] * 4)
    with pytest.raises(Environment):
        client.sync(**wanted)


def kept(notes: tuple[dict[str, object], ...]) -> dict[object, object]:
    return {each["feed"]: each["rows"] for each in notes if each["code"] == "sync_resumed"}


def asked(portal: FakePortal) -> Callable[[], list[str]]:
    """Return cursors of the catalogue that are asked for from now on."""
    cursors: list[str] = []
    answer = portal._feed

    def feed(name: str, scope: str, cursor: str) -> object:
        if name == "catalog":
            cursors.append(cursor)
        return answer(name, scope, cursor)

    portal._feed = feed  # type: ignore[method-assign, assignment]
    return lambda: cursors


def test_the_second_run_asks_for_the_rest_only(client: Client, portal: Sealing) -> None:
    broken(client, portal)
    cursors = asked(portal)
    client.restart()
    receipt = client.sync()
    equal(client, portal)
    rows = kept(receipt.notes)["catalog"]
    assert isinstance(rows, int)
    assert 40 <= rows < 80, "so much the first run had, and it says so"
    assert cursors()[0].endswith(f"|{rows + rows // 2}"), "from the last proven page on"
    assert all(receipt.checks.values())
    assert not (client.folder / parked.FILE).exists()
    assert kept(client.sync().notes) == {}


def test_what_happened_meanwhile_is_there(client: Client, portal: Sealing) -> None:
    broken(client, portal)
    portal.put("catalog", "all", "item", item(2, "Гайка новая"), item(99))
    portal.drop("catalog", "all", "item", 3)
    portal.drop("catalog", "all", "unit", (3, "778"))
    broken(client, portal, cut=0.5)
    receipt = client.sync()
    equal(client, portal)
    assert kept(receipt.notes)
    names = client.rows("SELECT name FROM item WHERE n IN (2, 3, 99) ORDER BY n")
    assert [name for (name,) in names if name == "Гайка новая"]
    assert all(receipt.checks.values())
    assert not [n for (n,) in client.rows("SELECT n FROM cache.item_member WHERE n = 3")], (
        "gone there, gone here"
    )
    assert client.rows("SELECT n FROM cache.item WHERE n = 3") == [], "also where one assortment"


def generation(portal: Sealing) -> None:
    portal.generation = "gen-2"


def incarnation(portal: Sealing) -> None:
    portal.incarnation = "inc-2"


def untracked(portal: Sealing) -> None:
    portal.full_only = True


@pytest.mark.parametrize("change", [generation, incarnation, untracked])
def test_a_portal_that_cannot_go_on_starts_anew(
    client: Client, portal: Sealing, change: Callable[[Sealing], None]
) -> None:
    broken(client, portal)
    change(portal)
    receipt = client.sync()
    equal(client, portal)
    assert kept(receipt.notes) == {}
    assert all(receipt.checks.values())


@pytest.mark.parametrize("spoilt", ["torn", "no database", "another version"])
def test_what_was_kept_and_spoilt_is_not_used(
    client: Client, portal: Sealing, spoilt: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(client, portal)
    path = client.folder / parked.FILE
    if spoilt == "another version":
        monkeypatch.setattr(parked, "CACHE_VERSION", -1)
    else:
        path.write_bytes(path.read_bytes()[:5_000] if spoilt == "torn" else b"x" * 9_000)
    receipt = client.sync()
    equal(client, portal)
    assert kept(receipt.notes) == {}


def test_a_portal_whose_pages_are_not_proven_starts_anew(client: Client, portal: Sealing) -> None:
    portal.plain = True
    broken(client, portal)
    assert not (client.folder / parked.FILE).exists()
    client.sync()
    equal(client, portal)


def test_a_row_changed_in_what_was_kept_is_found(client: Client, portal: Sealing) -> None:
    """The sum of a scope that came in two runs is compared with the portal's."""
    broken(client, portal)
    raw = sqlite3.connect(client.folder / parked.FILE)
    raw.execute(f"UPDATE {TABLES['unit'].name} SET rev = rev + 1 WHERE n = 1")
    raw.commit()
    raw.close()
    receipt = client.sync()
    assert "bad_count" in {each["code"] for each in receipt.notes}
    client.sync()
    equal(client, portal)


def test_a_whole_load_beside_a_cache_goes_on_as_well(
    client: Client, portal: Sealing, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.sync()
    before = client.rows("SELECT count(*) FROM item_member")
    monkeypatch.setattr(write, "SMALL", 10)
    broken(client, portal, full=True)
    assert client.rows("SELECT count(*) FROM item_member") == before, "the cache stays"
    portal.put("catalog", "all", "item", item(50))
    client.sync(only=("stock",))
    receipt = client.sync(full=True)
    assert kept(receipt.notes)
    equal(client, portal)


def test_a_stop_keeps_the_pages_as_well(client: Client, portal: Sealing) -> None:
    """Every few pages somebody stops it: it comes to its end all the same, and rows come once."""
    cursors, stops, whole = asked(portal), 0, False
    while not whole and stops < 20:
        seen = 0

        def told(progress: Progress) -> None:
            nonlocal seen
            seen += progress.code == "sync_catalog"
            client.pause.stopped = seen == 5

        with suppress(Expected):
            client.runner.run(client.pause, progress=told)
            whole = True
        stops += not whole
        client.pause.stopped = False
        client.restart()
    equal(client, portal)
    assert 4 < stops < 20
    assert len(set(cursors())) == len(cursors()), "no page of the catalogue was asked for twice"
