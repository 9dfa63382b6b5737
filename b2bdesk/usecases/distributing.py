"""The lines of a cart dealt out to delivery addresses (PRODUCT O10): one order per address.

Cells are kept in desk.db with the cart, survive restarts and are undone like any edit of it. They
change no line: `splitting` makes orders of them. Called on the lane that writes desk.db.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from b2bdesk.domain.cart import Line
from b2bdesk.domain.distribution import by_weight, evenly
from b2bdesk.domain.edits import CellSwap, Edit
from b2bdesk.domain.splitting import lot_of
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.quantity import ONE_E3
from b2bdesk.usecases.cart_sessions import CartSessions
from b2bdesk.usecases.carts import Carts
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.open_cart import OpenCart
from b2bdesk.usecases.ports.context import AccountPort
from b2bdesk.usecases.ports.splits import CellsPort
from b2bdesk.usecases.rows.account import AddressRow
from b2bdesk.usecases.rows.distribution import Matrix, Shared, SharedLine

EVENLY, LIKE_OTHERS, LAST_TIME, REST, CLEAR = "evenly", "like_others", "last_time", "rest", "clear"
FILLS = (EVENLY, LIKE_OTHERS, LAST_TIME, REST, CLEAR)
Ordered = Callable[[str, Sequence[str]], Mapping[str, Mapping[str, int]]]
"""(entity, items) to what was ordered of each item to each address, in base units."""

Cell = tuple[str, str, int]
"""Line, address, quantity in thousandths of the line's unit."""


