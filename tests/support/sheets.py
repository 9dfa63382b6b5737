"""Small sheets written as tables, for tests of matching without a file."""

from __future__ import annotations

from collections.abc import Sequence

from b2bdesk.domain.bulk import Known
from b2bdesk.domain.bulk_plan import BulkPlan, begin, finish
from b2bdesk.domain.bulk_rowlist import BulkResult
from b2bdesk.domain.bulk_rows import BulkOptions
from b2bdesk.trade.tablerows import RawBook, RawRow, RawSheet
from tests.support.catalogue import MemoryCatalogue


def sheet(*rows: Sequence[str], name: str = "Лист1") -> RawSheet:
    """A sheet of texts; an empty tuple is a blank row."""
    found = [RawRow(n, tuple(cells)) for n, cells in enumerate(rows, start=1) if any(cells)]
    return RawSheet(name, found)


def book(*rows: Sequence[str]) -> RawBook:
    """A book of one sheet."""
    return RawBook("xlsx", (sheet(*rows),))


def judged(
    made: RawBook, catalogue: MemoryCatalogue, options: BulkOptions | None = None
) -> tuple[BulkPlan, BulkResult]:
    """Run the whole pure conversation over a book."""
    plan = begin(made, catalogue.hits)
    known = Known(catalogue.resolve(plan.wanted), catalogue.items, catalogue.propose)
    return plan, finish(plan, known, options)
