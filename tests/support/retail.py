"""Lists in the five shapes of the real wholesale invoices, for a clone that has none of them.

The catalogue has the same columns and the same dirt: lower-case suffixes, codes that are all
digits, goods without name or price, postage and other codes that are no goods, returns, the same
code several times in a list. Every list comes with the truth it must import to.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

LAYOUTS = ("ad", "adq_price", "q_first", "title_rows", "code_only")
Goods = tuple[str, str, str]
Line = tuple[Goods, int]
_WORDS = ("HEART", "LANTERN", "MUG", "RETRO SPOT", "TEA TOWEL", "PARASOL", "CAKE TIN", "DOORMAT")
_COLOURS = ("RED", "BLUE", "PINK", "IVORY", "BLACK", "GREEN")
_ODD: tuple[Goods, ...] = (
    ("POST", "POSTAGE", "18.00"),
    ("DOT", "DOTCOM POSTAGE", "50.00"),
    ("C2", "CARRIAGE", "50.00"),
    ("BANK CHARGES", "Bank Charges", "15.00"),
    ("gift_0001_20", "Dotcomgiftshop Gift Voucher £20.00", "16.67"),
    ("15056BL", "EDWARDIAN PARASOL BLACK", "5.95"),
    ("15056bl", "EDWARDIAN PARASOL BLACK", "5.45"),
    ("20849", "", ""),
)


def write_retail(folder: Path, lists: int = 10, seed: int = 3) -> list[Path]:
    """Write `catalog.csv` and lists with their truth files.

    Args:
        folder: gets the files.
        lists: how many; the shapes take turns.
        seed: same seed = same files.

    Returns:
        The lists.
    """
    rng = random.Random(f"retail:{seed}")
    goods = [*_goods(rng), *_ODD]
    with (folder / "catalog.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("StockCode", "Description", "TypicalUnitPrice", "LinesSeen"))
        writer.writerows((*row, rng.randint(1, 60)) for row in goods)
    made = []
    for number in range(lists):
        lines = [(rng.choice(goods[:-1]), _quantity(rng)) for _ in range(rng.randint(8, 60))]
        path = folder / f"{500_000 + number}.xlsx"
        _write(path, LAYOUTS[number % len(LAYOUTS)], lines)
        with path.with_suffix(".truth.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("StockCode", "Description", "Quantity", "UnitPrice"))
            writer.writerows((code, name, qty, price) for (code, name, price), qty in lines)
        made.append(path)
    return made


def _goods(rng: random.Random) -> list[Goods]:
    found = []
    for number in range(300):
        code = f"{20_000 + number * 7}" + rng.choice(("", "", "", "A", "B", "BL"))
        name = f"{rng.choice(_COLOURS)} {rng.choice(_WORDS)} {number} "
        found.append((code, name, f"{rng.randint(1, 30)}.{rng.randint(0, 99):02d}"))
    return found


def _quantity(rng: random.Random) -> int:
    return -rng.randint(1, 12) if rng.randrange(30) == 0 else rng.choice((1, 2, 3, 6, 12, 24, 48))


def _write(path: Path, layout: str, lines: Sequence[Line]) -> None:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in _table(layout, lines):
        sheet.append(row)
    book.save(path)


def _table(layout: str, lines: Sequence[Line]) -> list[list[object]]:
    rows: list[list[object]] = []
    if layout == "ad":
        rows.append(["StockCode", "Description", "Quantity"])
        rows += [[_cell(code), name, qty] for (code, name, _), qty in lines]
    elif layout == "adq_price":
        rows.append(["Артикул", "Наименование", "Кол-во", "Цена", "Сумма"])
        for (code, name, price), qty in lines:
            rows.append([_cell(code), name, qty, float(price), round(float(price) * qty, 2)])
        rows.append(["Итого", None, sum(qty for _, qty in lines)])
    elif layout == "q_first":
        rows.append(["Qty", "Code", "Item"])
        rows += [[qty, _cell(code), name] for (code, name, _), qty in lines]
    elif layout == "title_rows":
        rows += [["Заказ поставщику"], ["от 10 декабря"], []]
        rows.append(["№", "Наименование", "Код товара", "Количество"])
        rows += [[at, name, _cell(code), qty] for at, ((code, name, _), qty) in enumerate(lines, 1)]
    else:
        rows += [[_cell(code), qty] for (code, _, _), qty in lines]
    return rows


def _cell(code: str) -> object:
    """Codes that are all digits stand in spreadsheets as numbers."""
    return int(code) if code.isdigit() else code
