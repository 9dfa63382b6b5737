"""Cards, orders, documents, settlements and the account, read from what a synchronisation left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from b2bdesk.models.queries.documents import DocumentQueries
from b2bdesk.models.queries.money import MoneyQueries
from b2bdesk.models.queries.syncstate import SyncStateQueries
from b2bdesk.usecases.rows.offers import PlaceStock, UnitRow
from b2bdesk.usecases.rows.orders import DocumentFilter, OrderFilter
from tests.support.client import Client
from tests.support.fake_portal import FakePortal, item

TERMS = {
    "currency": "RUB",
    "price_types": ["pt"],
    "rules": [{"id": "r1", "kind": "percent_off", "on": {"kind": "brand", "id": "Метиз"},
               "value": "7", "text": "Скидка на бренд"}],
}  # fmt: skip


def an_order(number: int, day: str, **more: Any) -> dict[str, Any]:
    line = {
        "line_id": "l1", "item_id": "i1", "article": "АБ-001", "name": "Болт", "quantity": "10",
        "unit": "796", "factor": "1", "price": "9.30", "net": "93.00", "vat": "20.46",
        "gross": "113.46", "vat_code": "22", "state": more.pop("line", "confirmed"),
        "confirmed": "8", "reason_code": "short", "reason": "Нет на складе",
        "expected": "2026-12-01",
    }  # fmt: skip
    body = {
        "id": f"o{number}", "client_order_id": f"k{number}", "number": f"{number:05d}",
        "created_at": f"{day}T10:00:00+00:00", "entity_id": "e1", "contract_id": "c1",
        "currency": "RUB", "total": "113.46", "net": "93.00", "vat": "20.46", "lines": [line],
        "number_1c": f"УТ-{number}", "po_number": "PO-7", "address": "Химки",
        "ship_date": "2026-11-25",
        "history": [{"at": f"{day}T10:00:01+00:00", "code": "accepted", "text": "Принят"}],
    }  # fmt: skip
    row = {name: body[name] for name in
           ("id", "client_order_id", "number", "created_at", "entity_id", "contract_id",
            "currency")}  # fmt: skip
    axes = {"state": "in_work", "reserve": "allowed", "payment": "none", "shipment": "none"}
    return {**row, **axes, "total": 11346, "body": body, **more}


def a_document(number: int, kind: str, day: str, **more: Any) -> dict[str, Any]:
    body = {"order_number": "00001", "title": "", "lines": [{"article": "АБ-001"}]}
    return {
        "id": f"d{number}", "kind": kind, "number": str(number), "date": day, "entity_id": "e1",
        "contract_id": "c1", "order_id": "o1", "state": "due", "currency": "RUB", "gross": 11346,
        "pay_until": "2026-11-28", "sha256": "", "bytes": 0, "media": "application/pdf",
        "body": body, **more,
    }  # fmt: skip


def _goods(portal: FakePortal) -> None:
    rows = ({"id": one, "parent": up, "name": one.upper(), "ord": 1} for one, up in
            (("g0", ""), ("g1", "g0")))  # fmt: skip
    portal.put("catalog", "all", "group", *rows)
    goods = [item(n) for n in range(1, 6)]
    goods[0].update(description="Описание", next_batch="2026-12-10")
    portal.put("catalog", "all", "item", *goods)
    portal.put("catalog", "all", "unit", {"n": 1, "okei": "796", "name": "шт", "factor": 1000},
               {"n": 1, "okei": "778", "name": "упак", "factor": 100_000})  # fmt: skip
    portal.put("catalog", "all", "barcode", {"n": 1, "barcode": "4600000000015", "okei": "796"})
    links = [("analogue", "i2", 1), ("analogue", "i3", 2), ("related", "i4", 1)]
    portal.put(
        "catalog",
        "all",
        "link",
        *({"n": 1, "kind": kind, "to": to, "rank": rank} for kind, to, rank in links),
    )
    portal.put("catalog", "all", "file", {"n": 1, "kind": "picture", "ord": 1, "sha256": "ab",
               "bytes": 10, "media": "image/png", "title": "Фото"})  # fmt: skip


def _offers(portal: FakePortal) -> None:
    prices = [(1, 0, 1_000_000), (1, 100_000, 900_000), (2, 0, 500_000), (3, 0, 600_000)]
    portal.put(
        "prices", "pt", "price", *({"n": n, "min": low, "price": e5} for n, low, e5 in prices)
    )
    places = [("m", "Москва", 1), ("k", "Казань", 2)]
    portal.put(
        "stock",
        "sv",
        "place",
        *({"id": one, "name": name, "city": name, "ord": at} for one, name, at in places),
    )
    stock = [(1, "m", 40_000, 0), (1, "k", 100_000, 1), (3, "m", 5_000, 0)]
    portal.put(
        "stock",
        "sv",
        "stock",
        *({"n": n, "place": p, "qty": q, "at_least": a} for n, p, q, a in stock),
    )
    portal.put(
        "stock",
        "sv",
        "incoming",
        {"n": 1, "place": "m", "date": "2026-11-20", "qty": 9_000},
        {"n": 1, "place": "m", "date": "2026-11-30", "qty": 7_000},
    )
    batches = [(1, "m", "2027-06-01", 30_000), (1, "m", "2026-12-20", 10_000),
               (1, "x", "2026-11-25", 5_000), (3, "m", "2028-01-01", None)]  # fmt: skip
    portal.put(
        "stock",
        "sv",
        "batch",
        *({"n": n, "place": p, "use_by": day, "qty": q} for n, p, day, q in batches),
    )


def _business(portal: FakePortal) -> None:
    portal.put("terms", "c1", "terms", {"id": "c1", "body": TERMS})
    portal.put("settlements", "c1", "balance", {"id": "c1", "currency": "RUB", "debt": 300_000,
               "overdue": 100_000, "credit_limit": 1_000_000,
               "as_of": "2026-11-21T08:00:00+00:00"})  # fmt: skip
    portal.put("settlements", "c1", "entry", {"id": "x1", "date": "2026-11-01", "kind": "shipment",
               "number": "7", "debit": 300_000, "credit": 0, "document_id": "d2"})  # fmt: skip
    portal.put("orders", "co1", "order", an_order(1, "2026-11-10", line="partial"),
               an_order(2, "2026-10-05", state="closed"), an_order(3, "2026-10-06",
               state="cancelled"))  # fmt: skip
    portal.put("documents", "co1", "document", a_document(1, "invoice", "2026-11-11"),
               a_document(2, "upd", "2026-11-12", state="to_sign"),
               a_document(3, "invoice", "2026-10-05", state="paid", order_id="o2"))  # fmt: skip


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A client with a year of its own."""
    portal = FakePortal()
    portal.page_rows = 100
    _goods(portal)
    _offers(portal)
    _business(portal)
    made = Client(tmp_path_factory.mktemp("reading"), portal)
    made.sync()
    portal.put("prices", "pt", "price", {"n": 1, "min": 0, "price": 1_200_000})
    made.time.move(3600)
    made.sync()
    yield made
    made.close()


