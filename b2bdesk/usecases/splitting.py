"""One cart as several orders, and several parts as one cart again (PRODUCT O10).

`plans` counts every way beside the others and changes nothing; `split` makes carts of one way, the
cart they came out of waits in the recycle bin; `take_back` and `join` put them together again.
Each is one transaction. Called on the lane that writes desk.db.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from b2bdesk.domain.cart import Line
from b2bdesk.domain.edits import Edit
from b2bdesk.domain.splitting import ADDRESS, Part, Piece, Plan, Ware, distributed, lot_of, plans
from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.cart_counting import Counter
from b2bdesk.usecases.cart_joining import joined_swaps
from b2bdesk.usecases.cart_sessions import CartSessions
from b2bdesk.usecases.carts import MAX_NAME, Carts
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.open_cart import OpenCart
from b2bdesk.usecases.part_ids import part_ids, piece_ids
from b2bdesk.usecases.ports.carts import CartRecord, Situation, Summary
from b2bdesk.usecases.ports.context import AccountPort
from b2bdesk.usecases.ports.splits import CellsPort, NewPart, Origin, SplitsPort, SuppliesPort
from b2bdesk.usecases.rows.account import ContractRow, EntityRow
from b2bdesk.usecases.rows.carts import Checkout, UndoResult
from b2bdesk.usecases.rows.splitting import Joined, Kin, PartRow, PlanRow, SplitDone, SplitView
from b2bdesk.usecases.split_plans import Counting, nothing_committed, part_rows, ranked
from b2bdesk.usecases.split_steps import SplitSteps

Titles = Callable[[str, PartRow], str]
"""What an order of a way is called: (way, part) to words, which use cases do not know."""


@dataclass(frozen=True, slots=True)
class SplitPorts:
    """What splitting needs besides the carts.

    Attributes:
        account: contracts and their conditions.
        splits: whole carts in one transaction.
        cells: distributions over addresses.
        supplies: where goods lie.
        supplier_now: the present moment in the supplier's zone.
        committed: what orders on their way will still add to a contract's debt, minor units.
    """

    account: AccountPort
    splits: SplitsPort
    cells: CellsPort
    supplies: SuppliesPort
    supplier_now: Callable[[], datetime]
    committed: Callable[[str], int] = nothing_committed


class Splitting:
    """Splits, joins, counts ways to do it."""

    def __init__(self, sessions: CartSessions, carts: Carts, ports: SplitPorts) -> None:
        self._sessions = sessions
        self._carts = carts
        self._ports = ports
        self._steps = SplitSteps(sessions, carts, ports.splits, self.take_back)
        carts.whole_steps = self._steps

    def plans(self, cart_id: str, checkout: Checkout | None = None) -> SplitView:
        """Return the ways to send a cart side by side, one order first.

        Raises:
            Expected: `cart_not_found`, `contract_gone`.
        """
        with self._sessions.lock:
            cart = self._sessions.open(cart_id)
            found, left = self._plans(cart)
            counting = self._counting(cart, checkout)
            rows = ranked([self._row(counting, plan) for plan in found])
            row = self._carts.row(cart_id)
        return SplitView(row, rows, left)

    def split(
        self, cart_id: str, way: str, titles: Titles, checkout: Checkout | None = None
    ) -> SplitDone:
        """Make a cart of each order of a way; the cart itself goes into the recycle bin.

        Raises:
            Expected: `cart_sealed`, `cart_frozen`; `split_nothing` when the way makes one order.
        """
        with self._sessions.lock:
            cart = self._sessions.draft(cart_id)
            plan = next((each for each in self._plans(cart)[0] if each.way == way), None)
            if plan is None or len(plan.parts) < 2:
                raise Expected("split_nothing", way=way, name=cart.head.name)
            counting = self._counting(cart, checkout)
            rows = part_rows(counting, plan)
            ids = part_ids(cart_id, plan, self._ports.splits.known)
            made = [
                self._new_part(cart, plan.way, row, titles(way, row), ids[row.part.key])
                for row in rows
            ]
            at = self._sessions.now()
            self._ports.splits.split(cart_id, way, made, at)
            self._sessions.forget(cart_id)
            self._carts.activate(made[0].record.id)
            changes = self._sessions.publish(ChangeSet.of("carts", f"cart:{cart_id}"))
            found = {row.id: row for row in self._carts.list()}
            carts = tuple(found[each.record.id] for each in made)
        return SplitDone(cart_id, carts, tuple(row.checkout for row in rows), changes)

    def kin(self, cart_id: str) -> Kin | None:
        """Return the split a cart is part of, or was split by; None = neither."""
        found = self._ports.splits.origin(cart_id)
        return Kin(found.source_id, found.way, found.parts) if found else None

    def take_back(self, cart_id: str) -> Joined:
        """Bring the cart back as it was before a split; its parts go into the recycle bin.

        Raises:
            Expected: `split_unknown`; `split_sent` when a part has been sent.
        """
        return self._join(cart_id, as_it_was=True)

    def again(self, cart_id: str) -> UndoResult:
        """Split a cart once more after a split was taken back: the same parts as they were.

        Raises:
            Expected: `nothing_to_redo` when the cart has changed since, or was not split.
        """
        with self._sessions.lock:
            done = self._steps.whole_step(cart_id, undone=True)
            if done is None:
                raise Expected("nothing_to_redo")
            return done

    def join(self, cart_id: str) -> Joined:
        """Put the parts of a split together again, with whatever was changed in them.

        Parts that have been sent stay apart: the cart gets what the others hold.

        Raises:
            Expected: `split_unknown`; `split_sent` when all parts have been sent.
        """
        return self._join(cart_id, as_it_was=False)

    def _join(self, cart_id: str, *, as_it_was: bool) -> Joined:
        with self._sessions.lock:
            origin = self._ports.splits.origin(cart_id)
            if origin is None:
                raise Expected("split_unknown", name=cart_id)
            parts = self._ports.splits.living(origin) if as_it_was else origin.parts
            drafts = [part_id for part_id, state, _ in parts if state == "draft"]
            sent = tuple(title for _, state, title in parts if state in ("sealed", "archived"))
            if not drafts or (as_it_was and sent):
                raise Expected("split_sent", names=", ".join(sent))
            edit, summary = self._joined(origin, drafts, as_it_was=as_it_was)
            self._ports.splits.join(origin, drafts, edit, summary, self._sessions.now())
            kinds = ["carts", f"cart:{origin.source_id}"]
            for each in (origin.source_id, *drafts):
                self._sessions.forget(each)
                kinds.append(f"cart:{each}")
            self._carts.activate(origin.source_id)
            if as_it_was:
                self._steps.remember(origin)
            changes = self._sessions.publish(ChangeSet.of(*kinds))
            return Joined(self._carts.row(origin.source_id), len(edit.swaps), changes, sent)

    def _joined(
        self, origin: Origin, drafts: Sequence[str], *, as_it_was: bool
    ) -> tuple[Edit, Summary]:
        source = self._sessions.open(origin.source_id)
        empty = Edit(source.id, "join")
        if as_it_was:
            return empty, source.summary()
        pieces = [line for each in drafts for line in self._sessions.open(each).in_order()]
        swaps = joined_swaps(list(source.in_order()), pieces)
        if not swaps:
            return empty, source.summary()
        self._sessions.know(source, (swap.after.item_id for swap in swaps if swap.after))
        edit = replace(empty, params={"n": len(drafts)}, swaps=swaps)
        source.apply(edit)
        return edit, source.summary()

    def _plans(self, cart: OpenCart) -> tuple[list[Plan], int]:
        """The ways of a cart, and how many lines its distribution does not cover."""
        contract_id = cart.head.contract_id
        wares = [_ware(cart, line) for line in cart.in_order()]
        items = [each for each in cart.item_ids() if each]
        supplies = self._ports.supplies.supplies(contract_id, items)
        cities = {each.id: each.city for each in self._ports.supplies.places(contract_id)}
        found = list(plans(wares, supplies, cities))
        cells = self._ports.cells.cells(cart.id)
        if not cells:
            return found, 0
        plan, left = _by_cells(wares, cells)
        found = [each for each in found if each.way != ADDRESS]
        return [*found, plan], left

    def _counting(self, cart: OpenCart, checkout: Checkout | None) -> Counting:
        contract = self._ports.account.contract(cart.head.contract_id)
        if contract is None:
            raise Expected("contract_gone")
        entity = self._entity(contract)
        places = {each.id: each for each in self._ports.supplies.places(contract.id)}
        return Counting(
            {line.line_id: line for line in cart.in_order()},
            Counter(Situation(cart.facts, cart.book)),
            entity,
            contract,
            places,
            checkout or Checkout(),
            self._ports.supplier_now(),
            self._ports.account.credit(contract.id),
            self._ports.committed(contract.id),
        )

    def _row(self, counting: Counting, plan: Plan) -> PlanRow:
        return PlanRow(plan.way, part_rows(counting, plan), counting.contract.currency)

    def _entity(self, contract: ContractRow) -> EntityRow | None:
        found = (each for each in self._ports.account.entities() if each.id == contract.entity_id)
        return next(found, None)

    def _new_part(
        self, cart: OpenCart, way: str, row: PartRow, title: str, ids: tuple[str, str]
    ) -> NewPart:
        now = self._sessions.now()
        name = f"{cart.head.name[: MAX_NAME - len(title) - 3]} · {title}" if title else ""
        head = replace(cart.head, name=(name or cart.head.name)[:MAX_NAME])
        part_id, step = ids
        pieces = row.part.pieces
        lines = [
            _piece_line(cart.lines[piece.line_id], piece, row.part, way)._replace(line_id=line_id)
            for piece, line_id in zip(pieces, piece_ids(pieces, step), strict=True)
        ]
        record = CartRecord(part_id, head, "draft", now, now, len(lines), row.totals.gross_minor)
        return NewPart(record, lines, title)


def _piece_line(line: Line, piece: Piece, part: Part, way: str) -> Line:
    """A line of a part: the whole one or a piece, with the source's rank."""
    whole = piece.quantity_e3 == line.quantity_e3
    return line._replace(
        quantity_e3=piece.quantity_e3,
        wish_e3=line.wish_e3 if whole else None,
        place=piece.place,
        address_id=part.key if way == ADDRESS else line.address_id,
    )


def _by_cells(wares: Sequence[Ware], cells: Mapping[str, Mapping[str, int]]) -> tuple[Plan, int]:
    """The plan of a distribution; what is over is cut to what the line has."""
    fitted = {ware.line_id: _fitted(ware, cells.get(ware.line_id, {})) for ware in wares}
    left = sum(sum(cells.get(ware.line_id, {}).values()) != ware.quantity_e3 for ware in wares)
    return distributed(wares, fitted), left


def _fitted(ware: Ware, row: Mapping[str, int]) -> dict[str, int]:
    left, found = ware.quantity_e3, {}
    for address, quantity in row.items():
        found[address] = min(quantity, left)
        left -= found[address]
    return found


def _ware(cart: OpenCart, line: Line) -> Ware:
    facts = cart.facts.get(line.item_id)
    multiple, minimum = (facts.multiple_e3, facts.minimum_e3) if facts else (0, 0)
    return Ware(
        line.line_id,
        line.item_id,
        line.quantity_e3,
        line.factor_e3,
        lot_of(multiple, line.factor_e3),
        minimum,
        facts.brand if facts else "",
        line.place,
        line.address_id,
    )
