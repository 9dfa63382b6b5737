"""Reads the rows of a price list as goods: pure, no store; every row is accounted for.

Headings and content decide the columns (`trade.lists`); a mapping given by hand overrules them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from b2bdesk.trade.days import read_days
from b2bdesk.trade.decimals import parse_amount, to_scaled
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.lists.heading_rows import heading_like
from b2bdesk.trade.lists.layout import Layout, detect_layout, without_empty_codes
from b2bdesk.trade.tablerows import RawBook, RawRow, RawSheet, column_index, column_letters
from b2bdesk.trade.unit import find_unit

ROLES = ("article", "name", "price", "unit", "barcode", "group", "brand", "stock", "pack", "use_by")
PIECE = "796"
# A column of packs binds the buyer only where its heading says so; else it names a larger unit.
_BINDING = re.compile(r"кратн|мин|min|moq|multiple", re.IGNORECASE)
_USE_BY = re.compile(
    r"годен|годност|реализовать до|срок реализац|use.?by|best before|expir", re.IGNORECASE
)
_NONE_LEFT = ("нет", "нет в наличии", "отсутствует", "-", "no", "out of stock")


@dataclass(frozen=True, slots=True)
class Goods:
    """One row of the list: price in 10^-5 (None = none), stock in 10^-3 (None = unknown).

    `multiple_e3` binds orders, `pack_e3` is only how the goods are packed; 0 = not said. `use_by`
    is the day until which the stock may be used, None = not said.
    """

    row: int
    article: str
    name: str
    price_e5: int | None
    okei: str
    barcode: str
    group: str
    brand: str
    stock_e3: int | None
    multiple_e3: int
    pack_e3: int
    use_by: date | None = None


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that was taken in part or not at all: its number, why, the text at fault."""

    row: int
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class PriceList:
    """Everything a list says: goods, rows with problems, rows that are no goods."""

    layout: Layout
    goods: tuple[Goods, ...]
    problems: tuple[RowProblem, ...]
    rows_read: int
    other_rows: int


@dataclass(slots=True)
class _Reading:
    goods: list[Goods] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    articles: set[str] = field(default_factory=set)
    group: str = ""
    other: int = 0


def read_price_list(book: RawBook, columns: Mapping[str, int] | None = None) -> PriceList:
    """Find the sheet with goods and read it.

    Args:
        book: the file as read.
        columns: roles of ROLES to columns from 0, when a person said so.

    Raises:
        Expected: `price_list_no_goods` when no sheet has a column with articles or names, or no
            row says more than one of them.
    """
    sheet, layout = _best_sheet(book, columns)
    reading = _Reading()
    rows = [row for row in sheet.rows if row.number >= layout.first_row]
    layout = _with_days(without_empty_codes(layout, rows), rows)
    for row in rows:
        _read_row(row, layout, reading)
    if not any(each.price_e5 is not None or each.name != each.article for each in reading.goods):
        raise Expected("price_list_no_goods")
    return PriceList(
        layout, tuple(reading.goods), tuple(reading.problems), len(rows), reading.other
    )


def _best_sheet(book: RawBook, columns: Mapping[str, int] | None) -> tuple[RawSheet, Layout]:
    found: list[tuple[int, int, RawSheet, Layout]] = []
    for order, sheet in enumerate(book.sheets):
        layout = detect_layout(sheet)
        if columns is not None:
            layout = replace(layout, columns=dict(columns))
        if layout.column("article") is not None or layout.column("name") is not None:
            weight = layout.confidence * min(len(sheet.rows), 1_000)
            found.append((weight, -order, sheet, layout))
    if not found:
        raise Expected("price_list_no_goods")
    _, _, sheet, layout = max(found, key=lambda each: each[:2])
    return sheet, layout


def _with_days(layout: Layout, rows: Sequence[RawRow]) -> Layout:
    """Add the column of days of use: one called so whose cells are days, not «12 months»."""
    if "use_by" in layout.columns:
        return layout
    for column, heading in layout.headings.items():
        texts = [text for row in rows if (text := row.cell(column).strip())]
        if _USE_BY.search(heading) and 2 * sum(map(bool, map(read_days, texts))) > len(texts):
            return replace(layout, columns={**layout.columns, "use_by": column})
    return layout


