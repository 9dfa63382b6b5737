"""The same cart under another contract: what it would cost, and binding it anew (PRODUCT O8, A6).

A what-if counts the cart with the prices, stock and assortment of another contract and changes
nothing; `rebind` makes that real as one undoable step and tells the difference per line.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from b2bdesk.domain.edits import Edit, LineSwap
from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.cart_sessions import CartSessions
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.open_cart import OpenCart
from b2bdesk.usecases.ports.context import AccountPort
from b2bdesk.usecases.rows.account import ContractRow
from b2bdesk.usecases.rows.carts import LineRow, Totals


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A cart under one contract; `short` counts lines the stock does not cover."""

    entity_id: str
    contract_id: str
    totals: Totals
    blocked: int
    short: int


@dataclass(frozen=True, slots=True)
class Rebound:
    """What binding a cart anew did: sums before and after, lines whose price or fate changed."""

    before: Totals
    after: Totals
    changed: tuple[tuple[LineRow, LineRow], ...]
    changes: ChangeSet


class Rebinding:
    """Counts and binds carts under other contracts."""

    def __init__(self, sessions: CartSessions, account: AccountPort) -> None:
        self._sessions = sessions
        self._account = account

    def what_if(self, cart_id: str, contract_ids: Iterable[str] = ()) -> tuple[WhatIf, ...]:
        """Return the cart under several contracts side by side; none named = all there are."""
        wanted = tuple(contract_ids) or tuple(
            contract.id for entity in self._account.entities() for contract in entity.contracts
        )
        with self._sessions.lock:
            cart = self._sessions.open(cart_id)
            return tuple(_counted(self._under(cart, each)) for each in wanted)

    def rebind(self, cart_id: str, contract_id: str) -> Rebound:
        """Bind a cart to another contract; lines keep their quantities, prices are the new ones.

        Raises:
            Expected: `contract_gone`, `cart_sealed`, `cart_frozen`.
        """
        with self._sessions.lock:
            cart = self._sessions.draft(cart_id)
            contract = self._contract(contract_id)
            before, rows = cart.totals(), {row.line_id: row for row in cart.rows()}
            moved = self._under(cart, contract_id)
            swaps = []
            for line in cart.in_order():
                seen = moved.seen_price(line)
                if seen != line.price_at_add_e5:
                    swaps.append(LineSwap(line, line._replace(price_at_add_e5=seen)))
            params = {"contract": contract.number}
            edit = Edit(cart_id, "rebind", params, tuple(swaps), (cart.head, moved.head))
            changes = self._sessions.commit(cart, edit)
            after = self._sessions.open(cart_id)
            changed = tuple(
                (rows[row.line_id], row) for row in after.rows() if _differs(rows[row.line_id], row)
            )
        return Rebound(before, after.totals(), changed, changes)

    def _under(self, cart: OpenCart, contract_id: str) -> OpenCart:
        contract = self._contract(contract_id)
        head = replace(
            cart.head,
            entity_id=contract.entity_id,
            contract_id=contract.id,
            currency=contract.currency,
        )
        return self._sessions.under(cart, head)

    def _contract(self, contract_id: str) -> ContractRow:
        contract = self._account.contract(contract_id)
        if contract is None:
            raise Expected("contract_gone")
        return contract


def _counted(cart: OpenCart) -> WhatIf:
    totals = cart.totals()
    short = sum(
        any(mark.code in ("short", "none_left") for mark in cart.marks_of(line_id))
        for line_id in cart.order()
    )
    return WhatIf(cart.head.entity_id, cart.head.contract_id, totals, totals.blocked, short)


def _differs(before: LineRow, after: LineRow) -> bool:
    return before.price_e5 != after.price_e5 or {each.code for each in before.states} != {
        each.code for each in after.states
    }
