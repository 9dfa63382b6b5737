"""Columns of sizes: an article over 36, 37, 38 … with a quantity under each size.

Such a row is read as one row per filled size, with the size behind the article (the catalogue has
«АРТ-36» as an item of its own, or only «АРТ», then the sizes are summed). After judging, the rows
of one line of the file become one row again, so that every row keeps exactly one status.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from b2bdesk.domain import bulk_rows as st
from b2bdesk.domain.bulk_rows import BRANCH, BulkRow, Reason
from b2bdesk.domain.bulk_sections import Section
from b2bdesk.trade.lists.features import number_in
from b2bdesk.trade.lists.layout import Layout
from b2bdesk.trade.quantity import Quantity
from b2bdesk.trade.tablerows import SIZE_MARK, RawRow

_SIZE = re.compile(
    r"(?:\d{2,3}(?:[.,]5)?(?:\s?[-/–]\s?\d{2,3})?|(?:X{0,4}|\d ?X)(?:S|L)|M|[SML]/[SML]L?"
    r"|one ?size)",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"размер|рост|р-р|р\.|кол|шт|заказ|size|qty|order|ростов", re.IGNORECASE)
_SUMS = frozenset({"sum_of", "summed_into"})  # sizes of one row that became one line
_LEAST = 3
_SAMPLE = 200
_MOST_PIECES = 5000


def unfolded_sizes(section: Section) -> Section:
    """The section with one row per filled size; as it was when it has no columns of sizes."""
    layout = section.layout
    sizes = _size_columns(section.rows, layout)
    if not sizes:
        return section
    article = layout.column("article")
    quantity = max(max((len(row.cells) for row in section.rows), default=0), max(sizes) + 1)
    rows: list[RawRow] = []
    for row in section.rows:
        found = [(size, text) for at, size in sizes.items() if (text := row.cell(at).strip())]
        found = [(size, text) for size, text in found if number_in(text) not in (None, 0)]
        if not found or (article is not None and not row.cell(article).strip()):
            rows.append(row)
            continue
        cells = [*row.cells, *[""] * (quantity + 1 - len(row.cells))]
        for size, text in found:
            one = cells.copy()
            one[quantity] = text
            if article is not None:
                one[article] = f"{cells[article].strip()}{SIZE_MARK}{size}"
            rows.append(row._replace(cells=tuple(one)))
    columns = {**layout.columns, "quantity": quantity}
    return Section(replace(layout, columns=columns), rows, tuple(sizes))


def folded_sizes(rows: Sequence[BulkRow]) -> list[BulkRow]:
    """One row again for each line of the file, saying which sizes or branches went where."""
    done: list[BulkRow] = []
    for _number, group in itertools.groupby(rows, key=lambda row: row.row):
        first, *more = group
        if SIZE_MARK not in first.cells.get("article", "") and BRANCH not in first.cells:
            done.append(first)
            done.extend(more)
            continue
        done.append(_folded([first, *more]))
    return done


def _folded(group: Sequence[BulkRow]) -> BulkRow:
    first = group[0]
    article = first.cells.get("article", "").partition(SIZE_MARK)[0]
    if first.status in st.NO_GOODS:
        return replace(first, cells={"article": article} if article else first.cells)
    inside = [row for row in group if row.status in st.IN_CART]
    outside = [row for row in group if row.status not in st.IN_CART]
    statuses = [row for row in group if row.status != st.DUPLICATE] or group
    worst = min(statuses, key=lambda row: st.STATUSES.index(row.status))
    code = "branches" if BRANCH in first.cells else "sizes"
    reasons = [Reason(code, {"sizes": _said(inside)})] if inside else []
    if outside:
        reasons.append(Reason(f"{code}_open", {"sizes": _said(outside)}))
    known = dict.fromkeys(
        _frozen(reason)
        for row in group
        for reason in row.reasons
        if reason.code not in _SUMS and reason.code != worst.status
    )
    reasons += [Reason(code, dict(params)) for code, params in known]
    found = inside[0] if inside else first
    cells = {**first.cells, "article": article} if article else dict(first.cells)
    row = replace(found, cells=cells, status=worst.status)
    row.reasons, row.candidates = tuple(reasons), worst.candidates
    row.quantity_e3 = sum(one.quantity_e3 or 0 for one in group) or None
    asked = _said(group)
    if BRANCH in cells and row.quantity_e3 and all(one.quantity_e3 for one in group):
        asked = Quantity(row.quantity_e3).text()
    row.cells = {**row.cells, "quantity": asked}
    row.added_e3 = sum(one.added_e3 for one in inside)
    return row


def _frozen(reason: Reason) -> tuple[str, tuple[tuple[str, str], ...]]:
    return reason.code, tuple(sorted(reason.params.items()))


def _said(group: Sequence[BulkRow]) -> str:
    """Sizes with their quantities: «36: 2, 38: 1»."""
    parts = []
    for row in group:
        size = row.cells.get(BRANCH) or row.cells["article"].partition(SIZE_MARK)[2]
        asked = Quantity(row.quantity_e3).text() if row.quantity_e3 else row.cells["quantity"]
        parts.append(f"{size}: {asked}")
    return ", ".join(parts)


def _size_columns(rows: Sequence[RawRow], layout: Layout) -> dict[int, str]:
    """Columns headed by sizes with pieces below, by column; empty when there are none."""
    if layout.fixed or not layout.header_rows:
        return {}
    taken = set(layout.columns.values()) - {layout.columns.get("quantity", -1)}
    sizes = {
        at: size
        for at, text in sorted(layout.headings.items())
        if at not in taken and (size := _size_of(text))
    }
    if len(sizes) < _LEAST or not _ascends(list(sizes.values())):
        return {}
    sample = rows[:_SAMPLE]
    quantity = layout.column("quantity")
    if quantity is not None and quantity not in sizes and not sums_to(sample, sizes, quantity):
        return {}
    values = [number_in(text) for row in sample for at in sizes if (text := row.cell(at).strip())]
    pieces = [v for v in values if v is not None and v == int(v) and 0 <= v <= _MOST_PIECES]
    return sizes if values and 10 * len(pieces) >= 9 * len(values) else {}


def _size_of(heading: str) -> str:
    text = " ".join(heading.split())
    found = re.search(rf"(?:^|\s)({_SIZE.pattern})$", text, re.IGNORECASE)
    if found is None:
        return ""
    before = text[: found.start()].strip()
    return found[1] if not before or _BEFORE.search(before) else ""


def _ascends(sizes: Sequence[str]) -> bool:
    """Numbers go up by small steps (36, 37 … 46, 104–110); letters are sizes as they are."""
    numbers = [int(found[0]) for size in sizes if (found := re.match(r"\d+", size))]
    if len(numbers) < len(sizes):
        return not numbers
    steps = [after - before for before, after in itertools.pairwise(numbers)]
    return numbers[0] >= 15 and min(steps) >= 0 and max(steps) <= 10


def sums_to(rows: Sequence[RawRow], sizes: Mapping[int, str], quantity: int) -> bool:
    """Say whether the quantity is what all sizes together make."""
    tried = right = 0
    for row in rows:
        total = number_in(row.cell(quantity))
        parts = [number_in(row.cell(at)) or 0 for at in sizes]
        if total and any(parts):
            tried += 1
            right += sum(parts) == total
    return tried == 0 or 10 * right >= 8 * tried
