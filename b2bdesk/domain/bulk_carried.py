"""Columns of a list that mean nothing to us, carried into the comments of its lines on wish.

«Объект: Склад 3; Заявитель: Иванов» travels with the line to the order and into every export. Used
by `bulk_plan` after the layout is known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from b2bdesk.trade.lists.layout import Layout
from b2bdesk.trade.tablerows import RawRow, column_letters

MAX_COMMENT = 500


def free_columns(layout: Layout) -> dict[str, str]:
    """Headed columns no role uses: letters and heading, in the order of the sheet."""
    taken = set(layout.columns.values())
    return {
        column_letters(at): " ".join(text.split())
        for at, text in sorted(layout.headings.items())
        if at not in taken and text.strip()
    }


def with_carried(
    rows: Sequence[RawRow], layout: Layout, carried: Sequence[int]
) -> tuple[list[RawRow], dict[str, int]]:
    """Write the texts of some columns into a new column of comments.

    Args:
        rows: rows below the heading.
        layout: where the columns are.
        carried: columns to carry, from 0.

    Returns:
        The rows, and the columns with the new one as `comment`.
    """
    new = max((len(row.cells) for row in rows), default=0)
    comment = layout.column("comment")
    done = []
    for row in rows:
        parts = [row.cell(comment).strip()]
        parts += [_said(layout.headings, at, row.cell(at)) for at in carried if at != comment]
        text = "; ".join(part for part in parts if part)[:MAX_COMMENT]
        if text:
            cells = (*row.cells, *("",) * (new - len(row.cells)), text)
            row = row._replace(cells=cells)
        done.append(row)
    return done, {**layout.columns, "comment": new}


def _said(headings: Mapping[int, str], column: int, text: str) -> str:
    plain = " ".join(text.split())
    heading = " ".join(headings.get(column, "").split())
    return f"{heading}: {plain}" if plain and heading else plain
