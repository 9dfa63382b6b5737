"""The grid of judged rows: quantities typed where they stand, goods chosen, the next problem.

Digits take a proposal on rows that have some and type a quantity on all others; in the column of
quantities they always type.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from b2bdesk.domain.bulk_rowlist import BulkRows
from b2bdesk.domain.bulk_rows import NO_GOODS, BulkRow
from b2bdesk.texts import formats
from b2bdesk.ui.frame.commands import CommandRegistry
from b2bdesk.ui.itemmodels.import_model import ImportModel
from b2bdesk.ui.itemmodels.import_rows import (
    ALL,
    ListShape,
    asked_signs,
    chip_counts,
    chip_of,
    code_of,
    is_problem,
    rows_of,
    signs,
)
from b2bdesk.ui.screens.listimport import keys
from b2bdesk.ui.screens.listimport.judging import Judging
from b2bdesk.ui.screens.listimport.resolver import ResolverPane
from b2bdesk.ui.widgets.grid.view import DeskGrid
from b2bdesk.usecases.rows.bulk import ListPreview

_LOOKED_AT = 2_000


class Review(QObject):
    """Rows of the list under way.

    Args:
        grid: shows the rows.
        resolver: offers goods for the current row.
        judging: the list.
        commands: where the plain digits are registered.
        parent: owner.

    Signals:
        cleared_up: the next problem was asked for and there is none.
    """

    cleared_up = Signal()

    def __init__(
        self, grid: DeskGrid, resolver: ResolverPane, judging: Judging,
        commands: CommandRegistry, parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.chip = ALL
        self._grid, self._resolver, self._judging = grid, resolver, judging
        self._commands = commands
        self._model = ImportModel(ListShape(), self)
        self._shape = ListShape()
        self._signs = self._most = 0
        self._picking: bool | None = None
        commands.add(*keys.picks(self._taker, plain=False), *keys.picks(self._picker, plain=True))
        self._allow_picks(False)
        grid.current_key_changed.connect(self._on_current)
        grid.entered.connect(self._on_entered)
        grid.letters_typed.connect(self._on_letters)
        grid.pill_chosen.connect(self._choose)
        grid.edited.connect(self._on_edited)
        grid.cleared.connect(self._on_cleared)
        resolver.taken.connect(self._choose)
        resolver.swapped.connect(self._swap)
        resolver.skipped.connect(self.next_problem)

    def forget(self) -> None:
        """No list."""
        self.chip, self._signs, self._most = ALL, 0, 0
        self._model.set_rows(BulkRows())
        self._grid.set_rows_model(self._model)

    def show_preview(self, preview: ListPreview, cart: str) -> None:
        """Show the rows of a list that would go into a cart, "" = into several."""
        if self.chip != ALL and not chip_counts(preview.statuses).get(self.chip):
            self.chip = ALL
        places = len(preview.plan.parts) > 1
        # one row may go to many branches: the state says how much to which
        addressed = preview.addresses > 0 and not preview.plan.branches
        # articles only widen: a choice must not make the columns jump
        seen = preview.rows[:_LOOKED_AT]
        self._signs = max(self._signs, signs(row.article for row in seen))
        codes = signs(map(code_of, seen))
        self._most = max(self._most, len(formats.quantity(preview.most_e3)))
        asked = asked_signs(seen)
        shape = ListShape(
            cart, places, preview.sized, addressed, codes, self._signs, asked, self._most
        )
        if shape != self._shape:
            self._reshape(shape, rows_of(preview.rows, self.chip))
        else:
            self._model.set_rows(rows_of(preview.rows, self.chip))

    def _reshape(self, shape: ListShape, rows: BulkRows) -> None:
        """Show other columns; the cursor and what is seen stay."""
        key, column = self._grid.current_key(), self._grid.current_column()
        bar = self._grid.verticalScrollBar()
        top = bar.value()
        self._shape = shape
        self._model = ImportModel(shape, self)
        self._model.set_rows(rows)
        self._grid.set_rows_model(self._model)
        if key is not None and column is not None and self._grid.go_to(key, column.key):
            bar.setValue(top)

    def show_chip(self, preview: ListPreview, chip: str) -> None:
        """Show the rows of a chip only."""
        self.chip = chip
        self._model.set_rows(rows_of(preview.rows, self.chip))
        self._grid.setFocus()

    def settle(self) -> None:
        """Forget what was typed and could not be judged."""
        self._model.settle()

    def first_problem(self) -> None:
        """Put the cursor on the first row that wants a decision."""
        model = self._model
        first = next((at for at in range(model.row_total()) if model.problem_at(at)), None)
        if first is not None:
            self._grid.go_to_row(first, "name")

    def next_problem(self, step: int = 1) -> None:
        """Go on to the next row that wants a decision, or back to the one before."""
        count = self._model.row_total()
        here = self._grid.currentIndex().row()
        for distance in range(1, count):
            at = (here + step * distance) % count
            if self._model.problem_at(at):
                amount = chip_of(self._model.rows[at]) == "amount"
                self._grid.go_to_row(at, "qty" if amount else "name")
                return
        self.cleared_up.emit()

    def _row(self, key: object) -> BulkRow | None:
        return self._model.row_of_number(key) if isinstance(key, int) else None

    def _taker(self, number: int) -> Callable[[], object]:
        return partial(self._resolver.take_number, number)

    def _picker(self, number: int) -> Callable[[], object]:
        return partial(self._pick, number)

    def _allow_picks(self, on: bool) -> None:
        if on != self._picking:
            self._picking = on
            for n in keys.PICKS:
                self._commands.set_enabled(f"{keys.WHERE}.pick{n}", on)

    def _pick(self, number: int) -> None:
        column = self._grid.current_column()
        if column is not None and column.key == "qty":
            self._grid.begin_edit("qty", typed=str(number))
        else:
            self._resolver.take_number(number)

    def _on_current(self, key: object) -> None:
        row = self._row(key)
        self._allow_picks(row is not None and bool(row.candidates) and is_problem(row))
        self._resolver.show_row(row)

    def _on_entered(self, key: object) -> None:
        row = self._row(key)
        if row is not None and is_problem(row) and self._resolver.list.current():
            self._resolver.take_current()
        else:
            self.next_problem()

    def _on_letters(self, typed: str) -> None:
        field = self._resolver.search
        if field.isVisible():
            field.edit.setFocus()
            field.edit.insert(typed)
            field.edited.emit(field.text())

    def _choose(self, row: object, item_id: str) -> None:
        if isinstance(row, int):
            self._judging.choose(row, item_id)
            self._grid.setFocus()
            self.next_problem()

    def _swap(self, row: int, item_id: str) -> None:
        self._judging.choose(row, item_id, instead=True)
        self._grid.setFocus()

    def _on_edited(self, key: object, _column: str, text: str) -> None:
        row = self._row(key)
        if row is None:
            return
        self._judging.correct(row.row, text)
        if chip_of(row) == "amount":
            self.next_problem()

    def _on_cleared(self, rows: list[object], column: str) -> None:
        for row in map(self._row, rows):
            if column == "qty" and row is not None and row.status not in NO_GOODS:
                self._judging.correct(row.row, "")
