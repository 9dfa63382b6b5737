"""What a list calls the goods that were chosen for its rows.

A chosen item stands in the column of own codes while a row is judged (`bulk_preview.mark_of`).
After that the row has the code of the list again: it is what a choice teaches, and what is shown.
"""

from collections.abc import Collection, Iterator, Mapping

from b2bdesk.domain.bulk_plan import BulkPlan
from b2bdesk.domain.bulk_rowlist import BulkRows
from b2bdesk.domain.bulk_rows import BulkRow
from b2bdesk.trade.tablerows import RawRow

_ROLE = "own_code"


def called_as_listed(plan: BulkPlan, chosen: Mapping[int, str], rows: BulkRows) -> None:
    """Let all rows whose goods were chosen have the code of the list.

    Args:
        plan: the list as it was read.
        chosen: item ids by row number.
        rows: the judged rows; changed in place.
    """
    for row, listed, columns in with_listed(plan, chosen, rows):
        called_as(row, listed, columns)


def with_listed(
    plan: BulkPlan, numbers: Collection[int], rows: BulkRows
) -> Iterator[tuple[BulkRow, RawRow, Mapping[str, int]]]:
    """Yield judged rows with the row of the list and the columns of its section.

    Args:
        plan: the list as it was read.
        numbers: of rows in the list.
        rows: the judged rows.
    """
    if not numbers:
        return
    listed = {
        row.number: (row, section.layout.columns)
        for part in plan.parts
        for section in part.sections
        for row in section.rows
        if row.number in numbers
    }
    for at in rows.places(numbers):
        row = rows[at]
        if row.row in listed:
            yield row, *listed[row.row]


def called_as(row: BulkRow, listed: RawRow, columns: Mapping[str, int]) -> None:
    """Let a row have the own code of the list, or none, instead of the mark of chosen goods."""
    at = columns.get(_ROLE)
    rest = {role: text for role, text in row.cells.items() if role != _ROLE}
    row.cells = rest if at is None else {**rest, _ROLE: listed.cell(at)}
