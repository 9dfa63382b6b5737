"""A few goods with prices and stock for the fake portal."""

from __future__ import annotations

from tests.support.fake_portal import FakePortal, item


def fill(made: FakePortal) -> None:
    """Put ten items with prices and stock into a portal."""
    groups = (
        {"id": "g0", "parent": "", "name": "Крепёж", "ord": 1},
        {"id": "g1", "parent": "g0", "name": "Болты", "ord": 2},
    )
    made.put("catalog", "all", "group", *groups)
    made.put("catalog", "all", "item", *(item(n) for n in range(1, 11)))
    made.put("catalog", "all", "barcode", {"n": 1, "barcode": "4600000000015", "okei": "796"})
    prices = ({"n": n, "min": 0, "price": n * 1_000_000} for n in range(1, 11))
    made.put("prices", "pt", "price", *prices)
    made.put("stock", "sv", "place", {"id": "m", "name": "Москва", "city": "Москва", "ord": 1})
    stock = ({"n": n, "place": "m", "qty": n * 1000, "at_least": 0} for n in range(1, 11))
    made.put("stock", "sv", "stock", *stock)
    terms = {"currency": "RUB", "price_types": ["pt"], "rules": []}
    made.put("terms", "c1", "terms", {"id": "c1", "body": terms})
