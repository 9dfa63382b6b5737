"""One cart: edits, undo and redo, the program restarted in between; the model are plain dicts."""

from __future__ import annotations

import tempfile
from copy import deepcopy
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from b2bdesk.trade.decimals import half_up
from b2bdesk.usecases.rows.carts import NewLine
from tests.support.desk import PIECE, DeskFixture, Good

PRICES = {"nut": 310_000, "tape": 5_000_000, "pin": 33_000}
GOODS = [Good(name, price_e5=price, stock_e3=10**9) for name, price in PRICES.items()]
pieces = st.integers(1, 500)
items = st.sampled_from(sorted(PRICES))
spots = st.integers(0, 30)


class Cart(RuleBasedStateMachine):
    """`now` is what the cart holds, `past` and `future` what undo and redo bring back."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.desk = DeskFixture(Path(self._folder.name))
        self.desk.stock_up(GOODS)
        self.id = self.desk.carts.active().id
        self.now: dict[str, Any] = {"note": "", "lines": []}
        self.past: list[dict[str, Any]] = []
        self.future: list[dict[str, Any]] = []

    def teardown(self) -> None:
        """Everything that is kept is what the model says, also for the next start."""
        self.desk.reopen()
        self.agree()
        self.desk.close()
        self._folder.cleanup()

    def _step(self, before: dict[str, Any]) -> None:
        if before != self.now:
            self.past.append(before)
            self.future.clear()

    def _line(self, spot: int) -> tuple[int, str]:
        at = spot % len(self.now["lines"])
        return at, self.desk.repo.lines(self.id)[at].line_id

    def _filled(self) -> bool:
        return bool(self.now["lines"])

    @rule(item=items, count=pieces, keep=st.booleans(), comment=st.sampled_from(["", "срочно"]))
    def add(self, item: str, count: int, keep: bool, comment: str) -> None:
        """Add goods, to their line or as a line of their own."""
        before = deepcopy(self.now)
        found = [line for line in self.now["lines"] if line["item"] == item]
        if found and not keep:
            comment = ""
            found[0]["pieces"] += count
        else:
            self.now["lines"].append({"item": item, "pieces": count, "comment": comment})
        line = NewLine(item, count * 1000, PIECE, comment)
        self.desk.carts.add_lines(self.id, [line], mode="keep" if keep else "sum")
        self._step(before)

    @precondition(_filled)
    @rule(spot=spots, count=pieces)
    def set_quantity(self, spot: int, count: int) -> None:
        """Type another quantity."""
        before, (at, line_id) = deepcopy(self.now), self._line(spot)
        self.now["lines"][at]["pieces"] = count
        self.desk.carts.set_quantity(self.id, line_id, count * 1000)
        self._step(before)

    @precondition(_filled)
    @rule(spot=spots, text=st.sampled_from(["", "к обеду", "<b>"]))
    def comment(self, spot: int, text: str) -> None:
        """Write a comment."""
        before, (at, line_id) = deepcopy(self.now), self._line(spot)
        self.now["lines"][at]["comment"] = text
        self.desk.carts.set_comment(self.id, line_id, text)
        self._step(before)

    @precondition(_filled)
    @rule(spot=spots, to=spots)
    def move(self, spot: int, to: int) -> None:
        """Put a line on another place."""
        before, (at, line_id) = deepcopy(self.now), self._line(spot)
        to %= len(self.now["lines"])
        self.now["lines"].insert(to, self.now["lines"].pop(at))
        self.desk.carts.move(self.id, line_id, to + 1)
        self._step(before)

    @precondition(_filled)
    @rule(chosen=st.sets(spots, min_size=1, max_size=3))
    def remove(self, chosen: set[int]) -> None:
        """Remove some lines at once."""
        before = deepcopy(self.now)
        gone = {self._line(spot) for spot in chosen}
        for at, _ in sorted(gone, reverse=True):
            del self.now["lines"][at]
        self.desk.carts.remove(self.id, [line_id for _, line_id in gone])
        self._step(before)

    @rule(text=st.sampled_from(["", "позвонить"]))
    def note(self, text: str) -> None:
        """Write the note of the cart."""
        before = deepcopy(self.now)
        self.now["note"] = text
        self.desk.carts.set_note(self.id, text)
        self._step(before)

    @precondition(lambda self: self.past)
    @rule()
    def undo(self) -> None:
        """Take a step back."""
        self.future.append(self.now)
        self.now = self.past.pop()
        assert self.desk.carts.undo(self.id).conflicts == 0

    @precondition(lambda self: self.future)
    @rule()
    def redo(self) -> None:
        """Take it again."""
        self.past.append(self.now)
        self.now = self.future.pop()
        assert self.desk.carts.redo(self.id).conflicts == 0

    @rule()
    def restart(self) -> None:
        """Close the program and start it again."""
        self.desk.reopen()

    @invariant()
    def agree(self) -> None:
        """Lines, sums and what may be undone are those of the model."""
        sheet = self.desk.carts.open(self.id)
        shown: list[dict[str, Any]] = [
            {"item": line.item_id, "pieces": line.quantity_e3 // 1000, "comment": line.comment}
            for line in sheet.lines
        ]
        assert shown == self.now["lines"]
        assert sheet.cart.note == self.now["note"]
        wanted = sum(half_up(each["pieces"] * PRICES[each["item"]], 1000) for each in shown)
        assert sheet.totals.gross_minor == wanted
        assert (self.desk.carts.undo_label(self.id) is not None) == bool(self.past)
        assert (self.desk.carts.redo_label(self.id) is not None) == bool(self.future)