def test_a_card_says_everything_and_explains_its_price(client: Client) -> None:
    card = client.catalogue.card(1)
    assert card is not None
    offer = card.offer
    assert (offer.price_e5, offer.stock_e3, offer.at_least) == (1_116_000, 140_000, True)
    assert (offer.incoming_date, offer.incoming_e3) == (dt.date(2026, 11, 30), 7_000)
    assert offer.has_picture
    assert card.group_path == ("G0", "G1")
    assert card.units == (UnitRow("796", "шт", 1000), UnitRow("778", "упак", 100_000))
    assert (card.attributes, card.description) == ((("Класс", "8.8"),), "Описание")
    assert card.next_batch == dt.date(2026, 12, 10)
    assert card.barcodes == ("4600000000015",)
    assert [(step.kind, step.after_e5) for step in card.steps] == [
        ("price_type", 1_200_000),
        ("percent_off", 1_116_000),
    ]
    assert card.breaks == ((100_000, 837_000),)
    assert card.stock == (
        PlaceStock(
            "Москва", "Москва", 40_000, False, ((dt.date(2026, 11, 30), 7_000),),
            ((dt.date(2026, 12, 20), 10_000), (dt.date(2027, 6, 1), 30_000)),
        ),
        PlaceStock("Казань", "Казань", 100_000, True, ()),
    )  # fmt: skip
    assert [row.n for row in card.analogues] == [3, 2], "what is in stock comes first"
    assert [row.n for row in card.related] == [4]
    assert card.files[0].title == "Фото"
    assert [each.order_number for each in card.purchases] == ["00001", "00002"]
    assert [e5 for _, e5 in card.price_history] == [1_000_000, 1_200_000]


def test_the_earliest_use_by_of_what_lies_there_stands_in_the_row(client: Client) -> None:
    near, far, untold = client.catalogue.offers([1, 3, 2])
    assert (near.use_by, near.short_dated) == (dt.date(2026, 12, 20), True)
    assert (far.use_by, far.short_dated) == (dt.date(2028, 1, 1), False)
    assert (untold.use_by, untold.short_dated) == (None, False)


