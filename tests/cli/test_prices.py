"""Moved prices and warnings on the command line: told, answered, written into a file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from openpyxl import load_workbook

from b2bdesk.texts import speaking
from b2bdesk.usecases.rows.carts import NewLine
from b2bdesk.usecases.rows.sync import SyncState
from tests.cli.fakes import services, told
from tests.support.desk import DeskFixture, Good


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with speaking("en"):
        yield


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskFixture]:
    made = DeskFixture(tmp_path)
    made.stock_up([Good("nut", 310_000, stock_e3=2_000), Good("bolt", 1_234_000)])
    cart_id = made.carts.create("June").id
    made.carts.add_lines(cart_id, [NewLine("nut", 10_000), NewLine("bolt", 10_000)])
    yield made
    made.close()


def run(desk: DeskFixture, *argv: str) -> tuple[int, Any]:
    state = SyncState(False, True, {"catalog": datetime(2026, 11, 23, tzinfo=UTC)})
    over = services(
        carts=desk.carts,
        prices=desk.prices,
        warnings=desk.warnings,
        sync=SimpleNamespace(state=lambda: state),
        account=SimpleNamespace(context=lambda: desk.context, entities=desk.account.entities),
    )
    code, out, _err = told(over, *argv, "--json")
    return code, json.loads(out)


def moved(desk: DeskFixture) -> None:
    desk.stock_up([Good("nut", 350_000), Good("bolt", 1_200_000)])


def test_prices_that_did_not_move_need_no_attention(desk: DeskFixture) -> None:
    code, found = run(desk, "cart", "prices", "June")
    assert (code, found["lines"], found["totals"]["undecided"]) == (0, [], 0)


def test_moved_prices_are_told_and_answered_by_line(desk: DeskFixture) -> None:
    moved(desk)
    code, found = run(desk, "cart", "prices", "June")
    assert code == 2
    first = found["lines"][0]
    assert (first["typed"], first["old"], first["new"]) == ("3.10", None, "3.50")
    assert (first["difference"], first["decision"], first["source"]) == ("4.00", "open", "local")
    assert found["totals"] == {
        "up": "4.00", "down": "-3.40", "difference": "0.60", "undecided": 2,
    }  # fmt: skip
    code, kept = run(desk, "cart", "prices", "June", "--keep", "--line", "арт-nut")
    assert (code, kept["answered"], kept["lines"][0]["decision"]) == (0, 1, "keep")
    assert kept["totals"]["undecided"] == 1
    code, rest = run(desk, "cart", "prices", "June", "--accept", "--only", "open")
    assert (code, rest["answered"], rest["totals"]["undecided"]) == (0, 1, 0)
    code, taken = run(desk, "cart", "prices", "June", "--ask")
    assert (code, taken["answered"]) == (2, 1)


def test_a_cheaper_price_is_left_alone_by_keep(desk: DeskFixture) -> None:
    moved(desk)
    code, found = run(desk, "cart", "prices", "June", "--keep", "--only", "down")
    assert (code, found["answered"], found["left"]) == (2, 0, 1)


@pytest.mark.parametrize("argv", [("--line", "no such"), ("--accept", "--keep")])
def test_lines_nobody_has_and_two_answers_are_bad_arguments(
    desk: DeskFixture, argv: tuple[str, ...]
) -> None:
    moved(desk)
    code, found = run(desk, "cart", "prices", "June", *argv)
    assert (code, found["error"]["code"]) == (5, "bad_arguments")
    assert desk.prices.review(desk.carts.active().id).undecided == 2


def test_moved_prices_go_into_a_spreadsheet_with_their_sum(
    desk: DeskFixture, tmp_path: Path
) -> None:
    moved(desk)
    target = tmp_path / "prices.xlsx"
    _, found = run(desk, "cart", "prices", "June", "--report", str(target))
    assert found["file"] == str(target)
    sheet = load_workbook(target).worksheets[0]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert rows[0][4:7] == ["Price as typed", "Old price", "New price"]
    assert [row[0] for row in rows[1:-1]] == ["АРТ-nut", "АРТ-bolt"]
    assert [row[8] for row in rows[1:]] == [4.0, -3.4, 0.6]


def test_warnings_are_told_and_answered(desk: DeskFixture) -> None:
    desk.stock_up([Good("nut", 310_000, stock_e3=1_000), Good("bolt", 1_234_000)])
    code, found = run(desk, "cart", "warnings", "June")
    assert (code, [each["code"] for each in found["warnings"]]) == (2, ["key_slip"])
    code, found = run(desk, "cart", "warnings", "June", "--fine", "--line", "1")
    assert (code, found["answered"], found["warnings"]) == (0, 1, [])
    code, found = run(desk, "cart", "warnings", "June")
    assert (code, found["warnings"]) == (0, [])
