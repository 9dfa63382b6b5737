"""Several tables side by side under one heading row: A–E and again G–K.

The same headings stand there twice or more; each block is read as a table of its own. Columns keep
their letters: the rows of a block are the rows of the sheet with all other columns blank.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from b2bdesk.trade.lists.headings import plain_heading, role_of
from b2bdesk.trade.tablerows import RawRow, RawSheet

_LABELS = frozenset({"article", "name", "barcode"})
_FILLED = 20
_MOST = 6


class Block(NamedTuple):
    """Columns of one table: from `left` up to, but without, `right`."""

    left: int
    right: int


def side_by_side(headings: Mapping[int, str], body: Sequence[RawRow]) -> list[Block]:
    """Find the tables under a heading row.

    Args:
        headings: texts of the heading by column.
        body: rows below it.

    Returns:
        The blocks from left to right; empty when there is one table.
    """
    starts = _starts(headings)
    if len(starts) < 2 or len(starts) > _MOST:
        return []
    width = max(max(headings) + 1, *(len(row.cells) for row in body[:200])) if body else 0
    blocks = [Block(a, b) for a, b in zip(starts, [*starts[1:], width], strict=True)]
    if not all(_is_filled(block, headings, body) for block in blocks):
        return []
    return blocks


def cut(sheet: RawSheet, block: Block) -> RawSheet:
    """The sheet with nothing but the columns of a block."""
    rows = []
    for row in sheet.rows:
        cells = ("",) * block.left + row.cells[block.left : block.right]
        if any(map(str.strip, cells)):
            marks = tuple(m for m in row.marks if block.left <= m[0] < block.right)
            rows.append(row._replace(cells=cells, marks=marks))
    merges = tuple(
        m._replace(right=min(m.right, block.right - 1))
        for m in sheet.merges
        if block.left <= m.left < block.right
    )
    return replace(sheet, rows=rows, merges=merges)


def _starts(headings: Mapping[int, str]) -> list[int]:
    """Columns where the row of headings begins anew."""
    columns: list[int] = []
    texts: list[str] = []
    for at, text in sorted(headings.items()):
        plain = plain_heading(text).replace(" ", "").replace(".", "")
        if not texts or plain != texts[-1] or at != columns[-1] + 1:  # merged headings are spread
            texts.append(plain)
            columns.append(at)
    for length in range(2, len(texts) // 2 + 1):
        if _repeats(texts, length) and _names_goods(texts[:length], headings, columns):
            return columns[::length]
    return []


def _repeats(texts: Sequence[str], length: int) -> bool:
    if len(texts) % length:
        return False
    return all(texts[at] == texts[at % length] for at in range(len(texts)))


def _names_goods(texts: Sequence[str], headings: Mapping[int, str], columns: Sequence[int]) -> bool:
    roles = [role_of(headings[at]) for at in columns[: len(texts)]]
    return any(role is not None and role.role in _LABELS for role in roles)


def _is_filled(block: Block, headings: Mapping[int, str], body: Sequence[RawRow]) -> bool:
    """Say whether goods stand in the block, not only its headings."""
    labels = [
        at
        for at, text in headings.items()
        if block.left <= at < block.right and (role := role_of(text)) and role.role in _LABELS
    ]
    filled = sum(any(row.cell(at).strip() for at in labels) for row in body)
    return 100 * filled >= _FILLED * len(body)
