"""The rows of every feed as SQL: what a scope shows, in the column order of `wire.feeds`.

A `Source` is one table of one scope. Its `place` is the revision by which rows are ordered and
cursors count; it is the row's own `rev` except in listed assortments, where a row also moves when
its item comes into view.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, case, literal, null, select

from b2bdesk.portal.catalog import assortments
from b2bdesk.portal.scope import Scope
from b2bdesk.portal.stock.store import StockView, find_views
from b2bdesk.portal.storage import tally
from b2bdesk.portal.storage.tables import (
    accounts,
    catalog,
    documents,
    orders,
    own_codes,
    pricing,
    settlements,
    stock,
)


@dataclass(frozen=True)
class Source:
    """One table of a scope.

    `columns` in wire order without `rev`; `buried` names the scope of its tombstones; `keeps` says
    which buried keys the scope may know of; `json` are the places of columns that hold JSON text;
    `parts` are those of its sums (`storage.tally`), None = all of the table.
    """

    table: str
    columns: Sequence[ColumnElement[Any]]
    origin: FromClause
    rev: ColumnElement[Any]
    h: ColumnElement[Any]
    place: ColumnElement[Any]
    where: tuple[ColumnElement[bool], ...] = ()
    buried: str = "*"
    keeps: Callable[[list[Any]], bool] | None = None
    json: tuple[int, ...] = ()
    parts: tuple[str, ...] | None = None


def sources(scope: Scope, connection: Connection, feed: str, key: str) -> list[Source]:
    """The tables of a feed's scope in sending order.

    Args:
        scope: on whose behalf; it has been checked that it may see `key`.
        connection: a reading snapshot.
        feed: name of a feed.
        key: the scope's key.
    """
    if feed == "catalog":
        known = assortments.find(connection)[key]
        return _whole_catalog(key) if known.whole else _listed_catalog(key)
    if feed == "stock":
        return _stock(find_views(scope, connection, [key])[key])
    return [_simple(table, key) for table in _SIMPLE[feed]]


_CATALOG: tuple[tuple[str, Any, str], ...] = (
    ("group", catalog.groups, "id parent name ord"),
    (
        "item",
        catalog.items,
        "n id code article brand name group_id base_unit minimum_e3 multiple_e3 vat weight_e3"
        " volume_e6 status replaced_by attributes description next_batch segment variant added"
        " article_fold name_fold",
    ),
    ("unit", catalog.units, "n okei name factor_e3"),
    ("barcode", catalog.barcodes, "n barcode okei"),
    ("link", catalog.links, "n kind to_id rank"),
    ("file", catalog.files, "n kind ord sha256 bytes media title"),
)
_ATTRIBUTES = 15


def _columns(table: Any, names: str) -> list[ColumnElement[Any]]:
    return [table.c[name] for name in names.split()]


def _whole_catalog(key: str) -> list[Source]:
    return [
        Source(
            name,
            _columns(table, names),
            table,
            table.c.rev,
            table.c.h,
            table.c.rev,
            buried=key,
            json=(_ATTRIBUTES,) if name == "item" else (),
            parts=(tally.EVERY,),
        )
        for name, table, names in _CATALOG
    ]


def _listed_catalog(key: str) -> list[Source]:
    found = []
    for name, table, names in _CATALOG:
        if name == "group":
            member = catalog.assortment_groups
            origin: FromClause = table.join(member, member.c.group_id == table.c.id)
        else:
            member = catalog.assortment_items
            origin = table.join(member, member.c.n == table.c.n)
        where: tuple[ColumnElement[bool], ...] = (member.c.assortment == key,)
        place = _later(table.c.rev, member.c.rev)
        if name == "link":
            target = catalog.items.alias("target")
            shown = catalog.assortment_items.alias("shown")
            origin = origin.join(target, target.c.id == table.c.to_id)
            origin = origin.join(shown, shown.c.n == target.c.n)
            where += (shown.c.assortment == key,)
            place = _later(place, shown.c.rev)
        columns = _columns(table, names)
        json = (_ATTRIBUTES,) if name == "item" else ()
        found.append(
            Source(
                name, columns, origin, table.c.rev, table.c.h, place, where, key, None, json, (key,)
            )
        )
    return found


def _later(one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[Any]:
    return case((one > other, one), else_=other)


def _stock(view: StockView) -> list[Source]:
    rows, batches = stock.stock, stock.batches
    quantity, at_least = _shown(view, rows)
    # a view that hides how much there is hides it by batch, too
    told = null() if view.steps_e3 else batches.c.qty_e3
    places = stock.places
    found = [
        _by_place(view, "place", places, _columns(places, "id name city ord"), "id", 0),
        _by_place(view, "stock", rows, [rows.c.n, rows.c.place, quantity, at_least]),
    ]
    if view.shows_incoming:
        coming = stock.incoming
        found.append(_by_place(view, "incoming", coming, _columns(coming, "n place date qty_e3")))
    dated = [*_columns(batches, "n place use_by"), told]
    return [*found, _by_place(view, "batch", batches, dated)]


def _by_place(
    view: StockView,
    wire: str,
    table: Any,
    columns: Sequence[ColumnElement[Any]],
    column: str = "place",
    position: int = 1,
) -> Source:
    """A table of which a view shows its places only; `position` of the place in the key."""
    shown = frozenset(view.places)

    def known(key: list[Any]) -> bool:
        return not shown or key[position] in shown

    where = (table.c[column].in_(list(view.places)),) if shown else ()
    return Source(
        wire, columns, table, table.c.rev, table.c.h, table.c.rev, where,
        keeps=known, parts=view.places or None,
    )  # fmt: skip


def _shown(view: StockView, rows: Any) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """The free quantity as a view tells it; the same rule as `StockView.shown`."""
    free = case(
        (rows.c.qty_e3 > rows.c.reserved_e3, rows.c.qty_e3 - rows.c.reserved_e3), else_=literal(0)
    )
    if not view.steps_e3:
        return free, literal(0)
    steps = sorted(view.steps_e3, reverse=True)
    quantity = case(*((free >= step, literal(step)) for step in steps), else_=free)
    return quantity, case((free >= steps[-1], literal(1)), else_=literal(0))


@dataclass(frozen=True)
class _Simple:
    """A table whose rows carry the key of their scope in a column."""

    name: str
    table: Any
    owner: str
    columns: str
    json: tuple[int, ...] = ()


_SIMPLE: dict[str, tuple[_Simple, ...]] = {
    "prices": (_Simple("price", pricing.prices, "price_type", "n min_e3 price_e5"),),
    "terms": (_Simple("terms", accounts.terms, "contract_id", "contract_id body", (1,)),),
    "settlements": (
        _Simple(
            "balance",
            settlements.balances,
            "contract_id",
            "contract_id currency debt overdue credit_limit as_of",
        ),
        _Simple(
            "entry",
            settlements.entries,
            "contract_id",
            "id date kind number debit credit document_id",
        ),
    ),
    "orders": (
        _Simple(
            "order",
            orders.orders,
            "company_id",
            "id client_order_id number created_at entity_id contract_id state reserve payment"
            " shipment currency total body",
            (12,),
        ),
    ),
    "documents": (
        _Simple(
            "document",
            documents.documents,
            "company_id",
            "id kind number date entity_id contract_id order_id state currency gross pay_until"
            " sha256 bytes media body",
            (14,),
        ),
    ),
    "own_codes": (
        _Simple(
            "own_code",
            own_codes.own_codes,
            "company_id",
            "key code item_id article name okei author author_name at",
        ),
    ),
}


def _simple(row: _Simple, key: str) -> Source:
    table = row.table
    return Source(
        row.name,
        _columns(table, row.columns),
        table,
        table.c.rev,
        table.c.h,
        table.c.rev,
        (table.c[row.owner] == key,),
        key,
        json=row.json,
        parts=(key,),
    )


def rows_after(source: Source, position: int) -> Any:
    """The query of a source's rows past a position: wire columns, `rev`, then `place`."""
    query = select(*source.columns, source.rev, source.place.label("place")).select_from(
        source.origin
    )
    if position:
        query = query.where(source.place > position)
    return query.where(*source.where).order_by(source.place)
