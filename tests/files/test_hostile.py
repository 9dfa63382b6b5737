"""Hostile files end in rows or in one clear refusal, and never in this process.

More than 300 files made by `tests.support.hostile`, all through one warm child with its real
limits; a child that dies over a file is replaced and the file is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from b2bdesk.files.child_client import ListReader
from b2bdesk.texts import errors
from b2bdesk.trade.errors import Expected
from tests.support.hostile import hostile_files, plain_rows, workbook
from tests.support.reading_child import spawn

# Refusals that a person may read; `list_stopped` is the honest end of a child that was killed.
_REFUSALS = {
    "list_bomb", "list_damaged", "list_empty", "list_encrypted", "list_stopped", "list_too_big",
    "list_too_many_rows", "list_unsupported", "list_unreadable",
}  # fmt: skip
# What must be refused by name, or read, not merely survived.
_BY_NAME = {
    "far-XFD1048576.xlsx": "list_too_many_rows",
    "far-quote-XFD1048576.xlsx": "list_too_many_rows",
    "entity-laughs.xlsx": "list_bomb",
    "entity-laughs.xml.xls": "list_bomb",
    "entity-outside.ods": "list_bomb",
    "entry-many.xlsx": "list_bomb",
    "entry-encrypted.xlsx": "list_encrypted",
    "entry-docx.xlsx": "list_unsupported",
    "bomb-media.xlsx": "list_bomb",
    "bomb-230.xlsx": "list_bomb",
    "text-rows.csv": "list_too_many_rows",
    "text-big.csv": "list_too_big",
    "text-empty.csv": "list_empty",
    "noise-2.xls": "list_unsupported",
    "painted-columns.xlsx": "2 rows",
    "painted-rows.xlsx": "1 rows",
    "painted-last.xlsx": "6 rows",
    "stranger-good.csv": "6 rows",
    "stranger-good.xls": "6 rows",
    "stranger-macro.xlsm": "6 rows",
    "stranger-pdf.xlsx": "list_unsupported",
    "stranger-archive.xlsx": "list_unsupported",
    "stranger-gzip.csv": "list_unsupported",
    "stranger-garbage.xlsb": "list_damaged",
    "locked.xlsx": "list_encrypted",
    "locked.xls": "list_encrypted",
    "locked.ods": "list_encrypted",
    "endless-painted.xlsx": "6 rows",
    "endless-page.xls": "list_too_many_rows",
    "endless-deceit.xlsx": "list_too_many_rows",
}


@pytest.fixture(scope="module")
def reader() -> Iterator[ListReader]:
    found = ListReader(spawn)
    yield found
    found.close()


def test_every_hostile_file_ends_clearly(reader: ListReader, tmp_path: Path) -> None:
    ends: dict[str, str] = {}
    for name, data in hostile_files():
        path = tmp_path / name.replace("/", "_")
        path.write_bytes(data)
        ends[name] = _end(reader, path)
        path.unlink()
    assert len(ends) >= 300
    assert all(errors.known(end) for end in ends.values() if not end.endswith("rows"))
    strange = {
        n: end for n, end in ends.items() if not end.endswith("rows") and end not in _REFUSALS
    }
    assert not strange
    assert {name: ends[name] for name in _BY_NAME} == _BY_NAME


def test_the_child_reads_on_after_a_file_that_killed_it(reader: ListReader, tmp_path: Path) -> None:
    good = tmp_path / "good.xlsx"
    good.write_bytes(workbook(plain_rows(5)))
    for name, data in hostile_files():
        if name.startswith("far-two"):
            path = tmp_path / name
            path.write_bytes(data)
            assert _end(reader, path) in ("list_stopped", "list_too_many_rows")
    assert len(reader.read(good).sheets[0].rows) == 6


def _end(reader: ListReader, path: Path) -> str:
    try:
        book = reader.read(path)
    except Expected as refusal:
        return refusal.code
    return f"{sum(len(sheet.rows) for sheet in book.sheets)} rows"
