"""Editing the lines of a cart: each call is one saved, undoable step.

The cost of an edit is that of the lines it names. `Carts` inherits these methods, so that screens
and commands have one object for carts.
"""

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from typing import Any, Protocol

from b2bdesk.domain import cart_edits
from b2bdesk.domain.cart import Facts, Line
from b2bdesk.domain.cart_edits import Wish
from b2bdesk.domain.edits import RANK_STEP, Edit, LineSwap, applicable
from b2bdesk.trade.collector import collector_paused
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.ids import new_ids
from b2bdesk.trade.quantity import Quantity
from b2bdesk.usecases.cart_sessions import CartSessions
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.open_cart import OpenCart
from b2bdesk.usecases.ports.carts import StepLabel
from b2bdesk.usecases.rows.carts import AddResult, LineEdit, NewLine, UndoResult

MAX_QUANTITY_E3 = 10**12
_DRAWN = 500
_MANY = 200


class WholeSteps(Protocol):
    """Steps that concern whole carts and stand before the first edit of one: a split."""

    def whole_label(self, cart_id: str, *, undone: bool) -> StepLabel | None:
        """Name the step that undo, or redo (`undone`), would take; None = none."""
        ...

    def whole_step(self, cart_id: str, *, undone: bool) -> UndoResult | None:
        """Take the step; None = there is none."""
        ...

    def living_parts(self, cart_id: str) -> tuple[str, ...]:
        """Titles of the carts that hold the goods of this one since it was split."""
        ...


