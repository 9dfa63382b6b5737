"""A table to be written, as the writers read it: a title with its facts, columns, rows.

What screens hand over (`usecases.ports.tables`) has this shape; the portal may hand over its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple, Protocol

Value = str | int | dt.date | None


class TableColumn(Protocol):
    """A column; prices are 10^-5, quantities 10^-3, money 10^-2, as integers."""

    @property
    def title(self) -> str:
        """Heading."""
        ...

    @property
    def kind(self) -> str:
        """text, number, price, quantity, money or date."""
        ...

    @property
    def width(self) -> int:
        """In characters; on paper wide text columns share the room."""
        ...


class TableDoc(Protocol):
    """The table."""

    @property
    def title(self) -> str:
        """Title; name of the sheet."""
        ...

    @property
    def facts(self) -> str:
        """One line under the title on paper."""
        ...

    @property
    def columns(self) -> Sequence[TableColumn]:
        """Columns from left to right."""
        ...

    @property
    def rows(self) -> Sequence[Sequence[Value]]:
        """Values in the order of the columns."""
        ...


class MadeColumn(NamedTuple):
    """A column of a table that is made here."""

    title: str
    kind: str
    width: int


class MadeTable(NamedTuple):
    """A table that is made here."""

    title: str
    facts: str
    columns: Sequence[MadeColumn]
    rows: Sequence[Sequence[Value]]
