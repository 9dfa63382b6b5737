"""Goods in the database: groups, items and their parts (feed `catalog`).

Item numbers `n` are drawn here once and never reused (PROTOCOL §1). Fold columns are computed when
a row is written (R9a). Which assortment shows what is the matter of `catalog.assortments`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, select, text

from b2bdesk.portal.catalog import assortments
from b2bdesk.portal.catalog.rows import GroupRow, ItemRow, Part
from b2bdesk.portal.scope import Scope
from b2bdesk.portal.storage.bulk import chunks
from b2bdesk.portal.storage.changes import Tracked, put, remove
from b2bdesk.portal.storage.facts import read_facts, write_facts
from b2bdesk.portal.storage.tables.catalog import barcodes, files, groups, items, links, units
from b2bdesk.portal.storage.work import Work
from b2bdesk.trade.fold import FOLD_VERSION, fold_article, fold_name

FEED = assortments.FEED


def _tracked(table: Table, wire: str, key: tuple[str, ...]) -> Tracked:
    return Tracked(table, FEED, wire, key, scope="", shares=assortments.shares)


GROUPS = _tracked(groups, "group", ("id",))
ITEMS = _tracked(items, "item", ("n",))
PARTS: Mapping[str, Tracked] = {
    "unit": _tracked(units, "unit", ("n", "okei")),
    "barcode": _tracked(barcodes, "barcode", ("n", "barcode")),
    "link": _tracked(links, "link", ("n", "kind", "to_id")),
    "file": _tracked(files, "file", ("n", "kind", "ord")),
}


def put_groups(scope: Scope, work: Work, rows: Sequence[GroupRow]) -> int:
    """Store groups; returns how many were new or different."""
    changed = put(work, GROUPS, [tuple(row) for row in rows])
    assortments.groups_shown(work, [(row[0],) for row in changed])
    return len(changed)


def put_items(
    scope: Scope, work: Work, rows: Sequence[ItemRow], *, fresh: bool = False
) -> dict[str, int]:
    """Store items; new ids get the next numbers in the given order.

    Args:
        scope: on whose behalf.
        work: the transaction.
        rows: unique by id.
        fresh: none of the ids exists yet (bulk loads of an empty catalogue).

    Returns:
        The number of every given id.
    """
    if work.facts.fold_version != FOLD_VERSION:
        refold(scope, work)
    known = {} if fresh else numbers_of(scope, work.connection, [row.id for row in rows])
    missing = [row.id for row in rows if row.id not in known]
    known.update(zip(missing, range(draw_numbers(work, len(missing)), 1 << 62), strict=False))
    values = [
        (
            *(known[row.id], row.id, row.code, row.article, row.brand, row.name, *row[5:]),
            *(fold_article(row.article), fold_name(row.name)),
        )
        for row in rows
    ]
    changed = put(work, ITEMS, values, fresh=fresh)
    if not fresh:
        assortments.rows_shown(work, "item", [(row[0],) for row in changed])
    return known


def refold(scope: Scope, work: Work) -> None:
    """Compute the fold columns anew: this program folds otherwise than the one that wrote them.

    Until somebody writes items, feeds name the version of the stored columns and clients fold
    themselves (R9a).
    """
    names = [column.name for column in items.columns][:-2]
    article, name = names.index("article"), names.index("name")
    stored = work.connection.execute(select(*[items.c[each] for each in names]))
    rows = [(*row[:-2], fold_article(row[article]), fold_name(row[name])) for row in stored]
    put(work, ITEMS, rows)
    write_facts(work.connection, {"fold_version": str(FOLD_VERSION)})
    work.facts = read_facts(work.connection)


def draw_numbers(work: Work, count: int) -> int:
    """Reserve item numbers; returns the first."""
    return draw(work, "item", count)


def draw(work: Work, name: str, count: int = 1) -> int:
    """Draw `count` consecutive numbers of a named numbering; returns the first (it starts at 1)."""
    # one statement, so that two first draws of a numbering cannot get the same number
    statement = text(
        "INSERT INTO numbering (name, value) VALUES (:name, :count) ON CONFLICT (name)"
        " DO UPDATE SET value = numbering.value + excluded.value RETURNING value"
    )
    last = work.connection.execute(statement, {"name": name, "count": count}).scalar_one()
    return int(last) - count + 1


def put_parts(
    scope: Scope, work: Work, part: str, rows: Sequence[Part], *, fresh: bool = False
) -> int:
    """Store units, barcodes, links or files (`part` names them); others stay.

    Returns:
        How many were new or different.
    """
    tracked = PARTS[part]
    changed = put(work, tracked, [tuple(row) for row in rows], fresh=fresh)
    if changed and not fresh:
        places = tracked.positions()
        assortments.rows_shown(work, part, [tuple(row[p] for p in places) for row in changed])
    return len(changed)


def replace_parts(
    scope: Scope, work: Work, part: str, numbers: Sequence[int], rows: Sequence[Part]
) -> int:
    """Make `rows` the only units, barcodes … of the items `numbers`; returns how many changed."""
    tracked = PARTS[part]
    table = tracked.table
    columns = [table.c[name] for name in tracked.key]
    wanted = {tuple(tuple(row)[place] for place in tracked.positions()) for row in rows}
    gone: list[tuple[Any, ...]] = []
    for some in chunks(numbers):
        found = work.connection.execute(select(*columns).where(table.c.n.in_(some)))
        gone += [key for key in map(tuple, found) if key not in wanted]
    _drop(work, part, gone)
    return len(gone) + put_parts(scope, work, part, rows)


def drop_items(scope: Scope, work: Work, numbers: Sequence[int]) -> None:
    """Remove items with all their parts and the links to them; their numbers stay spent."""
    ids: list[str] = []
    for some in chunks(numbers):
        found = work.connection.execute(select(items.c.id).where(items.c.n.in_(some)))
        ids += found.scalars()
    for part, tracked in PARTS.items():
        table = tracked.table
        columns = [table.c[name] for name in tracked.key]
        keys: list[tuple[Any, ...]] = []
        for some in chunks(numbers):
            keys += map(tuple, work.connection.execute(select(*columns).where(table.c.n.in_(some))))
        if part == "link":
            for names in chunks(ids):
                found_to = work.connection.execute(select(*columns).where(links.c.to_id.in_(names)))
                keys += map(tuple, found_to)
        _drop(work, part, list(dict.fromkeys(keys)))
    assortments.rows_gone(work, "item", [(n,) for n in numbers])
    remove(work, ITEMS, [(n,) for n in numbers])
    assortments.forget(work, numbers)
    assortments.refresh_groups(work)


def numbers_of(scope: Scope, connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    """Item numbers by id, of those that exist (no visibility check: for the supplier's side)."""
    found: dict[str, int] = {}
    for some in chunks(ids):
        rows = connection.execute(select(items.c.id, items.c.n).where(items.c.id.in_(some)))
        found.update((row.id, row.n) for row in rows)
    return found


def _drop(work: Work, part: str, keys: Sequence[tuple[Any, ...]]) -> None:
    assortments.rows_gone(work, part, keys)
    remove(work, PARTS[part], keys)
