"""Lists: rows of xlsx to judged rows beside the fastest reader alone; export beside xlsxwriter."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from b2bdesk.files.xlsx_rows import Column, Value
from b2bdesk.files.xlsx_writer import XlsxWriter
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.rows.offers import OfferRow, Query
from bench.measure import Row, seconds
from bench.stage import Stage

_LONG, _EXPORTED = 100_000, 150_000


def rows(stage: Stage) -> Iterator[Row]:
    """Yield the rows of the group."""
    yield from _import(stage, "import.10k", stage.offers)
    if stage.size >= _LONG:
        found = stage.services.search.find(Query(sort="article"))
        offers = stage.services.search.offers(found.ns[:_LONG])
        yield from _import(stage, "import.100k", offers)
    yield _export()


def _import(stage: Stage, name: str, offers: Sequence[OfferRow]) -> Iterator[Row]:
    path = stage.folder / f"{name}.xlsx"
    _write(path, offers)
    limit = seconds(lambda: CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python())
    bulk = stage.services.bulk_entry
    bulk.prepare()
    preview = bulk.open(path)
    warm = seconds(lambda: bulk.open(path))
    yield Row(name, warm, "s", limit, 3.0, f"{len(offers)} rows, child and goods warm")

    def anew() -> None:
        stage.services.news.publish(ChangeSet.of("prices"))
        bulk.open(path)

    yield Row(f"{name}.anew", seconds(anew), "s", limit, None, "goods not looked at before")
    row = preview.rows[len(preview.rows) // 2].row
    answer = seconds(lambda: bulk.correct(preview, row, "7")) * 1e3
    yield Row(f"{name}.answer", answer, "ms", None, None, "another quantity of one row")


def _write(path: Path, offers: Sequence[OfferRow]) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Заказ")
        sheet.write_row(0, 0, ("Артикул", "Наименование", "Кол-во", "Примечание"))
        for number, row in enumerate(offers, 1):
            pieces = max(1, row.multiple_e3 // 1000)
            sheet.write_row(number, 0, (row.article, row.name, pieces, ""))


def _export() -> Row:
    """150,000 rows of 12 columns: ours beside xlsxwriter with constant memory."""
    columns = [Column(f"Столбец {at}", "text" if at < 6 else "money") for at in range(12)]
    table: list[tuple[Value, ...]] = [
        (f"{n:08}", f"Болт М{n % 40}х{n % 90}", "шт", "IEK", f"46{n:011}", "есть", *[n + 12345] * 6)
        for n in range(_EXPORTED)
    ]

    def ours() -> None:
        with XlsxWriter(io.BytesIO()) as writer:
            writer.sheet("Прайс", columns, table)

    def peer() -> None:
        with xlsxwriter.Workbook(io.BytesIO(), {"constant_memory": True}) as book:
            sheet = book.add_worksheet("Прайс")
            for number, row in enumerate(table):
                sheet.write_row(number, 0, row)

    limit = seconds(peer, 1)
    return Row("export.150k", seconds(ours, 2), "s", limit, 0.2, "12 columns, beside xlsxwriter")
