"""What lies in the model portal's database."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

Scope = tuple[str, str]
Row = tuple[Any, ...]


@dataclass
class Table:
    """One scope: rows and tombstones by key, checksum, and what it was after each change."""

    rows: dict[Row, Row] = field(default_factory=dict)
    dead: dict[Row, int] = field(default_factory=dict)
    total: int = 0
    purged: int = 0
    generation: int = 1
    seqs: list[int] = field(default_factory=lambda: [0])
    sums: list[tuple[int, int]] = field(default_factory=lambda: [(0, 0)])

    def copied(self) -> Table:
        """Return a copy."""
        return replace(
            self,
            rows=dict(self.rows),
            dead=dict(self.dead),
            seqs=list(self.seqs),
            sums=list(self.sums),
        )


@dataclass
class Data:
    """What lies in the portal's database and so comes back with a backup."""

    seq: int = 0
    tables: dict[Scope, Table] = field(default_factory=dict)
    orders: dict[str, dict[str, Any]] = field(default_factory=dict)
    raw: dict[str, bytes] = field(default_factory=dict)
    refused: dict[str, bytes] = field(default_factory=dict)
    voided: set[str] = field(default_factory=set)
    commands: dict[str, bytes] = field(default_factory=dict)

    def copied(self) -> Data:
        """Return a copy, as a backup is."""
        return Data(
            self.seq,
            {scope: table.copied() for scope, table in self.tables.items()},
            {key: dict(order) for key, order in self.orders.items()},
            dict(self.raw),
            dict(self.refused),
            set(self.voided),
            dict(self.commands),
        )
