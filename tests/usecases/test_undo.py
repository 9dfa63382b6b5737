"""Undo and redo: any sequence of edits comes back exactly, also after a restart."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from b2bdesk.domain.cart import Line
from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.rows.carts import NewLine
from tests.support.desk import PACK, DeskFixture, Good
from tests.usecases.conftest import GOODS

ITEMS = ["bolt", "nut", "tape", "wire", "secret", "unpriced", ""]


@dataclass(frozen=True)
class Snapshot:
    """What a cart is, as desk.db holds it."""

    lines: tuple[Line, ...]
    head: Any


def stored(desk: DeskFixture, cart_id: str) -> Snapshot:
    record = desk.repo.cart(cart_id)
    assert record is not None
    return Snapshot(tuple(desk.repo.lines(cart_id)), record.head)


def shown(desk: DeskFixture, cart_id: str) -> Any:
    sheet = desk.carts.open(cart_id)
    return sheet.lines, sheet.totals


quantities = st.integers(0, 500_000)
new_lines = st.builds(
    NewLine,
    st.sampled_from(ITEMS),
    quantities,
    st.sampled_from(["", PACK, "796"]),
    st.sampled_from(["", "срочно"]),
    st.sampled_from(["X-1", "гайка"]),
)
actions = st.one_of(
    st.tuples(st.just("add"), st.lists(new_lines, min_size=1, max_size=5), st.booleans()),
    st.tuples(st.just("quantity"), st.integers(0, 9), quantities),
    st.tuples(st.just("keep"), st.integers(0, 9)),
    st.tuples(st.just("remove"), st.sets(st.integers(0, 9), min_size=1, max_size=4)),
    st.tuples(st.just("replace"), st.integers(0, 9), st.sampled_from(["bolt", "nut", "tape"])),
    st.tuples(st.just("comment"), st.integers(0, 9), st.text(max_size=5)),
    st.tuples(st.just("move"), st.integers(0, 9), st.integers(1, 9)),
    st.tuples(st.just("rename"), st.sampled_from(["Ноябрь", "Склад"])),
    st.tuples(st.just("note"), st.sampled_from(["", "позвонить"])),
    st.tuples(st.just("restart")),
)


def act(desk: DeskFixture, cart_id: str, action: tuple[Any, ...]) -> None:
    kind = action[0]
    if kind == "restart":
        desk.reopen()
    elif kind == "add":
        desk.carts.add_lines(cart_id, action[1], mode="sum" if action[2] else "keep")
    elif kind == "rename":
        desk.carts.rename(cart_id, action[1])
    elif kind == "note":
        desk.carts.set_note(cart_id, action[1])
    else:
        act_on_lines(desk, cart_id, action)


def act_on_lines(desk: DeskFixture, cart_id: str, action: tuple[Any, ...]) -> None:
    ids = [line.line_id for line in desk.carts.open(cart_id).lines]
    kind, where = action[:2]
    if not ids:
        return
    if kind == "remove":
        desk.carts.remove(cart_id, {ids[at % len(ids)] for at in where})
        return
    line_id = ids[where % len(ids)]
    if kind == "quantity":
        desk.carts.set_quantity(cart_id, line_id, action[2])
    elif kind == "keep":
        desk.carts.keep_as_typed(cart_id, line_id)
    elif kind == "replace":
        desk.carts.replace_line(cart_id, line_id, action[2])
    elif kind == "comment":
        desk.carts.set_comment(cart_id, line_id, action[2])
    else:
        desk.carts.move(cart_id, line_id, action[2])


@settings(max_examples=60)
@given(st.lists(actions, min_size=1, max_size=12))
def test_undoing_everything_brings_every_state_back(sequence: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = DeskFixture(Path(folder))
        try:
            desk.stock_up(GOODS)
            cart_id = desk.carts.active().id
            states = [stored(desk, cart_id)]
            for action in sequence:
                act(desk, cart_id, action)
                now = stored(desk, cart_id)
                if now != states[-1]:
                    states.append(now)
            final = shown(desk, cart_id)
            for expected in reversed(states[:-1]):
                assert desk.carts.undo(cart_id).conflicts == 0
                assert stored(desk, cart_id) == expected
            with pytest.raises(Expected, match="nothing_to_undo"):
                desk.carts.undo(cart_id)
            desk.reopen()
            for expected in states[1:]:
                desk.carts.redo(cart_id)
                assert stored(desk, cart_id) == expected
            assert shown(desk, cart_id) == final
            desk.sessions.forget(cart_id)
            assert shown(desk, cart_id) == final
        finally:
            desk.close()


def test_the_step_is_named_with_its_values_across_a_restart(desk: DeskFixture) -> None:
    cart_id = desk.carts.active().id
    desk.carts.add_lines(cart_id, [NewLine("nut", 1_000), NewLine("tape", 1_000)], "paste")
    desk.reopen()
    label = desk.carts.undo_label(cart_id)
    assert label is not None
    assert (label.label, label.params["n"]) == ("paste", 2)
    result = desk.carts.undo(cart_id)
    assert (result.label, result.params["n"], result.conflicts) == ("paste", 2, 0)
    assert desk.carts.undo_label(cart_id) is None
    redo = desk.carts.redo_label(cart_id)
    assert redo is not None
    assert redo.label == "paste"


def test_a_new_edit_cuts_what_could_be_redone(desk: DeskFixture) -> None:
    cart_id = desk.carts.active().id
    desk.carts.add_lines(cart_id, [NewLine("nut", 1_000)])
    desk.carts.undo(cart_id)
    desk.carts.add_lines(cart_id, [NewLine("tape", 1_000)])
    with pytest.raises(Expected, match="nothing_to_redo"):
        desk.carts.redo(cart_id)
    assert desk.carts.quantities(cart_id) == {"tape": 1_000}


def test_a_line_moved_to_its_own_place_is_no_step(desk: DeskFixture) -> None:
    cart_id = desk.carts.active().id
    desk.carts.add_lines(cart_id, [NewLine(item, 1_000) for item in ("nut", "tape", "wire")])
    first, second, third = (line.line_id for line in desk.carts.open(cart_id).lines)
    desk.carts.remove(cart_id, [second])
    for line_id, position in ((first, 1), (third, 2), (third, 9)):
        assert not desk.carts.move(cart_id, line_id, position).kinds
    label = desk.carts.undo_label(cart_id)
    assert label is not None
    assert label.label == "remove_lines"


def test_the_last_two_hundred_steps_are_kept(desk: DeskFixture) -> None:
    cart_id = desk.carts.active().id
    desk.carts.add_lines(cart_id, [NewLine("nut", 1_000)])
    line_id = desk.carts.open(cart_id).lines[0].line_id
    for step in range(205):
        desk.carts.set_quantity(cart_id, line_id, (step + 2) * 1_000)
    for _ in range(200):
        desk.carts.undo(cart_id)
    with pytest.raises(Expected, match="nothing_to_undo"):
        desk.carts.undo(cart_id)
    assert desk.carts.quantities(cart_id) == {"nut": 6_000}


def test_each_cart_has_its_own_steps(desk: DeskFixture) -> None:
    first = desk.carts.active().id
    desk.carts.add_lines(first, [NewLine("nut", 1_000)])
    second = desk.carts.create().id
    desk.carts.add_lines(second, [NewLine("tape", 1_000)])
    desk.carts.undo(first)
    assert desk.carts.quantities(first) == {}
    assert desk.carts.quantities(second) == {"tape": 1_000}


def test_undo_of_a_removal_finds_the_item_that_left_the_catalogue(desk: DeskFixture) -> None:
    cart_id = desk.carts.active().id
    desk.carts.add_lines(cart_id, [NewLine("nut", 2_000)])
    desk.carts.remove(cart_id, [desk.carts.open(cart_id).lines[0].line_id])
    desk.stock_up([Good("bolt")])
    desk.carts.undo(cart_id)
    (line,) = desk.carts.open(cart_id).lines
    assert (line.item_id, line.states[0].code) == ("nut", "not_found")


def _many(count: int) -> list[NewLine]:
    return [
        NewLine(
            ("nut", "tape", "wire")[at % 3], (at + 1) * 1000, "796", f"место {at}", place=str(at)
        )
        for at in range(count)
    ]


def test_many_lines_changed_together_are_stored_as_they_are_shown(desk: DeskFixture) -> None:
    cart = desk.carts.create("Большая").id
    desk.carts.add_lines(cart, _many(90))
    first = stored(desk, cart), shown(desk, cart)
    desk.carts.add_lines(cart, _many(75), "merge")
    summed = stored(desk, cart), shown(desk, cart)
    assert len(summed[0].lines) == 90
    assert [line.quantity_e3 for line in summed[0].lines[74:76]] == [150_000, 76_000]
    assert list(summed[0].lines) == list(desk.carts.stored(cart))
    ids = [line.line_id for line in summed[0].lines]
    desk.carts.set_quantities(cart, ids[:60], 7_000)
    assert {line.quantity_e3 for line in stored(desk, cart).lines[:60]} == {7_000}
    desk.carts.undo(cart)
    assert (stored(desk, cart), shown(desk, cart)) == summed
    desk.carts.undo(cart)
    assert (stored(desk, cart), shown(desk, cart)) == first
