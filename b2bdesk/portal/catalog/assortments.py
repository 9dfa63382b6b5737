"""Which buyers' assortment shows which items; what a change of that means for the feed.

Whole assortments show everything. Others have a row per item with the revision at which it came
in, so that a newly shown item reaches old cursors; what goes out leaves tombstones in that scope
for the item and every row of it (PROTOCOL R6: loss of visibility must emit `del`). The rows that a
listed assortment shows are summed as a part of their tables, named by it (`storage.tally`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, delete, select

from b2bdesk.portal.scope import Scope
from b2bdesk.portal.storage import tally
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
# rows by wire table: key and hash
_Rows = dict[str, dict[Key, int]]
_PARTS: Mapping[str, tuple[Table, tuple[str, ...]]] = {
    "item": (items, ("n",)),
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
    work.lock(FEED)
    known = find(work.connection).get(row.id)
    upsert(work.connection, assortments, [(row.id, row.name, int(row.whole))])
    if known is not None and known.whole != row.whole:
        new_generation(work, FEED, row.id)
    if known is None or known.whole != row.whole:
        _count_anew(work, row)


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
    work.lock(FEED)
    listed = _listed(work.connection, assortment)
    member = assortment_items.c.assortment == assortment
    before = set(work.connection.execute(select(assortment_items.c.n).where(member)).scalars())
    added, removed = sorted(set(numbers) - before), sorted(before - set(numbers))
    lost = _rows_of(work.connection, before, removed)
    for some in chunks(removed):
        work.connection.execute(
            delete(assortment_items).where(member, assortment_items.c.n.in_(some))
        )
    for table, rows in lost.items():
        bury(work, FEED, assortment, table, list(rows))
    if listed:
        _tell(work, assortment, lost, {})
    if added:
        first = work.take(FEED, len(added))
        values = [(assortment, n, rev) for rev, n in enumerate(added, first)]
        upsert(work.connection, assortment_items, values)
        found = _rows_of(work.connection, set(numbers), added)
        for table, rows in found.items():
            unbury(work.connection, FEED, assortment, table, list(rows))
        if listed:
            _tell(work, assortment, {}, found)
    _refresh(work, assortment)


def shares(
    connection: Connection, table: str, keys: Sequence[Key]
) -> Iterator[tuple[str, Sequence[int]]]:
    """Which listed assortments show which rows of a wire table, by the positions of their keys."""
    for row in find(connection).values():
        if row.whole:
            continue
        seen = set(_visible(connection, row, table, keys))
        chosen = [at for at, key in enumerate(keys) if key in seen]
        if chosen:
            yield row.id, chosen


def rows_shown(work: Work, table: str, keys: Sequence[Key]) -> None:
    """Rows were written: take their tombstones back wherever they are visible now."""
    for row in find(work.connection).values():
        unbury(work.connection, FEED, row.id, table, _visible(work.connection, row, table, keys))
    if table == "item":
        refresh_groups(work)


def rows_gone(work: Work, table: str, keys: Sequence[Key]) -> None:
    """Rows are about to be deleted: tell every assortment that shows them."""
    for row in find(work.connection).values():
        bury(work, FEED, row.id, table, _visible(work.connection, row, table, keys))


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
    if _listed(work.connection, assortment):
        gone, come = _groups(work.connection, lost), _groups(work.connection, found)
        _tell(work, assortment, {"group": gone}, {"group": come})
    if found:
        first = work.take(FEED, len(found))
        rows = [(assortment, group, rev) for rev, group in enumerate(found, first)]
        upsert(work.connection, assortment_groups, rows)
        unbury(work.connection, FEED, assortment, "group", [(group,) for group in found])


def _listed(connection: Connection, assortment: str) -> bool:
    """Whether rows are summed for it; one that is not known is counted when it is stored."""
    known = find(connection).get(assortment)
    return known is not None and not known.whole


def _visible(connection: Connection, row: Assortment, table: str, keys: Sequence[Key]) -> list[Key]:
    if row.whole:
        return list(keys)
    if table == "group":
        mine = select(assortment_groups.c.group_id).where(assortment_groups.c.assortment == row.id)
        leading = set(connection.execute(mine).scalars())
        return [key for key in keys if key[0] in leading]
    shown = shows(connection, row.id, {key[0] for key in keys})
    kept = [key for key in keys if key[0] in shown]
    if table != "link":
        return kept
    targets = _numbers(connection, [key[2] for key in kept])
    shown = shows(connection, row.id, set(targets.values()))
    return [key for key in kept if targets.get(key[2]) in shown]


def _count_anew(work: Work, row: Assortment) -> None:
    """Sum what an assortment shows that is new, or has become listed or whole."""
    tally.forget(work, FEED, row.id)
    if row.whole:
        return
    _refresh(work, row.id)
    tally.forget(work, FEED, row.id)
    mine = assortment_items.c.assortment == row.id
    members = work.connection.execute(select(assortment_items.c.n).where(mine)).scalars().all()
    found = _rows_of(work.connection, set(members), sorted(members))
    leading = assortment_groups.c.assortment == row.id
    ids = work.connection.execute(select(assortment_groups.c.group_id).where(leading)).scalars()
    _tell(work, row.id, {}, found | {"group": _groups(work.connection, list(ids))})


def _tell(work: Work, assortment: str, lost: _Rows, found: _Rows) -> None:
    """Let the sums of an assortment follow rows that came into view or went out of it."""
    for table in lost.keys() | found.keys():
        moves = tally.Moves()
        moves.go(assortment, lost.get(table, {}).values())
        moves.come(assortment, found.get(table, {}).values())
        tally.add(work, FEED, table, moves)


def _groups(connection: Connection, ids: Sequence[str]) -> dict[Key, int]:
    found: dict[Key, int] = {}
    for some in chunks(ids):
        query = select(groups.c.id, groups.c.h).where(groups.c.id.in_(some))
        found |= {(row.id,): row.h for row in connection.execute(query)}
    return found


def _rows_of(connection: Connection, members: set[int], numbers: Sequence[int]) -> _Rows:
    """All rows that come or go with `numbers` in an assortment of `members`."""
    found: _Rows = {}
    for part, (table, names) in _PARTS.items():
        columns = [*(table.c[name] for name in names), table.c.h]
        rows: dict[Key, int] = {}
        for some in chunks(numbers):
            query = select(*columns).where(table.c.n.in_(some))
            rows |= {tuple(row[:-1]): row[-1] for row in connection.execute(query)}
        found[part] = rows
    chosen = (links.c.n, links.c.kind, links.c.to_id, links.c.h, items.c.n.label("to_n"))
    linked = select(*chosen).join(items, items.c.id == links.c.to_id)
    pairs: dict[Key, int] = {}
    for some in chunks(numbers):
        for condition in (links.c.n.in_(some), items.c.n.in_(some)):
            pairs |= {
                (row.n, row.kind, row.to_id): row.h
                for row in connection.execute(linked.where(condition))
                if row.n in members and row.to_n in members
            }
    found["link"] = dict(sorted(pairs.items()))
    return found


def _numbers(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in chunks(sorted(set(ids))):
        rows = connection.execute(select(items.c.id, items.c.n).where(items.c.id.in_(some)))
        found.update((row.id, row.n) for row in rows)
    return found
