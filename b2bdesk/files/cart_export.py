"""A cart as a table for the buyer's own spreadsheet or program: .xlsx or .csv.

The csv speaks Russian Excel (semicolons, decimal commas, UTF-8 with a mark); texts that look like
formulas are made harmless, numbers stay numbers (RELIABILITY T12).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from b2bdesk.files.atomic import writing
from b2bdesk.files.harmless import safe_csv_text
from b2bdesk.files.xlsx_rows import Column, Value
from b2bdesk.files.xlsx_writer import XlsxWriter
from b2bdesk.texts import trc
from b2bdesk.texts.reasons import cart_mark
from b2bdesk.trade.decimals import scaled_text

_EXPONENTS = {"price": 5, "quantity": 3, "money": 2, "whole": 0}


class Mark(Protocol):
    """Why a line is marked."""

    @property
    def code(self) -> str:
        """Its code."""
        ...

    @property
    def params(self) -> dict[str, object]:
        """Values of its sentence."""
        ...


class CartLine(Protocol):
    """A line of a cart as screens show it (`usecases.rows.carts.LineRow`)."""

    @property
    def position(self) -> int:
        """Place in the cart, from 1."""
        ...

    @property
    def article(self) -> str:
        """Article, or empty."""
        ...

    @property
    def typed(self) -> str:
        """What the buyer's list said."""
        ...

    @property
    def name(self) -> str:
        """Name of the goods."""
        ...

    @property
    def brand(self) -> str:
        """Maker."""
        ...

    @property
    def unit(self) -> str:
        """Sign of the line's unit."""
        ...

    @property
    def quantity_e3(self) -> int:
        """Quantity in the line's unit."""
        ...

    @property
    def base_e3(self) -> int:
        """Quantity in base units."""
        ...

    @property
    def price_e5(self) -> int | None:
        """Price of a base unit."""
        ...

    @property
    def vat_code(self) -> str:
        """Rate of VAT."""
        ...

    @property
    def gross_minor(self) -> int:
        """Sum with VAT."""
        ...

    @property
    def stock_e3(self) -> int | None:
        """Stock, None = unknown."""
        ...

    @property
    def comment(self) -> str:
        """Comment of the line."""
        ...

    @property
    def states(self) -> Sequence[Mark]:
        """Why it is marked."""
        ...


def write_cart(target: Path, title: str, lines: Sequence[CartLine]) -> Path:
    """Write the lines of a cart; the suffix decides between .csv and .xlsx.

    Args:
        target: the file to write.
        title: name of the sheet.
        lines: in the buyer's order.

    Returns:
        `target`.

    Raises:
        Environment: the file could not be written.
    """
    columns = _columns()
    rows = map(_row, lines)
    with writing(target) as stream:
        if target.suffix.lower() == ".csv":
            stream.write(_csv(columns, list(rows)).encode("utf-8-sig"))
        else:
            with XlsxWriter(stream) as writer:
                writer.sheet(title, columns, rows)
    return target


def _columns() -> list[Column]:
    return [
        Column(trc("cart export", "No."), "whole", 6),
        Column(trc("cart export", "Article"), width=20),
        Column(trc("cart export", "Name"), width=48),
        Column(trc("cart export", "Brand"), width=18),
        Column(trc("cart export", "Unit"), width=8),
        Column(trc("cart export", "Quantity"), "quantity", 11),
        Column(trc("cart export", "Price"), "price", 12),
        Column(trc("cart export", "VAT rate"), width=9),
        Column(trc("cart export", "Sum"), "money", 14),
        Column(trc("cart export", "Stock"), "quantity", 11),
        Column(trc("cart export", "Remarks"), width=40),
        Column(trc("cart export", "Comment"), width=30),
        Column(trc("cart export", "In the list"), width=20),
    ]


def _row(line: CartLine) -> Sequence[Value]:
    return (
        line.position,
        line.article,
        line.name,
        line.brand,
        line.unit,
        line.quantity_e3,
        line.price_e5,
        line.vat_code,
        line.gross_minor if line.price_e5 is not None else None,
        line.stock_e3,
        "; ".join(cart_mark(each.code, each.params) for each in line.states),
        line.comment,
        line.typed,
    )


def _csv(columns: Sequence[Column], rows: Sequence[Sequence[Value]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(column.heading for column in columns)
    for row in rows:
        writer.writerow(map(_text, columns, row))
    return out.getvalue()


def _text(column: Column, value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, int):
        return scaled_text(value, _EXPONENTS[column.kind]).replace(".", ",")
    return safe_csv_text(str(value))
