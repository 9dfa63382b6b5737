"""Which buyers' assortment shows which items; what a change of that means for the feed.

Whole assortments show everything. Others have a row per item with the revision at which it came
in, so that a newly shown item reaches old cursors; what goes out leaves tombstones in that scope
for the item and every row of it (PROTOCOL R6: loss of visibility must emit `del`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, delete, select

from b2bdesk.portal.scope import Scope
from b2bdesk.portal.storage.bulk import chunks, upsert
from b2bdesk.portal.storage.changes import bury, new_generation, unbury
from b2bdesk.portal.storage.tables.catalog import (
    assortment_groups,
    assortment_items,
    assortments,
    barcodes,
    files,
    groups,
    items,
    links,
    units,
)
from b2bdesk.portal.storage.work import Work

FEED = "catalog"
Key = tuple[Any, ...]
_PARTS: Mapping[str, tuple[Table, tuple[str, ...]]] = {
    "unit": (units, ("n", "okei")),
    "barcode": (barcodes, ("n", "barcode")),
    "file": (files, ("n", "kind", "ord")),
}


@dataclass(frozen=True)
class Assortment:
    """What a group of buyers may see and order; `whole` = every item."""

    id: str
    name: str
    whole: bool = True


def put_assortment(scope: Scope, work: Work, row: Assortment) -> None:
    """Store an assortment; turning whole into listed or back starts a new generation of it."""
    known = find(work.connection).get(row.id)
    upsert(work.connection, assortments, [(row.id, row.name, int(row.whole))])
    if known is not None and known.whole != row.whole:
        new_generation(work, FEED, row.id)


def find(connection: Connection) -> dict[str, Assortment]:
    """All assortments by id."""
    return {
        row.id: Assortment(row.id, row.name, bool(row.whole))
        for row in connection.execute(select(assortments).order_by(assortments.c.id))
    }


def shows(connection: Connection, assortment: str, numbers: Collection[int]) -> set[int]:
    """Which of the item numbers an assortment shows; none for an unknown assortment."""
    known = find(connection).get(assortment)
    if known is None:
        return set()
    if known.whole:
        return set(numbers)
    found: set[int] = set()
    for some in chunks(sorted(numbers)):
        query = select(assortment_items.c.n).where(
            assortment_items.c.assortment == assortment, assortment_items.c.n.in_(some)
        )
        found.update(connection.execute(query).scalars())
    return found


def set_items(scope: Scope, work: Work, assortment: str, numbers: Collection[int]) -> None:
    """Make `numbers` the items that a listed assortment shows."""
    member = assortment_items.c.assortment == assortment
    before = set(work.connection.execute(select(assortment_items.c.n).where(member)).scalars())
    added, removed = sorted(set(numbers) - before), sorted(before - set(numbers))
    lost = _rows_of(work.connection, before, removed)
    for some in chunks(removed):
        work.connection.execute(
            delete(assortment_items).where(member, assortment_items.c.n.in_(some))
        )
    for table, keys in lost.items():
        bury(work, FEED, assortment, table, keys)
    if added:
        first = work.take(FEED, len(added))
        rows = [(assortment, n, rev) for rev, n in enumerate(added, first)]
        upsert(work.connection, assortment_items, rows)
        for table, keys in _rows_of(work.connection, set(numbers), added).items():
            unbury(work.connection, FEED, assortment, table, keys)
    _refresh(work, assortment)


def rows_shown(work: Work, table: str, keys: Sequence[Key]) -> None:
    """Rows were written: take their tombstones back wherever they are visible now."""
    for row in find(work.connection).values():
        unbury(work.connection, FEED, row.id, table, _visible(work, row, table, keys))
    if table == "item":
        refresh_groups(work)


def rows_gone(work: Work, table: str, keys: Sequence[Key]) -> None:
    """Rows are about to be deleted: tell every assortment that shows them."""
    for row in find(work.connection).values():
        bury(work, FEED, row.id, table, _visible(work, row, table, keys))


def groups_shown(work: Work, keys: Sequence[Key]) -> None:
    """Groups were written: take tombstones back, and refresh the paths of listed assortments."""
    for row in find(work.connection).values():
        if row.whole:
            unbury(work.connection, FEED, row.id, "group", keys)
    refresh_groups(work)


def refresh_groups(work: Work) -> None:
    """Recompute which groups lead to items of each listed assortment."""
    for row in find(work.connection).values():
        if not row.whole:
            _refresh(work, row.id)


def forget(work: Work, numbers: Sequence[int]) -> None:
    """Drop the memberships of deleted items (their tombstones are there already)."""
    for some in chunks(numbers):
        work.connection.execute(delete(assortment_items).where(assortment_items.c.n.in_(some)))


def _refresh(work: Work, assortment: str) -> None:
    parents = {row.id: row.parent for row in work.connection.execute(select(groups))}
    query = (
        select(items.c.group_id)
        .join(assortment_items, assortment_items.c.n == items.c.n)
        .where(assortment_items.c.assortment == assortment)
        .distinct()
    )
    wanted: set[str] = set()
    for group in work.connection.execute(query).scalars():
        while group in parents and group not in wanted:
            wanted.add(group)
            group = parents[group]
    mine = assortment_groups.c.assortment == assortment
    have = set(work.connection.execute(select(assortment_groups.c.group_id).where(mine)).scalars())
    lost, found = sorted(have - wanted), sorted(wanted - have)
    for some in chunks(lost):
        work.connection.execute(
            delete(assortment_groups).where(mine, assortment_groups.c.group_id.in_(some))
        )
    bury(work, FEED, assortment, "group", [(group,) for group in lost])
    if found:
        first = work.take(FEED, len(found))
        rows = [(assortment, group, rev) for rev, group in enumerate(found, first)]
        upsert(work.connection, assortment_groups, rows)
        unbury(work.connection, FEED, assortment, "group", [(group,) for group in found])


def _visible(work: Work, row: Assortment, table: str, keys: Sequence[Key]) -> list[Key]:
    if row.whole:
        return list(keys)
    mine = shows(work.connection, row.id, {key[0] for key in keys})
    kept = [key for key in keys if key[0] in mine]
    if table != "link":
        return kept
    targets = _numbers(work.connection, [key[2] for key in kept])
    shown = shows(work.connection, row.id, set(targets.values()))
    return [key for key in kept if targets.get(key[2]) in shown]


def _rows_of(
    connection: Connection, members: set[int], numbers: Sequence[int]
) -> dict[str, list[Key]]:
    """Keys of all rows that come or go with `numbers` in an assortment of `members`."""
    found: dict[str, list[Key]] = {"item": [(n,) for n in numbers]}
    for part, (table, names) in _PARTS.items():
        columns = [table.c[name] for name in names]
        keys: list[Key] = []
        for some in chunks(numbers):
            rows = connection.execute(select(*columns).where(table.c.n.in_(some)))
            keys += [tuple(row) for row in rows]
        found[part] = keys
    query = select(links.c.n, links.c.kind, links.c.to_id, items.c.n.label("to_n")).join(
        items, items.c.id == links.c.to_id
    )
    pairs: set[Key] = set()
    for some in chunks(numbers):
        for condition in (links.c.n.in_(some), items.c.n.in_(some)):
            rows = connection.execute(query.where(condition))
            pairs |= {
                (row.n, row.kind, row.to_id)
                for row in rows
                if row.n in members and row.to_n in members
            }
    found["link"] = sorted(pairs)
    return found


def _numbers(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in chunks(sorted(set(ids))):
        rows = connection.execute(select(items.c.id, items.c.n).where(items.c.id.in_(some)))
        found.update((row.id, row.n) for row in rows)
    return found
