"""A portal that sends nonsense spoils its own scope at most: nothing crashes, drafts stay."""

from __future__ import annotations

import random
from typing import Any

import pytest

from b2bdesk.models.queries.documents import DocumentQueries
from b2bdesk.models.queries.money import MoneyQueries
from b2bdesk.trade.errors import CodedError
from b2bdesk.usecases.rows.offers import Query
from b2bdesk.usecases.rows.orders import DocumentFilter, OrderFilter
from tests.support.client import TODAY, Client
from tests.support.fake_portal import FakePortal, item
from tests.sync.test_runs import notes

ODD: list[Any] = [
    None, "", "abc", -1, 0, 2**70, 1.5, True, [], {}, [1, [2]], {"a": 1}, "2026-13-45", "\x00",
    "<b>x</b>", "9" * 50, "NaN", "{", "1e9", "𝔘", "x" * 10_000,
]  # fmt: skip
TARGETS = (
    ("catalog", "all", "item"), ("catalog", "all", "group"), ("catalog", "all", "barcode"),
    ("prices", "pt", "price"), ("stock", "sv", "stock"), ("terms", "c1", "terms"),
    ("orders", "co1", "order"), ("documents", "co1", "document"),
    ("settlements", "c1", "balance"), ("settlements", "c1", "entry"), ("stock", "sv", "incoming"),
    ("stock", "sv", "batch"),
)  # fmt: skip


def furnish(portal: FakePortal) -> None:
    """At least one row in every table that is spoilt."""
    portal.put("stock", "sv", "incoming", {"n": 1, "place": "m", "date": "2026-12-01", "qty": 5})
    portal.put("stock", "sv", "batch", {"n": 1, "place": "m", "use_by": "2027-12-01", "qty": 5})
    body = {"lines": [{"line_id": "l", "item_id": "i1", "quantity": "1", "factor": "1",
                       "price": "1.00", "gross": "1.00", "unit": "796"}]}  # fmt: skip
    portal.put("orders", "co1", "order", {
        "id": "o1", "client_order_id": "k", "number": "1", "created_at": "2026-11-20T10:00:00Z",
        "entity_id": "e1", "contract_id": "c1", "state": "accepted", "reserve": "none",
        "payment": "none", "shipment": "none", "currency": "RUB", "total": 100, "body": body,
    })  # fmt: skip
    portal.put("documents", "co1", "document", {
        "id": "d1", "kind": "invoice", "number": "1", "date": "2026-11-20", "entity_id": "e1",
        "contract_id": "c1", "order_id": "o1", "state": "due", "currency": "RUB", "gross": 100,
        "pay_until": "2026-11-28", "sha256": "", "bytes": 0, "media": "", "body": {},
    })  # fmt: skip
    portal.put("settlements", "c1", "balance", {"id": "c1", "currency": "RUB", "debt": 1,
               "overdue": 0, "credit_limit": 5, "as_of": "2026-11-20T10:00:00Z"})  # fmt: skip
    portal.put("settlements", "c1", "entry", {"id": "x", "date": "2026-11-20", "kind": "k",
               "number": "1", "debit": 1, "credit": 0, "document_id": ""})  # fmt: skip


def look_at_everything(client: Client) -> None:
    """What screens ask for; anything but coded errors fails the test."""
    for text in ("", "болт", "АБ-1", "4600"):
        found = client.search.find(Query(text, limit=50))
        for row in client.catalogue.offers(found.ns):
            client.catalogue.card(row.n)
    client.search.find(Query("", sort="price", in_stock=True))
    client.search.groups()
    client.search.brands(Query(""))
    client.resolve.resolve(["АБ-001", "4600000000015", "x"])
    client.resolve.similar("болт", 3)
    for order in client.orders.list(OrderFilter()):
        client.orders.card(order.id)
    documents = DocumentQueries(client.desk)
    for document in documents.list(DocumentFilter()):
        documents.body(document.id)
    money = MoneyQueries(client.desk)
    money.entries("c1")
    money.months("c1", TODAY.replace(year=2025))
    client.account.credit("c1")


@pytest.mark.parametrize("seed", range(40))
def test_odd_values_never_crash_what_is_read(client: Client, portal: FakePortal, seed: int) -> None:
    furnish(portal)
    client.sync()
    chance = random.Random(seed)
    feed, scope, table = chance.choice(TARGETS)
    for _ in range(3):
        rows = [key for key in portal.rows[feed, scope] if key[0] == table]
        values = portal.rows[feed, scope][chance.choice(sorted(rows, key=str))]
        at = chance.randrange(1, len(values) - 1)
        values[at] = chance.choice(ODD)
        portal.seq += 1
        values[-1] = portal.seq
    receipt = client.sync(full=chance.random() < 0.5)
    assert notes(receipt.notes) <= {"bad_message", "bad_count", "scope_healed", "checksum_differs"}
    look_at_everything(client)
    untouched = "prices" if feed != "prices" else "stock"
    key = "pt" if untouched == "prices" else "sv"
    assert client.contents(untouched, key) == portal.contents(untouched, key)


@pytest.mark.parametrize("shape", [[], [1], ["a"] * 40, [None] * 22])
def test_rows_of_another_shape_are_refused_and_the_rest_comes(
    client: Client, portal: FakePortal, shape: list[Any]
) -> None:
    portal.rows["prices", "pt"]["price", (99, 0)] = [*shape, 10**6]
    receipt = client.sync()
    assert receipt.checks["prices/pt"] is False
    assert client.contents("catalog", "all") == portal.contents("catalog", "all")
    del portal.rows["prices", "pt"]["price", (99, 0)]
    client.sync()
    assert client.contents("prices", "pt") == portal.contents("prices", "pt")


def test_an_item_without_a_name_does_not_stop_a_portal_that_does_not_fold(
    client: Client, portal: FakePortal
) -> None:
    portal.fold_version = 0
    portal.rows["catalog", "all"]["item", (3,)][5] = None
    receipt = client.sync()
    assert receipt.checks["catalog/all"] is False
    portal.put("catalog", "all", "item", item(3))
    client.sync()
    assert client.contents("catalog", "all") == portal.contents("catalog", "all")


def test_a_hostile_account_is_refused_in_words(client: Client, portal: FakePortal) -> None:
    portal.contracts[0]["contract"]["price_types"][0]["step"] = "дорого"
    with pytest.raises(CodedError):
        client.sync()
    assert client.data.is_empty()
