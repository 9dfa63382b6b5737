"""Carts: listed, opened, created, named, bound to an entity and contract, thrown away.

Every cart belongs to one contract, hence has one currency. One of them is active per contract:
quantity cells of catalogues write into it. Editing lines is in `cart_edits`, copying, merging and
comparing in `cart_shelf`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from b2bdesk.domain.cart import Line
from b2bdesk.domain.edits import CartHead, Edit
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.ids import new_id
from b2bdesk.usecases.cart_edits import CartEdits
from b2bdesk.usecases.cart_sessions import CartSessions
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.ports.carts import CartRecord
from b2bdesk.usecases.ports.context import AccountPort
from b2bdesk.usecases.ports.settings import SettingsPort
from b2bdesk.usecases.rows.account import Context
from b2bdesk.usecases.rows.carts import (
    CartRow,
    CartSheet,
    Glance,
    LineEdit,
    LineRow,
    NewLine,
    Totals,
)

ACTIVE = "active_carts"
RECYCLED_FOR = timedelta(days=30)
MAX_NAME = 120
SEEN, GLANCE_FROM = 120, 600
"""Lines a window shows at first sight, and from how many lines on it is worth a look of its own."""


@dataclass(frozen=True, slots=True)
class CartNames:
    """What is needed to name and place carts.

    Attributes:
        context: who one buys as now; None before the first sync.
        account: entities and contracts, for names in lists.
        settings: where the active cart of each contract is remembered.
        default_name: the name of the n-th cart in the language in force.
    """

    context: Callable[[], Context | None]
    account: AccountPort
    settings: SettingsPort
    default_name: Callable[[int], str]


class Carts(CartEdits):
    """All carts of the profile."""

    def __init__(self, sessions: CartSessions, names: CartNames) -> None:
        super().__init__(sessions)
        self._names = names

    def list(self, every_entity: bool = True) -> tuple[CartRow, ...]:
        """Return drafts and sealed carts, the latest changed first."""
        context = self._names.context()
        records = self._sessions.store.carts(("draft", "sealed"))
        if not every_entity and context is not None:
            records = [each for each in records if each.head.entity_id == context.entity.id]
        return self._rows(records)

    def recycled(self) -> tuple[CartRow, ...]:
        """Return carts of the recycle bin; older ones than 30 days by the portal's time go now."""
        if self._sessions.time_is_sure():
            self._sessions.store.purge(self._sessions.now() - RECYCLED_FOR)
        return self._rows(self._sessions.store.carts(("deleted",)))

    def active(self) -> CartRow:
        """Return the cart that quantity cells write into; one is made when there is none.

        Raises:
            Expected: `no_contract` before an account is known.
        """
        with self._sessions.lock:
            context = self._context()
            wanted = self._active_ids().get(context.contract.id)
            drafts = [
                each
                for each in self._sessions.store.carts(("draft",))
                if each.head.contract_id == context.contract.id and not each.head.template
            ]
            found = next((each for each in drafts if each.id == wanted), None)
            found = found or next((each for each in drafts if not each.head.frozen), None)
            if found is None:
                return self.create()
            return self._rows([found])[0]

    def activate(self, cart_id: str) -> ChangeSet:
        """Let quantity cells write into this cart from now on."""
        record = self._record(cart_id)
        if record.state != "draft":
            raise Expected("cart_sealed", name=record.head.name, state=record.state)
        self._remember_active(record)
        return self._sessions.publish(ChangeSet.of("carts", f"cart:{cart_id}"))

    def create(self, name: str = "") -> CartRow:
        """Make an empty cart for the present contract and make it the active one.

        Raises:
            Expected: `no_contract`.
        """
        with self._sessions.lock:
            context = self._context()
            contract = context.contract
            now = self._sessions.now()
            head = CartHead(
                self._free_name(name), context.entity.id, contract.id, contract.currency
            )
            record = CartRecord(new_id(), head, "draft", now, now)
            self._sessions.store.insert(record, ())
            self._remember_active(record)
            self._sessions.publish(ChangeSet.of("carts", f"cart:{record.id}"))
            return self._rows([record])[0]

    def rename(self, cart_id: str, name: str) -> ChangeSet:
        """Give a cart another name; an undoable step.

        Raises:
            Expected: `cart_name_empty`.
        """
        wanted = name.strip()[:MAX_NAME]
        if not wanted:
            raise Expected("cart_name_empty")
        return self._edit_head(cart_id, "rename", {"name": wanted}, name=wanted)

    def set_note(self, cart_id: str, text: str) -> ChangeSet:
        """Write the note of a cart; it stays on this machine."""
        return self._edit_head(cart_id, "set_note", {}, note=text.strip())

    def freeze(self, cart_id: str, frozen: bool = True) -> ChangeSet:
        """Forbid edits of a cart, or allow them again."""
        label = "freeze" if frozen else "unfreeze"
        return self._edit_head(cart_id, label, {}, frozen=int(frozen))

    def make_template(self, cart_id: str, template: bool = True) -> ChangeSet:
        """Keep a cart as a template to copy from; it is never the active one."""
        return self._edit_head(cart_id, "make_template", {}, template=int(template))

    def delete(self, cart_id: str) -> ChangeSet:
        """Lay a cart into the recycle bin, where it stays for 30 days.

        Raises:
            Expected: `cart_sealed` while its order is on its way.
        """
        with self._sessions.lock:
            record = self._record(cart_id)
            if record.state == "sealed":
                raise Expected("cart_sealed", name=record.head.name, state=record.state)
            return self._set_state(cart_id, "deleted")

    def restore(self, cart_id: str) -> ChangeSet:
        """Take a cart out of the recycle bin.

        Raises:
            Expected: `cart_not_found`; `cart_in_parts` when it was split and its parts live.
        """
        with self._sessions.lock:
            record = self._record(cart_id)
            if record.state != "deleted":
                raise Expected("cart_not_found", name=cart_id)
            parts = self.whole_steps.living_parts(cart_id) if self.whole_steps else ()
            if parts:
                raise Expected("cart_in_parts", name=record.head.name, names=", ".join(parts))
            return self._set_state(cart_id, "draft")

    def open(self, cart_id: str) -> CartSheet:
        """Return a cart with its lines, today's prices and stock, states and totals."""
        with self._sessions.lock:
            cart = self._sessions.open(cart_id)
            undo, redo = self.undo_label(cart_id), self.redo_label(cart_id)
            return CartSheet(
                self.row(cart_id),
                cart.rows(),
                cart.totals(),
                undo.label if undo else "",
                redo.label if redo else "",
                undo.params if undo else {},
                redo.params if redo else {},
            )

    def glance(self, cart_id: str, around: str = "") -> Glance | None:
        """Return what a window can show of a big cart at once, before `open` has counted it.

        None when `open` itself costs no more: the cart is small, or open already.

        Args:
            cart_id: any cart.
            around: the line that is to be seen; else the first ones are.

        Raises:
            Expected: `cart_not_found`.
        """
        if self._sessions.ready(cart_id):
            return None
        record = self._record(cart_id)
        if record.lines < GLANCE_FROM:
            return None
        ids = self._sessions.store.line_ids(cart_id)
        middle = ids.index(around) if around in ids else 0
        first = max(0, min(middle - SEEN // 2, len(ids) - SEEN))
        part = self._sessions.part(record, ids[first : first + SEEN])
        if part is None:
            return None
        lines = tuple(row._replace(position=row.position + first) for row in part.rows())
        return Glance(self._rows([record])[0], tuple(ids), lines)

    def row(self, cart_id: str) -> CartRow:
        """Return what lists show of a cart as it is now; its lines are not prepared for screens.

        Raises:
            Expected: `cart_not_found`.
        """
        with self._sessions.lock:
            cart = self._sessions.open(cart_id)
            sums = cart.sums
            record = replace(cart.record, head=cart.head, lines=sums.lines, gross_minor=sums.gross)
            return self._rows([record])[0]

    def totals(self, cart_id: str, line_ids: tuple[str, ...] | None = None) -> Totals:
        """Return the sums of a cart or of some of its lines."""
        with self._sessions.lock:
            return self._sessions.open(cart_id).totals(line_ids)

    def lines(self, cart_id: str, line_ids: Iterable[str]) -> tuple[LineRow, ...]:
        """Return some lines of a cart; ids that are gone are left out."""
        with self._sessions.lock:
            cart = self._sessions.open(cart_id)
            return tuple(cart.row(each) for each in line_ids if each in cart.lines)

    def stored(self, cart_id: str) -> Sequence[Line]:
        """Return the lines of a cart as they are kept, in the buyer's order."""
        with self._sessions.lock:
            return tuple(self._sessions.open(cart_id).in_order())

    def quantities(self, cart_id: str) -> Mapping[str, int]:
        """Return what a cart holds of each item, in thousandths of its base unit."""
        with self._sessions.lock:
            cart = self._sessions.open(cart_id)
            return {
                item_id: sum(line.base_e3 for line in cart.of_item(item_id))
                for item_id in cart.item_ids()
                if item_id
            }

    def order_item(
        self, item_id: str, quantity_e3: int, okei: str | None = None, initiator: str | None = None
    ) -> LineEdit:
        """Type a quantity beside an item: edits its line in the active cart, 0 takes it away.

        The line meant is the one in the given or base unit without an address of its own.

        Raises:
            Expected: `item_not_found`, `quantity_range`, `cart_frozen`.
        """
        with self._sessions.lock:
            cart_id = self.active().id
            cart = self._sessions.draft(cart_id)
            unit = okei or self._facts(cart, item_id).okei
            line = cart.of_key((item_id, unit, "", ""))
            if line is None and quantity_e3 <= 0:
                return LineEdit(None, cart.totals(), ChangeSet(), cart_id)
            if line is None:
                added = self.add_lines(cart_id, [NewLine(item_id, quantity_e3, unit)], "add_line")
                return LineEdit(cart.row(added.line_ids[0]), cart.totals(), added.changes, cart_id)
            if quantity_e3 > 0:
                return self.set_quantity(cart_id, line.line_id, quantity_e3, None, initiator)
            changes = self.remove(cart_id, (line.line_id,))
            return LineEdit(None, cart.totals(), changes, cart_id)

    def find(self, name_or_id: str) -> CartRow | None:
        """Return the draft or sealed cart of that id or name (the latest changed of several)."""
        rows = self.list()
        wanted = name_or_id.strip().casefold()
        by_id = next((row for row in rows if row.id == name_or_id), None)
        return by_id or next((row for row in rows if row.name.casefold() == wanted), None)

    def _edit_head(
        self, cart_id: str, label: str, params: dict[str, str], **values: str | int
    ) -> ChangeSet:
        with self._sessions.lock:
            cart = self._sessions.open(cart_id)
            if "frozen" not in values:
                cart = self._sessions.draft(cart_id)
            after = replace(cart.head, **values)  # type: ignore[arg-type]  # fields checked by rename
            if after == cart.head:
                return ChangeSet()
            return self._sessions.commit(
                cart, Edit(cart_id, label, dict(params), (), (cart.head, after))
            )

    def _set_state(self, cart_id: str, state: str) -> ChangeSet:
        self._sessions.store.set_state(cart_id, state, self._sessions.now())
        self._sessions.forget(cart_id)
        return self._sessions.publish(ChangeSet.of("carts", f"cart:{cart_id}"))

    def _record(self, cart_id: str) -> CartRecord:
        record = self._sessions.store.cart(cart_id)
        if record is None:
            raise Expected("cart_not_found", name=cart_id)
        return record

    def _context(self) -> Context:
        context = self._names.context()
        if context is None:
            raise Expected("no_contract")
        return context

    def _free_name(self, name: str) -> str:
        wanted = name.strip()[:MAX_NAME]
        if wanted:
            return wanted
        taken = {each.head.name for each in self._sessions.store.carts(("draft", "sealed"))}
        number = 1
        while self._names.default_name(number) in taken:
            number += 1
        return self._names.default_name(number)

    def _active_ids(self) -> dict[str, str]:
        return dict(self._names.settings.get(ACTIVE) or {})

    def _remember_active(self, record: CartRecord) -> None:
        ids = self._active_ids()
        if ids.get(record.head.contract_id) != record.id:
            ids[record.head.contract_id] = record.id
            self._names.settings.set(ACTIVE, ids)

    def _rows(self, records: Sequence[CartRecord]) -> tuple[CartRow, ...]:
        entities = {entity.id: entity for entity in self._names.account.entities()}
        numbers = {
            contract.id: contract.number
            for entity in entities.values()
            for contract in entity.contracts
        }
        active = set(self._active_ids().values())
        return tuple(
            CartRow(
                each.id,
                each.head.name,
                each.head.entity_id,
                each.head.contract_id,
                each.head.currency,
                each.state,
                each.lines,
                each.gross_minor,
                each.changed_at,
                each.head.note,
                each.command_id,
                entities[each.head.entity_id].name if each.head.entity_id in entities else "",
                numbers.get(each.head.contract_id, ""),
                each.id in active,
                bool(each.head.frozen),
                bool(each.head.template),
                each.deleted_at,
            )
            for each in records
        )
