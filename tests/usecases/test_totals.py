"""Running totals of an open cart equal the whole cart priced from nothing, after any edits.

The oracle is `trade.pricing` itself over the stored lines, which the portal uses too (PROTOCOL §3):
so the client's kopeck is the portal's kopeck.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from b2bdesk.domain.cart import BLOCKING
from b2bdesk.trade.pricing import Break, CartLine, ItemFacts, Pricer, PriceType, Terms
from b2bdesk.trade.vat import line_amounts
from b2bdesk.usecases.rows.carts import NewLine
from tests.support.desk import PACK, TODAY, DeskFixture, Good

goods = st.lists(
    st.builds(
        Good,
        st.just(""),
        price_e5=st.one_of(st.none(), st.integers(1_000, 50_000_000)),
        minimum_e3=st.sampled_from([0, 1_000, 5_000]),
        multiple_e3=st.sampled_from([0, 1, 500, 1_000, 12_000]),
        vat=st.sampled_from(["22", "20", "10", "0", "none"]),
        breaks=st.sampled_from([(), ((10_000, 900_000),), ((5_000, 700_000), (100_000, 333_333))]),
        units=st.sampled_from([(), ((PACK, 12_000),), ((PACK, 2_500),)]),
        brand=st.sampled_from(["А", "Б"]),
        member=st.sampled_from([True, True, True, False]),
    ),
    min_size=1,
    max_size=5,
).map(lambda found: [Good(**{**vars_of(good), "id": f"g{n}"}) for n, good in enumerate(found)])
rules = st.lists(
    st.one_of(
        st.builds(
            lambda percent, brand: {
                "kind": "percent_off", "on": {"kind": "brand", "id": brand}, "value": percent,
            },
            st.sampled_from(["7", "12.5", "-3"]),
            st.sampled_from(["А", "Б"]),
        ),
        st.builds(
            lambda total, percent: {
                "kind": "cart_threshold", "on": {"kind": "all"},
                "value": {"sum": total, "percent": percent},
            },
            st.sampled_from(["100.00", "999.99", "5000.00", "20000.00"]),
            st.sampled_from(["1", "5", "10"]),
        ),
        st.just({"kind": "amount_off", "on": {"kind": "item", "id": "g0"}, "value": "0.59"}),
    ),
    max_size=4,
)  # fmt: skip
edits = st.lists(
    st.tuples(
        st.sampled_from(["add", "set", "remove", "undo"]),
        st.integers(0, 6),
        st.integers(1, 300).map(lambda n: n * 500),
        st.sampled_from(["", PACK]),
    ),
    min_size=1,
    max_size=12,
)


def vars_of(good: Good) -> dict[str, Any]:
    return {name: getattr(good, name) for name in Good.__dataclass_fields__}


def expected(
    desk: DeskFixture, cart_id: str, catalogue: list[Good], terms: str
) -> list[int | None]:
    """Gross sums of the stored lines, priced in one go."""
    by_id = {good.id: good for good in catalogue}
    pricer = Pricer(
        Terms.from_dict(json.loads(terms)), {"pt": PriceType("pt", "Опт", "RUB", True, 1000)}, TODAY
    )
    lines = desk.repo.lines(cart_id)
    priced = pricer.cart(
        [
            CartLine(
                ItemFacts(line.item_id, ("g1",), by_id[line.item_id].brand),
                line.base_e3,
                {"pt": rows(by_id[line.item_id])},
            )
            for line in lines
        ]
    )
    return [
        None
        if price.e5 is None
        else line_amounts(
            price.e5, line.base_e3, "22" if vat in ("20", "22") else vat, included=True
        ).gross
        for line, price in zip(lines, priced.lines, strict=True)
        for vat in [by_id[line.item_id].vat]
    ]


def rows(good: Good) -> list[Break]:
    base = [Break(0, good.price_e5)] if good.price_e5 is not None else []
    return [*base, *(Break(minimum, price) for minimum, price in good.breaks)]


def act(desk: DeskFixture, cart_id: str, edit: tuple[str, int, int, str], ids: list[str]) -> None:
    kind, at, quantity, okei = edit
    lines = desk.carts.open(cart_id).lines
    if kind == "add" or not lines:
        desk.carts.add_lines(cart_id, [NewLine(ids[at % len(ids)], quantity, okei)])
    elif kind == "set":
        desk.carts.set_quantity(cart_id, lines[at % len(lines)].line_id, quantity)
    elif kind == "remove":
        desk.carts.remove(cart_id, [lines[at % len(lines)].line_id])
    elif desk.carts.undo_label(cart_id) is not None:
        desk.carts.undo(cart_id)


@settings(max_examples=60)
@given(goods, rules, edits)
def test_totals_kept_step_by_step_equal_the_cart_priced_whole(
    catalogue: list[Good], given_rules: list[dict[str, Any]], sequence: list[tuple[Any, ...]]
) -> None:
    numbered = [{**rule, "id": f"r{n}"} for n, rule in enumerate(given_rules)]
    terms = json.dumps({"currency": "RUB", "price_types": ["pt"], "rules": numbered})
    with tempfile.TemporaryDirectory() as folder:
        desk = DeskFixture(Path(folder))
        try:
            desk.stock_up(catalogue, terms)
            cart_id = desk.carts.active().id
            for edit in sequence:
                act(desk, cart_id, edit, [good.id for good in catalogue])
                sheet = desk.carts.open(cart_id)
                wanted = expected(desk, cart_id, catalogue, terms)
                got = [
                    line.gross_minor if line.price_e5 is not None else None for line in sheet.lines
                ]
                assert got == wanted
                assert sheet.totals.gross_minor == sum(filter(None, wanted))
                assert sheet.totals.net_minor + sheet.totals.vat_minor == sheet.totals.gross_minor
                assert dict(sheet.totals.vat_by_code) == {
                    code: vat for code in {line.vat_code for line in sheet.lines}
                    if (vat := sum(x.vat_minor for x in sheet.lines if x.vat_code == code))
                }  # fmt: skip
                assert sheet.totals.blocked == sum(
                    any(state.code in BLOCKING for state in line.states) for line in sheet.lines
                )
                assert (
                    desk.carts.totals(cart_id, tuple(x.line_id for x in sheet.lines))
                    == sheet.totals
                )
        finally:
            desk.close()
