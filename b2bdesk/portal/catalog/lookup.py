"""Items as orders and quotes need them: what a contract's assortment shows, with their facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from b2bdesk.portal.catalog import assortments
from b2bdesk.portal.scope import Scope
from b2bdesk.portal.storage.bulk import chunks
from b2bdesk.portal.storage.tables.catalog import groups, items, units
from b2bdesk.trade.pricing import ItemFacts


@dataclass(frozen=True)
class CatalogItem:
    """An item with what rules ask of it; quantities in thousandths of the base unit.

    `units` maps okei code and name of a unit to its factor (10^-3).
    """

    n: int
    id: str
    article: str
    name: str
    vat: str
    status: str
    base_unit: str
    minimum_e3: int
    multiple_e3: int
    units: Mapping[str, int]
    facts: ItemFacts


def find_items(
    scope: Scope, connection: Connection, assortment: str, ids: Sequence[str]
) -> dict[str, CatalogItem]:
    """Items by id that an assortment shows; others are missing from the answer."""
    wanted = list(dict.fromkeys(ids))
    rows: list[Row[Any]] = []
    for some in chunks(wanted):
        rows += connection.execute(select(items).where(items.c.id.in_(some))).all()
    shown = assortments.shows(connection, assortment, {row.n for row in rows})
    rows = [row for row in rows if row.n in shown]
    packs = _units(connection, [row.n for row in rows])
    parents = _parents(connection)
    return {
        row.id: CatalogItem(
            n=row.n,
            id=row.id,
            article=row.article,
            name=row.name,
            vat=row.vat,
            status=row.status,
            base_unit=row.base_unit,
            minimum_e3=row.minimum_e3,
            multiple_e3=row.multiple_e3,
            units=packs.get(row.n, {}),
            facts=ItemFacts(
                id=row.id,
                groups=_path(parents, row.group_id),
                brand=row.brand,
                segments=(row.segment,) if row.segment else (),
            ),
        )
        for row in rows
    }


def titles(
    connection: Connection, shown_by: Sequence[str], ids: Sequence[str]
) -> dict[str, tuple[str, str]]:
    """Article and name by id of the items that any of some assortments shows."""
    rows: list[Row[Any, Any, Any, Any]] = []
    for some in chunks(list(dict.fromkeys(ids))):
        query = select(items.c.n, items.c.id, items.c.article, items.c.name)
        rows += connection.execute(query.where(items.c.id.in_(some))).all()
    shown: set[int] = set()
    for each in shown_by:
        shown |= assortments.shows(connection, each, {row.n for row in rows})
    return {row.id: (row.article, row.name) for row in rows if row.n in shown}


def group_names(connection: Connection, group_id: str) -> list[str]:
    """Names of the groups from the root to a group."""
    rows = {row.id: row for row in connection.execute(select(groups))}
    parents = {key: row.parent for key, row in rows.items()}
    return [rows[each].name for each in _path(parents, group_id)]


def _parents(connection: Connection) -> dict[str, str]:
    return {row.id: row.parent for row in connection.execute(select(groups.c.id, groups.c.parent))}


def _path(parents: Mapping[str, str], group_id: str) -> tuple[str, ...]:
    path: list[str] = []
    while group_id in parents and group_id not in path:
        path.append(group_id)
        group_id = parents[group_id]
    return tuple(reversed(path))


def _units(connection: Connection, numbers: Sequence[int]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    for some in chunks(numbers):
        for row in connection.execute(select(units).where(units.c.n.in_(some))):
            factors = found.setdefault(row.n, {})
            factors[row.okei] = row.factor_e3
            factors.setdefault(row.name, row.factor_e3)
    return found
