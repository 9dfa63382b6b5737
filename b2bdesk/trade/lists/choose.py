"""Chooses one column per role out of headings and content.

Headings come first, but content may overrule them: a «Код» full of running numbers is no article, a
column without heading whose texts are in the catalogue is one. Pure; called by `lists.layout`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from b2bdesk.trade.lists.choose_bare import Features, codelike, columns_by_content
from b2bdesk.trade.lists.features import ColumnFeatures, multiplies, number_in
from b2bdesk.trade.lists.headings import Heading
from b2bdesk.trade.tablerows import RawRow

_ORDER = (
    "number", "barcode", "own_code", "article", "quantity", "unit", "price", "name",
    "sum", "stock", "pack", "comment", "address", "brand", "group",
)  # fmt: skip
_TELLING = 4  # shorter texts are the article of something in any big catalogue
_TEXTS = frozenset({"comment", "address", "brand", "group", "unit"})


def choose_columns(
    roles: Mapping[int, Heading],
    features: Features,
    rows: Sequence[RawRow],
    headed: Collection[int] = (),
) -> tuple[dict[str, int], int]:
    """Decide the columns.

    Args:
        roles: what the headings say, by column; empty without headings.
        features: what the cells say.
        rows: sample rows, for products of columns.
        headed: columns with any heading text, known or not.

    Returns:
        Roles with their columns, and the confidence in percent.
    """
    if not roles:
        return columns_by_content(features, rows)
    chosen: dict[str, int] = {}
    for role in _ORDER:
        found = _best(role, roles, features, chosen)
        if found is not None:
            chosen[role] = found
    _beside_empty(chosen, roles, features)
    _volume_is_no_quantity(chosen, roles, features)
    _quantity_from_total(chosen, roles, features)
    _price_from_sum(chosen, roles, rows)
    _by_product(chosen, roles, rows)
    _by_content(chosen, roles, features)
    _unheaded(chosen, headed, roles, features)
    return chosen, _confidence(chosen, roles, features)


def _best(
    role: str, roles: Mapping[int, Heading], features: Features, chosen: Mapping[str, int]
) -> int | None:
    points: list[tuple[int, int]] = []
    for column, heading in roles.items():
        if heading.role == role and column not in chosen.values():
            fit = _fit(role, heading.strength, features.get(column))
            if fit is not None:
                points.append((fit, -column))
    return -max(points)[1] if points else None


def _fit(role: str, strength: int, seen: ColumnFeatures | None) -> int | None:
    """Points of a column for its headed role; None when the content forbids it."""
    if seen is None:
        return strength * 10 - (0 if role == "quantity" else 60)
    points = strength * 10 + min(seen.filled, 40) // 4
    if role == "article":
        if seen.running and seen.hits < 30 and strength < 9:
            return None
        return points + 2 * seen.hits - (60 if seen.filled < 5 else 0)
    if role == "barcode":
        return points + seen.hits + seen.barcode // 2
    if role == "quantity":
        weak = strength <= 5 and seen.bare < 80  # «Объём: 50 мл» is a size
        bad = seen.filled >= 5 and (seen.numeric < 40 or weak)
        if weak and bad:
            return None
        return points - (80 if bad else 0) - (70 if seen.running and seen.filled > 80 else 0)
    if role == "price":
        return points - (80 if seen.numeric < 30 else 0)
    if role == "name":
        return points + seen.prose // 12 - (100 if seen.numeric > 80 else 0)
    if role in _TEXTS and seen.numeric > 80 and role in {"address", "unit"}:
        return None
    return points


def _beside_empty(chosen: dict[str, int], roles: Mapping[int, Heading], features: Features) -> None:
    """A heading over an empty column (merged, shifted) means the filled one beside it."""
    for role in ("name", "article", "barcode", "price"):
        at = chosen.get(role)
        if at is None or (at in features and features[at].filled >= 5):
            continue
        for beside in (at - 1, at + 1, at - 2, at + 2):
            seen = features.get(beside)
            if seen is None or beside in roles or beside in chosen.values() or seen.filled < 30:
                continue
            if (at + beside) // 2 in roles and abs(at - beside) == 2:
                continue  # another headed column stands between
            if (seen.numeric >= 60) == (role == "price") or (role == "barcode" and seen.barcode):
                chosen[role] = beside
                break


def _volume_is_no_quantity(
    chosen: dict[str, int], roles: Mapping[int, Heading], features: Features
) -> None:
    """«Объём» beside «в упаковке» is a size; «Количество» full of «>10» is a stock."""
    at = chosen.get("quantity")
    if at is None:
        return
    strength = roles[at].strength if at in roles else 0
    seen = features.get(at)
    if strength <= 5 and "pack" in chosen:
        del chosen["quantity"]
    elif strength < 10 and seen is not None and seen.stocky >= 10:
        del chosen["quantity"]
        chosen.setdefault("stock", at)


def _quantity_from_total(
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


def _price_from_sum(
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


def _by_product(
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


def _by_content(chosen: dict[str, int], roles: Mapping[int, Heading], features: Features) -> None:
    """Fill what headings left open, and let catalogue hits overrule a wrong heading."""
    taken = set(chosen.values())
    free = [f for c, f in features.items() if c not in taken and c not in roles]
    key = _known_key(chosen, features)
    if key is not None:
        if chosen.get("own_code") == key:
            del chosen["own_code"]
        chosen["article"] = key
        free = [f for f in free if f.column != key]
    _number_is_code(chosen, features)
    if "own_code" in chosen and "price" in chosen and not {"article", "quantity"} & set(chosen):
        chosen["article"] = chosen.pop("own_code")  # a price list tells the supplier's codes
    if "name" not in chosen:
        _name_by_content(chosen, features, free)
    if not {"price", "quantity", "stock"} & set(chosen):
        _price_by_content(chosen, roles, features)
    if not {"article", "barcode", "name"} & set(chosen):
        codes = [f for f in free if f.code >= 60 and f.distinct >= 60 and not f.running]
        if codes:
            chosen["article"] = codes[0].column


def _number_is_code(chosen: dict[str, int], features: Features) -> None:
    """«Номер» over what does not count is the number of a part."""
    seen = features.get(chosen.get("number", -1))
    if seen is None or {"article", "barcode"} & set(chosen):
        return
    if not seen.running and codelike(seen) and seen.distinct >= 80 and seen.length >= _TELLING:
        chosen["article"] = chosen.pop("number")


def _price_by_content(
    chosen: dict[str, int], roles: Mapping[int, Heading], features: Features
) -> None:
    """A column of fractions under a heading nobody knows («€ без ПДВ», «DDP») is the price."""
    open_ = [f for c, f in features.items() if c not in roles and c not in chosen.values()]
    money = [f for f in open_ if f.numeric >= 80 and f.filled >= 60 and f.whole < 75]
    money = [f for f in money if not f.running and f.barcode < 60 and f.hits < 30]
    money = [f for f in money if f.largest >= 1]
    if money:
        chosen["price"] = money[0].column


def _unheaded(
    chosen: dict[str, int],
    headed: Collection[int],
    roles: Mapping[int, Heading],
    features: Features,
) -> None:
    """Columns without any heading that are plainly units or codes.

    Printed forms put number and unit under one wide «Количество».
    """
    free = [f for c, f in features.items() if c not in headed and c not in chosen.values()]
    if "unit" not in chosen:
        under = [f for c, f in features.items() if c in roles and roles[c].role == "quantity"]
        units = [f for f in (*free, *under) if f.units >= 70 and f.numeric < 30]
        if units:
            chosen["unit"] = units[0].column
    if not {"quantity", "stock"} & set(chosen) and {"unit", "name"} <= set(chosen):
        beside = {chosen["unit"] - 1, chosen["unit"] + 1}
        whole = [f for f in free if f.column in beside and f.whole >= 90 and f.filled >= 50]
        whole = [f for f in whole if not f.running and f.barcode < 60 and f.length < 6]
        if whole:
            chosen["quantity"] = whole[0].column
    if not {"article", "barcode"} & set(chosen):
        codes = [f for f in free if codelike(f) and f.numeric < 30 and f.distinct >= 80]
        codes = [f for f in codes if f.filled >= 50 and f.column not in chosen.values()]
        if codes:
            chosen["article"] = codes[0].column


def _known_key(chosen: Mapping[str, int], features: Features) -> int | None:
    """The column whose texts the catalogue knows far better than those of the headed one."""
    taken = set(chosen.values()) - {chosen.get("own_code", -1)}
    free = [f for c, f in features.items() if c not in taken]
    free = [f for f in free if f.length >= _TELLING]
    best = max(free, key=lambda f: f.hits, default=None)
    keys = [features[chosen[r]] for r in ("article", "barcode") if chosen.get(r) in features]
    known = max((f.hits for f in keys), default=0)
    if best is not None and best.hits >= 50 and best.hits > 2 * known:
        return best.column
    return None


def _name_by_content(
    chosen: dict[str, int], features: Features, free: Sequence[ColumnFeatures]
) -> None:
    prose = [f for f in free if f.prose >= 50 and f.length >= 8]
    if prose:
        chosen["name"] = max(prose, key=lambda f: f.length).column
    elif not {"article", "barcode"} & set(chosen):
        texts = [f for c, f in features.items() if c not in chosen.values() and f.numeric < 30]
        if texts:
            chosen["name"] = max(texts, key=lambda f: (f.prose, f.distinct, f.length)).column


def _confidence(chosen: Mapping[str, int], roles: Mapping[int, Heading], features: Features) -> int:
    """Percent: what identifies the goods, the quantity, and whether content agrees."""
    points = 25
    keys = [features[chosen[r]] for r in ("article", "barcode") if chosen.get(r) in features]
    if keys:
        points += 25 + max(f.hits for f in keys) // 4
    if "name" in chosen and chosen["name"] in features:
        points += 10 if keys else 20
    if "quantity" in chosen:
        strong = roles.get(chosen["quantity"])
        points += 25 if strong and strong.strength >= 8 else 15
    elif "price" in chosen and chosen["price"] in features:
        points += 10
    return min(points, 99)
