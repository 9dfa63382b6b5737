"""Several tables one under another in a sheet, each with its own heading and perhaps its columns.

A repeated heading with the same columns is just a `header_row`; one that puts article or quantity
elsewhere begins a new section, and the rows below are read by it. Used by `bulk` and `bulk_plan`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from b2bdesk.trade.lists.features import number_in
from b2bdesk.trade.lists.heading_rows import heading_like
from b2bdesk.trade.lists.layout import Layout, detect_layout
from b2bdesk.trade.tablerows import RawRow, RawSheet, column_texts

_KEYS = ("article", "barcode", "name", "quantity")
_LOOKED_AT = 60


class Section(NamedTuple):
    """Rows that are read by one layout; `sizes` are columns laid out by `bulk_sizes`.

    `branches`: these columns are branches (`bulk_branches`), `apart` or `together`; "" = sizes.
    """

    layout: Layout
    rows: Sequence[RawRow]
    sizes: tuple[int, ...] = ()
    branches: str = ""

    @property
    def sized(self) -> bool:
        """Say whether rows were laid out by sizes."""
        return bool(self.sizes)


def split_sections(rows: Sequence[RawRow], layout: Layout) -> list[Section]:
    """Cut rows where a heading moves the columns; one section for nearly all lists.

    A layout fixed by a person and a list without headings are never cut.
    """
    if layout.fixed or not layout.header_rows:
        return [Section(layout, rows)]
    sections: list[Section] = []
    start, current = 0, layout
    same: set[tuple[str, ...]] = set()  # headings that repeat on every printed page
    for at in _candidates(rows, layout):
        if rows[at].cells in same:
            continue
        found = _moved(rows[at : at + _LOOKED_AT], current)
        if found is None:
            same.add(rows[at].cells)
        else:
            same.clear()
            sections.append(Section(current, rows[start:at]))
            start, current = at, found
    sections.append(Section(current, rows[start:]))
    return [section for section in sections if section.rows]


def _candidates(rows: Sequence[RawRow], layout: Layout) -> list[int]:
    """Rows that read as headings: words where quantities stand, or the first after a gap."""
    texts = column_texts(rows, layout.column("quantity"))
    wordy = set(filter(_is_wordy, set(texts)))
    found = {at for at, text in enumerate(texts) if text in wordy} if wordy else set()
    if rows and rows[0].number > 1:
        found.add(0)
    if rows and rows[-1].number - rows[0].number >= len(rows):
        found.update(at for at in range(1, len(rows)) if rows[at].number > rows[at - 1].number + 1)
    price = layout.column("price")
    likely = [at for at in sorted(found) if heading_like(rows[at])]
    # Goods whose properties are named in their rows have a price; headings have none.
    return [at for at in likely if price is None or number_in(rows[at].cell(price)) is None]


def _is_wordy(text: str) -> bool:
    """Say whether a cell of quantities holds words."""
    return not text.isdecimal() and text.strip() != "" and number_in(text.strip()) is None


def _moved(rows: Sequence[RawRow], current: Layout) -> Layout | None:
    """The layout that begins with these rows, when it puts the keys elsewhere."""
    found = detect_layout(RawSheet(current.sheet, rows))
    if not found.header_rows or found.header_rows[0] != rows[0].number:
        return None
    if not {"article", "barcode", "name"} & set(found.columns):
        return None
    if _keys(found.columns) == _keys(current.columns):
        return None
    columns = dict(found.columns)
    if "own_code" in current.columns:
        columns.setdefault("own_code", current.columns["own_code"])
    return replace(current, columns=columns, headings=found.headings, features=found.features)


def _keys(columns: Mapping[str, int]) -> tuple[int | None, ...]:
    return tuple(columns.get(role) for role in _KEYS)
