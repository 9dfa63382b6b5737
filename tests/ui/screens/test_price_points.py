"""The chart of a card: one contract's prices in one currency, before the log as after it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from b2bdesk.ui.screens.catalog.card_words import history_words, price_points, purchase_lines
from b2bdesk.usecases.rows.offers import CardRow, OfferRow, Purchase

OFFER = OfferRow(1, "i1", "A-1", "Болт", "", "", "796", 0, 0, "22", 1_000_000, None)
DAY = dt.date(2026, 5, 1)
LOGGED = (
    (dt.datetime(2026, 9, 1, tzinfo=dt.UTC), 1_000_000),
    (dt.datetime(2026, 10, 1, tzinfo=dt.UTC), 1_100_000),
)


def _bought(day: int, price_e5: int, contract: str, currency: str) -> Purchase:
    on = DAY + dt.timedelta(days=day)
    return Purchase(on, f"{day:05d}", 1000, "796", price_e5, contract, currency)


CARD = CardRow(
    OFFER, "", (), (), (), (), (), (), (),
    purchases=(
        _bought(3, 12_000_000, "rub", "RUB"),
        _bought(2, 950_000, "cny", "CNY"),
        _bought(1, 11_000_000, "rub", "RUB"),
        _bought(0, 800_000, "cny", "CNY"),
    ),
    price_history=LOGGED, history_is_own=True, contract_id="cny", currency="CNY",
)  # fmt: skip


def test_what_another_contract_paid_is_no_point_of_the_chart() -> None:
    assert [price for _, price in price_points(CARD)] == [800_000, 950_000, 1_000_000, 1_100_000]
    fact, (most, now, least) = history_words(price_points(CARD))
    assert "37" in fact, "from 8.00 to 11.00"
    assert ("11" in most, "11" in now, "8" in least) == (True, True, True)


def test_without_a_log_only_orders_by_the_contract_count() -> None:
    bare = replace(CARD, price_history=(), history_is_own=False)
    assert [price for _, price in price_points(bare)] == [800_000, 950_000, 1_000_000]
    assert price_points(replace(bare, contract_id="eur", currency="EUR")) == ()


def test_a_purchase_in_another_currency_names_it() -> None:
    texts = [line.value for line in purchase_lines(CARD.purchases, "CNY")]
    assert [text.endswith("₽") for text in texts] == [True, False, True, False]
