"""Rows of a sheet as XML: what `XlsxWriter` prints a hundred thousand times."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape

from b2bdesk.trade.decimals import scaled_text
from b2bdesk.trade.tablerows import column_letters

Kind = Literal["text", "whole", "money", "price", "quantity", "date"]
Value = str | int | dt.date | None
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_STYLES = {"text": 1, "whole": 2, "money": 3, "price": 4, "quantity": 5, "date": 6}
# What needs more than copying: markup, control characters, spaces at the edges, line breaks.
_SPECIAL = re.compile(r"[&<>\x00-\x1e\ufffe\uffff\ud800-\udfff]|^\s|\s\x1f|\x1f\s|\s$")
_DAY_ZERO = dt.date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: heading, kind of its values, width in characters.

    Values by kind: `text` str; `whole` int; `money` int minor units (two decimals); `price` int
    10⁻⁵; `quantity` int 10⁻³; `date` date. None is an empty cell everywhere.
    """

    heading: str
    kind: Kind = "text"
    width: int = 14


class RowTemplate:
    """Prints rows: one format call for ordinary rows, cell by cell for the rest."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._letters = [column_letters(at) for at in range(len(columns))]
        self._texts = [at for at, column in enumerate(columns) if column.kind == "text"]
        self._numbers = [
            (at, _PRINTERS[column.kind])
            for at, column in enumerate(columns)
            if column.kind in _PRINTERS and column.kind != "whole"
        ]
        self._quick = all(column.kind != "date" for column in columns)
        self._format = '<row r="{0}">' + "".join(map(self._slot, range(len(columns)))) + "</row>"

    def _slot(self, at: int) -> str:
        column = self._columns[at]
        start = f'<c r="{self._letters[at]}{{0}}" s="{_STYLES[column.kind]}"'
        if column.kind == "text":
            return f'{start} t="inlineStr"><is><t>{{{at + 1}}}</t></is></c>'
        return f"{start}><v>{{{at + 1}}}</v></c>"

    def row(self, number: int, values: Sequence[Value], tint: int) -> str:
        """XML of one row."""
        if not self._quick or tint or None in values:
            return self._slow(number, values, tint)
        texts = [values[at] for at in self._texts]
        joined = "\x1f".join(texts)  # type: ignore[arg-type]  # text columns hold str
        if _SPECIAL.search(joined) or joined.count("\x1f") >= max(len(texts), 1):
            return self._slow(number, values, tint)
        done = list(values)
        for at, printed in self._numbers:
            value = values[at]
            if not isinstance(value, int):
                return self._slow(number, values, tint)
            done[at] = printed(value)
        return self._format.format(number, *done)

    def _slow(self, number: int, values: Sequence[Value], tint: int) -> str:
        cells = [
            _cell(f"{letters}{number}", column.kind, value, tint)
            for letters, column, value in zip(self._letters, self._columns, values, strict=False)
        ]
        return f'<row r="{number}">{"".join(cells)}</row>'


def _money(scaled: int) -> str:
    return f"{scaled // 100}.{scaled % 100:02}" if scaled >= 0 else scaled_text(scaled, 2)


def _price(scaled: int) -> str:
    return f"{scaled // 100000}.{scaled % 100000:05}" if scaled >= 0 else scaled_text(scaled, 5)


def _quantity(scaled: int) -> str:
    return scaled_text(scaled, 3) if scaled % 1000 else str(scaled // 1000)


_PRINTERS: dict[str, Callable[[int], str]] = {
    "whole": str,
    "money": _money,
    "price": _price,
    "quantity": _quantity,
}


def _cell(ref: str, kind: str, value: Value, tint: int) -> str:
    style = _STYLES[kind] + (8 * tint if tint else 0)
    if value is None or value == "":
        return f'<c r="{ref}" s="{style}"/>' if tint else ""
    if kind == "text" or isinstance(value, str):
        text = escape(FORBIDDEN.sub("", str(value))[:32767])
        kept = f'<t xml:space="preserve">{text}</t>'
        return f'<c r="{ref}" s="{style}" t="inlineStr"><is>{kept}</is></c>'
    if isinstance(value, dt.date):
        return f'<c r="{ref}" s="{style}"><v>{(value - _DAY_ZERO).days}</v></c>'
    return f'<c r="{ref}" s="{style}"><v>{_PRINTERS[kind](value)}</v></c>'
