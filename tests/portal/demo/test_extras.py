"""The demo shows every case of the card: variants, views, papers, companions, no picture, news."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from b2bdesk.portal.demo import extras
from b2bdesk.portal.demo.catalogue import items

TODAY = dt.date(2026, 11, 20)


def test_a_small_demo_has_every_case_a_card_can_show() -> None:
    goods = list(items(3_000))
    kinds = Counter(file.kind for item in goods for file in item.files)
    assert {"picture", "certificate", "passport"} == kinds.keys()
    assert any(not item.files for item in goods), "no picture"
    assert any(sum(f.kind == "picture" for f in item.files) == 3 for item in goods)
    assert any(item.related for item in goods)
    assert any(item.fits for item in goods)
    assert any(len(item.name) > 150 for item in goods), "a very long name"
    assert any(extras.added_on(item.n, TODAY) for item in goods)
    products = Counter(item.variant for item in goods)
    assert max(products.values()) > 40, "a matrix worth the name"


def test_variants_of_a_product_differ_in_their_attributes() -> None:
    goods = [item for item in items(3_000) if item.variant == "din933:Крепмаш"]
    assert len(goods) > 20
    assert {item.brand for item in goods} == {"Крепмаш"}
    seen = {tuple(sorted(item.attributes.items())) for item in goods}
    assert len(seen) == len(goods)


def test_companions_are_other_goods_of_the_catalogue() -> None:
    for item in items(2_000):
        linked = (*item.related, *item.fits)
        assert item.n not in linked
        assert all(1 <= other <= 2_000 for other in linked)


def test_goods_that_age_lie_in_batches_that_add_up() -> None:
    aging = [item for item in items(3_000) if item.keeps]
    assert aging
    assert any(not item.keeps for item in items(100))
    left = []
    for item in aging:
        lot = item.multiple * 1000
        made = list(extras.batches(item.keeps, item.n, "himki", 30 * lot, lot, TODAY))
        assert sum(quantity for _, quantity in made) == 30 * lot
        assert all(quantity % lot == 0 for _, quantity in made)
        left += [(dt.date.fromisoformat(use_by) - TODAY).days for use_by, _ in made]
    assert min(left) < 30, "short-dated goods"
    assert max(left) > 365
    assert not list(extras.batches(0, 1, "himki", 5_000, 1_000, TODAY)), "screws do not age"
    assert not list(extras.batches(24, 1, "himki", 0, 1_000, TODAY))