class Distributing:
    """Reads and writes distributions."""

    def __init__(
        self,
        sessions: CartSessions,
        carts: Carts,
        account: AccountPort,
        cells: CellsPort,
        ordered: Ordered,
    ) -> None:
        self._sessions = sessions
        self._carts = carts
        self._account = account
        self._cells = cells
        self._ordered = ordered

    def open(self, cart_id: str) -> Matrix:
        """Return the distribution of a cart over the addresses of its entity.

        Raises:
            Expected: `cart_not_found`.
        """
        with self._sessions.lock:
            cart = self._sessions.open(cart_id)
            cells = self._cells.cells(cart_id)
            rows = tuple(
                self._row(cart, line, cells.get(line.line_id, {})) for line in cart.in_order()
            )
            return Matrix(self._carts.row(cart_id), self._addresses(cart), rows)

    def put(self, cart_id: str, wanted: Iterable[Cell]) -> Shared:
        """Write cells as one undoable step; lines that are gone are passed over.

        Raises:
            Expected: `cart_sealed`, `cart_frozen`; `address_unknown`, `quantity_range`.
        """
        with self._sessions.lock:
            cart = self._sessions.draft(cart_id)
            known = {each.id for each in self._addresses(cart)}
            wanted = list(wanted)
            cells = self._cells.cells(cart_id, list({each[0] for each in wanted}))
            swaps: dict[tuple[str, str], CellSwap] = {}
            for line_id, address_id, quantity in wanted:
                if address_id not in known:
                    raise Expected("address_unknown", text=address_id)
                if quantity < 0:
                    raise Expected("quantity_range", text=str(quantity))
                before = cells.get(line_id, {}).get(address_id, 0)
                if line_id in cart.lines:
                    swap = CellSwap(line_id, address_id, before, quantity)
                    swaps[line_id, address_id] = swap
            return self._commit(cart, [each for each in swaps.values() if each[2] != each[3]])

    def fill(
        self, cart_id: str, how: str, line_ids: Sequence[str], address_ids: Sequence[str]
    ) -> Shared:
        """Deal lines out to addresses; cells at other addresses stay and count against the line.

        Args:
            cart_id: a draft.
            how: `evenly`; `like_others` = as the other lines are dealt out so far; `last_time` =
                as these goods went in earlier orders; `rest` = what is left to the first address;
                `clear` = nothing.
            line_ids: which lines.
            address_ids: which addresses, in their order.
        """
        with self._sessions.lock:
            cart = self._sessions.draft(cart_id)
            cells = self._cells.cells(cart_id)
            weights = self._weights(cart, how, line_ids, address_ids)
            wanted: list[Cell] = []
            for line_id in line_ids:
                line = cart.lines.get(line_id)
                if line is None:
                    continue
                row = cells.get(line_id, {})
                fixed = sum(row.get(each, 0) for each in row if each not in address_ids)
                free = max(line.quantity_e3 - fixed, 0)
                shares = _shares(how, free, (row, address_ids), weights(line), _lot(cart, line))
                wanted += zip([line_id] * len(shares), address_ids, shares, strict=True)
            return self.put(cart_id, wanted)

    def _weights(
        self, cart: OpenCart, how: str, line_ids: Sequence[str], address_ids: Sequence[str]
    ) -> Callable[[Line], list[int]]:
        """What each address weighs for a line."""
        if how == LIKE_OTHERS:
            chosen = set(line_ids)
            sums = dict.fromkeys(address_ids, 0)
            for line_id, row in self._cells.cells(cart.id).items():
                if line_id in chosen and len(chosen) < len(cart.lines):
                    continue
                for each in address_ids:
                    sums[each] += row.get(each, 0)
            weights = [sums[each] for each in address_ids]
            return lambda _line: weights
        if how == LAST_TIME:
            items = [cart.lines[each].item_id for each in line_ids if each in cart.lines]
            ordered = self._ordered(cart.head.entity_id, items)
            usual = [sum(row.get(each, 0) for row in ordered.values()) for each in address_ids]

            def of_line(line: Line) -> list[int]:
                row = ordered.get(line.item_id, {})
                return [row.get(each, 0) for each in address_ids] if any(row.values()) else usual

            return of_line
        return lambda _line: []

    def _commit(self, cart: OpenCart, swaps: Sequence[CellSwap]) -> Shared:
        changes = ChangeSet()
        if swaps:
            edit = Edit(cart.id, "distribute", {"n": len(swaps)}, cells=tuple(swaps))
            changes = self._sessions.commit(cart, edit)
        touched = dict.fromkeys(each.line_id for each in swaps)
        cells = self._cells.cells(cart.id, list(touched))
        rows = tuple(self._row(cart, cart.lines[each], cells.get(each, {})) for each in touched)
        return Shared(rows, len(swaps), changes)

    def _row(self, cart: OpenCart, line: Line, row: Mapping[str, int]) -> SharedLine:
        shown = cart.row(line.line_id)
        return SharedLine(
            line.line_id,
            shown.position,
            shown.article or shown.typed,
            shown.name or shown.typed,
            shown.unit,
            line.quantity_e3,
            _lot(cart, line),
            shown.gross_minor,
            row,
        )

    def _addresses(self, cart: OpenCart) -> tuple[AddressRow, ...]:
        entities = self._account.entities()
        found = (each.addresses for each in entities if each.id == cart.head.entity_id)
        return next(found, ())


def _lot(cart: OpenCart, line: Line) -> int:
    """What a share is a multiple of, in the line's unit."""
    facts = cart.facts.get(line.item_id)
    lot = lot_of(facts.multiple_e3 if facts else 0, line.factor_e3)
    return max(lot * ONE_E3 // line.factor_e3, 1)


def _shares(
    how: str,
    free: int,
    target: tuple[Mapping[str, int], Sequence[str]],
    weights: Sequence[int],
    lot: int,
) -> list[int]:
    row, addresses = target
    if how == CLEAR:
        return [0] * len(addresses)
    if how == EVENLY:
        return evenly(free, lot, len(addresses))
    if how == REST:
        first = addresses[0] if addresses else ""
        others = sum(row.get(each, 0) for each in addresses[1:])
        return [max(free - others, 0) if each == first else row.get(each, 0) for each in addresses]
    return by_weight(free, lot, weights)
