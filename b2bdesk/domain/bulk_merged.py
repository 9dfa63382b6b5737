"""Cells merged downwards stand for every row they cover: an article over its sizes, an address.

Only labels are carried; a merged quantity or price belongs to the first row alone. Used by
`bulk_plan` before anything is judged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from b2bdesk.trade.tablerows import Merge, RawRow

_CARRIED = ("article", "barcode", "own_code", "name", "address", "brand")


def filled_down(
    rows: Sequence[RawRow], merges: Sequence[Merge], columns: Mapping[str, int]
) -> Sequence[RawRow]:
    """The rows with labels of vertically merged cells in each row the cell covers."""
    wanted = {columns[role] for role in _CARRIED if role in columns}
    first = rows[0].number if rows else 0
    down = [m for m in merges if m.bottom > m.top >= first and m.left in wanted]
    if not down:
        return rows
    filled = {row.number: row for row in rows}
    for merge in down:
        top = filled.get(merge.top)
        text = top.cell(merge.left) if top is not None else ""
        if not text:
            continue
        for number in range(merge.top + 1, merge.bottom + 1):
            row = filled.get(number)
            if row is not None and not row.cell(merge.left):
                filled[number] = _with_cell(row, merge.left, text)
    return [filled[row.number] for row in rows]


def _with_cell(row: RawRow, column: int, text: str) -> RawRow:
    cells = [*row.cells, *[""] * (column + 1 - len(row.cells))]
    cells[column] = text
    return row._replace(cells=tuple(cells))
