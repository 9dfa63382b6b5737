"""Which of several headed columns of amounts is the quantity, the price, the sum.

Called by `lists.choose` once headings have had their say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from b2bdesk.trade.lists.choose_bare import Features
from b2bdesk.trade.lists.features import multiplies, number_in
from b2bdesk.trade.lists.headings import Heading
from b2bdesk.trade.tablerows import RawRow

_SIZE = re.compile(r"(?:вес|масса|длина|ширина|высота|площадь|weight|length|width)\b", re.I)


def volume_is_no_quantity(
    chosen: dict[str, int],
    roles: Mapping[int, Heading],
    features: Features,
    headed: Mapping[int, str],
) -> None:
    """«Объём» beside «в упаковке» is a size; «Количество» full of «>10» is a stock.

    «Объём» is a size beside «Вес», too, and «Количество» over nothing but «шт» is a unit.
    """
    at = chosen.get("quantity")
    if at is None:
        return
    strength = roles[at].strength if at in roles else 0
    seen = features.get(at)
    sized = sum(_SIZE.match(text.strip()) is not None for text in headed.values()) >= 2
    if strength <= 5 and ("pack" in chosen or sized):
        del chosen["quantity"]
    elif "unit" not in chosen and seen is not None and seen.units >= 70 and seen.numeric < 10:
        chosen["unit"] = chosen.pop("quantity")
    elif strength < 10 and seen is not None and seen.stocky >= 10:
        del chosen["quantity"]
        chosen.setdefault("stock", at)


def quantity_from_total(
    chosen: dict[str, int], roles: Mapping[int, Heading], features: Features
) -> None:
    """«Всего» over the last of several shop columns is the quantity when nothing else is."""
    totals = [c for c, heading in roles.items() if heading.role == "total"]
    if "quantity" in chosen or not totals:
        return
    column = totals[-1]
    seen = features.get(column)
    if "price" not in chosen or seen is None or seen.whole >= 90:
        chosen["quantity"] = column


def price_from_sum(
    chosen: dict[str, int], roles: Mapping[int, Heading], rows: Sequence[RawRow]
) -> None:
    """A lone «Стоимость» in a list without «Цена» is the price when nothing else can be.

    So it is where rows without a quantity have one: a sum would be blank or nothing there.
    """
    if "price" in chosen or "sum" not in chosen:
        return
    sums = [column for column, heading in roles.items() if heading.role == "sum"]
    totals = [column for column, heading in roles.items() if heading.role == "total"]
    if len(sums) + len(totals) > 1 and (later := [c for c in (*sums, *totals) if c > sums[0]]):
        chosen["price"], chosen["sum"] = sums[0], later[0]
    elif "quantity" not in chosen or _stands_alone(rows, chosen["sum"], chosen["quantity"]):
        chosen["price"] = chosen.pop("sum")


def _stands_alone(rows: Sequence[RawRow], value: int, quantity: int) -> bool:
    """Say whether a column has amounts in many rows that ask for nothing."""
    filled = [row for row in rows if number_in(row.cell(value))]
    alone = sum(not number_in(row.cell(quantity)) for row in filled)
    return alone >= 3 and 10 * alone >= 3 * len(filled)


def by_product(
    chosen: dict[str, int], roles: Mapping[int, Heading], rows: Sequence[RawRow]
) -> None:
    """Among several columns of quantities take the one that makes the sum with the price."""
    wanted = [column for column, heading in roles.items() if heading.role == "quantity"]
    if len(wanted) < 2 or "price" not in chosen or "sum" not in chosen:
        return
    prices = [column for column, heading in roles.items() if heading.role == "price"]
    for price in (chosen["price"], *prices):
        right = [c for c in wanted if multiplies(rows, c, price, chosen["sum"])]
        if right and chosen.get("quantity") not in right:
            chosen["quantity"] = right[0]
        if right:
            return
