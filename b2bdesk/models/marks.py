"""Writes the marks of items: their attributes and brands, packed (tables in `cache_marks`).

A whole file is marked in one pass over the items; values of one attribute get neighbouring
characters in the order of numbers, so that a range of lengths is a range of characters. A delta
marks what it touched; new values follow at the end. Attributes with very many values (a serial
number) are named and not marked: nobody narrows by them, conditions read them out of the item.
Called by `load`, `cache` (after a first load) and `apply`.
"""

import json
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection

from b2bdesk.models.engine import fetch_all
from b2bdesk.models.rowwrite import write_rows
from b2bdesk.models.tables.cache_marks import BRAND

MANY = 5_000
_FIRST, _SURROGATES, _BEYOND, _LAST = 0x100, 0xD800, 0x10000, 0x10FFFF
_CHUNK = 2_000
"""Items at a time: to read many, or translate a long text, is one call and holds the window up."""
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_PLAIN = msgspec.json.Decoder(dict[str, str | int | float | bool | None])
_ITEMS = "SELECT n, coalesce(brand, ''), coalesce(attributes, '') FROM item"

Pair = tuple[str | None, Any]


def mark_all(connection: Connection) -> None:
    """Mark every item of a file anew; the caller owns the transaction."""
    for table in ("item_marks", "attribute_value", "attribute"):
        connection.exec_driver_sql(f"DELETE FROM {table}")
    known = _Marks()
    chunks: list[tuple[array[int], str]] = []
    found = connection.exec_driver_sql(f"{_ITEMS} ORDER BY n")
    while rows := found.cursor.fetchmany(_CHUNK):
        numbers = array("q", [n for n, _, _ in rows])
        chunks.append((numbers, "\n".join([known.of(row[1], row[2]) for row in rows])))
    found.close()
    final = _written(connection, known)
    for numbers, text in chunks:
        marks = text.translate(final).split("\n")
        rows = [(n, mine) for n, mine in zip(numbers, marks, strict=True) if mine]
        _insert(connection, "item_marks", rows)


def mark_some(connection: Connection, ns: str) -> None:
    """Mark items anew, or forget them when they are gone.

    Args:
        connection: of the cache file, inside a transaction.
        ns: a SQL selection of item numbers.
    """
    rows = fetch_all(connection, f"{_ITEMS} WHERE n IN ({ns})")
    connection.exec_driver_sql(f"DELETE FROM item_marks WHERE n IN ({ns})")
    known = _known(connection, rows)
    marked = [(n, known.of(brand, told)) for n, brand, told in rows]
    _insert(connection, "item_marks", [row for row in marked if row[1]])


class _Marks(dict[Pair, str]):
    """(attribute, value) -> character; a value not met before gets the next one.

    The brand is the attribute None. `added` are the pairs this object named itself; of an
    attribute no more than a few too many.
    """

    def __init__(self, after: int = _FIRST - 1) -> None:
        super().__init__()
        self._last = after
        self._values: Counter[str | None] = Counter()
        self.added: list[Pair] = []

    def of(self, brand: str, attributes: str) -> str:
        """Return the marks of an item."""
        mine = self[None, brand] if brand else ""
        try:
            return mine + "".join([self[pair] for pair in _PLAIN.decode(attributes).items()])
        except msgspec.MsgspecError:
            return mine + "".join(dict.fromkeys(self[pair] for pair in _odd(attributes)))

    def __missing__(self, pair: Pair) -> str:
        name, value = pair
        plain = (name, str(value))
        if plain in self:
            self[pair] = self[plain]
        elif name == "" or value in (None, "") or self._values[name] > MANY:
            return ""
        else:
            self._values[name] += name is not None
            self.added.append(plain)
            self[plain] = self._next()
        return self[plain]

    def _next(self) -> str:
        self._last += 1
        if self._last == _SURROGATES:
            self._last = _BEYOND
        return chr(self._last) if self._last <= _LAST else ""


def _odd(attributes: str) -> Iterator[Pair]:
    """Yield the pairs of attributes where some are lists; anything deeper says nothing."""
    try:
        told = msgspec.json.decode(attributes)
    except msgspec.MsgspecError:
        return
    for name, value in told.items() if isinstance(told, dict) else ():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, str | int | float):
                yield name, each


def _number(value: str) -> float | None:
    found = _NUMBER.match(value)
    return float(found[0].replace(",", ".")) if found else None


def _written(connection: Connection, known: _Marks) -> dict[int, str | None]:
    """Write all attributes and values in their order; returns the final mark of each first one."""
    values: dict[str | None, list[str]] = defaultdict(list, {None: []})
    for name, value in known.added:
        values[name].append(value)
    final: dict[int, str | None] = {}
    ordered = _Marks()
    attributes, rows = [], []
    for at, (name, said) in enumerate(values.items(), BRAND):
        many = name is not None and len(said) > MANY
        attributes.append((at, name or "", int(many)))
        for value in sorted(said, key=_by_number):
            mark = None if many else ordered[name, value]
            if known[name, value]:
                final[ord(known[name, value])] = mark
            if mark:
                rows.append((ord(mark), at, value, _number(value)))
    _insert(connection, "attribute", attributes)
    _insert(connection, "attribute_value", rows)
    return final


def _by_number(value: str) -> tuple[bool, float, str]:
    number = _number(value)
    return number is None, number or 0.0, value


def _known(connection: Connection, rows: Iterable[tuple[Any, ...]]) -> _Marks:
    """Return the marks of what items say; those not known yet are written."""
    told = _Marks()
    for _, brand, attributes in rows:
        told.of(brand, attributes)
    ids = _attributes(connection, [name or "" for name, _ in told.added])
    wanted = [(name, ids.get(name or ""), value) for name, value in told.added]
    there = fetch_all(
        connection,
        "SELECT v.attribute, v.value, v.mark FROM json_each(?) j CROSS JOIN attribute_value v"
        " ON v.attribute = j.value ->> 1 AND v.value = j.value ->> 2",
        (json.dumps(wanted),),
    )
    marks = {(at, value): chr(mark) for at, value, mark in there}
    last = connection.exec_driver_sql("SELECT max(mark) FROM attribute_value").scalar()
    known = _Marks(after=last or _FIRST - 1)
    fresh = []
    for name, at, value in wanted:
        if at is None or (at, value) in marks:
            known[name, value] = marks.get((at, value), "") if at is not None else ""
        elif known[name, value]:
            fresh.append((ord(known[name, value]), at, value, _number(value)))
    _insert(connection, "attribute_value", fresh)
    return known


def _attributes(connection: Connection, names: Iterable[str]) -> Mapping[str, int]:
    """Return the numbers of attributes that are marked; new ones are written."""
    connection.exec_driver_sql(f"INSERT OR IGNORE INTO attribute (id, name) VALUES ({BRAND}, '')")
    connection.exec_driver_sql(
        "UPDATE attribute SET many = 1 WHERE many = 0 AND name <> '' AND id IN"
        f" (SELECT attribute FROM attribute_value GROUP BY 1 HAVING count(*) > {MANY})"
    )
    fresh = [(name,) for name in dict.fromkeys(names)]
    if fresh:
        connection.exec_driver_sql("INSERT OR IGNORE INTO attribute (name) VALUES (?)", fresh)
    return dict(fetch_all(connection, "SELECT name, id FROM attribute WHERE many = 0"))


def _insert(connection: Connection, table: str, rows: list[tuple[Any, ...]]) -> None:
    if rows:
        write_rows(connection, f"INSERT INTO {table}", "?" * len(rows[0]), rows)
