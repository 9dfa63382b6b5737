"""The same cart under another contract: what it would cost, and binding it anew (PRODUCT O8, A6).

A what-if counts the cart with the prices, stock and assortment of another contract and changes
nothing; `rebind` makes that real as one undoable step and tells the difference per line.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from b2bdesk.domain.cart import Line
from b2bdesk.domain.edits import Edit, LineSwap
from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.cart_counting import Counter
from b2bdesk.usecases.cart_sessions import CartSessions
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.checkout import delivery_cost, shipping_days, sum_problems
from b2bdesk.usecases.open_cart import OpenCart
from b2bdesk.usecases.ports.context import AccountPort
from b2bdesk.usecases.ports.splits import SuppliesPort
from b2bdesk.usecases.rows.account import ContractRow
from b2bdesk.usecases.rows.carts import CheckProblem, LineRow, Totals
from b2bdesk.usecases.split_plans import nothing_committed


@dataclass(frozen=True, slots=True)
class Way:
    """A delivery method of a contract: what it costs for the cart; total with the goods."""

    method_id: str
    name: str
    cost_minor: int
    total_minor: int


@dataclass(frozen=True, slots=True)
class Covered:
    """A warehouse of a contract: lines it has whole, lines it has not enough of."""

    place_id: str
    name: str
    whole: int
    short: int


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A cart under one contract.

    Attributes:
        entity_id: the firm.
        contract_id: the contract.
        totals: what the goods come to.
        blocked: lines that cannot be sent under it.
        short: lines the stock does not cover.
        ways: its delivery methods with their costs.
        ships: the first day an order sent now can leave.
        problems: what its sums meet: least sum, free credit, overdue debt.
    """

    entity_id: str
    contract_id: str
    totals: Totals
    blocked: int
    short: int
    ways: tuple[Way, ...] = ()
    ships: date | None = None
    problems: tuple[CheckProblem, ...] = ()

    @property
    def can_send(self) -> bool:
        """Say whether an order under it could go: each line is sold, nothing stops its sum."""
        return not self.blocked and not any(each.blocking for each in self.problems)


@dataclass(frozen=True, slots=True)
class Rebound:
    """What binding a cart anew did: sums before and after, lines whose price or fate changed."""

    before: Totals
    after: Totals
    changed: tuple[tuple[LineRow, LineRow], ...]
    changes: ChangeSet


class Rebinding:
    """Counts and binds carts under other contracts."""

    def __init__(
        self,
        sessions: CartSessions,
        account: AccountPort,
        supplies: SuppliesPort | None = None,
        supplier_now: Callable[[], datetime] | None = None,
        committed: Callable[[str], int] = nothing_committed,
    ) -> None:
        """Keep what counting needs.

        Args:
            sessions: open carts.
            account: contracts.
            supplies: where goods lie; without it warehouses are not compared.
            supplier_now: the present moment in the supplier's zone.
            committed: what orders on their way will still add to a contract's debt.
        """
        self._sessions = sessions
        self._account = account
        self._supplies = supplies
        self._now = supplier_now
        self._committed = committed

    def what_if(self, cart_id: str, contract_ids: Iterable[str] = ()) -> tuple[WhatIf, ...]:
        """Return the cart under several contracts side by side; none named = all there are."""
        wanted = tuple(contract_ids) or tuple(
            contract.id for entity in self._account.entities() for contract in entity.contracts
        )
        with self._sessions.lock:
            cart = self._sessions.open(cart_id)
            lines = list(cart.in_order())
            return tuple(self._counted(cart, lines, self._contract(each)) for each in wanted)

    def warehouses(self, cart_id: str, contract_id: str) -> tuple[Covered, ...]:
        """Return the warehouses of a contract with how much of the cart each could send alone."""
        if self._supplies is None:
            return ()
        with self._sessions.lock:
            cart = self._sessions.open(cart_id)
            wanted: dict[str, int] = {}
            for line in cart.in_order():
                wanted[line.item_id] = wanted.get(line.item_id, 0) + line.base_e3
        wanted.pop("", None)
        supplies = self._supplies.supplies(contract_id, list(wanted))
        whole: dict[str, int] = {}
        for item_id, base in wanted.items():
            for held in supplies[item_id].held if item_id in supplies else ():
                if held.at_least or held.base_e3 >= base:
                    whole[held.place] = whole.get(held.place, 0) + 1
        return tuple(
            Covered(each.id, each.name, whole.get(each.id, 0), len(wanted) - whole.get(each.id, 0))
            for each in self._supplies.places(contract_id)
        )

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
                    swaps.append(LineSwap(line, line.seen_at(seen)))
            params = {"contract": contract.number}
            edit = Edit(cart_id, "rebind", params, tuple(swaps), (cart.head, moved.head))
            changes = self._sessions.commit(cart, edit)
            after = self._sessions.open(cart_id)
            changed = tuple(
                (rows[row.line_id], row) for row in after.rows() if _differs(rows[row.line_id], row)
            )
        return Rebound(before, after.totals(), changed, changes)

    def _counted(self, cart: OpenCart, lines: Sequence[Line], contract: ContractRow) -> WhatIf:
        counted = Counter(self._sessions.elsewhere(cart, contract.id)).count(lines)
        totals = counted.totals
        ways = tuple(
            Way(each.id, each.name, cost, totals.gross_minor + cost)
            for each in contract.delivery_methods
            for cost in (delivery_cost(contract, each.id, totals.gross_minor),)
        )
        ships = shipping_days(contract).first(self._now()) if self._now is not None else None
        blocked, short = totals.blocked, counted.short
        credit, committed = self._account.credit(contract.id), self._committed(contract.id)
        found = sum_problems(contract, credit, totals.gross_minor, committed)
        problems = tuple(CheckProblem(each.code, each.blocking, each.params) for each in found)
        return WhatIf(
            contract.entity_id, contract.id, totals, blocked, short, ways, ships, problems
        )

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


def _differs(before: LineRow, after: LineRow) -> bool:
    return before.price_e5 != after.price_e5 or {each.code for each in before.states} != {
        each.code for each in after.states
    }
