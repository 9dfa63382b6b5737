"""Chooses one column per role out of headings and content.

Headings come first, but content may overrule them: a «Код» full of running numbers is no article, a
column without heading whose texts are in the catalogue is one. Pure; called by `lists.layout`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from b2bdesk.trade.lists.features import ColumnFeatures, product_columns
from b2bdesk.trade.lists.headings import Heading
from b2bdesk.trade.tablerows import RawRow

Features = Mapping[int, ColumnFeatures]
_ORDER = (
    "number", "barcode", "own_code", "article", "quantity", "unit", "price", "name",
    "sum", "stock", "pack", "comment", "address", "brand", "group",
)  # fmt: skip
_TEXTS = frozenset({"comment", "address", "brand", "group", "unit"})


def choose_columns(
    roles: Mapping[int, Heading], features: Features, rows: Sequence[RawRow]
) -> tuple[dict[str, int], int]:
    """Decide the columns.

    Args:
        roles: what the headings say, by column; empty without headings.
        features: what the cells say.
        rows: sample rows, for products of columns.

    Returns:
        Roles with their columns, and the confidence in percent.
    """
    if not roles:
        return _without_headings(features, rows)
    chosen: dict[str, int] = {}
    for role in _ORDER:
        found = _best(role, roles, features, chosen)
        if found is not None:
            chosen[role] = found
    _quantity_from_total(chosen, roles, features)
    _price_from_sum(chosen, roles)
    _by_content(chosen, roles, features)
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
        bad = seen.filled >= 5 and seen.numeric < 40
        return points - (80 if bad else 0) - (70 if seen.running and seen.filled > 80 else 0)
    if role == "price":
        return points - (80 if seen.numeric < 30 else 0)
    if role == "name":
        return points + seen.prose // 4 - (100 if seen.numeric > 80 else 0)
    if role in _TEXTS and seen.numeric > 80 and role in {"address", "unit"}:
        return None
    return points


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


def _price_from_sum(chosen: dict[str, int], roles: Mapping[int, Heading]) -> None:
    """A lone «Стоимость» in a price list without «Цена» is the price."""
    if "price" in chosen or "sum" not in chosen:
        return
    if "quantity" not in chosen and sum(h.role == "sum" for h in roles.values()) == 1:
        chosen["price"] = chosen.pop("sum")


def _by_content(chosen: dict[str, int], roles: Mapping[int, Heading], features: Features) -> None:
    """Fill what headings left open, and let catalogue hits overrule a wrong heading."""
    taken = set(chosen.values())
    free = [f for c, f in features.items() if c not in taken and c not in roles]
    article = features.get(chosen["article"]) if "article" in chosen else None
    barcode = features.get(chosen["barcode"]) if "barcode" in chosen else None
    best = max(
        (f for c, f in features.items() if c not in taken or c == chosen.get("own_code")),
        key=lambda f: f.hits,
        default=None,
    )
    known = max((f.hits for f in (article, barcode) if f), default=0)
    if best is not None and best.hits >= 50 and best.hits > 2 * known:
        if chosen.get("own_code") == best.column:
            del chosen["own_code"]
        chosen["article"] = best.column
        free = [f for f in free if f.column != best.column]
    if "name" not in chosen:
        prose = [f for f in free if f.prose >= 50 and f.length >= 8]
        if prose:
            chosen["name"] = max(prose, key=lambda f: f.length).column
    if "article" not in chosen and "barcode" not in chosen and "name" not in chosen:
        codes = [f for f in free if f.code >= 60 and f.distinct >= 60 and not f.running]
        if codes:
            chosen["article"] = codes[0].column


def _confidence(chosen: Mapping[str, int], roles: Mapping[int, Heading], features: Features) -> int:
    """Percent: what identifies the goods, the quantity, and whether content agrees."""
    points = 20
    keys = [features[chosen[r]] for r in ("article", "barcode") if chosen.get(r) in features]
    if keys:
        points += 25 + max(f.hits for f in keys) // 4
    elif "name" in chosen:
        points += 20
    if "quantity" in chosen:
        strong = roles.get(chosen["quantity"])
        points += 25 if strong and strong.strength >= 8 else 15
    return min(points, 99)


def _without_headings(features: Features, rows: Sequence[RawRow]) -> tuple[dict[str, int], int]:
    """Columns by content alone."""
    chosen: dict[str, int] = {}
    open_ = dict(features)
    number = next((f.column for f in features.values() if f.running and f.hits < 30), None)
    if number is not None and len(features) > 2:
        chosen["number"] = number
        del open_[number]
    key = _key_column(open_)
    if key is not None:
        role = "barcode" if features[key].barcode >= 60 else "article"
        chosen[role] = key
        del open_[key]
    names = [f for f in open_.values() if f.prose >= 50 and f.length >= 8]
    if names:
        chosen["name"] = max(names, key=lambda f: f.length).column
        del open_[chosen["name"]]
    _numbers_by_content(chosen, open_, rows)
    unit = [f for f in open_.values() if f.numeric < 20 and f.length <= 6 and f.distinct <= 30]
    if unit and unit[0].column not in chosen.values():
        chosen["unit"] = unit[0].column
    return chosen, _plain_confidence(chosen, features)


def _key_column(features: Features) -> int | None:
    """The column of articles or barcodes: by catalogue hits, else by looks."""
    if not features:
        return None
    best = max(features.values(), key=lambda f: (f.hits, f.barcode, -f.column))
    if best.hits >= 25 or best.barcode >= 60:
        return best.column
    codes = [f for f in features.values() if f.code >= 60 and f.prose < 50]
    codes = [f for f in codes if not (f.numeric >= 80 and f.largest < 1000 and len(features) > 1)]
    if not codes:
        return None
    return max(
        codes, key=lambda f: (f.hits, f.code - f.numeric // 2 + f.distinct, -f.column)
    ).column


def _numbers_by_content(
    chosen: dict[str, int], features: dict[int, ColumnFeatures], rows: Sequence[RawRow]
) -> None:
    numbers = [f for f in features.values() if f.numeric >= 60 and not f.barcode >= 60]
    product = product_columns(rows, [f.column for f in numbers])
    if product is not None:
        chosen["quantity"], chosen["price"], chosen["sum"] = product
        return
    if not numbers:
        return
    whole = [f for f in numbers if f.whole >= 90] or numbers[:1]
    quantity = min(whole, key=lambda f: (f.running, f.largest > 100_000, f.column))
    chosen["quantity"] = quantity.column
    rest = [f for f in numbers if f.column != quantity.column]
    prices = [f for f in rest if f.whole < 100] or rest
    if prices:
        chosen["price"] = prices[0].column


def _plain_confidence(chosen: Mapping[str, int], features: Features) -> int:
    key = chosen.get("article", chosen.get("barcode"))
    points = 10 + (30 if key is not None else 0) + (20 if "quantity" in chosen else 0)
    if key is not None:
        points += features[key].hits * 3 // 10
    return min(points, 90)