def _read_row(row: RawRow, layout: Layout, reading: _Reading) -> None:
    article = row.cell(layout.column("article")).strip()
    name = row.cell(layout.column("name")).strip()
    price = row.cell(layout.column("price")).strip()
    if heading_like(row):
        reading.other += 1
    elif group := _group(row, layout):
        reading.group = group
        reading.other += 1
    elif not article and not price:
        reading.other += 1
    elif not article and layout.column("article") is not None:
        reading.problems.append(RowProblem(row.number, "price_list_no_article", name or price))
    else:
        _take(row, layout, reading, (article or name, name or article, price))


def _group(row: RawRow, layout: Layout) -> str:
    """Return the text of a row that names a group: alone in its row and not like an article."""
    texts = [cell.strip() for cell in row.cells if cell.strip()]
    if len(texts) != 1 or len(layout.columns) < 2:
        return ""
    like_article = " " not in texts[0] and any(letter.isdigit() for letter in texts[0])
    return "" if like_article else texts[0]


def _take(row: RawRow, layout: Layout, reading: _Reading, texts: tuple[str, str, str]) -> None:
    article, name, price = texts
    if article in reading.articles:
        reading.problems.append(RowProblem(row.number, "price_list_repeated", article))
        return
    reading.articles.add(article)
    pack = _pack(row.cell(layout.column("pack")))
    binding = bool(_BINDING.search(layout.headings.get(layout.columns.get("pack", -1), "")))
    amount = parse_amount(price) if price else None
    if price and (amount is None or amount < 0):
        reading.problems.append(RowProblem(row.number, "price_list_bad_price", price))
        amount = None
    reading.goods.append(
        Goods(
            row=row.number,
            article=article,
            name=name,
            price_e5=to_scaled(amount, 5) if amount else None,
            okei=_unit(row, layout, reading),
            barcode=_digits(row.cell(layout.column("barcode"))),
            group=row.cell(layout.column("group")).strip() or reading.group,
            brand=row.cell(layout.column("brand")).strip(),
            stock_e3=_stock(row.cell(layout.column("stock"))),
            multiple_e3=pack if binding else 0,
            pack_e3=0 if binding else pack,
            use_by=_use_by(row, layout, reading),
        )
    )


def _unit(row: RawRow, layout: Layout, reading: _Reading) -> str:
    text = row.cell(layout.column("unit")).strip()
    code = find_unit(text) if text else PIECE
    if code is None:
        reading.problems.append(RowProblem(row.number, "price_list_unknown_unit", text))
    return code or PIECE


def _use_by(row: RawRow, layout: Layout, reading: _Reading) -> date | None:
    """Return the day until which the stock may be used; of a month its last one."""
    text = row.cell(layout.column("use_by")).strip()
    days = read_days(text) if text else None
    if text and days is None:
        reading.problems.append(RowProblem(row.number, "price_list_bad_day", text))
    return days[1] if days else None


def _digits(text: str) -> str:
    digits = "".join(text.split())
    return digits if digits.isdigit() else ""


def _stock(text: str) -> int | None:
    """Stock as written: "нет" and what is oversold are zero, ">10" is ten, words are unknown."""
    plain = text.strip().lower()
    if plain in _NONE_LEFT:
        return 0
    amount = parse_amount(plain.lstrip("<>≥≤~ "))
    return max(to_scaled(amount, 3), 0) if amount is not None else None


def _pack(text: str) -> int:
    amount = parse_amount(text)
    return to_scaled(amount, 3) if amount is not None and amount > 0 else 0


def parse_columns(text: str) -> dict[str, int]:
    """Read a mapping such as "article=A,name=C,price=F"; columns are spreadsheet letters.

    Raises:
        Expected: `price_list_bad_map` with the part that cannot be read.
    """
    columns: dict[str, int] = {}
    for part in text.split(","):
        role, _, column = part.strip().partition("=")
        number = column_index(column)
        if role not in ROLES or number is None:
            raise Expected("price_list_bad_map", part=part.strip(), roles=", ".join(ROLES))
        columns[role] = number
    return columns


def letters(columns: Mapping[str, int], roles: Sequence[str] = ROLES) -> str:
    """Write a mapping as `parse_columns` reads it."""
    return ",".join(f"{role}={column_letters(columns[role])}" for role in roles if role in columns)
