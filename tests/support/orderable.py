"""Goods of a demo portal that can be ordered right away, and lists of them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from tests.support.buyer import Buyer

WORTH = Decimal(9000)  # more than the smallest order of the demo supplier


def goods_in_stock(buyer: Buyer, count: int) -> list[dict[str, Any]]:
    """Return goods sold by the piece, in stock, with an allowed `quantity`; together an order.

    Of each there is enough for many orders of the same list.
    """
    found = buyer.json("find", "*", "--in-stock", "--limit", "1000")["items"]
    pieces = [each for each in found if each["unit"] == "pcs" and not each["replaced_by"]]
    usable = [each for each in pieces if each["price"] and each["stock"]]
    usable.sort(key=lambda each: -Decimal(each["stock"]) * Decimal(each["price"]))
    chosen = []
    for each in usable:
        multiple = Decimal(each["multiple"]) or Decimal(1)
        wanted = WORTH / count / Decimal(each["price"])
        packs = max(-(-wanted // multiple), Decimal(1))
        if packs * multiple * 20 < Decimal(each["stock"]):
            each["quantity"] = format((packs * multiple).normalize(), "f")
            chosen.append(each)
    assert len(chosen) >= count
    return chosen[:count]


def write_list(path: Path, goods: list[dict[str, Any]], unknown: str = "") -> Path:
    """Write an order list as .xlsx, with a title above its headings."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Заявка на поставку"])
    sheet.append([])
    sheet.append(["№", "Артикул", "Наименование", "Кол-во", "Ед. изм."])
    for number, each in enumerate(goods, 1):
        sheet.append([number, each["article"], each["name"], int(each["quantity"]), "шт"])
    if unknown:
        sheet.append([len(goods) + 1, unknown, "Неизвестный товар", 3, "шт"])
    book.save(path)
    return path
