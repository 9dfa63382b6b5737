"""From matched rows to cart lines: duplicates summed, multiples, stock.

Works on the rows of `domain.bulk` in place, after each has its item and quantity: rounding and
stock concern the line, which may be the sum of several rows. Pure arithmetic in thousandths.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from b2bdesk.domain.bulk_rows import (
    DUPLICATE,
    MATCHED,
    OFF_MULTIPLE,
    ROUNDED,
    SHORT,
    BulkLine,
    BulkOptions,
    BulkRow,
    ItemState,
    Reason,
)
from b2bdesk.trade.quantity import Quantity, fit
from b2bdesk.trade.tablerows import SIZE_MARK


def make_lines(
    rows: Sequence[BulkRow], facts: Mapping[str, ItemState], options: BulkOptions
) -> list[BulkLine]:
    """Give rows with status `matched` their final status and return the cart lines.

    Args:
        rows: all rows; those that are not `matched` are left alone.
        facts: states of the items.
        options: what the buyer ticked.
    """
    first: dict[object, BulkRow] = {}
    groups: dict[object, list[BulkRow]] = {}
    seen: dict[str, int] = {}
    for row in rows:
        if row.status != MATCHED:
            continue
        key: object = row.item_id
        if "address" in row.cells:
            key = (row.item_id, row.cells["address"])
        if not options.sum_duplicates:
            key = row.row
            earlier = seen.setdefault(row.item_id, row.row)
            if earlier != row.row:
                row.reasons = (*row.reasons, Reason("repeated", {"row": str(earlier)}))
        if key not in first:
            first[key] = row
        elif key in groups:
            groups[key].append(row)
        else:
            groups[key] = [first[key], row]
    lines = []
    for key, row in first.items():
        item = facts[row.item_id]
        line = None if key in groups else _plain_line(row, item)
        lines.append(line or _line(groups.get(key, (row,)), item, options))
    return lines


def _plain_line(row: BulkRow, item: ItemState) -> BulkLine | None:
    """The line of one row that needs no rounding and is in stock; None = look closer."""
    total, cells = row.quantity_e3 or 0, row.cells
    multiple, stock = item.multiple_e3, item.stock_e3
    if (multiple > 1 and total % multiple) or total < item.minimum_e3 or "address" in cells:
        return None
    if stock is not None and total > stock:
        return None
    row.added_e3 = total
    typed = cells.get("article") or cells.get("barcode", "")
    if SIZE_MARK in typed:
        return None
    comment = cells.get("comment", "")
    return BulkLine(item.id, total, item.okei, (row.row,), typed, comment, "", total)


def _line(group: Sequence[BulkRow], item: ItemState, options: BulkOptions) -> BulkLine:
    first = group[0]
    cells = first.cells
    total = first.quantity_e3 or 0
    comment = cells.get("comment", "")
    numbers: tuple[int, ...] = (first.row,)
    if len(group) > 1:
        total = _summed(group)
        comments = dict.fromkeys(c for row in group if (c := row.cells.get("comment", "").strip()))
        comment = "; ".join(comments)
        numbers = tuple(dict.fromkeys(row.row for row in group))
    rounded = total
    multiple, minimum = item.multiple_e3, item.minimum_e3
    if (multiple > 1 and total % multiple) or total < minimum:
        rounded = _fitted(first, total, item, options)
    first.added_e3 = (first.quantity_e3 or 0) + rounded - total
    if item.stock_e3 is not None and rounded > item.stock_e3:
        _say_short(first, rounded, item.stock_e3)
    typed = cells.get("article", "").replace(SIZE_MARK, "-") or cells.get("barcode", "")
    address = cells.get("address", "")
    return BulkLine(item.id, rounded, item.okei, numbers, typed, comment, address, total)


def _summed(group: Sequence[BulkRow]) -> int:
    """Sum the rows of one item and say in each where it went."""
    first = group[0]
    total = sum(row.quantity_e3 or 0 for row in group)
    for row in group[1:]:
        row.status = DUPLICATE
        row.added_e3 = row.quantity_e3 or 0
        row.reasons = (Reason("summed_into", {"row": str(first.row)}), *row.reasons)
    numbers = ", ".join(str(row.row) for row in group[1:6]) + ("…" if len(group) > 6 else "")
    first.reasons = (*first.reasons, Reason("sum_of", {"rows": numbers, "to": _text(total)}))
    return total


def _fitted(first: BulkRow, total: int, item: ItemState, options: BulkOptions) -> int:
    """Round the line up to what can be ordered, or say that it does not fit."""
    how = fit(total, item.minimum_e3, item.multiple_e3)
    if how.ok:
        return total
    params = {
        "from": _text(total),
        "to": _text(how.up_e3),
        "multiple": _text(item.multiple_e3),
        "minimum": _text(item.minimum_e3),
    }
    if options.round_up:
        first.status = ROUNDED
        first.reasons = (Reason("rounded_up", params), *first.reasons)
        return how.up_e3
    first.status = OFF_MULTIPLE
    first.reasons = (Reason("off_multiple", params), *first.reasons)
    return total


def _say_short(first: BulkRow, quantity: int, stock: int) -> None:
    params = {"stock": _text(stock), "missing": _text(quantity - stock)}
    first.status = SHORT
    first.reasons = (Reason("short", params), *first.reasons)


def _text(e3: int) -> str:
    return Quantity(e3).text()
