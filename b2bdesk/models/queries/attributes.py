"""Attributes of items, read by their marks: counts, conditions, names (see `tables.cache_marks`).

Until a first load has marked the items, and for attributes with very many values, nothing is
marked: `has_any` and `names` say so, and the caller reads the items themselves.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from b2bdesk.models.queries.packed import PIECE
from b2bdesk.models.queries.view import View
from b2bdesk.models.tables.cache_marks import BRAND

Test = tuple[str, list[Any]]
"""SQL over the column `marks`, and its parameters."""

_FEW = 3
_OF_ITEMS = (
    "SELECT group_concat(k.marks, '') FROM json_each(?) j CROSS JOIN item_marks k ON k.n = j.value"
)
_NAMED = (
    "SELECT v.mark, v.attribute, a.name, v.value FROM json_each(?) j"
    " CROSS JOIN attribute_value v ON v.mark = j.value"
    " CROSS JOIN attribute a ON a.id = v.attribute WHERE a.many = 0 ORDER BY v.mark"
)
_MARKED = (
    "SELECT v.mark FROM attribute a CROSS JOIN attribute_value v ON v.attribute = a.id"
    " WHERE a.name = ?"
)


def is_marked(view: View) -> bool:
    """Say whether the items are marked."""
    return bool(view.rows("SELECT EXISTS (SELECT 1 FROM attribute)")[0][0])


def names(view: View) -> tuple[str, ...] | None:
    """Return the names of all attributes in the catalogue's order; None = nothing is marked."""
    if not is_marked(view):
        return None
    found = view.rows(f"SELECT name FROM attribute WHERE id <> {BRAND} ORDER BY id")
    return tuple(name for (name,) in found)


def values(view: View, name: str) -> tuple[str, ...] | None:
    """Return what an attribute says anywhere; None = it is not marked."""
    if not _all_marked(view, [name]):
        return None
    found = view.rows(
        "SELECT v.value FROM attribute a JOIN attribute_value v ON v.attribute = a.id"
        " WHERE a.name = ? ORDER BY v.mark",
        [name],
    )
    return tuple(value for (value,) in found)


def counts(
    view: View, listed: str, look: Callable[[], None] | None = None
) -> tuple[list[tuple[str, int]], list[tuple[str, str, int]]]:
    """Count what items say.

    Args:
        view: through which scopes.
        listed: numbers of the items as JSON.
        look: asked between two pieces; what it raises ends the count.

    Returns:
        (brand, goods), the most frequent first; (attribute, value, goods) in the catalogue's
        order of attributes, numbers ascending.
    """
    marks = Counter[str]()
    told = view.rows(_OF_ITEMS, [listed])[0][0] or ""
    for at in range(0, len(told), PIECE):  # no call may hold the interpreter's lock for long
        if look is not None:
            look()
        marks.update(told[at : at + PIECE])
    goods = {ord(mark): number for mark, number in marks.items()}
    brands, attributes = [], []
    for mark, attribute, name, value in view.rows(_NAMED, [json.dumps(list(goods))]):
        if attribute == BRAND:
            brands.append((value, goods[mark]))
        else:
            attributes.append((name, value, goods[mark]))
    return sorted(brands, key=lambda each: (-each[1], each[0])), attributes


def says(view: View, wanted: Sequence[str], told: Sequence[str]) -> Test | None:
    """Return the test for items of which one of some attributes says one of some values.

    None = not all of the attributes are marked.
    """
    marks = ", ".join("?" * len(told))
    return _any(view, wanted, f"v.value IN ({marks})", told)


def compares(view: View, wanted: Sequence[str], bounds: Sequence[tuple[str, str]]) -> Test | None:
    """Return the test for items of which one of some attributes is a number within all bounds.

    Args:
        view: through which scopes.
        wanted: names of attributes.
        bounds: (sign of SQL, number with a comma or a point).

    Returns:
        None = not all of the attributes are marked.
    """
    where = " AND ".join(f"v.number {sign} CAST(? AS REAL)" for sign, _ in bounds)
    return _any(view, wanted, where, [number.replace(",", ".") for _, number in bounds])


def _any(view: View, wanted: Sequence[str], where: str, told: Sequence[str]) -> Test | None:
    if not _all_marked(view, wanted):
        return None
    statement = f"{_MARKED} AND {where} ORDER BY v.mark"
    found = [mark for name in wanted for (mark,) in view.rows(statement, [name, *told])]
    if not found:
        return "0", []
    if len(found) <= _FEW:
        each = " OR ".join(["instr(marks, ?)"] * len(found))
        return f"({each})", [chr(mark) for mark in found]
    return "marks GLOB ?", [f"*[{''.join(_ranges(found))}]*"]


def _all_marked(view: View, wanted: Sequence[str]) -> bool:
    many = "SELECT EXISTS (SELECT 1 FROM attribute WHERE name = ? AND many)"
    return is_marked(view) and not any(view.rows(many, [name])[0][0] for name in wanted)


def _ranges(marks: Sequence[int]) -> Iterator[str]:
    """Yield the pieces of a character class: neighbours are a range."""
    first = last = marks[0]
    for mark in (*marks[1:], -1):
        if mark == last + 1:
            last = mark
            continue
        yield chr(first) if first == last else f"{chr(first)}-{chr(last)}"
        first = last = mark
