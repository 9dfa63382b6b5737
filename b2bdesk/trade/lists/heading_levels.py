"""The texts of a heading of several rows over each column, and what they mean together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from b2bdesk.trade.lists.headings import MAX_HEADING, OTHER, Heading, role_of
from b2bdesk.trade.tablerows import Merge, RawRow

_CUT_PART = 40
_OWN_MEANING = frozenset({"article", "name", "unit", "barcode", "comment", "own_code"})
_RULING = frozenset({"unit", "pack", "other", "own_code", "address", "brand", "group"})
_AMOUNTS = frozenset({"price", "sum", "quantity", "stock"})
_GROUPING = frozenset({"address", "brand", "group"})
_PER_UNIT = re.compile(r"\s*(?:(?:за|на) (?:1 )?ед|единиц[ыу]\s*$)", re.IGNORECASE)


def levels_of(rows: Sequence[RawRow], covers: dict[int, list[Merge]]) -> dict[int, list[str]]:
    """The texts over each column from top to bottom, merged cells spread over their columns."""
    width = max(len(row.cells) for row in rows)
    spread = [_spread(row, rows[at + 1 :], covers, width) for at, row in enumerate(rows)]
    levels: dict[int, list[str]] = {}
    for column in range(width):
        parts = [text for level in spread if (text := level[column].strip())]
        if parts:
            levels[column] = list(dict.fromkeys(parts))
    return levels


def roles_of(levels: Mapping[int, Sequence[str]]) -> dict[int, Heading]:
    """What the texts over each column mean, where they mean anything."""
    split = _split_headings(levels)
    return {
        column: role
        for column, parts in levels.items()
        if (role := _level_role(parts, parts[0] in split))
    }


def _split_headings(levels: Mapping[int, Sequence[str]]) -> set[str]:
    """Upper texts that stand over columns with different lower texts."""
    below: dict[str, set[tuple[str, ...]]] = {}
    for parts in levels.values():
        below.setdefault(parts[0], set()).add(tuple(parts[1:]))
    return {text for text, lower in below.items() if len(lower) > 1}


def _level_role(parts: Sequence[str], split: bool) -> Heading | None:
    """What levels say together: «Остаток / Кол-во» is a stock, «Товар / Код» an article.

    Reports list what they group by from top to bottom in one column: «Склад / Номенклатура».
    """
    if len(parts) > 1:
        upper, lower = role_of(parts[0]), role_of(parts[-1])
        ruled = upper is not None and upper.role in _RULING
        if not split and upper is not None and upper.role in _GROUPING:
            ruled = lower is not None and lower.role != "name"
        ruled = ruled or _PER_UNIT.match(parts[-1]) is not None  # «Стоимость / на единицу»
        if upper is not None and lower is not None and upper.role in _AMOUNTS:
            ruled = ruled or (lower.role == "name" and lower.strength <= 6)  # «Цена / материал»
        if lower is not None and lower.role in _OWN_MEANING and not ruled:
            return lower
    joined = role_of(" ".join(parts))
    if joined is None and sum(map(len, parts)) > MAX_HEADING:
        joined = role_of(" ".join(" ".join(part.split())[:_CUT_PART] for part in parts))
    if joined is None or (joined.role == OTHER and joined.strength <= 4):
        lower_roles = [role for part in parts[1:] if (role := role_of(part)) and role.role != OTHER]
        joined = max(lower_roles, key=lambda role: role.strength, default=joined)
    return joined or role_of(parts[-1])


def _spread(
    row: RawRow, lower: Sequence[RawRow], covers: dict[int, list[Merge]], width: int
) -> list[str]:
    """The texts of one heading row with those of merged cells carried to the right."""
    texts = [row.cell(column) for column in range(width)]
    merged = [m for m in covers.get(row.number, ()) if m.top == row.number and m.right > m.left]
    for merge in merged:
        for column in range(merge.left + 1, min(merge.right, width - 1) + 1):
            texts[column] = texts[column] or texts[merge.left]
    if not lower or merged:
        return texts
    for column in range(1, width):
        below = any(level.cell(column).strip() for level in lower)
        if below and not texts[column].strip() and _split_below(lower, column):
            texts[column] = texts[column - 1]
    return texts


def _split_below(lower: Sequence[RawRow], column: int) -> bool:
    return any(level.cell(column).strip() and level.cell(column - 1).strip() for level in lower)
