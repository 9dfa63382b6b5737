"""Packs the rows of a block of items into one row of an interchange file (`wire.snapshot`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import msgspec

from b2bdesk.wire.snapshot import BLOCK

_MOST = 2**63
_USUAL_STEPS = range(1_000)
Packed = tuple[int, int, int, int, int, str]


def block(
    rows: Sequence[tuple[Any, ...]], shapes: dict[tuple[Any, ...], int], steps: int
) -> Packed:
    """Return `n`, `rev`, `step`, `revs`, `shapes` and `body` of one block.

    Args:
        rows: number of the block, number of the item, revision, value, the other columns; by item
            and revision.
        shapes: numbers of the other columns; learns those that it has not.
        steps: whole values are in steps of so much.
    """
    start = rows[0][0] * BLOCK
    offsets = [row[1] - start for row in rows]
    kinds = [shapes.setdefault(row[4:], len(shapes)) for row in rows]
    single = len(set(offsets)) == len(rows)
    places = [0] * len(rows) if single else _places(offsets)
    step = _step(row[2] for row, place in zip(rows, places, strict=True) if not place)
    late = [
        row[2] - offset * step - place
        for row, offset, place in zip(rows, offsets, places, strict=True)
    ]
    first = min(late)
    revs, many = _digits(max(late) - first), _digits(max(kinds))
    keys = [(due - first) * many + kind for due, kind in zip(late, kinds, strict=True)]
    cells = _cells([row[3] for row in rows], keys, revs * many, steps)
    body: list[Any] = [None] * (offsets[-1] + 1)
    if single and not any(isinstance(cell, str) for cell in cells):
        for offset, cell in zip(offsets, cells, strict=True):
            body[offset] = cell
    else:
        for offset, place, cell in zip(offsets, places, cells, strict=True):
            if place:
                body[offset].append(cell)
            else:
                body[offset] = [cell]
    return start, first, step, revs, many, msgspec.json.encode(body).decode()


def _places(offsets: Iterable[int]) -> list[int]:
    """Each row's place among those of its item."""
    made, before, place = [], -1, 0
    for offset in offsets:
        place = place + 1 if offset == before else 0
        before = offset
        made.append(place)
    return made


def _step(firsts: Iterable[int]) -> int:
    """How many revisions there usually are from one item to the next."""
    steps = Counter(after - before for before, after in pairwise(firsts))
    usual = max(steps, key=steps.__getitem__, default=1)
    return usual if usual in _USUAL_STEPS else 1


def _digits(most: int) -> int:
    """The power of ten that is greater."""
    power = 1
    while power <= most:
        power *= 10
    return power


def _cells(values: Sequence[Any], keys: Sequence[int], unit: int, steps: int) -> list[int | str]:
    if all(type(value) is int for value in values) and _fits(values, unit):
        return [value * unit + key for value, key in zip(values, keys, strict=True)]
    made: list[int | str] = []
    for value, key in zip(values, keys, strict=True):
        if value is None:
            made.append(str(key))
        elif type(value) is not int:
            made.append(f"{key} {value}")
        elif _fits((value,), unit):
            made.append(value * unit + key)
        else:
            made.append(f"{key} {value * steps}")
    return made


def _fits(values: Sequence[int], unit: int) -> bool:
    return min(values) >= 0 and (max(values) + 1) * unit < _MOST
