"""Many carts of two firms: made, copied, merged, moved, laid into the bin and taken out again."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.cart_rebind import Rebinding
from b2bdesk.usecases.cart_shelf import copy_cart, merge_carts
from b2bdesk.usecases.rows.account import Context
from b2bdesk.usecases.rows.carts import NewLine
from tests.support.desk import PIECE, Account, DeskFixture, Good, contract, entity

ITEMS = ("nut", "tape", "pin")
spots = st.integers(0, 50)


@dataclass
class Known:
    """A cart as the model has it: pieces by item."""

    name: str
    contract: str
    pieces: Counter[str] = field(default_factory=Counter)
    binned: bool = False
    frozen: bool = False


class Shelf(RuleBasedStateMachine):
    """`carts` by id, in the order they were made."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        second = replace(entity("e2", contract("c2", "e2")), id="e2")
        self.desk = DeskFixture(Path(self._folder.name), Account((entity("e1"), second)))
        self.desk.stock_up([Good(name, stock_e3=10**9) for name in ITEMS])
        self.carts: dict[str, Known] = {}

    def teardown(self) -> None:
        """The next start finds all of it."""
        context = self.desk.context
        self.desk.reopen()
        self.desk.context = context
        self.agree()
        for cart_id, known in self.carts.items():
            assert dict(self.desk.carts.quantities(cart_id)) == {
                item: count * 1000 for item, count in known.pieces.items()
            }
        self.desk.close()
        self._folder.cleanup()

    def _some(self, spot: int, binned: bool = False) -> str:
        ids = [each for each, known in self.carts.items() if known.binned == binned]
        return ids[spot % len(ids)]

    def _drafts(self) -> bool:
        return any(not known.binned for known in self.carts.values())

    def _present(self) -> str:
        assert self.desk.context is not None
        return self.desk.context.contract.id

    @rule(number=st.integers(0, 1))
    def switch(self, number: int) -> None:
        """Work for the other firm."""
        firm = self.desk.account.firms[number]
        self.desk.context = Context(firm, firm.contracts[0])

    @rule(name=st.sampled_from(["Июнь", "Склад", "Объект"]))
    def create(self, name: str) -> None:
        """Make a cart for the present firm."""
        self.carts[self.desk.carts.create(name).id] = Known(name, self._present())

    @precondition(_drafts)
    @rule(spot=spots, item=st.sampled_from(ITEMS), count=st.integers(1, 99))
    def add(self, spot: int, item: str, count: int) -> None:
        """Add goods; a locked cart takes none."""
        cart_id = self._some(spot)
        lines = [NewLine(item, count * 1000, PIECE)]
        if self.carts[cart_id].frozen:
            with pytest.raises(Expected, match="cart_frozen"):
                self.desk.carts.add_lines(cart_id, lines)
            return
        self.desk.carts.add_lines(cart_id, lines)
        self.carts[cart_id].pieces[item] += count

    @precondition(_drafts)
    @rule(spot=spots)
    def copy(self, spot: int) -> None:
        """Copy a cart, for the present firm."""
        source = self._some(spot)
        made = copy_cart(self.desk.carts, source, "Копия").cart
        pieces = Counter(self.carts[source].pieces)
        self.carts[made.id] = Known("Копия", self._present(), pieces)

    @precondition(_drafts)
    @rule(one=spots, other=spots)
    def merge(self, one: int, other: int) -> None:
        """Add a cart to another; the first goes into the bin, or nothing happens at all."""
        source, target = self._some(one), self._some(other)
        if source == target or self.carts[target].frozen:
            with pytest.raises(Expected, match=r"cart_same|cart_frozen"):
                merge_carts(self.desk.carts, source, target)
            return
        merge_carts(self.desk.carts, source, target)
        self.carts[target].pieces += self.carts[source].pieces
        self.carts[source].binned = True

    @precondition(_drafts)
    @rule(spot=spots, contract_id=st.sampled_from(["c1", "c2"]))
    def rebind(self, spot: int, contract_id: str) -> None:
        """Bind a cart to the contract of a firm."""
        cart_id = self._some(spot)
        rebinding = Rebinding(self.desk.sessions, self.desk.account)
        if self.carts[cart_id].frozen:
            with pytest.raises(Expected, match="cart_frozen"):
                rebinding.rebind(cart_id, contract_id)
            return
        rebinding.rebind(cart_id, contract_id)
        self.carts[cart_id].contract = contract_id

    @precondition(_drafts)
    @rule(spot=spots, frozen=st.booleans())
    def freeze(self, spot: int, frozen: bool) -> None:
        """Lock a cart or open it again."""
        cart_id = self._some(spot)
        self.desk.carts.freeze(cart_id, frozen)
        self.carts[cart_id].frozen = frozen

    @precondition(_drafts)
    @rule(spot=spots)
    def bin(self, spot: int) -> None:
        """Lay a cart into the bin."""
        cart_id = self._some(spot)
        self.desk.carts.delete(cart_id)
        self.carts[cart_id].binned = True

    @precondition(lambda self: any(known.binned for known in self.carts.values()))
    @rule(spot=spots)
    def restore(self, spot: int) -> None:
        """Take a cart out of the bin."""
        cart_id = self._some(spot, binned=True)
        self.desk.carts.restore(cart_id)
        self.carts[cart_id].binned = False

    @rule()
    def active(self) -> None:
        """The cart that takes goods is one of the present firm, made when it has none."""
        found = self.desk.carts.active()
        known = self.carts.setdefault(found.id, Known(found.name, self._present()))
        assert known.contract == self._present()
        assert not known.binned

    @rule()
    def restart(self) -> None:
        """Close the program and start it again."""
        context = self.desk.context
        self.desk.reopen()
        self.desk.context = context

    @invariant()
    def agree(self) -> None:
        """The lists and the bin show every cart, under its firm, with its count of lines."""
        for rows, binned in ((self.desk.carts.list(), False), (self.desk.carts.recycled(), True)):
            shown = {row.id: (row.name, row.contract_id, row.lines) for row in rows}
            assert shown == {
                cart_id: (known.name, known.contract, len(known.pieces))
                for cart_id, known in self.carts.items()
                if known.binned == binned
            }
