"""Lists: 10,000 rows of xlsx to judged rows, beside the fastest reader alone."""

from __future__ import annotations

from collections.abc import Iterator

import xlsxwriter
from python_calamine import CalamineWorkbook

from bench.measure import Row, seconds
from bench.stage import Stage


def rows(stage: Stage) -> Iterator[Row]:
    """Yield the rows of the group."""
    path = stage.folder / "list.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Заказ")
        sheet.write_row(0, 0, ("Артикул", "Наименование", "Кол-во", "Примечание"))
        for number, row in enumerate(stage.offers, 1):
            pieces = max(1, row.multiple_e3 // 1000)
            sheet.write_row(number, 0, (row.article, row.name, pieces, ""))
    limit = seconds(lambda: CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python())
    bulk = stage.services.bulk_entry
    bulk.prepare()
    bulk.open(path)
    ours = seconds(lambda: bulk.open(path))
    yield Row("import.10k", ours, "s", limit, 3.0, f"{len(stage.offers)} rows, warm child")
