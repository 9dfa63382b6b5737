"""The open cart of the order sheet: edits go to the use cases, answers come back into the rows.

One edit touches one row: results replace rows in place and carry the new totals. A full reload
happens only when somebody else changed the cart, or when a threshold re-priced all of it. Edits
run one after another on the `write` lane, so answers arrive in the order of typing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial

from b2bdesk.texts import errors, formats, tr
from b2bdesk.trade.errors import Expected
from b2bdesk.ui.itemmodels.order_cells import QUANTITY_COLUMN, TypedRow, UnreadRow
from b2bdesk.ui.screens.order.answers import Answer, Steps, typed_quantity
from b2bdesk.ui.screens.order.opening import ME, OpenBook
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.rows.carts import LineEdit, LineRow, UndoResult

RELOAD_FROM = 200
"""So many lines changed at once are read anew together with the rest."""


class CartBook(OpenBook):
    """One cart in the order sheet, and what is done to it."""

    def set_quantity(self, key: str, text: str) -> None:
        """Take a typed quantity; what is no number is refused at the cell."""
        line = self.rows.line(key)
        if line is None:
            self.rows.note_quantity(key, text)
            return
        quantity = typed_quantity(text)
        if quantity is None:
            last = formats.quantity(line.quantity_e3)
            reason = tr("Not a number: {text}").format(text=text)
            self.rows.refuse(key, QUANTITY_COLUMN, last, reason)
            return
        self._edit(key, partial(self._carts.set_quantity, self.cart_id, line.line_id, quantity))

    def step(self, key: str, direction: int) -> None:
        """One multiple more or less."""
        line = self.rows.line(key)
        if line is None:
            return
        over = self.rows.overlay(key, QUANTITY_COLUMN)
        present = typed_quantity(over.text) if over is not None and not over.reason else None
        present = line.quantity_e3 if present is None else present
        by = line.multiple_e3 if line.factor_e3 == 1000 and line.multiple_e3 else 1000
        wanted = max(0, present + direction * by)
        self.rows.set_pending(key, QUANTITY_COLUMN, formats.quantity(wanted))
        self._edit(key, partial(self._carts.set_quantity, self.cart_id, line.line_id, wanted))

    def set_unit(self, key: str, okei: str) -> None:
        """Order a line in another unit; the number stays as it is."""
        line = self.rows.line(key)
        if line is not None:
            run = partial(
                self._carts.set_quantity, self.cart_id, line.line_id, line.quantity_e3, okei
            )
            self._edit(key, run)

    def fill(self, keys: Sequence[str], quantity_e3: int) -> None:
        """One quantity for many lines, as one step."""
        ids = self._line_ids(keys)
        words = formats.quantity(quantity_e3)
        for key in keys:
            if self.rows.line(key) is not None:
                self.rows.set_pending(key, QUANTITY_COLUMN, words)
        work = partial(self._carts.set_quantities, self.cart_id, ids, quantity_e3, ME)
        self.do(partial(self._changed_lines, work, ids))

    def keep_as_typed(self, key: str) -> None:
        """Give a rounded line back what was typed."""
        self._edit(key, partial(self._carts.keep_as_typed, self.cart_id, self.rows.line_id(key)))

    def round_up(self, key: str) -> None:
        """Raise a line to minimum and multiple."""
        self._edit(key, partial(self._carts.round_up, self.cart_id, self.rows.line_id(key)))

    def replace(self, key: str, item_id: str) -> None:
        """Turn a line to another item."""
        self._edit(key, partial(self._carts.replace_line, self.cart_id, self.rows.line_id(key),
                                item_id))  # fmt: skip

    def comment(self, key: str, text: str) -> None:
        """Write the comment of a line."""
        self._edit(key, partial(self._carts.set_comment, self.cart_id, self.rows.line_id(key),
                                text))  # fmt: skip

    def remove(self, keys: Sequence[str]) -> None:
        """Take lines away as one step."""
        ids = self._line_ids(keys)
        waiting = [key for key in keys if isinstance(self.rows.raw(key), TypedRow)]
        self.rows.drop(waiting)
        if not ids:
            return
        twins = self._twins(ids)
        work = partial(self._carts.remove, self.cart_id, ids)
        gone: Callable[[object], None] = partial(self._removed, len(ids))
        if len(ids) < RELOAD_FROM:
            self.rows.drop(keys)
            self.do(partial(self._changed_lines, work, twins), gone)
        else:
            self.do(work, gone)

    def move(self, keys: Sequence[str], by: int) -> None:
        """Move lines one place up or down in the buyer's own order."""
        lines = [line for key in keys if (line := self.rows.line(key)) is not None]
        for key in keys if by < 0 else reversed(keys):
            self.rows.shift(key, by)
        ids = [line.line_id for line in (lines if by < 0 else lines[::-1])]
        self.do(partial(self._moved, ids, by))

    def undo(self, *, again: bool = False) -> None:
        """Take the last step back, or do it again."""
        self.do(partial(self._stepped, again), partial(self._on_stepped, again))

    def do(
        self,
        work: Callable[[], object],
        then: Callable[[object], None] | None = None,
    ) -> None:
        """Run an edit on the write lane; its own change does not reload the cart."""
        self._running += 1
        self._context.runner.run(
            work, partial(self._landed, then or self._take), on="write",
            failed=self._failed, owner=self,
        )  # fmt: skip

    def answer(self, line_ids: Sequence[str], *changes: ChangeSet) -> Answer:
        """Gather lines, totals and steps; runs on the write lane."""
        cart_id = self.cart_id
        return Answer(
            self._carts.lines(cart_id, line_ids), self._carts.totals(cart_id), self._steps(cart_id),
            changes,
        )  # fmt: skip

    def join(self, line: LineRow) -> None:
        """Add repeated lines of an item to the first of them."""
        same = [
            one for one in self.rows.lines()
            if one.item_id == line.item_id and one.okei == line.okei
        ]  # fmt: skip
        if len(same) > 1:
            self.do(partial(self._joined, same), self._reload_after)

    def refresh_item(self, item_id: str) -> None:
        """Read the lines of an item anew: their «repeated» mark may have changed."""
        ids = [line.line_id for line in self.rows.lines() if line.item_id == item_id]
        self.do(partial(self.answer, ids))

    def _line_ids(self, keys: Sequence[str]) -> list[str]:
        """The cart lines of rows, those included that are not counted yet."""
        found = (self.rows.raw(key) for key in keys)
        return [raw.line_id for raw in found if isinstance(raw, LineRow | UnreadRow)]

    def _joined(self, same: Sequence[LineRow]) -> Answer:
        total = sum(line.quantity_e3 for line in same)
        first = self._carts.set_quantity(self.cart_id, same[0].line_id, total, None, ME)
        gone = self._carts.remove(self.cart_id, [line.line_id for line in same[1:]])
        return self.answer((), first.changes, gone)

    def _edit(self, key: str, run: Callable[..., LineEdit]) -> None:
        """An edit of one line that answers with the line."""
        line_id = self.rows.line_id(key)
        if not line_id:
            return
        self._flying[line_id] += 1
        self._running += 1
        self._context.runner.run(
            partial(self._edited_line, run), partial(self._on_edited, key, line_id), on="write",
            failed=partial(self._on_refused, key, line_id), owner=self,
        )  # fmt: skip

    def _edited_line(self, run: Callable[..., LineEdit]) -> tuple[LineEdit, Steps]:
        edit = run(initiator=ME)
        return edit, self._steps(self.cart_id)

    def _on_edited(self, key: str, line_id: str, result: tuple[LineEdit, Steps]) -> None:
        edit, steps = result
        self._settle(line_id)
        self._release(edit.changes)
        self.saved_at = dt.datetime.now(dt.UTC)
        old, new, before = self.rows.line(key), edit.line, self.totals
        self.totals, self.steps = edit.totals, steps
        if old is None or new is None or before is None:
            self.reload()
            return
        if old.item_id != new.item_id:
            self._refresh_twins(old, new)
        self.rows.put([new], settle=not self._flying[line_id])
        expected = before.gross_minor - old.gross_minor + new.gross_minor
        if not self._running and expected != edit.totals.gross_minor:
            self.reload()
        self.changed.emit()

    def _on_refused(self, key: str, line_id: str, error: BaseException) -> bool:
        self._settle(line_id)
        self._release()
        if not isinstance(error, Expected):
            self.rows.settle(key)
            return False
        line = self.rows.line(key)
        if line is not None:
            told = errors.describe(error.code, error.params)
            last = formats.quantity(line.quantity_e3)
            self.rows.refuse(key, QUANTITY_COLUMN, last, told.one_line())
            self.refused.emit(told.one_line())
        return True

    def _settle(self, line_id: str) -> None:
        self._running -= 1
        self._flying[line_id] -= 1
        if not self._flying[line_id]:
            del self._flying[line_id]

    def _changed_lines(self, work: Callable[[], ChangeSet], ids: Sequence[str]) -> Answer:
        changes = work()
        return self.answer(ids, changes)

    def _moved(self, ids: Sequence[str], by: int) -> Answer:
        changes = []
        for line_id in ids:
            line = next(iter(self._carts.lines(self.cart_id, (line_id,))), None)
            if line is not None:
                changes.append(self._carts.move(self.cart_id, line_id, line.position + by))
        return self.answer((), *changes)

    def _stepped(self, again: bool) -> UndoResult:
        return self._carts.redo(self.cart_id) if again else self._carts.undo(self.cart_id)

    def _landed(self, then: Callable[[object], None], result: object) -> None:
        self._running -= 1
        changes: Sequence[ChangeSet] = ()
        if isinstance(result, ChangeSet):
            changes = (result,)
        elif isinstance(result, Answer):
            changes = result.changes
        elif isinstance(found := getattr(result, "changes", None), ChangeSet):
            changes = (found,)
        self._release(*changes)
        then(result)

    def _removed(self, count: int, result: object) -> None:
        (self._take if isinstance(result, Answer) else self._reload_after)(result)
        self.removed.emit(count)

    def _take(self, result: object) -> None:
        if isinstance(result, Answer):
            self.take(result)

    def take(self, answer: Answer) -> None:
        """Put what an edit brought into the rows."""
        unknown = self.rows.put(answer.lines)
        if unknown:
            self.rows.append(unknown)
        self.totals, self.steps = answer.totals, answer.steps
        self.saved_at = dt.datetime.now(dt.UTC) if answer.changes else self.saved_at
        self.changed.emit()

    def _on_stepped(self, again: bool, result: object) -> None:
        self._step = (result, again) if isinstance(result, UndoResult) else None
        self._reload_after(result)

    def _reload_after(self, result: object) -> None:
        other = result.cart_id if isinstance(result, UndoResult) else ""
        self.open(other or self.cart_id)

    def _failed(self, error: BaseException) -> bool:
        self._running -= 1
        self._release()
        self.rows.settle()
        self.reload()
        if isinstance(error, Expected):
            self.refused.emit(errors.describe(error.code, error.params).one_line())
            return True
        return False

    def _twins(self, line_ids: Sequence[str]) -> list[str]:
        """Other lines of the same items: their «repeated» mark may change."""
        gone = set(line_ids)
        items = {line.item_id for line in self.rows.lines() if line.line_id in gone}
        items.discard("")
        return [
            line.line_id
            for line in self.rows.lines()
            if line.item_id in items and line.line_id not in gone
        ][:RELOAD_FROM]

    def _refresh_twins(self, old: LineRow, new: LineRow) -> None:
        items = {old.item_id, new.item_id} - {""}
        ids = [line.line_id for line in self.rows.lines() if line.item_id in items]
        ids = [each for each in ids if each != new.line_id]
        if ids:
            self.do(partial(self.answer, ids))
