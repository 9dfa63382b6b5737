"""Lists of every shape in every format: sheet, heading, columns, a status for each row.

What a catalogue knows is taken from the list itself; a second run without any catalogue proves
that headings alone lead to the same columns.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from b2bdesk.domain.bulk import Known
from b2bdesk.domain.bulk_plan import begin, finish
from b2bdesk.files.excel_import.reader import read_book
from tests.support.catalogue import MemoryCatalogue
from tests.support.list_files import FORMATS, keeps_merges, write
from tests.support.shapes import SHAPES, make

_SEEDS = (1, 2, 3)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_understood(shape: str, kind: str, tmp_path: Path) -> None:
    for seed in _SEEDS:
        made = make(shape, seed)
        if made.needs_merges and not keeps_merges(kind):
            continue
        catalogue = MemoryCatalogue(
            made.catalogue(), {good.barcode: f"id-{good.article}" for good in made.goods}
        )
        plan = begin(read_book(write(made, kind, tmp_path)), catalogue.hits)
        if kind in ("xlsx", "ods", "xml"):
            assert plan.chosen.sheet.name == made.sheet
        assert plan.chosen.layout.header_rows == made.header, seed
        columns = {role: letters for role, letters in plan.columns.items() if letters}
        columns = {role: letters for role, letters in columns.items() if role in made.columns}
        assert columns == made.columns, seed
        result = finish(plan, Known(catalogue.resolve(plan.wanted), catalogue.items))
        got = {row.row: row.status for row in result.rows}
        wrong = {n: (got.get(n), s) for n, s in made.statuses.items() if got.get(n) != s}
        assert not wrong, (seed, {n: (pair, made.rows[n - 1]) for n, pair in wrong.items()})
        assert sum(result.statuses.values()) == len(made.statuses)
        asked = [(r.article, (r.quantity_e3 or 0) // 1000) for r in result.rows if r.added_e3]
        assert asked == made.asked


# Without headings and without a catalogue the columns are a guess that a person confirms.
@pytest.mark.parametrize("shape", sorted(set(SHAPES) - {"bare", "code_quantity"}))
def test_headings_alone_lead_to_the_same_columns(shape: str, tmp_path: Path) -> None:
    made = make(shape, 4)
    for kind in filter(keeps_merges, FORMATS) if made.needs_merges else FORMATS:
        plan = begin(read_book(write(made, kind, tmp_path)))
        assert plan.chosen.layout.header_rows == made.header or not keeps_merges(kind)
        found = {role: plan.columns[role] for role in made.columns}
        assert found == made.columns, kind
