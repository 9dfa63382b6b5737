"""Rows of a page that came by columns (decision 0020), and go into the cache so.

A tuple per row is made only where somebody walks through rows: what is written or changed goes
column by column. Made by `sync.feedbody`, used by `models` (`rowsql`, `rowwrite`, `load`).
"""

from collections.abc import Iterator, Sequence
from typing import Any, overload


class ByColumns(Sequence[tuple[Any, ...]]):
    """Rows by columns; rows are made while somebody walks through them."""

    __slots__ = ("columns",)

    def __init__(self, columns: Sequence[Sequence[Any]]) -> None:
        """Keep at least one column; all are of one length.

        Raises:
            ValueError: they are not.
        """
        if len(set(map(len, columns))) != 1:
            raise ValueError("columns of different lengths")
        self.columns = columns

    def __len__(self) -> int:
        return len(self.columns[0])

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return zip(*self.columns, strict=True)

    @overload
    def __getitem__(self, at: int) -> tuple[Any, ...]: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[tuple[Any, ...]]: ...

    def __getitem__(self, at: int | slice) -> tuple[Any, ...] | Sequence[tuple[Any, ...]]:
        if isinstance(at, slice):
            return ByColumns([column[at] for column in self.columns])
        return tuple(column[at] for column in self.columns)

    def picked(self, places: Sequence[int]) -> "ByColumns":
        """Return the rows with these of their cells."""
        return ByColumns([self.columns[at] for at in places])

    def changed(self, at: int, cells: Sequence[Any]) -> "ByColumns":
        """Return the rows with other cells in one column."""
        return ByColumns([*self.columns[:at], cells, *self.columns[at + 1 :]])
