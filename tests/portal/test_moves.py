"""The supplier's moves keep order, stock, documents and ledger in step; buyers' commands too."""

from __future__ import annotations

import httpx
import pytest

from b2bdesk.portal.documents import store as documents
from b2bdesk.portal.orders import moves, reserves, store
from b2bdesk.portal.orders.moves import LineAnswer
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.settlements.store import balance_of
from b2bdesk.portal.stock.store import holdings
from b2bdesk.portal.storage.work import Storage
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.ids import uuid7
from b2bdesk.wire.orders import Order
from tests.portal.test_orders import good, line, order, post

BOTH_STORES = True


def placed(client: httpx.Client) -> str:
    """100 bolts (1540.86 gross) and 2 lamps (158.40 + 10 %)."""
    wanted = order("1715.10", line("bolt", "100", "12.63"), line("lamp", "2", "79.20"))
    answer = post(client, wanted)
    assert answer.status_code == 201, answer.text
    made: str = answer.json()["id"]
    return made


def read(storage: Storage, order_id: str) -> Order:
    with storage.reading() as connection:
        found = store.find_order(SYSTEM, connection, order_id)
    assert found is not None
    return found.order


def free(storage: Storage, n: int, place: str = "msk") -> tuple[int, int]:
    with storage.reading() as connection:
        rows = {row.place: row for row in holdings(SYSTEM, connection, [n])[n]}
    return rows[place].qty_e3, rows[place].reserved_e3


def test_an_order_goes_from_answer_to_closed_with_papers_and_ledger(
    alfa: httpx.Client, storage: Storage, numbers: dict[str, int]
) -> None:
    order_id = placed(alfa)
    with storage.writing() as work:
        moves.answer(SYSTEM, work, order_id, {
            "l-bolt": LineAnswer(100_000, "confirmed", {"msk": 100_000}),
            "l-lamp": LineAnswer(0, "rejected", reason_code="out_of_stock", reason="Нет в наличии"),
        })  # fmt: skip
    answered = read(storage, order_id)
    assert (answered.state, answered.reserve, answered.confirmed_total) == (
        "in_work", "allowed", "1540.86",
    )  # fmt: skip
    assert [each.state for each in answered.lines] == ["confirmed", "rejected"]
    assert free(storage, numbers["bolt"]) == (5_000_000, 100_000)

    with storage.writing() as work:
        invoice = moves.invoice(SYSTEM, work, order_id)
    assert (invoice.gross, invoice.vat, invoice.pay_until) == ("1540.86", "277.86", "2026-12-04")
    assert [each.article for each in invoice.lines] == ["Б-840"]
    with pytest.raises(Expected), storage.writing() as work:
        moves.invoice(SYSTEM, work, order_id)

    with storage.writing() as work:
        waybill = moves.ship(SYSTEM, work, order_id)
    shipped = read(storage, order_id)
    assert (shipped.shipment, shipped.reserve, shipped.state) == ("shipped", "none", "in_work")
    assert (waybill.kind, waybill.gross) == ("upd", "1540.86")
    assert free(storage, numbers["bolt"]) == (4_900_000, 0)
    with storage.reading() as connection:
        assert balance_of(SYSTEM, connection, "alfa-1-c").debt == 154_086

    with storage.writing() as work:
        moves.pay(SYSTEM, work, order_id, 154_086)
    closed = read(storage, order_id)
    assert (closed.payment, closed.state, closed.paid_total) == ("paid", "closed", "1540.86")
    assert [entry.code for entry in closed.history] == [
        "accepted", "answered", "invoiced", "shipped", "paid",
    ]  # fmt: skip
    assert closed.version == 5
    with storage.reading() as connection:
        assert balance_of(SYSTEM, connection, "alfa-1-c").debt == 0
        papers = documents.documents_of_order(SYSTEM, connection, order_id)
    assert {(row.document.kind, row.document.state) for row in papers} == {
        ("invoice", "paid"), ("upd", "to_sign"),
    }  # fmt: skip
    with pytest.raises(Expected) as refused, storage.writing() as work:
        moves.pay(SYSTEM, work, order_id, 1)
    assert refused.value.code == "order_state"


def test_nothing_confirmed_is_a_rejected_order(alfa: httpx.Client, storage: Storage) -> None:
    order_id = placed(alfa)
    refusal = LineAnswer(0, "rejected", reason_code="out_of_stock")
    with storage.writing() as work:
        moves.answer(SYSTEM, work, order_id, {"l-bolt": refusal})
        moved = moves.answer(SYSTEM, work, order_id, {"l-lamp": refusal})
    assert moved.state == "rejected"


