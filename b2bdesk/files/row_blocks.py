"""Rows on the pipe between the reading child and its parent: by columns, not by cells.

A column of some thousand texts travels as one text, its cells parted by a sign that stands in none
of them; taking it apart costs a tenth of what JSON of single cells costs. What comes from the child
is not trusted: a block that does not fit together is a `ValueError`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from b2bdesk.trade.tablerows import MAX_COLUMNS, RawRow, raw_rows

ROWS_PER_BLOCK = 4000
_PARTS = "\x7f"  # a control sign that JSON leaves as it is


def blocks_of(rows: Sequence[RawRow]) -> Iterator[dict[str, Any]]:
    """The rows as messages of JSON values, in order."""
    for start in range(0, len(rows), ROWS_PER_BLOCK):
        yield _block(rows[start : start + ROWS_PER_BLOCK])


def _block(rows: Sequence[RawRow]) -> dict[str, Any]:
    numbers, cells, marks, styles = zip(*rows, strict=True)
    widths = list(map(len, cells))
    even = min(widths) == max(widths)
    columns = zip(*cells, strict=True) if even else zip_longest(*cells, fillvalue="")
    run = numbers == tuple(range(numbers[0], numbers[0] + len(numbers)))
    return {
        "numbers": [numbers[0], len(numbers)] if run else list(numbers),
        "run": run,
        "widths": widths[0] if even else widths,
        "columns": [_joined(column) for column in columns],
        "marks": [[at, mark] for at, mark in enumerate(marks) if mark] if any(marks) else [],
        "styles": [[at, style] for at, style in enumerate(styles) if style] if any(styles) else [],
    }


def _joined(column: Sequence[str]) -> str | list[str]:
    text = _PARTS.join(column)
    return text if text.count(_PARTS) == len(column) - 1 else list(column)


def rows_of(block: dict[str, Any]) -> list[RawRow]:
    """The rows of a message.

    Raises:
        ValueError: columns of different lengths, or other nonsense.
    """
    numbers: Sequence[int] = block["numbers"]
    if block["run"]:
        first, count = numbers
        numbers = range(int(first), int(first) + min(int(count), ROWS_PER_BLOCK))
    columns = [_parted(column) for column in block["columns"]]
    if len(columns) > MAX_COLUMNS or any(len(column) != len(numbers) for column in columns):
        raise ValueError("columns of different lengths")
    cells = list(zip(*columns, strict=True)) if columns else [()] * len(numbers)
    widths = block["widths"]
    if not isinstance(widths, int):
        full = len(columns)
        pairs = zip(cells, widths, strict=True)
        cells = [row if width == full else row[:width] for row, width in pairs]
    rows = list(raw_rows(numbers, cells))
    for at, mark in block["marks"]:
        rows[at] = rows[at]._replace(marks=tuple((column, sign) for column, sign in mark))
    for at, style in block["styles"]:
        rows[at] = rows[at]._replace(style=style)
    return rows


def _parted(column: str | list[str]) -> list[str]:
    return column.split(_PARTS) if isinstance(column, str) else column
