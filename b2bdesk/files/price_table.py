"""Prices of a cart that moved, as a table for a spreadsheet: three prices, difference, decision.

Implements `usecases.ports.price_log.PriceFiles`. The last row has the sum of the differences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from b2bdesk.files.goods_table import GoodsTables
from b2bdesk.files.table_doc import MadeColumn, MadeTable
from b2bdesk.texts.door import tr, trc
from b2bdesk.texts.reasons import price_answer

Cell = str | int | None


class Line(Protocol):
    """The line (`usecases.rows.carts.LineRow`)."""

    @property
    def article(self) -> str:
        """The supplier's."""
        ...

    @property
    def name(self) -> str:
        """Of the goods."""
        ...

    @property
    def unit(self) -> str:
        """Its short sign."""
        ...

    @property
    def quantity_e3(self) -> int:
        """In the line's unit."""
        ...


class Move(Protocol):
    """A moved price (`usecases.rows.repricing.PriceMove`)."""

    @property
    def line(self) -> Line:
        """Of the cart."""
        ...

    @property
    def typed_e5(self) -> int:
        """As it was when the line was added."""
        ...

    @property
    def old_e5(self) -> int | None:
        """Before it moved last."""
        ...

    @property
    def now_e5(self) -> int:
        """Today."""
        ...

    @property
    def portal(self) -> bool:
        """Whether only the portal has it."""
        ...

    @property
    def difference_minor(self) -> int:
        """For the line, with VAT."""
        ...

    @property
    def answer(self) -> str:
        """What the buyer said."""
        ...


class PriceTables:
    """Writes price reviews."""

    def moves(self, target: Path, cart: Mapping[str, str], moves: Sequence[Move]) -> Path:
        """Write moved prices as .xlsx or .csv, or as pages (.pdf); the suffix decides.

        Args:
            target: the file.
            cart: its `name` and `currency`.
            moves: in the order of the cart.

        Raises:
            Environment: the file could not be written.
        """
        columns = (
            MadeColumn(tr("Article"), "text", 18),
            MadeColumn(tr("Name"), "text", 44),
            MadeColumn(tr("Qty"), "quantity", 10),
            MadeColumn(tr("Unit"), "text", 8),
            MadeColumn(tr("Price as typed"), "price", 13),
            MadeColumn(tr("Old price"), "price", 12),
            MadeColumn(tr("New price"), "price", 12),
            MadeColumn(trc("prices", "Source"), "text", 16),
            MadeColumn(tr("Difference, {currency}").format(**cart), "money", 15),
            MadeColumn(tr("Decision"), "text", 24),
        )
        rows: list[Sequence[Cell]] = [_row(each) for each in moves]
        total = sum(each.difference_minor for each in moves)
        rows.append(("", tr("Total"), None, "", None, None, None, "", total, ""))
        title = tr("Prices that changed")
        return GoodsTables().save(target, MadeTable(title, f"«{cart['name']}»", columns, rows))


def _row(each: Move) -> tuple[Cell, ...]:
    line = each.line
    source = trc("prices", "portal") if each.portal else trc("prices", "this computer")
    return (
        line.article, line.name, line.quantity_e3, line.unit, each.typed_e5, each.old_e5,
        each.now_e5, source, each.difference_minor, price_answer(each.answer),
    )  # fmt: skip