def command(client: httpx.Client, order_id: str, name: str, **more: object) -> httpx.Response:
    key = str(more.pop("key", uuid7()))
    body = {"client_command_id": key, **more}
    headers = {"Idempotency-Key": key}
    return client.post(f"/orders/{order_id}/{name}", json=body, headers=headers)


def test_reserve_extend_ship_and_release_hold_what_is_free(
    alfa: httpx.Client, storage: Storage, numbers: dict[str, int]
) -> None:
    # 12 lamps lie there, 2 of them held for somebody else
    wanted = order("1742.40", line("lamp", "20", "79.20"))
    order_id = post(alfa, wanted).json()["id"]
    held = command(alfa, order_id, "reserve", until="2026-11-25").json()
    assert (held["reserve"], held["lines"][0]["reserved"]) == ("partly", "10")
    assert held["lines"][0]["reserved_until"] == "2026-11-25"
    assert free(storage, numbers["lamp"]) == (12_000, 12_000)
    longer = command(alfa, order_id, "extend", until="2026-12-01").json()
    assert longer["lines"][0]["reserved_until"] == "2026-12-01"
    assert command(alfa, order_id, "extend", until="2027-12-01").json()["code"] == (
        "date_not_available"
    )
    going = command(alfa, order_id, "ship").json()
    assert going["shipment"] == "assembling"
    back = command(alfa, order_id, "release").json()
    assert (back["reserve"], back["lines"][0]["reserved"]) == ("none", "0")
    assert free(storage, numbers["lamp"]) == (12_000, 2_000)
    assert command(alfa, order_id, "release").json()["code"] == "order_state"


def test_packs_are_held_whole(
    alfa: httpx.Client, storage: Storage, numbers: dict[str, int]
) -> None:
    wanted = order("1540.86", line("bolt", "1", "12.63", unit="778", factor="100", place="spb"))
    order_id = post(alfa, wanted).json()["id"]
    held = command(alfa, order_id, "reserve").json()
    assert held["lines"][0]["reserved"] == "1"
    assert free(storage, numbers["bolt"], "spb") == (300_000, 100_000)


def test_a_cancelled_order_frees_its_goods_and_moves_no_more(
    alfa: httpx.Client, storage: Storage, numbers: dict[str, int]
) -> None:
    order_id = placed(alfa)
    command(alfa, order_id, "reserve")
    partly = command(alfa, order_id, "cancel", lines={"l-bolt": "40"}).json()
    assert (partly["state"], partly["lines"][0]["cancelled"]) == ("accepted", "40")
    done = command(alfa, order_id, "cancel").json()
    assert done["state"] == "cancelled"
    assert free(storage, numbers["bolt"]) == (5_000_000, 0)
    assert command(alfa, order_id, "cancel").json()["code"] == "order_state"


def test_a_shipped_order_is_not_cancelled(alfa: httpx.Client, storage: Storage) -> None:
    order_id = placed(alfa)
    command(alfa, order_id, "reserve")
    with storage.writing() as work:
        moves.ship(SYSTEM, work, order_id)
    assert command(alfa, order_id, "cancel").json()["code"] == "order_not_cancellable"


def test_a_command_is_done_once_per_key_and_only_as_asked(
    alfa: httpx.Client, storage: Storage
) -> None:
    order_id = placed(alfa)
    key = uuid7()
    first = command(alfa, order_id, "reserve", key=key)
    again = command(alfa, order_id, "reserve", key=key)
    assert again.content == first.content
    assert again.headers["Idempotency-Replayed"] == "true"
    other = command(alfa, order_id, "cancel", key=key)
    assert other.json()["code"] == "idempotency_conflict"
    assert read(storage, order_id).version == 2


def test_unknown_commands_and_foreign_orders_are_not_there(
    alfa: httpx.Client, beta: httpx.Client
) -> None:
    order_id = placed(alfa)
    answers = [
        command(beta, order_id, "cancel"),
        command(beta, "nothing", "cancel"),
        command(alfa, order_id, "explode"),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_reserves_end_with_their_day(
    alfa: httpx.Client, storage: Storage, numbers: dict[str, int]
) -> None:
    order_id = placed(alfa)
    command(alfa, order_id, "reserve", until="2026-11-21")
    storage.clock.move(days=2)  # type: ignore[attr-defined]  # the test's own clock
    with storage.writing() as work:
        moved = moves.expire_reserves(SYSTEM, work, order_id)
    assert moved.reserve == "expired"
    assert free(storage, numbers["bolt"]) == (5_000_000, 0)
    with storage.reading() as connection:
        assert reserves.held_for(SYSTEM, connection, order_id) == []


def test_a_replayed_order_is_good_again_after_cancelling_by_a_new_key(alfa: httpx.Client) -> None:
    wanted = good()
    made = post(alfa, wanted)
    command(alfa, made.json()["id"], "cancel")
    assert post(alfa, wanted).content == made.content