def test_a_card_of_nothing_is_none(client: Client) -> None:
    assert client.catalogue.card(999) is None
    assert client.catalogue.offers([]) == []
    assert list(client.catalogue.by_ids(["i2", "zz"])) == ["i2"]


def test_orders_are_listed_and_filtered(client: Client) -> None:
    def numbers(**wanted: Any) -> list[str]:
        return [row.number for row in client.orders.list(OrderFilter(**wanted))]

    assert numbers() == ["00001", "00003", "00002"]
    assert numbers(text="УТ-2") == ["00002"]
    assert numbers(text="po-7") == []
    assert numbers(text="PO-7 00001") == ["00001"]
    assert numbers(text="АБ-001", since=dt.date(2026, 11, 1)) == ["00001"]
    assert numbers(until=dt.date(2026, 10, 5)) == ["00002"]
    assert numbers(status="closed") == ["00002"]
    assert numbers(entity_id="e9") == []


def test_the_status_line_comes_from_the_axes_and_the_invoice(client: Client) -> None:
    rows = {row.number: row for row in client.orders.list(OrderFilter())}
    assert rows["00001"].status == "awaiting_payment"
    assert rows["00003"].status == "cancelled"
    assert (rows["00001"].lines, rows["00001"].changed_lines) == (1, 1)


def test_an_order_card_has_lines_history_and_documents(client: Client) -> None:
    card = client.orders.card("o1")
    assert card is not None
    assert (card.net_minor, card.vat_minor, card.address) == (9_300, 2_046, "Химки")
    [line] = card.lines
    assert (line.ordered_e3, line.confirmed_e3, line.price_e5) == (10_000, 8_000, 930_000)
    assert (line.reason, line.expected) == ("Нет на складе", dt.date(2026, 12, 1))
    assert card.history[0].text == "Принят"
    assert [row.id for row in card.documents] == ["d1", "d2"]
    assert client.orders.find("УТ-2") is not None
    assert client.orders.card("nothing") is None
    assert client.orders.by_client_id("k2") == ("o2", "00002")


def test_documents_are_listed_filtered_and_read(client: Client) -> None:
    queries = DocumentQueries(client.desk)

    def ids(**wanted: Any) -> list[str]:
        return [row.id for row in queries.list(DocumentFilter(**wanted))]

    assert ids() == ["d2", "d1", "d3"]
    assert ids(kind="invoice", unpaid=True) == ["d1"]
    assert ids(order_id="o2") == ["d3"]
    assert ids(text="00001 3") == ["d3"]
    assert ids(since=dt.date(2026, 11, 12), until=dt.date(2026, 11, 12)) == ["d2"]
    found = queries.body("d1")
    assert found is not None
    assert (found[0].pay_until, found[1]["order_number"]) == (dt.date(2026, 11, 28), "00001")
    assert queries.body("zz") is None


def test_money_is_read_by_contract(client: Client) -> None:
    credit = client.account.credit("c1")
    assert credit is not None
    assert (credit.debt_minor, credit.free_minor, credit.overdue_minor) == (
        300_000, 700_000, 100_000,
    )  # fmt: skip
    assert client.account.credit("unknown") is None
    money = MoneyQueries(client.desk)
    assert [entry.number for entry in money.entries("c1")] == ["7"]
    assert [(row.month, row.orders) for row in money.months("c1", dt.date(2026, 1, 1))] == [
        (dt.date(2026, 10, 1), 1),
        (dt.date(2026, 11, 1), 1),
    ]


def test_freshness_and_journal_are_read(client: Client) -> None:
    state = SyncStateQueries(client.desk)
    assert set(state.freshness()) == {
        "catalog", "prices", "stock", "terms", "settlements", "orders", "documents",
    }  # fmt: skip
    assert [receipt["risen"] for receipt in state.journal()] == [1, 0]


def test_the_account_outlives_a_restart_and_a_newer_form(client: Client) -> None:
    known = client.account.load()
    assert known is not None
    client.restart()
    assert client.account.load() == known
    assert client.account.active_contract() == "c1"
    assert client.account.contract("c1") is not None
    assert client.account.contract("zz") is None
    client.settings.set("account", {"user_name": 5})
    client.restart()
    assert client.account.load() is None
    assert client.account.entities() == ()
    assert client.account.active() is None
    assert client.search.groups() == ()
    client.sync()
    assert client.account.load() == known
