"""Carts handed over as files, copied, merged, compared."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from b2bdesk.files.cart_file import CartFiles
from b2bdesk.models.queries.resolve import ResolveQueries
from b2bdesk.models.queries.view import Views
from b2bdesk.trade.errors import Expected
from b2bdesk.usecases import cart_shelf
from b2bdesk.usecases.cart_compare import compare_carts
from b2bdesk.usecases.cart_exchange import CartExchange
from b2bdesk.usecases.rows.carts import NewLine
from tests.support.desk import PACK, TODAY, DeskFixture


@pytest.fixture
def exchange(desk: DeskFixture) -> CartExchange:
    active = SimpleNamespace(active=lambda: (desk.context.entity, desk.context.contract))  # type: ignore[union-attr]
    views = Views(desk.store, active)  # type: ignore[arg-type]
    return CartExchange(desk.carts, CartFiles(), ResolveQueries(views, lambda: TODAY))


def a_cart(desk: DeskFixture) -> str:
    cart_id = desk.carts.active().id
    desk.carts.rename(cart_id, "Ноябрь")
    desk.carts.set_note(cart_id, "для склада")
    desk.carts.add_lines(
        cart_id,
        [
            NewLine("bolt", 55_000, comment="срочно"),
            NewLine("tape", 2_000, PACK),
            NewLine("", 3_000, typed="X-1"),
        ],
    )
    line = desk.carts.open(cart_id).lines[0]
    desk.carts.keep_as_typed(cart_id, line.line_id)
    return cart_id


def test_a_cart_comes_back_out_of_its_file(
    desk: DeskFixture, exchange: CartExchange, tmp_path: Path
) -> None:
    source = desk.carts.open(a_cart(desk))
    path = exchange.give(source.cart.id, tmp_path / "ноябрь.b2bcart")
    received = exchange.take(path)
    sheet = desk.carts.open(received.cart.id)
    assert (received.cart.name, sheet.cart.note, received.unknown) == ("Ноябрь", "для склада", 1)
    kept = [(x.item_id, x.okei, x.quantity_e3, x.base_e3, x.comment) for x in sheet.lines]
    assert kept == [(x.item_id, x.okei, x.quantity_e3, x.base_e3, x.comment) for x in source.lines]
    assert sheet.totals.gross_minor == source.totals.gross_minor
    assert sheet.lines[2].typed == "X-1"


def test_goods_of_another_portal_are_found_by_article(
    desk: DeskFixture, exchange: CartExchange, tmp_path: Path
) -> None:
    path = tmp_path / "a.b2bcart"
    lines = [{"item_id": "чужой", "article": "АРТ-nut", "name": "Гайка", "quantity": "4"}]
    body = {"format": "b2bcart", "version": 1, "name": "x", "lines": lines}
    path.write_text(json.dumps(body), encoding="utf-8")
    received = exchange.take(path)
    assert desk.carts.quantities(received.cart.id) == {"nut": 4_000}


GOOD: dict[str, Any] = {"format": "b2bcart", "version": 1, "name": "x", "lines": []}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "cart_file_bad"),
        (b"\xff\xfe\x00", "cart_file_bad"),
        (b"[" * 100_000, "cart_file_bad"),
        (b"{}", "cart_file_bad"),
        (json.dumps({**GOOD, "version": 2}).encode(), "cart_file_newer"),
        (json.dumps({**GOOD, "lines": "x"}).encode(), "cart_file_bad"),
        (json.dumps({**GOOD, "lines": [{"quantity": "-1"}]}).encode(), "cart_file_bad"),
        (json.dumps({**GOOD, "lines": [{"quantity": "1e9"}]}).encode(), "cart_file_bad"),
        (json.dumps({**GOOD, "lines": [{"quantity": 5}]}).encode(), "cart_file_bad"),
        (json.dumps({**GOOD, "lines": [7]}).encode(), "cart_file_bad"),
    ],
)
def test_a_hostile_file_makes_no_cart(
    desk: DeskFixture, exchange: CartExchange, tmp_path: Path, content: bytes, code: str
) -> None:
    path = tmp_path / "a.b2bcart"
    path.write_bytes(content)
    with pytest.raises(Expected, match=code):
        exchange.take(path)
    assert desk.carts.list() == ()


def test_merging_keeps_every_line_and_sum(desk: DeskFixture) -> None:
    source = a_cart(desk)
    target = desk.carts.create("Декабрь").id
    desk.carts.add_lines(target, [NewLine("tape", 1_000, PACK), NewLine("nut", 1_000)])
    wanted = {"bolt": 55_000, "tape": 30_000, "nut": 1_000}
    result = cart_shelf.merge_carts(desk.carts, source, target)
    assert (result.added, result.summed) == (2, 1)
    assert desk.carts.quantities(target) == wanted
    assert [row.id for row in desk.carts.recycled()] == [source]
    desk.carts.undo(target)
    assert desk.carts.quantities(target) == {"tape": 10_000, "nut": 1_000}


def test_a_comparison_shows_what_only_one_cart_holds(desk: DeskFixture) -> None:
    left = a_cart(desk)
    copied = cart_shelf.copy_cart(desk.carts, left, "Копия").cart.id
    assert all(each.same for each in compare_carts(desk.carts, left, copied))
    lines = desk.carts.open(copied).lines
    desk.carts.remove(copied, [lines[0].line_id])
    desk.carts.set_quantity(copied, lines[1].line_id, 30_000, "796")
    desk.carts.add_lines(copied, [NewLine("nut", 1_000)])
    found = {each.item_id: each for each in compare_carts(desk.carts, left, copied)}
    assert (found["bolt"].left_e3, found["bolt"].right_e3) == (55_000, 0)
    assert (found["tape"].left_e3, found["tape"].right_e3) == (20_000, 30_000)
    assert found["tape"].difference_minor == 50_000
    assert found["nut"].difference_minor == 310
    assert replace(found[""], article="").same
