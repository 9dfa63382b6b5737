"""From matched rows to cart lines: duplicates summed, multiples, stock.

Works on the rows of `domain.bulk` in place, after each has its item and quantity: rounding and
stock concern the line, which may be the sum of several rows. Pure arithmetic in thousandths.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from b2bdesk.domain.bulk_rowlist import Judged, made
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
from b2bdesk.trade.quantity import ONE_E3, Quantity, fit
from b2bdesk.trade.tablerows import SIZE_MARK


def make_lines(
    rows: list[Judged], facts: Mapping[str, ItemState], options: BulkOptions
) -> list[BulkLine]:
    """Give rows with status `matched` their final status and return the cart lines.

    Args:
        rows: all rows; those that are not `matched` are left alone, and plain ones stay plain when
            nothing is to be said of their line.
        facts: states of the items.
        options: what the buyer ticked.
    """
    repeated = _repeated(rows)
    lines: list[BulkLine | None] = []
    groups: dict[object, list[BulkRow]] = {}
    places: dict[object, int] = {}
    new = tuple.__new__
    for at, row in enumerate(rows):
        if isinstance(row, tuple):
            _pick, number, _texts, _hits, item, e3, typed, comment = row
            item_id, multiple, stock = item.id, item.multiple_e3, item.stock_e3
            if (
                item_id not in repeated
                and e3 >= item.minimum_e3
                and (multiple <= 1 or not e3 % multiple)
                and (stock is None or e3 <= stock)
            ):
                values = (item_id, e3, item.okei, (number,), typed, comment, "", e3)
                lines.append(new(BulkLine, values))
                continue
            rows[at] = row = made(row)
        elif row.status != MATCHED:
            continue
        key = _key(row, options)
        if key not in groups:
            groups[key] = []
            places[key] = len(lines)
            lines.append(None)
        groups[key].append(row)
    if not options.sum_duplicates:
        _say_repeated(groups.values())
    for key, group in groups.items():
        lines[places[key]] = _line(group, facts[group[0].item_id], options)
    return [line for line in lines if line is not None]


def _repeated(rows: Sequence[Judged]) -> frozenset[str]:
    """Items that several rows ask for."""
    ids = [
        row[4].id if isinstance(row, tuple) else row.item_id
        for row in rows
        if isinstance(row, tuple) or row.status == MATCHED
    ]
    if len(set(ids)) == len(ids):
        return frozenset()
    return frozenset(item_id for item_id, count in Counter(ids).items() if count > 1)


def _key(row: BulkRow, options: BulkOptions) -> object:
    """What rows of one line share; sizes and branches of one row are rows of their own here."""
    address = row.cells.get("address")
    if not options.sum_duplicates:
        return (row.row, row.item_id, address)
    return row.item_id if address is None else (row.item_id, address)


def _say_repeated(groups: Iterable[Sequence[BulkRow]]) -> None:
    """Say in the later rows of an item, which stay lines of their own, where it stood first."""
    first: dict[str, int] = {}
    for group in groups:
        for row in group:
            earlier = first.setdefault(row.item_id, row.row)
            if earlier != row.row:
                row.reasons = (*row.reasons, Reason("repeated", {"row": str(earlier)}))


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
    whole, rest = divmod(e3, ONE_E3)
    return str(whole) if not rest else Quantity(e3).text()
