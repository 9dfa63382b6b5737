"""Rows come through the pipe as they were; what does not fit together is refused."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from b2bdesk.files.frames import read_frame, write_frame
from b2bdesk.files.row_blocks import ROWS_PER_BLOCK, blocks_of, rows_of
from b2bdesk.trade.tablerows import RawRow

_TEXT = some.text(some.sampled_from('аБ1 \t\n"\\\x7f\x1f\u2028'), max_size=4)
_ROW = some.builds(
    RawRow,
    some.integers(1, 9),
    some.lists(_TEXT, max_size=5).map(tuple),
    some.lists(some.tuples(some.integers(0, 4), some.sampled_from("dex")), max_size=2).map(tuple),
    some.integers(0, 9),
)


@given(some.lists(_ROW, max_size=6))
def test_rows_come_through_as_they_were(rows: list[RawRow]) -> None:
    assert _through(rows) == rows


def test_long_lists_go_in_blocks() -> None:
    rows = [RawRow(at, (f"A-{at}", "5")) for at in range(1, ROWS_PER_BLOCK + 3)]
    assert _through(rows) == rows
    assert [len(rows_of(block)) for block in blocks_of(rows)] == [ROWS_PER_BLOCK, 2]


@pytest.mark.parametrize(
    "spoilt",
    [
        {"columns": ["a\x7fb\x7fc"]},
        {"columns": ["a\x7fb"] * 600},
        {"widths": [1]},
        {"numbers": [1, 10**9]},
    ],
)
def test_columns_that_do_not_fit_are_refused(spoilt: dict[str, Any]) -> None:
    block = next(blocks_of([RawRow(1, ("a",)), RawRow(2, ("b",))]))
    with pytest.raises(ValueError, match=r"\w"):
        rows_of(block | spoilt)


def _through(rows: list[RawRow]) -> list[RawRow]:
    pipe = io.BytesIO()
    for block in blocks_of(rows):
        write_frame(pipe, {"rows": block})
    pipe.seek(0)
    found: list[RawRow] = []
    while (frame := read_frame(pipe)) is not None:
        found += rows_of(frame["rows"])
    return found
