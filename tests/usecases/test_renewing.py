"""An open cart after a sync, and the first look at a big one: both as a cart opened afresh."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from b2bdesk.usecases import carts
from b2bdesk.usecases.rows.carts import CartSheet, NewLine
from tests.support.desk import NOON, DeskFixture, Good

GOODS = tuple(
    Good(f"g{n}", price_e5=1_000_000 + n, stock_e3=50_000, brand=f"Б{n % 3}") for n in range(8)
)
BREAKS = ((10_000, 900_000), (40_000, 700_000))


def terms(percent: str, total: str = "500.00") -> str:
    rules = [
        {"id": "r1", "kind": "percent_off", "on": {"kind": "brand", "id": "Б1"}, "value": percent},
        {"id": "r2", "kind": "cart_threshold", "on": {"kind": "all"},
         "value": {"sum": total, "percent": "5"}},
    ]  # fmt: skip
    return json.dumps({"currency": "RUB", "price_types": ["pt"], "rules": rules})


def filled(desk: DeskFixture, count: int = 8) -> str:
    cart_id = desk.carts.active().id
    desk.carts.add_lines(
        cart_id, [NewLine(f"g{n % 8}", 1_000 * (1 + n), comment=str(n)) for n in range(count)],
        mode="keep",
    )  # fmt: skip
    return cart_id


def afresh(desk: DeskFixture, cart_id: str) -> CartSheet:
    desk.sessions.forget(cart_id)
    return desk.carts.open(cart_id)


def test_only_lines_whose_goods_moved_are_counted_anew(desk: DeskFixture) -> None:
    desk.stock_up(GOODS)
    cart_id = filled(desk)
    before = desk.carts.open(cart_id).lines
    desk.stock_up([replace(good, stock_e3=0) if good.id == "g3" else good for good in GOODS])
    after = desk.carts.open(cart_id).lines
    assert [new is old for new, old in zip(after, before, strict=True)] == [
        line.item_id != "g3" for line in before
    ]
    assert [each.code for each in after[3].states] == ["none_left"]


def test_a_price_that_moved_at_its_quantity_break_alone_is_seen(desk: DeskFixture) -> None:
    desk.stock_up([replace(GOODS[0], breaks=BREAKS)])
    cart_id = desk.carts.active().id
    desk.carts.add_lines(cart_id, [NewLine("g0", 20_000)])
    assert desk.carts.open(cart_id).lines[0].price_e5 == 900_000
    desk.stock_up([replace(GOODS[0], breaks=((10_000, 800_000), (40_000, 700_000)))])
    assert desk.carts.open(cart_id).lines[0].price_e5 == 800_000


def test_other_rules_count_everything_anew(desk: DeskFixture) -> None:
    desk.stock_up(GOODS, terms("10"))
    cart_id = filled(desk)
    before = desk.carts.open(cart_id).totals
    desk.stock_up(GOODS, terms("20"))
    after = desk.carts.open(cart_id)
    assert after.totals.gross_minor < before.gross_minor
    assert after == afresh(desk, cart_id)


def test_a_new_day_reads_the_prices_anew(tmp_path: Path) -> None:
    days = [NOON]
    desk = DeskFixture(tmp_path, clock=lambda: days[-1])
    desk.stock_up(GOODS)
    cart_id = filled(desk)
    book = desk.sessions.open(cart_id).book
    assert desk.sessions.open(cart_id).book is book
    days.append(NOON + timedelta(days=1))
    assert desk.sessions.open(cart_id).book is not book
    desk.close()


moves = st.lists(
    st.tuples(
        st.integers(0, 7),
        st.fixed_dictionaries(
            {},
            optional={
                "price_e5": st.one_of(st.none(), st.integers(1_000, 5_000_000)),
                "stock_e3": st.integers(0, 90_000),
                "member": st.booleans(),
                "multiple_e3": st.sampled_from([0, 1_000, 12_000]),
                "breaks": st.sampled_from([(), BREAKS, ((5_000, 333_333),)]),
                "status": st.sampled_from(["active", "deleted", "ending"]),
            },
        ),
    ),
    max_size=6,
)


@settings(max_examples=50)
@given(st.lists(st.tuples(moves, st.sampled_from(["5", "10"]), st.integers(0, 20)), max_size=4))
def test_a_cart_renewed_after_each_sync_equals_one_opened_afresh(
    syncs: list[tuple[list[tuple[int, dict[str, object]]], str, int]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = DeskFixture(Path(folder))
        try:
            goods = {good.id: good for good in GOODS}
            desk.stock_up(list(goods.values()), terms("5"))
            cart_id = filled(desk, 12)
            for moved, percent, at in syncs:
                for number, values in moved:
                    good = goods[f"g{number}"]
                    goods[good.id] = replace(good, **values)  # type: ignore[arg-type]  # drawn
                desk.stock_up(list(goods.values()), terms(percent))
                renewed = desk.carts.open(cart_id)
                assert renewed == afresh(desk, cart_id)
                line = renewed.lines[at % len(renewed.lines)]
                desk.carts.set_quantity(cart_id, line.line_id, 1_000 * at)
        finally:
            desk.close()


@pytest.mark.parametrize("around", [0, 25, 59])
def test_the_first_look_shows_lines_as_the_opened_cart_does(
    desk: DeskFixture, monkeypatch: pytest.MonkeyPatch, around: int
) -> None:
    monkeypatch.setattr(carts, "SEEN", 10)
    monkeypatch.setattr(carts, "GLANCE_FROM", 60)
    desk.stock_up([replace(good, breaks=BREAKS) for good in GOODS], terms("10"))
    cart_id = filled(desk, 60)
    whole = desk.carts.open(cart_id)
    assert desk.carts.glance(cart_id) is None, "an open cart needs no first look"
    desk.sessions.forget(cart_id)
    glance = desk.carts.glance(cart_id, whole.lines[around].line_id)
    assert glance is not None
    assert glance.line_ids == tuple(line.line_id for line in whole.lines)
    plain = [_alone(line) for line in whole.lines]
    at = glance.lines[0].position - 1
    assert [_alone(line) for line in glance.lines] == plain[at : at + 10]
    assert at <= around < at + 10
    assert glance.cart.gross_minor == whole.totals.gross_minor


def _alone(line: object) -> object:
    """A row without what it tells of other lines."""
    states = tuple(each for each in line.states if each.code != "duplicate")  # type: ignore[attr-defined]  # a row
    return line._replace(states=states)  # type: ignore[attr-defined]  # a row


def test_a_small_cart_and_one_near_a_threshold_are_opened_at_once(
    desk: DeskFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.stock_up(GOODS)
    cart_id = filled(desk, 20)
    desk.sessions.forget(cart_id)
    assert desk.carts.glance(cart_id) is None
    monkeypatch.setattr(carts, "GLANCE_FROM", 20)
    assert desk.carts.glance(cart_id) is not None
    gross = desk.carts.open(cart_id).totals.gross_minor
    desk.stock_up(GOODS, terms("0", f"{gross // 100 + 1}.00"))
    assert desk.carts.glance(cart_id) is None
