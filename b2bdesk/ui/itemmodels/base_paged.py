"""A grid model over a big table: ids first, rows by page when they are painted.

`fetch(ids) -> raw rows` runs on a reader; late answers of an older result are dropped by
generation, and rows already read stay visible while fresh ones are on the way, so that a
refresh never shows an empty grid.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from b2bdesk.ui.itemmodels.base import RowModel
from b2bdesk.ui.itemmodels.rows import Column, GridRow, Key
from b2bdesk.ui.tasks import TaskRunner

Raw = TypeVar("Raw")

PAGE = 100
_KEPT_PAGES = 80
_IN_FLIGHT = 2


class PagedRowModel(RowModel, Generic[Raw]):
    """Rows read by page.

    Args:
        columns: all columns.
        runner: runs `fetch`.
        fetch: ids of a page to raw rows, on a reader; rows may come in any order.
        key: key of a raw row, equal to its id.
        prepare: raw row and row number to the painted row, on the GUI thread.
        parent: owner.

    Signals:
        page_arrived: rows were read (for totals that follow the view).
    """

    page_arrived = Signal()

    def __init__(
        self,
        columns: Sequence[Column],
        runner: TaskRunner,
        fetch: Callable[[list[Key]], Sequence[Raw]],
        key: Callable[[Raw], Key],
        prepare: Callable[[Raw, int], GridRow],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, parent)
        self._runner = runner
        self._fetch = fetch
        self._key = key
        self._prepare = prepare
        self._ids: Sequence[Key] = ()
        self._pages: OrderedDict[int, list[Raw | None]] = OrderedDict()
        self._ready: dict[int, GridRow] = {}
        self._stale: set[int] = set()
        self._calm: set[int] = set()
        self._flying: set[int] = set()
        self._span = (0, -1)
        self._generation = 0
        self._old: dict[Key, Raw] = {}

    def set_ids(self, ids: Sequence[Key], first: Sequence[Raw] = ()) -> None:
        """Show the rows of these ids in this order (a list or an array of ints).

        Args:
            ids: keys of all rows.
            first: raw rows of the first page when they were read along with the ids.
        """
        self.beginResetModel()
        self._generation += 1
        self._old = self._known_rows()
        self._ids = ids
        self._pages.clear()
        self._ready.clear()
        self._stale.clear()
        self._calm.clear()
        self._flying.clear()
        self._span = (0, -1)
        self._overlays.clear()
        if first:
            by_key = {self._key(raw): raw for raw in first}
            self._pages[0] = [by_key.get(each) for each in ids[:PAGE]]
        self.endResetModel()

    def ids(self) -> Sequence[Key]:
        """All ids in order: actions work on the set, never on the page."""
        return self._ids

    def refresh(self, keys: set[Key] | None = None, moved_only: bool = False) -> None:
        """Read rows again (all, or those of `keys`); the present ones stay until then.

        Args:
            keys: of the rows; None = all.
            moved_only: rows that are read as they were are neither prepared nor painted anew.
        """
        stale = {
            page
            for page, rows in self._pages.items()
            if keys is None or any(raw is not None and self._key(raw) in keys for raw in rows)
        }
        self._stale |= stale
        self._calm = self._calm | stale if moved_only else self._calm - stale
        self._pump()

    def raw(self, key: Key) -> Raw | None:
        """The raw row of a key when it was read."""
        row = self.row_of(key)
        return self._raw_at(row) if row >= 0 else None

    def read_rows(self) -> list[Raw]:
        """The raw rows that are here, in no order."""
        return list(self._known_rows().values())

    def want(self, first: int, last: int) -> None:
        self._span = (max(0, first), min(last, len(self._ids) - 1))
        self._pump()

    def row_total(self) -> int:
        return len(self._ids)

    def grid_row(self, row: int) -> GridRow | None:
        found = self._ready.get(row)
        if found is None:
            raw = self._raw_at(row)
            if raw is None:
                return None
            if len(self._ready) > 4000:
                self._ready.clear()
            found = self._ready[row] = self._prepare(raw, row)
        return found

    def key_at(self, row: int) -> Key | None:
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def row_of(self, key: Key) -> int:
        for page in reversed(self._pages):  # most are asked for by what is seen
            part = self._ids[page * PAGE : (page + 1) * PAGE]
            if key in part:
                return page * PAGE + part.index(key)
        try:
            return self._ids.index(key)
        except ValueError:
            return -1

    def _raw_at(self, row: int) -> Raw | None:
        if not 0 <= row < len(self._ids):
            return None
        page = self._pages.get(row // PAGE)
        if page is not None:
            return page[row % PAGE]
        return self._old.get(self._ids[row]) if self._old else None

    def _known_rows(self) -> dict[Key, Raw]:
        known: dict[Key, Raw] = {}
        for rows in self._pages.values():
            for raw in rows:
                if raw is not None:
                    known[self._key(raw)] = raw
        return known

    def _pump(self) -> None:
        first, last = self._span
        for page in range(first // PAGE, last // PAGE + 1):
            if len(self._flying) >= _IN_FLIGHT:
                return
            if page in self._flying or (page in self._pages and page not in self._stale):
                continue
            self._flying.add(page)
            self._stale.discard(page)
            ids = list(self._ids[page * PAGE : (page + 1) * PAGE])
            self._runner.run(
                partial(self._fetch, ids),
                then=partial(self._arrived, self._generation, page),
                failed=partial(self._missed, self._generation, page),
                owner=self,
            )

    def _arrived(self, generation: int, page: int, rows: Sequence[Raw]) -> None:
        if generation != self._generation:
            return
        self._flying.discard(page)
        by_key = {self._key(raw): raw for raw in rows}
        first = page * PAGE
        ids = self._ids[first : first + PAGE]
        before = self._pages.get(page, []) if page in self._calm else []
        self._calm.discard(page)
        self._pages[page] = [by_key.get(each) for each in ids]
        self._pages.move_to_end(page)
        while len(self._pages) > _KEPT_PAGES:
            self._pages.popitem(last=False)
        self._paint(page, before, set(by_key))
        self.page_arrived.emit()
        self._pump()

    def _paint(self, page: int, before: list[Raw | None], read: set[Key]) -> None:
        """Have rows painted anew: all of a page, or those that differ from what they were."""
        typed = {key for key, _ in self._overlays} & read
        self._drop_overlays(read)
        rows, first = self._pages.get(page, []), page * PAGE
        moved = [
            first + at
            for at, raw in enumerate(rows)
            if len(before) != len(rows) or raw != before[at] or self._ids[first + at] in typed
        ]
        for row in moved:
            self._ready.pop(row, None)
        for begin, end in _runs(moved):
            self.dataChanged.emit(self.index(begin, 0), self.index(end, len(self.columns) - 1))

    def _missed(self, generation: int, page: int, _error: BaseException) -> bool:
        if generation == self._generation:
            self._flying.discard(page)
        return False


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    """Join neighbours: first and last row of each run, in order."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        begin = runs.pop()[0] if runs and runs[-1][1] == row - 1 else row
        runs.append((begin, row))
    return runs
