"""From feed columns to cache tables: which table, which columns, which SQL (PROTOCOL R6).

The portal announces its columns in the header line; those we know are written in its order, so
that decoded arrays go to the driver as they are. Used by `load` (whole scopes) and `apply`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import msgspec
from sqlalchemy import Connection, Table
from sqlalchemy.exc import DataError, IntegrityError, InterfaceError, ProgrammingError

from b2bdesk.models.rowwrite import write_rows
from b2bdesk.models.tables import cache_catalog, cache_company, cache_offers
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.fold import FOLD_VERSION, fold_article, fold_name
from b2bdesk.usecases.ports.cache import Head, Rows
from b2bdesk.usecases.ports.columns import ByColumns
from b2bdesk.wire.codec import encode
from b2bdesk.wire.feeds import FEEDS, JSON_COLUMNS

TABLES: Mapping[str, Table] = {
    "group": cache_catalog.grp,
    "item": cache_catalog.item,
    "unit": cache_catalog.unit,
    "barcode": cache_catalog.barcode,
    "link": cache_catalog.link,
    "file": cache_catalog.file,
    "price": cache_offers.price,
    "place": cache_offers.place,
    "stock": cache_offers.stock,
    "incoming": cache_offers.incoming,
    "batch": cache_offers.batch,
    "terms": cache_company.terms,
    "balance": cache_company.balance,
    "entry": cache_company.entry,
    "order": cache_company.orders,
    "document": cache_company.document,
}
_RENAMED = {("item", "group"): "grp"}
MISSHAPEN = (
    ProgrammingError, InterfaceError, IntegrityError, DataError,
    TypeError, ValueError, LookupError, AttributeError, OverflowError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Layout:
    """How rows of one feed table are written.

    Attributes:
        table: cache table; `wire` its name on the wire.
        columns: cache columns in the order of the (prepared) rows.
        values: SQL expression per column, `?` for what is taken as it is.
        keys: positions of the wire key inside a prepared row; `rev` that of the revision.
        prepare: makes prepared rows out of wire rows; None = they are ready.
    """

    table: Table
    wire: str
    columns: tuple[str, ...]
    values: tuple[str, ...]
    keys: tuple[int, ...]
    rev: int
    prepare: Callable[[Rows], Rows] | None

    @property
    def name(self) -> str:
        """Return the cache table's name."""
        return self.table.name

    @property
    def member(self) -> str:
        """Return the table that says which rows a scope has: that of memberships for items."""
        return "item_member" if self.wire == "item" else self.table.name

    @property
    def key_columns(self) -> tuple[str, ...]:
        """Return the cache columns that are the key on the wire."""
        return tuple(self.columns[at] for at in self.keys)

    def numbered(self, rows: Rows) -> Rows:
        """Return number and revision of prepared rows of items."""
        places = (self.columns.index("n"), self.rev)
        return rows.picked(places) if isinstance(rows, ByColumns) else _picker(places)(rows)

    def rows(self, rows: Rows) -> Rows:
        """Return rows ready for the driver."""
        return self.prepare(rows) if self.prepare and rows else rows

    def write(
        self,
        connection: Connection,
        rows: Rows,
        sid: int | None,
        into: str = "",
        verb: str = "INSERT OR REPLACE",
    ) -> None:
        """Write prepared rows (of the scope `sid`) into the table or into another like it."""
        names, values = list(self.columns), list(self.values)
        if sid is not None:
            names.insert(0, "sid")
            values.insert(0, str(sid))
        listed = ", ".join(f'"{name}"' for name in names)
        write_rows(connection, f"{verb} INTO {into or self.name} ({listed})", values, rows)


@contextmanager
def readable(head: Head) -> Iterator[None]:
    """Turn what rows of a wrong shape raise into a refusal of the message (threat T17).

    Raises:
        Expected: `bad_message` with the feed and the reason.
    """
    try:
        yield
    except MISSHAPEN as error:
        reason = f"{type(error).__name__}: {error}"[:200]
        raise Expected("bad_message", message=head.scope.feed, reason=reason) from error


def wire_name(wire: str, column: str) -> str:
    """Return what a cache column is called on the wire."""
    for (table, name), renamed in _RENAMED.items():
        if (table, renamed) == (wire, column):
            return name
    return column


