"""What lists and carts leave behind as files, in one object for the use cases.

Reports and exports are written here; answers go into the buyer's own workbook through the reading
child, because that file is a stranger's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from b2bdesk.files.atomic import writing
from b2bdesk.files.cart_export import CartLine, write_cart
from b2bdesk.files.child_client import ListReader
from b2bdesk.files.report import ReportLine, answer_plan, write_report
from b2bdesk.texts import formats
from b2bdesk.trade.tablerows import ListSource


class ListFiles:
    """Writes reports, answers and exports."""

    def __init__(self, reader: ListReader) -> None:
        self._reader = reader

    def report(
        self,
        target: Path,
        rows: Sequence[ReportLine],
        source: str,
        only: Collection[str] | None = None,
    ) -> None:
        """Write the report of a list; `only` keeps rows of some statuses."""
        with writing(target) as stream:
            write_report(stream, rows, source, only)

    def answers(
        self,
        source: ListSource,
        target: Path,
        rows: Sequence[ReportLine],
        arrivals: Mapping[str, dt.date],
    ) -> str:
        """Write the answers into a copy of the list; says how: `same`, `text` or `copy`."""
        terms = {item_id: formats.date(day) for item_id, day in arrivals.items()}
        plan = answer_plan(rows, source.sheet, source.header_row, terms)
        return self._reader.fill_back(source.path, target, plan, source.encoding, source.delimiter)

    def cart(self, target: Path, title: str, lines: Sequence[CartLine]) -> Path:
        """Write a cart as .xlsx or .csv."""
        return write_cart(target, title, lines)
