"""Articles down, addresses across: how much of a line goes where, typed like in a spreadsheet.

Each change is saved and can be undone (Ctrl+Z), also after a restart. A block copied in Excel is
pasted at the cursor; the fills deal out what is left of the chosen lines, or of all.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.texts import errors, formats, tr, trn
from b2bdesk.trade.errors import Expected
from b2bdesk.ui.frame.context import ScreenContext, ToastSpec
from b2bdesk.ui.itemmodels import distribution_rows as rows
from b2bdesk.ui.itemmodels.base_list import ListRowModel
from b2bdesk.ui.screens.ordering import typed_quantity
from b2bdesk.ui.widgets.button import BAR, PRIMARY, QUIET, Button
from b2bdesk.ui.widgets.foot_bars import ExplainBar
from b2bdesk.ui.widgets.grid import DeskGrid
from b2bdesk.ui.widgets.screen_parts import ScreenHeader
from b2bdesk.usecases.distributing import CLEAR, EVENLY, LAST_TIME, LIKE_OTHERS, REST, Cell
from b2bdesk.usecases.rows.distribution import Matrix, Shared, SharedLine
from b2bdesk.usecases.services import Services

_KEY_FROM = 860


class MatrixView(QWidget):
    """The page.

    Signals:
        acted: `back`, `done`, or a way to fill.
    """

    acted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.header = ScreenHeader(tr("By addresses"))
        back = self._button("back", tr("To the checkout"), "arrow-left", "Esc")
        self.header.add_action(back)
        self.grid = DeskGrid(tr("Distribution over addresses"))
        self.grid.accepts_paste = self.grid.enter_moves = True
        self.bar = ExplainBar()
        self.done = Button(tr("To the orders"), PRIMARY, icon="arrows-split", key="Ctrl+Enter",
                           height=BAR)  # fmt: skip
        self.done.setObjectName("done")
        self.done.named.connect(self.acted)
        tools = QHBoxLayout()
        tools.setContentsMargins(20, 4, 16, 8)
        tools.setSpacing(6)
        for name, words, icon in (
            (EVENLY, tr("Evenly"), "arrows-split"),
            (LIKE_OTHERS, tr("Like others"), "copy"),
            (LAST_TIME, tr("As last time"), "history"),
            (REST, tr("The rest here"), "arrow-down"),
            (CLEAR, tr("Clear"), "x"),
        ):
            tools.addWidget(self._button(name, words, icon))
        tools.addStretch(1)
        tools.addWidget(self.done)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addLayout(tools)
        column.addWidget(self.grid, 1)
        column.addWidget(self.bar)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside the list of carts the words of the last button come before its key."""
        super().resizeEvent(event)
        self.done.show_key(self.width() >= _KEY_FROM)

    def _button(self, name: str, words: str, icon: str, key: str = "") -> Button:
        button = Button(words, QUIET, icon=icon, key=key, height=BAR)
        button.setObjectName(name)
        button.named.connect(self.acted)
        return button