def layout(head: Head, wire: str) -> Layout | None:
    """Return how rows of a wire table are written; None for tables this version does not know.

    Raises:
        Expected: `bad_message` when key or revision columns are missing or a scale is finer
            than ours.
    """
    spec = FEEDS[head.scope.feed].tables.get(wire)
    if spec is None or wire not in TABLES:
        return None
    ours = dict(map(_split, spec.columns))
    table = TABLES[wire]
    kept: list[tuple[int, str, str]] = []
    announced = [_split(column) for column in head.columns[wire]]
    for at, (name, scale) in enumerate(announced):
        column = _RENAMED.get((wire, name), name)
        if name in ours and column in table.c:
            kept.append((at, column, _value(name, scale, ours[name])))
    names = [announced[at][0] for at, _, _ in kept]
    key = [_split(column)[0] for column in spec.columns[: spec.key]]
    missing = [name for name in [*key, "rev"] if name not in names]
    if missing:
        raise Expected("bad_message", message=head.scope.feed, reason=f"no column {missing[0]}")
    steps = _steps(
        head, wire, names, [at for at, _, _ in kept] if _partial(kept, announced) else []
    )
    columns, values = [column for _, column, _ in kept], [value for _, _, value in kept]
    if wire == "item" and "article_fold" not in names:
        columns += ["article_fold", "name_fold"]
        values += ["?", "?"]
    return Layout(
        table,
        wire,
        tuple(columns),
        tuple(values),
        tuple(names.index(name) for name in key),
        names.index("rev"),
        _chain(steps),
    )


def _split(column: str) -> tuple[str, int]:
    name, _, scale = column.partition(":e")
    return name, int(scale or 0)


def _value(name: str, scale: int, ours: int) -> str:
    if scale == ours:
        return "?"
    if scale < ours:
        return f"? * {10 ** (ours - scale)}"
    raise Expected("bad_message", message=name, reason=f"scale e{scale} is finer than e{ours}")


def _partial(kept: Sequence[Any], announced: Sequence[Any]) -> bool:
    return len(kept) != len(announced)


def _steps(
    head: Head, wire: str, names: Sequence[str], picked: Sequence[int]
) -> list[Callable[[Rows], Rows]]:
    steps: list[Callable[[Rows], Rows]] = []
    if picked:
        steps.append(_picker(picked))
    steps += [_texter(names.index(name)) for name in names if name in JSON_COLUMNS]
    if wire == "item" and "article_fold" not in names:
        steps.append(_folder(names.index("article"), names.index("name")))
    elif wire == "item" and head.fold_version != FOLD_VERSION:
        steps.append(_refolder(names))
    return steps


def _chain(steps: Sequence[Callable[[Rows], Rows]]) -> Callable[[Rows], Rows] | None:
    if not steps:
        return None

    def prepare(rows: Rows) -> Rows:
        for step in steps:
            rows = step(rows)
        return rows

    return prepare


def _picker(picked: Sequence[int]) -> Callable[[Rows], Rows]:
    def pick(rows: Rows) -> Rows:
        if isinstance(rows, ByColumns):
            return rows.picked(picked)
        if len(picked) == 1:
            return [(row[picked[0]],) for row in rows]
        return list(map(itemgetter(*picked), rows))

    return pick


def _texter(at: int) -> Callable[[Rows], Rows]:
    """JSON columns may come as text or as JSON itself; they are kept as text."""

    def texts(rows: Rows) -> Rows:
        if isinstance(rows, ByColumns):
            return rows.changed(at, list(map(_json_text, rows.columns[at])))
        return [(*row[:at], _json_text(row[at]), *row[at + 1 :]) for row in rows]

    return texts


def _json_text(value: Any) -> str | None:
    if isinstance(value, msgspec.Raw):
        text = str(value, "utf-8")
        if text[0] not in '"n':
            return text
        value = msgspec.json.decode(text)
    if value is None or (isinstance(value, str) and _is_json(value)):
        return value
    return encode(value).decode()


def _is_json(text: str) -> bool:
    """Say whether a text is JSON; one that is not would make every query that reads it fail."""
    try:
        msgspec.json.decode(text)
    except msgspec.DecodeError:
        return False
    return True


def _folder(article: int, name: int) -> Callable[[Rows], Rows]:
    return lambda rows: [(*row, fold_article(row[article]), fold_name(row[name])) for row in rows]


def _refolder(names: Sequence[str]) -> Callable[[Rows], Rows]:
    """Fold columns of another version of `trade.fold` are made anew."""
    article, name = names.index("article"), names.index("name")
    places = {names.index("article_fold"): (fold_article, article)}
    if "name_fold" in names:
        places[names.index("name_fold")] = (fold_name, name)

    def folded(rows: Rows) -> Rows:
        made = []
        for row in rows:
            cells = list(row)
            for at, (fold, source) in places.items():
                cells[at] = fold(row[source])
            made.append(tuple(cells))
        return made

    return folded
