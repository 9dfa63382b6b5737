"""What a cart would come to equals what it comes to after the switch, mixed VAT included.

The oracle is `trade.pricing` over the stored lines, which the portal uses: a contract may name a
price type with VAT and one without, and each line is counted by its own.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from b2bdesk.models.prices import reprice
from b2bdesk.trade.pricing import Break, CartLine, ItemFacts, Pricer, PriceType, Terms
from b2bdesk.trade.vat import line_amounts
from b2bdesk.usecases.cart_counting import Counter
from b2bdesk.usecases.cart_rebind import Rebinding
from b2bdesk.usecases.rows.account import PriceTypeRow
from b2bdesk.usecases.rows.carts import NewLine
from tests.support.desk import TODAY, Account, DeskFixture, Good, contract, entity

WITH = PriceTypeRow("pt", "Опт", "RUB", True, 1000)
WITHOUT = PriceTypeRow("net", "Без НДС", "RUB", False, 1000)
MIXED = {
    each.id: PriceType(each.id, each.name, each.currency, each.vat_included, each.step_e5)
    for each in (WITH, WITHOUT)
}
Row = tuple[int | None, int | None, int, str]


def terms(threshold: int) -> str:
    rule = {
        "id": "r", "kind": "cart_threshold", "on": {"kind": "all"},
        "value": {"sum": str(threshold), "percent": "3"},
    }  # fmt: skip
    return json.dumps(
        {"currency": "RUB", "price_types": ["pt", "net"], "rules": [rule] if threshold else []}
    )


def desk_with(folder: str, rows: list[Row], given_terms: str) -> DeskFixture:
    both: Any = {"price_types": (WITH, WITHOUT)}
    account = Account((entity("e1", contract("c1", **both), contract("c2", **both)),))
    desk = DeskFixture(Path(folder), account)
    goods = [
        Good(f"g{n}", row[0], vat=row[3], breaks=((10_000, 90_000),) if n % 3 == 0 else ())
        for n, row in enumerate(rows)
    ]
    desk.stock_up(goods, given_terms)

    def prices(connection: object) -> None:
        execute = connection.exec_driver_sql  # type: ignore[attr-defined]
        execute("INSERT OR REPLACE INTO scope (sid, feed, \"key\") VALUES (4, 'prices', 'net')")
        found = [(n, row[1]) for n, row in enumerate(rows, 1) if row[1] is not None]
        if found:
            execute("INSERT INTO price (sid, n, min, price) VALUES (4, ?, 0, ?)", found)
        execute("DELETE FROM terms WHERE sid = 11")
        execute("INSERT INTO terms (sid, id, body) VALUES (11, 'c2', ?)", (terms(0),))
        contracts = [each for firm in account.firms for each in firm.contracts]
        reprice(connection, contracts, TODAY)  # type: ignore[arg-type]

    desk.caches.write(prices)
    return desk


def oracle(desk: DeskFixture, cart_id: str, rows: list[Row], given_terms: str) -> int:
    pricer = Pricer(Terms.from_dict(json.loads(given_terms)), MIXED, TODAY)
    lines = desk.repo.lines(cart_id)
    priced = pricer.cart([_line(line.item_id, line.base_e3, rows) for line in lines])
    return sum(
        line_amounts(
            price.e5, line.base_e3, rows[int(line.item_id[1:])][3], included=price.vat_included
        ).gross
        for line, price in zip(lines, priced.lines, strict=True)
        if price.e5 is not None
    )


def _line(item_id: str, base_e3: int, rows: list[Row]) -> CartLine:
    n = int(item_id[1:])
    first, second = rows[n][:2]
    with_vat = [Break(0, first)] if first is not None else []
    if n % 3 == 0:
        with_vat.append(Break(10_000, 90_000))
    net = [Break(0, second)] if second is not None else []
    return CartLine(ItemFacts(item_id, ("g1",), "Б"), base_e3, {"pt": with_vat, "net": net})


prices = st.one_of(st.none(), st.integers(1_000, 9_000_000))
good = st.tuples(prices, prices, st.integers(1, 40), st.sampled_from(["22", "10", "0", "none"]))


@settings(max_examples=80, deadline=None)
@given(st.lists(good, min_size=1, max_size=6), st.sampled_from([0, 50, 5_000]))
def test_what_if_is_the_switch_and_the_portals_sum_to_the_kopeck(
    rows: list[Row], threshold: int
) -> None:
    given_terms = terms(threshold)
    with tempfile.TemporaryDirectory() as folder:
        desk = desk_with(folder, rows, given_terms)
        cart_id = desk.carts.create().id
        wishes = [NewLine(f"g{n}", row[2] * 1_000) for n, row in enumerate(rows)]
        desk.carts.add_lines(cart_id, wishes)
        opened = desk.carts.open(cart_id).totals
        assert opened.gross_minor == oracle(desk, cart_id, rows, given_terms)
        lines = [(line.item_id, line.base_e3) for line in desk.repo.lines(cart_id)]
        cart = desk.sessions.draft(cart_id)
        counter = Counter(desk.sessions.elsewhere(cart, "c1"))
        assert counter.gross(lines) == opened.gross_minor, "a list says what its cart comes to"
        rebinding = Rebinding(desk.sessions, desk.account)
        first, second = rebinding.what_if(cart_id)
        assert first.totals == opened
        after = rebinding.rebind(cart_id, "c2").after
        assert second.totals == after
        assert after.gross_minor == oracle(desk, cart_id, rows, terms(0))
        assert desk.splitting.plans(cart_id).plans[0].goods_minor == after.gross_minor
        desk.close()
