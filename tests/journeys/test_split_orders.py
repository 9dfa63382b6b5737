"""One cart as several orders on the command line: plans, distribution, split, join, send."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tests.support.buyer import Buyer
from tests.support.orderable import goods_in_stock, write_list


def filled(buyer: Buyer, tmp_path: Path) -> tuple[list[str], list[str]]:
    """A cart «Объекты» of goods in stock; its articles and the addresses of the firm."""
    goods = goods_in_stock(buyer, 6)
    for each in goods:
        each["quantity"] = format(Decimal(each["quantity"]) * 6, "f")
    buyer.json("import", str(write_list(tmp_path / "list.xlsx", goods)), "--cart", "Объекты")
    matrix = buyer.json("cart", "distribution", "Объекты", codes=(2,))
    assert matrix["open_lines"] == len(goods)
    return [each["article"] for each in goods], [each["name"] for each in matrix["addresses"]]


def test_a_cart_dealt_out_by_a_table_becomes_orders_by_address(
    buyer: Buyer, tmp_path: Path
) -> None:
    articles, addresses = filled(buyer, tmp_path)
    before = buyer.json("cart", "show", "Объекты")
    table = tmp_path / "table.csv"
    rows = [f"{article};{line['quantity']}" for article, line in
            zip(articles[:1], before["lines"][:1], strict=True)]  # fmt: skip
    table.write_text(f"Артикул;{addresses[0]}\n" + "\n".join(rows), encoding="utf-8")
    dealt = buyer.json("cart", "distribute", "Объекты", "--file", str(table), codes=(2,))
    assert dealt["open_lines"] == len(articles) - 1
    dealt = buyer.json("cart", "distribute", "Объекты", "--fill", "evenly")
    assert dealt["open_lines"] == 0
    plan = buyer.json("cart", "split", "Объекты", "--by", "address", "--dry-run", codes=(0, 2))
    assert plan["carts"] == []
    assert {part["title"] for part in plan["parts"]} == set(addresses)
    assert plan["goods"] == before["totals"]["gross"]
    sent = buyer.json("cart", "send", "Объекты", "--yes", "--split", "address", "--wait", "30")
    assert len(sent["orders"]) == len(addresses)
    assert all(each["total"] == each["portal_total"] for each in sent["orders"])
    shown = [buyer.json("order", "show", each["number"]) for each in sent["orders"]]
    assert sum(len(each["lines"]) for each in shown) == sum(
        len(part["lines"]) for part in plan["parts"]
    )


def test_a_split_is_joined_and_taken_back(buyer: Buyer, tmp_path: Path) -> None:
    filled(buyer, tmp_path)
    before = buyer.json("cart", "show", "Объекты")["lines"]
    buyer.json("cart", "distribute", "Объекты", "--fill", "evenly")
    done = buyer.json("cart", "split", "Объекты", "--by", "address", codes=(0, 2))
    names = [each["name"] for each in done["carts"]]
    assert len(names) > 1
    code, _, message = buyer.run("cart", "show", "Объекты")
    assert (code, "Объекты" in message) == (6, True) or code == 5, "the cart is in its parts"
    joined = buyer.json("cart", "join", names[0])
    assert joined["changed"] == 0
    assert buyer.json("cart", "show", "Объекты")["lines"] == before
    buyer.json("cart", "split", "Объекты", "--by", "address", codes=(0, 2))
    buyer.json("cart", "unsplit", "Объекты")
    assert buyer.json("cart", "show", "Объекты")["lines"] == before


def test_what_the_portal_would_refuse_is_said_before(buyer: Buyer, tmp_path: Path) -> None:
    filled(buyer, tmp_path)
    found = buyer.json("cart", "check", "Объекты", "--ship-date", "2020-01-03", codes=(2,))
    days = [each for each in found["problems"] if each["code"] == "date_not_available"]
    assert len(days) == 1
    assert days[0]["blocking"]
    code, _, message = buyer.run("cart", "send", "Объекты", "--yes", "--ship-date", "2020-01-03")
    assert code == 6
    assert "passed" in message
    what = buyer.json("cart", "what-if", "Объекты")
    assert all(each["delivery"] and each["warehouses"] for each in what)
