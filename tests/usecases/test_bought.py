"""«Покупали раньше»: figures per item and suggestions with their reasons."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from b2bdesk.usecases.bought import Bought, BoughtPorts
from b2bdesk.usecases.rows.bought import AddressCount, BoughtFilter, Purchased
from b2bdesk.usecases.rows.offers import OfferRow

TODAY = date(2026, 11, 21)


def offer(item_id: str, **more: object) -> OfferRow:
    made = OfferRow(
        1, item_id, f"АРТ-{item_id}", f"Товар {item_id}", "", "", "796", 1000, 1000, "22",
        1_000_000, 5_000,
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]  # names of fields


class Orders:
    """Orders as (days ago, item: quantity)."""

    def __init__(self, *orders: tuple[int, dict[str, int]]) -> None:
        self.orders = sorted(orders, key=lambda order: order[0])
        self.asked: list[BoughtFilter] = []

    def lines(self, wanted: BoughtFilter) -> Sequence[Purchased]:
        self.asked.append(wanted)
        return [
            Purchased(item, f"o{ago}", TODAY - timedelta(ago), quantity, ago)
            for ago, items in self.orders
            for item, quantity in items.items()
        ]

    def names(self, item_ids: Collection[str]) -> Mapping[str, tuple[str, str]]:
        return dict.fromkeys(item_ids, ("СТАРЫЙ", "Снятый товар"))

    def addresses(self, entity_id: str) -> tuple[AddressCount, ...]:
        return ()


def bought(
    orders: Orders, carted: Sequence[str] = (), offers: Mapping[str, OfferRow] | None = None
) -> Bought:
    def known(ids: Sequence[str]) -> Mapping[str, OfferRow]:
        made = {item: offer(item) for item in ids if item != "gone"}
        return made | {item: each for item, each in (offers or {}).items() if item in ids}

    return Bought(
        BoughtPorts(orders, known, lambda: dict.fromkeys(carted, 1000), lambda: TODAY)
    )  # fmt: skip


def test_an_item_is_counted_by_orders_with_its_usual_quantity() -> None:
    orders = Orders((10, {"nut": 5_000}), (40, {"nut": 50_000}), (71, {"nut": 6_000}))
    (row,) = bought(orders).rows(BoughtFilter())
    assert (row.times, row.typical_e3, row.total_e3, row.every_days) == (3, 6_000, 61_000, 30)
    assert (row.last, row.price_e5, row.due_in(TODAY)) == (TODAY - timedelta(10), 10, 20)
    assert row.orders == ("o10", "o40", "o71")


def test_a_year_is_a_year_and_gone_goods_keep_the_name_of_their_order() -> None:
    orders = Orders((1, {"gone": 1_000}), (366, {"gone": 9_000}))
    (row,) = bought(orders).rows(BoughtFilter())
    assert (row.total_e3, row.times, row.offer) == (1_000, 2, None)
    assert (row.article, row.name) == ("СТАРЫЙ", "Снятый товар")


def test_what_is_due_says_how_often_and_how_long_ago() -> None:
    orders = Orders(
        (34, {"nut": 1, "bolt": 1}), (64, {"nut": 1}), (94, {"nut": 1}), (3, {"bolt": 1}),
        (60, {"bolt": 1}),
    )  # fmt: skip
    (advice,) = bought(orders).advice(BoughtFilter())
    assert (advice.row.item_id, advice.reason) == ("nut", "due")
    assert advice.params == {"days": 30, "passed": 34}
    assert bought(orders, ["nut"]).advice(BoughtFilter()) == ()


def test_what_goes_with_the_cart_comes_first_and_names_its_companion() -> None:
    orders = Orders(*((ago, {"nut": 1, "bolt": 1}) for ago in (1, 2, 3, 4)))
    (advice,) = bought(orders, ["nut"]).advice(BoughtFilter())
    assert (advice.row.item_id, advice.reason) == ("bolt", "together")
    assert advice.params == {"name": "Товар nut", "times": 4, "of": 4}


def test_what_cannot_be_ordered_is_not_suggested() -> None:
    orders = Orders(*((ago, {"nut": 1, "gone": 1}) for ago in (30, 60, 90)))
    deleted = {"nut": offer("nut", status="deleted")}
    assert bought(orders, offers=deleted).advice(BoughtFilter()) == ()
    foreign = {"nut": offer("nut", in_assortment=False)}
    assert bought(orders, offers=foreign).advice(BoughtFilter()) == ()


def test_the_filter_reaches_the_orders() -> None:
    orders = Orders()
    wanted = BoughtFilter("e1", "Химки")
    assert bought(orders).rows(wanted) == ()
    assert bought(orders).advice(wanted) == ()
    assert orders.asked == [wanted, wanted]


def test_what_stands_in_most_orders_is_missed_in_a_cart_unless_just_bought() -> None:
    orders = Orders(
        *((ago, {"nut": 1, "tape": 1, "bolt": 1}) for ago in (20, 50, 80)), (2, {"bolt": 1})
    )
    missing = bought(orders, ["glue"]).advice(BoughtFilter())
    assert [(a.row.item_id, a.reason, a.params) for a in missing] == [
        ("nut", "regular", {"times": 3, "of": 4}),
        ("tape", "regular", {"times": 3, "of": 4}),
    ]
    assert bought(orders).advice(BoughtFilter()) == ()
