"""Writing what a screen shows as a spreadsheet or as pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

TEXT, NUMBER, PRICE, QUANTITY, MONEY, DATE = "text", "number", "price", "quantity", "money", "date"
TableValue = str | int | date | None


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its heading as read on the screen, what its values are, width in characters.

    Values of PRICE are 10^-5, of QUANTITY 10^-3, of MONEY 10^-2, as integers.
    """

    title: str
    kind: str = TEXT
    width: int = 14


@dataclass(frozen=True, slots=True)
class Table:
    """A title with its facts, columns, rows."""

    title: str
    facts: str
    columns: Sequence[TableColumn]
    rows: Sequence[Sequence[TableValue]]


class TableFiles(Protocol):
    """Writes tables."""

    def save(self, target: Path, table: Table) -> Path:
        """Write a table as .xlsx, or .csv when the file is called so; .pdf as pages.

        Raises:
            Environment: the file could not be written.
        """
        ...
