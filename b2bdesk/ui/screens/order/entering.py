"""Getting lines in: the empty row, pasted blocks, scans; proposals for what was not found.

Typing an article puts the cursor at its quantity at once; the lookup runs behind it, and digits
typed meanwhile are kept for the line that comes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from b2bdesk.domain.bulk_rows import ATTENTION, IN_CART
from b2bdesk.texts import formats, tr, trn
from b2bdesk.ui.frame.context import ToastSpec
from b2bdesk.ui.itemmodels.import_rows import code_of, reason_words
from b2bdesk.ui.itemmodels.order_cells import (
    ARTICLE_COLUMN,
    BLANK,
    COMMENT_COLUMN,
    NAME_COLUMN,
    QUANTITY_COLUMN,
)  # fmt: skip
from b2bdesk.ui.screens.order import finding
from b2bdesk.ui.screens.order.answers import Answer
from b2bdesk.ui.screens.order.parts import Parts
from b2bdesk.usecases.ports.resolve import Hit
from b2bdesk.usecases.rows.bulk import UNKNOWN, ListPreview
from b2bdesk.usecases.rows.carts import AddResult, LineRow
from b2bdesk.usecases.rows.offers import OfferRow

_AT_ONCE = 20
LEFT_OUT = tuple(ATTENTION - IN_CART - frozenset(UNKNOWN))


class Entering(QObject):
    """Typing, pasting, scanning.

    Signals:
        unclear: row key and text that leads to no single item.
    """

    unclear = Signal(str, str)

    def __init__(self, parts: Parts, parent: QObject) -> None:
        super().__init__(parent)
        self._parts = parts
        self._book, self._grid = parts.book, parts.view.grid
        self._asked: set[str] = set()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(30)
        self._later.timeout.connect(self._look_up_similar)
        self._grid.edited.connect(self._on_edited)
        self._grid.pasted.connect(self.paste)
        self._book.changed.connect(self._later.start)
        self._book.opened.connect(self._later.start)

    def scan(self, code: str) -> None:
        """A scan adds one multiple of its item."""
        services = self._parts.services
        work = partial(finding.scan, services.carts, services.resolve, self._book.cart_id, code)
        self._book.do(partial(self._with_answer, work), partial(self._on_scan, code))

    def paste(self, text: str) -> None:
        """A clipboard block becomes lines, as one undo step; unknown rows stay."""
        if not self._book.cart_id or not text.strip():
            return
        bulk, cart_id = self._parts.services.bulk_entry, self._book.cart_id

        def work() -> tuple[AddResult, str]:
            preview = bulk.paste(text)
            return bulk.add(preview, cart_id, keep_unknown=True), _left_out(preview)

        self._parts.context.runner.run(work, self._on_pasted, on="write", owner=self)

    def _on_pasted(self, done: tuple[AddResult, str]) -> None:
        added, left = done
        count = added.added + added.summed
        if not count:
            words = tr("Nothing in the clipboard looks like order lines")
            self._parts.context.toast(ToastSpec(words, left, tone="warn"))
            return
        words = trn("Pasted {n} line", "Pasted {n} lines", count).format(n=formats.number(count))
        notes = [left] if left else []
        if added.summed:
            note = trn("{n} added to a line that was there", "{n} added to lines that were there",
                       added.summed).format(n=formats.number(added.summed))  # fmt: skip
            notes.append(note)
        undo = self._book.undo
        self._parts.context.toast(
            ToastSpec(words, " · ".join(notes), "warn" if left else "ok", action=tr("Undo"),
                      run=undo, key="Ctrl+Z", until=f"cart:{self._book.cart_id}")
        )  # fmt: skip

    def _on_scan(self, code: str, result: object) -> None:
        if not isinstance(result, tuple) or not isinstance(result[0], finding.Entered):
            words = tr("The code {code} is not known").format(code=code)
            self._parts.context.toast(ToastSpec(words, tone="warn"))
            return
        entered, answer = result
        self._book.take(answer)
        if entered.line is not None:
            key = self._book.rows.key_of_line(entered.line.line_id)
            self._grid.go_to(key, QUANTITY_COLUMN)

    def _with_answer(
        self, work: Callable[[], finding.Entered | None]
    ) -> tuple[finding.Entered, Answer] | None:
        """On the write lane: what entering did, with the rows to show."""
        entered = work()
        if entered is None:
            return None
        ids = entered.added.line_ids
        return entered, self._book.answer(ids, entered.added.changes)

    def _on_edited(self, key: str, column: str, text: str) -> None:
        if column == QUANTITY_COLUMN:
            self._book.set_quantity(key, text)
        elif column == COMMENT_COLUMN:
            self._book.comment(key, text)
        elif column in (ARTICLE_COLUMN, NAME_COLUMN) and text:
            if key == BLANK:
                self._enter(text)
            else:
                self._enter_again(key, text)

    def _enter(self, text: str) -> None:
        key = self._book.rows.begin_typing(text)
        self._grid.go_to(key, QUANTITY_COLUMN)
        services = self._parts.services
        work = partial(finding.enter, services.carts, services.resolve, self._book.cart_id, text)
        self._book.do(partial(self._with_answer, work), partial(self._on_entered, key))

    def _on_entered(self, key: str, result: object) -> None:
        rows = self._book.rows
        if not isinstance(result, tuple) or result[0].line is None:
            rows.drop([key])
            return
        entered, answer = result
        line: LineRow = entered.line
        typed = rows.typed_quantity(key)
        if entered.similar:
            self._asked.add(line.line_id)
        rows.become(key, line)
        if entered.similar:
            rows.set_similar(line.line_id, entered.similar)
        self._book.take(answer)
        if typed:
            self._book.set_quantity(key, typed)
        if any(state.code == "duplicate" for state in line.states):
            self._book.refresh_item(line.item_id)

    def _enter_again(self, key: str, text: str) -> None:
        """Another article typed over a line: it becomes that item when it is known."""
        self._parts.context.runner.run(
            partial(self._parts.services.resolve.resolve, [text]),
            partial(self._on_resolved, key, text), owner=self,
        )  # fmt: skip

    def _on_resolved(self, key: str, text: str, found: Mapping[str, Sequence[Hit]]) -> None:
        hit = finding.exact(found.get(text, ()))
        if hit is not None:
            self._book.replace(key, hit.offer.id)
        else:
            self.unclear.emit(key, text)

    def _look_up_similar(self) -> None:
        """Proposals for unknown lines, a few at a time."""
        if not self._book.rows.counts["lost"]:
            return
        wanted = [
            line for line in self._book.rows.lines()
            if not line.item_id and line.typed and line.line_id not in self._asked
        ][:_AT_ONCE]  # fmt: skip
        if not wanted:
            return
        self._asked.update(line.line_id for line in wanted)
        resolve = self._parts.services.resolve

        def work() -> dict[str, tuple[OfferRow, ...]]:
            return {line.line_id: finding.proposals(resolve, line.typed) for line in wanted}

        self._parts.context.runner.run(work, self._on_similar, owner=self)

    def _on_similar(self, found: Mapping[str, Sequence[OfferRow]]) -> None:
        for line_id, offers in found.items():
            self._book.rows.set_similar(line_id, offers)
        self._later.start()


def _left_out(preview: ListPreview) -> str:
    """The rows of a pasted block that became no lines, with the reason of the first."""
    rows = preview.rows.of(LEFT_OUT)
    if not rows:
        return ""
    first, count = rows[0], len(rows)
    words = trn("{n} row left out: {code} – {why}", "{n} rows left out: {code} – {why} …", count)
    code = code_of(first) or first.cells.get("name", "")
    why = reason_words(first)
    return words.format(n=formats.number(count), code=code, why=why[:1].lower() + why[1:])