class CartEdits:
    """Edits of lines, undo and redo.

    `whole_steps` is asked when a cart has no step of its own to take back or do again.
    """

    def __init__(self, sessions: CartSessions) -> None:
        self._sessions = sessions
        self.whole_steps: WholeSteps | None = None

    def set_quantity(
        self,
        cart_id: str,
        line_id: str,
        quantity_e3: int,
        okei: str | None = None,
        initiator: str | None = None,
    ) -> LineEdit:
        """Set the quantity of a line (thousandths of its unit), in another unit when given.

        Zero stays as a line that says so; `remove` takes a line away.

        Raises:
            Expected: `cart_sealed`, `cart_frozen`, `line_gone`, `quantity_range`.
        """
        _check_quantity(quantity_e3)
        with self._sessions.lock:
            cart = self._sessions.draft(cart_id)
            line = _line(cart, line_id)
            facts = cart.facts.get(line.item_id)
            after = line
            if okei is not None and facts is not None:
                after = cart_edits.in_unit(line, okei, facts)
            after = cart.as_seen(line, cart_edits.with_quantity(after, quantity_e3, facts))
            params = {"article": line.article or line.typed, "quantity_e3": after.quantity_e3}
            return self._edit_line(cart, "set_quantity", params, (line, after), initiator)

    def set_quantities(
        self,
        cart_id: str,
        line_ids: Iterable[str],
        quantity_e3: int,
        initiator: str | None = None,
    ) -> ChangeSet:
        """Set one quantity on many lines as one step; lines that are gone are passed over.

        Raises:
            Expected: `cart_sealed`, `cart_frozen`, `quantity_range`.
        """
        _check_quantity(quantity_e3)
        with self._sessions.lock:
            cart = self._sessions.draft(cart_id)
            known = [cart.lines[each] for each in dict.fromkeys(line_ids) if each in cart.lines]
            swaps = tuple(
                LineSwap(line, after)
                for line in known
                if (
                    after := cart_edits.with_quantity(
                        line, quantity_e3, cart.facts.get(line.item_id)
                    )
                )
                != line
            )
            edit = Edit(cart_id, "set_quantities", {"n": len(swaps)}, swaps)
            return self._sessions.commit(cart, edit, initiator)

    def keep_as_typed(self, cart_id: str, line_id: str, initiator: str | None = None) -> LineEdit:
        """Give a rounded line the quantity back that was typed; it is marked `off_multiple`."""
        with self._sessions.lock:
            cart = self._sessions.draft(cart_id)
            line = _line(cart, line_id)
            after = cart.as_seen(line, cart_edits.as_typed(line))
            params = {"article": line.article, "quantity_e3": after.quantity_e3}
            return self._edit_line(cart, "keep_as_typed", params, (line, after), initiator)

    def round_up(self, cart_id: str, line_id: str, initiator: str | None = None) -> LineEdit:
        """Raise a line to minimum and multiple."""
        line = self._sessions.open(cart_id).lines.get(line_id)
        quantity = line.quantity_e3 if line else 0
        return self.set_quantity(cart_id, line_id, quantity, None, initiator)

    def add_lines(
        self,
        cart_id: str,
        lines: Sequence[NewLine],
        label: str = "add_lines",
        mode: str = "sum",
        rounding: bool = True,
    ) -> AddResult:
        """Add many lines as one undo step, in a constant number of queries.

        Args:
            cart_id: a draft.
            lines: in the order of the list; an empty `item_id` keeps the typed text as a line
                that waits for the buyer.
            label: code of the step's name (`import`, `paste`, `repeat`, `add_lines`).
            mode: `sum` adds to a line of the same merge key, `keep` always makes a new line.
            rounding: raise to minimum and multiple.
        """
        with collector_paused() if len(lines) > _MANY else nullcontext():
            return self._added(cart_id, lines, label, summing=mode == "sum", rounding=rounding)

    def _added(
        self,
        cart_id: str,
        lines: Sequence[NewLine],
        label: str,
        *,
        summing: bool,
        rounding: bool,
    ) -> AddResult:
        wishes = [
            Wish(each.item_id, each.quantity_e3, each.okei, each.comment, each.typed, each.source,
                 each.kept, each.place, each.address_id)
            for each in lines
            if each.item_id or each.typed
        ]  # fmt: skip
        with self._sessions.lock:
            cart = self._sessions.draft(cart_id)
            self._sessions.know(cart, (wish.item_id for wish in wishes))
            added = cart_edits.add(
                wishes,
                cart.facts,
                cart.of_key,
                NewIds(cart, len(wishes)).next,
                summing=summing,
                rounding=rounding,
            )
            swaps = tuple(
                swap
                if swap.after is None
                or (seen := cart.as_seen(swap.before, swap.after)) is swap.after
                else LineSwap(swap.before, seen)
                for swap in added.swaps
            )
            article = next((swap.after.article for swap in swaps if swap.after), "")
            params = {"n": len(wishes), "article": article}
            edit = Edit(cart_id, label, params, swaps)
            changes = self._sessions.commit(cart, edit)
        ids = tuple(swap.line_id for swap in added.swaps)
        skipped = len(lines) - len(wishes)
        return AddResult(cart_id, added.added, added.summed, skipped, changes, ids)

    def replace_line(
        self, cart_id: str, line_id: str, item_id: str, initiator: str | None = None
    ) -> LineEdit:
        """Turn a line to another item (an analogue, or what an unknown article really means).

        Raises:
            Expected: `item_not_found` when the catalogue does not have it.
        """
        with self._sessions.lock:
            cart = self._sessions.draft(cart_id)
            line = _line(cart, line_id)
            facts = self._facts(cart, item_id)
            after = cart.as_seen(line, cart_edits.on_item(line, item_id, facts, "chosen"))
            params = {"article": line.article or line.typed, "new": facts.article}
            return self._edit_line(cart, "replace_line", params, (line, after), initiator)

    def remove(self, cart_id: str, line_ids: Iterable[str]) -> ChangeSet:
        """Take lines out of a cart as one step."""
        with self._sessions.lock:
            cart = self._sessions.draft(cart_id)
            known = [cart.lines[each] for each in dict.fromkeys(line_ids) if each in cart.lines]
            swaps = tuple(LineSwap(line, None) for line in known)
            return self._sessions.commit(
                cart, Edit(cart_id, "remove_lines", {"n": len(swaps)}, swaps)
            )

    def set_comment(
        self, cart_id: str, line_id: str, text: str, initiator: str | None = None
    ) -> LineEdit:
        """Write the comment of a line; it goes to the supplier with the order."""
        with self._sessions.lock:
            cart = self._sessions.draft(cart_id)
            line = _line(cart, line_id)
            after = line._replace(comment=text.strip())
            return self._edit_line(
                cart, "set_comment", {"article": line.article}, (line, after), initiator
            )

    def move(self, cart_id: str, line_id: str, position: int) -> ChangeSet:
        """Put a line at a position (1 = first) of the buyer's own order."""
        with self._sessions.lock:
            cart = self._sessions.draft(cart_id)
            line = _line(cart, line_id)
            swaps = cart_edits.moved(list(cart.in_order()), line_id, position)
            edit = Edit(cart_id, "move_line", {"article": line.article}, swaps)
            return self._sessions.commit(cart, edit)

    def undo(self, cart_id: str) -> UndoResult:
        """Take back the last step, also one of an earlier session.

        Raises:
            Expected: `nothing_to_undo`.
        """
        return self._step(cart_id, undone=False)

    def redo(self, cart_id: str) -> UndoResult:
        """Do again what was undone last.

        Raises:
            Expected: `nothing_to_redo`.
        """
        return self._step(cart_id, undone=True)

    def undo_label(self, cart_id: str) -> StepLabel | None:
        """Name what undo would take back; None = nothing."""
        return self._label(cart_id, undone=False)

    def redo_label(self, cart_id: str) -> StepLabel | None:
        """Name what redo would do again; None = nothing."""
        return self._label(cart_id, undone=True)

    def _label(self, cart_id: str, *, undone: bool) -> StepLabel | None:
        found = self._sessions.store.label(cart_id, undone=undone)
        if found is None and self.whole_steps is not None:
            return self.whole_steps.whole_label(cart_id, undone=undone)
        return found

    def _step(self, cart_id: str, *, undone: bool) -> UndoResult:
        with self._sessions.lock:
            cart = self._sessions.draft(cart_id)
            step = self._sessions.store.step(cart_id, undone)
            if step is None:
                whole = self.whole_steps
                done = whole.whole_step(cart_id, undone=undone) if whole is not None else None
                if done is not None:
                    return done
                raise Expected("nothing_to_redo" if undone else "nothing_to_undo")
            wanted = step.edit if undone else step.edit.reversed()
            edit, conflicts = applicable(wanted, cart.lines, cart.head)
            self._sessions.know(
                cart, (swap.after.item_id for swap in edit.swaps if swap.after is not None)
            )
            changes = self._sessions.commit_step(cart, step, edit, not undone)
        put = (swap.after for swap in edit.swaps if swap.after is not None)
        first = min(put, key=lambda line: line.rank, default=None)
        label, params = step.edit.label, step.edit.params
        touched = first.line_id if first is not None else ""
        return UndoResult(label, params, conflicts, changes, line_id=touched)

    def _edit_line(
        self,
        cart: OpenCart,
        label: str,
        params: dict[str, Any],
        images: tuple[Line, Line],
        initiator: str | None,
    ) -> LineEdit:
        before, after = images
        if before == after:
            return LineEdit(cart.row(after.line_id), cart.totals(), ChangeSet(), cart.id)
        edit = Edit(cart.id, label, params, (LineSwap(before, after),))
        changes = self._sessions.commit(cart, edit, initiator)
        return LineEdit(cart.row(after.line_id), cart.totals(), changes, cart.id)

    def _facts(self, cart: OpenCart, item_id: str) -> Facts:
        self._sessions.know(cart, (item_id,))
        facts = cart.facts.get(item_id)
        if facts is None:
            raise Expected("item_not_found", text=item_id)
        return facts


class NewIds:
    """Ids and ranks of the lines that are added after the last one, drawn some hundred at once."""

    def __init__(self, cart: OpenCart, about: int = 1) -> None:
        """Begin after the last line; about so many lines will be new."""
        self._rank = cart.last_rank()
        self._block = min(max(about, 1), _DRAWN)
        self._ids: list[str] = []

    def next(self) -> tuple[str, int]:
        """The next id with its rank."""
        if not self._ids:
            self._ids = new_ids(self._block)[::-1]
        self._rank += RANK_STEP
        return self._ids.pop(), self._rank


def _line(cart: OpenCart, line_id: str) -> Line:
    line = cart.lines.get(line_id)
    if line is None:
        raise Expected("line_gone", line_id=line_id)
    return line


def _check_quantity(quantity_e3: int) -> None:
    if not 0 <= quantity_e3 <= MAX_QUANTITY_E3:
        raise Expected("quantity_range", text=Quantity(quantity_e3).text())
