"""Chooses columns of a list without headings, by what the cells look like alone.

A fifth of real lists begins with the goods at once; the columns found here are a proposal with a
low confidence. Called by `lists.choose`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from b2bdesk.trade.lists.features import ColumnFeatures, product_columns
from b2bdesk.trade.tablerows import RawRow

_REPEATED = 30  # points that a column of sizes loses
_DEAR = 1000
Features = Mapping[int, ColumnFeatures]


def columns_by_content(features: Features, rows: Sequence[RawRow]) -> tuple[dict[str, int], int]:
    """Columns by content alone."""
    chosen: dict[str, int] = {}
    open_ = dict(features)
    number = next((f.column for f in features.values() if f.running and f.hits < 30), None)
    if number is not None and len(features) > 2:
        chosen["number"] = number
        del open_[number]
    names = [f for f in open_.values() if f.prose >= 50 and f.length >= 8 and f.hits < 25]
    key = _key_column(open_, max(names, key=lambda f: f.length).column if names else None)
    if key is not None:
        chosen["barcode" if features[key].barcode >= 60 else "article"] = key
        del open_[key]
        names = [f for f in names if f.column != key]
    if names:
        chosen["name"] = max(names, key=lambda f: f.length).column
        del open_[chosen["name"]]
    if "barcode" in chosen:
        codes = [f for f in open_.values() if codelike(f) and f.numeric < 30]
        if codes:
            chosen["article"] = max(codes, key=lambda f: (f.hits, f.code, -f.column)).column
            del open_[chosen["article"]]
    unit = [f for f in open_.values() if f.numeric < 30 and f.units >= 60]
    if unit:
        chosen["unit"] = unit[0].column
        del open_[chosen["unit"]]
    _numbers_by_content(chosen, open_, rows)
    return chosen, _plain_confidence(chosen, features)


def codelike(seen: ColumnFeatures) -> bool:
    looks = seen.code >= 60 and seen.prose < 50 and seen.digits >= 40
    return looks and seen.distinct >= 30 and seen.units < 50


def _key_column(features: Features, name: int | None) -> int | None:
    """The column of articles or barcodes: by catalogue hits, else by looks.

    A column of numbers is a code only before the names; behind them it is a price.
    """
    if not features:
        return None
    best = max(features.values(), key=lambda f: (f.hits, f.barcode, -f.column))
    if best.hits >= 25 or best.barcode >= 60:
        return best.column
    codes = [f for f in features.values() if codelike(f)]
    codes = [f for f in codes if name is None or f.numeric < 60 or f.column < name]
    codes = [f for f in codes if not (f.numeric >= 80 and f.largest < 1000 and len(features) > 1)]
    codes = [f for f in codes if f.numeric < 80 or f.distinct >= 80]
    if not codes:
        return None
    return max(codes, key=_likeness).column


def _likeness(seen: ColumnFeatures) -> tuple[int, int, int]:
    """How much a column is one of articles; what repeats a lot is a size or a colour."""
    points = seen.code - seen.numeric // 2 + seen.distinct
    return seen.hits, points - (_REPEATED if seen.distinct < 80 else 0), -seen.column


def _numbers_by_content(
    chosen: dict[str, int], features: dict[int, ColumnFeatures], rows: Sequence[RawRow]
) -> None:
    numbers = [f for f in features.values() if f.numeric >= 60 and f.barcode < 60]
    product = product_columns(rows, [f.column for f in numbers])
    if product is not None:
        chosen["quantity"], chosen["price"], chosen["sum"] = product
        return
    if not numbers:
        return
    whole = [f for f in numbers if f.whole >= 90 and f.largest < 1_000_000]
    weighed = len(numbers) == 1 and (numbers[0].whole >= 30 or "unit" in chosen)
    if not whole and weighed and numbers[0].largest < 1_000_000:
        whole = numbers
    if not whole:
        chosen["price"] = numbers[0].column
        return
    unit = chosen.get("unit", -9)
    if len(numbers) == 1 and "unit" not in chosen and _are_prices(numbers[0]):
        chosen["price"] = numbers[0].column
        return
    quantity = min(
        whole, key=lambda f: (f.running, abs(f.column - unit) != 1, f.largest > 100_000, f.column)
    )
    chosen["quantity"] = quantity.column
    rest = [f for f in numbers if f.column != quantity.column]
    prices = [f for f in rest if f.whole < 100] or rest
    if prices:
        chosen["price"] = prices[0].column


def _are_prices(seen: ColumnFeatures) -> bool:
    """Say whether the only numbers of a list are too large, or too exact, to be quantities."""
    return seen.middle >= _DEAR or (seen.cents >= 80 and seen.whole < 100 and seen.middle >= 1)


def _plain_confidence(chosen: Mapping[str, int], features: Features) -> int:
    key = chosen.get("article", chosen.get("barcode"))
    points = 5 + (25 if key is not None else 0) + (15 if "quantity" in chosen else 0)
    if key is not None:
        points += features[key].hits * 45 // 100
    return min(points, 90)
