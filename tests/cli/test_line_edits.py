"""Single lines on the command line: added, set, commented, moved, removed, told, taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from b2bdesk.models.queries.resolve import ResolveQueries
from b2bdesk.models.queries.view import Views
from b2bdesk.texts import speaking
from b2bdesk.usecases.rows.carts import NewLine
from b2bdesk.usecases.rows.sync import SyncState
from tests.cli.fakes import services, told
from tests.support.desk import TODAY, Account, DeskFixture, Good, contract, entity


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with speaking("en"):
        yield


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskFixture]:
    made = DeskFixture(tmp_path, Account((entity("e1", contract("c1")),)))
    made.stock_up([Good("nut", stock_e3=50_000), Good("bolt", multiple_e3=10_000), Good("3")])
    cart_id = made.carts.create("June").id
    made.carts.add_lines(cart_id, [NewLine("nut", 5_000), NewLine("bolt", 20_000)])
    yield made
    made.close()


def told_by(desk: DeskFixture, *argv: str) -> tuple[int, str, str]:
    state = SyncState(False, True, {"catalog": datetime(2026, 11, 23, tzinfo=UTC)})
    active = SimpleNamespace(active=lambda: (desk.context.entity, desk.context.contract))  # type: ignore[union-attr]
    resolve = ResolveQueries(Views(desk.store, active), lambda: TODAY)  # type: ignore[arg-type]
    over = services(
        carts=desk.carts,
        resolve=resolve,
        sync=SimpleNamespace(state=lambda: state),
        splitting=SimpleNamespace(kin=lambda _cart_id: None),
        account=SimpleNamespace(context=lambda: desk.context, entities=desk.account.entities),
    )
    return told(over, *argv)


def run(desk: DeskFixture, *argv: str) -> tuple[int, Any]:
    code, out, _err = told_by(desk, *argv, "--json")
    return code, json.loads(out)


def shape(desk: DeskFixture, name: str = "June") -> list[tuple[str, str, str]]:
    _, found = run(desk, "cart", "show", name)
    return [(each["item_id"], each["quantity"], each["comment"]) for each in found["lines"]]


def test_a_line_is_added_to_what_is_there_and_rounded_unless_told_not_to(desk: DeskFixture) -> None:
    code, made = run(desk, "cart", "add", "June", "АРТ-nut", "7")
    assert (code, made["lines"][0]["quantity"], made["totals"]["lines"]) == (0, "12", 2)
    code, made = run(desk, "cart", "add", "June", "АРТ-bolt", "3")
    assert (code, made["lines"][0]["quantity"]) == (0, "30")
    code, made = run(desk, "cart", "add", "June", "3", "1", "--comment", "for hall 2")
    assert (code, shape(desk)[-1]) == (0, ("3", "1", "for hall 2"))
    code, made = run(desk, "cart", "add", "June", "АРТ-nut", "90")
    assert (code, made["lines"][0]["state"]) == (2, "short")


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        (("add", "June", "nobody", "1"), "item_not_found"),
        (("add", "June", "АРТ-nut", "0"), "bad_quantity"),
        (("add", "June", "АРТ-nut", "-4"), "bad_quantity"),
        (("add", "June", "АРТ-nut", "many"), "bad_quantity"),
        (("add", "June", "АРТ-nut", "1", "--unit", "zzz"), "bad_arguments"),
        (("set", "June", "9", "1"), "bad_arguments"),
        (("move", "June", "1", "7"), "bad_quantity"),
        (("remove", "June", "АРТ-nut", "zzz"), "bad_arguments"),
        (("add", "July", "АРТ-nut", "1"), "cart_not_found"),
    ],
)  # fmt: skip
def test_what_does_not_read_changes_nothing(
    desk: DeskFixture, argv: tuple[str, ...], expected: str
) -> None:
    before = shape(desk)
    code, refused = run(desk, "cart", *argv)
    assert (code, refused["error"]["code"]) == (5, expected)
    assert shape(desk) == before


def test_lines_are_set_commented_moved_removed_and_each_step_is_taken_back(
    desk: DeskFixture,
) -> None:
    assert run(desk, "cart", "set", "June", "1", "8")[1]["lines"][0]["sum"] == "80.00"
    assert run(desk, "cart", "comment", "June", "АРТ-bolt", "galvanised")[0] == 0
    assert run(desk, "cart", "move", "June", "АРТ-bolt", "1")[0] == 0
    assert shape(desk) == [("bolt", "20", "galvanised"), ("nut", "8", "")]
    code, gone = run(desk, "cart", "remove", "June", "1", "2")
    assert (code, [each["item_id"] for each in gone["removed"]]) == (0, ["bolt", "nut"])
    steps = [run(desk, "cart", "undo", "June")[1]["step"] for _ in range(4)]
    assert steps == ["remove_lines", "move_line", "set_comment", "set_quantity"]
    assert shape(desk) == [("nut", "5", ""), ("bolt", "20", "")]


def test_a_name_that_several_carts_have_is_not_guessed(desk: DeskFixture) -> None:
    first = desk.carts.list()[0].id
    second = desk.carts.create("June").id
    code, refused = run(desk, "cart", "show", "june")
    assert (code, refused["error"]["code"]) == (5, "cart_ambiguous")
    assert first in refused["error"]["message"]
    assert second in refused["error"]["message"]
    assert run(desk, "cart", "show", second)[1]["lines"] == []
    assert run(desk, "cart", "delete", first)[0] == 0
    assert run(desk, "cart", "delete", "June")[0] == 0
    code, refused = run(desk, "cart", "restore", "June")
    assert (code, refused["error"]["code"]) == (5, "cart_ambiguous")
    code, refused = run(desk, "cart", "show", "June")
    assert (code, refused["error"]["code"]) == (5, "cart_in_bin")


def test_a_cart_tells_what_it_is(desk: DeskFixture) -> None:
    run(desk, "cart", "note", "June", "call Petrov first")
    run(desk, "cart", "comment", "June", "2", "galvanised")
    run(desk, "cart", "template", "June")
    run(desk, "cart", "lock", "June")
    shown = told_by(desk, "cart", "show", "June")[1]
    listed = told_by(desk, "cart", "list")[1]
    for text in (shown, listed):
        assert "draft, template, locked" in text
        assert "call Petrov first" in text
    assert "galvanised" in shown
    assert shown.splitlines()[0].split() == ["Cart", "June"]


def test_undo_of_a_name_tells_the_cart_by_its_old_one(desk: DeskFixture) -> None:
    run(desk, "cart", "rename", "June", "July")
    code, out, _ = told_by(desk, "cart", "undo", "July")
    assert code == 0
    assert out.startswith("Undone: renaming to “July”")
    assert "June" in out
