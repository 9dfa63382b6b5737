"""`/events` tells whoever may know which scopes moved, and costs nothing while nothing moves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

import httpx
import pytest

from b2bdesk.portal.accounts import store as accounts
from b2bdesk.portal.documents import store as documents
from b2bdesk.portal.events import hub as hub_module
from b2bdesk.portal.events import moves as event_moves
from b2bdesk.portal.events.hub import Hub, Listener, Position
from b2bdesk.portal.orders import moves
from b2bdesk.portal.orders.moves import LineAnswer
from b2bdesk.portal.pricing import store as pricing
from b2bdesk.portal.scope import SYSTEM, Scope
from b2bdesk.portal.stock import store as stock
from b2bdesk.portal.storage.marks import counted
from b2bdesk.portal.storage.work import Storage, open_storage
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.wire.events import KEEP_ALIVE, Event, Moved, event_bytes, read_events
from tests.portal.test_orders import good, post
from tests.support import portal

BOTH_STORES = True

ALFA = Scope("u-alfa", frozenset({"alfa"}), "buyer", "s")


class Ear:
    """Reads one stream of events."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self._events = read_events(line.encode() for line in answer.iter_lines())
        self.ready = self.next()

    def next(self) -> Event:
        """The next event, signs of life left out."""
        return next(each for each in self._events if each is not None)

    def ended(self) -> bool:
        """Whether the stream is over."""
        return next((each for each in self._events if each is not None), None) is None


@contextmanager
def listening(client: httpx.Client, last: str = "", wait: str = "") -> Iterator[Ear]:
    headers = {"Last-Event-ID": last} if last else {}
    params = {"wait": wait} if wait else {}
    with client.stream("GET", "/events", headers=headers, params=params) as answer:
        assert answer.status_code == 200, answer.read()
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield Ear(answer)


def test_what_moved_is_told_to_those_who_see_it(
    alfa: httpx.Client, beta: httpx.Client, storage: Storage, numbers: dict[str, int]
) -> None:
    with listening(alfa) as ear, listening(beta) as other:
        assert ear.ready.name == "ready"
        with storage.writing() as work:
            pricing.put_prices(SYSTEM, work, [("opt", numbers["pen"], 0, 7)])
        assert ear.next().said.moved == [("prices", "opt")]
        with storage.writing() as work:
            pricing.put_prices(SYSTEM, work, [("retail", numbers["pen"], 0, 7)])
        assert other.next().said.moved == [("prices", "retail")]
        with storage.writing() as work:
            stock.put_stock(SYSTEM, work, [(numbers["pen"], "msk", 1, 0)])
        assert ear.next().said.moved == other.next().said.moved == [("stock", "*")]


def test_an_order_and_its_papers_are_told_to_its_company_only(
    alfa: httpx.Client, beta: httpx.Client, storage: Storage
) -> None:
    with listening(alfa) as ear, listening(beta) as other:
        made = post(alfa, good()).json()
        assert ear.next().said.moved == [("orders", "alfa")]
        with storage.writing() as work:
            moves.answer(SYSTEM, work, made["id"], {"l-bolt": LineAnswer(100_000, "confirmed")})
            moves.invoice(SYSTEM, work, made["id"])
        assert set(ear.next().said.moved) >= {("orders", "alfa"), ("documents", "alfa")}
        with storage.writing() as work:
            accounts.put_terms(SYSTEM, work, "beta-1-c", {"currency": "RUB", "price_types": []})
        assert other.next().said.moved == [("terms", "beta-1-c")]
        with storage.reading() as connection:
            assert documents.documents_of_order(SYSTEM, connection, made["id"])


def test_a_change_by_another_process_is_told(
    alfa: httpx.Client, store: str, storage: Storage, numbers: dict[str, int]
) -> None:
    second = open_storage(store, storage.clock)
    with listening(alfa) as ear:
        with second.writing() as work:
            pricing.put_prices(SYSTEM, work, [("opt", numbers["pen"], 0, 7)])
        assert ear.next().said.moved == [("prices", "opt")]
    second.close()


def test_who_comes_back_is_told_what_moved_meanwhile(
    alfa: httpx.Client, storage: Storage, numbers: dict[str, int]
) -> None:
    with listening(alfa) as ear:
        last = ear.ready.id
    with storage.writing() as work:
        pricing.drop_prices(SYSTEM, work, [("opt", numbers["bolt"], 0)])
    with listening(alfa, last) as ear:
        assert ear.next().said.moved == [("prices", "opt")]


@pytest.mark.parametrize("last", ["x", "00000000-e30", "-", "ё".encode().hex() * 400])
def test_an_id_of_another_portal_means_everything_may_have_moved(
    alfa: httpx.Client, last: str
) -> None:
    with listening(alfa, last, wait="5") as ear:
        told = {feed for feed, scope in ear.next().said.moved if scope == "*"}
        assert told >= {"catalog", "prices", "stock", "orders"}


