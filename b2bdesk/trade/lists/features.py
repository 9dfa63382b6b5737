"""What the cells of a column look like, whatever its heading says.

A fifth of real lists has no headings, and headings lie; so columns are judged by content too:
numbers, running numbers, codes, barcodes, prose, and products of two other columns (sums).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from b2bdesk.trade.decimals import parse_decimal, parse_leading_number
from b2bdesk.trade.tablerows import RawRow
from b2bdesk.trade.unit import find_unit

_CODE = re.compile(r"(?=.*\d)[\w\-./\\#+*()№ ]{2,40}")
_DATE = re.compile(r"\s*\d\d?[./]\d\d?[./](?:19|20)\d\d\b")
_WORDY = re.compile(r"[^\W\d_]{2,}")
_BARCODE = re.compile(r"\d{8}|\d{12,14}")
_CENTS = re.compile(r"\d[.,]\d\d$")
_PADDED = 4
_TOLERANCE = Decimal("0.02")
# What suppliers write into columns of stock, and nobody into an order.
_STOCKY = re.compile(
    r"\s*(?:[<>≤≥]\s*\d|\d+\s*\+\s*$|(?:более|менее|больше|меньше|свыше|много|мало|есть\b|в наличии"
    r"|под заказ|ожидается|в пути|багато|понад)|[+]{1,5}\s*$|in stock)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ColumnFeatures:
    """Shares in percent of the filled sample cells of one column, and a few sums.

    `filled` is the share of sample rows with any text; `running` says the column counts 1, 2, 3 …
    `bare` numbers have no unit behind them, `digits` cells have at least one digit, `stocky` ones
    read «>10», «много», «под заказ». `middle` is the median of the numbers, `cents` are written
    with two decimals.
    """

    column: int
    filled: int
    numeric: int
    whole: int
    code: int
    barcode: int
    prose: int
    distinct: int
    length: int
    running: bool
    largest: Decimal
    units: int = 0
    bare: int = 0
    digits: int = 0
    hits: int = 0
    stocky: int = 0
    middle: Decimal = Decimal(0)
    cents: int = 0


@lru_cache(8192)
def number_in(text: str) -> Decimal | None:
    """The number a cell shows, also with a unit behind it; None for text, codes and ranges."""
    value = parse_decimal(text)
    if value is not None:
        return value
    found = parse_leading_number(text)
    if found is None or len(found[1]) > 8 or any(map(str.isdigit, found[1])):
        return None
    return found[0]


def is_barcode(text: str) -> bool:
    """Say whether a text is 8 or 12 to 14 digits with a right EAN check digit."""
    digits = text.strip()
    if not _BARCODE.fullmatch(digits):
        return False
    padded = digits.rjust(14, "0")
    total = sum(int(digit) * (3 if at % 2 == 0 else 1) for at, digit in enumerate(padded))
    return total % 10 == 0


def looks_like_code(text: str) -> bool:
    """Say whether a text could be an article: digits, few and short words, not a sentence."""
    if _DATE.match(text):
        return False
    if not _CODE.fullmatch(text.strip()):
        return text.strip().isalnum() and text.isupper() and len(text) <= 12
    return len(_WORDY.findall(text)) <= 3 and text.count(" ") <= 3


def features_of(rows: Sequence[RawRow], column: int) -> ColumnFeatures:
    """Measure one column over sample rows."""
    texts = [cell for row in rows if (cell := row.cell(column).strip())]
    count = len(texts) or 1
    values = [value for text in texts if (value := number_in(text)) is not None]
    prose = sum(len(_WORDY.findall(text)) >= 2 for text in texts)
    stocky = sum(_STOCKY.match(text) is not None for text in texts)
    return ColumnFeatures(
        column=column,
        filled=_share(len(texts), len(rows)),
        numeric=_share(len(values), count),
        whole=_whole(values, count),
        code=_share(sum(map(looks_like_code, texts)), count),
        barcode=_share(sum(map(is_barcode, texts)), count),
        prose=_share(prose, count),
        distinct=_share(len(set(texts)), count),
        length=sum(map(len, texts)) // count,
        running=_runs(values) and not _zero_padded(texts),
        largest=max(map(abs, values), default=Decimal(0)),
        bare=_share(sum(parse_decimal(text) is not None for text in texts), count),
        digits=_share(sum(any(map(str.isdigit, text)) for text in texts), count),
        units=_share(sum(find_unit(text) is not None for text in texts if len(text) < 12), count),
        stocky=_share(stocky, count) if stocky > 2 else 0,
        middle=sorted(values)[len(values) // 2] if values else Decimal(0),
        cents=_share(sum(_CENTS.search(text) is not None for text in texts), count),
    )


def _whole(values: Sequence[Decimal], count: int) -> int:
    """Percent of whole numbers; zeros tell nothing of prices without a price."""
    whole = sum(value == value.to_integral_value() for value in values)
    zeros = sum(not value for value in values)
    return _share(whole - zeros, count - zeros) if zeros < count else _share(whole, count)


def _share(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0


def _runs(values: Sequence[Decimal]) -> bool:
    """Say whether numbers count up by one nearly always, perhaps anew in each section."""
    if len(values) < 3 or values[0] > 2 or values[0] < 0:
        return False
    pairs = list(itertools.pairwise(values))
    rises = sum(0 < after - before <= 2 for before, after in pairs)
    anew = sum(after <= 1 < before for before, after in pairs)
    return 20 * (rises + anew) >= 17 * len(pairs) and rises > 3 * anew


def _zero_padded(texts: Sequence[str]) -> bool:
    """Say whether numbers are written like codes, 000012 after 000011."""
    padded = sum(text[0] == "0" and len(text) >= _PADDED for text in texts)
    return 2 * padded > len(texts)


def product_columns(rows: Sequence[RawRow], columns: Sequence[int]) -> tuple[int, int, int] | None:
    """Find numeric columns a × b = c (quantity, price, sum), by most of the rows.

    Returns:
        The columns (quantity, price, sum), the quantity being the one with whole numbers, or None.
    """
    grid = {c: [number_in(row.cell(c)) for row in rows] for c in columns[:8]}
    for total in grid:
        pairs = [(a, b) for a in grid for b in grid if a < b and total not in (a, b)]
        for a, b in pairs:
            if _multiplies(grid[a], grid[b], grid[total]):
                swap = _priceness(grid[a]) > _priceness(grid[b])
                return (b, a, total) if swap else (a, b, total)
    return None


def multiplies(rows: Sequence[RawRow], quantity: int, price: int, total: int) -> bool:
    """Say whether quantity × price = total in most of the rows that tell."""
    grid = [[number_in(row.cell(column)) for row in rows] for column in (quantity, price, total)]
    return _multiplies(*grid)


def _priceness(values: Sequence[Decimal | None]) -> tuple[int, Decimal]:
    """Prices have fractions more often than quantities, and are larger as a rule."""
    known = sorted(value for value in values if value is not None)
    fractions = sum(value != value.to_integral_value() for value in known)
    return fractions, known[len(known) // 2] if known else Decimal(0)


def _multiplies(
    left: Sequence[Decimal | None], right: Sequence[Decimal | None], total: Sequence[Decimal | None]
) -> bool:
    tried = right_ones = 0
    for a, b, c in zip(left, right, total, strict=True):
        if a is None or b is None or c is None or not c or a == 1 or b == 1:
            continue
        tried += 1
        right_ones += abs(a * b - c) <= max(_TOLERANCE, abs(c) * Decimal("0.0005"))
    return tried >= 3 and 5 * right_ones >= 4 * tried