class MatrixPart(QObject):
    """The distribution of one cart.

    Signals:
        left: back to the checkout; True = show the orders it makes.
    """

    left = Signal(bool)

    def __init__(
        self, context: ScreenContext, services: Services, view: MatrixView, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._services, self._view = context, services, view
        self._cart_id = ""
        self._matrix: Matrix | None = None
        self._model: ListRowModel[SharedLine] | None = None
        view.acted.connect(self._on_acted)
        grid = view.grid
        grid.edited.connect(self._on_edited)
        grid.cleared.connect(self._on_cleared)
        grid.filled_down.connect(self._on_filled_down)
        grid.pasted.connect(self._on_pasted)
        grid.stepped.connect(self._on_stepped)
        grid.current_key_changed.connect(self._explain)

    def open(self, cart_id: str) -> None:
        """Show the distribution of a cart."""
        self._cart_id = cart_id
        self.reload()

    def reload(self) -> None:
        """Read the cart again: it was changed elsewhere, or a step was undone."""
        self._context.runner.run(
            partial(self._services.distributing.open, self._cart_id), self._on_opened,
            on="write", lane="carts.matrix", owner=self,
        )  # fmt: skip

    def undo(self, *, again: bool = False) -> None:
        """Take the last step of the cart back, or do it again."""
        carts = self._services.carts
        work = partial(carts.redo if again else carts.undo, self._cart_id)
        self._context.runner.run(
            work, self._on_undone, on="write", failed=self._refused, owner=self
        )

    def _on_undone(self, _result: object) -> None:
        self.reload()

    def _on_opened(self, matrix: Matrix) -> None:
        same = self._matrix is not None and self._matrix.addresses == matrix.addresses
        self._matrix = matrix
        if self._model is None or not same:
            self._model = rows.model(matrix.addresses, self)
            self._view.grid.set_rows_model(self._model)
        total = [rows.total_of(matrix.lines)] if matrix.lines else []
        self._model.set_rows([*total, *matrix.lines])
        if self._view.grid.currentIndex().row() <= 0 and matrix.lines:
            first = rows.AT + matrix.addresses[0].id if matrix.addresses else ""
            self._view.grid.go_to(matrix.lines[0].line_id, first)
        self._tell()

    def _on_acted(self, name: str) -> None:
        if name in ("back", "done"):
            self.left.emit(name == "done")
        else:
            self.fill(name)

    def fill(self, how: str) -> None:
        """Deal out the chosen lines, or all of them when one cell is chosen."""
        matrix = self._matrix
        if matrix is None:
            return
        chosen = [str(key) for key in self._view.grid.selected_keys() if key != rows.ALL]
        lines = chosen if len(chosen) > 1 else [line.line_id for line in matrix.lines]
        addresses = [each.id for each in matrix.addresses]
        here = self._view.grid.current_column()
        if how == REST and here is not None and here.key.startswith(rows.AT):
            addresses = [here.key.removeprefix(rows.AT)]
        work = partial(self._services.distributing.fill, self._cart_id, how, lines, addresses)
        self._context.runner.run(
            work, self._on_shared, on="write", failed=self._refused, owner=self
        )

    def _put(self, cells: Sequence[Cell]) -> None:
        self._context.runner.run(
            partial(self._services.distributing.put, self._cart_id, cells), self._on_shared,
            on="write", failed=self._refused, owner=self,
        )  # fmt: skip

    def _on_edited(self, key: str, column: str, text: str) -> None:
        quantity = typed_quantity(text) if text.strip() else 0
        if quantity is None or quantity < 0:
            self._not_a_number(key, column, text)
        else:
            self._put([(key, column.removeprefix(rows.AT), quantity)])

    def _not_a_number(self, key: str, column: str, text: str) -> None:
        line = self._line(key)
        if self._model is not None and line is not None:
            last = formats.quantity(line.cells.get(column.removeprefix(rows.AT), 0))
            self._model.refuse(key, column, last, tr("Not a number: {text}").format(text=text))

    def _on_stepped(self, key: str, column: str, direction: int) -> None:
        line = self._line(key)
        if line is not None:
            address = column.removeprefix(rows.AT)
            wanted = max(0, line.cells.get(address, 0) + direction * line.lot_e3)
            self._put([(key, address, wanted)])

    def _on_cleared(self, keys: Sequence[str], column: str) -> None:
        if column.startswith(rows.AT):
            address = column.removeprefix(rows.AT)
            self._put([(key, address, 0) for key in keys if key != rows.ALL])

    def _on_filled_down(self, keys: Sequence[str], column: str) -> None:
        source = self._line(keys[0]) if keys else None
        if source is not None and column.startswith(rows.AT):
            address = column.removeprefix(rows.AT)
            quantity = source.cells.get(address, 0)
            self._put([(key, address, quantity) for key in keys[1:]])

    def _on_pasted(self, text: str) -> None:
        """A block of cells from Excel, its first cell at the cursor."""
        matrix, here = self._matrix, self._view.grid.current_column()
        if matrix is None or here is None or not here.key.startswith(rows.AT):
            self._context.toast(ToastSpec(tr("Put the cursor on an address first"), tone="warn"))
            return
        ids = [each.id for each in matrix.addresses]
        across = ids[ids.index(here.key.removeprefix(rows.AT)) :]
        start = next(
            (at for at, line in enumerate(matrix.lines)
             if line.line_id == self._view.grid.current_key()), 0,
        )  # fmt: skip
        cells: list[Cell] = []
        odd = 0
        for line, row in zip(matrix.lines[start:], text.rstrip("\r\n").split("\n"), strict=False):
            for address, words in zip(across, row.rstrip("\r").split("\t"), strict=False):
                quantity = typed_quantity(words) if words.strip() else None
                odd += quantity is None and bool(words.strip())
                if quantity is not None and quantity >= 0:
                    cells.append((line.line_id, address, quantity))
        if odd:
            told = trn("{n} cell is no number", "{n} cells are no numbers", odd)
            self._context.toast(ToastSpec(told.format(n=formats.number(odd)), tone="warn"))
        if cells:
            self._put(cells)

    def _on_shared(self, shared: Shared) -> None:
        matrix, model = self._matrix, self._model
        if matrix is None or model is None:
            return
        fresh = {line.line_id: line for line in shared.lines}
        lines = tuple(fresh.get(line.line_id, line) for line in matrix.lines)
        self._matrix = Matrix(matrix.cart, matrix.addresses, lines)
        total = model.raw(rows.ALL)
        before = [line for each in fresh if (line := model.raw(each)) is not None]
        if total is not None:
            model.update_rows([rows.moved_total(total, before, shared.lines), *shared.lines])
        self._tell()

    def _tell(self) -> None:
        matrix = self._matrix
        if matrix is None:
            return
        count = matrix.open_lines
        words = tr("everything is dealt out")
        if count:
            words = trn("{n} line is not dealt out", "{n} lines are not dealt out", count)
        told = words.format(n=formats.number(count))
        self._view.header.set_facts(
            tr("“{name}” · {words}").format(name=matrix.cart.name, words=told)
        )
        self._explain(self._view.grid.current_key())

    def _explain(self, key: object) -> None:
        line = self._line(str(key))
        if line is None:
            self._view.bar.explain("", "", "")
            return
        left = line.left_e3
        if left:
            amount = f"{formats.quantity(abs(left))} {line.unit}"
            words = tr("{amount} left") if left > 0 else tr("{amount} more than in the cart")
            sentence = words.format(amount=amount)
        else:
            sentence = tr("dealt out exactly")
        lot = tr("by {amount}").format(amount=f"{formats.quantity(line.lot_e3)} {line.unit}")
        tone = "bad" if left < 0 else "warn" if left else "ok"
        icon = "circle-check" if not left else "alert-circle"
        self._view.bar.explain(line.article, sentence, lot, tone=tone, icon=icon)

    def _line(self, key: str) -> SharedLine | None:
        if self._model is None or key == rows.ALL:
            return None
        return self._model.raw(key)

    def _refused(self, error: BaseException) -> bool:
        if not isinstance(error, Expected):
            return False
        told = errors.describe(error.code, error.params)
        self._context.toast(ToastSpec(told.title, told.sentence, "bad"))
        self.reload()
        return True