def test_with_wait_the_answer_ends_after_the_first_news(
    alfa: httpx.Client, storage: Storage, numbers: dict[str, int]
) -> None:
    with listening(alfa, wait="30") as ear:
        with storage.writing() as work:
            pricing.put_prices(SYSTEM, work, [("opt", numbers["pen"], 0, 7)])
        assert ear.next().said.moved == [("prices", "opt")]
        assert ear.ended()
    with listening(alfa, wait="0") as ear:
        assert ear.ended()
    for wrong in ("x", "-1", "61", "1e9", "²"):
        assert alfa.get("/events", params={"wait": wrong}).status_code == 400


def test_a_new_rule_of_a_view_is_told_though_no_row_moved(
    alfa: httpx.Client, storage: Storage
) -> None:
    with listening(alfa) as ear:
        with storage.writing() as work:
            stock.put_view(SYSTEM, work, stock.StockView("exact", "Все", steps_e3=(10_000,)))
        assert ear.next().said.moved == [("stock", "*")]


def test_one_person_listens_so_many_times_and_no_more(
    alfa: httpx.Client, beta: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "PER_PRINCIPAL", 2)
    with listening(alfa) as one, listening(alfa) as another:
        refused = alfa.get("/events")
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")
        with listening(beta) as ear:
            assert ear.ready
        assert one.ready
        assert another.ready


def test_too_many_listeners_are_sent_away_for_a_while(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "PER_PROCESS", 0)
    with pytest.raises(Environment) as refused:
        Hub(storage).open(ALFA, "")
    assert refused.value.code == "portal_busy"


def test_the_end_of_the_server_ends_all_streams(storage: Storage, numbers: dict[str, int]) -> None:
    portal.add_user(storage, "alfa", companies=("alfa",))
    with ExitStack() as stack:
        server = ExitStack()
        url = server.enter_context(portal.serving(storage))
        client = stack.enter_context(closing(portal.sign_in(url, "alfa")))
        ear = stack.enter_context(listening(client))
        server.close()
        assert ear.ended()


def test_however_slow_a_reader_his_queue_holds_each_scope_once() -> None:
    at = Position("i", {"prices": 1})
    listener = Listener("u", {"prices": frozenset({"opt"})}, at, set())
    for _ in range(1_000):
        listener.tell({("prices", "opt"), ("stock", "*")}, at, 0.0)
    assert len(listener._pending) == 2


def test_many_listeners_are_told_to_spread_their_questions(storage: Storage) -> None:
    hub = Hub(storage)
    at = Position("i", {})
    all_of_them = [Listener(f"u{n}", {"stock": frozenset({"v"})}, at, set()) for n in range(1_000)]
    hub._listeners.update(all_of_them)
    hub._deliver({("stock", "*")}, at)
    assert {each._within for each in all_of_them} == {1_000 / hub_module.ASKING_A_SECOND}
    for each in all_of_them[1:]:
        hub._listeners.discard(each)
    all_of_them[0]._within = 0.0
    hub._deliver({("stock", "*")}, at)
    assert all_of_them[0]._within == 0.0


def test_marks_round_trip_and_strangers_are_refused(storage: Storage) -> None:
    with storage.reading() as connection:
        counts = counted(connection)
    mark = event_moves.write_mark("0123456789", counts)
    assert event_moves.read_mark(mark, "0123456789", counts) == counts
    assert event_moves.read_mark(mark, "9876543210", counts) is None
    assert event_moves.read_mark(mark, "0123456789", dict.fromkeys(counts, -1)) is None


def test_the_form_of_a_stream_is_read_as_it_is_written() -> None:
    said = Moved(moved=[("prices", "опт: 7"), ("stock", "*")], within=2.5)
    raw = event_bytes("moved", "m-1", said) + KEEP_ALIVE + event_bytes("ready", "m-2", Moved())
    got = list(read_events(raw.split(b"\n")[:-1]))
    assert got == [
        Event(name="moved", id="m-1", said=said),
        None,
        Event(name="ready", id="m-2", said=Moved()),
    ]


@pytest.mark.parametrize("lines", [
    [b"data: {", b""], [b"data: []", b""], [b"data: {\"moved\":[[1,2]]}", b""],
    [b"data: {\"within\":1e99}", b""], [b"x" * 70_000, b""],
])  # fmt: skip
def test_a_stream_that_is_none_is_refused(lines: list[bytes]) -> None:
    with pytest.raises(Expected) as refused:
        list(read_events(lines))
    assert refused.value.code == "bad_message"
