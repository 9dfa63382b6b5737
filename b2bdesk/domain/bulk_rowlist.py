"""The rows of a judged list: the plainest of them are made when somebody looks at them.

Nine rows of ten need no word: one sure item, a whole quantity, in stock. They are kept as the cells
they were read from beside the state of their item (`PlainRow`) and become a `BulkRow` at the first
look, so that 100,000 rows are judged, counted and shown without being made.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, overload

from b2bdesk.domain.bulk_rows import ATTENTION, MATCHED, BulkLine, BulkRow, ItemState, Match

Picker: TypeAlias = Callable[[tuple[str, ...]], dict[str, str]]

PlainRow: TypeAlias = tuple[
    Picker, int, tuple[str, ...], Sequence[Match], ItemState, int, str, str
]  # fmt: skip
"""What takes the cells by role, row number, cells, the one hit, its item, quantity in thousandths,
article as typed, comment."""

Judged: TypeAlias = BulkRow | PlainRow


def made(row: PlainRow) -> BulkRow:
    """A plain row as one of all rows; all it asks for goes into the cart."""
    pick, number, texts, hits, item, e3, _typed, _comment = row
    return BulkRow(
        number, pick(texts), MATCHED, (), hits[0].kind, item.id, item.article, item.name,
        item.okei, e3, e3, item.price_e5, item.stock_e3,
    )  # fmt: skip


class BulkRows(Sequence[BulkRow]):
    """Rows in the order of the list."""

    __slots__ = ("_rows",)

    def __init__(self, rows: Iterable[Judged] = ()) -> None:
        self._rows: list[Judged] = list(rows)

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> BulkRow: ...

    @overload
    def __getitem__(self, at: slice) -> list[BulkRow]: ...

    def __getitem__(self, at: int | slice) -> BulkRow | list[BulkRow]:
        if isinstance(at, slice):
            return list(map(self._at, range(*at.indices(len(self._rows)))))
        return self._at(at)

    def __iter__(self) -> Iterator[BulkRow]:
        return map(self._at, range(len(self._rows)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BulkRows) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # it is a list

    def _at(self, at: int) -> BulkRow:
        row = self._rows[at]
        if isinstance(row, tuple):
            row = self._rows[at] = made(row)
        return row

    def status(self, at: int) -> str:
        """The status of the row in a place."""
        row = self._rows[at]
        return MATCHED if isinstance(row, tuple) else row.status

    def told(self) -> list[BulkRow]:
        """Rows that are made already: all of which something is to be said."""
        return [row for row in self._rows if not isinstance(row, tuple)]

    def counts(self) -> dict[str, int]:
        """How many rows have each status."""
        told = self.told()
        counts: dict[str, int] = {}
        for row in told:
            counts[row.status] = counts.get(row.status, 0) + 1
        if len(told) < len(self._rows):
            counts[MATCHED] = counts.get(MATCHED, 0) + len(self._rows) - len(told)
        return counts

    def of(self, statuses: Collection[str]) -> BulkRows:
        """The rows of some statuses, in order."""
        plain = MATCHED in statuses
        return BulkRows(
            row
            for row in self._rows
            if (plain if isinstance(row, tuple) else row.status in statuses)
        )

    def numbers(self) -> list[int]:
        """The numbers of all rows, in order."""
        return [row[1] if isinstance(row, tuple) else row.row for row in self._rows]

    def places(self, numbers: Collection[int]) -> list[int]:
        """Where the rows of some numbers stand, in order."""
        return [at for at, number in enumerate(self.numbers()) if number in numbers]

    def called(self, code: str, code_of: Callable[[BulkRow], str]) -> list[int]:
        """The numbers of the rows that a list calls so; plain rows are called by their article."""
        return [
            row[1] if isinstance(row, tuple) else row.row
            for row in self._rows
            if (row[6].strip() if isinstance(row, tuple) else code_of(row)) == code
        ]

    def kinds(self) -> dict[int, str]:
        """How the item of each row was found, by row number."""
        return {
            (row[1] if isinstance(row, tuple) else row.row): (
                row[3][0].kind if isinstance(row, tuple) else row.match_kind
            )
            for row in self._rows
        }

    def replaced(self, rows: Mapping[int, BulkRow]) -> BulkRows:
        """The same rows with others in some places."""
        copy = BulkRows(self._rows)
        for at, row in rows.items():
            copy._rows[at] = row
        return copy


@dataclass(frozen=True, slots=True)
class BulkResult:
    """All rows with their statuses; `statuses` sum to the rows read."""

    rows: BulkRows
    lines: Sequence[BulkLine]
    statuses: Mapping[str, int] = field(default_factory=dict)

    @property
    def rows_read(self) -> int:
        """Rows with a status."""
        return len(self.rows)

    @property
    def needs_attention(self) -> bool:
        """Say whether some row waits for the buyer (exit code 2)."""
        return any(self.statuses.get(status) for status in ATTENTION)
